# /// nnexplain
# needs = []
# data = []
# figures = []
# ///

# %% [markdown]
# # One neuron, two lists of ratings
#
# A neuron with three weights and a bias is trained twice from the same start: on four ratings that no
# neuron can learn, and on four that one can. What is saved is every weight, the loss and what the neuron
# says of all eight songs, after every pass over the four.

# %%
from functools import partial

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as loss

from nnexplain.data import songs
from nnexplain.figures import save_run
from nnexplain.models.neuron import Neuron
from nnexplain.training.loop import Descent, fit
from nnexplain.training.recorder import Recorder

torch.set_num_threads(1)

# %% [markdown]
# The start is chosen, not drawn: it likes modern and sad songs and holds a piano against them, so there
# is something to unlearn.

# %%
START, BIAS = (1.5, 1.0, -1.5), 0.5
PASSES, RATE = 60, 2.0
EVERY_SONG = torch.tensor(songs.song_array())


# %%
def train(ratings: songs.Ratings) -> Recorder:
    neuron = Neuron(START, BIAS)
    x, y = torch.tensor(ratings.inputs()), torch.tensor(ratings.targets())
    recorder = Recorder(
        {
            "weights": lambda moment: neuron.weights,
            "bias": lambda moment: neuron.bias,
            "loss": lambda moment: loss(neuron(x), y),
            "probability": lambda moment: neuron.probability(EVERY_SONG),
        }
    )
    descent = Descent(partial(torch.optim.SGD, lr=RATE))
    fit(neuron, x, y, loss, descent, PASSES, on={"start": recorder, "epoch": recorder})
    return recorder


# %% [markdown]
# For the page, which trains on from here: the ratings as letters (l likes, d dislikes, - not rated), and all
# the ways in which a plane can part the eight songs: they say whether a set of ratings can be learned.


# %%
def letters(ratings: songs.Ratings) -> str:
    return "".join("l" if s in ratings.likes else "d" if s in ratings.dislikes else "-" for s in songs.SONGS)


SETS = {"learnable": ("learnable", songs.LEARNABLE), "impossible": ("unlearnable", songs.UNLEARNABLE)}
runs = {"learnable": train(songs.LEARNABLE), "unlearnable": train(songs.UNLEARNABLE)}
save_run(
    {f"{name}_{key}": array for name, run in runs.items() for key, array in run.arrays().items()}
    | {"splits": np.array(list(songs.neurons()), dtype=np.uint8)},
    passes=PASSES,
    rate=RATE,
    features=songs.FEATURES,
    sets={name: {"ratings": letters(rated), "arrays": taught} for name, (taught, rated) in SETS.items()},
)
