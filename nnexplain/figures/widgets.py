"""What can draw a figure in the browser, in a file of its own: a new widget redraws figures and retrains
nothing, as scripts that draw none do not depend on this file (`pipeline/closure.py`).
"""

from __future__ import annotations

WIDGETS = (
    "vega", "neuron", "graph", "draw", "fmri", "compare", "pictures", "knobs", "lesions", "way", "paths",
    "units", "who", "editor", "closest",
)  # fmt: skip
"""What can draw a figure in the browser. The static picture is made of charts, whichever it is."""
