# /// nnexplain
# needs = ["models/taste"]
# data = []
# widgets = ["graph"]
# figures = ["graph"]
# ///

# %% [markdown]
# # One song there and back
#
# The computational graph of the neuron: predict, measure, find who is to blame, adjust. The widget `graph`
# draws it, one operation at a time; the picture is of the moment at which the four products are added up.

# %%
from nnexplain.figures import Param, Task, figure, need
from nnexplain.params.neuron import neuron_params

run = need("models/taste")
operation = Param("op", 5, "range", "operation", min=0, max=19, step=1)
figure(
    "graph",
    widget="graph",
    params=(operation, *neuron_params(run.facts, "song", "step", also=("set", "own", "run", "rate"))),
    player="op",
    more=("song", "step"),
    task=Task(
        "Follow the song to the end: forward to the loss, and back, until the weights have moved.",
        done=(("op", "==", 19),),
        answer="That is one song's share in one pass. A training is this, again and again.",
        by={"op": 19},
    ),
    arrays={name: run[name] for name in run.arrays if not name.endswith("probability")},
    facts=run.facts,
)
