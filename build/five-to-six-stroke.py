# /// nnexplain
# needs = ["models/five-to-six", "models/digits"]
# figures = ["stroke"]
# ///

# %% [markdown]
# # From 5 to 6: the closing stroke
#
# The drawn 5 with more and more of the arc; the whole arc laid over 5s that other people wrote; and on such
# 5s the arc that fits each of them and a 6 best.

# %%
import altair as alt
import numpy as np

from nnexplain.charts.drawn import Path, Word, cells, drawn, joined
from nnexplain.figures import figure, need

run, digits = need("models/five-to-six"), need("models/digits")
side, networks = digits.facts["side"], run.facts["networks"]
SHOWN, TILE, GAP, TOP, LINE = 5, 64, 12, 26, 17


def row(heading: str, pictures: np.ndarray, captions: list[str], answers: np.ndarray) -> alt.LayerChart:
    """`pictures` (n, pixels) side by side, below each its caption and what the networks say of it."""
    parts: list[Path | Word] = [Word(0, 10, heading, size=13, weight=600)]
    paths: list[Path] = []
    for k, (picture, caption, said) in enumerate(zip(pictures, captions, answers, strict=True)):
        left, middle, below = k * (TILE + GAP), k * (TILE + GAP) + TILE / 2, TOP + TILE
        paths += cells(picture, (left, TOP), TILE / side, side, paint="ink")
        parts.append(
            Word(middle, below + LINE, " ".join(map(str, said)), size=14, weight=600, align="center")
        )
        parts.append(Word(middle, below + 2 * LINE, caption, "muted", align="center"))
    return drawn([*joined(paths), *parts], (), SHOWN * (TILE + GAP) - GAP, TOP + TILE + 3 * LINE)


# %% [markdown]
# Of the others' 5s, all of which are read as a 5 before: the first that stay one to every network, and last
# the one that most networks say 6 to.


# %%
def some(before: np.ndarray, after: np.ndarray, fives: np.ndarray) -> list[int]:
    """Which to show of `fives` (n,), each once; what is said `before` and `after` is (networks, n)."""
    known = (before == run.facts["one"]).all(axis=0)
    turned = (after == run.facts["other"]).sum(axis=0) * known
    last = int(turned.argmax())
    stay = np.flatnonzero(known & (after == run.facts["one"]).all(axis=0) & (fives != fives[last]))
    _, first = np.unique(fives[stay], return_index=True)
    return [*stay[np.sort(first)][: SHOWN - 1].tolist(), last]


places = np.linspace(0, run.facts["steps"], SHOWN).astype(int)
before, after = run["laid_said"][..., 0], run["laid_said"][..., 1]
chosen = some(before, after, run["fives"])
laid = np.minimum(1, digits["images"][run["fives"][chosen]].reshape(len(chosen), -1) + run["arc"])
at = run.facts["ways"].index("stroke")
fives, closed_said = run["own.pairs"][:, 0], run["own.last"][at].astype(int)
fitted = some(run["own.first"][at], closed_said, fives)
figure(
    "stroke",
    row(
        "A drawn 5, and the arc that closes it",
        run["stroke"][places],
        [f"{place}%" for place in places],
        run["stroke_said"][:, places].T,
    ),
    row(
        "The whole arc, on 5s of others",
        laid,
        [f"no. {run['fives'][k]}" for k in chosen],
        after[:, chosen].T,
    ),
    row(
        "An arc that fits, on 5s of others",
        run["own.closed"][fitted],
        [f"no. {fives[k]}" for k in fitted],
        closed_said[:, fitted].T,
    ),
    description=f"Three rows of pictures, below each what {networks} networks say of it: the drawn 5 as the "
    "arc grows, other people's 5s with the same arc laid over them, and with one that fits.",
)
