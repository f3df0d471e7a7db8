# /// nnexplain
# needs = ["models/digits"]
# data = []
# figures = ["activations", "weights", "training", "confusions", "mistakes"]
# ///

# %% [markdown]
# # The figures of "How does a network read a digit?"
#
# The network is trained in `build/models/digits.py`. Here its weights, its answers and what its units did
# are turned into tables and drawn.

# %%
import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.figures import figure, need, network, value
from nnexplain.methods import units
from nnexplain.methods.confusion import confusion

run = need("models/digits")
images = run["images"].reshape(-1, 8, 8)
truth = run["labels"]
said = run["probabilities"].argmax(axis=1)
sure = run["probabilities"].max(axis=1)
wrong = np.flatnonzero(said != truth)

# %% [markdown]
# ## A digit goes through
#
# Some of the held-out digits to choose from: four of each kind that are read rightly, and all that are not.

# %%
right = [np.flatnonzero((truth == kind) & (said == kind))[:4] for kind in range(10)]
chosen = [*np.concatenate(right).tolist(), *wrong.tolist()]
labels = [f"{truth[k]}{'' if truth[k] == said[k] else f', read as {said[k]}'} (no. {k})" for k in chosen]
FIRST = int(right[3][0])
menu = alt.binding_select(options=chosen, labels=labels, name="digit")
digit = alt.param(name="digit", value=FIRST, bind=menu)
HERE = "datum.digit == digit"

# %%
ink = pd.concat([charts.tiles(images[[k]], columns=1).assign(digit=k) for k in chosen])
picture = charts.pictures(ink, (8, 8), cell=33, where=HERE, params=(digit,), title="The picture")

# %% [markdown]
# The units of both hidden layers, in rows of eight. How strongly a layer answers is its own matter, so
# each layer's glow is full at the 99th percentile of what its active units answer to all held-out digits.

# %%
GAP, ROWS = 0.25, 4
SECOND = ROWS * (1 + GAP) + 1.6  # where the second layer begins, in cells


def unit_cells(layer: str, k: int, top: float) -> pd.DataFrame:
    answers = run[layer]
    strength = answers[k] / np.percentile(answers[answers > 0], 99)
    cells = charts.tiles(strength.reshape(-1, 1, 1), columns=8, gap=(GAP, GAP))
    return cells.assign(digit=k, y=cells.y + top)


places = {"hidden1": 0.8, "hidden2": 0.8 + SECOND}
glow = pd.concat(unit_cells(layer, k, top) for layer, top in places.items() for k in chosen)
glow["tile"] = glow.groupby(["x", "y"]).ngroup()
words = ["first hidden layer, 32 units", "second hidden layer, 16 units"]
headings = pd.DataFrame({"x": 0.0, "y": [0.0, SECOND], "word": words, "align": "left"})
hidden = charts.pictures(
    glow,
    (1, 1),
    paint="glow",
    cell=27,
    faint_words=headings,
    where=HERE,
    params=(digit,),
    title="What the hidden units answer",
)

# %%
answers = pd.DataFrame(run["probabilities"][chosen], index=chosen, columns=[str(kind) for kind in range(10)])
answers = answers.rename_axis("digit").reset_index().melt("digit", var_name="class", value_name="probability")
answers["top"] = answers["class"] == answers["digit"].map(lambda k: str(said[k]))
true = answers["class"] == answers["digit"].map(lambda k: str(truth[k]))
answers["note"] = np.where(true, "  ← it is this", "")
output = charts.bars(
    answers,
    "class",
    "probability",
    domain=(0, 1),
    colour=charts.either("datum.top", "ink", "muted"),
    where=HERE,
    text_format=".1%",
    note="note",
    room=130,
    params=(digit,),
    title="What it says",
    width=300,
)
figure(
    "activations",
    picture,
    hidden,
    output,
    description="A handwritten digit of 8 by 8 pixels, the 32 and 16 hidden units with a glow where they "
    "are on, and ten bars, one for each answer from 0 to 9.",
)

# %% [markdown]
# ## What each unit of the first layer looks for

# %%
weights = run["hidden1.weight"].reshape(-1, 8, 8)
cells = charts.tiles(weights, columns=8, gap=(1.5, 2.6))
figure(
    "weights",
    charts.pictures(
        cells,
        (8, 8),
        paint="sign",
        cell=10,
        strongest=float(np.percentile(np.abs(weights), 99)),
        faint_words=charts.captions(cells, (8, 8), [str(k) for k in range(1, 33)]),
    ),
    description="Thirty-two pictures of 8 by 8 weights, one for each unit of the first hidden layer. Most "
    "show a stroke or an edge for, beside a stroke against. One is almost empty.",
)

# %% [markdown]
# ## How it learned

# %%
curves = pd.concat(
    pd.DataFrame(
        {"epoch": run["epoch"], "part": word, "loss": run[f"{part}_loss"], "right": run[f"{part}_accuracy"]}
    )
    for part, word in (("train", "training"), ("test", "held out"))
).query("epoch > 0")
time = {"x": "epoch", "x_title": "pass over the training digits", "series": "part", "width": 320}
figure(
    "training",
    charts.curve(curves, y="loss", y_title="loss (nats)", title="How wrong it is", **time),
    charts.curve(
        curves,
        y="right",
        y_title="digits read rightly",
        title="How many it reads",
        domain=(0.7, 1.0),
        text_format="%",
        **time,
    ),
    description="Two charts over 150 passes. The loss falls steeply in the first twenty passes and slowly "
    "afterwards; the share read rightly rises the same way, a little higher on the training digits.",
)

# %% [markdown]
# ## What it takes for what

# %%
counts = confusion(truth, said, 10)
table = pd.DataFrame(
    [(str(t), str(s), int(counts[t, s]), t == s) for t in range(10) for s in range(10)],
    columns=["truth", "said", "count", "same"],
)
grid = alt.Chart(table).encode(
    x=alt.X("said:O", title="what the network says"), y=alt.Y("truth:O", title="what it is")
)
ground = (
    grid.mark_rect(stroke=charts.token("panel"), strokeWidth=2)
    .transform_calculate(shade="datum.count > 0 ? 1 : 0.35")
    .encode(
        color=charts.either("datum.same || datum.count == 0", "rule", "ink"),
        opacity=alt.Opacity("shade:Q", scale=None),
    )
)
counted = grid.transform_filter("datum.count > 0").encode(text="count:Q")
quiet, loud = charts.sans_text(charts.token("muted")), charts.sans_text(charts.token("paper"), 14, 700)
hits = counted.transform_filter("datum.same").mark_text(**quiet)
misses = counted.transform_filter("!datum.same").mark_text(**loud)
figure(
    "confusions",
    alt.layer(ground, hits, misses).properties(width=380, height=340),
    description="A ten by ten table of counts for the held-out digits. Nearly all stand on the diagonal.",
)

# %% [markdown]
# ## The ones it gets wrong, the surest mistakes first

# %%
worst = wrong[np.argsort(-sure[wrong])]
shown = charts.tiles(images[worst], columns=4, gap=(3.5, 4))
figure(
    "mistakes",
    charts.pictures(
        shown,
        (8, 8),
        cell=14,
        words=charts.captions(shown, (8, 8), [f"says {said[k]}, {sure[k]:.0%} sure" for k in worst]),
        faint_words=charts.captions(shown, (8, 8), [f"it is {truth[k]}" for k in worst], line=1.3),
    ),
    description="The held-out digits that the network reads wrongly, as ink on paper, with its answer, how "
    "sure it was, and what the digit is.",
)

# %% [markdown]
# ## Numbers for the prose, and the network itself

# %%
first, both = run["hidden1"] > 0, np.concatenate([run["hidden1"], run["hidden2"]], axis=1) > 0
same_agree, other_agree = units.agreement(both[:, units.in_use(both)], truth)
layers = ("hidden1", "hidden2", "output")
parts = [f"{layer}.{part}" for layer in layers for part in ("weight", "bias")]
scores, epochs = run["scores"], int(run.facts["epochs"])
numbers = {
    "digits": int(run.facts["training_digits"]) + len(truth),
    "training_digits": int(run.facts["training_digits"]),
    "held_out": len(truth),
    "weights": int(sum(run[part].size for part in parts)),
    "silent_first": int((~units.in_use(first)).sum()),
    "silent_second": int((~units.in_use(run["hidden2"] > 0)).sum()),
    "on_share": float(first.mean()),
    "same_agree": same_agree,
    "other_agree": other_agree,
    "choosiest": int(units.classes_served(first, truth)[units.in_use(first)].min()),
    "after_ten": float(run["test_accuracy"][run["epoch"] == 10][0]),
    "after_that": epochs - 10,
    "accuracy": float(scores[0]),
    "accuracy_mean": float(scores.mean()),
    "accuracy_least": float(scores.min()),
    "accuracy_most": float(scores.max()),
    "seeds": len(scores),
    "without_noise": float(run["without_noise"]),
    "mistakes": len(wrong),
    "three_1": FIRST,
    "three_2": int(right[3][1]),
    "seven_1": int(right[7][0]),
}
for rank, k in enumerate(worst[:2], start=1):
    about = {"": int(k), "_truth": int(truth[k]), "_said": int(said[k]), "_sure": float(sure[k])}
    numbers |= {f"mistake_{rank}{suffix}": number for suffix, number in about.items()}
for name, number in numbers.items():
    value(name, number)
network(
    "digits",
    {part: run[part] for part in parts},
    layers=[
        {"kind": "dense", "weight": f"{layer}.weight", "bias": f"{layer}.bias", "activation": activation}
        for layer, activation in zip(layers, ("relu", "relu", "softmax"), strict=True)
    ],
)
