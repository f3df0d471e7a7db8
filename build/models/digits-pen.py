# /// nnexplain
# needs = ["models/digits"]
# data = []
# figures = []
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # Does the network read what is drawn on the pad?
#
# Hands that it never met draw each digit once, at any size and at any place. About a quarter of the digits
# has a form that it never met, either. The same network is trained once more, without strokes, to see what
# they are good for: its two scores stand beside the other's.

# %%
import numpy as np
import torch

from nnexplain.data.digits import load_digits
from nnexplain.data.hands import MET, drawn, pictures
from nnexplain.figures import need, save_run, setting
from nnexplain.models.mlp import MLP
from nnexplain.training.recipe import Recipe

torch.set_num_threads(1)
HANDS = 50

run = need("models/digits")
chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
ink, truth, form = drawn(HANDS, seed=run.facts["seed"] + 1)
images = torch.tensor(pictures(ink, digits))

# %%
generator = torch.Generator().manual_seed(run.facts["seed"])
without = MLP(run.facts["sizes"], generator)
x, y = torch.tensor(digits.train_images), torch.tensor(digits.train_labels)
Recipe(**run.facts["recipe"]).train_together([without], x, y, [generator])  # alone, but twice as fast
model = MLP(run.facts["sizes"])
model.load_state_dict({f"layers.{part}": torch.tensor(a) for part, a in run.arrays.items() if "." in part})


# %%
def right(network: torch.nn.Module, pictures: torch.Tensor, labels: np.ndarray) -> np.ndarray:
    network.eval()
    with torch.no_grad():
        return network(pictures).argmax(dim=1).numpy() == labels


held_out = torch.tensor(digits.test_images)
save_run(
    {
        "right": right(model, images, truth),
        "right_without": right(without, images, truth),
        "new_form": ~np.isin(form, MET),
    },
    hands=HANDS,
    held_out_without=float(right(without, held_out, digits.test_labels).mean()),
)
