# /// nnexplain
# needs = ["models/digits", "models/digits-seeds"]
# figures = ["seeds", "confusions", "mistakes", "calibration"]
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
from nnexplain.figures import figure, need, value
from nnexplain.methods import calibration
from nnexplain.methods.confusion import confusion

run, sisters = need("models/digits"), need("models/digits-seeds")
truth, probabilities = run["labels"], sisters["probabilities"]  # (n,), (seeds, n, 10)
side = run.facts["side"]
images = run["images"].reshape(-1, side, side)
said = probabilities.argmax(axis=2)
scores, seeds = sisters["scores"], len(sisters["scores"])

# %% [markdown]
# ## The luck of the start

# %%
mistakes = (said != truth).sum(axis=1)
starts = pd.DataFrame({"start": [str(k) for k in range(1, seeds + 1)], "wrong": mistakes})
starts["own"] = starts["start"] == "1"
starts["note"] = np.where(starts["own"], "  ← this lesson's", "")
figure(
    "seeds",
    charts.bars(
        starts,
        "start",
        "wrong",
        domain=(0, int(mistakes.max())),
        colour=charts.either("datum.own", "ink", "muted"),
        text_format="d",
        note="note",
        room=130,
        width=380,
        row=22,
        title=f"Mistakes on {len(truth):,} test digits, start by start",
    ),
    description="One bar for each random start: how many of the test digits that network reads wrongly.",
)

# %% [markdown]
# ## What is taken for what

# %%
axes = {"row_title": "what it is", "column_title": "what the network says"}
everybody = np.broadcast_to(truth, said.shape).ravel()
figure(
    "confusions",
    charts.confusions(confusion(truth, said[0], 10), title="This lesson's network", **axes),
    charts.confusions(confusion(everybody, said.ravel(), 10), title=f"All {seeds} networks", **axes),
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


def verdict(k: int) -> str:
    answers = np.bincount(said[:, k], minlength=10)
    answers[truth[k]] = 0
    return f"{answers.max()} of {seeds} say {answers.argmax()}"


def portraits(shown: np.ndarray) -> alt.LayerChart:
    cells = charts.tiles(images[shown], columns=2, gap=(side / 5, 0))
    line = {"line": side * 0.12}
    says = charts.captions(cells, (side, side), [verdict(k) for k in shown])
    truly = charts.captions(cells, (side, side), [f"it is {truth[k]}" for k in shown], **line)
    return charts.pictures(cells, (side, side), cell=round(144 / side), words=says, faint_words=truly)


# a pair a panel: on any width they read row by row from the hardest on
figure(
    "mistakes",
    *(portraits(hardest[k : k + 2]) for k in range(0, len(hardest), 2)),
    description="The ten test digits that the networks find hardest, as ink on paper, with how many "
    "of the networks take it for what, and what it is.",
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
    "accuracy_least": float(scores.min()),
    "accuracy_most": float(scores.max()),
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
    "calibration_own": calibration.reliability(probabilities[0], truth, BINS).error,
    "calibration_plain": calibration.reliability(sisters["without_noise"], truth, BINS).error,
    "brier": calibration.brier(pooled, everybody),
    "surest_wrong": int(((pooled.argmax(axis=1) != everybody) & (pooled.max(axis=1) > 0.9)).sum()),
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
