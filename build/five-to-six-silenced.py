# /// nnexplain
# needs = ["models/five-to-six", "models/digits", "models/digits-seeds"]
# ///

# %% [markdown]
# # Who decides, put to the test
#
# A unit that moves the sum most need not be the one that the point of decision hangs on. So each unit of the
# last hidden layer is silenced in turn, along the blend of every pair, and it is measured how far the place
# moves at which the 6 overtakes the 5 for good. The other units that answer somewhere on that way are what
# the first is compared with.

# %%
from collections.abc import Iterable

import numpy as np

from nnexplain.figures import need, value
from nnexplain.methods.decisions import contributions
from nnexplain.methods.dense import LAYERS, dense_pass
from nnexplain.params.way import way_facts

run, digits, seeds = need("models/five-to-six"), need("models/digits"), need("models/digits-seeds")
ONE, OTHER, networks, steps = (run.facts[name] for name in ("one", "other", "networks", "steps"))
images = digits["images"].reshape(len(digits["labels"]), -1)


def added(pairs: np.ndarray, k: int) -> np.ndarray:
    """What each unit of network `k`, and last the biases, add to the lead of the 6.

    (pairs, 2) → (pairs, places, units + 1).
    """
    weights, biases = ([seeds[f"{layer}.{part}"][k] for layer in LAYERS] for part in ("weight", "bias"))
    parts = []
    for start, end in images[pairs]:
        way = start + np.linspace(0, 1, steps + 1)[:, None] * (end - start)
        hidden = dense_pass(weights, biases, way.astype(float))[-1][0]
        parts.append(contributions(weights[-1], biases[-1], hidden, OTHER, ONE))
    return np.array(parts)


def overtaken(lead: np.ndarray) -> np.ndarray:
    """From where on the 6 stays ahead, as a share of the way: 0 where it always is, 1 where it never is.

    (…, places) → (…).
    """
    behind = lead <= 0
    last = steps - behind[..., ::-1].argmax(axis=-1)
    return np.where(behind.any(axis=-1), np.minimum(1, (last + 0.5) / steps), 0.0)


def units_for_half(change: np.ndarray) -> np.ndarray:
    """How many units, the greatest first, make up half of each change: (pairs, units + 1) → (pairs,)."""
    greatest = np.sort(np.maximum(change[:, :-1], 0), axis=1)[:, ::-1].cumsum(axis=1)
    return 1 + (2 * greatest < change.sum(axis=1)[:, None]).sum(axis=1)


# %%
row = run.facts["ways"].index("blend")
moved, others, first, halves = [], [], [], []
for k in range(networks):
    each = added(run["own.pairs"][run["own.ends"][row, k] > 0], k)
    lead, units = each.sum(axis=2), each[..., :-1]
    before = overtaken(lead)
    shift = np.abs(overtaken(lead[:, None] - units.transpose(0, 2, 1)) - before[:, None])
    change = each[:, -1] - each[:, 0]
    mover = change[:, :-1].argmax(axis=1)
    rest = (units != 0).any(axis=1)
    rest[np.arange(len(mover)), mover] = False
    own = shift[np.arange(len(mover)), mover]
    moved.append(float(np.median(own)))
    others.append(float(np.median([np.median(far[on]) for far, on in zip(shift, rest, strict=True)])))
    first.append(float((shift.argmax(axis=1) == mover).mean()))
    halves.append(units_for_half(change))


# %%
def between(numbers: Iterable[float], form: str = ".0%") -> str:
    """The least and the most, or one of them where they print alike."""
    least, most = (format(edge(list(numbers)), form) for edge in (min, max))
    return least if least == most else f"{least} to {most}"


facts = way_facts(run, len(digits["labels"]))
here = added(np.array([[facts["digit"], facts["digit2"]]]), 0)
lead, unit = here.sum(axis=2), int((here[:, -1] - here[:, 0])[0, :-1].argmax())
without = lead - here[..., unit]
name = f"{chr(96 + len(LAYERS) - 1)}{unit + 1}"
hangs = "is what the decision hangs on" if min(first) > 0.5 else "need not be what the decision hangs on"
value(
    "silenced",
    f"Silence {name} on the blend of these two, and the 6 overtakes the 5 at {overtaken(without)[0]:.0%} of "
    f"the way instead of {overtaken(lead)[0]:.0%}. Over {len(run['own.pairs'])} pairs of a 5 and a 6, "
    f"silencing the unit that moves the sum most moves that place by {between(moved)} of the way in the "
    "median, depending on the network; another unit that answers on the way typically by "
    f"{between(others)}.",
)
value(
    "hangs",
    f"What moves the sum most over the whole way {hangs}: in {between(first)} of the pairs it is the unit "
    "whose silence moves the place farthest. At the border it counts what a unit says there.",
)
every = np.concatenate(halves)
value("unit", name)
value("here", f"way=blend&digit={facts['digit']}&digit2={facts['digit2']}&ink=&ink2=")  # for links
value("halves", f"{np.median(every):.0f} in the median, {every.min()} to {every.max()} over all")
