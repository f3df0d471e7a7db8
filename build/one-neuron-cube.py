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
import numpy as np

from nnexplain.data import songs
from nnexplain.figures import Predict, Task, figure, need
from nnexplain.params.neuron import neuron_params
from nnexplain.params.pace import by_change

run = need("models/taste")
strongest = songs.FEATURES[int(np.abs(run["learnable_weights"][-1]).argmax())]
rated = [songs.SONGS.index(song) for song in songs.LEARNABLE.songs]
own_side = (run["learnable_probability"][:, rated] > 0.5) == songs.LEARNABLE.targets()
learned = int(own_side.all(axis=1).argmax())
figure(
    "cube",
    widget="neuron",
    params=neuron_params(run.facts, "step", "turn", "set", "rate", also=("own", "run", "tilt", "song")),
    player="step",
    pace=by_change(run["learnable_loss"]),
    more=("turn", "set", "rate"),
    predict=Predict(
        "Which fact will the neuron end up going by?",
        answer=strongest,
        choices=songs.FEATURES,
        given=(1,),
        then="The neuron is not told so. Press play, and watch it find out.",
    ),
    task=Task(
        "Train it until all four rated songs are on their own side of the sheet.",
        done=(("right", "==", len(songs.LEARNABLE.songs)),),
        answer=f"All four. With the weights that it began with, it takes the training {learned} passes.",
        by={"step": int(run.facts["passes"])},
    ),
    arrays={name: run[name] for name in run.arrays if not name.endswith("probability")},
    facts=run.facts,
)
