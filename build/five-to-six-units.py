# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# networks = ["five-to-six-way/codes"]
# widgets = ["units"]
# figures = ["units"]
# ///

# %% [markdown]
# # Every unit along the way
#
# Where on the way each unit is on, and how strongly; where the answer changes. The widget `units` draws it,
# here as in the page; it gives the sentence, the description and the numbers too.

# %%
from nnexplain.figures import Predict, Task, figure, need, value
from nnexplain.params.lab import lab_params, unit_names
from nnexplain.params.way import ENDS, way_facts, way_params

digits = need("models/digits")
facts = way_facts(need("models/five-to-six"), len(digits["labels"]))
choice = unit_names(digits.facts["sizes"])
units = figure(
    "units",
    widget="units",
    network="five-to-six-way/codes",
    params=(
        *lab_params(facts, "unit", follows=ENDS, names=ENDS, units=choice),
        *way_params(facts, "way", "t", "order"),
    ),
    player="t",
    pace=12,
    predict=Predict(
        "The answer turns at one point. How many of the hidden units turn on or off in that very step?",
        answer="at_once",
        line=(0, digits["hidden1"].shape[1] + digits["hidden2"].shape[1], 1),
        what="the number",
    ),
    task=Task(
        "Sort the units by where they turn on.",
        done=(("order", "==", "on"),),
        answer="They turn on one after another along the whole way, and not all at the decision.",
        by={"order": "on"},
    ),
)

# %% [markdown]
# ## What the text quotes
#
# How many hidden units flip: up to the decision, after it, in its own step; and how many of the second layer.

# %%
for name in ("until", "after", "at_once", "second"):
    value(name, units.quotes[name])
