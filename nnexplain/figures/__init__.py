"""Figures: the contract between Python and the page, and the eight words scripts write it with.

Scripts say `from nnexplain.figures import figure, full, need, network, picture, save_run, setting, value`;
the site reads with `read_figure`, `read_values` and `figure_svg_panels`. Importing this imports neither NumPy
nor Vega.
"""

from nnexplain.figures.contract import SCHEMA, Figure, Panel, Param, Scalar, read_figure, read_values
from nnexplain.figures.predict import Predict
from nnexplain.figures.runs import Run, read_run
from nnexplain.figures.svg import figure_svg_panels
from nnexplain.figures.task import Task
from nnexplain.figures.words import figure, full, need, network, picture, save_run, setting, value

__all__ = [
    "SCHEMA",
    "Figure",
    "Panel",
    "Param",
    "Predict",
    "Run",
    "Scalar",
    "Task",
    "figure",
    "figure_svg_panels",
    "full",
    "need",
    "network",
    "picture",
    "read_figure",
    "read_run",
    "read_values",
    "save_run",
    "setting",
    "value",
]
