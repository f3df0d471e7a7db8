# /// nnexplain
# needs = ["models/digits"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # The same network from other starts
#
# What one network scores owes something to luck: to the random weights it starts from, and to the order in
# which it sees the digits. So the same recipe is followed from further starts. The first of these networks
# is the one that the lessons look into.

# %%
import numpy as np
import torch

from nnexplain.data.digits import load_digits
from nnexplain.figures import need, save_run, setting
from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe

torch.set_num_threads(1)
SEEDS = 10

first = need("models/digits")
recipe = Recipe(**first.facts["recipe"])
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
x = torch.tensor(np.concatenate([digits.train_images, first["drawn_images"]]))
y = torch.tensor(np.concatenate([digits.train_labels, first["drawn_digits"]]))
test_x = torch.tensor(digits.test_images)


# %% [markdown]
# All are trained at once, which gives the same networks as one after another in a fraction of the time: in
# each step the weights of all of them are one array. The last starts like the first and has no noise on its
# pictures.

# %%
seeds = [first.facts["seed"] + k for k in (*range(1, SEEDS), 0)]
noises = [recipe.noise] * (SEEDS - 1) + [0.0]
generators = [torch.Generator().manual_seed(seed) for seed in seeds]
models = [MLP(first.facts["sizes"], generator) for generator in generators]
recipe.train_together(models, x, y, generators, noises)
*sisters, by_heart = [model.state_dict() for model in models]


# %%
def answers(weights: dict[str, torch.Tensor]) -> np.ndarray:
    model = MLP(first.facts["sizes"])
    model.load_state_dict(weights)
    with torch.no_grad():
        return torch.softmax(model(test_x), dim=1).numpy()


def score(probabilities: np.ndarray) -> float:
    return float((probabilities.argmax(axis=-1) == digits.test_labels).mean())


# %%
known = {f"layers.{part}": torch.tensor(array) for part, array in first.arrays.items() if "." in part}
networks = [known, *sisters]
probabilities = np.stack([answers(weights) for weights in networks])
scores = np.array([score(answer) for answer in probabilities])

# %%
save_run(
    {
        **{name.removeprefix("layers."): torch.stack([w[name] for w in networks]) for name in known},
        "probabilities": probabilities,
        "scores": scores,
        "without_noise": answers(by_heart),
    },
    seeds=SEEDS,
)
