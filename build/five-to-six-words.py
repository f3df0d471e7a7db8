# /// nnexplain
# needs = ["models/five-to-six", "models/digits"]
# ///

# %% [markdown]
# # Sentences of "From 5 to 6"
#
# What is true of these networks and these digits need not be true of others. So these sentences are made
# here, from what was measured, and the lesson quotes them.

# %%
from collections.abc import Iterable

import numpy as np

from nnexplain.figures import need, value

run, digits = need("models/five-to-six"), need("models/digits")
ways, networks = run.facts["ways"], run.facts["networks"]
codes = [f"code-{code}" for code in run.facts["codes"]]
counted = {kind: run[f"{kind}.ends"] > 0 for kind in ("own", "any")}
ONE, OTHER = run.facts["one"], run.facts["other"]
FEW = 30  # of fewer pairs nothing is said
COUNT = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def between(numbers: Iterable[float], form: str = ".0%") -> str:
    """The least and the most over the networks, or one of them where they print alike."""
    each = list(numbers)
    least, most = (format(edge(each), form) for edge in (min, max))
    return least if least == most else f"{least} to {most}"


def over(kind: str, part: str, way: str) -> list[float]:
    """For each network of which enough pairs count their median, or mean for what is or is not."""
    at = ways.index(way)
    rows = [run[f"{kind}.{part}"][at, k][counted[kind][at, k]] for k in range(networks)]
    return [float(np.mean(row) if part == "third" else np.median(row)) for row in rows if len(row) >= FEW]


# %% [markdown]
# ## The closing stroke

# %%
value("codes", f"{', '.join(map(str, run.facts['codes'][:-1]))} or {run.facts['codes'][-1]}")
said = run["stroke_said"]  # (networks, places)
closes = (said[:, 0] == ONE) & (said[:, -1] == OTHER)
clean = np.isin(said, (ONE, OTHER)).all()
who = f"all {COUNT[networks]}" if closes.all() else f"{COUNT[int(closes.sum())]} of {COUNT[networks]}"
where = f"from {between(run['stroke_settled'][closes])} of the arc on " if closes.any() else ""
never = ", and never a third digit" if clean else ""
value("stroke", f"{where}{who} networks say 6 for good{never}.")
began, ended = run["laid_said"][..., 0], run["laid_said"][..., 1]  # (networks, fives)
was = began == ONE
stay, turn = ((was & (ended == kind)).sum(axis=1) for kind in (ONE, OTHER))
hardly = "Hardly ever. " if turn.max() < 0.2 * len(ended[0]) else ""
value(
    "laid",
    f"{hardly}Laid over each of the {len(ended[0])} among the test digits, it leaves {between(stay, 'd')} a "
    f"5, depending on the network that is asked, and makes a 6 of {between(turn, 'd')}.",
)
row = ways.index("stroke")
read, whole = run["own.first"][row] == ONE, run["own.last"][row]  # (networks, pairs)
made = {kind: [float((whole[k] == kind)[read[k]].mean()) for k in range(networks)] for kind in range(10)}
rest = {kind: sum(shares) for kind, shares in made.items() if kind not in (ONE, OTHER)}
often = "Mostly." if min(made[OTHER]) > 0.5 else "Seldom." if max(made[OTHER]) < 0.5 else "It depends."
most = max(rest, key=lambda kind: rest[kind])
value(
    "closed",
    f"{often} Of the 5s that a network reads as a 5, {between(made[OTHER])} are then a 6 to it, and "
    f"{between(made[ONE])} are still a 5."
    + (f" The rest is most often {'an' if most == 8 else 'a'} {most}." if rest[most] else "")
    + f" One arc for all makes a 6 of {between(turn / was.sum(axis=1))}.",
)
value("arcs", run.facts["arcs"])

# %% [markdown]
# ## Where it is decided

# %%
images = digits["images"]
start, end = (images[run["own.pairs"][:, k]] for k in (0, 1))
differ = (start != end).sum(axis=1)


def exchanged(way: str) -> list[float]:
    """For each network the median of how many pixels are exchanged when it is decided."""
    at, found = ways.index(way), []
    for ok, settled in zip(counted["own"][at], run["own.settled"][at], strict=True):
        if ok.sum() >= FEW:
            found.append(float(np.median((settled * differ + 0.5)[ok])))
    return found


half = {way[5:]: found for way in codes if (found := over("own", "settled", way))}
depends = ""
if half:
    code = max(half, key=lambda code: max(half[code]) - min(half[code]))
    depends = (
        f" Through few numbers it depends on the autoencoder: through {code}, half of the pairs are decided "
        f"before {min(half[code]):.0%} of the way with one, before {max(half[code]):.0%} with another."
    )
if arcs := over("own", "settled", "stroke"):
    depends += (
        f" Where the closing stroke makes a 6, half of the pairs are decided before {between(arcs)} "
        "of the arc."
    )
lose, keep = exchanged("lose"), exchanged("keep")
by_order = (between(over("own", "settled", way)) for way in ("lose", "keep"))
value(
    "answer",
    f"Half of the pairs are decided before {between(over('own', 'settled', 'blend'))} of the blend; one "
    f"pixel at a time, before {' of the way in one order, and before '.join(by_order)} in the other.",
)
order = "makes all the difference" if max(lose) < 0.5 * min(keep) else "matters"
value(
    "decided",
    f"One pixel at a time, the order {order}. Of the "
    f"{np.median(differ):.0f} pixels in which a 5 and a 6 typically differ, "
    f"{between(lose, '.0f')} are enough in one order, and {between(keep, '.0f')} are needed in the "
    f"other.{depends}",
)

# %% [markdown]
# ## Third digits
#
# Compared are a way and the blend for the same network, over the pairs whose ends are read rightly on both.

# %%
less = more = equal = 0
for kind in counted:
    third = run[f"{kind}.third"]
    for at in range(1, len(third)):
        for k in range(networks):
            both = counted[kind][0, k] & counted[kind][at, k]
            ahead = float(third[at, k][both].sum() - third[0, k][both].sum())
            if both.sum() >= FEW:
                less, equal, more = less + (ahead > 0), equal + (ahead == 0), more + (ahead < 0)
total = less + equal + more
verdict = "On the plain blend." if less > 0.9 * total else "It depends."
value(
    "strays",
    f"{verdict} Each other way was compared with it for each network, over those pairs that count on "
    f"both, for pairs of a 5 and a 6 and for any two digits. In {less} of {total} comparisons the blend "
    "meets a third digit less often"
    + (f", in {equal} as often" if equal else "")
    + (f", in {more} more often." if more else "."),
)
met = sum(run[f"{kind}.met"][counted[kind]].sum(axis=0) for kind in counted)
listed = ", ".join(
    f"{between(found)} through {way[5:]}" for way in codes if (found := over("own", "third", way))
)
value(
    "thirds",
    f"Of the pairs of a 5 and a 6, {between(over('own', 'third', 'blend'))} meet a third digit on the "
    f"blend. On the ways through numbers it depends on the autoencoder: {listed}. Of any two digits it is "
    f"{between(over('any', 'third', 'blend'))} on the blend. Most often that digit is {np.argmax(met)}.",
)

# %% [markdown]
# ## More than one change


# %%
def changing(kind: str, way: str, above: int) -> str:
    """Of how many pairs the answer changes more than `above` times, over the networks."""
    at = ways.index(way)
    rows = [run[f"{kind}.flips"][at, k][counted[kind][at, k]] > above for k in range(networks)]
    return between(float(row.mean()) for row in rows if len(row) >= FEW)


alone = sum(
    int(((run[f"{kind}.flips"] > 1) & (run[f"{kind}.third"] == 0) & counted[kind]).sum()) for kind in counted
)
many = sum(int(counted[kind].sum()) for kind in counted)
alike = ", so this is nearly the same picture" if alone < 0.01 * many else ""
back = f"go{'es' if alone == 1 else ''} {alone:,}" if alone else "goes none"
twice = {kind: [changing(kind, "blend", above) for above in (1, 2)] for kind in counted}
value(
    "flips",
    f"A third digit takes two changes at least{alike}: back and forth between the two, without a third, "
    f"{back} of the {many:,} ways that count. On the blend from a 5 to a 6 the answer changes more than once "
    f"for {twice['own'][0]} of the pairs, and more than twice for {twice['own'][1]}. Between any two digits "
    f"it is {twice['any'][0]}, and {twice['any'][1]}.",
)

# %% [markdown]
# ## Off the map

# %%
off = run["own.off"]
nearer = [
    float((off[1, k] < off[0, k])[counted["own"][0, k] & counted["own"][1, k]].mean())
    for k in range(networks)
]
pixelwise = [far for way in ("keep", "lose") for far in over("own", "off", way)]
others = [far for way in ways if way not in ("keep", "lose") for far in over("own", "off", way)]
leads = "leads farthest off" if min(pixelwise) > max(others) else "can lead far off"
verdict = "No." if min(nearer) > 0.5 else "It depends."
closed = over("own", "off", "stroke")
value(
    "map",
    f"{verdict} Through {ways[1][5:]} numbers the pictures stay nearer to real digits in "
    f"{between(nearer)} of the pairs. What the network takes for a 5 or a 6, and nothing else, need not "
    f"look like one. One pixel at a time {leads}: typically {between(pixelwise, '.1f')}, "
    f"against {between(over('own', 'off', 'blend'), '.1f')} on the blend"
    + (f" and {between(closed, '.1f')} with the closing stroke." if closed else "."),
)

# %% [markdown]
# ## The smallest change

# %%
size = {norm: [np.median(s[np.isfinite(s)]) for s in run[f"{norm}_size"]] for norm in ("l2", "linf")}
moved = [
    run["own.settled"][0, k][ok] * np.linalg.norm(end - start, axis=1)[ok]
    for k, ok in enumerate(counted["own"][0])
]
much = max(size["l2"]) < 0.6 * np.median(run["to_a_six"])
value(
    "close",
    f"Over all pixels together it takes {between(size['l2'], '.1f')} for the 5 in the middle, against "
    f"{between([float(np.median(m)) for m in moved], '.1f')} on the blend, and "
    f"{np.median(run['to_a_six']):.1f} to the nearest 6 that somebody wrote. "
    f"If all pixels may change, but each only a little, {between(size['linf'])} of full ink is enough."
    + (" So the border of the sixes runs much closer to a 5 than the sixes do." if much else ""),
)

# %% [markdown]
# ## What is left out

# %%
on_blend, on_last, on_stroke = (
    counted["own"][ways.index(way)].sum(axis=1) for way in ("blend", codes[-1], "stroke")
)
least = min(map(min, (on_blend, on_last, on_stroke)))
few = f" A network with fewer than {FEW} of them is left out there." if least < FEW else ""
value(
    "left_out",
    f"Of the {len(start)} pairs of a 5 and a 6, {between(on_blend, 'd')} count on the blend, "
    f"{between(on_last, 'd')} on the ways through {run.facts['codes'][-1]} numbers, and "
    f"{between(on_stroke, 'd')} on the closing stroke.{few} What is drawn from few numbers is often not read "
    "as the digit they came from, and a 5 with an arc often not as a 6.",
)
