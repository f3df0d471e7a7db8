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
from nnexplain.figures import Predict, figure, need, value
from nnexplain.params.lab import lab_params, run_facts, unit_names

run = need("models/digits")
compare = figure(
    "compare",
    widget="compare",
    network="digit-ocr/digits",
    params=lab_params(run_facts(run), "digit", "digit2", "unit", units=unit_names(run.facts["sizes"])),
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
        "Two pictures are read as different digits. How many units of the first layer flip, on for one and "
        "off for the other?",
        answer="first",
        line=(0, run["hidden1"].shape[1], 1),
        what="the number",
    ),
)

# %% [markdown]
# ## What the text quotes: how many units flip between the two

# %%
value("compare_flipped", compare.quotes["flipped"])
