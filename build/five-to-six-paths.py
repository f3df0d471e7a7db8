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

from nnexplain.data.digits import load_digits
from nnexplain.figures import figure, need, setting, value
from nnexplain.params.lab import lab_params
from nnexplain.params.way import way_facts, way_params

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
figure(
    "paths",
    widget="paths",
    network="five-to-six-way/codes",
    params=(*way_params(facts, "way", "t"), *lab_params(facts)),
    arrays={"known": known, "labels": digits.train_labels[: len(known)].astype(np.uint8)},
    facts={"usual": usual},
)
