# /// nnexplain
# ///

# %% [markdown]
# # A small network learns a wave
#
# Sixteen points lie near a wave, each a little off. A network sees them again and again, and after every
# so many passes its curve is written down, with its error on these points and on others from the same wave.

# %%
import numpy as np
import torch
from torch import nn

from nnexplain.figures import save_run

POINTS, OTHERS, NOISE = 16, 200, 0.3
HIDDEN, RATE = 30, 0.01
PASSES, EVERY = 1200, 20

chance = np.random.default_rng(1)


def measured(count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """So many points of the wave, with noise: where they lie and how high, a column each."""
    x = chance.uniform(-1, 1, (count, 1))
    y = np.sin(3 * x) + chance.normal(0, NOISE, (count, 1))
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)


x, y = measured(POINTS)
other_x, other_y = measured(OTHERS)
across = torch.linspace(-1, 1, 61)[:, None]

# %% [markdown]
# Two hidden layers, one number in and one number out. Adam takes one step a pass, down the error.

# %%
torch.manual_seed(1)
network = nn.Sequential(
    nn.Linear(1, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 1)
)
error = nn.MSELoss()
descent = torch.optim.Adam(network.parameters(), lr=RATE)

curves, own, unseen = [], [], []
for step in range(PASSES + 1):
    loss = error(network(x), y)
    if step % EVERY == 0:
        with torch.no_grad():
            curves.append(network(across).flatten().numpy())
            own.append(loss.item())
            unseen.append(error(network(other_x), other_y).item())
    descent.zero_grad()
    loss.backward()
    descent.step()

save_run(
    {
        "x": x.flatten().numpy(),
        "y": y.flatten().numpy(),
        "across": across.flatten().numpy(),
        "curves": np.array(curves),
        "own": np.array(own),
        "unseen": np.array(unseen),
    },
    every=EVERY,
    noise=NOISE,
)
