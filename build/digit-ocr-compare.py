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
from nnexplain.figures import figure, need, value
from nnexplain.params.lab import lab_params, run_facts

compare = figure(
    "compare",
    widget="compare",
    network="digit-ocr/digits",
    params=lab_params(run_facts(need("models/digits")), "digit", "digit2", follows=("unit",)),
    tools=("swap", "surprise me", "draw the first", "draw the second", "back to test digits"),
)

# %% [markdown]
# ## What the text quotes: how many units flip between the two

# %%
value("compare_flipped", compare.quotes["flipped"])
