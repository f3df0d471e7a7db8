"""Lesions against networks whose columns are cut out by hand."""

from __future__ import annotations

from itertools import pairwise, permutations, product

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata
from sklearn.metrics import recall_score

from nnexplain.methods.lesions import (
    consistent,
    importance,
    lesion_curve,
    lost_after,
    recalls_of,
    silencing,
)
from nnexplain.models.mlp import MLP

MODEL = MLP((6, 5, 4, 3), torch.Generator().manual_seed(2))
X = torch.randn((60, 6), generator=torch.Generator().manual_seed(4))
LABELS = np.arange(60) % 3
COUNTS = {"relu.hidden1": 5, "relu.hidden2": 4}
UNITS = [(layer, k) for layer, count in COUNTS.items() for k in range(count)]


def cut(units: list[tuple[str, int]]) -> np.ndarray:
    """The outputs where nobody listens to `units`: their columns in the next matrix are struck out."""
    weights = {name: array.numpy().astype(float) for name, array in MODEL.state_dict().items()}
    h = X.numpy().astype(float)
    for name, after in pairwise(("hidden1", "hidden2", "output")):
        h = np.maximum(h @ weights[f"layers.{name}.weight"].T + weights[f"layers.{name}.bias"], 0)
        weights[f"layers.{after}.weight"][:, [k for at, k in units if at == f"relu.{name}"]] = 0
    return np.asarray(h @ weights["layers.output.weight"].T + weights["layers.output.bias"])


def slow_loss(outputs: np.ndarray) -> float:
    p = np.exp(outputs) / np.exp(outputs).sum(axis=1, keepdims=True)
    return float(-np.mean([np.log(p[k, label]) for k, label in enumerate(LABELS)]))


@settings(max_examples=15)
@given(st.permutations(UNITS))
def test_a_curve_is_one_cut_after_another(order: list[tuple[str, int]]) -> None:
    shares, recalls = lesion_curve(MODEL, X, LABELS, order, COUNTS, classes=3)
    assert shares.shape == (10,) and recalls.shape == (10, 3)
    for k in range(10):
        said = cut(list(order[:k])).argmax(axis=1)
        assert shares[k] == pytest.approx((said == LABELS).mean())
        assert recalls[k] == pytest.approx(recall_score(LABELS, said, average=None, zero_division=0))
    assert sorted(recalls[-1]) == [0, 0, 1]  # with all silent it says one thing to everything


def test_importance_is_the_rise_of_the_loss() -> None:
    found = importance(MODEL, X, torch.tensor(LABELS), COUNTS)
    for unit, rise in zip(UNITS, found, strict=True):
        assert rise == pytest.approx(slow_loss(cut([unit])) - slow_loss(cut([])), abs=1e-6)


def test_the_units_of_a_group_are_silenced_together() -> None:
    silent = silencing([[("b", 1), ("a", 0), ("b", 2)], []], {"a": 2, "b": 3})
    assert silent["a"].tolist() == [[0, 1], [1, 1]]
    assert silent["b"].tolist() == [[1, 0, 0], [1, 1, 1]]


def test_recalls_are_scikit_learns() -> None:
    said = np.random.default_rng(0).integers(0, 3, (2, 60))
    for found, each in zip(recalls_of(said, LABELS, 3), said, strict=True):
        assert found == pytest.approx(recall_score(LABELS, each, average=None))


def test_a_class_is_lost_when_it_first_falls_below() -> None:
    recalls = np.array([[1, 1, 0.2, 0.5], [0.4, 1, 0.1, 1], [0.6, 1, 0, 0.4], [0.1, 1, 0, 0.9]])
    assert lost_after(recalls).tolist() == [1, 4, 0, 2]
    assert lost_after(recalls, below=0.2).tolist() == [3, 4, 1, 4]


@pytest.mark.parametrize("values", [[[1, 2, 3], [1, 3, 2], [2, 2, 5]], [[1, 2, 3], [3, 2, 1], [4, 5, 4]]])
def test_orders_are_as_consistent_as_all_shuffles_say(values: list[list[int]]) -> None:
    ranked = rankdata(values, axis=1)
    spread = [np.var(np.sum(rows, axis=0)) for rows in product(*map(permutations, ranked.tolist()))]
    expected = np.mean(np.array(spread) >= np.var(ranked.sum(axis=0)) - 1e-9)
    assert consistent(np.array(values), np.random.default_rng(3)) == pytest.approx(expected, abs=0.02)
