"""Calibration against scikit-learn, and against the paper's sums written out answer by answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from nnexplain.methods.calibration import brier, reliability


def some(seed: int, n: int = 200, classes: int = 4) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.full(classes, 0.4), n), rng.integers(0, classes, n)


def slow_error(probabilities: np.ndarray, labels: np.ndarray, bins: int) -> float:
    """Guo et al., equations 2, 3 and 5: the bin of index m holds confidences in ((m - 1)/M, m/M]."""
    n, total = len(labels), 0.0
    for m in range(1, bins + 1):
        inside = [k for k in range(n) if (m - 1) / bins < max(probabilities[k]) <= m / bins]
        if not inside:
            continue
        accuracy = sum(int(np.argmax(probabilities[k]) == labels[k]) for k in inside) / len(inside)
        confidence = sum(float(max(probabilities[k])) for k in inside) / len(inside)
        total += len(inside) / n * abs(accuracy - confidence)
    return total


@given(st.integers(0, 10_000), st.integers(1, 20))
def test_the_diagram_is_scikit_learns(seed: int, bins: int) -> None:
    probabilities, labels = some(seed)
    found = reliability(probabilities, labels, bins)
    correct = probabilities.argmax(axis=1) == labels
    right, sure = calibration_curve(correct, probabilities.max(axis=1), n_bins=bins)
    filled = found.count > 0
    assert np.allclose(found.right[filled], right) and np.allclose(found.sure[filled], sure)
    assert np.isnan(found.right[~filled]).all() and found.count.sum() == len(labels)


@given(st.integers(0, 10_000), st.sampled_from([1, 3, 10, 15]))
def test_the_error_is_the_papers(seed: int, bins: int) -> None:
    probabilities, labels = some(seed, n=60)
    found = reliability(probabilities, labels, bins)
    assert found.error == pytest.approx(slow_error(probabilities, labels, bins), abs=1e-12)
    assert 0 <= found.error <= 1


def test_a_confidence_on_an_edge_belongs_below_and_who_is_right_as_often_as_sure_has_no_error() -> None:
    found = reliability(np.array([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0]]), np.array([0, 0, 0]), bins=2)
    assert found.count.tolist() == [1, 2] and found.right.tolist() == [1, 0.5]
    assert found.error == pytest.approx((0.5 + 2 * 0.5) / 3)
    assert reliability(np.tile([0.8, 0.2], (5, 1)), np.array([0, 0, 0, 0, 1])).error == pytest.approx(0)


@given(st.integers(0, 10_000))
def test_the_score_is_scikit_learns(seed: int) -> None:
    probabilities, labels = some(seed)
    expected = brier_score_loss(labels, probabilities, labels=range(4), scale_by_half=False)
    assert brier(probabilities, labels) == pytest.approx(expected)
    sure = np.eye(2)
    assert brier(sure, np.array([0, 1])) == 0 and brier(sure, np.array([1, 0])) == 2


def test_what_is_no_table_of_answers_is_refused() -> None:
    empty = np.zeros((0, 3)), np.zeros(0, dtype=int)
    for wrong in (empty, (np.ones((2, 2)), np.zeros(3, int)), (np.ones(2), np.zeros(2, int))):
        for score in (reliability, brier):
            with pytest.raises(ValueError, match=r"\(n, classes\)"):
                score(*wrong)
