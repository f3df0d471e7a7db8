"""Activations against a forward pass by hand; and the network afterwards as if nothing had been."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnexplain.methods.activations import activations, listening
from nnexplain.models.mlp import MLP

MODEL = MLP((6, 5, 4, 3), torch.Generator().manual_seed(2))
X = torch.randn((7, 6), generator=torch.Generator().manual_seed(4))
LAYERS = ["relu.hidden1", "relu.hidden2", "layers.output"]


def hooks(model: torch.nn.Module) -> int:
    return sum(len(module._forward_hooks) for module in model.modules())


def test_every_layer_answers_what_the_formula_says() -> None:
    heard = activations(MODEL, X, LAYERS)
    weights = {name: array.numpy() for name, array in MODEL.state_dict().items()}
    h = X.numpy()
    for name in ("hidden1", "hidden2", "output"):
        h = h @ weights[f"layers.{name}.weight"].T + weights[f"layers.{name}.bias"]
        if name != "output":
            h = np.maximum(h, 0)
        assert np.allclose(heard[f"layers.{name}" if name == "output" else f"relu.{name}"], h, atol=1e-6)


@pytest.mark.parametrize("training", [True, False])
def test_it_leaves_no_trace(training: bool) -> None:
    """Also when the network breaks."""
    model = MLP((6, 5, 3), torch.Generator().manual_seed(2)).train(training)
    before = {name: array.clone() for name, array in model.state_dict().items()}
    activations(model, X, ["relu.hidden1"])
    with pytest.raises(RuntimeError):
        activations(model, torch.zeros((2, 99)), ["relu.hidden1", "layers.output"])
    assert hooks(model) == 0 and model.training is training
    assert all(torch.equal(before[name], array) for name, array in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())


def test_it_leaves_no_trace_when_the_reader_breaks() -> None:
    def reading() -> None:
        with listening(MODEL, LAYERS) as heard:
            MODEL(X)
            assert hooks(MODEL) == 3 and heard["layers.output"].shape == (7, 3)
            assert not heard["layers.output"].requires_grad
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading()
    assert hooks(MODEL) == 0


def test_an_unknown_layer_names_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"no layer 'hidden9'.*relu.hidden1"):
        activations(MODEL, X, ["relu.hidden1", "hidden9"])
    assert hooks(MODEL) == 0
