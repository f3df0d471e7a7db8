# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# networks = ["five-to-six-way/codes"]
# widgets = ["closest"]
# figures = ["closest"]
# ///

# %% [markdown]
# # How close is close?
#
# The smallest changes with which the network says what it says of the other end, and how far the ways go for
# the same. The widget `closest` searches for them and draws them, here as in the page, for the pair that the
# page begins with.

# %%
import numpy as np
import torch

from nnexplain.figures import Task, figure, need
from nnexplain.methods.dense import dense_layers
from nnexplain.methods.smallest_change import smallest_change
from nnexplain.params.lab import lab_params
from nnexplain.params.way import ENDS, way_facts, way_params

ways, run = need("models/five-to-six"), need("models/digits")
facts = way_facts(ways, len(run["labels"]))
weights, biases = dense_layers(run.arrays)
one, other = ways.facts["one"], ways.facts["other"]


def logits(pictures: torch.Tensor) -> torch.Tensor:
    """The ten sums for each of `pictures` (n, pixels), (n, 10)."""
    now = pictures
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        now = (torch.relu(now) if layer else now) @ torch.tensor(w).T + torch.tensor(b)
    return now


# %% [markdown]
# To which of the other digits is each 5 nearest, and the one of this page?

# %%
asked = [facts["digit"], *ways["fives"].tolist()]
pictures = torch.tensor(run["images"][asked].astype(float).reshape(len(asked), -1))
targets = [digit for digit in range(10) if digit != one]
found = smallest_change(
    logits, pictures.repeat(len(targets), 1), torch.tensor(targets).repeat_interleave(len(asked))
)
sizes = found.size.nan_to_num(torch.inf).reshape(len(targets), len(asked)).numpy()
to_six = float(sizes[targets.index(other), 0])
less = float(sizes[:, 0].min()) < to_six  # else the 6 is the nearest, and any other is farther
goal = targets[int(sizes[:, 0].argmin() if less else np.where(np.isinf(sizes), 0, sizes)[:, 0].argmax())]
sixes = int((sizes[:, 1:].argmin(axis=0) == targets.index(other)).sum())

# %%
figure(
    "closest",
    widget="closest",
    network="five-to-six-way/codes",
    params=(*way_params(facts, "way"), *lab_params(facts, "digit", "digit2", names=ENDS)),
    task=Task(
        f"Is a {other} what this {one} is nearest to? Take other test digits as the end, until a "
        f"{'smaller change will do' if less else 'larger change is needed'}.",
        done=(
            ("digit", "==", facts["digit"]),
            ("size", "<" if less else ">", round(to_six * (0.95 if less else 1.05), 3)),
        ),
        answer=f"{'Less' if less else 'More'} is needed here. Of {len(ways['fives'])} {one}s, {sixes} are "
        f"nearest to a {other}, as far as the search has found; the others are nearer to another digit.",
        by={"digit2": next(k for k in range(facts["count"]) if run["labels"][k] == goal)},
    ),
)
