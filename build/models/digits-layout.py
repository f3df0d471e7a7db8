# /// nnexplain
# needs = ["models/digits"]
# data = []
# figures = []
# ///

# %% [markdown]
# # A force-directed layout of the network that reads digits
#
# Springs between the units, as strong as the connections whatever their sign; the pixels are left out. What
# comes out depends on the start: of several, the one at which the springs are most at ease is kept.

# %%
import numpy as np

from nnexplain.figures import need, save_run
from nnexplain.methods import layout

STARTS = 12

run = need("models/digits")
springs = layout.springs([run[f"{name}.weight"] for name in ("hidden2", "output")])
tries = layout.layouts(springs, [np.random.default_rng(start) for start in range(STARTS)])
best = layout.level(min(tries, key=lambda places: layout.energy(places, springs)))

# %% [markdown]
# How much it shows: whether the ends of strong connections lie close to each other, and whether two layouts
# from different starts agree on which units lie far apart. Both as rank correlations.

# %%
first, second = np.nonzero(np.triu(springs))
apart = np.linalg.norm(best[first] - best[second], axis=1)
pairs = [(layout.distances(a), layout.distances(b)) for k, a in enumerate(tries) for b in tries[:k]]
save_run(
    {"places": best},
    starts=STARTS,
    near=layout.rank_correlation(apart, springs[first, second]),
    agree=float(np.mean([layout.rank_correlation(*pair) for pair in pairs])),
)
