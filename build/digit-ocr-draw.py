# /// nnexplain
# needs = ["models/digits", "models/digits-pen"]
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
import base64

import numpy as np

from nnexplain.data.pad import prepared
from nnexplain.data.strokes import ink as inked
from nnexplain.figures import Param, Task, figure, need, value
from nnexplain.params.lab import lab_params, run_facts

run, pen = need("models/digits"), need("models/digits-pen")
side, levels, prepare = (run.facts[name] for name in ("side", "levels", "prepare"))
read = float(pen["right"].mean())
draw = figure(
    "draw",
    widget="draw",
    network="digit-ocr/digits",
    params=(
        *lab_params(run_facts(run), "digit", "fit"),
        Param("pen", 3, "range", "pen width", min=1, max=5, step=1),
    ),
    tools=("pen", "eraser", "undo", "redo", "clear", "draw on it", "surprise me"),
    more=("pen", "eraser", "redo", "draw on it", "digit", "fit"),
    task=Task(
        "Draw a 7, straight onto the paper. Is it read as one?",
        done=(("drawn", "==", True), ("said", "==", 7)),
        answer=f"It says 7. Of {len(pen['right'])} drawings by hands that it never met, it reads {read:.0%} "
        "as the digits that they were meant to be.",
        stroke=((0.3, 0.2), (0.7, 0.2), (0.45, 0.85)),
    ),
)

# %% [markdown]
# ## What the text quotes
#
# What becomes of a drawing before the network sees it, and what it makes of drawings by hands that it never
# met.

# %%
value("prepared", draw.quotes["prepared"])
value("hands", run.facts["hands"])
value("strokes", len(run["drawn_digits"]))
value("asked", len(pen["right"]))
value("asked_hands", pen.facts["hands"])
value("read", read)
value("read_new", float(pen["right"][pen["new_form"]].mean()))
value("read_without", float(pen["right_without"].mean()))
value("held_out_without", pen.facts["held_out_without"])


# %% [markdown]
# ## What is no digit
#
# How sure the network is of what nobody would call a digit: of pictures whose pixels are black or white as a
# coin falls, of an empty paper, and of an A.

# %%
SURE, STATIC = 0.9, 10_000


def answers(pictures: np.ndarray) -> np.ndarray:
    """The ten probabilities for each of `pictures` (n, side²), 0 to 1."""
    now = pictures
    for layer in ("hidden1", "hidden2"):
        now = np.maximum(now @ run[f"{layer}.weight"].T + run[f"{layer}.bias"], 0)
    sums = now @ run["output.weight"].T + run["output.bias"]
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


static = np.random.default_rng(0).integers(0, 2, (STATIC, side * side))
empty = np.zeros((32, 32), np.uint8)
letter = inked([[(7, 28), (16, 4)], [(16, 4), (25, 28)], [(11, 19), (21, 19)]], width=3)
value("static", STATIC)
value("sure", SURE)
value("static_sure", float((answers(static).max(axis=1) > SURE).mean()))
for name, ink in (("empty", empty), ("letter", letter)):
    share = answers(prepared(ink, side, levels, prepare).reshape(1, -1) / levels)[0]
    value(f"{name}_said", int(share.argmax()))
    value(f"{name}_sure", float(share.max()))
    value(f"{name}_ink", base64.urlsafe_b64encode(np.packbits(ink).tobytes()).decode().rstrip("="))
