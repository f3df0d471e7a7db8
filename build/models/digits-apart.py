# /// nnexplain
# needs = ["models/digits"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # Other digits held out, and simpler readers beside the network
#
# A score on held-out digits depends on which digits were held out. So the recipe is followed with other
# ones: some drawn at random, and the quarters of the file one after another. Digits that stand together in it
# were most likely written by the same people, so a quarter is mostly of others than the rest. Two simpler
# readers are asked about the same digits: the nearest training digit (Cover and Hart, "Nearest neighbor
# pattern classification", 1967), and softmax regression, which is a network without hidden units.

# %%
import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

from nnexplain.data.digits import load_digits
from nnexplain.figures import need, save_run, setting
from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe

torch.set_num_threads(1)
MOST, DRAWS, QUARTERS = 4000, 3, 4  # of a large set not more than MOST digits, spread evenly

first = need("models/digits")
recipe = Recipe(**first.facts["recipe"])
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)

# %% [markdown]
# The digits as they stand in their file. MNIST's two files were written by different people; where both are
# here, this is the first.

# %%
images, labels, index = digits.train_images, digits.train_labels, digits.train_index
if not np.isin(digits.test_index, index).any():
    images = np.concatenate([images, digits.test_images])
    labels = np.concatenate([labels, digits.test_labels])
    index = np.concatenate([index, digits.test_index])
order = np.argsort(index)[np.linspace(0, len(index) - 1, min(len(index), MOST)).astype(int)]
images, labels, places = images[order], labels[order], np.arange(len(order))
at_random = [
    train_test_split(places, test_size=1 / QUARTERS, stratify=labels, random_state=1 + k)
    for k in range(DRAWS)
]
quarters = [(np.setdiff1d(places, part), part) for part in np.array_split(places, QUARTERS)]
splits = at_random + quarters


# %%
def networks() -> tuple[list[float], list[float]]:
    """For each split how many are read rightly, and how sure the network is on average."""
    length = min(len(learned) for learned, _ in splits)  # trained together, all see equally many
    generators = [torch.Generator().manual_seed(first.facts["seed"]) for _ in splits]
    models = [MLP(first.facts["sizes"], generator) for generator in generators]
    known = np.array([learned[:length] for learned, _ in splits])
    inputs, truth = (
        torch.tensor(np.concatenate([each[known], [strokes] * len(splits)], axis=1))
        for each, strokes in ((images, first["drawn_images"]), (labels, first["drawn_digits"]))
    )
    recipe.train_together(models, inputs, truth, generators)
    right, sure = [], []
    for model, (_, read) in zip(models, splits, strict=True):
        with torch.no_grad():
            most, said = torch.softmax(model(torch.tensor(images[read])), dim=1).max(dim=1)
        right.append(float((said.numpy() == labels[read]).mean()))
        sure.append(float(most.mean()))
    return right, sure


def simple(known: np.ndarray, names: np.ndarray, asked: np.ndarray, truth: np.ndarray) -> list[float]:
    """The shares that the nearest neighbour and softmax regression read rightly."""
    readers = KNeighborsClassifier(1, algorithm="brute"), LogisticRegression(max_iter=1000)
    return [float((reader.fit(known, names).predict(asked) == truth).mean()) for reader in readers]


right, sure = networks()
save_run(
    {
        "network": right,
        "sure": sure,
        "simple": [simple(images[a], labels[a], images[b], labels[b]) for a, b in splits],
        "own": simple(digits.train_images, digits.train_labels, digits.test_images, digits.test_labels),
    },
    draws=DRAWS,
    quarters=QUARTERS,
    held_out=len(splits[0][1]),
)
