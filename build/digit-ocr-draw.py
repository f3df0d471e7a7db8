# /// nnexplain
# needs = ["models/digits"]
# networks = ["digit-ocr/digits"]
# widgets = ["draw"]
# figures = ["draw"]
# ///

# %% [markdown]
# # Draw a digit, and see the whole network answer
#
# A pad of 32 × 32 cells, what is counted of it, all hidden units, and the answer. The widget `draw` draws it,
# here for the digit that the page begins with.

# %%
from nnexplain.figures import Param, figure, need, value
from nnexplain.params.lab import lab_params, run_facts

draw = figure(
    "draw",
    widget="draw",
    network="digit-ocr/digits",
    params=(
        *lab_params(run_facts(need("models/digits")), "digit", "fit"),
        Param("pen", 3, "range", "pen width", min=1, max=5, step=1),
    ),
    tools=("pen", "eraser", "undo", "redo", "clear", "draw on it", "surprise me"),
)

# %% [markdown]
# ## What the text quotes: what becomes of a drawing before the network sees it

# %%
value("prepared", draw.quotes["prepared"])
