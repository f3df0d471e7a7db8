# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# figures = ["who"]
# ///

# %% [markdown]
# # Who decides
#
# In the page the widget `who` draws this figure. Here is its static picture: the same marks in the same
# places, and the same words, for the way that the page begins with.

# %%
from math import floor

import altair as alt
import numpy as np

from nnexplain import charts
from nnexplain.charts import along, decision
from nnexplain.charts.added import Layer, adding, bends, round_ticks, stack
from nnexplain.charts.decision import WAY, places
from nnexplain.charts.drawn import Path, Word, drawn, printed, short
from nnexplain.figures import figure, need, value
from nnexplain.methods.decisions import contributions
from nnexplain.methods.dense import dense_layers, dense_pass

first, ways = need("models/digits"), need("models/five-to-six")
SHOWN = min(len(first["labels"]), 500)
weights, biases = dense_layers(first.arrays)
images = first["images"].reshape(len(first["labels"]), -1).astype(float)[:SHOWN]
facts = charts.way_facts(ways, SHOWN)
T, COUNT = facts.get("t", 0.5), 101


def passed(count: int) -> tuple[np.ndarray, np.ndarray]:
    """What the last layer sees at `count` places of the plain blend, and its sums."""
    t = np.linspace(0, 1, count)[:, None]
    blend = (1 - t) * images[facts["digit"]] + t * images[facts["digit2"]]
    x, z, _ = dense_pass(weights, biases, blend)[-1]
    return x, z


hidden, logits = passed(COUNT)
said = logits.argmax(axis=1)
course = along.stretches(passed(10_001)[1].argmax(axis=1))
ONE, SAME = int(said[0]), said[0] == said[-1]
OTHER = int(logits[-1].argsort()[-1 - SAME])  # where both ends are one answer, what comes closest to it
added = contributions(weights[-1], biases[-1], hidden, OTHER, ONE)
place, units = round(T * (COUNT - 1)), added.shape[1] - 1


# %%
def hundredths(number: int) -> str:
    return printed(number / 100, "+.2f") if number else "0.00"


def name(index: int) -> str:
    return f"b{index + 1}" if index < units else "bias"


def strongest(numbers: list[int], sign: int) -> int:
    """The unit of the greatest number on this side of zero; −1 where there is none."""
    sided = [sign * number for number in numbers[:units]]
    return sided.index(max(sided)) if max(sided) > 0 else -1


def favours(number: int) -> str:
    return f"for {OTHER}" if number > 0 else f"for {ONE}" if number < 0 else "for neither"


here, change = adding(added[place]), adding(added[-1] - added[0])
mover = strongest(change, -1 if sum(change) < 0 else 1)
total = hundredths(sum(change))
moves = f"Over the whole way {name(mover)} moves it most: {hundredths(change[mover])} of {total}."
of_mover = [printed(x, "+.2f") for x in added[[0, -1], mover]]
silent = added[:, mover].max() <= 0 < change[mover]
silence = f" It never speaks for the {OTHER}. It falls silent about the {ONE}: from {' to '.join(of_mover)}."
lead = f"logit {OTHER} − logit {ONE}"
chosen = int(facts["unit"][1:]) - 1  # of the second layer

# %% [markdown]
# ## The sum, unit by unit

# %%
WIDTH, FIRST, PITCH, ZERO, REACH, NOW, CHANGE, HIGH = 440, 74, 23, 162, 116, 346, 434, 13
END = FIRST + (units + 1) * PITCH + 12
HEIGHT = END + 56
most = float(np.abs(added).max())


def middle(row: int) -> float:
    return FIRST + (row + 0.5) * PITCH


def bar(row: int) -> str:
    wide = added[place, row] / most * REACH
    return f"M{ZERO},{short(middle(row) - HIGH / 2)}h{short(wide)}v{HIGH}h{short(-wide)}z"


def summed() -> list[Path | Word]:
    rows, end = range(units + 1), "right"
    starts = [(middle(row), ZERO + added[0, row] / most * REACH) for row in rows if added[0, row]]
    two = adding(np.array([logits[place, OTHER], -logits[place, ONE]]))
    chose = f"M1,{short(middle(chosen) - PITCH / 2 + 0.5)}h{WIDTH - 2}v{PITCH - 1}h-{WIDTH - 2}z"
    ends = [(NOW, sum(here)), (CHANGE, sum(change))]
    return [
        Path(f"M{ZERO},{FIRST}v{(units + 1) * PITCH}", "rule-strong", width=1),
        Path("".join(bar(row) for row in rows if added[place, row] > 0), "pos"),
        Path("".join(bar(row) for row in rows if added[place, row] < 0), "neg"),
        Path("".join(f"M{short(x)},{short(y - 9)}v18" for y, x in starts), "ink", width=1.5),
        Path(f"M0,{END - 14}H{WIDTH}", "rule-strong", width=1),
        Path(chose, "focus", width=3),
        Word(0, 6, f"Who speaks for {OTHER}, who for {ONE}", size=13, weight=600),
        Word(0, 27, f"right: for {OTHER}; left: for {ONE}; a stroke: at the start", "muted"),
        *(
            Word(x, FIRST - 10, head, "muted", align=end)
            for x, head in ((NOW, "here"), (CHANGE, "whole way"))
        ),
        *(Word(4, middle(row), name(row)) for row in rows),
        *(Word(NOW, middle(row), hundredths(here[row]), align=end) for row in rows),
        *(
            Word(CHANGE, middle(row), hundredths(change[row]), weight=600 if row == mover else 400, align=end)
            for row in rows
        ),
        *(Word(x, END, hundredths(number), weight=600, align=end) for x, number in ends),
        Word(0, END, lead, weight=600),
        Word(
            0,
            END + 24,
            f"logit {OTHER} is {hundredths(two[0])}, logit {ONE} is {hundredths(-two[1])}",
            "muted",
        ),
        Word(0, END + 44, moves, "muted"),
    ]


# %% [markdown]
# ## The same along the way
#
# What speaks for lies on top of each other above zero, what speaks against below it, the widest next to zero.

# %%
TOP, BOTTOM = 84, HEIGHT - 96
ROOM, APART, REACH, MARGIN = 14, 9, 4, 0.035
bands = stack(added)
low, high = (float(edge([edge(band.high) for band in bands])) for edge in (np.min, np.max))
low, high = min(0.0, low), max(0.0, high)


def y_of(number: float) -> float:
    return TOP + (high - number) / (high - low) * (BOTTOM - TOP)


def points(edge: np.ndarray, some: list[int]) -> list[str]:
    return [f"{short(WAY.across(k / (COUNT - 1)))},{short(y_of(float(edge[k])))}" for k in some]


def line(*edges: np.ndarray) -> str:
    """Through the edges, one after another, every second one backwards; straight to a third of a pixel."""
    some = bends(np.stack(edges, axis=1) * (BOTTOM - TOP) / (high - low), 1 / 3)
    return "L".join("L".join(points(edge, some)[:: 1 - 2 * (k % 2)]) for k, edge in enumerate(edges))


total = added.sum(axis=1)


def named(band: Layer) -> list[Word]:
    """The name where the band is widest, off the line of the sum."""
    best, widest, last = [], float(ROOM), COUNT - 1
    for k in range(COUNT):
        start, end = y_of(float(band.low[k])), y_of(float(band.high[k]))
        wide = floor(abs(start - end) * 10 + 0.5) / 10
        beside = total[[max(0, k - REACH), k, min(last, k + REACH)]]
        clear = all(abs((start + end) / 2 - y_of(float(each))) >= APART for each in beside)
        if clear and MARGIN * last <= k <= (1 - MARGIN) * last and wide > widest:
            best, widest = (
                [Word(WAY.across(k / last), (start + end) / 2, name(band.index), align="center")],
                wide,
            )
    return best


ticks = round_ticks(low, high)
dot = f"{short(WAY.across(T))},{short(y_of(float(total[place])))}"
shapes = {band.index: f"M{line(band.high, band.low)}Z" for band in bands}
told = (
    f"At {places(T)} of the way: {hundredths(here[chosen])}, {favours(here[chosen])}; "
    f"over the whole way {hundredths(change[chosen])}."
)
stacked = [
    Path("".join(f"M{WAY.x:g},{short(y_of(tick))}h{WAY.width:g}" for tick in ticks), "rule", width=1),
    *(
        Path(shapes[band.index], "pos" if band.high.sum() > 0 else "neg", 0.45 if k % 2 else 0.65)
        for k, band in enumerate(bands)
    ),
    Path("".join(shapes.values()), "panel", width=1),
    Path(f"M{WAY.x:g},{short(y_of(0))}h{WAY.width:g}", "rule-strong", width=1),
    Path(f"M{line(total)}", "ink", width=2.5),
    *decision.marks(course, T, BOTTOM),
    *([Path(shapes[chosen], "focus", width=3)] if chosen in shapes else []),
    Path(f"M{dot}h0", "focus", width=11.5, ends="round"),
    Path(f"M{dot}h0", "panel", width=6.5, ends="round"),
    Word(0, 6, "The same, along the way", size=13, weight=600),
    Word(0, 23, f"above 0: for {OTHER}, below: for {ONE}; the line is the sum", "muted"),
    *(
        Word(WAY.x - 4, y_of(tick), printed(tick, ".0f" if tick % 1 == 0 else ".1f"), "muted", align="right")
        for tick in ticks
    ),
    *(word for band in bands for word in named(band)),
    Word(0, HEIGHT - 28, f"Unit {chosen + 1} of the second layer (b{chosen + 1})", size=13, weight=600),
    Word(0, HEIGHT - 8, told),
]

# %% [markdown]
# ## Its words, and the figure

# %%
sides = [(strongest(here, 1), f"speaks most for {OTHER}"), (strongest(here, -1), f"most for {ONE}")]
speaks = ", ".join(
    f"{name(index)} {words} ({hundredths(here[index])})" for index, words in sides if index >= 0
)
sentence = f"Both ends are read as {ONE}; {OTHER} comes closest at the end. " if SAME else ""
sentence += (
    f"At {places(T)} of the way {lead} is {hundredths(sum(here))}{f': {speaks}' if speaks else ''}. {moves}"
)
ranked = sorted((number for number in change[:units] if number * sum(change) > 0), key=abs, reverse=True)
value("mover", moves.removeprefix("Over the whole way ") + (silence if silent else ""))
value("biases", abs(float(added[0, units])))
value("half", 1 + sum(2 * abs(sum(ranked[:k])) < abs(sum(change)) for k in range(1, len(ranked))))
figure(
    "who",
    drawn(
        summed(),
        (
            *charts.lab_params(facts),
            *charts.way_params(facts, "way", "t"),
            alt.param(name="says", expr=repr(sentence)),
        ),
        WIDTH,
        HEIGHT,
    ),
    drawn(stacked, (), WIDTH, HEIGHT),
    description="For every unit of the last hidden layer a bar: what it adds to the logit of "
    f"{OTHER} less that of {ONE}, and the sum; beside it the same at every place of the way, as bands on top "
    "of each other, with a line for the sum.",
    widget="who",
    network="five-to-six-way/codes",
    player="t",
    pace=12,
)
