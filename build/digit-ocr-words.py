# /// nnexplain
# needs = ["models/digits"]
# ///

# %% [markdown]
# # Sentences of "How does a network read a digit?"
#
# What is true of one network or one set of digits need not be true of the next. So these sentences are made
# here, from what was measured, and the lesson quotes them.

# %%
import numpy as np

from nnexplain.figures import need, value
from nnexplain.methods import units

run = need("models/digits")
side, tested = run.facts["side"], len(run["labels"])
weights = run["hidden1.weight"].reshape(-1, side, side)
first, second = run["hidden1"] > 0, run["hidden2"] > 0

# %% [markdown]
# ## Units that are never on

# %%
silent = [int((~units.in_use(on)).sum()) for on in (first, second)]
idle = (
    f"Some units are never on: {silent[0]} in the first hidden layer and {silent[1]} in the second answer to "
    f"none of the {tested:,} test digits. They take up space and do nothing."
)
value("idle", idle if sum(silent) else "Every hidden unit is on for some of the test digits.")

blank = int(np.abs(weights).sum(axis=(1, 2)).argmin())
nothing = f"Unit a{blank + 1} is nearly blank: it is one of those that are never on."
value("nearly_blank", "" if first[:, blank].any() else nothing)

# %% [markdown]
# ## Units that are on for one digit only

# %%
served = units.classes_served(first, run["labels"])[units.in_use(first)]
choosy = (
    "No unit of this layer stands for one: even the choosiest, among those that are ever on, is on for most "
    f"pictures of {served.min()} different digits."
)
few = int((served < 2).sum())
mixed = (
    f"{few} {'unit of this layer is' if few == 1 else 'units of this layer are'} on for most pictures of one "
    f"digit at the most, the others for most pictures of up to {served.max()} different digits."
)
value("choosy", choosy if served.min() >= 2 else mixed)

# %% [markdown]
# ## The digits themselves

# %%
few = f" This page carries {run.facts['shown']} of the test digits: what it counts live is of these."
value("dataset_note", run.facts["dataset_note"] + (few if run.facts["shown"] < tested else ""))
for fact in ("dataset", "writers"):
    value(fact, run.facts[fact])
