# /// nnexplain
# needs = ["models/digits"]
# networks = ["digit-ocr/digits"]
# widgets = ["fmri"]
# figures = ["fmri"]
# ///

# %% [markdown]
# # One thought, layer by layer
#
# The units of every layer, the connections that carry most, and one unit in numbers. The widget `fmri` draws
# it, here as in the page, for the digit and the unit that the page begins with, while the signals of the
# second layer are on their way to the answers.

# %%
from nnexplain.figures import Param, figure, need, value
from nnexplain.params.lab import lab_params, run_facts

run = need("models/digits")
layers = len(run.facts["sizes"]) - 1
fmri = figure(
    "fmri",
    widget="fmri",
    network="digit-ocr/digits",
    params=(
        *lab_params(run_facts(run), "digit"),
        Param("layer", layers - 0.5, "range", "layers", min=0, max=layers, step=0.01),
    ),
    player="layer",
    pace=50,
    stride=1,
)

# %% [markdown]
# ## What the text quotes: how many connections there are, and how many of them are drawn

# %%
for name in ("shown", "connections"):
    value(f"fmri_{name}", fmri.quotes[name])
