"""The NumPy twin of the forward pass, against torch's own layers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nnexplain.methods.dense import dense_layers, dense_pass

torch = pytest.importorskip("torch")


def test_every_layer_is_torch_s() -> None:
    rng = np.random.default_rng(3)
    sizes = (7, 5, 4, 3)
    weights = [rng.normal(size=(m, n)) for n, m in pairwise(sizes)]
    biases = [rng.normal(size=m) for m in sizes[1:]]
    x = rng.normal(size=(6, 7))
    now = torch.tensor(x)
    for k, (seen, z, a) in enumerate(dense_pass(weights, biases, x)):
        assert np.allclose(seen, now.numpy(), atol=1e-12)
        sums = torch.nn.functional.linear(now, torch.tensor(weights[k]), torch.tensor(biases[k]))
        now = torch.softmax(sums, dim=1) if k == 2 else torch.relu(sums)
        assert np.allclose(z, sums.numpy(), atol=1e-12) and np.allclose(a, now.numpy(), atol=1e-12)


def test_the_layers_of_a_saved_network_are_those_it_was_saved_from() -> None:
    names = ("hidden1", "hidden2", "output")
    model = torch.nn.ModuleDict({name: torch.nn.Linear(6 - k, 5 - k) for k, name in enumerate(names)})
    saved = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    weights, biases = dense_layers(saved)
    for name, w, b in zip(names, weights, biases, strict=True):
        assert w.dtype == b.dtype == np.float64
        assert np.array_equal(w, model[name].weight.detach()) and np.array_equal(b, model[name].bias.detach())
    with pytest.raises(KeyError, match=r"output\.bias"):
        dense_layers({name: array for name, array in saved.items() if name != "output.bias"})


def test_great_sums_do_not_overflow_and_layers_that_do_not_fit_are_refused() -> None:
    *_, (_, _, p) = dense_pass([np.eye(2)], [np.zeros(2)], np.array([[1000.0, 0.0]]))
    assert p.tolist() == [[1.0, 0.0]]
    with pytest.raises(ValueError, match=r"argument|match"):
        dense_pass([np.eye(2), np.eye(2)], [np.zeros(2)], np.ones((1, 2)))
    with pytest.raises(ValueError, match=r"matmul|shape"):
        dense_pass([np.eye(3)], [np.zeros(3)], np.ones((1, 2)))
