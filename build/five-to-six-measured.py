# /// nnexplain
# needs = ["models/five-to-six", "models/digits"]
# figures = ["decisions", "thirds", "flips", "distances", "smallest"]
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
from nnexplain.figures import figure, need, value

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
# ## Third digits, and more than one change


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


def flips(kind: str, title: str) -> alt.LayerChart:
    more = {name: shares(kind, "flips", above) for name, above in (("share", 1), ("further", 2))}
    return dots(
        pd.DataFrame(more).reset_index(), names, title, "pairs with more than one change", notes(kind)
    )


figure(
    "thirds",
    *(thirds(kind, title) for kind, title in KINDS.items()),
    description="For every way a dot for each network: the share of pairs on whose way a third digit is "
    "said, and beside them the least and the most of these shares.",
)
figure(
    "flips",
    *(flips(kind, title) for kind, title in KINDS.items()),
    description="For every way and each network a dot: the share of pairs along whose way the answer changes "
    "more than once; and a ring: more than twice. Beside them the least and the most of the dots.",
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
        "greatest distance to the nearest real digit",
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


def compared(norm: str) -> list[list[np.ndarray]]:
    blended = [run["own.settled"][0, k] * gap[norm] for k in range(networks)]
    return [
        [size[np.isfinite(size)] for size in run[f"{norm}_size"]],
        [moved[ok] for moved, ok in zip(blended, counted["own"][0], strict=True)],
        [whole[norm]],
    ]


ROWS = ["smallest change", "the blend, at its flip", "to the nearest real 6"]
found = {norm: spread(compared(norm), FEW) for norm in SIZES}
figure(
    "smallest",
    *(
        ranges(found[norm], ROWS, title, "full ink is 1", (0, 1.05 * float(found[norm]["high"].max())))
        for norm, title in SIZES.items()
    ),
    description="Ranges of the size of a change, in two measures: of the smallest that was found to make a "
    "network say 6, of the blend's where its answer settles, and of the change to the nearest real 6.",
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
value("early", float(np.percentile(settled[0], 10)))
value("late", float(np.percentile(settled[0], 90)))
