# /// nnexplain
# needs = ["models/digits"]
# figures = ["fmri"]
# ///

# %% [markdown]
# # One thought, layer by layer
#
# In the page the widget `fmri` draws this figure. Here is its static picture: the same marks in the same
# places, and the same words, for the digit and the unit that the page begins with.

# %%
from math import isqrt

import altair as alt
import numpy as np

from nnexplain import charts
from nnexplain.charts import layers
from nnexplain.charts.drawn import Path, Word, cells, disc, drawn, joined, printed, short
from nnexplain.figures import figure, need, value
from nnexplain.methods.dense import dense_layers, dense_pass

run = need("models/digits")
weights, biases = dense_layers(run.arrays)
shown = run.facts["shown"]  # the page has no more of the held-out digits
images, labels = run["images"][:shown].astype(float), run["labels"][:shown]
sizes = [images.shape[1], *(len(bias) for bias in biases)]
side = isqrt(sizes[0])
everything = dense_pass(weights, biases, images)
answers = everything[-1][2]
state = charts.lab_facts(labels, answers.argmax(axis=1), everything[0][2])
DIGIT = state["digit"]
thought = dense_pass(weights, biases, images[[DIGIT]])
FULL = [*(charts.full_glow(a) for _, _, a in everything[:-1]), 1.0]
placed = layers.units(sizes)
unit = next(u for u in placed if u.id == state["unit"])
x, z, a = (part[0] for part in thought[unit.layer])

# %% [markdown]
# ## The scan

# %%
MOST, FAINT, RADIUS = (80, 60, 50), 0.08, 9
source = layers.sources(sizes, placed)
spot = {(u.layer, u.index): (u.x, u.y) for u in placed}


def drawn_wires(layer: int) -> list[Path]:
    wires = layers.strongest(weights[layer], biases[layer], thought[layer][0][0], MOST[layer])
    lines = [(layers.line(source(layer, w.from_), spot[layer, w.to]), w.value) for w in wires]
    return layers.bundles(lines, max(abs(w.value) for w in wires))


def own_wires() -> list[Path]:
    """What the unit gets and what it hands on, each against its own greatest."""
    arriving = {k: float(weights[unit.layer][unit.index, k] * x[k]) for k in range(len(x))}
    arriving[-1] = float(biases[unit.layer][unit.index])
    lines = [(source(unit.layer, k), spot[unit.layer, unit.index], term) for k, term in arriving.items()]
    most = max(map(abs, arriving.values())) or 1
    shares = [(layers.line(start, end), term / most) for start, end, term in lines]
    leaving = weights[unit.layer + 1][:, unit.index] * a[unit.index]
    most = float(np.abs(leaving).max()) or 1
    here = spot[unit.layer, unit.index]
    shares += [(layers.line(here, spot[unit.layer + 1, k]), v / most) for k, v in enumerate(leaving)]
    return layers.bundles([share for share in shares if abs(share[1]) > FAINT], 1.0)


def lights() -> list[Path]:
    """The units: their rims, and a disc in each, the larger and the stronger the more it answers."""
    glow: dict[int, list[tuple[float, float]]] = {}
    for u in placed:
        share = min(1.0, float(thought[u.layer][2][0, u.index]) / FULL[u.layer])
        if step := round(share * 10):
            glow.setdefault(step, []).append((u.x, u.y))
    everywhere = [(u.x, u.y) for u in placed]
    ring = [disc([(unit.x, unit.y)], "focus", 31), disc([(unit.x, unit.y)], "panel", 25)]
    rims = [disc(everywhere, "rule-strong", 19.25), disc(everywhere, "panel", 16.75)]
    lit = [
        disc(some, "glow", 2 * RADIUS * 0.95 * (step / 10) ** 0.5, 0.35 + 0.65 * step / 10)
        for step, some in sorted(glow.items())
    ]
    return [*ring, *rims, *lit]


def scan_words() -> list[Word]:
    said = int(thought[-1][2][0].argmax())
    heads = [f"{name} layer, {n} units" for name, n in zip(("first", "second"), sizes[1:-1], strict=True)]
    tops = [next(u.y for u in placed if u.layer == k) for k in range(3)]
    words = [Word(0, 6, "One thought, layer by layer", size=13, weight=600)]
    words += [
        Word(0, y - 24, head, "muted", halo=True)
        for head, y in zip([*heads, "the answer"], tops, strict=True)
    ]
    for k, u in enumerate(u for u in placed if u.layer == 2):
        p = float(thought[-1][2][0, k])
        words.append(Word(u.x, u.y + 26, str(k), size=15, weight=700 if k == said else 400, align="center"))
        if p >= 0.01:
            words.append(Word(u.x, u.y + 46, f"{p * 100:.0f}%", align="center"))
    return words


def bias_marks() -> list[Path | Word]:
    spots = [layers.bias_at(k) for k in range(3)]
    square = "".join(f"M{short(x - 7)},{short(y - 7)}h14v14h-14z" for x, y in spots)
    ones = [Word(x, y, "1", align="center", size=11) for x, y in spots]
    name = Word(spots[0][0] - 12, spots[0][1], "bias", "muted", align="right")
    return [Path(square, "panel"), Path(square, "rule-strong", width=1.25), *ones, name]


left, top, size = layers.PICTURE
ground, frame, *ink = cells(images[DIGIT], (left, top), size / side, side, paint="ink")
scan = [
    ground,
    *(path for k in range(3) for path in drawn_wires(k)),
    *own_wires(),
    frame,
    *ink,
    *bias_marks(),
    *lights(),
    *scan_words(),
]

# %% [markdown]
# ## The unit that is looked at

# %%
SHOWN, PLATE, SIDE, BIAS, THUMB = 4, 64, 112, 126, (442, 56, 66)
FIRST, STEP = 230, 22


def exact(count: int) -> str:
    return printed(count / 1000, "+.3f")


def thousandths(x: float) -> int:
    return int(np.floor(x * 1000 + 0.5))


def plate(values: np.ndarray, left: float) -> list[Path | Word]:
    bias = float(biases[unit.layer][unit.index])
    most = float(max(np.abs(values).max(), abs(bias)))
    cell = [bias], (left + BIAS, PLATE + SIDE - 14), 14.0, 1
    name = Word(left + BIAS, PLATE + SIDE - 24, "bias", "muted")
    picture = cells(values, (left, PLATE), SIDE / side, side, paint="sign", strongest=most, steps=5)
    return [*joined([*picture, *cells(*cell, paint="sign", strongest=most, steps=6)]), name]


def sum_rows() -> list[tuple[str, str, str]]:
    """The greatest terms one by one; the others are what is left of the printed sum, so that it adds up."""
    w, bias = weights[unit.layer][unit.index], thousandths(biases[unit.layer][unit.index])
    terms = w * x
    greatest = [int(k) for k in np.argsort(-np.abs(terms), kind="stable")[:SHOWN] if terms[k]]
    rows = [
        (
            f"row {k // side + 1}, column {k % side + 1}",
            f"{printed(w[k])} × {printed(x[k])}",
            exact(thousandths(terms[k])),
        )
        for k in greatest
    ]
    sum_ = thousandths(z[unit.index])
    rest = sum_ - bias - sum(thousandths(terms[k]) for k in greatest)
    rows.append((f"the other {len(w) - SHOWN} together", "", exact(rest)))
    rows.append(("bias", f"{exact(bias)} × 1", exact(bias)))
    return [*rows, ("sum", "", exact(sum_)), ("answer: the sum, if above 0", "", printed(a[unit.index]))]


def table_words() -> list[Path | Word]:
    head = ("from", "weight × what comes in", "product")
    rows = [(206, head, "muted", 12), *((FIRST + STEP * k, r, "ink", 13) for k, r in enumerate(sum_rows()))]
    words = [
        Word(at, y, text, colour, size, align=align)
        for y, row, colour, size in rows
        for text, at, align in zip(row, (0, 300, 396), ("left", "right", "right"), strict=True)
        if text
    ]
    y = FIRST + (SHOWN + 1.5) * STEP
    note = "To thousandths; what rounding leaves is with the others."
    rule = Path(f"M0,{short(y)}h400", "rule-strong", width=1)
    return [*words, rule, Word(0, FIRST + (SHOWN + 3) * STEP + 22, note, "muted")]


def portraits() -> list[Path | Word]:
    y, side_, pitch = THUMB
    heard = everything[unit.layer][2][:, unit.index]
    best = np.argsort(-heard, kind="stable")[:6]
    pictures, words = [], []
    for k, index in enumerate(best):
        pictures += cells(images[index], (k * pitch, y), side_ / side, side, paint="ink", steps=5)
        name = f"{'an' if labels[index] == 8 else 'a'} {labels[index]}"
        middle = k * pitch + side_ / 2
        words.append(Word(middle, y + side_ + 14, name, align="center"))
        words.append(Word(middle, y + side_ + 31, printed(heard[index], ".2f"), "muted", align="center"))
    return [*joined(pictures), *words]


on = z[unit.index] > 0
what = (
    f"on, it answers {printed(a[unit.index])}" if on else f"off, its sum is {printed(z[unit.index], '+.3f')}"
)
name = f"unit {unit.index + 1} of the first layer"
inspector = [
    Word(0, 6, f"{name.capitalize()} ({unit.id})", size=13, weight=600),
    Word(0, 28, what.capitalize(), "muted", 13),
    Word(0, PLATE - 14, "its weights", "muted"),
    Word(208, PLATE - 14, "weight × what comes in", "muted"),
    *plate(weights[unit.layer][unit.index], 0),
    *plate(weights[unit.layer][unit.index] * x, 208),
    *table_words(),
    Word(0, THUMB[0] - 16, "The held-out digits that excite it most", size=13, weight=600),
    *portraits(),
]

# %% [markdown]
# ## Its words, and the figure

# %%
ons = [int((heard[2] > 0).sum()) for heard in thought[:-1]]
label, p = int(labels[DIGIT]), thought[-1][2][0]
said = int(p.argmax())
sentence = (
    f"Test digit no. {DIGIT}, {'an' if label == 8 else 'a'} {label}: {ons[0]} of {sizes[1]} units of the "
    f"first layer are on, {ons[1]} of {sizes[2]} of the second; "
    f"the network says {said} ({charts.share(p[said])}). "
    f"{name.capitalize()}: {what}."
)
played = alt.binding_range(min=0, max=3, step=1, name="layers")
params = (
    *charts.lab_params(state, "digit"),
    alt.param(name="layer", value=3, bind=played),
    alt.param(name="says", expr=repr(sentence)),
)
value("fmri_shown", sum(MOST))
value("fmri_connections", sum(w.size + len(b) for w, b in zip(weights, biases, strict=True)))
figure(
    "fmri",
    drawn(scan, params, layers.WIDTH, layers.HEIGHT),
    drawn(inspector, (), 400, layers.HEIGHT),
    description="A handwritten digit on top; below it the units of three layers with a glow where they are "
    "on, and curved lines for the connections that carry most. Beside it one unit: its weights, its sum "
    "and the digits that excite it most.",
    widget="fmri",
    network="digit-ocr/digits",
    player="layer",
    pace=0.5,
)
