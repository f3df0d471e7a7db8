"""What a network reads under disturbance, against arithmetic by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnexplain.methods import perturbation
from nnexplain.methods.perturbation import (
    answers,
    answers_under_input_noise,
    answers_when_turned,
    answers_with,
    answers_with_gains,
    gains_of,
    outputs_with_gains,
    shaken,
    some_weights,
)
from nnexplain.models.mlp import MLP

MODEL = MLP((6, 5, 3), torch.Generator().manual_seed(2))
X = torch.randn((200, 6), generator=torch.Generator().manual_seed(4))
UNITS = {"relu.hidden1": 5}
WEIGHTS = {name: array.numpy().astype(float) for name, array in MODEL.state_dict().items()}


def summed(weights: dict[str, np.ndarray], factors: np.ndarray, x: np.ndarray) -> np.ndarray:
    h = np.maximum(x @ weights["layers.hidden1.weight"].T + weights["layers.hidden1.bias"], 0) * factors
    return np.asarray(h @ weights["layers.output.weight"].T + weights["layers.output.bias"])


def said(weights: dict[str, np.ndarray], factors: np.ndarray, x: np.ndarray) -> np.ndarray:
    return np.asarray(summed(weights, factors, x).argmax(axis=1))


@pytest.fixture(params=[1, 450, 20_000])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One variant of 200 inputs at a time, two, or all."""
    monkeypatch.setattr(perturbation, "AT_ONCE", request.param)


@pytest.mark.usefixtures("at_once")
def test_gains_are_multiplied_into_the_units() -> None:
    variants = [{}, {2: 0.0}, {2: 0.5, 4: 2.0}, {0: 3.0}]
    gains = gains_of([{("relu.hidden1", k): g for k, g in each.items()} for each in variants], UNITS)
    outputs, found = outputs_with_gains(MODEL, X, gains), answers_with_gains(MODEL, X, gains)
    for row, factors in enumerate(variants):
        every = np.array([factors.get(k, 1.0) for k in range(5)])
        assert np.allclose(outputs[row], summed(WEIGHTS, every, X.numpy()), atol=1e-5)
        assert np.array_equal(found[row], said(WEIGHTS, every, X.numpy()))


@pytest.mark.usefixtures("at_once")
def test_a_weight_is_turned_in_the_measure_of_its_matrix() -> None:
    weights = [
        ("layers.hidden1.weight", (3, 4)),
        ("layers.output.weight", (2, 0)),
        ("layers.hidden1.weight", (0, 5)),
    ]
    strengths = np.array([-4.0, 0.0, 2.5])
    found = answers_when_turned(MODEL, X, weights, strengths)
    for row, (name, place) in enumerate(weights):
        for column, strength in enumerate(strengths):
            turned = {key: array.copy() for key, array in WEIGHTS.items()}
            turned[name][place] += strength * np.std(turned[name])
            assert np.array_equal(found[row, column], said(turned, np.ones(5), X.numpy()))


@pytest.mark.usefixtures("at_once")
def test_noise_on_the_weights_is_in_the_measure_of_their_matrix() -> None:
    noises = torch.tensor([0.0, 0.5, 1.0])
    matrices = shaken(MODEL, noises, torch.Generator().manual_seed(3))
    assert list(matrices) == ["layers.hidden1.weight", "layers.output.weight"]
    draws = torch.Generator().manual_seed(3)
    for name, found in matrices.items():
        for noise, draw, matrix in zip(noises, torch.randn(found.shape, generator=draws), found, strict=True):
            by_hand = WEIGHTS[name] + float(noise) * np.std(WEIGHTS[name]) * draw.numpy()
            assert np.allclose(matrix, by_hand, atol=1e-5)
    for row, found in enumerate(answers_with(MODEL, X, matrices)):
        own = WEIGHTS | {name: each[row].numpy().astype(float) for name, each in matrices.items()}
        assert np.array_equal(found, said(own, np.ones(5), X.numpy()))


def test_every_weight_is_drawn_once_and_no_bias() -> None:
    drawn = some_weights(MODEL, 45, np.random.default_rng(0))
    first = {("layers.hidden1.weight", (j, i)) for j in range(5) for i in range(6)}
    assert set(drawn) == first | {("layers.output.weight", (j, i)) for j in range(3) for i in range(5)}
    assert set(some_weights(MODEL, 5, np.random.default_rng(1))) != set(
        some_weights(MODEL, 5, np.random.default_rng(2))
    )


def test_noise_on_the_input_is_added_to_every_number() -> None:
    noises = torch.tensor([0.7, 0.0, 0.2])
    found = answers_under_input_noise(MODEL, X, noises, torch.Generator().manual_seed(8))
    draws = torch.randn((3, *X.shape), generator=torch.Generator().manual_seed(8)).numpy()
    for row, noise in enumerate(noises.tolist()):
        assert np.array_equal(found[row], said(WEIGHTS, np.ones(5), X.numpy() + noise * draws[row]))
    assert np.array_equal(found[1], answers(MODEL, X))


@pytest.mark.parametrize("training", [True, False])
def test_asking_changes_no_mode(training: bool) -> None:
    class Doubtful(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return -x if self.training else x

    model = Doubtful().train(training)
    assert answers(model, torch.tensor([[0.0, 1.0]])).tolist() == [1]
    assert model.training is training
