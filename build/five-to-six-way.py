# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# figures = ["way"]
# ///

# %% [markdown]
# # Ways from one digit to another
#
# In the page the widget `way` draws this figure. Here are the networks that all figures of the lesson run,
# and its static picture: the same marks in the same places, for the pair of digits that the page begins with.

# %%
import altair as alt
import numpy as np
import torch

from nnexplain import charts
from nnexplain.charts import along
from nnexplain.charts.along import Box
from nnexplain.charts.drawn import Path, Word, cells, drawn, joined, printed, short
from nnexplain.figures import figure, need, network
from nnexplain.methods.ways import Pair, dense

first, ways = need("models/digits"), need("models/five-to-six")
levels, side = int(first.facts["levels"]), int(first.facts["side"])
images, labels = first["images"].reshape(len(first["labels"]), -1).astype(float), first["labels"]
LAYERS, SHOWN = ("hidden1", "hidden2", "output"), min(len(labels), 500)
facts = charts.way_facts(ways, SHOWN)
ONE, OTHER = facts["digit"], facts["digit2"]

# %% [markdown]
# ## The networks for the page
#
# One file is there from the start: the network that reads, with held-out digits to try it on, and the drawn 5
# with more and more of the arc. The autoencoders come when somebody goes through them.


# %%
def layer_of(name: str, activation: str) -> dict[str, str]:
    return {"kind": "dense", "weight": f"{name}.weight", "bias": f"{name}.bias", "activation": activation}


def half(coder: str, end: str) -> list[dict[str, str]]:
    """The encoder or the decoder of one autoencoder."""
    last = "linear" if end == "encoder" else "sigmoid"
    return [
        layer_of(f"{coder}.{end}.layers.{part}", how) for part, how in (("hidden1", "relu"), ("output", last))
    ]


parts = [f"{layer}.{part}" for layer in LAYERS for part in ("weight", "bias")]
coders = {
    f"code-{code}": {"encode": half(f"code-{code}", "encoder"), "decode": half(f"code-{code}", "decoder")}
    for code in sorted(ways.facts["codes"], reverse=True)
}
arrays = {part: first[part] for part in parts}
described = [layer_of(layer, how) for layer, how in zip(LAYERS, ("relu", "relu", "softmax"), strict=True)]
fits = ways["stroke"].shape[1] == images.shape[1]  # the drawing is of 8 × 8 pixels
network(
    "codes",
    arrays
    | {"images": np.rint(images[:SHOWN] * levels).astype(np.uint8), "labels": labels[:SHOWN].astype(np.uint8)}
    | ({"stroke": np.rint(ways["stroke"] * levels).astype(np.uint8)} if fits else {}),
    layers=described,
    facts={name: first.facts[name] for name in ("side", "levels", "prepare", "dataset")}
    | {"coders": "coders.safetensors.gz"},
)
network(
    "coders",
    {name: ways[name] for name in ways.arrays if name.startswith("code-")},
    layers=[*next(iter(coders.values()))["encode"], *next(iter(coders.values()))["decode"]],
    facts={"coders": coders},
)

# %% [markdown]
# ## The way of this pair

# %%
FINE = 10_000  # so finely it is looked where the answer changes
pair = Pair(
    reader=dense(arrays, described),
    start=torch.tensor(images[facts["digit"]]),
    end=torch.tensor(images[facts["digit2"]]),
    kinds=(int(labels[ONE]), int(labels[OTHER])),
)
shown = pair.pictures("blend")
course = along.stretches(pair.logits(pair.pictures("blend", FINE)).argmax(axis=1))
T = 0.5
p = torch.tensor(pair.logits(shown)).softmax(dim=1).numpy()

# %% [markdown]
# ## The figure `way`

# %%
BAND = Box(20, 74, 360, 24)
FILM, PITCH, TOP, PICTURE, WORDS = 40, 45, 24, (0, 138, 168), 188


def ink(values: np.ndarray, x: float, y: float, size: float, steps: int = 8) -> list[Path]:
    return cells(values, (x, y), size / side, side, paint="ink", steps=steps)


standing = int(T * (len(p) - 1) + 0.5)
here = p[standing]
top, next_ = (int(digit) for digit in np.argsort(-here, kind="stable")[:2])
strip = [
    Word(0, 6, "From one picture to the other", size=13, weight=600),
    *joined([path for k in range(9) for path in ink(shown[round(k * 100 / 8)], PITCH * k, TOP, FILM)]),
    *along.band(course, BAND),
    *(
        Word(BAND.across(turn), BAND.y + BAND.height + 13, printed(turn, ".2f"), weight=600, align="center")
        for _, turn, _ in course[:-1]
    ),
    along.here(T, Box(BAND.x, TOP - 4, BAND.width, BAND.y + BAND.height - TOP + 8)),
    *ink(shown[standing], *PICTURE, steps=16),
    Word(WORDS, 152, f"says {top}", size=20, weight=600),
    Word(WORDS, 182, f"{charts.chance(here[top])} sure"),
    Word(WORDS, 204, f"next {next_} with {charts.chance(here[next_])}"),
    Word(WORDS, 240, f"at {T:.2f} of the way", "muted"),
    Word(WORDS, 258, f"place {standing + 1} of {len(p)}", "muted"),
]
PLOT = Box(36, 30, 340, 240)
spoken = {digit for *_, digit in course}
few = sum(p.max(axis=0) <= along.LOW)
across = f"M{short(PLOT.x)},{short(PLOT.y)}v{short(PLOT.height)}h{short(PLOT.width)}"
turns = "".join(f"M{short(PLOT.across(turn), 2)},{PLOT.y}v{PLOT.height}" for _, turn, _ in course[:-1])
heights = [(share, PLOT.y + PLOT.height * (1 - share)) for share in (0, 0.5, 1)]
lines = [
    Word(0, 6, "How probable each digit is to the network", size=13, weight=600),
    Path("".join(f"M{PLOT.x},{short(y)}h{PLOT.width}" for _, y in heights), "rule", width=1, dash=(2, 3)),
    Path(across, "rule-strong", width=1),
    *(Word(PLOT.x - 6, y, f"{share:.0%}", "muted", align="right") for share, y in heights),
    *(
        Word(PLOT.across(t), PLOT.y + PLOT.height + 14, f"{t:g}", "muted", align="center")
        for t in (0, 0.25, 0.5, 0.75, 1)
    ),
    Word(PLOT.across(0.5), 302, "along the way", "muted", align="center"),
    *([Path(turns, "ink", width=1, dash=(2, 3))] if turns else []),
    *along.curves(p, spoken, PLOT),
    along.here(T, PLOT),
    *([Word(PLOT.x, 322, f"the other {few} stay below 6%", "muted")] if few else []),
]


def named(digit: int) -> str:
    return f"test digit no. {digit}, {'an' if labels[digit] == 8 else 'a'} {labels[digit]}"


def turning(parts: list[tuple[float, float, int]]) -> str:
    if len(parts) == 1:
        return f"It says {parts[0][2]} all along."
    if len(parts) > 6:
        return f"Its answer turns {len(parts) - 1} times; from {parts[-1][0]:.2f} on it is {parts[-1][2]}."
    after = ", then ".join(f"to {digit} at {printed(since, '.2f')}" for since, _, digit in parts[1:])
    return f"Its answer turns from {parts[0][2]} {after}."


sentence = (
    f"At {T:.2f} of the way from {named(ONE)}, to {named(OTHER)} ({charts.WAYS['blend']}), the network "
    f"says {top}, {charts.chance(here[top])} sure. {turning(course)}"
)
ends = {"digit": "start: test digit", "digit2": "end: test digit"}
scale = alt.binding_radio(
    options=["probability", "logits"], labels=["probabilities", "sums (logits)"], name="show"
)
figure(
    "way",
    drawn(
        strip,
        (
            *charts.way_params(facts, "way", "t"),
            *charts.lab_params(facts, "digit", "digit2", names=ends),
            alt.param(name="scale", value="probability", bind=scale),
            alt.param(
                name="card", value="start"
            ),  # the editor's, so that a link can choose before it is there
            alt.param(name="says", expr=repr(sentence)),
        ),
        400,
        330,
    ),
    drawn(lines, (), 400, 330),
    description="Nine pictures in a row, from a handwritten 5 to a 6, and below them a band that says where "
    "the network answers what. Beside it ten lines: how probable each digit is along the way.",
    widget="way",
    network="five-to-six-way/codes",
    tools=("swap the ends", "another start", "another end"),
    player="t",
    pace=12.5,
)
