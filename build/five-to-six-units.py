# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# figures = ["units"]
# ///

# %% [markdown]
# # Every unit along the way
#
# In the page the widget `units` draws this figure. Here is its static picture: the same marks in the same
# places, and the same words, for the way that the page begins with.

# %%
from itertools import pairwise

import altair as alt
import numpy as np

from nnexplain import charts
from nnexplain.charts import along, decision
from nnexplain.charts.decision import WAY, places
from nnexplain.charts.drawn import Path, Word, drawn, joined, printed, short
from nnexplain.figures import figure, need, value
from nnexplain.methods.decisions import unit_flips
from nnexplain.methods.dense import dense_layers, dense_pass

first, ways = need("models/digits"), need("models/five-to-six")
SHOWN = min(len(first["labels"]), 500)
weights, biases = dense_layers(first.arrays)
images = first["images"].reshape(len(first["labels"]), -1).astype(float)[:SHOWN]
facts = charts.way_facts(ways, SHOWN)
sizes = [len(bias) for bias in biases]
T, COUNT = facts.get("t", 0.5), 101
FULL = [*(charts.full_glow(a) for _, _, a in dense_pass(weights, biases, images)[:-1]), 1.0]


def passed(count: int) -> list[np.ndarray]:
    """What every layer answers at `count` places of the plain blend, (count, units) each."""
    t = np.linspace(0, 1, count)[:, None]
    blend = (1 - t) * images[facts["digit"]] + t * images[facts["digit2"]]
    return [a for _, _, a in dense_pass(weights, biases, blend)]


answers = passed(COUNT)
said = answers[-1].argmax(axis=1)
course = along.stretches(passed(10_001)[-1].argmax(axis=1))
turned = np.flatnonzero(np.diff(said))

# %% [markdown]
# ## When a unit is on
#
# Of the answers, the likeliest is on. A unit flips in the step between two places.

# %%
on = [a > 0 for a in answers[:-1]] + [np.eye(sizes[-1], dtype=bool)[said]]
flips = [unit_flips(heard) for heard in on]
ids = [[f"{letter}{k + (letter != 'c')}" for k in range(n)] for letter, n in zip("abc", sizes, strict=True)]


def flippers(layer: int) -> tuple[list[str], list[str]]:
    """Who flips up to the decision, its own step included, and who after it."""
    cut = turned[-1] + 1 if len(turned) else COUNT - 1
    parts = flips[layer][:cut], flips[layer][cut:]
    until, after = ([ids[layer][k] for k in np.flatnonzero(part.any(axis=0))] for part in parts)
    return until, after


# %% [markdown]
# ## The two panels
#
# A row for every unit: a line, the wider and the stronger, the more it answers.

# %%
PITCH, FIRST, BETWEEN, BELOW, STEPS, WIDTH = 15, 81, 40, 28, 8, 440
tops = [FIRST, FIRST, FIRST + PITCH * sizes[1] + BETWEEN]
bottoms = [top + PITCH * n for top, n in zip(tops, sizes, strict=True)]
HEIGHT = max(bottoms[0] + BELOW, bottoms[2] + 2 * BELOW + 16)


def glow(layer: int) -> list[Path]:
    """Neighbours of one strength are one piece; what is on is seen, however weak."""
    least = on[layer] & (layer < 2)
    steps = np.maximum(least, np.floor(np.minimum(1, answers[layer] / FULL[layer]) * STEPS + 0.5))
    parts: dict[int, str] = {}
    for row, strengths in enumerate(steps.T.astype(int)):
        y = short(tops[layer] + (row + 0.5) * PITCH)
        edges = [0, *(np.flatnonzero(np.diff(strengths)) + 1), COUNT]
        for start, end in pairwise(edges):
            if step := int(strengths[start]):
                left, right = (decision.edge(edge, COUNT) for edge in (start, end))
                parts[step] = parts.get(step, "") + f"M{short(left)},{y}H{short(right)}"
    return [
        Path(d, "glow", 0.5 + 0.5 * k / STEPS, width=2 + 10 * k / STEPS) for k, d in sorted(parts.items())
    ]


def strokes(layer: int) -> Path:
    """Where the units flip."""
    found = [(row, step) for row in range(sizes[layer]) for step in np.flatnonzero(flips[layer][:, row])]
    spots = [(decision.edge(step + 1, COUNT), tops[layer] + (row + 0.5) * PITCH) for row, step in found]
    return Path("".join(f"M{short(x)},{short(y - 6)}v12" for x, y in spots), "ink", width=1.75)


def names(layer: int) -> list[Word]:
    turns = flips[layer].any(axis=0)
    return [
        Word(
            WAY.x - 6,
            tops[layer] + (row + 0.5) * PITCH,
            str(row) if layer == 2 else ids[layer][row],
            "ink" if turns[row] else "muted",
            size=11,
            weight=600 if turns[row] else 400,
            align="right",
        )
        for row in range(sizes[layer])
    ]


def counted(layer: int) -> str:
    until, after = flippers(layer)
    told = f"{len(until)} flip up to the decision, {len(after)} after it"
    return told if len(turned) else f"{len(until)} flip, and the answer stays"


def panel(*layers: int) -> list[Path | Word]:
    base = "".join(
        f"M{WAY.x:g},{short(tops[layer] + (row + 0.5) * PITCH)}h{WAY.width:g}"
        for layer in layers
        for row in range(sizes[layer])
    )
    order = ("First", "Second")
    return [
        Path(base, "rule", width=1),
        *joined(path for layer in layers for path in glow(layer)),
        *(strokes(layer) for layer in layers if layer < 2),
        *decision.marks(course, T, bottoms[layers[-1]]),
        *(word for layer in layers for word in names(layer)),
        Word(0, 6, f"{order[layers[0]]} layer, {sizes[layers[0]]} units", size=13, weight=600),
        Word(0, 23, counted(layers[0]), "muted"),
    ]


# %% [markdown]
# ## The unit that is selected, the words, and the figure

# %%
chosen = next((k, row.index(facts["unit"])) for k, row in enumerate(ids) if facts["unit"] in row)
place = round(T * (COUNT - 1))


def unit_words(layer: int, index: int) -> str:
    heard, started = answers[layer][place, index], on[layer][0, index]
    state = f"on, it answers {printed(heard, '.2f')}" if heard > 0 else "off"
    found = np.flatnonzero(flips[layer][:, index])
    turns = [
        f"turns {'off' if on[layer][k, index] else 'on'} at {places((k + 0.5) / (COUNT - 1))}" for k in found
    ]
    never = "on all the way" if started else "off all the way"
    return f"at {places(T)} {state}; {', '.join(turns) or never}"


def listed(some: list[str]) -> str:
    more = len(some) - 12
    return f" ({', '.join(some[:12])}{f' and {more} more' if more > 0 else ''})" if some else ""


name = f"unit {chosen[1] + 1} of the {('first', 'second')[chosen[0]]} layer"
told, readout = unit_words(*chosen), HEIGHT - 28
until, after = ([unit for layer in (0, 1) for unit in flippers(layer)[part]] for part in (0, 1))
often = f"changes {len(course) - 1} times and " if len(course) > 2 else ""
count = "1 unit flips" if len(until) == 1 else f"{len(until) or 'no'} units flip"
decided = (
    f"The answer {often}settles on {said[-1]} at {places(course[-1][0])} of the way. "
    f"Up to there {count}{listed(until)}, after it {len(after) or 'none'}{listed(after)}."
)
stays = f"The answer is {said[0]} all the way. {count.capitalize()}{listed(until)}."
sentence = f"{decided if len(turned) else stays} {name.capitalize()}: {told}."
ring = Path(
    f"M1,{short(tops[chosen[0]] + chosen[1] * PITCH)}h{WIDTH - 1.0:g}v{PITCH}h-{WIDTH - 1.0:g}z",
    "focus",
    width=3,
)
value("until", len(until))
value("after", len(after))
value("at_once", sum(int(flips[layer][turned[-1:]].sum()) for layer in (0, 1)))
value("second", sum(map(len, flippers(1))))
params = (
    *charts.lab_params(facts),
    *charts.way_params(facts, "way", "t", "order"),
    alt.param(name="says", expr=repr(sentence)),
)
second = [
    *panel(1, 2),
    Word(0, tops[2] - 14, "The answers", size=13, weight=600),
    Word(WAY.x + WAY.width, tops[2] - 14, "the wider, the likelier", "muted", align="right", halo=True),
    Word(0, readout, f"{name.capitalize()} ({facts['unit']})", size=13, weight=600),
    Word(0, readout + 20, told.capitalize()),
]
panels = [panel(0), second]
panels[chosen[0]].append(ring)
figure(
    "units",
    drawn(panels[0], params, WIDTH, HEIGHT),
    drawn(panels[1], (), WIDTH, HEIGHT),
    description="A row for every unit of the network, and along it a line where the unit is on, wider where "
    "it answers more strongly; an upright line through all rows where the answer changes.",
    widget="units",
    network="five-to-six-way/codes",
    player="t",
    pace=12,
)
