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
from nnexplain.figures import Param, Task, figure, need, value
from nnexplain.params.lab import lab_params, run_facts, unit_names

SHOWN = ("unit", "silent", "turned", "noise", "shake")
run, layout = need("models/digits"), need("models/digits-layout")
facts, units = run_facts(run), unit_names(run.facts["sizes"])
digit = int(run["labels"][facts["digit"]])
heard = run["output.weight"][digit]
strongest = f"b{1 + int(heard.argmax())}"

# %%
pictures = figure(
    "pictures",
    widget="pictures",
    network="digit-ocr/digits",
    params=(
        *(param for param in lab_params(facts, "unit", units=units) if param.name in SHOWN),
        Param("lines", 40, "range", "lines", min=20, max=400, step=20),
    ),
    arrays={"layout": layout["places"]},
    task=Task(
        f"Which unit of the second layer has the strongest weight for the {digit}? Find it in a picture, and "
        "choose it.",
        done=(("unit", "==", strongest),),
        answer=f"{strongest}, with a weight of {heard.max():+.2f}. A weight is only a readiness: what "
        "arrives is the weight times how strongly the unit is on.",
        by={"unit": strongest},
    ),
)

# %% [markdown]
# ## What the text quotes: how much the layout shows, and at which weight a colour is full

# %%
value("closeness", -layout.facts["near"])
value("full", pictures.quotes["full"])
for name in ("agree", "starts"):
    value(name, layout.facts[name])
