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
reached = between(run["stroke_settled"][closes]) if closes.any() else ""
where = f"once {reached} of the arc {'are' if ' to ' in reached else 'is'} drawn, " if reached else ""
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
    f"{between(made[ONE])} are still a 5.",
)
value(
    "one_arc",
    (f"The rest is most often {'an' if most == 8 else 'a'} {most}. " if rest[most] else "")
    + f"One arc for all makes a 6 of {between(turn / was.sum(axis=1))}.",
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


def crossed(part: str, code: int) -> np.ndarray:
    """(networks, coders): the median of where it is decided, or the share with a third digit, through `code`
    numbers; NaN where fewer pairs count.
    """
    found, right = (run[f"crossed.{name}"][code] for name in (part, "ends"))
    table = np.full(found.shape[:2], np.nan)
    for at in np.ndindex(table.shape):
        if (ok := right[at] > 0).sum() >= FEW:
            table[at] = np.mean(found[at][ok]) if part == "third" else np.median(found[at][ok])
    return table


def apart(table: np.ndarray) -> tuple[float, float]:
    """How far a number moves from autoencoder to autoencoder, and from network to network, on average."""
    return float(np.ptp(table, axis=1).mean()), float(np.ptp(table, axis=0).mean())


def whose(by_coder: float, by_network: float) -> str:
    if by_coder > 2 * by_network:
        return "it depends on the autoencoder more than on the network"
    more_on_network = by_network > 2 * by_coder
    return f"it depends on the network {'more than' if more_on_network else 'and'} on the autoencoder"


places = {code: crossed("settled", at) for at, code in enumerate(run.facts["codes"])}
places = {code: table for code, table in places.items() if np.isfinite(table).all()}
depends = arc = ""
if places:
    code = max(places, key=lambda code: float(np.ptp(places[code])))
    of_coder, of_network = apart(places[code])
    depends = (
        f"Through few numbers {whose(of_coder, of_network)}. Each network was given the ways through each "
        f"autoencoder: through {code}, half of the pairs are decided before {places[code].min():.0%} to "
        f"{places[code].max():.0%} of the way; from one autoencoder to another that moves by {of_coder:.0%} "
        f"of the way, from one network to another by {of_network:.0%}."
    )
if arcs := over("own", "settled", "stroke"):
    before = f"before {between(arcs)} of the arc"
    arc = f"Where the closing stroke makes a 6, half of the pairs are decided {before}."
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
    "other.",
)
value("through", depends)
value("arc", arc)

# %% [markdown]
# ## Third digits
#
# Compared are a way and the blend for the same network, over the pairs whose ends are read rightly on both.
# The pairs have their 5s and 6s in common, so they are no independent cases: a difference is clear if it
# keeps its sign in 95% of the draws when digits, not pairs, are drawn anew.

# %%
DRAWS = 2000
random = np.random.default_rng(0)


def drawn(numbers: np.ndarray) -> np.ndarray:
    """How often each of `numbers` (pairs,) comes where its digits are drawn anew, (draws, pairs)."""
    digits, which = np.unique(numbers, return_inverse=True)
    return random.multinomial(len(digits), np.full(len(digits), 1 / len(digits)), DRAWS)[:, which]


def compared(kind: str) -> list[tuple[float, bool]]:
    """For every other way and network how many more pairs meet a third digit there, and whether clearly."""
    third, pairs = run[f"{kind}.third"], run[f"{kind}.pairs"]
    weights = drawn(pairs[:, 0]) * drawn(pairs[:, 1]) if kind == "own" else shared(pairs)
    found = []
    for at in range(1, len(third)):
        for k in range(networks):
            both = counted[kind][0, k] & counted[kind][at, k]
            if both.sum() >= FEW:
                more = (third[at, k] - third[0, k]) * both
                low, high = np.percentile(weights @ more, (2.5, 97.5))
                found.append((float(more.sum()), bool(low > 0 or high < 0)))
    return found


def shared(pairs: np.ndarray) -> np.ndarray:
    """The same where a digit can be the start of one pair and the end of another."""
    both = drawn(pairs.ravel()).reshape(DRAWS, *pairs.shape)
    return both[..., 0] * both[..., 1]


each = [found for kind in counted for found in compared(kind)]
total, less = len(each), sum(ahead > 0 for ahead, _ in each)
clear = sum(clearly and ahead > 0 for ahead, clearly in each)
against = sum(clearly and ahead < 0 for ahead, clearly in each)
verdict = "On the plain blend." if clear > 0.5 * total and not against else "It depends."
fives, sixes = (len(np.unique(run["own.pairs"][:, end])) for end in (0, 1))
value(
    "strays",
    f"{verdict} Each other way was compared with it for each network, over those pairs that count on "
    f"both, for pairs of a 5 and a 6 and for any two digits. In {less} of {total} comparisons the blend "
    f"meets a third digit less often, in {clear} of them clearly; in {against or 'none'} it meets one "
    f"clearly more often. (The pairs of a 5 and a 6 share {fives} fives and {sixes} sixes. Clear is what "
    "remains when digits are drawn anew.)",
)
met = sum(run[f"{kind}.met"][counted[kind]].sum(axis=0) for kind in counted)
strayed = {code: crossed("third", at) for at, code in enumerate(run.facts["codes"])}
strayed = {code: table for code, table in strayed.items() if np.isfinite(table).any()}


def reach(code: int, table: np.ndarray) -> str:
    """How many meet one through `code` numbers, and whose doing it is."""
    told = f"{between(table[np.isfinite(table)])} through {code}"
    if not np.isfinite(table).all():
        return told
    coder, network = (f"{100 * by:.0f}" for by in apart(table))
    return f"{told} ({coder} points from one autoencoder to another, {network} from one network to another)"


listed = ", ".join(reach(code, table) for code, table in strayed.items())
value(
    "thirds",
    f"Of the pairs of a 5 and a 6, {between(over('own', 'third', 'blend'))} meet a third digit on the "
    f"blend. On the ways through numbers, each network tried with each autoencoder (above it has one), it is "
    f"{listed}. Of any two digits it is "
    f"{between(over('any', 'third', 'blend'))} on the blend. Most often that digit is {np.argmax(met)}.",
)
finer = (run["finer_third"] > 0) & counted["own"][0]
missed = [int((finer[k] & (run["own.third"][0, k] == 0)).sum()) for k in range(networks)]
value(
    "missed",
    f"At {run.facts['finer'] + 1:,} places of the blend instead of {run.facts['steps'] + 1}, "
    f"{between(missed, 'd')} more of the {len(run['own.pairs'])} pairs of a 5 and a 6 meet a third digit.",
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
neighbour = float(np.nanmedian(run["neighbour_size"]))
usual = float(np.median(run["apart"]))
nearer = "has it there, too" if neighbour < 1.25 * max(size["l2"]) else "has it farther off"
value(
    "close",
    f"Half of the 5s need no more than {between(size['l2'], '.1f')}. The blend typically has gone "
    f"{between([float(np.median(m)) for m in moved], '.1f')} when the answer changes, and the nearest 6 that "
    f"somebody wrote is {np.median(run['to_a_six']):.1f} away.",
)
border = "So the border of the sixes runs much closer to a 5 than the sixes do. But this" if much else "This"
value(
    "border",
    f"{border} is the scale on which digits differ at all: a test digit is typically {usual:.1f} from the "
    f"nearest training digit. A reader that only says what that nearest one is {nearer}, typically "
    f"{neighbour:.1f} away.",
)
value("each_little", f"{between(size['linf'])} of full ink is enough")

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
