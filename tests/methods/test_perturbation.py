"""What a network reads under disturbance, against arithmetic by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from nnexplain.methods.perturbation import (
    answers,
    answers_under,
    gain_of,
    shares_right,
    some_weights,
    turned_by,
    under_input_noise,
)
from nnexplain.models.mlp import MLP

MODEL = MLP((6, 5, 3), torch.Generator().manual_seed(2))
X = torch.randn((200, 6), generator=torch.Generator().manual_seed(4))
LABELS = np.arange(200) % 3
WEIGHTS = {name: array.numpy().astype(float) for name, array in MODEL.state_dict().items()}


def said(weights: dict[str, np.ndarray], factors: np.ndarray, x: np.ndarray) -> np.ndarray:
    h = np.maximum(x @ weights["layers.hidden1.weight"].T + weights["layers.hidden1.bias"], 0) * factors
    return np.asarray((h @ weights["layers.output.weight"].T + weights["layers.output.bias"]).argmax(axis=1))


def test_gains_are_multiplied_into_one_unit() -> None:
    gains = [0.0, 0.5, 1.0, 3.0]
    operations = [gain_of(("relu.hidden1", 2), gain, 5) for gain in gains]
    for gain, found in zip(gains, answers_under(MODEL, X, operations), strict=True):
        assert np.array_equal(found, said(WEIGHTS, np.array([1, 1, gain, 1, 1]), X.numpy()))


def test_a_weight_is_turned_in_the_measure_of_its_matrix() -> None:
    name, place = "layers.hidden1.weight", (3, 4)
    (found,) = answers_under(MODEL, X, [turned_by(MODEL, name, place, 2.5)])
    turned = {key: array.copy() for key, array in WEIGHTS.items()}
    turned[name][place] += 2.5 * np.std(turned[name])
    assert np.array_equal(found, said(turned, np.ones(5), X.numpy()))


def test_the_share_right_is_counted() -> None:
    untouched, silent = shares_right(MODEL, X, LABELS, [{}, gain_of(("relu.hidden1", 0), 0.0, 5)])
    assert untouched == pytest.approx((said(WEIGHTS, np.ones(5), X.numpy()) == LABELS).mean())
    assert silent == pytest.approx((said(WEIGHTS, np.array([0, 1, 1, 1, 1]), X.numpy()) == LABELS).mean())


def test_every_weight_is_drawn_once_and_no_bias() -> None:
    drawn = some_weights(MODEL, 45, np.random.default_rng(0))
    first = {("layers.hidden1.weight", (j, i)) for j in range(5) for i in range(6)}
    assert set(drawn) == first | {("layers.output.weight", (j, i)) for j in range(3) for i in range(5)}
    assert set(some_weights(MODEL, 5, np.random.default_rng(1))) != set(
        some_weights(MODEL, 5, np.random.default_rng(2))
    )


def test_noise_on_the_input_is_added_to_every_number() -> None:
    found = under_input_noise(MODEL, X, LABELS, 0.7, torch.Generator().manual_seed(8))
    draw = torch.randn(X.shape, generator=torch.Generator().manual_seed(8)).numpy()
    assert found == pytest.approx((said(WEIGHTS, np.ones(5), X.numpy() + 0.7 * draw) == LABELS).mean())
    calm = under_input_noise(MODEL, X, LABELS, 0.0, torch.Generator())
    assert calm == pytest.approx((answers(MODEL, X) == LABELS).mean())


@pytest.mark.parametrize("training", [True, False])
def test_asking_changes_no_mode(training: bool) -> None:
    class Doubtful(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return -x if self.training else x

    model = Doubtful().train(training)
    assert answers(model, torch.tensor([[0.0, 1.0]])).tolist() == [1]
    assert model.training is training
