# /// nnexplain
# needs = ["models/taste"]
# data = []
# widgets = ["cone"]
# figures = ["cone"]
# ///

# %% [markdown]
# # The cone of all that solves
#
# Which weights put every rated song on its own side, at the bias that the neuron has; and the training that
# walks there. The widget `cone` works it out in the page, for any ratings.

# %%
from nnexplain.data import songs
from nnexplain.figures import Task, figure, need
from nnexplain.params.neuron import neuron_params
from nnexplain.params.pace import by_change

run = need("models/taste")
figure(
    "cone",
    widget="cone",
    params=neuron_params(
        run.facts, "step", "times", "turn", "set", also=("own", "run", "rate", "tilt", "song")
    ),
    player="step",
    pace=by_change(run["learnable_loss"]),
    more=("turn", "set"),
    task=Task(
        "Train it into the room. Then multiply all four numbers by 2: which song changes sides?",
        done=(("right", "==", len(songs.LEARNABLE.songs)), ("times", "==", 2)),
        answer="None does. Every sum is twice as far from zero, on the side where it was.",
        by={"step": int(run.facts["passes"]), "times": 2},
    ),
    arrays={name: run[name] for name in run.arrays if not name.endswith("probability")},
    facts=run.facts,
)
