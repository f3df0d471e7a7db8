# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# figures = ["editor"]
# ///

# %% [markdown]
# # A way of one's own
#
# In the page the widget `editor` draws this figure. Here is its static picture: the same marks in the same
# places, before anything is changed.

# %%
import altair as alt
import torch

from nnexplain import charts
from nnexplain.charts import along
from nnexplain.charts.along import Box
from nnexplain.charts.drawn import Path, Word, cells, drawn, joined, printed
from nnexplain.figures import figure, need
from nnexplain.methods.ways import Pair, dense

first, ways = need("models/digits"), need("models/five-to-six")
levels, side = int(first.facts["levels"]), int(first.facts["side"])
images, labels = first["images"].reshape(len(first["labels"]), -1).astype(float), first["labels"]
facts = charts.way_facts(ways, min(len(labels), 500))
ENDS = facts["digit"], facts["digit2"]
layers = [
    {"weight": f"{layer}.weight", "bias": f"{layer}.bias", "activation": how}
    for layer, how in (("hidden1", "relu"), ("hidden2", "relu"), ("output", "softmax"))
]
start, end = (torch.tensor(images[digit]) for digit in ENDS)
pair = Pair(
    reader=dense({name: first[name] for name in first.arrays}, layers),
    start=start,
    end=end,
    kinds=(int(labels[ENDS[0]]), int(labels[ENDS[1]])),
)
FINE, T = 10_000, 0.5  # so finely it is looked where the answer changes; where the page begins
course = along.stretches(pair.logits(pair.pictures("blend", FINE)).argmax(axis=1))
middle = (start * (1 - T) + end * T).numpy()
shown = torch.stack([start, end, torch.tensor(middle)])
p = torch.tensor(pair.logits(shown.numpy())).softmax(dim=1).numpy()
said = p.argmax(axis=1)


reads = [f"says {digit}, {charts.chance(float(row[digit]))}" for digit, row in zip(said, p, strict=True)]

# %% [markdown]
# ## The cards, the band, and the large picture

# %%
HEIGHT, CARD, PITCH, TOP = 440, 84, 112, 40
BAND, SMALL, PAPER, BESIDE = Box(4, 322, 416, 24), 64, 320, 336


def ring(x: float, y: float, wide: float) -> Path:
    return Path(f"M{x:g},{y:g}h{wide:g}v{wide:g}h-{wide:g}z", "focus", width=3)


def card(k: int) -> list[Path | Word]:
    x = 4 + k * PITCH
    return [
        *cells(images[ENDS[k]], (x, TOP), CARD / side, side, paint="ink", steps=8),
        Word(x, TOP - 11, ("start", "end")[k], "muted"),
        Word(x, TOP + CARD + 13, reads[k].removeprefix("says ")),
    ]


strip = [
    Word(0, 6, "From picture to picture", size=13, weight=600),
    *card(0),
    *card(1),
    ring(1, TOP - 3, CARD + 6),
    Word(4, 196, "No way-points yet: drop one where you stand.", "muted"),
    *along.band(course, BAND),
    along.here(T, Box(BAND.x, BAND.y - 6, BAND.width, BAND.height + 12)),
    *joined(cells(middle, (4, 364), SMALL / side, side, paint="ink", steps=8)),
    Word(4 + SMALL + 14, 380, f"at {T:.2f} of this way"),
    Word(4 + SMALL + 14, 402, reads[2]),
]
at = int(14.5 * side / 32)
cell = PAPER / side
level = int(images[ENDS[0]].reshape(side, side)[at, at] * levels + 0.5)
grid = "".join(f"M{k * cell:g},24v{PAPER}M0,{24 + k * cell:g}h{PAPER}" for k in range(1, side))
large = [
    Word(0, 6, f"Work on: start, test digit no. {ENDS[0]}", size=13, weight=600),
    *cells(images[ENDS[0]], (0, 24), cell, side, paint="ink", steps=16),
    *([Path(grid, "rule", width=1, dash=(2, 3))] if side <= 12 else []),
    ring(at * cell, 24 + at * cell, cell),
    Word(BESIDE, 34, "read as", "muted"),
    Word(BESIDE, 62, str(said[0]), size=28, weight=600),
    Word(BESIDE, 90, charts.chance(float(p[0, said[0]]))),
    Word(0, 364, f"row {at + 1}, column {at + 1}: {level} of {levels}"),
    Word(0, 386, "drag a pixel up or down; or arrow keys, + and −", "muted"),
]

# %% [markdown]
# ## Its words, and the figure

# %%
turns = ", then ".join(f"to {digit} at {printed(since, '.2f')}" for since, _, digit in course[1:])
told = f"Its answer turns from {course[0][2]} {turns}." if turns else f"It says {course[0][2]} all along."
straight = "There are no way-points yet: it goes straight."
sentence = (
    f"Your way goes straight, from a picture read as {said[0]} ({charts.chance(float(p[0, said[0]]))}) to "
    f"one read as {said[1]} ({charts.chance(float(p[1, said[1]]))}). {told} {straight}"
)
names = {"digit": "start: test digit", "digit2": "end: test digit"}
figure(
    "editor",
    drawn(
        strip,
        (
            *charts.way_params(facts, "t"),
            *charts.lab_params(facts, "digit", "digit2", "fit", names=names),
            alt.param(name="card", value="start"),
            alt.param(name="says", expr=repr(sentence)),
        ),
        440,
        HEIGHT,
    ),
    drawn(large, (), 440, HEIGHT),
    description="The start and the end of a way as cards, with what the network says along it; beside them "
    "the start, large, to be changed.",
    widget="editor",
    network="five-to-six-way/codes",
    tools=(
        "pixels",
        "pen",
        "eraser",
        "push",
        "undo",
        "redo",
        "clear",
        "surprise me",
        "next test digit",
        "drop a way-point here",
        "remove the way-point",
    ),
)
