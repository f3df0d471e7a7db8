# /// nnexplain
# needs = [
#     "models/digits", "models/digits-seeds",
#     "models/digits-tried", "models/digits-apart", "models/digits-noiseless",
# ]
# figures = ["scores", "confusions", "mistakes", "calibration"]
# ///

# %% [markdown]
# # How well does it read? The figures of "How does a network read a digit?" that count
#
# What the lesson's own network gets wrong is told beside what its sisters get wrong, which learned by the
# same recipe from other starts: a network of another start makes other mistakes.

# %%
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.charts.theme import panel
from nnexplain.figures import Predict, figure, need, value
from nnexplain.methods import calibration
from nnexplain.methods.confusion import confusion

run, sisters = need("models/digits"), need("models/digits-seeds")
tried, apart, noiseless = (need(f"models/digits-{name}") for name in ("tried", "apart", "noiseless"))
truth, probabilities = run["labels"], sisters["probabilities"]  # (n,), (seeds, n, 10)
side = run.facts["side"]
images = run["images"].reshape(-1, side, side)
said = probabilities.argmax(axis=2)
scores, seeds = sisters["scores"], len(sisters["scores"])

# %% [markdown]
# ## The luck of the start and of the digits, and simpler readers

# %%
mistakes = (said != truth).sum(axis=1)
draws = apart.facts["draws"]
READERS = ("this recipe", "nearest digit", "softmax")
LOW = min(0.9, float(apart["simple"].min()) - 0.01, float(apart["network"].min()) - 0.01)


def scored(title: str, *shares: np.ndarray) -> alt.LayerChart:
    """A row for each reader, with a dot for each of its shares; the mean stands behind."""
    table = pd.concat(
        pd.DataFrame({"reader": reader, "right": each, "mean": each.mean()})
        for reader, each in zip(READERS, shares, strict=True)
    )
    means = table.drop_duplicates("reader").assign(end=1.0)
    ticks = alt.Axis(format="%", tickCount=3)
    across = alt.X("right:Q", title="read rightly", scale=alt.Scale(domain=(LOW, 1), nice=False), axis=ticks)
    room = 8 * max(map(len, READERS))  # the reader's font may be wider than the one it is laid out with
    names = alt.Axis(
        labelFontSize=13, labelColor=charts.token("ink"), minExtent=room, labelLimit=200, grid=False
    )
    down = alt.Y("reader:N", title=None, sort=list(READERS), axis=names)
    dots = alt.Chart(table).mark_point(
        shape="circle", size=60, filled=True, opacity=0.45, fill=charts.token("ink")
    )
    words = alt.Chart(means).mark_text(**charts.sans_text() | {"align": "left"}, dx=10)
    return panel(
        [
            dots.encode(x=across, y=down),
            words.encode(x=alt.X("end:Q"), y=down, text=alt.Text("mean:Q", format=".1%")),
        ],
        (),
        150,
        96,
        title,
        right=52,
    )


figure(
    "scores",
    scored(f"The {len(truth):,} test digits", scores, *apart["own"][:, None]),
    scored("Others held out, at random", apart["network"][:draws], *apart["simple"][:draws].T),
    scored("A quarter of the file held out", apart["network"][draws:], *apart["simple"][draws:].T),
    description="Three charts of dots: how many digits this recipe, the nearest digit and softmax regression "
    "read rightly, of the test digits, of others drawn at random, and of each quarter of the file.",
)

# %% [markdown]
# ## What is taken for what

# %%
everybody = np.broadcast_to(truth, said.shape).ravel()
own, total = confusion(truth, said[0], 10), confusion(everybody, said.ravel(), 10)
most = max(map(charts.greatest_mistake, (own, total)))  # one scale for both tables
looks: Any = {"row_title": "what it is", "column_title": "what the network says", "strongest": most}
figure(
    "confusions",
    charts.confusions(own, title="This lesson's network", **looks),
    charts.confusions(total, title=f"All {seeds} networks", **looks),
    description="Two ten by ten tables of counts for the test digits, one of the lesson's own "
    "network, one of all networks together. Nearly all counts stand on the diagonal.",
)

# %% [markdown]
# ## The ten hardest digits
#
# One network makes fewer than ten mistakes, and some of those are bad luck. So these are the ten test
# digits to which all the networks together give the least probability for what they are.

# %%
for_truth = probabilities[:, np.arange(len(truth)), truth].mean(axis=0)
hardest = np.argsort(for_truth, kind="stable")[:10]


def verdict(k: int) -> tuple[str, str]:
    """How many misread it, and as what most of them."""
    answers = np.bincount(said[:, k], minlength=10)
    answers[truth[k]] = 0
    most = f"{answers.max()} say {answers.argmax()}; it is {truth[k]}"
    return f"{answers.sum()} of {seeds} misread it", most


def portraits(shown: np.ndarray) -> alt.LayerChart:
    cells = charts.tiles(images[shown], columns=2, gap=(side / 5, 0))
    line = {"line": side * 0.12}
    wrong, most = zip(*map(verdict, shown), strict=True)
    says = charts.captions(cells, (side, side), list(wrong))
    truly = charts.captions(cells, (side, side), list(most), **line)
    return charts.pictures(cells, (side, side), cell=round(144 / side), words=says, faint_words=truly)


# a pair a panel: on any width they read row by row from the hardest on
figure(
    "mistakes",
    *(portraits(hardest[k : k + 2]) for k in range(0, len(hardest), 2)),
    description="The ten test digits that the networks find hardest, as ink on paper, with how many "
    "of the networks misread it, as what most of them do, and what it is.",
    predict=Predict(
        f"{(said != truth).any(axis=0).sum()} of the {len(truth)} test digits are misread by at least one of "
        f"{seeds} networks from different starts. How many of these by all?",
        answer=int((said != truth).all(axis=0).sum()),
        line=(0, int((said != truth).any(axis=0).sum()), 1),
        what="the number",
    ),
)

# %% [markdown]
# ## Is it as right as it is sure?
#
# One network is less than quite sure of so few digits that the answers of all networks are put together.

# %%
BINS, FEW = 10, 30
pooled = probabilities.reshape(-1, probabilities.shape[-1])
found = calibration.reliability(pooled, everybody, BINS)
bins = pd.DataFrame({"sure": found.sure, "right": found.right, "count": found.count})
bins["bin"] = [f"{100 * k // BINS} to {100 * (k + 1) // BINS}%" for k in range(BINS)]
bins["few"] = bins["count"] < FEW
filled = bins[bins["count"] > 0]


def share_axis(channel: Any, field: str, title: str) -> Any:
    return channel(f"{field}:Q", title=title, scale=alt.Scale(domain=(0, 1)), axis=alt.Axis(format="%"))


across, up = share_axis(alt.X, "sure", "how sure"), share_axis(alt.Y, "right", "of these right")
ideal = alt.Chart(pd.DataFrame({"sure": [0.0, 1.0], "right": [0.0, 1.0]})).encode(x=across, y=up)
word = alt.Chart(pd.DataFrame({"sure": [0.28], "right": [0.2], "word": ["as right as sure"]}))
points = alt.Chart(filled).encode(x=across, y=up)
dots = points.mark_point(size=70, opacity=1, stroke=charts.token("ink"), strokeWidth=2, fillOpacity=1)
figure(
    "calibration",
    panel(
        [
            ideal.mark_line(stroke=charts.token("muted"), strokeDash=[4, 3], strokeWidth=1),
            word.mark_text(**charts.sans_text(charts.token("muted")) | {"align": "left"}).encode(
                x=across, y=up, text="word:N"
            ),
            points.mark_line(strokeWidth=1).transform_filter("!datum.few"),
            dots.encode(fill=charts.either("datum.few", "panel", "ink")),
        ],
        (),
        300,
        260,
        "How many are right",
    ),
    charts.bars(
        filled,
        "bin",
        "count",
        domain=(0, int(filled["count"].max())),
        colour=charts.either("datum.few", "rule-strong", "muted"),
        text_format=",d",
        title="How many answers are that sure",
        width=260,
        row=28,
    ),
    description="A chart of dots, one for each tenth of confidence, against the share of these answers "
    "that is right; most dots lie above the diagonal. Beside it bars of how many answers there are.",
)

# %% [markdown]
# ## Numbers for the prose

# %%
always = (said != truth).all(axis=0)
numbers = {
    "seeds": seeds,
    "accuracy_mean": float(scores.mean()),
    "without_noise": float((sisters["without_noise"].argmax(axis=1) == truth).mean()),
    "mistakes_least": int(mistakes.min()),
    "mistakes_most": int(mistakes.max()),
    "ever_wrong": int((said != truth).any(axis=0).sum()),
    "always_wrong": int(always.sum()),
    "answers": len(pooled),
    "few": FEW,
    "surest_bin": int(found.count[-1]) / len(pooled),
    "mean_sure": float(pooled.max(axis=1).mean()),
    "calibration_error": found.error,
    "plain_sure": float(sisters["without_noise"].max(axis=1).mean()),
}
for name, number in numbers.items():
    value(name, number)
modest, plain_modest = (
    numbers[sure] < numbers[right]
    for sure, right in (("mean_sure", "accuracy_mean"), ("plain_sure", "without_noise"))
)
value("modest", "modest" if modest else "sure of themselves")
value("plain_way", "so too" if modest == plain_modest else "the other way round")


# %% [markdown]
# ## Sentences of what was tried, and of other digits

# %%
# tried are several noises and, last, fewer passes; what lies within one standard error of the best is luck
shares, passes = tried["right"].sum(axis=1) / tried["sizes"].sum(), tried["epochs"]
noise = float(run.facts["recipe"]["noise"])
each = ", ".join(
    f"with {at:g} {share:.1%}" for at, share in zip(tried["noise"][:-1], shares, strict=False) if at
)
own = float(shares[np.flatnonzero(np.isclose(tried["noise"], noise))[0]])
error = float(np.sqrt(shares.max() * (1 - shares.max()) / tried["sizes"].sum()))
alike = tried["noise"][:-1][shares[:-1] >= shares.max() - error]
if np.isclose(alike.max(), noise):
    choice = f"{noise:g} is the strongest that comes within luck ({error:.1%}, a standard error) of the best."
elif own >= shares.max() - error:
    choice = f"{noise:g} comes within luck ({error:.1%}, a standard error) of the best."
else:
    choice = f"{noise:g}, which this network had, is not the best of them."
value(
    "tried",
    f"How strong it should be was settled on the training digits alone: in turn a third of them was left "
    f"out, and read by networks that learned from the rest. Without noise they read {shares[0]:.1%}, {each}; "
    f"{choice} With {passes[-1]} passes instead of {passes[0]} it is {shares[-1]:.1%}.",
)

# %%
without, with_it = noiseless["scores"], noiseless["with_noise"]
starts, fewer = len(without), int((without < with_it).sum())
each_time = "Each time" if fewer == starts else f"In {fewer} pairs of {starts}"
value(
    "noiseless",
    f"Without this noise it reads {without.min():.1%} to {without.max():.1%} of the test digits, from "
    f"{starts} starts; with it, from the same starts, {with_it.min():.1%} to {with_it.max():.1%}. "
    f"{each_time} it is fewer without.",
)

# %%
nearest, softmax = (float(share) for share in apart["own"])
value("nearest", nearest)
value("softmax", softmax)
ahead = len(truth) * (scores[0] - np.array([nearest, softmax]))
count = "as many" if abs(ahead[0]) < 0.5 else "more" if ahead[0] < 0 else "fewer"
value(
    "baselines",
    f"Who gives each digit the name of the training digit nearest to it reads {count}, {nearest:.1%}; "
    f"softmax regression, which weighs the pixels and has no hidden units, reads {softmax:.1%}.",
)
drawn, quarters = apart["network"][:draws], apart["network"][draws:]
rest = apart["simple"][draws:].mean(axis=0)
harder = "probably harder" if quarters.mean() < scores.min() else "no harder"
value(
    "others",
    f"Other digits of the same set, held out at random, give {drawn.min():.1%} to {drawn.max():.1%}. "
    "Digits that stand together in the file were most likely written by the same people. Where each quarter "
    f"of it is held out in turn, {quarters.mean():.1%} are read on average, {quarters.min():.1%} at worst, "
    f"and {rest[0]:.1%} by the nearest digit. So somebody else's digits are {harder}.",
)
surest = float(apart["sure"][draws:].mean())
gap = surest - quarters.mean()  # within two standard errors it is none
asked = apart.facts["held_out"] * apart.facts["quarters"]
none = abs(gap) < 2 * np.sqrt(quarters.mean() * (1 - quarters.mean()) / asked)
kind = "about as sure as right" if none else "too sure" if gap > 0 else "too modest"
value("others_sure", f"they are {surest:.1%} sure and {quarters.mean():.1%} right: {kind}")
z, right = 1.96, float(scores[0])  # the interval of Wilson 1927, which holds near 1, too
half = z * np.sqrt(right * (1 - right) / len(truth) + (z / len(truth) / 2) ** 2)
low, high = ((right + z**2 / len(truth) / 2 + side * half) / (1 + z**2 / len(truth)) for side in (-1, 1))
value("interval", f"between {low:.1%} and {high:.1%}")
