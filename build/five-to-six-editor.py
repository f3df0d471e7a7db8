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
import numpy as np

from nnexplain.figures import Param, Task, figure, need
from nnexplain.methods.dense import dense_layers, dense_pass
from nnexplain.params.lab import lab_params
from nnexplain.params.way import ENDS, way_facts, way_params

ways, run = need("models/five-to-six"), need("models/digits")
facts = way_facts(ways, len(run["labels"]))
network, images = dense_layers(run.arrays), run["images"].astype(float)
places = np.linspace(0, 1, int(ways.facts["steps"]) + 1)[:, None]


def third(start: int) -> bool:
    """Whether the plain way from the test digit `start` to the page's end meets a third digit."""
    way = images[start] * (1 - places) + images[facts["digit2"]] * places
    said = dense_pass(*network, way)[-1][2].argmax(axis=1)
    return said[0] == run["labels"][start] and bool(set(said.tolist()) - {said[0], said[-1]})


met = [k for k in range(facts["count"]) if third(k)]
counted = ways["any.ends"][0, 0] > 0  # of pairs of any digits, on the blend, those that are read rightly
share = float((ways["any.third"][0, 0][counted] > 0).mean())

# %%
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
    task=Task(
        "Find or draw a start from which your way meets a third digit, neither the first nor the last.",
        done=(("thirds", ">", 0),),
        answer="Somewhere on your way it sees what is neither, and names a digit all the same. Straight ways "
        f"between any two digits do so in {share:.0%} of the measured pairs.",
        by={"digit": met[0]},
    ),
)
