# /// nnexplain
# needs = []
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # A small network that reads digits
#
# Pixels in, two hidden layers of 32 and 16 units, ten answers out. It is trained on three quarters of
# scikit-learn's digits, or of MNIST's (`nnexplain build --digits mnist`). This is the network that the
# lessons look into; how much its score owes to luck is told by its sisters, which
# `build/models/digits-seeds.py` trains from other starts.

# %%
from dataclasses import asdict

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from nnexplain.data.digits import load_digits
from nnexplain.data.hands import MET, drawn, pictures
from nnexplain.figures import save_run, setting
from nnexplain.methods.activations import activations
from nnexplain.methods.regions import favourites, regions
from nnexplain.models.mlp import MLP
from nnexplain.training.loop import Moment
from nnexplain.training.recipe import Recipe
from nnexplain.training.recorder import Recorder

torch.set_num_threads(1)

# %% [markdown]
# The noise is the trick: every time a picture is shown, every pixel is pushed up or down a little at
# random. Without it the network learns its training pictures by heart and reads new ones less well. How much
# of it, and how many passes, is settled on training digits alone: `build/models/digits-tried.py`.

# %%
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
SIZES = (digits.side**2, 32, 16, 10)
SEED = 0
ON_PAGE = 240_000  # pixels of test digits that travel to the page at most: a reader loads them all
if chosen == "mnist":  # eight times as many digits need fewer passes
    passes = 20 if len(digits.train_labels) > 10_000 else 60
    RECIPE = Recipe(epochs=passes, batch_size=64, rate=5e-3, decay=1e-2, noise=0.4)
else:
    RECIPE = Recipe(epochs=150, batch_size=32, rate=5e-3, decay=1e-3, noise=0.3)

x, y = torch.tensor(digits.train_images), torch.tensor(digits.train_labels)
test_x, test_y = torch.tensor(digits.test_images), torch.tensor(digits.test_labels)


# %% [markdown]
# Readers draw on a pad, with a pen that no writer of the data had, and in forms that those did not use: a 1
# with a foot. So the network learns from strokes, too: from digits of hands that do not exist, prepared as
# the pad prepares a drawing. What it makes of hands that it never met: `build/models/digits-pen.py`.

# %%
HANDS = 70
ink, drawn_digits, _ = drawn(HANDS, SEED, MET)
drawn_images = pictures(ink, digits)
learned_x, learned_y = torch.cat([x, torch.tensor(drawn_images)]), torch.cat([y, torch.tensor(drawn_digits)])


# %%
def accuracy(model: torch.nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    model.eval()
    with torch.no_grad():
        return float((model(images).argmax(1) == labels).float().mean())


def held_out_loss(moment: Moment) -> float:
    moment.model.eval()
    return float(cross_entropy(moment.model(test_x), test_y))


recorder = Recorder(
    {
        "train_loss": lambda moment: float(cross_entropy(moment.model(x), y)),
        "test_loss": held_out_loss,
        "train_accuracy": lambda moment: accuracy(moment.model, x, y),
        "test_accuracy": lambda moment: accuracy(moment.model, test_x, test_y),
    },
    every=2,
)
generator = torch.Generator().manual_seed(SEED)
model = MLP(SIZES, generator)
RECIPE.train(model, learned_x, learned_y, generator, {"start": recorder, "epoch": recorder})

# %% [markdown]
# ## Functional regions
#
# Units of both hidden layers that are on together over the test digits, and which digits they are on
# for. How much these groups mean is measured in `build/models/digits-lesions.py`.

# %%
HIDDEN = [f"relu.hidden{k}" for k in range(1, len(SIZES) - 1)]
heard = activations(model, test_x, [*HIDDEN, "layers.output"])
hidden = np.concatenate([heard[name] for name in HIDDEN], axis=1)
found = regions(hidden)


def region_words(group: int) -> str:
    *first, last = map(str, favourites(hidden, digits.test_labels, found.members(group)))
    return f"mostly {', '.join(first)} and {last}" if first else f"mostly {last}"


# %% [markdown]
# ## What is saved
#
# The weights, the curves, and for every test digit what each unit answered.

# %%
save_run(
    {
        **{name.removeprefix("layers."): weights for name, weights in model.state_dict().items()},
        **recorder.arrays(),
        "images": digits.test_images,
        "labels": digits.test_labels,
        **{name.removeprefix("relu."): heard[name] for name in HIDDEN},
        "probabilities": torch.softmax(torch.tensor(heard["layers.output"]), dim=1),
        "region": found.region,
        "drawn_images": drawn_images,
        "drawn_digits": drawn_digits,
    },
    sizes=list(SIZES),
    seed=SEED,
    recipe=asdict(RECIPE),
    training_digits=len(y),
    hands=HANDS,
    region_words=[region_words(group) for group in range(found.count)],
    shown=min(len(test_y), ON_PAGE // digits.side**2),
    side=digits.side,
    levels=digits.levels,
    prepare=digits.prepare,
    dataset=digits.name,
    dataset_note=digits.note,
    writers=digits.writers,
)
