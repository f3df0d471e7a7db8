# /// nnexplain
# needs = ["models/five-to-six", "models/digits"]
# figures = ["decisions", "thirds", "distances", "smallest"]
# ///

# %% [markdown]
# # From 5 to 6: the figures that count
#
# All of it was measured in `build/models/five-to-six.py`, by three networks over hundreds of pairs of
# held-out digits. Here the counts are turned into tables and drawn.

# %%
import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.charts.theme import panel
from nnexplain.figures import figure, need, value

run, digits = need("models/five-to-six"), need("models/digits")
ways, networks = run.facts["ways"], run.facts["networks"]
WORDS = {
    "blend": "the plain blend",
    **{f"code-{code}": f"through {code} numbers" for code in run.facts["codes"]},
    "keep": "pixels, kept longest",
    "lose": "pixels, lost first",
}
FEW = 30  # fewer pairs make no line
KINDS = {"own": "From a 5 to a 6", "any": "From any digit to another"}
counted = {kind: run[f"{kind}.ends"] > 0 for kind in KINDS}  # (ways, networks, pairs)


# %% [markdown]
# ## Ranges
#
# A row for each way, and in it a line for each network: from the tenth to the ninetieth hundredth, thick from
# the first to the third quarter, with a dot in the middle.


# %%
def spread(samples: list[list[np.ndarray]]) -> pd.DataFrame:
    """`samples` (rows, networks), each an array: where a tenth, a quarter, … of it lie below."""
    shares = {"low": 10, "quarter": 25, "middle": 50, "most": 75, "high": 90}
    rows = []
    for k, each in enumerate(samples):
        for n, sample in enumerate(each):
            if len(sample) < FEW:
                continue
            place = dict(zip(shares, np.percentile(sample, list(shares.values())), strict=True))
            rows.append({"row": k + (n - (len(each) - 1) / 2) * 0.24} | place)
    return pd.DataFrame(rows)


def rows_of(names: list[str]) -> alt.Y:
    """One row below the other, each with its name."""
    axis = alt.Axis(
        values=list(range(len(names))),
        labelExpr=f"{names}[datum.value]",
        grid=False,
        minExtent=8 * max(map(len, names)),  # the reader's font may be wider
        labelColor=charts.token("ink"),
        labelFontSize=13,
        labelPadding=8,
        labelLimit=200,
        labelOverlap=False,
        tickCount=len(names),
    )
    scale = alt.Scale(domain=(-0.5, len(names) - 0.5), reverse=True, nice=False)
    return alt.Y("row:Q", title=None, axis=axis, scale=scale)


def ranges(
    table: pd.DataFrame,
    names: list[str],
    title: str,
    x_title: str,
    domain: tuple[float, float],
    *,
    level: float | None = None,
    form: str = "~g",
    width: int = 300,
) -> alt.LayerChart:
    base = alt.Chart(table).encode(y=rows_of(names))
    across = alt.X(
        "low:Q", title=x_title, scale=alt.Scale(domain=domain, nice=False), axis=alt.Axis(format=form)
    )
    layers = [
        base.mark_rule(stroke=charts.token("rule-strong"), strokeWidth=1.5).encode(x=across, x2="high:Q"),
        base.mark_rule(stroke=charts.token("muted"), strokeWidth=4).encode(x=alt.X("quarter:Q"), x2="most:Q"),
        base.mark_point(shape="circle", size=38, filled=True, opacity=1, fill=charts.token("ink")).encode(
            x=alt.X("middle:Q")
        ),
    ]
    if level is not None:
        upright = alt.Chart(pd.DataFrame({"level": [level]}))
        rule = upright.mark_rule(stroke=charts.token("ink"), strokeDash=[4, 3], strokeWidth=1)
        layers.insert(0, rule.encode(x=alt.X("level:Q")))
    return panel(layers, (), width, 36 * len(names), title, right=16)


def samples(kind: str, part: str, at: list[str] = ways) -> list[list[np.ndarray]]:
    """For every way and network what was measured of the pairs whose ends are read rightly."""
    found, ok = run[f"{kind}.{part}"], counted[kind]
    return [[found[ways.index(w), k][ok[ways.index(w), k]] for k in range(networks)] for w in at]


names = [WORDS[way] for way in ways]
figure(
    "decisions",
    *(
        ranges(spread(samples(kind, "settled")), names, title, "how far along the way", (0, 1), form="%")
        for kind, title in KINDS.items()
    ),
    description="For every way and each network the range in which the decision falls. On most it falls "
    "about in the middle, over a wide range; one pixel at a time it can fall very early.",
)

# %% [markdown]
# ## Third digits


# %%
def shares(kind: str, part: str) -> np.ndarray:
    """(ways, networks): the share of the pairs, NaN where there are few."""
    found = [[np.mean(each) if len(each) >= FEW else np.nan for each in row] for row in samples(kind, part)]
    return np.array(found, dtype=float)


def thirds(kind: str, title: str) -> alt.LayerChart:
    found = pd.DataFrame(shares(kind, "third"))
    table = found.stack().dropna().rename("share").rename_axis(["row", "network"]).reset_index()
    reach = table.groupby("row")["share"].agg(least="min", most="max").reset_index()
    y = rows_of(names)
    x = alt.Scale(domain=(0, 1), nice=False)
    line = alt.Chart(reach).mark_rule(stroke=charts.token("rule-strong"), strokeWidth=1.5)
    dots = alt.Chart(table).mark_point(size=70, filled=True, opacity=0.8, fill=charts.token("ink"))
    across = alt.X("least:Q", title="pairs with a third digit on the way", scale=x, axis=alt.Axis(format="%"))
    layers = [
        line.encode(y=y, x=across, x2="most:Q"),
        dots.encode(y=y, x=alt.X("share:Q")),
    ]
    return panel(layers, (), 300, 30 * len(ways), title, right=16)


figure(
    "thirds",
    *(thirds(kind, title) for kind, title in KINDS.items()),
    description="For every way a dot for each network: the share of pairs on whose way a third digit is "
    "said. It is low on the plain blend and high on the ways through few numbers.",
)

# %% [markdown]
# ## Off the map
#
# How far the pictures of a way are from every real digit, at the farthest.

# %%
apart = float(np.median(run["apart"]))
strayed = spread(samples("own", "off"))
figure(
    "distances",
    ranges(
        strayed,
        names,
        "From a 5 to a 6",
        "greatest distance to the nearest real digit",
        (0, 1.05 * float(strayed["high"].max())),
        level=apart,
        width=400,
    ),
    description="For every way and network the range of the greatest distance to the nearest real "
    "digit. Ways that change one pixel at a time go farthest off.",
)

# %% [markdown]
# ## The smallest change
#
# For a held-out 5: the smallest change that was found, the change with which the blend toward a 6 is taken
# for one for good, and the nearest real 6.

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
found = {norm: spread(compared(norm)) for norm in SIZES}
figure(
    "smallest",
    *(
        ranges(found[norm], ROWS, title, "full ink is 1", (0, 1.05 * float(found[norm]["high"].max())))
        for norm, title in SIZES.items()
    ),
    description="Ranges of the size of a change, in two measures: the smallest that makes a network say 6 is "
    "smaller than that of the blend, and than the distance to the nearest real 6.",
)

# %% [markdown]
# ## Numbers for the prose


# %%
settled = samples("own", "settled", ["blend"])[0]
value("networks", networks)
value("pairs", len(start))
value("fives", len(fives))
value("few", FEW)
value("middle_least", float(min(map(np.median, settled))))
value("middle_most", float(max(map(np.median, settled))))
value("early", float(np.percentile(settled[0], 10)))
value("late", float(np.percentile(settled[0], 90)))
