# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# widgets = ["way"]
# figures = ["way"]
# ///

# %% [markdown]
# # Ways from one digit to another
#
# The networks that all figures of the lesson run, and its first figure: a way picture by picture, and what
# the network makes of it. The widget `way` draws it, here as in the page.

# %%
import numpy as np

from nnexplain.figures import Param, Predict, Task, figure, need, network
from nnexplain.params.lab import lab_params
from nnexplain.params.way import ENDS, way_facts, way_params

first, ways = need("models/digits"), need("models/five-to-six")
facts = way_facts(ways, len(first["labels"]))
levels, shown = first.facts["levels"], facts["count"]
LAYERS = {"hidden1": "relu", "hidden2": "relu", "output": "softmax"}

# %% [markdown]
# ## The networks for the page
#
# One file is there from the start: the network that reads, with test digits to try it on, and the drawn 5
# with more and more of the arc. The autoencoders come when somebody goes through them.


# %%
def layer_of(name: str, activation: str) -> dict[str, str]:
    return {"kind": "dense", "weight": f"{name}.weight", "bias": f"{name}.bias", "activation": activation}


def half(coder: str, end: str) -> list[dict[str, str]]:
    """The encoder or the decoder of one autoencoder."""
    last = "linear" if end == "encoder" else "sigmoid"
    return [
        layer_of(f"{coder}.{end}.layers.{part}", how) for part, how in (("hidden1", "relu"), ("output", last))
    ]


coders = {
    f"code-{code}": {"encode": half(f"code-{code}", "encoder"), "decode": half(f"code-{code}", "decoder")}
    for code in sorted(ways.facts["codes"], reverse=True)
}


def counted(pictures: np.ndarray) -> np.ndarray:
    """Pictures in whole levels, (n, pixels)."""
    return np.rint(pictures.reshape(len(pictures), -1) * levels).astype(np.uint8)


images, stroke = counted(first["images"][:shown]), counted(ways["stroke"])
fits = stroke.shape[1] == images.shape[1]  # the drawing is of 8 × 8 pixels
network(
    "codes",
    {f"{layer}.{part}": first[f"{layer}.{part}"] for layer in LAYERS for part in ("weight", "bias")}
    | {"images": images, "labels": first["labels"][:shown].astype(np.uint8)}
    | ({"stroke": stroke} if fits else {}),
    layers=[layer_of(name, how) for name, how in LAYERS.items()],
    facts={name: first.facts[name] for name in ("side", "levels", "prepare", "dataset")}
    | {"coders": "coders.safetensors.gz"},
)
network(
    "coders",
    {name: ways[name] for name in ways.arrays if name.startswith("code-")},
    layers=[*next(iter(coders.values()))["encode"], *next(iter(coders.values()))["decode"]],
    facts={"coders": coders},
)

# %% [markdown]
# ## The figure `way`
#
# `card` and `tool` are the editor's: so a link can choose what is worked on there before it is there.

# %%
figure(
    "way",
    widget="way",
    network="five-to-six-way/codes",
    params=(
        *way_params(facts, "way", "t"),
        *lab_params(facts, "digit", "digit2", names=ENDS),
        Param(
            "scale",
            "probability",
            "radio",
            "show",
            options=("probability", "logits"),
            labels=("probabilities", "sums (logits)"),
        ),
        Param("card", "start"),
        Param("tool", "pixels"),
    ),
    tools=("swap the ends", "another start", "another end"),
    more=("digit", "digit2", "scale"),
    predict=Predict(
        "Where along the film does the network's answer turn?",
        answer="turn",
        line=(0, 1, 0.01),
        what="the turn",
        panel=1,
    ),
    task=Task(
        "Go along to the end. What does the network say on the way?",
        done=(("t", ">=", 0.95),),
        answer="The line in the band is where it changes its mind; the picture below is what it sees there.",
        by={"t": 1},
    ),
    player="t",
    pace=12.5,
)
