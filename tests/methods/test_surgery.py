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


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    """Gains for some layers, silenced units in some, single weights turned in some."""
    widths = dict(zip(NAMES, SIZES[1:], strict=True))
    inputs = dict(zip(NAMES, SIZES, strict=False))
    some = st.sets(st.sampled_from(NAMES))
    gains = {name: draw(st.tuples(*[FACTORS] * widths[name])) for name in draw(some)}
    silent = {name: draw(st.sets(st.integers(0, widths[name] - 1))) for name in draw(some)}
    weights: dict[str, Any] = {}
    for name in draw(some):
        place = st.tuples(st.integers(0, widths[name] - 1), st.integers(0, inputs[name] - 1))
        weights[f"layers.{name}.weight"] = draw(st.dictionaries(place, FACTORS, max_size=3))
        weights[f"layers.{name}.bias"] = {(draw(st.integers(0, widths[name] - 1)),): draw(FACTORS)}
    return {"gains": gains, "silent": silent, "weights": weights}


@given(operations())
def test_any_operation_does_what_the_formula_says_and_leaves_no_trace(what: dict[str, Any]) -> None:
    before = arrays_of(MODEL)
    arrays = {name: array.copy() for name, array in before.items()}
    for name, places in what["weights"].items():
        for place, number in places.items():
            arrays[name][place] = number
    factors = {name: np.ones(size) for name, size in zip(NAMES, SIZES[1:], strict=True)}
    for name, gains in what["gains"].items():
        factors[name] = np.array(gains)
    for name, units in what["silent"].items():
        factors[name][list(units)] = 0
    gains = {layer(name): torch.tensor(numbers) for name, numbers in what["gains"].items()}
    silent = {layer(name): sorted(units) for name, units in what["silent"].items()}
    with surgery(MODEL, gains=gains, silent=silent, weights=what["weights"]) as changed, torch.no_grad():
        answers = changed(X).numpy()
    assert np.allclose(answers, by_hand(arrays, factors), rtol=1e-4, atol=1e-4)
    assert all(np.array_equal(before[name], array) for name, array in arrays_of(MODEL).items())
    assert hooks(MODEL) == 0


def test_noise_is_drawn_in_the_measure_of_each_matrix_and_spares_biases() -> None:
    before, model = arrays_of(MODEL), MODEL
    with surgery(model, noise=0.5, generator=torch.Generator().manual_seed(9)):
        shaken = arrays_of(model)
    draws = torch.Generator().manual_seed(9)
    for name, array in before.items():
        if name.endswith("bias"):
            assert np.array_equal(shaken[name], array)
            continue
        spread = np.sqrt(((array - array.mean()) ** 2).mean())
        draw = torch.randn(array.shape, generator=draws).numpy()
        assert np.allclose(shaken[name], array + 0.5 * spread * draw, atol=1e-6)
    assert all(np.array_equal(before[name], array) for name, array in arrays_of(model).items())


def test_noise_has_the_spread_it_is_asked_for() -> None:
    wide = MLP((300, 200), torch.Generator().manual_seed(0))
    weight = wide.layers["output"].weight.detach().clone()
    with surgery(wide, noise=2.0, generator=torch.Generator().manual_seed(1)):
        added = wide.layers["output"].weight.detach() - weight
    assert float(added.std() / weight.std()) == pytest.approx(2, rel=0.02)  # 60,000 draws


def test_a_weight_that_is_set_stays_where_it_is_set_in_all_noise() -> None:
    place = {"layers.hidden2.weight": {(1, 2): 0.75}}
    with surgery(MODEL, weights=place, noise=1.0, generator=torch.Generator().manual_seed(3)):
        assert float(MODEL.layers["hidden2"].weight[1, 2].detach()) == 0.75


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


def test_whether_gradients_are_kept_is_the_callers_choice() -> None:
    with torch.no_grad(), surgery(MODEL, noise=0.1, generator=torch.Generator()):
        assert not MODEL(X).requires_grad
    with surgery(MODEL, noise=0.1, generator=torch.Generator()):
        assert MODEL(X).requires_grad


def test_operations_can_be_nested() -> None:
    with surgery(MODEL, silent={"relu.hidden1": [0]}):
        with surgery(MODEL, silent={"relu.hidden1": [3]}):
            both = MODEL(X)
        one = MODEL(X)
    with surgery(MODEL, silent={"relu.hidden1": [0, 3]}):
        assert torch.equal(MODEL(X), both)
    with surgery(MODEL, silent={"relu.hidden1": [0]}):
        assert torch.equal(MODEL(X), one)


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_it_leaves_no_trace_when_something_inside_breaks(error: type[BaseException]) -> None:
    before = arrays_of(MODEL)
    with (
        suppress(error),
        surgery(
            MODEL,
            gains={"relu.hidden1": torch.zeros(5)},
            weights={"layers.output.bias": {(0,): 5.0}},
            noise=0.3,
            generator=torch.Generator().manual_seed(0),
        ),
    ):
        raise error
    assert hooks(MODEL) == 0
    assert all(np.array_equal(before[name], array) for name, array in arrays_of(MODEL).items())


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"gains": {"hidden9": torch.ones(5)}}, KeyError, "no layer 'hidden9'.*relu.hidden1"),
        ({"silent": {"hidden9": [0]}}, KeyError, "no layer 'hidden9'"),
        ({"weights": {"layers.hidden9.weight": {(0, 0): 1.0}}}, KeyError, "no parameter.*hidden1.weight"),
        ({"weights": {"layers.output.bias": {(3,): 1.0}}}, IndexError, r"no place \(3,\).*\(3,\)"),
        ({"weights": {"layers.output.bias": {(0, 0): 1.0}}}, IndexError, "no place"),
        ({"weights": {"layers.output.bias": {(-1,): 1.0}}}, IndexError, "no place"),
        ({"gains": {"relu.hidden1": torch.ones(4)}}, ValueError, "5 units.*(4,)"),
        ({"silent": {"relu.hidden1": [5]}}, IndexError, "no unit 5 in 'relu.hidden1'; there are 0 to 4"),
        ({"noise": -0.1}, ValueError, "0 or more"),
        ({"noise": float("nan")}, ValueError, "0 or more"),
    ],
)
def test_what_cannot_be_done_is_refused(wrong: dict[str, Any], error: type[Exception], message: str) -> None:
    before = arrays_of(MODEL)
    with pytest.raises(error, match=message), surgery(MODEL, **wrong):
        MODEL(X)
    assert hooks(MODEL) == 0
    assert all(np.array_equal(before[name], array) for name, array in arrays_of(MODEL).items())
