# /// nnexplain
# needs = ["models/digits", "models/digits-seeds", "models/codes"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # Ways from a 5 to a 6
#
# Three networks read the pictures along six kinds of way, for hundreds of pairs of held-out digits. The ways
# through an autoencoder go through another one beside each network.

# %%
from collections import defaultdict
from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import Tensor

from nnexplain.data.digits import load_digits
from nnexplain.data.pad import block_counts, fit_mass
from nnexplain.data.strokes import closing
from nnexplain.figures import need, save_run, setting
from nnexplain.methods.decisions import Verdicts, nearest, verdicts
from nnexplain.methods.paths import blend, pixel_by_pixel, through
from nnexplain.methods.smallest_change import smallest_change
from nnexplain.models.autoencoder import Autoencoder
from nnexplain.models.mlp import MLP

torch.set_num_threads(1)
NETWORKS, STEPS = 3, 100
ONE, OTHER = 5, 6
FAR = 4  # at every so many-th hundredth of a way it is measured how far off the real digits it is
KNOWN, FIVES = 5000, 200  # at most so many digits of each part to be near to, so many 5s to change

chosen = setting("digits")
first, seeds, codes = need("models/digits"), need("models/digits-seeds"), need("models/codes")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
PAIRS, AT_ONCE = (120, 60) if chosen == "mnist" else (300, 300)
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
# Drawn at random, without a pair twice: a held-out 5 and a held-out 6, and any two held-out digits that
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


def lead(model: MLP, one: Tensor, other: Tensor) -> Callable[[Tensor], Tensor]:
    """By how much a picture, given as the first layer's sums, is still its pair's start to the network."""
    layers = list(model.layers.values())

    def score(sums: Tensor) -> Tensor:
        heard = sums + layers[0].bias
        for layer in layers[1:]:
            heard = layer(heard.relu())
        repeat = len(sums) // len(one)
        ours, theirs = (kind.repeat_interleave(repeat)[:, None] for kind in (one, other))
        ahead: Tensor = heard.gather(1, ours) - heard.gather(1, theirs)
        return ahead.squeeze(1)

    return score


def pixelwise(
    k: int, start: Tensor, end: Tensor, kinds: tuple[Tensor, Tensor], keep: bool
) -> tuple[Tensor, Tensor]:
    model = networks[k]
    weight = next(model.parameters())
    found = pixel_by_pixel(lead(model, *kinds), start, end, keep, weight)
    return found.pictures(start, end), found.changes / pixels


def coded(
    code: int, k: int, start: Tensor, end: Tensor, kinds: tuple[Tensor, Tensor]
) -> tuple[Tensor, Tensor]:
    model = autoencoders[code][k]
    return through(model.encode, model.decode, start, end, STEPS), torch.ones(len(start))


WAYS: dict[str, Way] = {
    "blend": lambda k, start, end, kinds: (blend(start, end, STEPS), torch.ones(len(start))),
    **{f"code-{code}": partial(coded, code) for code in autoencoders},
    "keep": partial(pixelwise, keep=True),
    "lose": partial(pixelwise, keep=False),
}
known = np.concatenate([digits.test_images[:KNOWN], digits.train_images[:KNOWN]])
known_kinds = np.concatenate([digits.test_labels[:KNOWN], digits.train_labels[:KNOWN]])


def met(told: Verdicts) -> np.ndarray:
    """(n, 10): which digits are said on the way that are neither the first nor the last answer."""
    said = (told.said[:, :, None] == np.arange(10)).any(axis=1)
    for end in (0, -1):
        said[np.arange(len(said)), told.said[:, end]] = False
    return said


def measured(which: np.ndarray) -> dict[str, np.ndarray]:
    """What the networks say along every way: arrays (ways, networks, pairs, …)."""
    start, end = x[which[:, 0]], x[which[:, 1]]
    kinds = (y[which[:, 0]], y[which[:, 1]])
    found: dict[str, list[list[np.ndarray]]] = defaultdict(lambda: [[] for _ in WAYS])
    for row, way in enumerate(WAYS.values()):
        for k, model in enumerate(networks):
            pictures, share = way(k, start, end, kinds)
            told = verdicts(model(pictures.reshape(-1, pixels)).reshape(*pictures.shape[:2], -1))
            places = np.arange(0, pictures.shape[1], max(1, FAR * pictures.shape[1] // STEPS))
            off, _ = nearest(pictures[:, places].numpy(), known)
            ends = (told.said[:, 0] == kinds[0].numpy()) & (told.said[:, -1] == kinds[1].numpy())
            told_of = {"settled": told.settled / share.numpy(), "left": told.left / share.numpy()}
            told_of |= {"flips": told.flips, "third": told.third, "met": met(told)}
            for name, array in (told_of | {"ends": ends, "off": off.max(axis=1)}).items():
                found[name][row].append(array.astype(np.float32))
    return {name: np.array(rows) for name, rows in found.items()}


def in_parts(which: np.ndarray) -> dict[str, np.ndarray]:
    """The same, for as many pairs at once as memory holds."""
    found = [measured(part) for part in np.split(which, range(AT_ONCE, len(which), AT_ONCE))]
    return {name: np.concatenate([part[name] for part in found], axis=2) for name in found[0]}


with torch.no_grad():
    results = {name: in_parts(which) for name, which in pairs.items()}

# %% [markdown]
# ## The closing stroke
#
# The drawn 5 with more and more of the arc, prepared as the data set's digits were; and the same arc laid
# over every held-out 5, where a digit of the data set has its place.


# %%
def prepared(bitmap: np.ndarray) -> np.ndarray:
    if digits.prepare == "mass":
        return fit_mass(bitmap) / digits.levels
    return block_counts(bitmap, digits.side, digits.levels) / digits.levels


def in_place(bitmap: np.ndarray) -> np.ndarray:
    box, edge = (20, 4) if digits.prepare == "mass" else (digits.side, 0)
    return np.pad(block_counts(bitmap, box, digits.levels), edge) / digits.levels


parts = [closing(share) for share in np.linspace(0, 1, STEPS + 1)]
stroke = torch.tensor(np.stack([prepared(five | arc) for five, arc in parts]), dtype=torch.float32)
stroke = stroke.reshape(1, STEPS + 1, pixels)
arcs = np.stack([in_place(arc) for _, arc in parts]).reshape(STEPS + 1, pixels)
which_fives = np.flatnonzero(digits.test_labels == ONE)[:FIVES]
fives = x[torch.tensor(which_fives)]
laid = (fives[:, None] + torch.tensor(arcs, dtype=torch.float32)).clamp(max=1)


def along(ways: Tensor) -> list[Verdicts]:
    with torch.no_grad():
        return [verdicts(model(ways.flatten(0, 1)).unflatten(0, ways.shape[:2])) for model in networks]


stroke_told, laid_told = along(stroke), along(laid)

# %% [markdown]
# ## The smallest change
#
# For every held-out 5, the least that has to change until a network says 6.

# %%
target = torch.full((len(fives),), OTHER)
changes = {
    norm: [smallest_change(model, fives, target, norm) for model in networks] for norm in ("l2", "linf")
}
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
        "arc": arcs[-1].astype(np.float32),
        "laid_said": np.stack([told.said[:, [0, -1]] for told in laid_told]),
        **{f"{norm}_size": torch.stack([change.size for change in found]) for norm, found in changes.items()},
        **{f"{norm}_pictures": found[0].pictures for norm, found in changes.items()},
        "fives": which_fives,
        "to_a_six": to_a_six,
        "nearest_six": known[known_kinds == OTHER][nearest_six],
        "apart": apart,
    },
    ways=list(WAYS),
    networks=NETWORKS,
    codes=list(autoencoders),
    steps=STEPS,
    one=ONE,
    other=OTHER,
)
