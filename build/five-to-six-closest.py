# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# figures = ["closest"]
# ///

# %% [markdown]
# # How close is close?
#
# In the page the widget `closest` searches and draws; here is its static picture, for the pair that the page
# begins with.

# %%
import altair as alt
import numpy as np
import torch
from torch import nn

from nnexplain import charts
from nnexplain.charts.drawn import Path, Word, cells, drawn, printed, short
from nnexplain.figures import figure, need
from nnexplain.methods.smallest_change import NORMS, smallest_change
from nnexplain.methods.ways import Pair, dense

first, ways = need("models/digits"), need("models/five-to-six")
levels, side = int(first.facts["levels"]), int(first.facts["side"])
images, labels = first["images"].reshape(len(first["labels"]), -1).astype(float), first["labels"]
facts = charts.way_facts(ways, min(len(labels), 500))
ONE, OTHER = facts["digit"], facts["digit2"]
KIND, TARGET = int(labels[ONE]), int(labels[OTHER])


# %%
def layer(name: str, how: str) -> dict[str, str]:
    return {"weight": f"{name}.weight", "bias": f"{name}.bias", "activation": how}


arrays = {name: first[name] for name in first.arrays}
reader = dense(arrays, [layer("hidden1", "relu"), layer("hidden2", "relu"), layer("output", "softmax")])
coded = {name: ways[name] for name in ways.arrays if name.startswith("code-")}


def half(coder: str, end: str, last: str) -> object:
    return dense(
        coded, [layer(f"{coder}.{end}.layers.hidden1", "relu"), layer(f"{coder}.{end}.layers.output", last)]
    )


coders = {
    f"code-{code}": (half(f"code-{code}", "encoder", "linear"), half(f"code-{code}", "decoder", "sigmoid"))
    for code in ways.facts["codes"]
}
start, end = (torch.tensor(images[digit]) for digit in (ONE, OTHER))
pair = Pair(reader=reader, start=start, end=end, kinds=(KIND, TARGET), coders=coders)


class Reader(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return reader(x.double())


found = [smallest_change(Reader(), start[None], torch.tensor([TARGET]), norm) for norm in NORMS]

# %% [markdown]
# ## How far the ways go


# %%
def sizes(pictures: np.ndarray) -> list[float] | None:
    """How far from the start, in both norms, a way is where its answer first changes."""
    said = pair.logits(pictures).argmax(axis=1)
    turned = np.flatnonzero(said != said[0])
    if not len(turned):
        return None
    off = np.abs(pictures[turned[0]] - images[ONE])
    return [float(np.sqrt((off**2).sum())), float(off.max())]


KINDS = ("blend", "code-8", "code-4", "code-2", "keep", "lose")
rows = [("smallest found", [float(change.size[0]) for change in found])]
rows += [(charts.WAYS[kind], sizes(pair.pictures(kind, 2000))) for kind in KINDS]

# %% [markdown]
# ## The pictures

# %%
PICTURE, X, Y, HEIGHT = 112, (0, 150, 300), (42, 230), 410
TITLES = ("Least over all pixels together (L2)", "Least in the pixel that changes most (L∞)")


def says(picture: np.ndarray) -> str:
    p = torch.tensor(pair.logits(picture[None])[0]).softmax(0)
    return f"says {int(p.argmax())}, {charts.chance(float(p.max()))}"


def changed(k: int) -> list[Path | Word]:
    y, size = Y[k], float(found[k].size[0])
    picture = found[k].pictures[0].numpy()
    change = picture - images[ONE]
    sized = f"{printed(size * levels, '.1f')} of {levels}" if k else f"size {printed(size, '.2f')}"
    words = (says(images[ONE]), sized, says(picture))
    signs = zip(X, "+=", strict=False)
    return [
        Word(0, y - 18, TITLES[k], size=13, weight=600),
        *cells(images[ONE], (X[0], y), PICTURE / side, side, paint="ink", steps=8),
        *cells(
            change, (X[1], y), PICTURE / side, side, paint="sign", steps=6, strongest=float(abs(change).max())
        ),
        *cells(picture, (X[2], y), PICTURE / side, side, paint="ink", steps=8),
        *(Word(x, y + PICTURE + 14, line) for x, line in zip(X, words, strict=True)),
        *(
            Word(x + PICTURE + 19, y + PICTURE / 2, sign, size=20, weight=600, align="center")
            for x, sign in signs
        ),
    ]


LEFT, WIDE, TOP, STEP, BLOCK = 164, 180, 44, 19, 216


def bars(k: int) -> list[Path | Word]:
    most = max(size[k] for _, size in rows if size)
    top = TOP + k * BLOCK
    same = f"In the pixel that changes most, of {levels} levels"
    title = same if k else "How far it is until the answer changes"
    parts: list[Path | Word] = [Word(0, top - 20, title, size=13, weight=600)]
    for n, (name, size) in enumerate(rows):
        y, wide = top + n * STEP, (size[k] if size else 0) / most * WIDE
        bar = f"M{LEFT},{y - 6}h{short(wide)}v12h-{short(wide)}z"
        sized = (
            printed(size[k] * levels, ".1f") if size and k else printed(size[k], ".2f") if size else "never"
        )
        parts += [
            Word(0, y, name, weight=600 if n == 1 else 400),
            Path(bar, "muted" if n else "ink"),
            Word(LEFT + wide + 6, y, sized),
        ]
    return parts


# %%
l2, linf = (float(change.size[0]) for change in found)
p = torch.tensor(pair.logits(images[ONE][None])[0]).softmax(0)
sentence = (
    f"Of test digit no. {ONE}, {'an' if KIND == 8 else 'a'} {KIND}, the network says {int(p.argmax())} "
    f"({charts.chance(float(p.max()))}). A change of size {printed(l2, '.2f')} is enough for a {TARGET}; or "
    f"one in which no pixel moves by more than {printed(linf * levels, '.1f')} of {levels} levels."
)
names = {"digit": "start: test digit", "digit2": "end: test digit"}
figure(
    "closest",
    drawn(
        [*changed(0), *changed(1)],
        (
            *charts.way_params(facts, "way"),
            *charts.lab_params(facts, "digit", "digit2", names=names),
            alt.param(name="says", expr=repr(sentence)),
        ),
        440,
        HEIGHT,
    ),
    drawn([*bars(0), *bars(1)], (), 440, HEIGHT),
    description=f"A {KIND}, the smallest changes found with which the network says {TARGET}, and what comes "
    "of them; beside them how far the ways go until the answer changes.",
    widget="closest",
    network="five-to-six-way/codes",
)
