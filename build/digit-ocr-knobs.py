# /// nnexplain
# needs = ["models/digits"]
# networks = ["digit-ocr/digits"]
# widgets = ["knobs"]
# figures = ["knobs"]
# ///

# %% [markdown]
# # Knobs on the network
#
# The widget `knobs` turns a weight, a bias or a gain, and shows how far until the answer changes. Here is
# which network it shows, and which knob it begins with: the gain of the unit that answers most; where that
# flips nothing, the weight of it that flips the answer soonest.

# %%
import numpy as np

from nnexplain.figures import Param, Predict, Task, figure, need, value
from nnexplain.methods.dense import dense_layers, dense_pass
from nnexplain.methods.flips import stretches
from nnexplain.params.lab import lab_params, run_facts

run = need("models/digits")
lab = run_facts(run)
weights, biases = dense_layers(run.arrays)
unit, pixels = int(lab["unit"][1:]) - 1, run["images"][lab["digit"]].reshape(-1)
own = weights[0][unit]


def soonest(part: int | str) -> float:
    """How far the knob `part` turns until the answer flips; infinite where it never does."""

    def answers(settings: np.ndarray) -> np.ndarray:
        z = np.repeat((weights[0] @ pixels + biases[0])[None], len(settings), 0)
        if part != "gain":
            z[:, unit] += (settings - own[part]) * pixels[part]
        a = np.maximum(z, 0)
        if part == "gain":
            a[:, unit] *= settings
        return dense_pass(weights[1:], biases[1:], a)[-1][1].argmax(axis=1)

    low, high, now = (0.0, 10.0, 1.0) if part == "gain" else (-5.0, 5.0, own[part])
    return min((abs(start - now) for start, *_ in stretches(answers, low, high, 401)[1:]), default=np.inf)


best = min(range(len(own)), key=soonest)
knob = f"w{best}" if np.isinf(soonest("gain")) and np.isfinite(soonest(best)) else "gain"
knobs = figure(
    "knobs",
    widget="knobs",
    network="digit-ocr/digits",
    params=(*lab_params(lab, "digit", "noise"), Param("knob", knob)),
    tools=("shake again", "put all back"),
    predict=Predict(
        "How many weights of the first layer can change this answer, each turned alone, anywhere from −5 "
        "to 5?",
        answer="any",
        line=(0, weights[0].size, 1),
        what="the number",
    ),
    task=Task(
        "Turn the noise on all weights all the way up, and shake a few times.",
        done=(("noise", "==", 1),),
        answer="All weights at once are another matter than one: now each shake can bring another answer.",
        by={"noise": 1},
    ),
)

# %% [markdown]
# ## What the text quotes: how many of the first layer's weights change the answer by themselves

# %%
for name in ("reach", "weights", "any", "largest"):
    value(name, knobs.quotes[name])
