# /// nnexplain
# needs = ["models/digits", "models/digits-seeds"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # The same network without noise on its pictures, from several starts
#
# One network without noise stands beside the others in `digits-seeds.py`. What one start shows may be luck,
# so here are more of them, each beside the network that began alike and met the noise.

# %%
import numpy as np
import torch

from nnexplain.data.digits import load_digits
from nnexplain.figures import need, save_run, setting
from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe

torch.set_num_threads(1)
STARTS = 6

first, sisters = need("models/digits"), need("models/digits-seeds")
recipe = Recipe(**first.facts["recipe"])
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
x = torch.tensor(np.concatenate([digits.train_images, first["drawn_images"]]))
y = torch.tensor(np.concatenate([digits.train_labels, first["drawn_digits"]]))

# %%
generators = [torch.Generator().manual_seed(first.facts["seed"] + k) for k in range(1, STARTS)]
models = [MLP(first.facts["sizes"], generator) for generator in generators]
recipe.train_together(models, x, y, generators, [0.0] * len(models))
with torch.no_grad():
    said = [model(torch.tensor(digits.test_images)).argmax(dim=1).numpy() for model in models]
said.insert(0, sisters["without_noise"].argmax(axis=1))
save_run(
    {
        "said": said,
        "scores": [float((answers == digits.test_labels).mean()) for answers in said],
        "with_noise": sisters["scores"][:STARTS],
    },
    starts=STARTS,
)
