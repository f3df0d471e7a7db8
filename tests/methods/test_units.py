"""Who is on, counted pair by pair and unit by unit."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from nnexplain.methods.units import agreement, classes_served, contrast, in_use, separation

RNG = np.random.default_rng(0)
ON = RNG.random((30, 9)) < np.linspace(0, 1, 9)
LABELS = RNG.integers(0, 3, 30)


def test_agreement_is_the_mean_over_pairs() -> None:
    pairs: dict[bool, list[float]] = {True: [], False: []}
    for a, b in combinations(range(30), 2):
        alike = sum(ON[a, k] == ON[b, k] for k in range(9)) / 9
        pairs[bool(LABELS[a] == LABELS[b])].append(alike)
    assert agreement(ON, LABELS) == pytest.approx((np.mean(pairs[True]), np.mean(pairs[False])))


def test_inputs_that_do_the_same_agree_wholly_and_without_a_pair_there_is_no_agreement() -> None:
    on = np.array([[True, False], [True, False], [False, True]])
    assert agreement(on, np.array([0, 0, 1])) == (1.0, 0.0)
    assert np.isnan(agreement(ON, np.arange(30))).tolist() == [True, False]
    assert np.isnan(agreement(ON, np.zeros(30, dtype=int))).tolist() == [False, True]


def test_classes_served_counts_majorities() -> None:
    on = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], dtype=bool)
    assert classes_served(on, np.array([4, 4, 7, 7])).tolist() == [1, 1, 0]
    assert in_use(on).tolist() == [True, True, False]


def test_contrast_is_the_largest_step_between_neighbours() -> None:
    pictures = RNG.normal(size=(4, 3, 5))
    for picture, found in zip(pictures, contrast(pictures), strict=True):
        cells = [(r, c) for r in range(3) for c in range(5)]
        steps = [
            abs(picture[a] - picture[b])
            for a, b in combinations(cells, 2)
            if abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1
        ]
        assert found == pytest.approx(max(steps))


def test_separation_is_the_area_under_the_curve() -> None:
    from sklearn.metrics import roc_auc_score

    answers = RNG.integers(0, 4, (30, 9)).astype(float)  # with many equal answers
    expected = [roc_auc_score(LABELS == 1, unit) for unit in answers.T]
    assert np.allclose(separation(answers, LABELS == 1), expected)
    assert np.isnan(separation(answers, LABELS == 7)).all()
