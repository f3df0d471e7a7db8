# /// nnexplain
# needs = ["models/five-to-six", "models/digits", "models/digits-seeds"]
# figures = ["scaled"]
# ///

# %% [markdown]
# # What the smallest change tells
#
# The smallest changes of the 5s among the test digits were sought for one network, and end at its border.
# Here they are made smaller and larger, and all networks are asked. Beside them stand two others of the same
# size: the change that was found for another 5, and one in a random direction.

# %%
from collections.abc import Callable

import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.figures import Predict, Task, figure, need, value
from nnexplain.methods.chance import changed_at_random
from nnexplain.methods.dense import dense_pass
from nnexplain.params.way import way_facts

DRAWS, MOST, STEP = 10, 200, 5  # sizes are in hundredths of the smallest change
COUNT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
LAYERS = ("hidden1", "hidden2", "output")
run, digits, seeds = need("models/five-to-six"), need("models/digits"), need("models/digits-seeds")
ONE, OTHER, networks = run.facts["one"], run.facts["other"], seeds.facts["seeds"]


def said(pictures: np.ndarray, network: int) -> np.ndarray:
    weights, biases = ([seeds[f"{layer}.{part}"][network] for layer in LAYERS] for part in ("weight", "bias"))
    return dense_pass(weights, biases, pictures.reshape(-1, pictures.shape[-1]))[-1][1].argmax(axis=1)


images = digits["images"].reshape(len(digits["labels"]), -1)
asked = (said(images[run["fives"]].astype(float), 0) == ONE) & np.isfinite(run["l2_size"][0])
fives = images[run["fives"][asked]].astype(float)
change = run["l2_pictures"][asked] - fives
length = np.linalg.norm(change, axis=1)


# %%
def stretched(by: float) -> np.ndarray:
    return np.clip(fives + by * change, 0, 1)


def exchanged(by: float) -> np.ndarray:
    """(draws, fives, pixels): to each 5 the change of another, stretched to the size of its own."""
    turns = range(1, min(DRAWS + 1, len(fives)))
    others = [np.roll(change / length[:, None], turn, axis=0) * length[:, None] for turn in turns]
    return np.clip(fives + by * np.array(others), 0, 1)


def at_random(by: float) -> np.ndarray:
    """(draws, fives, pixels): as far from each 5 as its own change, in directions that stay the same."""
    size, draws = np.linalg.norm(stretched(by) - fives, axis=1), np.random.default_rng(0)
    return np.array([changed_at_random(fives, size, "l2", draws) for _ in range(DRAWS)])


def shares(changed: Callable[[float], np.ndarray]) -> np.ndarray:
    """How many are then a 6 to each network, (sizes, networks)."""
    pictures = map(changed, sizes / 100)
    return np.array([[(said(each, k) == OTHER).mean() for k in range(networks)] for each in pictures])


sizes = np.arange(0, MOST + STEP, STEP)
by_network = shares(stretched)
own, others = by_network[:, 0], by_network[:, 1:]
same, foreign, random = (
    share[:, 1:].mean(axis=1) for share in (by_network, shares(exchanged), shares(at_random))
)

# %% [markdown]
# ## The figure
#
# Beside the curves one of the 5s, with its own change and with a random one of that size: the one that the
# page begins with, or the first, where that is none of those that were asked.

# %%
start = int(np.argmax(run["fives"][asked] == way_facts(run, len(digits["labels"]))["digit"]))
chance = at_random(1)[0, start] - fives[start]
pair = np.array([change[start], chance])


def readers(by: float) -> list[int]:
    """How many networks say 6 to the picture with its own change, and to the one with the random change."""
    shown = np.clip(fives[start] + by * pair, 0, 1)
    return [int(sum(said(each[None], k)[0] == OTHER for k in range(networks))) for each in shown]


def told(row: int) -> str:
    mine, by_chance = readers(sizes[row] / 100)
    return (
        f"At {sizes[row]}% of the smallest change, {own[row]:.0%} of the {len(fives)} 5s are a {OTHER} to "
        f"the network that it was sought for, and {same[row]:.0%} to the {COUNT[networks - 1]} others on "
        f"average; with another 5's change {foreign[row]:.0%}, in a random direction {random[row]:.0%}. Of "
        f"the 5 beside the curves, {mine} of {networks} say {OTHER}; with the random change, {by_chance}."
    )


size = alt.param(
    name="size",
    value=110,
    bind=alt.binding_range(min=0, max=MOST, step=STEP, name="size of the change, % of the smallest"),
)
means = {"same change": same, "another 5's": foreign, "random": random}
singles = {f"network {k + 1}": share for k, share in enumerate(by_network.T)}
curves = charts.curve(
    pd.DataFrame({"size": sizes, **means}).melt("size", var_name="what", value_name="share"),
    "size",
    "share",
    series="what",
    singles=pd.DataFrame({"size": sizes, **singles}).melt("size", var_name="single", value_name="share"),
    cursor=size,
    domain=(0, 1),
    text_format=".0%",
    x_title="size of the change, % of the smallest",
    y_title=f"5s that are a {OTHER} to a network",
    width=228,
    height=220,
)
side = digits.facts["side"]
cells = charts.tiles(np.repeat(fives[start][None], 2, axis=0).reshape(-1, side, side), 2, (0.2 * side, 0))
cells["change"] = pair.ravel()
pictures = charts.pictures(
    cells,
    (side, side),
    cell=round(104 / side),
    strength=f"clamp(datum.value + {size.name} * datum.change / 100, 0, 1)",
    words=charts.captions(cells, (side, side), ["same change", "random"]),
    params=(size,),
)
figure(
    "scaled",
    curves.add_params(charts.says(size, {int(sizes[row]): told(row) for row in range(len(sizes))})),
    pictures,
    description=f"Over the size of the change, thin lines for {networks} networks: how many 5s are then a "
    f"{OTHER} to each; thick the mean of all but the one that the change was sought for, dashed the same "
    "with another 5's change, dotted in a random direction. Beside them a 5 with its change, and with a "
    "random one.",
    predict=Predict(
        "The change was sought for one network. Made half as large again, of how many of the 5s does it make "
        "a 6 for the others?",
        answer=round(100 * float(same[sizes == 150][0])),
        line=(0, 100, 1),
        what="the share",
        unit="%",
        given=(2,),
    ),
    task=Task(
        "Push the change half as far again beyond the border: to 150%.",
        done=(("size", ">=", 150),),
        answer="The line below says how many of the 5s are a 6 now, and to how many networks.",
        by={"size": 150},
    ),
)

# %% [markdown]
# ## In words

# %%
at = {percent: int(np.flatnonzero(sizes == percent)[0]) for percent in (100, 110, 125, 150)}
least, most = (f"{edge(others[at[100]]):.0%}" for edge in (min, max))
if same[at[125]] > 0.5 and random[at[150]] < 0.05:
    verdict = (
        f"So it is no quirk of one network: the {COUNT[networks]}, which learned from the same digits, all "
        "take this direction for the way to a 6."
    )
elif same[at[150]] < 0.2:
    verdict = "So it is a fact about this network, and hardly one about 5s."
else:
    verdict = "So some of it is this network's own, and some of it is not."
value(
    "tells",
    "The smallest change ends exactly at the border of the network that it was sought for. At that size, "
    f"{least if least == most else f'{least} to {most}'} of the 5s are a 6 to the {COUNT[networks - 1]} "
    f"others; half as much again, {same[at[150]]:.0%} on average. A random direction, as large as that, "
    f"makes a 6 of {random[at[150]]:.0%}; the change of another 5, stretched to the same size, of "
    f"{foreign[at[150]]:.0%}. {verdict}",
)
value(
    "grows",
    f"At the border {same[at[100]]:.0%} of the 5s are a 6 to them on average, a tenth beyond "
    f"{same[at[110]]:.0%}, a quarter beyond {same[at[125]]:.0%}, and half as far again {same[at[150]]:.0%}.",
)
value("fives", len(fives))
value("draws", DRAWS)
