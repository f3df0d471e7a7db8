# /// nnexplain
# needs = ["models/digits"]
# figures = ["training"]
# ///

# %% [markdown]
# # The figures of "How does a network read a digit?"
#
# The network is trained in `build/models/digits.py`. Here what it does is turned into tables and drawn.

# %%
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.figures import Predict, figure, need, network, value
from nnexplain.methods import units

run = need("models/digits")
side, levels = run.facts["side"], run.facts["levels"]
images = run["images"].reshape(-1, side, side)
truth = run["labels"]
said = run["probabilities"].argmax(axis=1)
sure = run["probabilities"].max(axis=1)
wrong = np.flatnonzero(said != truth)
SHOWN = run.facts["shown"]  # test digits that travel to the page
right = [np.flatnonzero((truth == kind) & (said == kind)) for kind in range(10)]
worst = wrong[np.argsort(-sure[wrong], kind="stable")]
worst = worst[worst < SHOWN][:20]

# %% [markdown]
# ## How it learned

# %%
curves = pd.concat(
    pd.DataFrame(
        {"epoch": run["epoch"], "part": word, "loss": run[f"{part}_loss"], "right": run[f"{part}_accuracy"]}
    )
    for part, word in (("train", "training"), ("test", "test"))
)
passes = int(run.facts["recipe"]["epochs"])
time = {"x": "epoch", "x_title": "pass over the training digits", "series": "part", "width": 262}
time |= {"across": (0, passes)}
close = {"title": "How many it reads", "domain": (0.7, 1.0), "text_format": "%"}
reads = charts.curve(curves, y="right", y_title="digits read rightly", **close, **time)
reads.layer[0] = reads.layer[0].mark_line(clip=True)  # pass 0 lies far below
figure(
    "training",
    charts.curve(curves, y="loss", y_title="loss", title="How wrong it is", domain=(0, 2.4), **time),
    reads,
    description=f"Two charts over {passes} passes. The loss falls steeply at first "
    "and slowly afterwards; the share read rightly rises likewise, a little higher on the training digits.",
    predict=Predict(
        "How does the share of test digits that it reads go, over all passes? Draw it into the second chart.",
        answer=np.interp(np.linspace(0, passes, 101), run["epoch"], run["test_accuracy"]).clip(0.7).tolist(),
        curve=True,
        what="the dashed line",
        panel=2,
    ),
)

# %% [markdown]
# ## Numbers for the prose, and the network itself

# %%
weights = run["hidden1.weight"].reshape(-1, side, side)
first, both = run["hidden1"] > 0, np.concatenate([run["hidden1"], run["hidden2"]], axis=1) > 0
same_agree, other_agree = units.agreement(both[:, units.in_use(both)], truth)
layers = ("hidden1", "hidden2", "output")
parts = [f"{layer}.{part}" for layer in layers for part in ("weight", "bias")]
numbers = {
    "digits": int(run.facts["training_digits"]) + len(truth),
    "training_digits": int(run.facts["training_digits"]),
    "test_digits": len(truth),
    "weights": int(sum(run[part].size for part in parts)),
    "shown": SHOWN,
    "side": side,
    "pixels": images[0].size,
    "first_units": run["hidden1"].shape[1],
    "second_units": run["hidden2"].shape[1],
    "hidden_units": both.shape[1],
    "edge_unit": 1 + int(units.contrast(weights).argmax()),
    "on_share": float(first.mean()),
    "same_agree": same_agree,
    "other_agree": other_agree,
    "first_loss": float(run["test_loss"][0]),
    "first_right": float(run["test_accuracy"][0]),
    "after_ten": float(run["test_accuracy"][run["epoch"] == 10][0]),
    "wrong_after_ten": round(len(truth) * (1 - float(run["test_accuracy"][run["epoch"] == 10][0]))),
    "passes": int(run.facts["recipe"]["epochs"]),
    "batch": int(run.facts["recipe"]["batch_size"]),
    "steps": -(-int(run.facts["training_digits"]) // int(run.facts["recipe"]["batch_size"])),
    "after_that": int(run.facts["recipe"]["epochs"]) - 10,
    "accuracy": float((said == truth).mean()),
    "mistakes": len(wrong),
} | dict(zip(("three_1", "three_2", "seven_1"), map(int, (*right[3][:2], right[7][0])), strict=True))
for rank, k in enumerate(worst[:2], start=1):
    about = {"": int(k), "_truth": int(truth[k]), "_said": int(said[k]), "_sure": float(sure[k])}
    numbers |= {f"mistake_{rank}{suffix}": number for suffix, number in about.items()}
for name, number in numbers.items():
    value(name, number)
network(
    "digits",
    {part: run[part] for part in parts}
    | {"images": np.rint(images[:SHOWN] * levels).astype(np.uint8), "labels": truth[:SHOWN].astype(np.uint8)}
    | {name: run[name] for name in run.arrays if name == "region"},
    layers=[
        {"kind": "dense", "weight": f"{layer}.weight", "bias": f"{layer}.bias", "activation": activation}
        for layer, activation in zip(layers, ("relu", "relu", "softmax"), strict=True)
    ],
    facts={name: run.facts[name] for name in ("side", "levels", "prepare", "dataset", "region_words")},
)
