# /// nnexplain
# needs = ["models/digits"]
# networks = ["digit-ocr/digits"]
# widgets = ["compare"]
# figures = ["compare"]
# ///

# %% [markdown]
# # Two inputs, and what differs
#
# Two digits or drawings, what the network makes of both, and by how much every unit differs. The widget
# `compare` draws it, here as in the page, for the two digits that the page begins with.

# %%
import numpy as np

from nnexplain.figures import Predict, Task, figure, need, value
from nnexplain.params.lab import lab_params, run_facts, unit_names

run = need("models/digits")
facts = run_facts(run)
labels, on = run["labels"][: facts["count"]], run["hidden1"][: facts["count"]] > 0

# %% [markdown]
# How many units flip between two test digits: all pairs, of the same digit and of different ones.

# %%
flips = (on[:, None] != on[None]).sum(axis=2)
pairs = np.triu_indices(len(on), 1)
alike = (labels[:, None] == labels[None])[pairs]
same, other = (float(flips[pairs][which].mean()) for which in (alike, ~alike))
also = next(k for k in np.flatnonzero(labels == labels[facts["digit"]]) if k > facts["digit"])

# %%
compare = figure(
    "compare",
    widget="compare",
    network="digit-ocr/digits",
    params=lab_params(facts, "digit", "digit2", "unit", units=unit_names(run.facts["sizes"])),
    tools=(
        "pen",
        "eraser",
        "undo",
        "redo",
        "clear",
        "draw on it",
        "copy to the other",
        "swap",
        "surprise me",
    ),
    predict=Predict(
        f"These two are read as different digits. How many of the {on.shape[1]} units of the first layer "
        "flip, on for one and off for the other?",
        answer="first",
        given=(1,),
        line=(0, run["hidden1"].shape[1], 1),
        what="the number",
    ),
    task=Task(
        "Give the second paper another picture of the digit on the first. How many units flip now?",
        done=(("alike", "==", True),),
        answer=f"Over all pairs of test digits, {same:.1f} of the {on.shape[1]} units of the first layer "
        f"flip between two pictures of one digit, and {other:.1f} between pictures of two.",
        by={"digit2": int(also)},
    ),
)

# %% [markdown]
# ## What the text quotes: how many units flip between the two

# %%
value("compare_flipped", compare.quotes["flipped"])
