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
import numpy as np

from nnexplain.figures import Param, Task, figure, need, value
from nnexplain.params.lab import lab_params, run_facts, unit_names

run = need("models/digits")
layers = len(run.facts["sizes"]) - 1
facts = run_facts(run)
shown = run["hidden2"]  # of the test digits, (digits, units)
terms = run["output.weight"][run["probabilities"].argmax(axis=1)] * shown  # of each answer that is given
share = float((terms.max(axis=1) / np.maximum(terms, 0).sum(axis=1)).mean())
fmri = figure(
    "fmri",
    widget="fmri",
    network="digit-ocr/digits",
    params=(
        *lab_params(facts, "digit", "unit", units=unit_names(run.facts["sizes"])),
        Param("layer", layers - 0.5, "range", "layers", min=0, max=layers, step=0.01),
    ),
    player="layer",
    pace=50,
    stride=1,
    task=Task(
        "Follow the answer back: which unit of the second layer says most for it? Choose that unit.",
        done=(("loudest", "==", True),),
        answer="No other says as much for this answer. Yet it does not speak alone: over the test digits, "
        f"the loudest brings {share:.0%} of all that is said for the answer, on average.",
        by={"unit": f"b{1 + int(terms[facts['digit']].argmax())}"},
    ),
)

# %% [markdown]
# ## What the text quotes: how many connections there are, and how many of them are drawn

# %%
for name in ("shown", "connections"):
    value(f"fmri_{name}", fmri.quotes[name])
