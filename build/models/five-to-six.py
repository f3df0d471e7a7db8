# /// nnexplain
# needs = ["models/digits", "models/digits-seeds"]
# data = []
# figures = []
# ///

# %% [markdown]
# # Ways from a 5 to a 6
#
# Three networks read the pictures along six kinds of way, for hundreds of pairs of held-out digits. For the
# ways through an autoencoder three autoencoders of every size of code are trained, one beside each network.

# %%
from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy, mse_loss

from nnexplain.data.digits import load_digits
from nnexplain.data.strokes import closing
from nnexplain.figures import need, save_run
from nnexplain.methods.decisions import nearest, verdicts
from nnexplain.methods.paths import blend, pixel_by_pixel, through
from nnexplain.methods.smallest_change import smallest_change
from nnexplain.models.autoencoder import Autoencoder
from nnexplain.models.mlp import MLP
from nnexplain.training.loop import Descent, fit

torch.set_num_threads(1)
NETWORKS, PAIRS, STEPS = 3, 300, 100
CODES, EPOCHS, RATE, BATCH = (2, 4, 8), 150, 5e-3, 32
ONE, OTHER = 5, 6

first, seeds = need("models/digits"), need("models/digits-seeds")
digits = load_digits(held_out=0.25, seed=0)
train_x = torch.tensor(digits.train_images)
x, y = torch.tensor(digits.test_images), torch.tensor(digits.test_labels)
pixels = x.shape[1]


# %%
def network(k: int) -> MLP:
    model = MLP(first.facts["sizes"])
    model.load_state_dict({f"layers.{part}": torch.tensor(seeds[part][k]) for part in PARTS})
    return model.eval()


def autoencoder(code: int, seed: int) -> Autoencoder:
    generator = torch.Generator().manual_seed(1000 * code + seed)
    model = Autoencoder((pixels, 32, code), generator)
    descent = Descent(
        optimizer=partial(torch.optim.Adam, lr=RATE, fused=True),
        schedule=partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=EPOCHS),
        batch_size=BATCH,
        generator=generator,
    )
    fit(model, train_x, train_x, binary_cross_entropy, descent, EPOCHS)
    return model.eval()


PARTS = [part for part in first.arrays if part.partition(".")[2] in ("weight", "bias")]
networks = [network(k) for k in range(NETWORKS)]
autoencoders = {code: [autoencoder(code, k) for k in range(NETWORKS)] for code in CODES}

# %% [markdown]
# ## The pairs
#
# Drawn at random, without a pair twice: a held-out 5 and a held-out 6, and any two held-out digits that
# differ. All are taken, whatever the networks say to them; a way whose ends are misread is left out of what
# is counted, and how many those are is saved.

# %%
random = np.random.default_rng(0)


def drawn(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    every = np.array([(a, b) for a in starts for b in ends if y[a] != y[b]])
    return every[random.choice(len(every), PAIRS, replace=False)]


everything = np.arange(len(y))
pairs = {
    "own": drawn(np.flatnonzero(digits.test_labels == ONE), np.flatnonzero(digits.test_labels == OTHER)),
    "any": drawn(everything, everything),
}


# %% [markdown]
# ## The ways
#
# Each takes a network's number and the two ends, (pairs, pixels), and gives (pairs, places, pixels).


# %%
def lead(model: MLP, one: Tensor, other: Tensor) -> Callable[[Tensor], Tensor]:
    """By how much a picture is still its pair's start to the network: one logit less the other."""

    def score(tried: Tensor) -> Tensor:
        logits = model(tried)
        repeat = len(tried) // len(one)
        ours, theirs = (kind.repeat_interleave(repeat)[:, None] for kind in (one, other))
        ahead: Tensor = logits.gather(1, ours) - logits.gather(1, theirs)
        return ahead.squeeze(1)

    return score


def pixelwise(k: int, start: Tensor, end: Tensor, kinds: tuple[Tensor, Tensor], keep: bool) -> Tensor:
    found = pixel_by_pixel(lead(networks[k], *kinds), start, end, keep)
    return found.pictures(start, end)


def coded(code: int, k: int, start: Tensor, end: Tensor, kinds: tuple[Tensor, Tensor]) -> Tensor:
    model = autoencoders[code][k]
    return through(model.encode, model.decode, start, end, STEPS)


WAYS: dict[str, Callable[[int, Tensor, Tensor, tuple[Tensor, Tensor]], Tensor]] = {
    "blend": lambda k, start, end, kinds: blend(start, end, STEPS),
    **{f"code-{code}": partial(coded, code) for code in reversed(CODES)},
    "keep": partial(pixelwise, keep=True),
    "lose": partial(pixelwise, keep=False),
}
known = np.concatenate([digits.train_images, digits.test_images])


def measured(which: np.ndarray) -> dict[str, np.ndarray]:
    """What the networks say along every way: arrays (ways, networks, pairs)."""
    start, end = x[which[:, 0]], x[which[:, 1]]
    kinds = (y[which[:, 0]], y[which[:, 1]])
    found: dict[str, list[np.ndarray]] = {}
    for way in WAYS.values():
        rows: dict[str, list[np.ndarray]] = {}
        for k, model in enumerate(networks):
            pictures = way(k, start, end, kinds)
            told = verdicts(model(pictures.reshape(-1, pixels)).reshape(*pictures.shape[:2], -1))
            off, _ = nearest(pictures.numpy(), known)
            ends = (told.said[:, 0] == kinds[0].numpy()) & (told.said[:, -1] == kinds[1].numpy())
            row = {"settled": told.settled, "left": told.left, "flips": told.flips, "third": told.third}
            for name, value in (row | {"ends": ends, "off": off.max(axis=1)}).items():
                rows.setdefault(name, []).append(value)
        for name, values in rows.items():
            found.setdefault(name, []).append(np.stack(values))
    return {name: np.stack(rows).astype(np.float32) for name, rows in found.items()}


with torch.no_grad():
    results = {name: measured(which) for name, which in pairs.items()}

# %% [markdown]
# ## The closing stroke
#
# The drawn 5 with more and more of the arc; and the same arc laid over every held-out 5.

# %%
BLOCK = 4


def counted(bitmap: np.ndarray) -> np.ndarray:
    side = len(bitmap) // BLOCK
    counts: np.ndarray = bitmap.reshape(side, BLOCK, side, BLOCK).sum(axis=(1, 3))
    return counts / BLOCK**2


parts = [closing(share) for share in np.linspace(0, 1, STEPS + 1)]
stroke = np.stack([counted(five | arc) for five, arc in parts]).reshape(STEPS + 1, pixels)
arcs = np.stack([counted(arc) for _, arc in parts]).reshape(STEPS + 1, 1, pixels)
fives = digits.test_images[digits.test_labels == ONE]
laid = torch.tensor(np.minimum(1, fives + arcs).swapaxes(0, 1), dtype=torch.float32)
drawn_way = torch.tensor(stroke, dtype=torch.float32)[None]
with torch.no_grad():
    closed = [verdicts(model(laid.reshape(-1, pixels)).reshape(*laid.shape[:2], -1)) for model in networks]
    drawn_closed = [verdicts(model(drawn_way[0])[None]) for model in networks]

# %% [markdown]
# ## The smallest change
#
# For every held-out 5, the least that has to change until a network says 6.

# %%
target = torch.full((len(fives),), OTHER)
changes = {
    norm: [smallest_change(model, torch.tensor(fives), target, norm) for model in networks]
    for norm in ("l2", "linf")
}
to_a_six, _ = nearest(fives, known[np.concatenate([digits.train_labels, digits.test_labels]) == OTHER])

# %%
save_run(
    {
        **{f"{name}.{part}": array for name, found in results.items() for part, array in found.items()},
        **{f"{name}.pairs": which for name, which in pairs.items()},
        **{
            f"code-{code}.{part}": weights
            for code, models in autoencoders.items()
            for part, weights in models[0].state_dict().items()
        },
        "code_error": np.array(
            [[mse_loss(model(x), x).item() for model in autoencoders[code]] for code in CODES]
        ),
        "stroke": stroke.astype(np.float32),
        "stroke_settled": np.array([told.settled[0] for told in drawn_closed]),
        "stroke_third": np.array([told.third[0] for told in drawn_closed]),
        "laid_said": np.stack([told.said[:, -1] for told in closed]),
        **{f"{norm}_size": torch.stack([change.size for change in found]) for norm, found in changes.items()},
        **{f"{norm}_pictures": found[0].pictures for norm, found in changes.items()},
        "fives": np.flatnonzero(digits.test_labels == ONE),
        "to_a_six": to_a_six,
    },
    ways=list(WAYS),
    networks=NETWORKS,
    codes=list(CODES),
    steps=STEPS,
    one=ONE,
    other=OTHER,
)
