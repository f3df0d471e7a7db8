# /// nnexplain
# needs = ["models/digits"]
# figures = ["draw"]
# ///

# %% [markdown]
# # Draw a digit, and see the whole network answer
#
# The page draws this figure itself (`runtime/draw.js`): a pad of 32 × 32 cells, what is counted of it, all
# hidden units, and the answer. The charts here are the picture that stands for it until then, with the same
# measures, which the page is told.

# %%
import json

import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.charts.theme import TITLE, panel, sans_text, token
from nnexplain.data import pad
from nnexplain.figures import figure, need, value

run = need("models/digits")
side, levels = run.facts["side"], run.facts["levels"]
SHOWN = run.facts["shown"]  # held-out digits that travel to the page
truth, p = run["labels"][:SHOWN], run["probabilities"][:SHOWN]
said = p.argmax(axis=1)
lab = charts.lab_facts(truth, said, run["hidden1"][:SHOWN])
SEEN = lab["digit"]
values = np.rint(run["images"][SEEN].reshape(side, side) * levels).astype(np.int64)
bitmap = pad.drawing_of(values, levels)
BLOCKS = pad.SIDE % side == 0  # whole blocks of cells are counted, few enough to print the number on each

# %% [markdown]
# ## Measures, in pixels

# %%
TITLES = ("The paper", "What it sees", "The hidden units", "What it says")
HEIGHT, CELL = 256, 8
SQUARE, GAP = 120, 16  # the two squares of what is counted, one above the other
BIG, ROW, NAME, BAR, END = 58, 19.8, 12, 26, 176  # the large answer; a bar's row, its name, its two ends
PITCH, TOP, RADIUS = 28, 32, 12.5  # of units
COLUMNS = ((4, 0), (2, 4 * PITCH + 24))  # how many columns of units a layer has, and where they begin


def places(layer: int) -> list[list[float]]:
    """The middles of the units of a layer, row by row, (units, 2)."""
    columns, left = COLUMNS[layer]
    count = run[f"hidden{layer + 1}"].shape[1]
    return [[left + (k % columns + 0.5) * PITCH, TOP + (k // columns + 0.5) * PITCH] for k in range(count)]


middles = [places(0), places(1)]
WIDTH = COLUMNS[1][1] + COLUMNS[1][0] * PITCH
full = [charts.full_glow(run[name]) for name in ("hidden1", "hidden2")]

# %% [markdown]
# ## The picture
#
# Rectangles, words and circles at pixels of a sheet.


# %%
class Sheet:
    def __init__(self, width: float, height: float, title: str) -> None:
        self.width, self.height, self.title = width, height, title
        self.layers: list[alt.Chart] = []

    def add(self, table: dict[str, object], mark: str, style: dict[str, object], **more: object) -> None:
        ends = {"x": self.width, "x2": self.width, "y": self.height, "y2": self.height}
        chart = getattr(alt.Chart(pd.DataFrame(table)), f"mark_{mark}")(**style)
        scales = {
            "x": alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, ends["x"]], nice=False, zero=False)),
            "y": alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[ends["y"], 0], nice=False, zero=False)),
        }
        far = {name: f"{name}:Q" for name in ("x2", "y2") if name in table}
        plain = {"size": alt.Size("size:Q", scale=None), "opacity": alt.Opacity("opacity:Q", scale=None)}
        own = {name: encoding for name, encoding in plain.items() if name in table}
        self.layers.append(chart.encode(**scales, **far, **own, **more))

    def boxes(self, x: object, y: object, width: object, height: object, **style: object) -> None:
        table = {"x": x, "y": y, "x2": np.add(x, width), "y2": np.add(y, height)}
        table |= {"opacity": style.pop("opacity")} if "opacity" in style else {}
        self.add(table, "rect", {"strokeWidth": 0} | style)

    def words(self, x: object, y: object, words: list[str], colour: str = "ink", **style: object) -> None:
        size, weight = style.pop("size", TITLE), style.pop("weight", 400)
        table = {"x": x, "y": y, "word": words}
        self.add(table, "text", sans_text(token(colour), size, weight) | style, text="word:N")

    def frame(self, y: float, side: float) -> None:
        edge = {"fillOpacity": 0, "stroke": token("rule-strong"), "strokeWidth": 1}
        self.boxes([0], [y], side, side, **edge)

    def chart(self, *params: alt.Parameter) -> alt.LayerChart:
        return panel(self.layers, params, round(self.width), round(self.height), self.title)


def ink(sheet: Sheet, cell: float) -> None:
    rows, columns = np.nonzero(bitmap)
    sheet.boxes(columns * cell, rows * cell, cell, cell, color=token("ink"))


paper = Sheet(HEIGHT, HEIGHT, TITLES[0])
paper.boxes([0], [0], HEIGHT, HEIGHT, color=token("paper"))
ink(paper, CELL)
paper.frame(0, HEIGHT)

# %% [markdown]
# What the network sees: the fitted drawing under a grid, and the ink in each block of the grid. Few and many
# are kept apart in their shade, so that the number on it can be read.


# %%
SHADES = 16


def shade(value: int) -> float:
    step = -(-int(value) * SHADES // levels)
    if not BLOCKS:
        return step / SHADES
    return 0.36 * step / 8 if step <= 8 else 0.62 + 0.38 * (step - 9) / 7


sees = Sheet(SQUARE, HEIGHT, TITLES[1])
sees.boxes([0, 0], [0, SQUARE + GAP], SQUARE, SQUARE, color=token("paper"))
ink(sees, SQUARE / pad.SIDE)
block, lower = SQUARE / side, SQUARE + GAP
if BLOCKS:
    lines, none = np.arange(1, side) * block, np.zeros(side - 1)
    sees.boxes(lines, none, 0.75, SQUARE, color=token("rule-strong"))
    sees.boxes(none, lines, SQUARE, 0.75, color=token("rule-strong"))
sees.frame(0, SQUARE)
rows, columns = np.nonzero(values)
shades = [shade(value) for value in values[rows, columns]]
sees.boxes(columns * block, lower + rows * block, block, block, color=token("ink"), opacity=shades)
for dark, colour in ((False, "ink"), (True, "paper")) if BLOCKS else ():
    rows, columns = np.nonzero((values > 0) & ((values > levels / 2) == dark))
    middle = (columns + 0.5) * block, lower + (rows + 0.5) * block
    sees.words(*middle, list(map(str, values[rows, columns])), colour, size=10)
sees.frame(lower, SQUARE)

# %%
hidden = Sheet(WIDTH, HEIGHT, TITLES[2])
for layer, word in enumerate(("first layer", "second")):
    x, y = np.array(middles[layer]).T
    hidden.words([COLUMNS[layer][1]], [12], [word], "muted", align="left")
    strength = np.minimum(run[f"hidden{layer + 1}"][SEEN] / full[layer], 1)
    on = strength > 0
    ring = {"size": np.pi * 5**2, "stroke": token("rule-strong"), "strokeWidth": 1, "fillOpacity": 0}
    hidden.add({"x": x[~on], "y": y[~on]}, "circle", ring | {"opacity": 1})
    glow = {"size": np.pi * (5 + (RADIUS - 5) * strength[on]) ** 2, "opacity": 0.25 + 0.75 * strength[on]}
    hidden.add({"x": x[on], "y": y[on]} | glow, "circle", {"color": token("glow"), "strokeWidth": 0})


# %%
answer = Sheet(END, HEIGHT, TITLES[3])
middle = BIG + (np.arange(10) + 0.5) * ROW
top = int(said[SEEN])
answer.words([0], [27], [str(top)], size=54, weight=600, align="left")
answer.words([44], [36], [charts.chance(p[SEEN, top])], "muted", size=15, align="left")
room = END - BAR - 58  # the numbers are larger on a phone
answer.boxes([BAR] * 10, middle - 5.5, p[SEEN] * room, 11, color=token("muted"))
answer.boxes([BAR], [middle[top] - 5.5], p[SEEN, top] * room, 11, color=token("ink"))
answer.words([NAME] * 10, middle, list(map(str, range(10))), size=13)
answer.words([END] * 10, middle, [charts.chance(share) for share in p[SEEN]], align="right")
mark = {"size": np.pi * 9**2, "fillOpacity": 0, "stroke": token("ink"), "opacity": 1}
answer.add({"x": [NAME], "y": [middle[truth[SEEN]]]}, "circle", mark)

# %%
first, second = np.argsort(-p[SEEN], kind="stable")[:2]
sentence = (
    f"Test digit no. {SEEN}, a {truth[SEEN]}: the network says {first} with {charts.chance(p[SEEN, first])}, "
    f"next {second} with {charts.chance(p[SEEN, second])}."
)
pen = alt.param(name="pen", value=3, bind=alt.binding_range(min=1, max=5, step=1, name="pen width"))
prepared = {
    "counts": "Your drawing is stretched to the box that the digits of the data set fill, its strokes are "
    "made as wide as theirs, it is put upright, and the ink in each block of 4 by 4 is counted. Those counts "
    "are all the network sees.",
    "mass": "Your drawing is scaled to a box of 20 by 20, with its proportions, and its centre of mass is "
    "put in the middle of 28 by 28. Partly inked pixels are grey. Those pixels are all the network sees.",
}
value("prepared", prepared[run.facts["prepare"]])
figure(
    "draw",
    paper.chart(
        *charts.lab_params(lab, "digit", "fit"), pen, alt.param(name="says", expr=json.dumps(sentence))
    ),
    sees.chart(),
    hidden.chart(),
    answer.chart(),
    description=f"Ink on a paper of 32 by 32 cells, what is made of it in {side} by {side} numbers, the 32 "
    "and 16 hidden units with a glow where they are on, and ten bars, one for each answer.",
    widget="draw",
    network="digit-ocr/digits",
    tools=("pen", "eraser", "undo", "redo", "clear", "draw on it", "surprise me"),
    facts={"cell": CELL, "square": SQUARE, "gap": GAP, "units": middles, "radius": RADIUS, "full": full}
    | {"big": BIG, "row": ROW, "name": NAME, "bar": BAR, "room": room, "end": END, "titles": TITLES},
)
