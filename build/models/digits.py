# /// nnexplain
# needs = []
# data = []
# figures = []
# ///

# %% [markdown]
# # A small network that reads digits
#
# 64 pixels in, two hidden layers of 32 and 16 units, ten answers out. It is trained on three quarters of
# scikit-learn's digits from several starting points; the network of the first start is the one that the
# lessons look into, the others tell how much the score owes to luck.

# %%
from functools import partial

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from nnexplain.data.digits import load_digits
from nnexplain.figures import save_run
from nnexplain.methods.activations import activations
from nnexplain.models.mlp import MLP
from nnexplain.training.loop import Descent, Moment, fit
from nnexplain.training.recorder import Recorder

torch.set_num_threads(1)

# %%
SIZES = (64, 32, 16, 10)
EPOCHS, BATCH, RATE, DECAY, NOISE = 150, 32, 5e-3, 1e-3, 0.3
SEEDS = 5
PROMISED = 0.975

digits = load_digits(held_out=0.25, seed=0)
x, y = torch.tensor(digits.train_images), torch.tensor(digits.train_labels)
test_x, test_y = torch.tensor(digits.test_images), torch.tensor(digits.test_labels)


# %% [markdown]
# The noise is the trick: every time a picture is shown, every pixel is pushed up or down a little at
# random. Without it the network learns its training pictures by heart and reads new ones less well.


# %%
def accuracy(model: torch.nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    model.eval()
    with torch.no_grad():
        return float((model(images).argmax(1) == labels).float().mean())


def held_out_loss(moment: Moment) -> float:
    moment.model.eval()
    return float(cross_entropy(moment.model(test_x), test_y))


def train(seed: int, noise: float = NOISE, recorder: Recorder | None = None) -> MLP:
    generator = torch.Generator().manual_seed(seed)
    model = MLP(SIZES, generator)
    descent = Descent(
        optimizer=partial(torch.optim.AdamW, lr=RATE, weight_decay=DECAY, fused=True),
        schedule=partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=EPOCHS),
        batch_size=BATCH,
        noise=noise,
        generator=generator,
    )
    on = {"start": recorder, "epoch": recorder} if recorder else {}
    fit(model, x, y, cross_entropy, descent, EPOCHS, on)
    return model


# %%
recorder = Recorder(
    {
        "train_loss": lambda moment: float(cross_entropy(moment.model(x), y)),
        "test_loss": held_out_loss,
        "train_accuracy": lambda moment: accuracy(moment.model, x, y),
        "test_accuracy": lambda moment: accuracy(moment.model, test_x, test_y),
    },
    every=2,
)
models = [train(seed, recorder=None if seed else recorder) for seed in range(SEEDS)]
scores = [accuracy(model, test_x, test_y) for model in models]
without_noise = accuracy(train(0, noise=0.0), test_x, test_y)
if min(scores) < PROMISED:
    raise SystemExit(f"the networks read {scores} of the held-out digits; the lesson promises {PROMISED}")

# %% [markdown]
# ## What is saved
#
# The weights, the curves, and for every held-out digit what each unit answered.

# %%
model = models[0]
heard = activations(model, test_x, ["relu.hidden1", "relu.hidden2", "layers.output"])
save_run(
    {
        **{name.removeprefix("layers."): weights for name, weights in model.state_dict().items()},
        **recorder.arrays(),
        "images": digits.test_images,
        "labels": digits.test_labels,
        "hidden1": heard["relu.hidden1"],
        "hidden2": heard["relu.hidden2"],
        "probabilities": torch.softmax(torch.tensor(heard["layers.output"]), dim=1),
        "scores": np.array(scores),
        "without_noise": np.array(without_noise),
    },
    sizes=list(SIZES),
    epochs=EPOCHS,
    noise=NOISE,
    training_digits=len(y),
)
