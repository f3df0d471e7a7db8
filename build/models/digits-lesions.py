# /// nnexplain
# needs = ["models/digits", "models/digits-seeds"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # The digit networks lose their units
#
# The hidden units of both layers are silenced one after another: a silenced unit answers 0. The orders by
# importance are found on the training digits, so that no order is chosen on the digits it is judged by.

# %%
import numpy as np
import torch

from nnexplain.data.digits import load_digits
from nnexplain.figures import need, save_run, setting
from nnexplain.methods import lesions, regions
from nnexplain.methods.activations import activations
from nnexplain.methods.perturbation import answers_with_gains
from nnexplain.models.mlp import MLP

torch.set_num_threads(1)
ORDERS, RESAMPLES, CONTROLS, CLASSES = 20, 20, 40, 10
ASKED = 2500  # at most so many digits are asked after each lesion, spread evenly over the set

first, sisters = need("models/digits"), need("models/digits-seeds")
sizes, seeds = first.facts["sizes"], range(sisters.facts["seeds"])
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)


def some(count: int) -> np.ndarray:
    return np.linspace(0, count - 1, min(count, ASKED)).astype(int)


train, asked = some(len(digits.train_labels)), some(len(first["labels"]))
train_x, train_y = torch.tensor(digits.train_images[train]), torch.tensor(digits.train_labels[train])
everything, x, labels = (
    torch.tensor(first["images"]),
    torch.tensor(first["images"][asked]),
    first["labels"][asked],
)
parts = [name for name in first.arrays if name.endswith((".weight", ".bias"))]
LAYERS = [f"relu.hidden{k}" for k in range(1, len(sizes) - 1)]
WIDTH = dict(zip(LAYERS, sizes[1:], strict=False))
units = [(layer, unit) for layer, size in WIDTH.items() for unit in range(size)]
layer_of = np.array([LAYERS.index(layer) for layer, _ in units])


def network(seed: int) -> MLP:
    model = MLP(sizes)
    model.load_state_dict({f"layers.{part}": torch.tensor(sisters[part][seed]) for part in parts})
    return model


networks = [network(seed) for seed in seeds]


# %% [markdown]
# ## One after another


# %%
def curve(model: MLP, order: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return lesions.lesion_curve(model, x, labels, [units[k] for k in order], WIDTH, CLASSES)


def by_importance(model: MLP) -> np.ndarray:
    return np.argsort(lesions.importance(model, train_x, train_y, WIDTH), kind="stable")


def at_random(seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.permutation(len(units)) for _ in range(ORDERS)]


ranks = [by_importance(model) for model in networks]
least = [curve(model, rank) for model, rank in zip(networks, ranks, strict=True)]
most = [curve(model, rank[::-1]) for model, rank in zip(networks, ranks, strict=True)]
chance = [[curve(networks[seed], order) for order in at_random(seed)] for seed in seeds]

# %% [markdown]
# ## Region by region
#
# Each network's functional regions, how far they stay the same when other test digits are drawn, and
# what silencing one costs beside silencing as many units of the same layers at random, of those in use.


# %%
def recalls(model: MLP, groups: list[np.ndarray]) -> np.ndarray:  # (groups, classes)
    silent = lesions.silencing([[units[k] for k in group] for group in groups], WIDTH)
    return lesions.recalls_of(answers_with_gains(model, x, silent), labels, CLASSES)


def measured(seed: int) -> dict[str, np.ndarray]:
    heard = activations(networks[seed], everything, LAYERS)
    hidden = np.concatenate([heard[layer] for layer in LAYERS], axis=1)
    found, rng = regions.regions(hidden), np.random.default_rng(seed)
    pools = [np.flatnonzero((layer_of == k) & (found.region >= 0)) for k in range(len(LAYERS))]
    groups = [found.members(k) for k in range(found.count)]
    controls = [regions.alike_at_random(group, pools, rng) for group in groups for _ in range(CONTROLS)]
    favourite = np.zeros((found.count, CLASSES), dtype=bool)
    for k, group in enumerate(groups):
        favourite[k, regions.favourites(hidden, first["labels"], group)] = True
    return {
        "region_seed": np.full(found.count, seed),
        "region_size": np.array([len(group) for group in groups]),
        "region_favourite": favourite,
        "region_recalls": recalls(networks[seed], groups),
        "control_recalls": recalls(networks[seed], controls).reshape(found.count, CONTROLS, CLASSES),
        "silhouette": np.array([found.silhouettes[found.count]]),
        "stability": regions.stability(hidden, found.region, RESAMPLES, rng)[None],
    }


rows = [measured(seed) for seed in seeds]

# %%
save_run(
    {
        "asked": asked,
        "rank": np.array(ranks),
        "least": np.stack([shares for shares, _ in least]),
        "most": np.stack([shares for shares, _ in most]),
        "random": np.stack([[shares for shares, _ in curves] for curves in chance]),
        "most_recalls": np.stack([recalls for _, recalls in most]),
        "random_recalls": np.stack([[recalls for _, recalls in curves] for curves in chance]),
        **{name: np.concatenate([row[name] for row in rows]) for name in rows[0]},
    },
    units=[f"{'ab'[LAYERS.index(layer)]}{unit + 1}" for layer, unit in units],
)
