# /// nnexplain
# needs = ["models/digits"]
# figures = ["compare"]
# ///

# %% [markdown]
# # Two inputs, and what differs
#
# In the page the widget `compare` draws this figure. Here is its static picture: the same marks in the same
# places, and the same words, for the two digits that the page begins with.

# %%
from math import isqrt

import altair as alt
import numpy as np

from nnexplain import charts
from nnexplain.charts.drawn import Path, Word, cells, drawn, printed, short
from nnexplain.figures import figure, need, value
from nnexplain.methods.dense import dense_layers, dense_pass

run = need("models/digits")
weights, biases = dense_layers(run.arrays)
shown = run.facts["shown"]  # the page has no more of the held-out digits
images, labels = run["images"][:shown].astype(float), run["labels"][:shown]
sizes = [images.shape[1], *(len(bias) for bias in biases)]
side = isqrt(sizes[0])
everything = [a for _, _, a in dense_pass(weights, biases, images)]
state = charts.lab_facts(labels, everything[-1].argmax(axis=1), everything[0])
both = [state["digit"], state["digit2"]]
answers = [a[both] for a in everything]
FULL = [*map(charts.full_glow, everything[:-1]), 1.0]
gaps = [pair[0] - pair[1] for pair in answers]
flipped = [(pair[0] > 0) != (pair[1] > 0) for pair in answers[:-1]] + [np.zeros(sizes[-1], dtype=bool)]
said = [int(answers[-1][k].argmax()) for k in (0, 1)]


def digit_words(k: int) -> str:
    return f"test digit no. {both[k]}, {'an' if labels[both[k]] == 8 else 'a'} {labels[both[k]]}"


# %% [markdown]
# ## The inputs and the answers

# %%
HEIGHT, TOP, PAPER = 482, 42, 136
LEFT, RIGHT, REACH = 204, 236, 148


def inputs() -> list[Path | Word]:
    parts: list[Path | Word] = []
    for k, (x, name) in enumerate(((0, "First"), (232, "Second"))):
        beside = x + PAPER + 8
        parts += cells(images[both[k]], (x, TOP), PAPER / side, side, paint="ink")
        parts += [
            Word(x, 6, name, size=13, weight=600),
            Word(x, 26, digit_words(k), "muted"),
            Word(beside, TOP + 8, "read as", "muted"),
            Word(beside, TOP + 33, str(said[k]), size=28, weight=600),
            Word(beside, TOP + 57, charts.chance(float(answers[-1][k, said[k]]))),
        ]
    return parts


def answer_bars() -> list[Path | Word]:
    parts: list[Path | Word] = [Word(0, 206, "The two answers", size=13, weight=600)]
    for kind in range(sizes[-1]):
        y = 234 + 22 * kind
        parts.append(Word(220, y, str(kind), size=13, weight=700 if kind in said else 400, align="center"))
        for k, (start, way) in enumerate(((LEFT, -1), (RIGHT, 1))):
            p = float(answers[-1][k, kind])
            end = start + way * p * REACH
            if p > 0.0005:
                d = f"M{short(start)},{y - 8}H{short(end)}v16H{short(start)}z"
                parts.append(Path(d, "ink" if said[k] == kind else "muted"))
            if p >= 0.005:
                parts.append(Word(end + 5 * way, y, charts.chance(p), align="left" if way > 0 else "right"))
    return parts


# %% [markdown]
# ## The difference, layer by layer

# %%
LINES = ((204, 34), (304, 32), (392, 24))  # the zero line of each layer, and how far its bars reach
LEGEND = (
    "up, teal: more in the first",
    "down, amber: more in the second",
    "full, with ◆: flipped, on in one alone",
    "pale: on in both; a dot: no difference",
)


def layer_bars(layer: int) -> list[Path | Word]:
    (y, reach), pitch = LINES[layer], 440 / sizes[layer + 1]
    wide = min(14, 0.68 * pitch)
    parts: dict[tuple[str, float], str] = {}
    for k, (gap, flip) in enumerate(zip(gaps[layer], flipped[layer], strict=True)):
        x, share = (k + 0.5) * pitch, max(-1.0, min(1.0, float(gap) / FULL[layer]))
        paint = ("neg" if share < 0 else "pos", 1.0 if flip or layer == 2 else 0.4)
        bar = f"M{short(x - wide / 2)},{y}h{short(wide)}v{short(-share * reach)}h{short(-wide)}z"
        if abs(share) < 0.005:
            paint, bar = ("rule-strong", 1.0), f"M{short(x - 1.5)},{short(y - 1.5)}h3v3h-3z"
        parts[paint] = parts.get(paint, "") + bar
        if flip:
            tip = y - share * reach - (7 if share >= 0 else -7) - 4
            parts["ink", 1.0] = parts.get(("ink", 1.0), "") + f"M{short(x)},{short(tip)}l4,4l-4,4l-4,-4z"
    line = Path(f"M0,{y}h440", "rule-strong", width=1)
    return [*(Path(d, colour, opacity) for (colour, opacity), d in parts.items()), line]


def ring() -> Path:
    index = int(state["unit"][1:]) - 1
    (y, reach), pitch = LINES[0], 440 / sizes[1]
    x, half = (index + 0.5) * pitch, min(14, 0.68 * pitch) / 2 + 2.5
    wide, high = short(2 * half), 2 * reach + 8
    return Path(f"M{short(x - half)},{y - reach - 4}h{wide}v{high}h-{wide}v-{high}", "focus", width=3)


def unit_words() -> tuple[str, str]:
    index = int(state["unit"][1:]) - 1
    one, other = (f"{printed(a)}" if a > 0 else "off" for a in answers[0][:, index].tolist())
    end = ", flipped" if flipped[0][index] else ""
    return f"Unit {index + 1} of the first layer", f"{one} for the first, {other} for the second{end}"


def gap_words() -> list[Word]:
    pixels = images[both[0]] - images[both[1]]
    counts = [
        f"{name} layer: {int(f.sum())} of {len(f)} units flipped"
        for name, f in zip(("first", "second"), flipped, strict=False)
    ]
    heads = [*counts, f"the answer: {said[0]} for the first, {said[1]} for the second"]
    pitch = 440 / sizes[-1]
    return [
        Word(0, 6, "The difference, layer by layer", size=13, weight=600),
        Word(126, 32, f"the pictures: {int((pixels != 0).sum())} of {len(pixels)} pixels differ", "muted"),
        *(Word(126, 64 + 20 * k, words, "muted") for k, words in enumerate(LEGEND)),
        *(Word(0, y - reach - 16, head, "muted") for (y, reach), head in zip(LINES, heads, strict=True)),
        *(Word((k + 0.5) * pitch, 432, str(k), size=13, align="center") for k in range(sizes[-1])),
        Word(0, HEIGHT - 26, f"{unit_words()[0]} ({state['unit']})", size=13, weight=600),
        Word(0, HEIGHT - 7, unit_words()[1], size=13),
    ]


# %% [markdown]
# ## Its words, and the figure

# %%
reads = [
    f"{digit_words(k)}, read as {said[k]} ({charts.chance(float(answers[-1][k, said[k]]))})" for k in (0, 1)
]
flips = [int(some.sum()) for some in flipped]
told = f"{flips[0]} of {sizes[1]} units of the first layer flipped, {flips[1]} of {sizes[2]} of the second"
sentence = f"First: {reads[0]}. Second: {reads[1]}. {told}. {': '.join(unit_words())}."
pixels = cells(images[both[0]] - images[both[1]], (0, 22), 112 / side, side, paint="sign", steps=6)
few = 2 * flips[0] <= sizes[1]
value("compare_flipped", f"{'Not' if few else 'They do'} in the two below: {told}")
figure(
    "compare",
    drawn(
        [*inputs(), *answer_bars()],
        (*charts.lab_params(state, "digit", "digit2"), alt.param(name="says", expr=repr(sentence))),
        440,
        HEIGHT,
    ),
    drawn([*pixels, *(p for k in range(3) for p in layer_bars(k)), ring(), *gap_words()], (), 440, HEIGHT),
    description="Two handwritten digits with the network's answers to both; beside them, for every pixel and "
    "every unit, by how much the first has more than the second, and which units have flipped.",
    widget="compare",
    network="digit-ocr/digits",
    tools=("swap", "surprise me", "draw the first", "draw the second", "back to test digits"),
)
