"""The networks against the same sums written in NumPy."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnexplain.models.mlp import MLP, SideBySide
from nnexplain.models.neuron import Neuron


def test_a_neuron_is_a_weighted_sum_and_a_squashing() -> None:
    x = np.random.default_rng(0).normal(size=(7, 3))
    neuron = Neuron((0.5, -2.0, 1.0), 0.25)
    z = x @ [0.5, -2.0, 1.0] + 0.25
    inputs = torch.tensor(x, dtype=torch.float32)
    assert np.allclose(neuron(inputs).detach(), z, atol=1e-6)
    assert np.allclose(neuron.probability(inputs).detach(), 1 / (1 + np.exp(-z)), atol=1e-6)


@pytest.mark.parametrize("sizes", [(4, 3), (5, 4, 2), (64, 32, 16, 10)])
def test_an_mlp_weighs_adds_and_cuts_off_below_zero(sizes: tuple[int, ...]) -> None:
    model = MLP(sizes, torch.Generator().manual_seed(1))
    h = x = np.random.default_rng(1).normal(size=(6, sizes[0])).astype(np.float32)
    for k, layer in enumerate(model.layers.values()):
        assert isinstance(layer, torch.nn.Linear)
        h = h @ layer.weight.detach().numpy().T + layer.bias.detach().numpy()
        if k < len(sizes) - 2:
            h = np.maximum(h, 0)
    assert np.allclose(model(torch.tensor(x)).detach(), h, atol=1e-5)


def test_an_mlp_starts_from_its_generator_alone_and_needs_an_output() -> None:
    torch.manual_seed(0)
    first = MLP((6, 4, 2), torch.Generator().manual_seed(5)).state_dict()
    torch.manual_seed(99)
    second = MLP((6, 4, 2), torch.Generator().manual_seed(5)).state_dict()
    other = MLP((6, 4, 2), torch.Generator().manual_seed(6)).state_dict()
    assert list(first) == [
        f"layers.{name}.{part}" for name in ("hidden1", "output") for part in ("weight", "bias")
    ]
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not any(torch.equal(first[name], other[name]) for name in first)
    assert first["layers.hidden1.weight"].abs().max() <= 6**-0.5
    with pytest.raises(ValueError, match="an input and an output"):
        MLP((3,))


def test_networks_side_by_side_say_what_each_says_alone() -> None:
    models = [MLP((6, 5, 4, 3), torch.Generator().manual_seed(seed)) for seed in range(3)]
    x = torch.randn((21, 6), generator=torch.Generator().manual_seed(9))
    together = SideBySide(models)(x)
    for model, own, found in zip(models, x.chunk(3), together.chunk(3), strict=True):
        assert torch.allclose(model(own), found, atol=1e-6)
