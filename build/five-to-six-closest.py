# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# networks = ["five-to-six-way/codes"]
# widgets = ["closest"]
# figures = ["closest"]
# ///

# %% [markdown]
# # How close is close?
#
# The smallest changes with which the network says what it says of the other end, and how far the ways go for
# the same. The widget `closest` searches for them and draws them, here as in the page, for the pair that the
# page begins with.

# %%
from nnexplain.figures import figure, need
from nnexplain.params.lab import lab_params
from nnexplain.params.way import ENDS, way_facts, way_params

facts = way_facts(need("models/five-to-six"), len(need("models/digits")["labels"]))
figure(
    "closest",
    widget="closest",
    network="five-to-six-way/codes",
    params=(*way_params(facts, "way"), *lab_params(facts, "digit", "digit2", names=ENDS)),
)
