# /// nnexplain
# needs = ["models/digits", "models/digits-lesions", "models/digits-nulls"]
# figures = ["regions", "region-lesions"]
# ///

# %% [markdown]
# # Which units go together? The regions of "How much can a network bear?"
#
# Groups of hidden units that are on together, and what the network loses when one group is silenced.

# %%
from collections.abc import Callable
from string import ascii_uppercase
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.charts.theme import on_shade, panel, shade
from nnexplain.figures import Predict, figure, need, value
from nnexplain.methods.regions import co_activation

run, lesions = need("models/digits"), need("models/digits-lesions")
truth, region = run["labels"], run["region"]
hidden = np.concatenate([run["hidden1"], run["hidden2"]], axis=1)
liked = [word.removeprefix("mostly ") for word in run.facts["region_words"]]
words = [f"{letter}: {word}" for letter, word in zip(ascii_uppercase, liked, strict=False)]
own = lesions["region_seed"] == 0
nulls = need("models/digits-nulls")

# %% [markdown]
# ## Who is on with whom
#
# The units that are ever on, region by region; a little room is left between the regions.

# %%
ROOM, NAME = 0.7, 13.5  # between regions, and for the last region's name, in cells
order = np.concatenate([np.flatnonzero(region == group) for group in range(len(words))])
shift = region[order] * ROOM
cells = charts.tiles(co_activation(hidden[:, order])[None], columns=1)
row, column = cells.y.to_numpy(int), cells.x.to_numpy(int)
cells["x"], cells["y"] = cells.x + shift[column], cells.y + shift[row]
cells["value"] = (cells.value * 5).round() / 5  # five shades are all that an eye tells apart here
below = cells[row > column]
ends = np.array([np.flatnonzero(region[order] == group).max() + 1 for group in range(len(words))])
names = pd.DataFrame(
    {
        "x": ends + ROOM * np.arange(len(ends)) + 0.5,
        "y": (ends + np.concatenate([[0], ends[:-1]])) / 2 + ROOM * np.arange(len(ends)) - 1.6,
        "word": words,
        "align": "left",
    }
)
span = len(order) + ROOM * (len(ends) - 1)
matrix = charts.pictures(
    below,
    (span, span + NAME),
    paint="sign",
    cell=6,
    strongest=0.8,
    words=names,
    title="Which units are on together",
)

# %% [markdown]
# ## On for which digit, and lost with which region


# %%
BAND = alt.Scale(type="band")


def grid(
    shares: np.ndarray, columns: list[str], title: str, mark: Callable[..., alt.Chart]
) -> alt.LayerChart:
    """A table of shares from 0 to 1, a row for each region; `mark` draws them."""
    row, column = np.indices(shares.shape)
    names = {"region": np.array(words)[row.ravel()], "column": np.array(columns)[column.ravel()]}
    table = pd.DataFrame(names | {"share": shares.ravel().round(3)})
    large: Any = {"labelFontSize": 13}
    base = alt.Chart(table).encode(
        x=alt.X("column:N", sort=columns, title=None, scale=BAND, axis=alt.Axis(orient="top", **large)),
        y=alt.Y("region:N", sort=words, title=None, scale=BAND, axis=alt.Axis(minExtent=80, **large)),
    )
    return panel(mark(base), (), 26 * len(columns), 30 * len(words), title)


def glowing(base: alt.Chart) -> list[alt.Chart]:
    """A square whose area is the share."""
    size = alt.Size("share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 784]))
    marks = base.mark_point(shape="square", filled=True, fill=charts.token("glow"), opacity=1, strokeWidth=0)
    return [marks.encode(size=size)]


def counted(base: alt.Chart) -> list[alt.Chart]:
    """A cell the darker the larger the share, with a step at one half, and the share in per cent."""
    ground = base.mark_rect(stroke=charts.token("panel"), strokeWidth=2, fill=charts.token("ink"))
    printed = base.transform_calculate(percent="round(100 * datum.share)").encode(text="percent:Q")
    numbers = printed.mark_text(**charts.sans_text(None)).encode(color=on_shade("share"))
    return [ground.encode(opacity=shade("share")), numbers]


DIGITS = [str(kind) for kind in range(10)]
relative = hidden / np.maximum(hidden.max(axis=0), 1e-9)
glow = np.array(
    [
        [relative[truth == kind][:, region == group].mean() for kind in range(10)]
        for group in range(len(words))
    ]
)
figure(
    "regions",
    matrix,
    grid(glow, DIGITS, "How strongly each region is on for each digit", glowing),
    description="A staircase of squares, one for each region of units that are on together, and a table of "
    "how strongly each region is on for each digit.",
)

# %%
ALL = [*DIGITS, "all"]
kept, control = lesions["region_recalls"][own], lesions["control_recalls"][own].mean(axis=1)
asked = truth[lesions["asked"]]
counts = np.bincount(asked) / len(asked)
random_recalls = lesions["control_recalls"].mean(axis=1)


def lost(recalls: np.ndarray) -> np.ndarray:
    return 1 - np.column_stack([recalls, recalls @ counts])


figure(
    "region-lesions",
    grid(lost(kept), ALL, "Misread without the region, in per cent", counted),
    grid(lost(control), ALL, "Misread without as many others at random", counted),
    description="Two tables of which share of each digit is misread, region by region: when the region is "
    "silenced, and when as many units drawn at random are. Silencing a region costs one or two digits nearly "
    "wholly and spares others; units drawn at random cost a little of each.",
    predict=Predict(
        "A region is silenced. How many of the digits are still read, on average over all regions?",
        answer=round(100 * float((lesions["region_recalls"] @ counts).mean())),
        line=(0, 100, 1),
        what="the share",
        unit="%",
        then=f"Without as many units drawn at random it is {float((random_recalls @ counts).mean()):.0%}.",
    ),
)

# %% [markdown]
# ## Numbers for the prose

# %%
regions_kept = lesions["region_recalls"]
favourite = lesions["region_favourite"]


def mean_of(recalls: np.ndarray, chosen: np.ndarray) -> float:
    """Of every region the mean over the chosen digits, and then over the regions of all networks."""
    return float(np.mean([shares[some].mean() for shares, some in zip(recalls, chosen, strict=True)]))


# the region whose silence costs a digit most that is none of those it is mostly on for
costs = np.where(favourite[own], 0, 1 - kept)
odd, odd_digit = np.unravel_index(
    (costs - np.where(favourite[own], 1 - kept, 0).max(axis=1)[:, None]).argmax(), costs.shape
)
stability = lesions["stability"].mean(axis=1)
numbers: dict[str, int | float] = {
    "regions": len(words),
    "in_use": len(order),
    "silhouette": float(lesions["silhouette"][0]),
    "silhouette_least": float(lesions["silhouette"].min()),
    "silhouette_most": float(lesions["silhouette"].max()),
    "stability": float(stability[0]),
    "stability_least": float(stability.min()),
    "stability_most": float(stability.max()),
    "regions_of_all": len(favourite),
    "controls": lesions["control_recalls"].shape[1],
    "reads": float((regions_kept @ counts).mean()),
    "reads_random": float((random_recalls @ counts).mean()),
    "favourites": mean_of(regions_kept, favourite),
    "favourites_random": mean_of(random_recalls, favourite),
    "others": mean_of(regions_kept, ~favourite),
    "others_random": mean_of(random_recalls, ~favourite),
    "odd_digit": int(odd_digit),
    "odd_lost": float(1 - kept[odd, odd_digit]),
    "odd_kept": float(kept[odd][favourite[own][odd]].min()),
}
for name, number in numbers.items():
    value(name, number)
value("odd_region", liked[odd])

# %%
lost, still = numbers["odd_lost"], numbers["odd_kept"]
region_named = f"egion {ascii_uppercase[odd]}, on for {liked[odd]},"
if min(lost, still) > 0.5:
    value(
        "odd",
        f"What a region is on for is not its purpose, though. R{region_named} is the one without which "
        f"{lost:.0%} of the {odd_digit}s are lost, while {still:.0%} of what it is on for are still read.",
    )
else:  # with other digits, its own go too
    value(
        "odd",
        "What a region is on for does not say all. "
        f"Without r{region_named} {lost:.0%} of the {odd_digit}s are lost too.",
    )

# %% [markdown]
# ## Groups of what never learned, and of shuffled answers

# %%
found, shuffled, untrained = (
    lesions["silhouette"],
    nulls["silhouette_shuffled"],
    nulls["silhouette_untrained"],
)
better, SIGN = (found > shuffled).mean(), 0.9  # 9 of 10 have p = 0.01 by a sign test


def between(shares: np.ndarray) -> str:
    return f"{shares.min():.2f} to {shares.max():.2f}"


joined = (
    "Most of what joins the units of a region is that they like the same digits, and a little is more"
    if better >= SIGN and np.median(shuffled) > np.median(found) / 2
    else "Nothing joins the units of a region but that they like the same digits"
    if better < SIGN
    else "More joins the units of a region than that they like the same digits"
)
value(
    "silhouettes",
    f"Networks that never learned score {between(untrained)}. With the answers of every unit shuffled among "
    f"the pictures of the same digit, the score is still {between(shuffled)}, where unshuffled it is "
    f"{between(found)}.",
)
value("joined", f"{joined}.")
groups, scores = np.array(nulls.facts["groups"]), nulls["silhouettes"]
counts_of = np.bincount(lesions["region_seed"])
wider = int(groups[scores.argmax()])
value(
    "how_many",
    f"Their number means little: by the same rule the networks of other starts have {counts_of.min()} to "
    f"{counts_of.max()}, and where up to {groups.max()} groups may be formed, this network falls "
    f"best into {wider}.",
)
