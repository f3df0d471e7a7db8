# /// nnexplain
# needs = ["models/digits", "models/digits-nulls"]
# ///

# %% [markdown]
# # What single units and weights do: sentences of the two lessons on the digit network
#
# Beside each number stands its like from networks that never learned, from other digits, or from the networks
# of all starts, and the words follow the numbers.

# %%
import numpy as np

from nnexplain.figures import need, value

run, nulls = need("models/digits"), need("models/digits-nulls")


def between(numbers: np.ndarray) -> str:
    return f"{numbers.min():.0%} to {numbers.max():.0%}"


# %% [markdown]
# ## On and off together

# %%
same, other = nulls["untrained_agree"].T
gap, gap_learned = (same - other).max(), (nulls["learned_agree"][:, 0] - nulls["learned_agree"][:, 1]).min()
achieved = (
    "What training has brought about is the distance between the two numbers"
    if gap_learned > gap
    else "Even the distance between the two numbers is found without training"
)
value(
    "agreement",
    f"{len(same)} networks that never learned agree on {between(same)} and on {between(other)}. {achieved}.",
)

# %% [markdown]
# ## What one unit can tell

# %%
own, every = nulls["separation"][0], nulls["separation"]
value(
    "separation",
    f"One unit alone can tell much: the best for each digit, chosen on the training digits, is louder for it "
    f"than for another digit in {between(own)} of all pairs of test digits. In the networks of all "
    f"starts it is {between(every)}; chance would be 50%.",
)

# %% [markdown]
# ## How many units flip between two digits

# %%
on, said = run["hidden1"] > 0, run["probabilities"].argmax(axis=1)
rows = np.linspace(0, len(on) - 1, min(len(on), 500)).astype(int)
flips = (on[rows, None] != on[None, rows]).sum(axis=2)[said[rows, None] != said[None, rows]]
low, middle, high = np.percentile(flips, [5, 50, 95])
value(
    "flips",
    f"Over all pairs of test digits that are read as different ones, {middle:.0f} of {on.shape[1]} flip "
    f"typically, and in nine pairs of ten {low:.0f} to {high:.0f}",
)

# %% [markdown]
# ## Which single weights change an answer

# %%
turned = nulls["turned"]
value("turned_digits", len(turned))
value("turned_least", int(turned[:, 0].min()))
value("turned_most", int(turned[:, 0].max()))
for name, share in zip(
    ("first", "second", "last"), 1 - turned.mean(axis=0) / nulls.facts["weights"], strict=True
):
    value(f"holds_{name}", float(share))
