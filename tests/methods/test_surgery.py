"""Surgery against a forward pass by hand and autograd; and the network afterwards as if nothing had been."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.methods.surgery import surgery
from nnexplain.models.mlp import MLP

SIZES = (6, 5, 4, 3)
MODEL = MLP(SIZES, torch.Generator().manual_seed(2))
X = torch.randn((7, 6), generator=torch.Generator().manual_seed(4))
NAMES = ("hidden1", "hidden2", "output")
FACTORS = st.floats(-3, 3, width=32)


def layer(name: str) -> str:
    return f"layers.{name}" if name == "output" else f"relu.{name}"


def by_hand(arrays: dict[str, np.ndarray], gains: dict[str, np.ndarray]) -> np.ndarray:
    """The forward pass unit by unit, in double precision: every answer times its gain goes on."""
    rows = []
    for x in X.numpy().astype(float):
        h = list(x)
        for name in NAMES:
            w, b = arrays[f"layers.{name}.weight"], arrays[f"layers.{name}.bias"]
            sums = [sum(w[j, i] * h[i] for i in range(len(h))) + b[j] for j in range(len(b))]
            h = [
                gains[name][j] * (s if name == "output" else max(s, 0.0))
                for j, s in enumerate(map(float, sums))
            ]
        rows.append(h)
    return np.array(rows)


def arrays_of(model: torch.nn.Module) -> dict[str, np.ndarray]:
    return {name: array.detach().numpy().copy() for name, array in model.state_dict().items()}


def hooks(model: torch.nn.Module) -> int:
    return sum(len(module._forward_hooks) for module in model.modules())


GAINS = {name: st.tuples(*[FACTORS] * size) for name, size in zip(NAMES, SIZES[1:], strict=True)}


@given(st.fixed_dictionaries({}, optional=GAINS))
def test_gains_do_what_the_formula_says_and_leave_no_trace(given_gains: dict[str, Any]) -> None:
    before = arrays_of(MODEL)
    factors = {name: np.ones(size) for name, size in zip(NAMES, SIZES[1:], strict=True)}
    factors |= {name: np.array(numbers) for name, numbers in given_gains.items()}
    gains = {layer(name): torch.tensor(numbers) for name, numbers in given_gains.items()}
    with surgery(MODEL, gains) as changed, torch.no_grad():
        answers = changed(X).numpy()
    assert np.allclose(answers, by_hand(before, factors), rtol=1e-4, atol=1e-4)
    assert all(np.array_equal(before[name], array) for name, array in arrays_of(MODEL).items())
    assert hooks(MODEL) == 0


def test_the_gradient_by_a_gain_is_activation_times_gradient() -> None:
    ones = torch.ones(5, requires_grad=True)
    with surgery(MODEL, gains={"relu.hidden1": ones}):
        MODEL(X).square().sum().backward()
    first = torch.relu(MODEL.layers["hidden1"](X)).detach().requires_grad_()
    MODEL.layers["output"](torch.relu(MODEL.layers["hidden2"](first))).square().sum().backward()
    assert first.grad is not None and ones.grad is not None
    assert torch.allclose(ones.grad, (first * first.grad).sum(0), rtol=1e-4)
    MODEL.zero_grad(set_to_none=True)


def test_gains_of_several_variants_give_an_output_for_each() -> None:
    factors = torch.rand((3, 1, 4), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        with surgery(MODEL, gains={"relu.hidden2": factors}):
            together = MODEL(X)
        for found, own in zip(together, factors, strict=True):
            with surgery(MODEL, gains={"relu.hidden2": own[0]}):
                assert torch.allclose(MODEL(X), found, atol=1e-6)


def test_operations_can_be_nested() -> None:
    first, second = ({"relu.hidden1": torch.arange(5.0).roll(k)} for k in (0, 2))
    with surgery(MODEL, first), torch.no_grad():
        with surgery(MODEL, second):
            both = MODEL(X)
        one = MODEL(X)
    with surgery(MODEL, {"relu.hidden1": first["relu.hidden1"] * second["relu.hidden1"]}):
        assert torch.allclose(MODEL(X), both, atol=1e-5)
    with surgery(MODEL, first):
        assert torch.equal(MODEL(X), one)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_it_leaves_no_trace_when_something_inside_breaks(error: type[BaseException]) -> None:
    with suppress(error), surgery(MODEL, {"relu.hidden1": torch.zeros(5)}):
        raise error
    assert hooks(MODEL) == 0


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"hidden9": torch.ones(5)}, KeyError, "no layer 'hidden9'.*relu.hidden1"),
        ({"relu.hidden2": torch.ones(4), "": torch.ones(4)}, KeyError, "no layer ''"),
        ({"relu.hidden1": torch.ones(4)}, ValueError, "5 units.*(4,)"),
    ],
)
def test_what_cannot_be_done_is_refused(wrong: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message), surgery(MODEL, wrong):
        MODEL(X)
    assert hooks(MODEL) == 0
