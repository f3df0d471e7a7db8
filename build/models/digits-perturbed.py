# /// nnexplain
# needs = ["models/digits", "models/digits-seeds"]
# data = []
# figures = []
# ///

# %% [markdown]
# # How much the digit networks bear
#
# Four ways to disturb a network, each at several strengths, and how many of all test digits it still
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


def shares_right(said: np.ndarray) -> np.ndarray:
    return (said == labels).mean(axis=-1)


def gained(model: MLP) -> np.ndarray:  # (units, gains)
    width = {f"relu.hidden{k}": sizes[k] for k in range(1, len(sizes) - 1)}
    units = [(layer, unit) for layer, count in width.items() for unit in range(count)]
    gains = perturbation.gains_of([{unit: gain} for unit in units for gain in GAINS], width)
    return shares_right(perturbation.answers_with_gains(model, x, gains)).reshape(len(units), -1)


def turned(model: MLP, seed: int) -> np.ndarray:  # (weights, turns)
    some = perturbation.some_weights(model, WEIGHTS, np.random.default_rng(seed))
    return shares_right(perturbation.answers_when_turned(model, x, some, TURNS))


def shaken(model: MLP, seed: int) -> np.ndarray:  # (draws, noises)
    noises = torch.tensor(np.tile(NOISES, DRAWS), dtype=torch.float32)
    matrices = perturbation.shaken(model, noises, torch.Generator().manual_seed(seed))
    return shares_right(perturbation.answers_with(model, x, matrices)).reshape(DRAWS, -1)


def blurred(model: MLP, seed: int) -> np.ndarray:  # (draws, noises)
    noises = torch.tensor(np.tile(INPUT_NOISES, DRAWS), dtype=torch.float32)
    generator = torch.Generator().manual_seed(seed)
    return shares_right(perturbation.answers_under_input_noise(model, x, noises, generator)).reshape(
        DRAWS, -1
    )


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
