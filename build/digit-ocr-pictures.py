# /// nnexplain
# needs = ["models/digits", "models/digits-layout"]
# figures = ["pictures"]
# ///

# %% [markdown]
# # Four pictures of one network
#
# Weight images, a heat map of every matrix, lines by thickness, and a force-directed layout. In the page
# the widget `pictures` draws them, at the places that are worked out here.

# %%
import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.charts.strokes import cell_strokes, dots, key_strokes, outlines, painted, words
from nnexplain.charts.theme import panel
from nnexplain.charts.wires import chosen, layer_marks, wires
from nnexplain.figures import figure, need, value
from nnexplain.methods.dense import dense_layers
from nnexplain.methods.wiring import drawn, strongest, wiring

run = need("models/digits")
weights, biases = dense_layers(run.arrays)
pixels, counts = weights[0].shape[1], [len(matrix) for matrix in weights]
side, units = round(pixels**0.5), [(layer, k) for layer, count in enumerate(counts) for k in range(count)]
IDS = [f"{'abc'[layer]}{k + (layer < 2)}" for layer, k in units]
here = [run[name][: run.facts["shown"]] for name in ("labels", "probabilities", "hidden1")]  # in the page
facts = charts.lab_facts(here[0], here[1].argmax(axis=1), here[2])
UNIT, LINES = IDS.index(facts["unit"]), 120  # the page begins with a unit of the first layer


def named(node: int) -> str:
    if node < pixels:
        return f"pixel row {node // side + 1} column {node % side + 1}"
    layer, k = units[node - pixels]
    return str(k) if layer == 2 else IDS[node - pixels]


# %% [markdown]
# One scale for all: a colour is full at a weight of `FULL`, which one in a hundred exceeds. Shades come in
# quarters, so what is below an eighth of it is not drawn. A weight of 1 is a line of `THICK` pixels.

# %%
sizes = np.abs(np.concatenate([matrix.ravel() for matrix in weights]))
FULL, SHADES, THICK = float(f"{np.percentile(sizes, 99):.1g}"), 4, round(3.75 / sizes.max(), 2)
WIDTH, IMAGE, CELL, ACROSS, LEFT, HEADING, GAP = 428, 48, 6, 8, 26, 20, 8

# %% [markdown]
# ## Weight images
#
# The weights of a unit lie as what they come from: the pixels, or the units before in rows of eight.


# %%
small = charts.pooled(weights[0].reshape(-1, side, side), most=14)[0]  # in the page every cell of every digit


def image(layer: int, k: int) -> np.ndarray:
    row = weights[layer][k]
    return np.pad(row, (0, -len(row) % ACROSS)).reshape(-1, ACROSS) if layer else small[k]


high = [IMAGE, *(CELL * -(-count // ACROSS) for count in counts[:2])]
tops = [HEADING]
for layer in (0, 1):
    tops.append(tops[-1] + -(-counts[layer] // ACROSS) * (high[layer] + GAP) + HEADING - 2)
HEIGHT = tops[2] + -(-counts[2] // ACROSS) * (high[2] + GAP)
SIZE = (WIDTH, HEIGHT)
corners = [
    (LEFT + k % ACROSS * (IMAGE + 2), tops[layer] + k // ACROSS * (high[layer] + GAP)) for layer, k in units
]
boxes = [(x, y, IMAGE, high[layer]) for (x, y), (layer, _) in zip(corners, units, strict=True)]
KINDS = (
    "first-layer units: a weight for every pixel",
    "second-layer units: a weight for each above",
    "answers",
)
HEADINGS = [f"{count} {kind}" for count, kind in zip(counts, KINDS, strict=True)]
image_words = [(LEFT, top - 12, word, "left") for top, word in zip(tops, HEADINGS, strict=True)]
starts = {name: y for name, (x, y) in zip(IDS, corners, strict=True) if x == LEFT}
image_words += [(LEFT - 8, y + 6, name, "right") for name, y in starts.items()]


def weight_images() -> alt.LayerChart:
    tables = []
    for unit, corner in zip(units, corners, strict=True):
        picture = image(*unit)
        tables.append(cell_strokes(picture, corner, (IMAGE / picture.shape[1],) * 2, FULL, SHADES))
    layers = [
        *painted(pd.concat(tables), SIZE),
        outlines(boxes, SIZE, "rule-strong", 0.5),
        *words(image_words, SIZE),
        outlines([boxes[UNIT]], SIZE, "focus", 2.5, 2),
    ]
    return panel(layers, params, WIDTH, HEIGHT, "Weight images")


# %% [markdown]
# ## Heat maps
# A row for each unit, a column for each of its inputs, and apart from these one for the bias.

# %%
below = HEADING + CELL * counts[0] + 34
beside = LEFT + CELL * (counts[0] + 1) + 2 * GAP + LEFT
MAPS = [(LEFT, HEADING), (LEFT, below), (beside, below)]
WIDE = [min(CELL, CELL * 64 / matrix.shape[1]) for matrix in weights]
bias_at = [x + wide * matrix.shape[1] + 4 for (x, _), wide, matrix in zip(MAPS, WIDE, weights, strict=True)]
KEY, READOUT = (beside, below + CELL * counts[2] + 28), (LEFT, HEIGHT - 8)
TALL = [CELL * count for count in counts]
heads = ("first layer: a row per unit, a column per pixel, last the bias", "second layer", "answers")
ends = [[IDS[units.index((layer, k))] for k in (0, counts[layer] - 1)] for layer in range(3)]
map_words = [
    (KEY[0] + 8, KEY[1] + 5, f"−{FULL:g}", "right"),
    (KEY[0] + 116, KEY[1] + 5, f"+{FULL:g}", "left"),
]
for (x, y), tall, head, (first, last) in zip(MAPS, TALL, heads, ends, strict=True):
    sides = [(x - 6, y + 4, first, "right"), (x - 6, y + tall - 4, last, "right")]
    map_words += [(x, y - 12, head, "left"), *sides]
strongest_input = int(np.abs(weights[0][UNIT]).argmax())


def heat_maps() -> alt.LayerChart:
    tables, frames = [key_strokes((KEY[0] + 14, KEY[1]), SHADES)], []
    rows = (small.reshape(counts[0], -1), *weights[1:])
    for matrix, bias, (x, y), tall, at in zip(rows, biases, MAPS, TALL, bias_at, strict=True):
        tables.append(cell_strokes(matrix, (x, y), ((at - 4 - x) / matrix.shape[1], CELL), FULL, SHADES))
        tables.append(cell_strokes(bias[:, None], (at, y), (CELL, CELL), FULL, SHADES))
        frames += [(x, y, at - 4 - x, tall), (at, y, CELL, tall)]
    row = (LEFT, HEADING + CELL * UNIT, bias_at[0] + CELL - LEFT, CELL)
    column = (LEFT + WIDE[1] * UNIT, below, WIDE[1], TALL[1])
    cell = (LEFT + WIDE[0] * strongest_input, row[1], WIDE[0], CELL)
    said = f"{facts['unit']}, {named(strongest_input)}: {weights[0][UNIT, strongest_input]:+.2f}"
    layers = [
        *painted(pd.concat(tables), SIZE),
        outlines(frames, SIZE, "rule-strong", 0.5),
        *words(map_words, SIZE),
        outlines([row, column], SIZE, "focus", 2.5, 2),
        outlines([cell], SIZE, "ink", 1.5),
        *words([(*READOUT, said.replace("-", "−"), "left")], SIZE, colour=charts.token("ink"), fontSize=13),
    ]
    return panel(layers, (), WIDTH, HEIGHT, "A heat map of every matrix")


# %% [markdown]
# ## Lines by thickness
#
# The pixels lie as in the picture, the units of each layer one below the other.

# %%
COLUMNS, GRID = (212, 318, 414), 112
MIDDLE = (HEADING + HEIGHT) // 2
grid = np.indices((side, side)).reshape(2, -1)[::-1].T / (side - 1)  # column, row
spots = np.add(np.round(grid * GRID, 1), (8, MIDDLE - GRID // 2)).tolist()
ROOM = [(HEIGHT - HEADING - 8) / count for count in counts]
spots += [(COLUMNS[layer], round(HEADING + 4 + (k + 0.5) * ROOM[layer])) for layer, k in units]
spots = np.array(spots)
above = zip(COLUMNS, ("first layer", "second layer", "answer"), strict=True)
column_words = [(4, spots[0][1] - 18, "pixels", "left"), *((x, 8, word, "center") for x, word in above)]
edges = wiring(weights)
seen = pixels + UNIT
shown = drawn(edges, seen, LINES, FULL / SHADES / 2)
layered = np.split(np.arange(len(units)), np.cumsum(counts)[:2])


def columns() -> alt.LayerChart:
    layers = [
        *wires(shown, spots, SIZE, THICK),
        dots(spots[:pixels], SIZE, "muted", min(4, GRID / (side - 1) / 2)),
        *layer_marks([spots[pixels + part] for part in layered], SIZE),
        *words(column_words, SIZE),
        *chosen(spots[seen], facts["unit"], SIZE),
    ]
    return panel(layers, (), WIDTH, HEIGHT, "Lines by thickness: the strongest")


# %% [markdown]
# ## A force-directed layout
#
# What comes from `build/models/digits-layout.py`, as large as it fits.

# %%
pulled = need("models/digits-layout")
best = pulled["places"]
reach = best.max(axis=0) - best.min(axis=0)
UNIT_LENGTH = float(min((WIDTH - 36) / reach[0], (HEIGHT - 56) / reach[1]))
settled = (best - (best.max(axis=0) + best.min(axis=0)) / 2) * UNIT_LENGTH + (WIDTH / 2, HEIGHT / 2 - 5)
settled, LOW = np.round(settled), HEIGHT - 8
LAYER_KEY, NAMES = ((8, LOW), (112, LOW), (232, LOW)), ("first layer", "second layer", "answer")
spring_words = [(x + 15, y, word, "left") for (x, y), word in zip(LAYER_KEY, NAMES, strict=True)]


def springs() -> alt.LayerChart:
    between = shown[shown["from"] >= pixels]
    between = between.assign(**{end: between[end] - pixels for end in ("from", "to")})
    layers = [
        *wires(between, settled, SIZE, THICK),
        *layer_marks([settled[part] for part in layered], SIZE),
        *chosen(settled[seen - pixels], facts["unit"], SIZE),
        *layer_marks([[place] for place in LAYER_KEY], SIZE),
        *words(spring_words, SIZE),
    ]
    return panel(layers, (), WIDTH, HEIGHT, "Force-directed layout: connections as springs")


# %% [markdown]
# ## The sentence, the controls, and what is left to say


# %%
def sentence() -> str:
    """What the unit listens to and what it feeds, strongest first."""
    parts = []
    for end, other in (("to", "from"), ("from", "to")):
        for sign in (1, -1):
            node, weight = strongest(edges[edges[end] == seen], other, sign)
            parts.append(f"{named(node)} ({weight:+.2f})".replace("-", "−"))
    return "Unit {}: most for {}, most against {}; feeds {}, speaks against {}.".format(facts["unit"], *parts)


# %%
names = ("x", "y", "wide", "bias", "high")
maps = [dict(zip(names, (*at, *of, CELL), strict=True)) for at, *of in zip(MAPS, WIDE, bias_at, strict=True)]
spelled = [image_words, map_words, column_words, spring_words]
places = {"maps": maps, "words": spelled, "key": KEY, "readout": READOUT, "layer_key": LAYER_KEY}
params = (
    alt.param(name="unit", value=facts["unit"], bind=alt.binding_select(options=IDS, name="unit")),
    alt.param(name="lines", value=LINES, bind=alt.binding_range(min=20, max=400, step=20, name="lines")),
    *(param for param in charts.lab_params(facts) if param.name in ("silent", "turned", "noise", "shake")),
    alt.param(name="says", expr=repr(sentence())),
)
figure(
    "pictures",
    *(weight_images(), heat_maps(), columns(), springs()),
    description="A small picture for each unit, with a cell for every input; three matrices as cells; the "
    "units in columns, joined by lines as thick as their weights; and as a cloud, pulled by springs.",
    widget="pictures",
    network="digit-ocr/digits",
    arrays={"images": np.array(boxes), "columns": spots, "layout": settled},
    facts={"full": FULL, "shades": SHADES, "thick": THICK, "unit_length": UNIT_LENGTH} | places,
)

# %%
value("closeness", -pulled.facts["near"])
value("full", FULL)
for name in ("agree", "starts"):
    value(name, pulled.facts[name])
