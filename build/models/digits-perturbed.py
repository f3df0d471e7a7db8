# /// nnexplain
# needs = ["models/digits", "models/digits-seeds"]
# data = []
# figures = []
# ///

# %% [markdown]
# # How much the digit networks bear
#
# Four ways to disturb a network, each at several strengths, and how many of all held-out digits it still
# reads. Every network of `build/models/digits-seeds.py` is asked; what is random is drawn afresh for each.

# %%
import numpy as np
import torch

from nnexplain.figures import need, save_run
from nnexplain.methods import perturbation
from nnexplain.models.mlp import MLP

torch.set_num_threads(1)
GAINS = np.linspace(0, 3, 13)
TURNS = np.array([-12, -8, -4, -2, 0, 2, 4, 8, 12])  # standard deviations of the weight's matrix
NOISES = np.linspace(0, 1.5, 16)  # standard deviations of each matrix
INPUT_NOISES = np.linspace(0, 1.5, 16)  # full ink is 1
DRAWS, WEIGHTS = 10, 100
ASKED = 2500  # at most so many digits are asked each time, spread evenly over the set

first, sisters = need("models/digits"), need("models/digits-seeds")
asked = np.linspace(0, len(first["labels"]) - 1, min(len(first["labels"]), ASKED)).astype(int)
sizes, labels = first.facts["sizes"], first["labels"][asked]
x = torch.tensor(first["images"][asked])
parts = [name for name in first.arrays if name.endswith((".weight", ".bias"))]


# %%
def network(seed: int) -> MLP:
    model = MLP(sizes)
    model.load_state_dict({f"layers.{part}": torch.tensor(sisters[part][seed]) for part in parts})
    return model


def gained(model: MLP) -> np.ndarray:  # (units, gains)
    units = [(f"relu.hidden{k}", unit) for k in range(1, len(sizes) - 1) for unit in range(sizes[k])]
    width = {f"relu.hidden{k}": sizes[k] for k in range(1, len(sizes) - 1)}
    operations = [perturbation.gain_of(unit, gain, width[unit[0]]) for unit in units for gain in GAINS]
    return perturbation.shares_right(model, x, labels, operations).reshape(len(units), -1)


def turned(model: MLP, seed: int) -> np.ndarray:  # (weights, turns)
    some = perturbation.some_weights(model, WEIGHTS, np.random.default_rng(seed))
    operations = [perturbation.turned_by(model, *weight, strength) for weight in some for strength in TURNS]
    return perturbation.shares_right(model, x, labels, operations).reshape(len(some), -1)


def shaken(model: MLP, seed: int) -> np.ndarray:  # (draws, noises)
    generator = torch.Generator().manual_seed(seed)
    operations = [{"noise": noise, "generator": generator} for _ in range(DRAWS) for noise in NOISES]
    return perturbation.shares_right(model, x, labels, operations).reshape(DRAWS, -1)


def blurred(model: MLP, seed: int) -> np.ndarray:  # (draws, noises)
    generator = torch.Generator().manual_seed(seed)
    shares = [
        perturbation.under_input_noise(model, x, labels, noise, generator)
        for _ in range(DRAWS)
        for noise in INPUT_NOISES
    ]
    return np.reshape(shares, (DRAWS, -1))


# %%
networks = [network(seed) for seed in range(sisters.facts["seeds"])]
save_run(
    {
        "asked": asked,
        "gains": GAINS,
        "gained": np.stack([gained(model) for model in networks]),
        "turns": TURNS,
        "turned": np.stack([turned(model, seed) for seed, model in enumerate(networks)]),
        "noises": NOISES,
        "shaken": np.stack([shaken(model, seed) for seed, model in enumerate(networks)]),
        "input_noises": INPUT_NOISES,
        "blurred": np.stack([blurred(model, seed) for seed, model in enumerate(networks)]),
    },
)
