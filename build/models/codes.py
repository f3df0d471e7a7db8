# /// nnexplain
# needs = []
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # Autoencoders of the digits
#
# A picture is squeezed through 8, 4 or 2 numbers, its *code*, and drawn again from them. For every size of
# code there are three, trained from different starts.

# %%
from dataclasses import replace
from functools import partial

import torch
from torch.nn.functional import mse_loss

from nnexplain.data.digits import load_digits
from nnexplain.figures import save_run, setting
from nnexplain.models.autoencoder import Autoencoder
from nnexplain.training.loop import Descent
from nnexplain.training.together import fit_together, ink_slope

torch.set_num_threads(1)
CODES, STARTS = (8, 4, 2), 3

chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
train_x, test_x = torch.tensor(digits.train_images), torch.tensor(digits.test_images)
HIDDEN, BATCH, RATE = 64 if chosen == "mnist" else 32, 64, 1e-2
# MNIST's digits find their places in two numbers last; of 60,000 fewer passes are as many steps
PASSES = {8: 30, 4: 30, 2: 60} if chosen == "mnist" else dict.fromkeys(CODES, 100)
SHARE = min(1, 10_000 / len(train_x))


# %% [markdown]
# Those that learn equally long are trained at once, which gives the same as one after another.


# %%
def train(models: dict[tuple[int, int], Autoencoder], passes: int) -> None:
    epochs = round(passes * SHARE)
    descent = Descent(
        optimizer=partial(torch.optim.Adam, lr=RATE, fused=True),
        schedule=partial(torch.optim.lr_scheduler.CosineAnnealingLR, T_max=epochs),
        batch_size=BATCH,
    )
    descents = [replace(descent, generator=generators[each]) for each in models]
    fit_together(list(models.values()), train_x, train_x, ink_slope, descents, epochs)


every = [(code, start) for code in CODES for start in range(STARTS)]
generators = {(code, start): torch.Generator().manual_seed(1000 * code + start) for code, start in every}
coders = {each: Autoencoder((digits.side**2, HIDDEN, each[0]), generators[each]) for each in every}
for passes in set(PASSES.values()):
    train({each: coder for each, coder in coders.items() if PASSES[each[0]] == passes}, passes)
models = {code: [coders[code, start] for start in range(STARTS)] for code in CODES}

# %% [markdown]
# ## What is saved
#
# The weights, the three starts of a size stacked, and how much of the test digits is lost: the mean
# square difference of a pixel, (codes, starts).

# %%
with torch.no_grad():
    lost = [[mse_loss(model(test_x), test_x).item() for model in models[code]] for code in CODES]
save_run(
    {
        f"code-{code}.{part}": torch.stack([model.state_dict()[part] for model in alike])
        for code, alike in models.items()
        for part in alike[0].state_dict()
    }
    | {"lost": torch.tensor(lost)},
    codes=list(CODES),
    starts=STARTS,
    hidden=HIDDEN,
)
