# /// nnexplain
# needs = ["models/taste"]
# data = []
# figures = ["impossible", "predictions"]
# ///

# %% [markdown]
# # The figures of "Can one neuron learn what Ben Folds likes?"
#
# The training is done in `build/models/taste.py`; here it is only drawn. Each figure is a table of a few
# columns, made from the recorded run, and a chart of it.

# %%
import json

import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.data import songs
from nnexplain.figures import figure, need, value
from nnexplain.methods import plane

run = need("models/taste")
PASSES = int(run.facts["passes"])
TAUGHT = {"learnable": songs.LEARNABLE, "unlearnable": songs.UNLEARNABLE}

# %% [markdown]
# ## The cube
#
# For every pass: where the plane cuts the cube, which part of the cube it favours, and which rated songs
# are on the wrong side of it.


# %%
def song_table(name: str) -> pd.DataFrame:
    ratings = TAUGHT[name]
    rated = dict.fromkeys(ratings.likes, "likes") | dict.fromkeys(ratings.dislikes, "dislikes")
    rows = [
        {
            "step": step,
            "x": song[0],
            "y": song[1],
            "z": song[2],
            "name": songs.song_name(song),
            "rating": rated.get(song, ""),
            "probability": float(p),
        }
        for step, answers in enumerate(run[f"{name}_probability"])
        for song, p in zip(songs.SONGS, answers, strict=True)
    ]
    table = pd.DataFrame(rows)
    yes = table.probability > 0.5
    return table.assign(wrong=((table.rating == "likes") & ~yes) | ((table.rating == "dislikes") & yes))


def face_table(name: str) -> pd.DataFrame:
    rows = []
    for step, (w, b) in enumerate(zip(run[f"{name}_weights"], run[f"{name}_bias"], strict=True)):
        parts = {str(k): face for k, face in enumerate(plane.favoured(w, b))} | {"plane": plane.section(w, b)}
        for part, corners in parts.items():
            rows += [(step, part, order, *point) for order, point in enumerate(corners.round(3))]
    return pd.DataFrame(rows, columns=["step", "part", "order", "x", "y", "z"])


step = alt.param(name="step", value=4, bind=alt.binding_range(min=0, max=PASSES, step=1, name="pass"))
turn = alt.param(name="turn", value=-32, bind=alt.binding_range(min=-180, max=180, step=1, name="turn"))

# %% [markdown]
# ## Their words
#
# These figures show the recorded training, also after the reader has branched a run of their own in the
# first one. So they say which training it is.


# %%
def words(*parts: str) -> alt.Parameter:
    """The sentence of a figure, from parts that are Vega expressions."""
    begin = f"'Pass ' + step + ' of the recorded training, rate {run.facts['rate']:g}: '"
    return alt.param(name="says", expr=" + ".join((begin, *parts)))


def by_pass(numbers: np.ndarray, digits: int) -> str:
    """A Vega expression for the number of the pass that is shown."""
    return json.dumps(numbers.round(digits).tolist()) + "[step]"


def right_of_four(name: str) -> np.ndarray:
    """How many of the four rated songs are on their own side, after every pass."""
    return 4 - song_table(name).groupby("step").wrong.sum().to_numpy()


right, stuck = right_of_four("learnable"), right_of_four("unlearnable")

# %% [markdown]
# ## The ratings that no neuron can learn
#
# The loss comes down to ln 2, which is what answering one half to everything costs, and stays there.

# %%
loss_now = f"format({by_pass(run['unlearnable_loss'], 5)}, '.2f')"
says = words(by_pass(stuck, 0), "' of 4 rated songs on their own side, loss '", loss_now, "'.'")
figure(
    "impossible",
    charts.cube(song_table("unlearnable"), face_table("unlearnable"), songs.FEATURES, (step, turn, says)),
    charts.curve(
        pd.DataFrame({"pass": range(PASSES + 1), "loss": run["unlearnable_loss"]}),
        x="pass",
        y="loss",
        x_title="pass over the rated songs",
        y_title="loss (nats)",
        title="How wrong it still is",
        cursor=step,
        level=(float(np.log(2)), "ln 2: one half to everything"),
        domain=(0, 0.9),
        text_format=".2f",
        height=150,
    ),
    description="The same cube with four other ratings, all on its top face. The liked songs are at "
    "opposite corners of that face, the disliked ones too. The plane ends in the face itself; the loss "
    "falls to 0.69 and stays.",
    player="step",
)

# %% [markdown]
# ## What it says of all eight songs

# %%
answers = song_table("learnable")
last = answers[answers.step == PASSES].sort_values("probability", ascending=False)
order = list(last.name)
answers = answers.assign(
    at_the_end=answers.name.map(last.set_index("name").probability),
    song=answers.name + answers.rating.map(lambda rating: f" ({rating})" if rating else ""),
    place=answers.name.map(order.index),
).sort_values(["step", "place"])
table = answers.pivot(index="step", columns="place", values="probability").to_numpy()
percents = alt.param(name="percents", expr=by_pass(100 * table, 0))
each = (
    " + ', ' + ".join(f"'{name} ' + format(percents[{k}], 'd') + '%'" for k, name in enumerate(order))
    + " + '.'"
)
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
        params=(step, percents, words("'yes to '", each)),
        rule=0.5,
        width=420,
    ),
    description="A bar for each of the eight songs. At the end of training the four with piano are far "
    "above one half and the four without far below.",
    player="step",
)

# %% [markdown]
# ## Numbers for the prose


# %%
def rated_probabilities(name: str) -> np.ndarray:
    columns = [songs.SONGS.index(song) for song in TAUGHT[name].songs]
    return run[f"{name}_probability"][:, columns]


LEARNED = int(np.flatnonzero(right < 4).max()) + 1
impossible = [not songs.separable(ratings) for ratings in songs.rated_fours()]
value("passes", PASSES)
value("rate", float(run.facts["rate"]))
value("learned_at", LEARNED)
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
with_piano = last[last.z == 1].probability
value("piano_least", float(with_piano.min()))
value("others_most", float(last[last.z == 0].probability.max()))
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
def losses(ratings: songs.Ratings, rate: float) -> np.ndarray:
    """The loss before every pass and after the last."""
    x, y = ratings.inputs().astype(float), ratings.targets()
    w, b = run["learnable_weights"][0].astype(float), float(run["learnable_bias"][0])
    found = []
    for _ in range(PASSES + 1):
        z = x @ w + b
        found.append(np.mean(np.logaddexp(0, z) - z * y))
        wrong = 1 / (1 + np.exp(-z)) - y
        w, b = w - rate * wrong @ x / len(y), b - rate * wrong.mean()
    return np.array(found)


leaping, swinging = losses(songs.LEARNABLE, 40), losses(songs.UNLEARNABLE, 8)
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
