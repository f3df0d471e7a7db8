# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# figures = ["paths"]
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # All ways side by side
#
# In the page the widget `paths` draws this figure. Here is its static picture, and the real digits that the
# page measures every picture against: those held out, which come with the network, and training digits.

# %%
import altair as alt
import numpy as np
import torch

from nnexplain import charts
from nnexplain.charts import along
from nnexplain.charts.along import Box
from nnexplain.charts.drawn import Path, Word, cells, drawn, joined, printed, short
from nnexplain.data.digits import load_digits
from nnexplain.figures import figure, need, setting, value
from nnexplain.methods.decisions import nearest
from nnexplain.methods.ways import Net, Pair, dense

first, ways = need("models/digits"), need("models/five-to-six")
side = int(first.facts["side"])
images, labels = first["images"].reshape(len(first["labels"]), -1).astype(float), first["labels"]
facts = charts.way_facts(ways, min(len(labels), 500))
ONE, OTHER, T = facts["digit"], facts["digit2"], 0.5

# %%
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
counts = np.rint(digits.train_images * digits.levels).astype(np.uint8)
counts = counts[: max(1, 90_000 // counts.shape[1])]  # as many as a page can carry
shown = min(len(labels), 500)
known = np.concatenate([images[:shown], counts / digits.levels])
kinds = np.concatenate([labels[:shown], digits.train_labels[: len(counts)]])
usual = float(np.median(ways["apart"]))

# %% [markdown]
# ## The ways of this pair


# %%
def layers(name: str, *activations: str) -> list[dict[str, str]]:
    parts = [*(f"hidden{k}" for k in range(1, len(activations))), "output"]
    return [
        {"weight": f"{name}{part}.weight", "bias": f"{name}{part}.bias", "activation": how}
        for part, how in zip(parts, activations, strict=True)
    ]


def coder(name: str) -> tuple[Net, Net]:
    encoder = layers(f"{name}.encoder.layers.", "relu", "linear")
    return dense(ways.arrays, encoder), dense(
        ways.arrays, layers(f"{name}.decoder.layers.", "relu", "sigmoid")
    )


pair = Pair(
    reader=dense(first.arrays, layers("", "relu", "relu", "softmax")),
    start=torch.tensor(images[ONE]),
    end=torch.tensor(images[OTHER]),
    kinds=(int(labels[ONE]), int(labels[OTHER])),
    coders={f"code-{code}": coder(f"code-{code}") for code in ways.facts["codes"]},
    stroke=ways["stroke"].astype(float) if ways["stroke"].shape[1] == images.shape[1] else None,
)
KINDS = [kind for kind in charts.WAYS if kind != "stroke" or pair.stroke is not None]
pictures = {kind: pair.pictures(kind) for kind in KINDS}
course = {kind: along.stretches(pair.logits(pair.pictures(kind, 10_000)).argmax(axis=1)) for kind in KINDS}
far = {kind: nearest(shown, known) for kind, shown in pictures.items()}
top = np.ceil(2 * max(usual, *(distance.max() for distance, _ in far.values()))) / 2

# %% [markdown]
# ## A row for every way

# %%
ROWS, TOP, PITCH, PICTURE, NEAREST = 4, 40, 98, 56, 338
BAND, FAR = Box(68, 18, 256, 22), Box(68, 46, 256, 26)


def place(kind: str) -> int:
    """Where on a way the page stands."""
    return int(T * (len(pictures[kind]) - 1) + 0.5)


def moved(box: Box, y: float) -> Box:
    return Box(box.x, box.y + y, box.width, box.height)


def between(parts: list[tuple[float, float, int]]) -> list[int]:
    """The digits that are said, and neither first nor last."""
    return list(dict.fromkeys(digit for *_, digit in parts if digit not in (parts[0][2], parts[-1][2])))


def note(parts: list[tuple[float, float, int]]) -> str:
    if len(parts) == 1:
        return "never turns"
    past = f", past {', '.join(map(str, between(parts)))}" if between(parts) else ""
    return f"{'settles' if len(parts) > 2 else 'turns'} at {printed(parts[-1][0], '.2f')}{past}"


def distances(distance: np.ndarray, box: Box) -> list[Path]:
    xs = np.linspace(box.x, box.x + box.width, len(distance))
    ys = box.y + box.height * (1 - np.minimum(1, distance / top))
    base = short(box.y + box.height)
    line = "".join(f"L{short(x)},{short(y)}" for x, y in zip(xs, ys, strict=True))
    usually = short(box.y + box.height * (1 - usual / top), 2)
    return [
        Path(f"M{short(box.x)},{base}{line}L{short(box.x + box.width)},{base}z", "muted", 0.35),
        Path(f"M{short(box.x)},{usually}h{short(box.width)}", "ink", width=1, dash=(3, 3)),
        Path(f"M{short(box.x)},{base}h{short(box.width)}", "rule-strong", width=1),
    ]


def row(kind: str, y: float) -> list[Path | Word]:
    at = place(kind)
    distance, index = (float(far[kind][0][at]), int(far[kind][1][at]))
    label = int(kinds[index])
    whole = Box(BAND.x, BAND.y + y - 4, BAND.width, FAR.y + FAR.height - BAND.y + 4)
    sizes = {"cell": PICTURE / side, "columns": side}
    stands = at / (len(pictures[kind]) - 1)
    chosen = [Path(Box(-7, y - 6, 410, 91).outline(), "focus", width=2)] if kind == KINDS[0] else []
    return [
        *chosen,
        Word(0, y + 4, charts.WAYS[kind], size=13, weight=600),
        Word(BAND.x + BAND.width, y + 4, note(course[kind]), "muted", align="right"),
        Word(
            NEAREST + PICTURE,
            y + 4,
            f"{label}, {printed(distance, '.2f')}",
            "muted",
            align="right",
        ),
        *cells(pictures[kind][at], (0, y + 16), paint="ink", steps=8, **sizes),
        *cells(known[index], (NEAREST, y + 16), paint="ink", steps=8, **sizes),
        *along.band(course[kind], moved(BAND, y)),
        *distances(far[kind][0], moved(FAR, y)),
        along.here(stands, whole),
    ]


def panel(kinds: list[str]) -> list[Path | Word]:
    heads = [
        (0, "left", "now"),
        (68, "left", "what is said; below, how far off"),
        (394, "right", "nearest real"),
    ]
    words = [Word(x, 8, head, "muted", align=align) for x, align, head in heads]
    return [*words, *(part for k, kind in enumerate(kinds) for part in row(kind, TOP + k * PITCH))]


def merged(parts: list[Path | Word]) -> list[Path | Word]:
    """What lies nowhere on each other as few paths: the page has to carry them."""
    paths = [part for part in parts if isinstance(part, Path)]
    return [*joined(paths), *(part for part in parts if isinstance(part, Word))]


# %% [markdown]
# ## Its words, and the figure

# %%
digit_at = [int(pair.logits(pictures[kind][[place(kind)]]).argmax()) for kind in KINDS]
spoken = [f"{digit} on {digit_at.count(digit)}" for digit in sorted(set(digit_at))]
spoken[0] += f" of the {len(KINDS)} ways"
past = {kind: between(course[kind]) for kind in KINDS if between(course[kind])}
astray = "; ".join(f"{charts.WAYS[kind]} ({', '.join(map(str, digits))})" for kind, digits in past.items())
sentence = (
    f"At {T:.2f} of the way the network says {', '.join(spoken)}. "
    f"{f'A third digit is said on the way: {astray}.' if astray else 'No third digit is said on any.'}"
)
value("known", len(known))
value("usual", usual)
figure(
    "paths",
    drawn(
        merged(panel(KINDS[:ROWS])),
        (
            *charts.way_params(facts, "way", "t"),
            *charts.lab_params(facts),
            alt.param(name="says", expr=repr(sentence)),
        ),
        400,
        424,
    ),
    drawn(merged(panel(KINDS[ROWS:])), (), 400, 424),
    arrays={"known": counts, "labels": digits.train_labels[: len(counts)].astype(np.uint8)},
    facts={"usual": usual},
    description="A row for every way: the picture at the same place of each, a band that says where the "
    "network answers what, a curve of the distance to the nearest real digit, and that digit.",
    widget="paths",
    network="five-to-six-way/codes",
)
