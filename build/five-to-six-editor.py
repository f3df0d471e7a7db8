# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# networks = ["five-to-six-way/codes"]
# widgets = ["editor"]
# figures = ["editor"]
# ///

# %% [markdown]
# # A way of one's own
#
# The pictures of a way as cards, and one of them large, to be changed. The widget `editor` draws it, here as
# in the page, before anything is changed.

# %%
from nnexplain.figures import Param, figure, need
from nnexplain.params.lab import lab_params
from nnexplain.params.way import ENDS, way_facts, way_params

facts = way_facts(need("models/five-to-six"), len(need("models/digits")["labels"]))
figure(
    "editor",
    widget="editor",
    network="five-to-six-way/codes",
    params=(
        *way_params(facts, "t"),
        *lab_params(facts, "digit", "digit2", "fit", names=ENDS),
        Param("card", "start"),
        Param("tool", "pixels"),
    ),
    tools=(
        "pixels",
        "pen",
        "eraser",
        "push",
        "undo",
        "redo",
        "clear",
        "draw on it",
        "copy to the other end",
        "surprise me",
        "next test digit",
        "drop a way-point here",
        "remove the way-point",
    ),
)
