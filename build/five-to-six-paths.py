# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# networks = ["five-to-six-way/codes"]
# widgets = ["paths"]
# figures = ["paths"]
# settings = { digits = "sklearn" }
# ///

# %% [markdown]
# # All ways side by side
#
# A row for every way between the same two digits. The widget `paths` draws it, here as in the page. Here are
# the real digits that it measures every picture against: besides the test digits, which come with the
# network, as many training digits as a page can carry.

# %%
import numpy as np
from scipy.spatial.distance import cdist

from nnexplain.data.digits import load_digits
from nnexplain.figures import Task, figure, need, setting, value
from nnexplain.params.lab import lab_params
from nnexplain.params.way import ENDS, way_facts, way_params

NUMBERS = 90_000  # of all pictures together

chosen = setting("digits")
digits = load_digits(chosen, chosen.files, held_out=0.25, seed=0)
known = np.rint(digits.train_images * digits.levels).astype(np.uint8)
known = known[: max(1, NUMBERS // known.shape[1])]
ways = need("models/five-to-six")
facts = way_facts(ways, len(need("models/digits")["labels"]))
usual = float(np.median(ways["apart"]))  # from a real digit to the nearest
value("known", facts["count"] + len(known))
value("usual", usual)

# %% [markdown]
# ## What the network met in training was off the map, too
#
# Its pictures were noisy, and noise on every pixel leads far from all real digits. So how far a picture is
# does not tell whether the like was met.

# %%
some = np.linspace(0, len(digits.train_images) - 1, min(len(digits.train_images), 1000)).astype(int)
noise = float(need("models/digits").facts["recipe"]["noise"])
shaken = digits.train_images[some] + np.random.default_rng(0).normal(
    0, noise, digits.train_images[some].shape
)
far = float(np.median(cdist(shaken, digits.train_images).min(axis=1)))
off = np.median(ways["own.off"][ways.facts["ways"].index("blend")][ways["own.ends"][0] > 0])
value(
    "noisy",
    f"The noisy pictures of its training lay farther off still, typically {far:.1f}, but of those it was "
    "told what they were."
    if far > off
    else "",
)

# %%
figure(
    "paths",
    widget="paths",
    network="five-to-six-way/codes",
    params=(*way_params(facts, "way", "t"), *lab_params(facts, follows=ENDS, names=ENDS)),
    arrays={"known": known, "labels": digits.train_labels[: len(known)].astype(np.uint8)},
    facts={"usual": usual},
    task=Task(
        "Go along until the last of the ways is decided.",
        done=(("undecided", "==", 0),),
        answer="Between the two that the page begins with, the first way is decided at {first}, the last at "
        "{last}: the same share of the way means something else on each.",
        by={"t": 1},
    ),
)
