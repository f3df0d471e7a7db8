# /// nnexplain
# needs = ["models/taste"]
# data = []
# widgets = ["neuron"]
# figures = ["cube"]
# ///

# %% [markdown]
# # The neuron to play with
#
# The recorded training on both sets of ratings, from which the widget `neuron` trains on in the page, at any
# pass. It draws the picture here as well: the neuron before any training.

# %%
from nnexplain.figures import figure, need
from nnexplain.params.neuron import neuron_params
from nnexplain.params.pace import by_change

run = need("models/taste")
figure(
    "cube",
    widget="neuron",
    params=neuron_params(run.facts, "step", "turn", "set", "rate", also=("own", "run", "tilt", "song")),
    player="step",
    pace=by_change(run["learnable_loss"]),
    arrays={name: run[name] for name in run.arrays if not name.endswith("probability")},
    facts=run.facts,
)
