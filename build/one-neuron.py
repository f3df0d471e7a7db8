# /// nnexplain
# needs = ["models/taste"]
# data = []
# widgets = ["neuron"]
# figures = ["impossible", "predictions"]
# ///

# %% [markdown]
# # The figures of "Can one neuron learn what Ben Folds likes?"
#
# The training is done in `build/models/taste.py`; here it is only drawn. These figures show the recorded
# training, also after the reader has branched a run of their own in the first one.

# %%
import json

import altair as alt
import numpy as np
import pandas as pd
from scipy.optimize import nnls
from sklearn.svm import SVC

from nnexplain import charts
from nnexplain.data import songs
from nnexplain.figures import Predict, Task, figure, need, value
from nnexplain.params.neuron import neuron_params
from nnexplain.params.pace import by_change

run = need("models/taste")
PASSES = int(run.facts["passes"])
TAUGHT = {"learnable": songs.LEARNABLE, "unlearnable": songs.UNLEARNABLE}

# %% [markdown]
# ## The ratings that no neuron can learn
#
# The loss comes down to ln 2, which is what answering one half to everything costs, and stays there.

# %%
figure(
    "impossible",
    widget="neuron",
    params=neuron_params(run.facts, "step", "turn", also=("tilt", "song")),
    player="step",
    pace=by_change(run["unlearnable_loss"]),
    arrays={name: run[name] for name in (f"unlearnable_{part}" for part in ("weights", "bias", "loss"))},
    facts={
        **run.facts,
        "panels": ["cube", "losses"],
        "recorded": "impossible",
        "level": {"loss": float(np.log(2)), "words": "ln 2: one half to everything"},
    },
    predict=Predict(
        "The same training on these ratings. How will its loss go?",
        answer=run["unlearnable_loss"].tolist(),
        curve=True,
        what="the loss",
        panel=2,
        given=(1,),
    ),
    task=Task(
        "Let it train to the end. How many of the four does it get right?",
        done=(("step", "==", PASSES),),
        answer="It ends with the sheet through all four songs at once, and one half for each.",
        by={"step": PASSES},
    ),
    description="The same cube with four other ratings, all on its top face. The liked songs are at "
    "opposite corners of that face, the disliked ones too. The plane ends in the face itself; the loss "
    "falls to 0.69 and stays.",
)

# %% [markdown]
# ## What it says of all eight songs

# %%
step = alt.param(name="step", value=0, bind=alt.binding_range(min=0, max=PASSES, step=1, name="pass"))
rated = dict.fromkeys(songs.LEARNABLE.likes, "likes") | dict.fromkeys(songs.LEARNABLE.dislikes, "dislikes")
answers = pd.DataFrame(
    {
        "step": after,
        "name": songs.song_name(song),
        "piano": song[2],
        "rating": rated.get(song, ""),
        "probability": float(p),
    }
    for after, row in enumerate(run["learnable_probability"])
    for song, p in zip(songs.SONGS, row, strict=True)
)
last = answers[answers.step == PASSES].sort_values("probability", ascending=False)
order = list(last.name)
answers = answers.assign(
    at_the_end=answers.name.map(last.set_index("name").probability),
    song=answers.name + answers.rating.map(lambda rating: f" ({rating})" if rating else ""),
    place=answers.name.map(order.index),
).sort_values(["step", "place"])
table = answers.pivot(index="step", columns="place", values="probability").to_numpy()
percents = alt.param(name="percents", expr=f"{json.dumps((100 * table).round().tolist())}[step]")
each = " + ', ' + ".join(f"'{name} ' + format(percents[{k}], 'd') + '%'" for k, name in enumerate(order))
begin = f"'Pass ' + step + ' of the recorded training, rate {run.facts['rate']:g}: yes to '"
says = alt.param(name="says", expr=f"{begin} + {each} + '.'")
figure(
    "predictions",
    charts.bars(
        answers,
        "song",
        "probability",
        domain=(0, 1),
        colour=charts.either("datum.probability > 0.5", "class-a", "class-b"),
        title="How likely it thinks he is to like the song",
        where="datum.step == step",
        text_format=".0%",
        mark="at_the_end",
        params=(step, percents, says),
        rule=0.5,
        width=190,
    ),
    description="A bar for each of the eight songs. At the end of training the four with piano are far "
    "above one half and the four without far below.",
    player="step",
    pace=by_change(run["learnable_loss"]),
    task=Task(
        "Play the training to its end. What does it say of the songs that nobody rated?",
        done=(("step", "==", PASSES),),
        answer="Yes to whatever has a piano, no to the rest: it goes by that one fact.",
        by={"step": PASSES},
    ),
)

# %% [markdown]
# ## Numbers for the prose


# %%
def rated_probabilities(name: str) -> np.ndarray:
    """What the rated songs are given before every pass and after the last, (passes + 1, 4)."""
    columns = [songs.SONGS.index(song) for song in TAUGHT[name].songs]
    return run[f"{name}_probability"][:, columns]


def right_of_four(name: str) -> np.ndarray:
    """How many of the four rated songs are on their own side then, (passes + 1,)."""
    own_side = (rated_probabilities(name) > 0.5) == TAUGHT[name].targets()
    return np.asarray(own_side.sum(axis=1))


right, stuck = right_of_four("learnable"), right_of_four("unlearnable")
LEARNED = int(np.flatnonzero(right < 4).max()) + 1
impossible = [not songs.separable(ratings) for ratings in songs.rated_fours()]
value("passes", PASSES)
value("rate", float(run.facts["rate"]))
value("learned_at", LEARNED)
value("opens_at", int(np.flatnonzero(run["learnable_bias"] >= 0).max()) + 1)
value("right_at_start", int(right[0]))
value("start_loss", float(run["learnable_loss"][0]))
value("learned_loss", float(run["learnable_loss"][LEARNED]))
value("loss", float(run["learnable_loss"][-1]))
value("stuck_loss", float(run["unlearnable_loss"][-1]))
value("stuck_gap", float(np.abs(rated_probabilities("unlearnable")[-1] - 0.5).max()))
value("stuck_best", int(stuck.max()))
value("fours", len(impossible))
value("impossible_fours", sum(impossible))
for feature, start, end in zip(
    songs.FEATURES, run["learnable_weights"][0], run["learnable_weights"][-1], strict=True
):
    value(f"start_{feature}", float(start))
    value(f"weight_{feature}", float(end))
value("bias", float(run["learnable_bias"][-1]))
with_piano = last[last.piano == 1].probability
value("piano_least", float(with_piano.min()))
value("others_most", float(last[last.piano == 0].probability.max()))
value("p_piano", float(last[last.name == "piano"].probability.iloc[0]))

# %% [markdown]
# How high up the cube the plane stands, in its middle, where the training is a third through and at the end.

# %%
for when in (PASSES // 3, PASSES):
    w, b = run["learnable_weights"][when], run["learnable_bias"][when]
    value(f"height_{when}", float(-(b + 0.5 * (w[0] + w[1])) / w[2]))
    value(f"weight_piano_{when}", float(w[2]))

# %% [markdown]
# What other rates do, from the same start: too large a step jumps over the valley of the loss, and may land
# anywhere. With the four songs that can be learned it lands well in the end; with the others it never does.


# %%
def losses(ratings: songs.Ratings, rate: float, passes: int = PASSES) -> np.ndarray:
    """The loss before every pass and after the last."""
    x, y = ratings.inputs().astype(float), ratings.targets()
    w, b = run["learnable_weights"][0].astype(float), float(run["learnable_bias"][0])
    found = []
    for _ in range(passes + 1):
        z = x @ w + b
        found.append(np.mean(np.logaddexp(0, z) - z * y))
        wrong = 1 / (1 + np.exp(-z)) - y
        w, b = w - rate * wrong @ x / len(y), b - rate * wrong.mean()
    return np.array(found)


LONG = 1000
leaping, swinging = losses(songs.LEARNABLE, 40), losses(songs.UNLEARNABLE, 8)
after_long = losses(songs.UNLEARNABLE, 8, LONG)[-2:]
value("long", LONG)
value("swing_long", float(np.ptp(after_long)))
value("stays", float(after_long[-1]))
value("leap_pass", int(leaping.argmax()))
value("leap_loss", float(leaping.max()))
value("landed_loss", float(leaping[leaping.argmax() + 1]))
value("swing_low", float(swinging[-2:].min()))
value("swing_high", float(swinging[-2:].max()))

# %% [markdown]
# Other neurons that get the same four songs right, and what they say of the songs nobody rated.

# %%
splits = songs.agreeing(songs.LEARNABLE)
value("splits", len(songs.neurons()))
value("agreeing", len(splits))
for name in ("piano", "modern", "sad", "all three"):
    song = next(song for song in songs.SONGS if songs.song_name(song) == name)
    value(f"agreeing_{name.replace(' ', '_')}", sum(split[songs.SONGS.index(song)] for split in splits))

# %% [markdown]
# Which of them training finds does not hang on the start: it goes towards the sheet with the widest gap to
# the songs on both sides, which a support vector machine finds outright.

# %%
STARTS, SPREAD = 1000, 1.5
x, y = songs.LEARNABLE.inputs().astype(float), songs.LEARNABLE.targets()
inputs = np.column_stack([x, np.ones(len(x))])
everything = np.column_stack([songs.song_array(), np.ones(len(songs.SONGS))])
thetas = np.random.default_rng(0).normal(0, SPREAD, (STARTS, inputs.shape[1]))
for _ in range(LONG):
    thetas -= run.facts["rate"] * (1 / (1 + np.exp(-thetas @ inputs.T)) - y) @ inputs / len(y)
widest = SVC(kernel="linear", C=1e6).fit(x, y).predict(songs.song_array()) > 0.5
value("starts", STARTS)
value("same_answers", int(((thetas @ everything.T > 0) == widest).all(axis=1).sum()))

# %% [markdown]
# Of the cone of weights and biases that solve, training goes towards one direction: the shortest of all in it
# that give every song a sum of at least 1 on its own side (Lawson and Hanson, Solving Least Squares Problems,
# 1974, chapter 23: least distance programming by non-negative least squares).

# %%
towards = np.where(y > 0.5, 1, -1)[:, None] * inputs
equations, aim = np.vstack([towards.T, np.ones(len(y))]), np.append(np.zeros(inputs.shape[1]), 1)
left = equations @ nnls(equations, aim)[0] - aim
direction = -left[:-1] / left[-1]
for name, number in zip((*songs.FEATURES, "bias"), direction, strict=True):
    value(f"widest_{name}", round(float(number), 9) + 0.0)


def degrees_off(theta: np.ndarray) -> float:
    """The angle between `theta` (4,) and that direction."""
    return float(np.degrees(np.arccos(theta @ direction / np.linalg.norm(theta) / np.linalg.norm(direction))))


theta = np.append(run["learnable_weights"][0], run["learnable_bias"][0]).astype(float)
for passed in range(1, LONG + 1):
    theta = theta - run.facts["rate"] * (1 / (1 + np.exp(-inputs @ theta)) - y) @ inputs / len(y)
    if passed == PASSES:
        value("widest_off", degrees_off(theta))
value("widest_off_long", degrees_off(theta))
