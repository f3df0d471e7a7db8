# /// nnexplain
# needs = ["models/taste"]
# data = []
# figures = ["cube"]
# ///

# %% [markdown]
# # The neuron to play with
#
# In the page the widget `neuron` draws this figure, and trains on from any pass. Here is its static picture,
# the neuron after four passes: the same marks in the same places, and the same words.

# %%
from math import log

import altair as alt
import pandas as pd

from nnexplain import charts
from nnexplain.data import songs
from nnexplain.figures import figure, need
from nnexplain.methods import plane

run = need("models/taste")
PASSES, RATE, START = int(run.facts["passes"]), round(run.facts["rate"]), 4
SEEN = songs.SONGS.index((1, 0, 1))
w, b = run["learnable_weights"][START], float(run["learnable_bias"][START])
probabilities = [float(p) for p in run["learnable_probability"][START]]
loss = run["learnable_loss"]
RATINGS = run.facts["sets"]["learnable"]["ratings"]

# %% [markdown]
# The ends of the scales, which the widget shares: a weight's bar goes no further than `WEIGHTS`, and beside
# that there is room for its number.

# %%
WEIGHTS, ROOM, WIDTH, TOP = (-3.0, 6.5), 50, 380, 1.4
MARGIN = (WEIGHTS[1] - WEIGHTS[0]) * ROOM / (WIDTH - 2 * ROOM)


# %%
def song_table() -> pd.DataFrame:
    table = pd.DataFrame(songs.SONGS, columns=["x", "y", "z"])
    rating = [{"l": "likes", "d": "dislikes", "-": ""}[letter] for letter in RATINGS]
    table = table.assign(
        step=START, name=[songs.song_name(s) for s in songs.SONGS], rating=rating, p=probabilities
    )
    return table.assign(wrong=(table.rating != "") & ((table.rating == "likes") != (table.p > 0.5)))


def face_table() -> pd.DataFrame:
    parts = {str(k): face for k, face in enumerate(plane.favoured(w, b))} | {"plane": plane.section(w, b)}
    rows = [
        (START, part, order, *point) for part, corners in parts.items() for order, point in enumerate(corners)
    ]
    return pd.DataFrame(rows, columns=["step", "part", "order", "x", "y", "z"])


def weight_chart() -> alt.LayerChart:
    return charts.bars(
        pd.DataFrame({"input": [*songs.FEATURES, "bias"], "weight": [*map(float, w), b]}),
        "input",
        "weight",
        domain=WEIGHTS,
        colour=charts.sign_colour("weight"),
        title="What each fact adds to the sum",
        text_format="+.2f",
        room=ROOM,
        width=WIDTH,
        row=34,
    )


def loss_chart() -> alt.LayerChart:
    chart = charts.curve(
        pd.DataFrame({"pass": range(len(loss)), "loss": loss}),
        x="pass",
        y="loss",
        x_title="pass over the rated songs",
        y_title="loss (nats)",
        title="How wrong it still is",
        cursor=step,
        domain=(0, TOP),
        text_format=".2f",
        height=150,
    )
    # room below for the row of runs
    return chart.properties(padding={"left": 4, "top": 4, "right": 16, "bottom": 64})


# %% [markdown]
# ## What the page can set

# %%
step = alt.param(name="step", value=START, bind=alt.binding_range(min=0, max=PASSES, step=1, name="pass"))
state = (
    step,
    alt.param(name="turn", value=-32, bind=alt.binding_range(min=-180, max=180, step=1, name="turn")),
    alt.param(
        name="set",
        value="learnable",
        bind=alt.binding_radio(
            options=["learnable", "impossible", "own"],
            labels=["learnable", "impossible", "own"],
            name="ratings",
        ),
    ),
    alt.param(name="rate", value=RATE, bind=alt.binding_select(options=[0.1, 0.5, 2, 8, 40], name="rate")),
    alt.param(name="own", value=RATINGS),
    alt.param(name="run", value=""),
    alt.param(name="tilt", value=21),
    alt.param(name="song", value=SEEN),
)

# %% [markdown]
# ## Its words


# %%
def number(x: float, form: str = ".2f") -> str:
    return format(x, form).replace("-", "−")


def sum_text(inputs: tuple[object, ...]) -> str:
    theta = [*map(float, w), b]
    parts = [number(abs(x)) + (f"·{i}" if i != "" else "") for x, i in zip(theta, [*inputs, ""], strict=True)]
    signs = ["−" if theta[0] < 0 else "", *(" − " if x < 0 else " + " for x in theta[1:])]
    return "".join(sign + part for sign, part in zip(signs, parts, strict=True))


def sentence() -> str:
    ways, table = songs.agreeing(songs.LEARNABLE), song_table()
    each = ", ".join(f"{name} {charts.chance(p)}" for name, p in zip(table.name, table.p, strict=True))
    return (
        f"Pass {START}, rate {RATE}: {4 - int(table.wrong.sum())} of 4 rated songs on their own side, "
        f"loss {number(loss[START])}. {len(ways)} of the {len(songs.neurons())} ways to answer agree "
        f"with these ratings. Yes to {each}."
    )


def below(chart: alt.LayerChart, x: float, y: float, *lines: tuple[str, int, int]) -> alt.LayerChart:
    """Lines of text below the plot of a chart, each with its size and weight."""
    for row, (line, size, weight) in enumerate(lines):
        mark = alt.Chart(pd.DataFrame({"line": [line]})).mark_text(
            fontSize=size, baseline="middle", align="center" if x > 0 else "left", fontWeight=weight
        )
        chart.layer.append(mark.encode(x=alt.value(x), y=alt.value(y + 21 * row), text="line:N"))
    return chart


# %%
p = probabilities[SEEN]
readout = f"{sum_text(songs.SONGS[SEEN])} = {number(log(p / (1 - p)), '+.2f')} → {charts.chance(p)} yes"
cube = charts.cube(
    song_table(), face_table(), songs.FEATURES, (*state, alt.param(name="says", expr=repr(sentence())))
)
arrays = {name: run[name] for name in run.arrays if not name.endswith("probability")}
figure(
    "cube",
    below(
        cube,
        220,
        444,
        (f"{songs.song_name(songs.SONGS[SEEN])}: likes, right side", 13, 600),
        (readout, 13, 400),
    ),
    below(weight_chart(), -52, 158, (f"sum = {sum_text(songs.FEATURES)}", 12, 400)),
    loss_chart(),
    description="A cube with a song at each corner. Four songs are rated. A plane cuts the cube; training "
    "turns it until the two liked songs, both with piano, are above it and the two disliked ones below.",
    widget="neuron",
    arrays=arrays,
    facts=dict(run.facts) | {"reach": [WEIGHTS[0] - MARGIN, WEIGHTS[1] + MARGIN], "top": TOP},
    player="step",
)
