# /// nnexplain
# needs = ["models/digits", "models/digits-perturbed", "models/digits-lesions"]
# figures = ["perturbations", "lesion-curves", "lost-first"]
# ///

# %% [markdown]
# # The figures of "How much can a network bear?" that break things
#
# The measuring is done in `build/models/digits-perturbed.py` and `build/models/digits-lesions.py`, on all
# test digits and all networks. Here the counts are turned into tables and drawn.

# %%
import altair as alt
import numpy as np
import pandas as pd

from nnexplain import charts
from nnexplain.charts.theme import panel
from nnexplain.figures import Predict, figure, need, value
from nnexplain.methods.lesions import consistent, lost_after

bears, loses = need("models/digits-perturbed"), need("models/digits-lesions")
learned = need("models/digits").facts["recipe"]["noise"]

# %% [markdown]
# ## Disturbed
#
# Each line is a mean over the networks, and its band reaches from the worst network to the best.


# %%
def over_seeds(x: np.ndarray, shares: np.ndarray, name: str = "all") -> pd.DataFrame:
    """`shares` (seeds, x): the mean over the seeds with its range."""
    spread = {"mean": shares.mean(axis=0), "least": shares.min(axis=0), "most": shares.max(axis=0)}
    return pd.DataFrame({"x": x, "series": name} | spread)


def bearing(
    table: pd.DataFrame, title: str, x_title: str, names_at: dict[str, tuple[float, int]]
) -> alt.LayerChart:
    return charts.curve(
        table,
        "x",
        "mean",
        x_title=x_title,
        y_title="digits read rightly",
        title=title,
        series="series" if names_at else None,
        spread=("least", "most"),
        names_at=names_at,
        domain=(0, 1.15),
        text_format="%",
        width=308,
        height=150,
    )


def typical_and_worst(what: str, strengths: str, shares: str) -> pd.DataFrame:
    x, found = bears[strengths], bears[shares]  # (seeds, units or weights, strengths)
    each = over_seeds(x, found.mean(axis=1), f"the average {what}")
    return pd.concat([each, over_seeds(x, found.min(axis=1), f"the worst {what}")])


figure(
    "perturbations",
    bearing(
        typical_and_worst("unit", "gains", "gained"),
        "One unit turned up or down",
        "its answer times",
        {"the average unit": (0, -12), "the worst unit": (1.5, 20)},
    ),
    bearing(
        typical_and_worst("weight", "turns", "turned"),
        "One weight turned",
        "moved by so many standard deviations",
        {"the average weight": (-12, -12), "the worst weight": (-12, 18)},
    ),
    bearing(
        over_seeds(bears["noises"], bears["shaken"].mean(axis=1)),
        "Noise on all weights",
        "standard deviations of each layer's weights",
        {},
    ),
    bearing(
        over_seeds(bears["input_noises"], bears["blurred"].mean(axis=1)),
        "Noise on every pixel",
        "standard deviation, where full ink is 1",
        {},
    ),
    description="Four charts of how many test digits are read rightly, against the strength of a "
    "disturbance. Turning one unit or one weight costs little on average; noise on all weights or on all "
    "pixels brings the share down from nearly all to a quarter.",
    predict=Predict(
        "One of the hidden units is silenced. How many of the digits are still read, on average?",
        answer=round(100 * float(bears["gained"].mean(axis=(0, 1))[bears["gains"] == 0][0]), 1),
        line=(0, 100, 0.1),
        what="the share",
        unit="%",
    ),
)

# %% [markdown]
# ## Silenced one after another

# %%
units = np.arange(loses["most"].shape[1])
orders = {
    "least important first": loses["least"],
    "in random order": loses["random"].mean(axis=1),
    "most important first": loses["most"],
}
table = pd.concat(over_seeds(units, shares, name) for name, shares in orders.items())
singles = pd.concat(  # one order of each network, drawn behind the means
    pd.DataFrame({"x": units, "right": curves[0], "network": k}) for k, curves in enumerate(loses["random"])
)
levels = zip(orders.items(), (0.8, 0.66, 0.32), strict=True)  # where each line has fallen to, its name stands
names = {name: (int((shares.mean(axis=0) <= level).argmax()), -9) for (name, shares), level in levels}
curves = charts.curve(
    table,
    "x",
    "mean",
    x_title="hidden units silenced",
    y_title="digits read rightly",
    series="series",
    spread=("least", "most"),
    names_at=names,
    level=(0.1, "one in ten"),
    domain=(0, 1.02),
    text_format="%",
    width=308,
    height=260,
)
alone = alt.Chart(singles).mark_line(strokeWidth=0.75, opacity=0.55, stroke=charts.token("muted"))
curves.layer.insert(0, alone.encode(x=alt.X("x:Q"), y=alt.Y("right:Q"), detail="network:N"))
figure(
    "lesion-curves",
    curves,
    description="Three falling lines: how many digits are read rightly as all hidden units are silenced "
    "one after another, the least important first, in random order, the most important first. Behind them "
    "thin lines of single random orders, which fall in steps.",
)

# %% [markdown]
# ## Which digit is lost first

# %%
falls = {
    "In random order": lost_after(loses["random_recalls"].mean(axis=1).swapaxes(0, 1)),
    "Most important first": lost_after(loses["most_recalls"].swapaxes(0, 1)),
}  # (seeds, digits): how many units are silent when half of that digit's pictures are lost


def losing(title: str, lost: np.ndarray) -> alt.LayerChart:
    mean = lost.mean(axis=0)
    spread = {"least": lost.min(axis=0), "mean": mean, "most": lost.max(axis=0)}
    rows = pd.DataFrame({"digit": range(10), "row": mean.argsort(kind="stable").argsort()} | spread)
    x = alt.Scale(domain=(0, len(units) - 1), nice=False)
    base = alt.Chart(rows).encode(y=alt.Y("row:O", axis=None))
    reach = base.mark_rule(stroke=charts.token("rule-strong"), strokeWidth=2).encode(
        x=alt.X("least:Q", scale=x, title="hidden units silenced"), x2="most:Q"
    )
    place = base.encode(x=alt.X("mean:Q"))
    ground = place.mark_point(shape="circle", size=340, opacity=1, filled=True, fill=charts.token("panel"))
    glyph = place.mark_text(**charts.sans_text(size=15, weight=700)).encode(text="digit:N")
    return panel([reach, ground, glyph], (), 370, 240, title)


figure(
    "lost-first",
    *(losing(title, lost) for title, lost in falls.items()),
    description="For each digit a range: how many hidden units are silenced when half of its pictures are no "
    "longer read. The ranges of the networks overlap widely.",
)

# %% [markdown]
# ## Numbers for the prose

# %%
MOST, SIX = 0.95, 6  # what "nearly all" means below, and after how many lost units one half is gone


def at(strengths: str, shares: np.ndarray, strength: float) -> float:
    """The mean over the networks at that strength."""
    return float(shares.mean(axis=0)[np.isclose(bears[strengths], strength)][0])


def least_at(strengths: str, shares: str, strength: float) -> float:
    """The least of all networks and of all that was disturbed, at that strength."""
    return float(bears[shares].min(axis=(0, 1))[np.isclose(bears[strengths], strength)][0])


def bears_silence(name: str) -> int:
    """How many units can be silenced in that order while nearly all of what was read still is."""
    means = orders[name].mean(axis=0)
    return int(np.argmax(means < MOST * means[0])) - 1


halved = (orders["most important first"] < 0.5).argmax(axis=1)  # the first count of units that leaves less
falls_most = -np.diff(loses["random"], axis=2).min(axis=2)  # (seeds, orders): the largest fall at one unit
first_lost = np.stack(
    [lost.argmin(axis=1) for lost in falls.values()]
)  # (orders, seeds): of equals, the least
lost_on_average = [lost.mean(axis=0) for lost in falls.values()]
numbers: dict[str, int | float] = {
    "networks": len(loses["most"]),
    "asked": len(bears["asked"]),
    "silent_unit": at("gains", bears["gained"].mean(axis=1), 0),
    "silent_worst": at("gains", bears["gained"].min(axis=1), 0),
    "silent_network": least_at("gains", "gained", 0),
    "loud": at("gains", bears["gained"].mean(axis=1), 3),
    "loud_worst": at("gains", bears["gained"].min(axis=1), 3),
    "loud_network": least_at("gains", "gained", 3),
    "turned_far": float(bears["turns"].max()),
    "turned": at("turns", bears["turned"].mean(axis=1), bears["turns"].max()),
    "turned_worst": at("turns", bears["turned"].min(axis=1), bears["turns"].max()),
    "turned_back": at("turns", bears["turned"].mean(axis=1), bears["turns"].min()),
    "turned_back_worst": at("turns", bears["turned"].min(axis=1), bears["turns"].min()),
    "turned_network": least_at("turns", "turned", bears["turns"].max()),
    "turned_back_network": least_at("turns", "turned", bears["turns"].min()),
    "weights_asked": bears["turned"].shape[1],
    "noise_small": at("noises", bears["shaken"].mean(axis=1), 0.2),
    "noise_half": at("noises", bears["shaken"].mean(axis=1), 0.5),
    "noise_one": at("noises", bears["shaken"].mean(axis=1), 1.0),
    "noise_learned": learned,
    "pixels_learned": at("input_noises", bears["blurred"].mean(axis=1), learned),
    "nearly_all": MOST,
    "orders": loses["random"].shape[1],
    "bears_least": bears_silence("least important first"),
    "bears_random": bears_silence("in random order"),
    "quarter_gone": float(orders["in random order"].mean(axis=0)[len(units) // 4]),
    "six": SIX,
    "half_most": int(np.median(halved)),
    "half_most_least": int(halved.min()),
    "half_most_most": int(halved.max()),
    "half_gone": float(orders["most important first"].mean(axis=0)[SIX]),
    "first_random": int(lost_on_average[0].argmin()),
    "last_random": int(lost_on_average[0].argmax()),
    "first_most": int(lost_on_average[1].argmin()),
    "last_most": int(lost_on_average[1].argmax()),
    "kinds_first": len(np.unique(first_lost[1])),
    "fall_median": float(np.median(falls_most)),
    "fall_most": float(falls_most.max()),
    "fall_mean": float(-np.diff(orders["in random order"].mean(axis=0)).min()),
    "orders_of_all": falls_most.size,
}
for name, number in numbers.items():
    value(name, number)

# %% [markdown]
# ## Is the order in which digits are lost more than luck?

# %%
SURE = 0.01
chances = [consistent(lost, np.random.default_rng(0)) for lost in falls.values()]


def verdict(p: float) -> str:
    return (
        f"is alike from network to network, more than chance would make it (p = {p:.4f})"
        if p < SURE
        else f"is no more alike from network to network than chance may make it (p = {p:.2f})"
    )


random_way, most_way = map(verdict, chances)
value("order_random", random_way)
value("order_most", most_way)
