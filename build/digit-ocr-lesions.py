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

from nnexplain.figures import Predict, Task, figure, need, value
from nnexplain.params.lab import lab_params, run_facts

measured = need("models/digits-lesions")
order = measured["rank"][0]  # of this network, the first of those that were trained
quarter = len(order) // 4
HALF = 0.5
first, last = (int(np.flatnonzero(measured[name][0] < HALF)[0]) for name in ("most", "least"))
lesions = figure(
    "lesions",
    widget="lesions",
    network="digit-ocr/digits",
    params=lab_params(run_facts(need("models/digits")), "digit", follows=("noise",)),
    arrays={"order": order.astype(np.int16)},
    tools=("one more at random", "least important next", "most important next", "wake all"),
    predict=Predict(
        f"Silence the {quarter} most important of the {len(order)} hidden units. How many of the digits are "
        "still read?",
        answer=round(100 * float(measured["most"][0][quarter])),
        line=(0, 100, 1),
        what="the share",
        unit="%",
        then=f"Without the {quarter} least important it is {measured['least'][0][quarter]:.0%}.",
    ),
    task=Task(
        "Silence units until fewer than half of the digits are read. With how few can you do it?",
        done=(("read", "<", HALF),),
        answer=f"Always the most important next, it takes {first} of the {len(order)}. Always the least "
        f"important next, it takes {last}.",
        by={"most important next": first},
    ),
)

# %% [markdown]
# ## What the text quotes

# %%
names = measured.facts["units"]
for name in ("hidden", "regions"):
    value(name, lesions.quotes[name])
value("least", ".".join(names[k] for k in order[:quarter]))
value("most", ".".join(names[k] for k in order[::-1][:quarter]))
value("quarter", quarter)
for name in ("least", "most"):
    value(f"without_{name}", float(measured[name][0, quarter]))
