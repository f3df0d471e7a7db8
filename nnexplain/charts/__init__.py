"""Charts: a tidy table in, an Altair chart out. This page is all there is; each has a file of its own.

    from nnexplain import charts
    charts.curve(table, x="epoch", y="loss", x_title="pass", y_title="loss (nats)")

Importing it switches the theme on, and makes Altair quicker. No chart knows a model: what to draw comes as a
pandas table.
"""

from nnexplain.charts.bars import bars
from nnexplain.charts.confusions import confusions, greatest_mistake
from nnexplain.charts.curve import curve
from nnexplain.charts.pictures import captions, pictures, pooled, tiles
from nnexplain.charts.quick import quicken
from nnexplain.charts.says import says
from nnexplain.charts.theme import either, sans_text, sign_colour, token

__all__ = [
    "bars",
    "captions",
    "confusions",
    "curve",
    "either",
    "greatest_mistake",
    "pictures",
    "pooled",
    "sans_text",
    "says",
    "sign_colour",
    "tiles",
    "token",
]

quicken()
