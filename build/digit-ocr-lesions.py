# /// nnexplain
# needs = ["models/digits", "models/digits-lesions"]
# networks = ["digit-ocr/digits"]
# widgets = ["lesions"]
# figures = ["lesions"]
# ///

# %% [markdown]
# # Units to silence
#
# The widget `lesions` silences units, and counts what is still read. Here is which network it shows, and in
# which order its units matter.

# %%
import numpy as np

from nnexplain.figures import figure, need, value
from nnexplain.params.lab import lab_params, run_facts

measured = need("models/digits-lesions")
order = measured["rank"][0]  # of this network, the first of those that were trained
lesions = figure(
    "lesions",
    widget="lesions",
    network="digit-ocr/digits",
    params=lab_params(run_facts(need("models/digits")), "digit", follows=("noise",)),
    arrays={"order": order.astype(np.int16)},
    tools=("one more at random", "least important next", "most important next", "wake all"),
)

# %% [markdown]
# ## What the text quotes

# %%
names, quarter = measured.facts["units"], len(order) // 4
for name in ("hidden", "regions"):
    value(name, lesions.quotes[name])
value("least", ".".join(names[k] for k in order[:quarter]))
value("most", ".".join(names[k] for k in order[::-1][:quarter]))
value("quarter", quarter)
for name in ("least", "most"):
    value(f"without_{name}", float(measured[name][0, quarter]))
