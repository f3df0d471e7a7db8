# /// nnexplain
# needs = ["models/five-to-six", "models/digits"]
# figures = ["decisions", "thirds", "distances", "smallest"]
# ///

# %% [markdown]
# # From 5 to 6: the figures that count
#
# All of it was measured in `build/models/five-to-six.py`, by three networks over hundreds of pairs of
# test digits. Here the counts are turned into tables and drawn.

# %%
import altair as alt
import numpy as np
import pandas as pd

from nnexplain.charts.ranges import dots, ranges, spread
from nnexplain.figures import Predict, figure, need, value

run, digits = need("models/five-to-six"), need("models/digits")
ways, networks = run.facts["ways"], run.facts["networks"]
WORDS = {
    "blend": "the plain blend",
    **{f"code-{code}": f"through {code} numbers" for code in run.facts["codes"]},
    "keep": "pixels, kept longest",
    "lose": "pixels, lost first",
    "stroke": "the closing stroke",
}
FEW = 30  # fewer pairs make no line
KINDS = {"own": "From a 5 to a 6", "any": "From any digit to another"}
counted = {kind: run[f"{kind}.ends"] > 0 for kind in KINDS}  # (ways, networks, pairs)
names = [WORDS[way] for way in ways]

# %% [markdown]
# ## Ranges
#
# A row for each way, and in it a line for each network: from the tenth to the ninetieth hundredth, thick from
# the first to the third quarter, with a dot in the middle. Between any two digits there is no closing stroke.


# %%
def samples(kind: str, part: str) -> list[list[np.ndarray]]:
    """For every way and network what was measured of the pairs whose ends are read rightly."""
    found, ok = run[f"{kind}.{part}"], counted[kind]
    return [[found[way, k][ok[way, k]] for k in range(networks)] for way in range(len(ok))]


def notes(kind: str) -> dict[int, str]:
    """What stands in the rows that have no lines."""
    none = dict.fromkeys(range(len(counted[kind]), len(ways)), "none between any two")
    return none | {
        row: f"fewer than {FEW} pairs" for row, ok in enumerate(counted[kind]) if (ok.sum(axis=1) < FEW).all()
    }


def decisions(kind: str, title: str) -> alt.LayerChart:
    table = spread(samples(kind, "settled"), FEW)
    return ranges(table, names, title, "how far along the way", (0, 1), form="%", notes=notes(kind))


figure(
    "decisions",
    *(decisions(kind, title) for kind, title in KINDS.items()),
    description="For every way and each network the range of places in which the decision falls.",
)

# %% [markdown]
# ## Third digits


# %%
def shares(kind: str, part: str, above: float) -> pd.Series:
    """By row and network: of how many of the pairs more than `above` was found, where there are not few."""
    found = {
        (row, k): float((sample > above).mean())
        for row, each in enumerate(samples(kind, part))
        for k, sample in enumerate(each)
        if len(sample) >= FEW
    }
    return pd.Series(found, dtype=float).rename_axis(["row", "network"])


def thirds(kind: str, title: str) -> alt.LayerChart:
    table = shares(kind, "third", 0).reset_index(name="share")
    return dots(table, names, title, "pairs with a third digit on the way", notes(kind))


fewest = shares("own", "third", 0).groupby("row").mean()
figure(
    "thirds",
    *(thirds(kind, title) for kind, title in KINDS.items()),
    description="For every way a dot for each network: the share of pairs on whose way a third digit is "
    "said, and beside them the least and the most of these shares.",
    predict=Predict(
        "On which way from a 5 to a 6 does the network least often say a third digit?",
        answer=names[int(fewest.idxmin())],
        choices=tuple(names[row] for row in fewest.index),
    ),
)

# %% [markdown]
# ## Off the map
#
# How far the pictures of a way are from every real digit, at the farthest.

# %%
apart = float(np.median(run["apart"]))
strayed = spread(samples("own", "off"), FEW)
figure(
    "distances",
    ranges(
        strayed,
        names,
        "From a 5 to a 6",
        "farthest from any real digit",
        (0, 1.05 * float(strayed["high"].max())),
        level=apart,
        notes=notes("own"),
    ),
    description="For every way and network the range of the greatest distance to the nearest real digit.",
)

# %% [markdown]
# ## The smallest change
#
# For a 5 of the test digits: the smallest change that was found, the change with which the blend toward a 6
# is taken for one for good, and the nearest real 6.

# %%
images, fives = digits["images"], run["fives"]
start, end = (images[run["own.pairs"][:, k]] for k in (0, 1))
gap = {"l2": np.linalg.norm(end - start, axis=1), "linf": np.abs(end - start).max(axis=1)}
nearest = run["nearest_six"] - images[fives]
whole = {"l2": np.linalg.norm(nearest, axis=1), "linf": np.abs(nearest).max(axis=1)}
SIZES = {"l2": "The change as a whole (L2)", "linf": "The pixel that changes most (L∞)"}


# The border of the reader that asks for the nearest training digit was sought over all pixels only.


def compared(norm: str) -> dict[str, list[np.ndarray]]:
    blended = [run["own.settled"][0, k] * gap[norm] for k in range(networks)]
    rows = {
        "smallest change": [size[np.isfinite(size)] for size in run[f"{norm}_size"]],
        "for nearest neighbour": [run["neighbour_size"][np.isfinite(run["neighbour_size"])]],
        "the blend, at its flip": [moved[ok] for moved, ok in zip(blended, counted["own"][0], strict=True)],
        "to the nearest real 6": [whole[norm]],
    }
    return {name: found for name, found in rows.items() if norm == "l2" or name != "for nearest neighbour"}


def sizes(norm: str, title: str) -> alt.LayerChart:
    rows = compared(norm)
    found = spread(list(rows.values()), FEW)
    reach = (0, 1.05 * float(found["high"].max()))
    level = apart if norm == "l2" else None
    return ranges(found, list(rows), title, "full ink is 1", reach, level=level, width=190)


figure(
    "smallest",
    *(sizes(norm, title) for norm, title in SIZES.items()),
    description="Ranges of the size of a change, in two measures: of the smallest that was found to make a "
    "network say 6, of the blend's where its answer settles, and of the change to the nearest real 6; over "
    "all pixels also of the smallest that makes a 6 the nearest digit.",
)

# %% [markdown]
# ## Numbers for the prose


# %%
settled = samples("own", "settled")[0]
value("networks", networks)
value("pairs", len(start))
value("fives", len(fives))
value("few", FEW)
value("ways", len(ways))
value("middle_least", float(min(map(np.median, settled))))
value("middle_most", float(max(map(np.median, settled))))
# one pair in ten is decided so early or late for every network, for some of them more
value("early", float(max(np.percentile(each, 10) for each in settled)))
value("late", float(min(np.percentile(each, 90) for each in settled)))
