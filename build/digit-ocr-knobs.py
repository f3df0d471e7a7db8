# /// nnexplain
# needs = ["models/digits"]
# figures = ["knobs"]
# ///

# %% [markdown]
# # Knobs on the network
#
# In the page the widget `knobs` turns a weight, a bias or a gain. Here is its static picture.

# %%
import altair as alt
import numpy as np
from numpy.typing import NDArray

from nnexplain import charts
from nnexplain.charts import Box, Dot, Mark, Word, strip
from nnexplain.figures import figure, need, value
from nnexplain.methods.flips import stretches

Array = NDArray[np.float64]
run = need("models/digits")
sizes = run.facts["sizes"]
names = [*(f"hidden{k}" for k in range(1, len(sizes) - 1)), "output"]
layers = [(run[f"{name}.weight"].astype(float), run[f"{name}.bias"].astype(float)) for name in names]
SHOWN = run.facts["shown"]  # the page has no more of the held-out digits
answers, truth = run["probabilities"][:SHOWN], run["labels"][:SHOWN]
said = answers.argmax(axis=1)
right = int((said == truth).sum())
lab = charts.lab_facts(truth, said, run["hidden1"][:SHOWN])
UNIT, DIGIT = int(lab["unit"][1:]) - 1, int(lab["digit"])
PICTURE = run["images"][DIGIT].reshape(-1)
SIDE = round(PICTURE.size**0.5)

# %% [markdown]
# ## What one knob does
#
# `sums` are the sums of all answers at settings of one knob of a unit: a weight, its bias or its gain.

# %%
REACH, MOST = 5.0, 10.0
first_w, first_b = layers[0]


def sums(part: int | str, settings: Array) -> Array:
    z = np.repeat((first_w @ PICTURE + first_b)[None], len(settings), 0)
    if part == "bias":
        z[:, UNIT] += settings - first_b[UNIT]
    elif part != "gain":
        z[:, UNIT] += (settings - first_w[UNIT, int(part)]) * PICTURE[int(part)]
    a = np.maximum(z, 0)
    if part == "gain":
        a[:, UNIT] *= settings
    for w, b in layers[1:-1]:
        a = np.maximum(a @ w.T + b, 0)
    w, b = layers[-1]
    return np.asarray(a @ w.T + b)


def course(part: int | str) -> list[tuple[float, float, int]]:
    ends = (0.0, MOST) if part == "gain" else (-REACH, REACH)
    return stretches(lambda settings: sums(part, settings).argmax(axis=1), *ends, samples=401)


def sure(part: int | str, settings: Array) -> Array:
    z = sums(part, settings)
    return np.asarray(1 / np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1))


# %% [markdown]
# The page begins with the gain; where that flips nothing, with the weight that flips the answer soonest.

# %%
courses: dict[int | str, list[tuple[float, float, int]]] = {
    part: course(part) for part in (*range(PICTURE.size), "bias", "gain")
}
own: dict[int | str, float] = dict(enumerate(map(float, first_w[UNIT])))
own |= {"bias": float(first_b[UNIT]), "gain": 1.0}


def soonest(part: int | str) -> float:
    return min((abs(start - own[part]) for start, _, _ in courses[part][1:]), default=np.inf)


best = min(range(PICTURE.size), key=soonest)
HELD: int | str = best if np.isfinite(soonest(best)) and len(courses["gain"]) == 1 else "gain"
telling = {part for part, its in courses.items() if len(its) > 1}

# %% [markdown]
# ## The network, to pick a unit


# %%
def network_plan() -> alt.LayerChart:
    glow = [run[name][DIGIT] / charts.full_glow(run[name][:SHOWN]) for name in names[:-1]]
    shown = [*glow, 0.4 * answers[DIGIT]]  # a glow that words stand on is fainter
    units, boxes, end = charts.unit_marks(shown, 136, answers=True, chosen=lab["unit"])
    marks = [*charts.ink_marks(PICTURE.reshape(SIDE, SIDE), 0, 0, 112), *units]
    p = answers[DIGIT]
    marks += [
        Word(132, 12, f"says {said[DIGIT]}", 20, 600),
        Word(132, 36, f"{charts.share(p.max())} sure; it is {truth[DIGIT]}"),
        Word(132, 66, f"of all {len(truth)} held-out digits it reads", paint="muted"),
    ]
    for row, word in enumerate(("now", "untouched")):
        y = 84 + 20 * row
        width = 96 * right / len(truth)
        marks += [Word(132, y, word), Word(352, y, str(right), align="right")]
        marks.append(Box(206, y - 5, width, 10, "" if row else "ink", edge="muted" if row else ""))
    for k, (x, y, _, height) in enumerate(boxes[-1]):
        weight = 700 if k == said[DIGIT] else 400
        marks.append(Word(x + 8, y + height / 2, str(k), 14, weight))
        marks.append(Word(x + 24, y + height / 2, charts.share(p[k]), 11))
    marks += [corner(*boxes[0][UNIT][:3])] if telling else []
    return charts.plan(marks, width=352, height=end, params=state)


def corner(x: float, y: float, width: float) -> Dot:
    """The dot of a knob that changes the answer by itself."""
    radius = min(3.5, width / 5)
    return Dot(x + width - 2.2 * radius, y + 2.2 * radius, radius)


# %% [markdown]
# ## The weights of the unit, to pick one


# %%
def pixel(k: int) -> str:
    return f"row {k // SIDE + 1}, column {k % SIDE + 1}"


def weights_plan() -> alt.LayerChart:
    cell, w = 352 / SIDE, first_w[UNIT]
    strong = float(np.sort(np.abs(first_w).ravel())[int(0.99 * (first_w.size - 1))])
    marks: list[Mark] = [Word(0, 4, f"unit {lab['unit']}: its {w.size} weights", 13, 600)]
    marks += [*charts.sign_marks(w, SIDE, 0, 18, cell, strong), Box(0, 18, 352, 352, edge="rule-strong")]
    places = {k: (k % SIDE * cell, 18 + k // SIDE * cell, cell, cell) for k in range(w.size)}
    rest = {"bias": (0.0, 380.0, 100.0, 44.0), "gain": (108.0, 380.0, 100.0, 44.0)}
    for name, box in rest.items():
        number, x = f"{own[name]:.2f}" if name == "gain" else signed(own[name]), box[0] + 50
        marks += [Box(*box, edge="rule-strong"), Word(x, 393, name, align="center", paint="muted")]
        marks.append(Word(x, 411, number, 13, 600, "center"))
    everywhere: dict[int | str, tuple[float, float, float, float]] = {**places, **rest}
    marks += [corner(*everywhere[part][:3]) for part in telling]
    marks.append(Box(*everywhere[HELD], edge="focus", thick=3))
    marks.append(Dot(225.5, 394))
    legend = ("turned alone, it can", "change the answer")
    marks += [Word(233, 394 + 16 * row, words, paint="muted") for row, words in enumerate(legend)]
    return charts.plan(marks, width=352, height=424)


# %% [markdown]
# ## The slider


# %%
LOW, HIGH = (0.0, MOST) if HELD == "gain" else (-REACH, REACH)


def signed(number: float) -> str:
    return format(number, "+.2f").replace("-", "−").replace("−0.00", "+0.00")


def label(setting: float) -> str:
    return f"{setting:.2f}" if HELD == "gain" else signed(setting)


def slider_plan() -> alt.LayerChart:
    marks, curve = strip.strip(
        courses[HELD],
        title=f"{lab['unit']}: {HELD if isinstance(HELD, str) else f'weight from {pixel(HELD)}'}",
        own=own[HELD],
        plain=int(said[DIGIT]),
        label=label,
        sure=lambda settings: sure(HELD, settings),
    )
    return charts.plan(marks, width=strip.WIDTH, height=strip.HEIGHT, under=curve, base=strip.BOTTOM)


# %% [markdown]
# ## Its words


# %%
def bearing() -> str:
    flips = courses[HELD][1:]
    up = next(((start, digit) for start, _, digit in flips if start > own[HELD]), None)
    down = next(((end, digit) for _, end, digit in reversed(courses[HELD][:-1]) if end <= own[HELD]), None)
    parts = [f"above {label(up[0])} it says {up[1]}"] if up else []
    parts += [f"below {label(down[0])} it says {down[1]}"] if down else []
    text = ", ".join(parts) or f"no setting from {label(LOW)} to {label(HIGH)} changes the answer"
    return text[0].upper() + text[1:] + "."


article = "an" if truth[DIGIT] == 8 else "a"
held = HELD if isinstance(HELD, str) else f"weight from {pixel(HELD)}"
sentence = (
    f"Unit {lab['unit']}, {held}: {label(own[HELD])} (as trained). For test digit no. {DIGIT}, {article} "
    f"{truth[DIGIT]}, the network says {said[DIGIT]}, {charts.share(answers[DIGIT].max())} sure. "
    f"{bearing()} Of all {len(truth)} held-out digits it reads {right}; untouched, {right}."
)
knob = HELD if isinstance(HELD, str) else f"w{HELD}"
state = (
    *charts.lab_params(lab, "digit", "noise"),
    alt.param(name="knob", value=knob),
    alt.param(name="says", expr=repr(sentence)),
)
figure(
    "knobs",
    network_plan(),
    weights_plan(),
    slider_plan(),
    description="Left, the network for one digit: its hidden units with a glow where they are on, and its "
    "ten answers. Right, the weights of one unit as a picture, and below it a slider for one of them, over a "
    "strip that says which digit the network would answer at each setting, with lines where it flips.",
    widget="knobs",
    network="digit-ocr/digits",
    tools=("shake again", "put all back"),
)

# %% [markdown]
# ## Numbers for the prose
#
# Which weights of the first layer change the answer by themselves.


# %%
def changing(unit: int, settings: Array) -> int:
    """How many weights of a unit of the first layer flip the answer somewhere."""
    z = first_w @ PICTURE + first_b
    turned = z[unit] + (settings[None] - first_w[unit][:, None]) * PICTURE[:, None]  # weights × settings
    a = np.repeat(np.maximum(z, 0)[None], turned.size, 0)
    a[:, unit] = np.maximum(turned, 0).ravel()
    for w, b in layers[1:]:
        a = (np.maximum(a, 0) if w is not layers[1][0] else a) @ w.T + b
    return int((a.argmax(axis=1).reshape(turned.shape) != said[DIGIT]).any(axis=1).sum())


some = np.linspace(-REACH, REACH, 41)
value("reach", REACH)
value("weights", first_w.size)
value("any", sum(changing(unit, some) for unit in range(len(first_w))))
value("largest", float(np.abs(first_w).max()))
