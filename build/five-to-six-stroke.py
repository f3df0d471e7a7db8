# /// nnexplain
# needs = ["models/five-to-six", "models/digits"]
# widgets = ["tiles"]
# figures = ["stroke"]
# ///

# %% [markdown]
# # From 5 to 6: the closing stroke
#
# The drawn 5 with more and more of the arc; the whole arc laid over 5s that other people wrote; and on such
# 5s the arc that fits each of them and a 6 best.

# %%
import numpy as np

from nnexplain.figures import figure, need

run, digits = need("models/five-to-six"), need("models/digits")
side, networks = digits.facts["side"], run.facts["networks"]
SHOWN = 5


def row(heading: str, captions: list[str], answers: np.ndarray) -> dict[str, object]:
    """What stands above pictures, and below each: its caption, and what the networks say of it."""
    said = [" ".join(map(str, each)) for each in answers.tolist()]
    return {"heading": heading, "captions": captions, "said": said}


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
images = digits["images"].reshape(len(digits["labels"]), -1)
at = run.facts["ways"].index("stroke")
fives, closed_said = run["own.pairs"][:, 0], run["own.last"][at].astype(int)
fitted = some(run["own.first"][at], closed_said, fives)
bare = np.concatenate([run["stroke"][[0] * SHOWN], images[run["fives"][chosen]], images[fives[fitted]]])
closed = np.concatenate(
    [
        run["stroke"][places],
        np.minimum(1, images[run["fives"][chosen]] + run["arc"]),
        run["own.closed"][fitted],
    ]
)
levels = digits.facts["levels"]
figure(
    "stroke",
    widget="tiles",
    arrays={
        "pictures": np.rint(closed * levels).astype(np.uint8),
        "laid": (closed > bare + 0.5 / levels).astype(np.uint8),
    },
    facts={
        "side": side,
        "levels": levels,
        "rows": [
            row(
                "A drawn 5, and the arc that closes it",
                [f"{place}%" for place in places],
                run["stroke_said"][:, places].T,
            ),
            row(
                "The whole arc, on 5s of others",
                [f"no. {run['fives'][k]}" for k in chosen],
                after[:, chosen].T,
            ),
            row(
                "An arc that fits, on 5s of others",
                [f"no. {fives[k]}" for k in fitted],
                closed_said[:, fitted].T,
            ),
        ],
    },
    description=f"Three rows of pictures, below each what {networks} networks say of it: the drawn 5 as the "
    "arc grows, other people's 5s with the same arc laid over them, and with one that fits.",
)
