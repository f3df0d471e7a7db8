# /// nnexplain
# needs = ["models/digits", "models/digits-seeds", "models/codes"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # Ways from a 5 to a 6
#
# Three networks read the pictures along seven kinds of way, for hundreds of pairs of test digits. The
# ways through an autoencoder go through another one beside each network.

# %%
from collections import defaultdict
from collections.abc import Callable
from functools import cache, partial

import numpy as np
import torch
from torch import Tensor

from nnexplain.data.digits import load_digits
from nnexplain.data.pad import fit_mass, in_place
from nnexplain.data.strokes import arcs, closing, fitting
from nnexplain.figures import need, save_run, setting
from nnexplain.methods.decisions import Verdicts, nearest, verdicts
from nnexplain.methods.paths import ahead, blend, pixel_by_pixel, through
from nnexplain.methods.smallest_change import smallest_change
from nnexplain.models.autoencoder import Autoencoder
from nnexplain.models.mlp import MLP, SideBySide
from nnexplain.models.neighbours import Neighbours

torch.set_num_threads(1)
NETWORKS, STEPS = 3, 100
ONE, OTHER = 5, 6
KNOWN, FIVES = 5000, 200  # at most so many digits of each part to be near to, so many 5s to change
ASKED = 50  # of so many of these 5s it is asked how far the nearest neighbour's border is
FINER = 1000  # steps of the blend, to see what its hundredths leave out

chosen = setting("digits")
first, seeds, codes = need("models/digits"), need("models/digits-seeds"), need("models/codes")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
# so many at once, and at every FAR-th hundredth of a way it is measured how far off the real digits it is
PAIRS, AT_ONCE, FAR = (400, 50, 10) if chosen == "mnist" else (300, 300, 4)
x, y = torch.tensor(digits.test_images), torch.tensor(digits.test_labels)
pixels = x.shape[1]


# %%
def network(k: int) -> MLP:
    model = MLP(first.facts["sizes"])
    model.load_state_dict({f"layers.{part}": torch.tensor(seeds[part][k]) for part in PARTS})
    return model.eval()


def autoencoder(code: int, k: int) -> Autoencoder:
    model = Autoencoder((pixels, codes.facts["hidden"], code))
    model.load_state_dict({p: torch.tensor(codes[f"code-{code}.{p}"][k]) for p in model.state_dict()})
    return model.eval()


PARTS = [part for part in first.arrays if part.partition(".")[2] in ("weight", "bias")]
networks = [network(k) for k in range(NETWORKS)]
autoencoders = {code: [autoencoder(code, k) for k in range(NETWORKS)] for code in codes.facts["codes"]}

# %% [markdown]
# ## The pairs
#
# Drawn at random, without a pair twice: a 5 and a 6 of the test digits, and any two test digits that
# differ. All are taken, whatever the networks say to them; a way whose ends are misread is left out of what
# is counted, and how many those are is saved.

# %%
random = np.random.default_rng(0)


def drawn(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    a, b = (every.ravel() for every in np.meshgrid(starts, ends, indexing="ij"))
    every = np.stack([a, b], axis=1)[digits.test_labels[a] != digits.test_labels[b]]
    return every[random.choice(len(every), PAIRS, replace=False)]


everything = np.arange(min(len(y), 500))
kinds_of = digits.test_labels[everything]
pairs = {
    "own": drawn(np.flatnonzero(kinds_of == ONE), np.flatnonzero(kinds_of == OTHER)),
    "any": drawn(everything, everything),
}


# %% [markdown]
# ## The ways
#
# Each takes a network's number, the two ends and what they are, and gives (pairs, places, pixels), and the
# share of these places in which anything changes: one pixel at a time comes early to its end where the
# two pictures have pixels in common.

# %%
Way = Callable[[int, Tensor, Tensor, tuple[Tensor, Tensor]], tuple[Tensor, Tensor]]


def pixelwise(
    k: int, start: Tensor, end: Tensor, kinds: tuple[Tensor, Tensor], keep: bool
) -> tuple[Tensor, Tensor]:
    layers = list(networks[k].layers.values())
    found = pixel_by_pixel(ahead(layers, *kinds), start, end, keep, layers[0].weight)
    return found.pictures(start, end), found.changes / found.changes.max()


def coded(
    code: int, k: int, start: Tensor, end: Tensor, kinds: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    model = autoencoders[code][k]
    return through(model.encode, model.decode, start, end, STEPS), torch.ones(len(start))


# %% [markdown]
# The closing stroke has of a family of arcs the one that, whole, brings the 5 nearest to the 6. No network is
# asked which. Its end is the closed 5, not the 6. Between any two digits there is no such stroke.


# %%
def placed(bitmaps: np.ndarray) -> np.ndarray:  # (…, 32, 32) → (…, pixels)
    counts = in_place(bitmaps, digits.side, digits.levels, edge=4 if digits.prepare == "mass" else 0)
    return (counts / digits.levels).astype(np.float32).reshape(*bitmaps.shape[:-2], pixels)


family = arcs()
whole = placed(np.stack([arc.ink() for arc in family]))


@cache
def growing(arc: int) -> np.ndarray:  # (STEPS + 1, pixels)
    return placed(family[arc].ink(np.linspace(0, 1, STEPS + 1)))


def closed(k: int, start: Tensor, end: Tensor, kinds: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    grown = [growing(int(arc)) for arc in fitting(start.numpy(), end.numpy(), whole)]
    return (start[:, None] + torch.tensor(np.stack(grown))).clamp(max=1), torch.ones(len(start))


WAYS: dict[str, Way] = {
    "blend": lambda k, start, end, kinds: (blend(start, end, STEPS), torch.ones(len(start))),
    **{f"code-{code}": partial(coded, code) for code in autoencoders},
    "keep": partial(pixelwise, keep=True),
    "lose": partial(pixelwise, keep=False),
    "stroke": closed,
}
ALIKE = ("blend", "stroke")  # the same for every network
known = np.concatenate([digits.test_images[:KNOWN], digits.train_images[:KNOWN]])
known_kinds = np.concatenate([digits.test_labels[:KNOWN], digits.train_labels[:KNOWN]])


def farthest(pictures: Tensor) -> np.ndarray:
    """How far from the nearest real digit each way comes, (pairs,)."""
    places = slice(None, None, max(1, FAR * pictures.shape[1] // STEPS))
    return nearest(pictures[:, places].numpy(), known)[0].max(axis=1)


def measured(which: np.ndarray, ways: list[str]) -> dict[str, np.ndarray]:
    """What the networks say along every way: arrays (ways, networks, pairs, …)."""
    start, end = x[which[:, 0]], x[which[:, 1]]
    kinds = (y[which[:, 0]], y[which[:, 1]])
    found: dict[str, list[list[np.ndarray]]] = defaultdict(lambda: [[] for _ in ways])
    for row, way in enumerate(ways):
        for k, model in enumerate(networks):
            if k == 0 or way not in ALIKE:
                pictures, share = WAYS[way](k, start, end, kinds)
                off = farthest(pictures)
            told = verdicts(model(pictures.reshape(-1, pixels)).reshape(*pictures.shape[:2], -1))
            first, last = told.said[:, 0], told.said[:, -1]
            ends = (first == kinds[0].numpy()) & (last == kinds[1].numpy())
            told_of = {"settled": told.settled / share.numpy(), "left": told.left / share.numpy()}
            told_of |= {"flips": told.flips, "third": told.third, "met": told.met}
            told_of |= {"first": first, "last": last, "ends": ends, "off": off}
            for name, array in told_of.items():
                found[name][row].append(array.astype(np.float32))
    return {name: np.array(rows) for name, rows in found.items()}


def in_parts(which: np.ndarray, ways: list[str]) -> dict[str, np.ndarray]:
    """The same, for as many pairs at once as memory holds."""
    found = [measured(part, ways) for part in np.split(which, range(AT_ONCE, len(which), AT_ONCE))]
    return {name: np.concatenate([part[name] for part in found], axis=2) for name in found[0]}


ways_of = {"own": list(WAYS), "any": [way for way in WAYS if way != "stroke"]}
with torch.no_grad():
    results = {name: in_parts(which, ways_of[name]) for name, which in pairs.items()}

# %% [markdown]
# ## Whose doing it is
#
# The ways above go for each network through an autoencoder of its own. Here each network reads the ways
# through each autoencoder, so that what is one's can be told from what is the other's.


# %%
def crossed(which: np.ndarray) -> dict[str, np.ndarray]:
    """What every network says on the ways through every autoencoder: (codes, networks, coders, pairs)."""
    start, end = x[which[:, 0]], x[which[:, 1]]
    kinds = (y[which[:, 0]], y[which[:, 1]])
    found = {part: np.empty((len(autoencoders), NETWORKS, NETWORKS, len(which))) for part in CROSSED}
    for row, code in enumerate(autoencoders):
        for j in range(NETWORKS):
            pictures, _ = coded(code, j, start, end, kinds)
            for k, told in enumerate(along(pictures)):
                right = (told.said[:, 0] == kinds[0].numpy()) & (told.said[:, -1] == kinds[1].numpy())
                for part, array in zip(CROSSED, (told.settled, told.third, right), strict=True):
                    found[part][row, k, j] = array
    return {part: array.astype(np.float32) for part, array in found.items()}


def along(ways: Tensor) -> list[Verdicts]:
    """What each network says on `ways` (pairs, places, pixels)."""
    with torch.no_grad():
        return [verdicts(model(ways.flatten(0, 1)).unflatten(0, ways.shape[:2])) for model in networks]


CROSSED = ("settled", "third", "ends")
own_parts = np.split(pairs["own"], range(AT_ONCE, PAIRS, AT_ONCE))
with torch.no_grad():
    crosses = [crossed(part) for part in own_parts]
finer = [along(blend(*(x[part[:, end]] for end in (0, 1)), FINER)) for part in own_parts]
finer_third = np.concatenate([[told.third for told in each] for each in finer], axis=1)

# %% [markdown]
# ## One stroke for all
#
# The drawn 5 with more and more of its arc, prepared as the digits were; and that arc over every 5 of the
# test digits.

# %%
prepared = (lambda bitmap: fit_mass(bitmap).ravel() / digits.levels) if digits.prepare == "mass" else placed
parts = [closing(share) for share in np.linspace(0, 1, STEPS + 1)]
stroke = torch.tensor(np.stack([prepared(five | arc) for five, arc in parts]), dtype=torch.float32)[None]
same_arc = placed(parts[-1][1])
which_fives = np.flatnonzero(digits.test_labels == ONE)[:FIVES]
fives = x[torch.tensor(which_fives)]
laid = torch.stack([fives, (fives + torch.tensor(same_arc)).clamp(max=1)], dim=1)

stroke_told, laid_told = along(stroke), along(laid)

# %% [markdown]
# ## The smallest change
#
# For every 5 of the test digits, the least that has to change until a network says 6; and the same for the
# reader that knows the training digits and says what the nearest of them is.

# %%
every, target = fives.repeat(NETWORKS, 1), torch.full((NETWORKS * len(fives),), OTHER)
changes = {norm: smallest_change(SideBySide(networks), every, target, norm) for norm in ("l2", "linf")}
neighbours = Neighbours(*(torch.tensor(part[:KNOWN]) for part in (digits.train_images, digits.train_labels)))
some, sixes = fives[:ASKED], torch.full((len(fives[:ASKED]),), OTHER)
to_a_six, nearest_six = nearest(fives.numpy(), known[known_kinds == OTHER])
apart, _ = nearest(digits.test_images[:500], digits.train_images[:KNOWN])

# %%
save_run(
    {
        **{f"{name}.{part}": array for name, found in results.items() for part, array in found.items()},
        **{f"{name}.pairs": which for name, which in pairs.items()},
        **{name: array[0] for name, array in codes.arrays.items() if name.startswith("code-")},
        "stroke": stroke[0],
        "stroke_said": np.stack([told.said[0] for told in stroke_told]),
        "stroke_settled": np.array([told.settled[0] for told in stroke_told]),
        "arc": same_arc,
        "laid_said": np.stack([told.said for told in laid_told]),
        "own.closed": closed(0, *(x[pairs["own"][:, end]] for end in (0, 1)), (y, y))[0][:, -1],
        **{f"{norm}_size": found.size.unflatten(0, (NETWORKS, -1)) for norm, found in changes.items()},
        **{f"{norm}_pictures": found.pictures[: len(fives)] for norm, found in changes.items()},
        "neighbour_size": smallest_change(neighbours, some, sixes).size,
        "finer_third": finer_third,
        **{f"crossed.{part}": np.concatenate([each[part] for each in crosses], axis=3) for part in CROSSED},
        "fives": which_fives,
        "to_a_six": to_a_six,
        "nearest_six": known[known_kinds == OTHER][nearest_six],
        "apart": apart,
    },
    ways=list(WAYS),
    networks=NETWORKS,
    codes=list(autoencoders),
    steps=STEPS,
    finer=FINER,
    arcs=len(family),
    one=ONE,
    other=OTHER,
)
