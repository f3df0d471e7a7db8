# /// nnexplain
# needs = ["models/digits"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # What was tried before the recipe was settled
#
# How much noise the pictures get, and how many passes, is decided on the training digits alone: they are
# cut into three parts, two are learned and the third is read, each in its turn (cross-validation; Stone,
# "Cross-validatory choice and assessment of statistical predictions", 1974). The test digits are not
# looked at here.

# %%
from dataclasses import replace

import numpy as np
import torch
from sklearn.model_selection import StratifiedKFold

from nnexplain.data.digits import load_digits
from nnexplain.figures import need, save_run, setting
from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe

torch.set_num_threads(1)
PARTS, MOST = 3, 4000  # of a large set not more than so many digits, spread evenly
OTHER_NOISES = (0.0, 0.1, 0.2, 0.4)
SHORTER = 0.4  # of the passes

first = need("models/digits")
recipe = Recipe(**first.facts["recipe"])
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
some = np.linspace(0, len(digits.train_labels) - 1, min(len(digits.train_labels), MOST)).astype(int)
x, y = torch.tensor(digits.train_images[some]), torch.tensor(digits.train_labels[some])
drawn_x, drawn_y = (torch.tensor(first[f"drawn_{part}"]) for part in ("images", "digits"))
folds = list(StratifiedKFold(PARTS, shuffle=True, random_state=0).split(x, y))
length = min(len(learned) for learned, _ in folds)  # networks that are trained together see equally many
noises = sorted({recipe.noise, *OTHER_NOISES})
tried = [replace(recipe, noise=noise) for noise in noises]
tried.append(replace(recipe, epochs=round(SHORTER * recipe.epochs)))


# %%
def right(recipes: list[Recipe]) -> np.ndarray:
    """How many of each part are read rightly, (recipes, parts); the recipes differ in their noise alone."""
    jobs = [(one, part) for one in recipes for part in range(PARTS)]
    generators = [torch.Generator().manual_seed(part) for _, part in jobs]
    models = [MLP(first.facts["sizes"], generator) for generator in generators]
    learned = [torch.as_tensor(folds[part][0][:length]) for _, part in jobs]
    inputs, labels = (
        torch.stack([torch.cat([whole[k], strokes]) for k in learned])
        for whole, strokes in ((x, drawn_x), (y, drawn_y))
    )
    recipes[0].train_together(models, inputs, labels, generators, [one.noise for one, _ in jobs])
    read = [folds[part][1] for _, part in jobs]
    with torch.no_grad():
        counts = [int((model(x[k]).argmax(1) == y[k]).sum()) for model, k in zip(models, read, strict=True)]
    return np.array(counts).reshape(len(recipes), PARTS)


counts = np.concatenate([right(tried[:-1]), right(tried[-1:])])

# %% [markdown]
# Recipes that read as many up to luck are equals. One that clearly reads fewer than another is refused.

# %%
sizes = np.array([len(read) for _, read in folds])
shares = counts.sum(axis=1) / sizes.sum()
error = np.sqrt(shares.max() * (1 - shares.max()) / sizes.sum())  # standard error of the best
own = shares[noises.index(recipe.noise)]
if own < shares.max() - 3 * error:
    raise SystemExit(
        f"of the training digits that were left out, the recipe reads {own:.1%}; "
        f"{tried[int(shares.argmax())]} reads {shares.max():.1%}"
    )
save_run(
    {
        "noise": [one.noise for one in tried],
        "epochs": [one.epochs for one in tried],
        "right": counts,
        "sizes": sizes,
    },
)
