# /// nnexplain
# needs = ["models/digits", "models/digits-layout"]
# networks = ["digit-ocr/digits"]
# widgets = ["pictures"]
# figures = ["pictures"]
# ///

# %% [markdown]
# # Four pictures of one network
#
# Weight images, a heat map of every matrix, lines by thickness, and a force-directed layout. The widget
# `pictures` draws them from the weights; the layout comes from `build/models/digits-layout.py`.

# %%
from nnexplain.figures import Param, figure, need, value
from nnexplain.params.lab import lab_params, run_facts

run, layout = need("models/digits"), need("models/digits-layout")
facts = run_facts(run)
first, second, answers = run.facts["sizes"][1:]
units = [f"a{k + 1}" for k in range(first)] + [f"b{k + 1}" for k in range(second)]
units += [f"c{k}" for k in range(answers)]

# %%
pictures = figure(
    "pictures",
    widget="pictures",
    network="digit-ocr/digits",
    params=(
        Param("unit", facts["unit"], "select", "unit", options=tuple(units)),
        Param("lines", 40, "range", "lines", min=20, max=400, step=20),
        *(param for param in lab_params(facts) if param.name in ("silent", "turned", "noise", "shake")),
    ),
    arrays={"layout": layout["places"]},
)

# %% [markdown]
# ## What the text quotes: how much the layout shows, and at which weight a colour is full

# %%
value("closeness", -layout.facts["near"])
value("full", pictures.quotes["full"])
for name in ("agree", "starts"):
    value(name, layout.facts[name])
