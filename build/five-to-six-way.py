# /// nnexplain
# needs = ["models/digits", "models/five-to-six"]
# figures = []
# ///

# %% [markdown]
# # Ways from one digit to another
#
# In the page the widgets `way` and `paths` draw these figures. Here are the networks that they run, and their
# static pictures.

# %%
import numpy as np

from nnexplain import charts
from nnexplain.figures import need, network

first, ways = need("models/digits"), need("models/five-to-six")
levels, side = int(first.facts["levels"]), int(first.facts["side"])
images, labels = first["images"].reshape(len(first["labels"]), -1).astype(float), first["labels"]
LAYERS, SHOWN = ("hidden1", "hidden2", "output"), min(len(labels), 500)
parts = [f"{layer}.{part}" for layer in LAYERS for part in ("weight", "bias")]
facts = charts.way_facts(ways, SHOWN)
print(facts)


# %% [markdown]
# ## The networks for the page
#
# One file: the network that reads, with the held-out digits to try it on, three autoencoders, and the drawn 5
# with more and more of the arc.


# %%
def dense(name: str, activation: str) -> dict[str, str]:
    return {"kind": "dense", "weight": f"{name}.weight", "bias": f"{name}.bias", "activation": activation}


def half(coder: str, end: str) -> list[dict[str, str]]:
    """The encoder or the decoder of one autoencoder."""
    last = "linear" if end == "encoder" else "sigmoid"
    return [
        dense(f"{coder}.{end}.layers.{layer}", how) for layer, how in (("hidden1", "relu"), ("output", last))
    ]


coders = [f"code-{code}" for code in sorted(ways.facts["codes"], reverse=True)]
coded = [name for name in ways.arrays if name.startswith("code-")]
fits = ways["stroke"].shape[1] == images.shape[1]  # the drawing is of 8 × 8 pixels
network(
    "codes",
    {part: first[part] for part in parts}
    | {name: ways[name] for name in coded}
    | {"images": np.rint(images[:SHOWN] * levels).astype(np.uint8), "labels": labels[:SHOWN].astype(np.uint8)}
    | ({"stroke": np.rint(ways["stroke"] * levels).astype(np.uint8)} if fits else {}),
    layers=[dense(layer, how) for layer, how in zip(LAYERS, ("relu", "relu", "softmax"), strict=True)],
    facts={name: first.facts[name] for name in ("side", "levels", "prepare", "dataset")}
    | {
        "coders": {
            coder: {"encode": half(coder, "encoder"), "decode": half(coder, "decoder")} for coder in coders
        }
    },
)
