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
from nnexplain.figures import figure, need, value
from nnexplain.params.lab import lab_params
from nnexplain.params.way import ENDS, way_facts, way_params

facts = way_facts(need("models/five-to-six"), len(need("models/digits")["labels"]))
who = figure(
    "who",
    widget="who",
    network="five-to-six-way/codes",
    params=(*lab_params(facts, follows=ENDS, names=ENDS), *way_params(facts, "way", "t")),
    player="t",
    pace=12,
)

# %% [markdown]
# ## What the text quotes: what the widget says of this way

# %%
for name in ("mover", "biases", "half"):
    value(name, who.quotes[name])
