# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# networks = ["five-to-six-way/codes"]
# widgets = ["who"]
# figures = ["who"]
# ///

# %% [markdown]
# # Who decides
#
# What each unit of the last hidden layer adds to one logit less another, at a place of the way and along
# all of it. The widget `who` draws it, here as in the page; it gives the sentence, the description and the
# numbers too.

# %%
from nnexplain.figures import Predict, Task, figure, need, value
from nnexplain.params.lab import lab_params, unit_names
from nnexplain.params.way import ENDS, way_facts, way_params

digits = need("models/digits")
facts = way_facts(need("models/five-to-six"), len(digits["labels"]))
last = [name for name in unit_names(digits.facts["sizes"]) if name.startswith("b")]
who = figure(
    "who",
    widget="who",
    network="five-to-six-way/codes",
    params=(*lab_params(facts, "unit", follows=ENDS, names=ENDS, units=last), *way_params(facts, "way", "t")),
    player="t",
    pace=12,
    predict=Predict(
        "Is there one unit that decides? How many of the second layer make half of the change?",
        answer="half",
        line=(1, digits["hidden2"].shape[1], 1),
        what="the number",
    ),
    task=Task(
        "Go to the end of the way. Which band is the widest there?",
        done=(("t", ">=", 0.95),),
        answer="That unit says most for the answer at the end; the bars on the left give its number.",
        by={"t": 1},
    ),
)

# %% [markdown]
# ## What the text quotes: what the widget says of this way

# %%
for name in ("mover", "biases", "half"):
    value(name, who.quotes[name])
