# /// nnexplain
# needs = ["models/digits", "models/digits-seeds"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # What the digit networks would show without having learned, and unit by unit
#
# A number says little without its like from where nothing was to be found. So what the lessons say of units
# is measured for networks that never learned, too, and with answers shuffled among the pictures of a digit:
# then units still like the same digits, and nothing else joins them.

# %%
import numpy as np
import torch

from nnexplain.data.digits import load_digits
from nnexplain.figures import need, save_run, setting
from nnexplain.methods.dense import dense_layers, dense_pass
from nnexplain.methods.flips import single_weights
from nnexplain.methods.regions import regions
from nnexplain.methods.units import agreement, in_use, separation
from nnexplain.models.mlp import MLP

torch.set_num_threads(1)
UNTRAINED, KINDS, MOST_REGIONS = 10, 10, 20
TURNED, REACH = 30, 5.0  # so many digits; weights are set from -REACH to REACH
ASKED = 2500  # at most so many digits are asked, spread evenly over the set

first, sisters = need("models/digits"), need("models/digits-seeds")
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)


def some(count: int) -> np.ndarray:
    return np.linspace(0, count - 1, min(count, ASKED)).astype(int)


train, asked = some(len(digits.train_labels)), some(len(first["labels"]))
train_x, train_y = digits.train_images[train].astype(float), digits.train_labels[train]
x, y = first["images"][asked].astype(float), first["labels"][asked]
Arrays = dict[str, np.ndarray]
parts = [name for name in first.arrays if name.endswith((".weight", ".bias"))]
learned: list[Arrays] = [{part: sisters[part][k] for part in parts} for k in range(sisters.facts["seeds"])]


def blank(start: int) -> Arrays:
    state = MLP(first.facts["sizes"], torch.Generator().manual_seed(start)).state_dict()
    return {name.removeprefix("layers."): part.numpy() for name, part in state.items()}


# starts that no other script uses
untrained = [blank(1000 + k) for k in range(UNTRAINED)]


def hidden(network: Arrays, pictures: np.ndarray) -> np.ndarray:  # (n, units)
    return np.concatenate([a for *_, a in dense_pass(*dense_layers(network), pictures)[:-1]], axis=1)


# %% [markdown]
# ## On and off together, and in groups


# %%
def agreements(answers: np.ndarray) -> tuple[float, float]:
    on = answers > 0
    return agreement(on[:, in_use(on)], y)


def best(answers: np.ndarray) -> float:
    found = regions(answers)
    return found.silhouettes[found.count]


def shuffled(answers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Every unit's answers in another order, within the pictures of each digit."""
    mixed = answers.copy()
    for kind in range(KINDS):
        own = np.flatnonzero(y == kind)
        mixed[own] = rng.permuted(answers[own], axis=0)
    return mixed


heard = [hidden(network, x) for network in learned]
silent = [hidden(network, x) for network in untrained]
rng = np.random.default_rng(0)
wide = regions(heard[0], MOST_REGIONS)

# %% [markdown]
# ## The best single unit for each digit
#
# Chosen on the training digits; how well it tells the digit from the rest is measured on the test digits.
# As the area under the curve of hits against false alarms: the share of pairs, one of the digit and one of
# another, in which the unit answers more to the digit; equal answers count half.


# %%
def told_apart(network: Arrays) -> list[float]:
    known, new = hidden(network, train_x), hidden(network, x)
    units = [separation(known, train_y == kind).argmax() for kind in range(KINDS)]
    return [separation(new, y == kind)[unit] for kind, unit in enumerate(units)]


# %% [markdown]
# ## Which single weights change an answer

# %%
layers = dense_layers(first.arrays)
turned = [
    [int(layer.sum()) for layer in single_weights(*layers, picture.astype(float), REACH)]
    for picture in first["images"][:TURNED]
]
save_run(
    {
        "learned_agree": [agreements(answers) for answers in heard],
        "untrained_agree": [agreements(answers) for answers in silent],
        "silhouette_untrained": [best(answers) for answers in silent],
        "silhouette_shuffled": [best(shuffled(answers, rng)) for answers in heard],
        "silhouettes": [wide.silhouettes[k] for k in sorted(wide.silhouettes)],
        "separation": [told_apart(network) for network in learned],
        "turned": turned,
    },
    groups=sorted(wide.silhouettes),
    weights=[int(w.size) for w in layers[0]],
    reach=REACH,
)
