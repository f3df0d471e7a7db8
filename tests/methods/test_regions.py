"""Groups of units against SciPy's hierarchical clustering, and on answers whose groups are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import adjusted_rand_score

from nnexplain.methods.regions import alike_at_random, co_activation, favourites, regions, stability

RNG = np.random.default_rng(0)
TRUE = np.array([0] * 4 + [1] * 3 + [2] * 2)
CAUSES = RNG.random((80, 3))
PLANTED = np.insert(CAUSES[:, TRUE] + 0.05 * RNG.random((80, 9)), 5, 0.0, axis=1)  # unit 5 never on


def slow_silhouette(distance: np.ndarray, labels: np.ndarray) -> float:
    """Rousseeuw's definition, unit by unit."""
    widths = []
    for i, own in enumerate(labels):
        others = [k for k in range(len(labels)) if labels[k] == own and k != i]
        if not others:
            widths.append(0.0)
            continue
        a = float(np.mean(distance[i, others]))
        b = min(float(np.mean(distance[i, labels == other])) for other in set(labels) - {own})
        widths.append((b - a) / max(a, b))
    return float(np.mean(widths))


@given(arrays(np.float32, (12, 5), elements=st.floats(0, 4, width=32)))
def test_co_activation_is_the_correlation_where_there_is_one(answers: np.ndarray) -> None:
    alike = co_activation(answers)
    assert np.array_equal(alike.diagonal(), np.ones(5)) and np.allclose(alike, alike.T)
    assert np.abs(alike).max() <= 1
    moving = np.flatnonzero(answers.std(axis=0, dtype=np.float64) > 1e-3)
    still = np.flatnonzero(np.ptp(answers, axis=0) == 0)
    assert np.allclose(
        alike[np.ix_(moving, moving)],
        np.corrcoef(answers[:, moving].T.astype(float)).reshape(len(moving), len(moving)),
        atol=1e-6,
    )
    assert not (alike - np.eye(5))[still].any()


def test_planted_groups_are_found_largest_first_and_idle_units_left_out() -> None:
    found = regions(PLANTED, most=6)
    assert found.count == 3
    assert found.region.tolist() == [0, 0, 0, 0, 1, -1, 1, 1, 2, 2]
    assert found.members(1).tolist() == [4, 6, 7]
    assert max(found.silhouettes, key=lambda k: found.silhouettes[k]) == 3
    assert stability(PLANTED, found.region, 5, np.random.default_rng(1)).tolist() == [1.0] * 5


@given(st.integers(0, 10_000))
def test_groups_and_their_fit_are_scipys(seed: int) -> None:
    answers = np.random.default_rng(seed).random((30, 9))
    found = regions(answers, most=5)
    distance = 1 - np.corrcoef(answers.T)
    tree = linkage(squareform(distance, checks=False), "average")
    for k, fit in found.silhouettes.items():
        assert fit == pytest.approx(slow_silhouette(distance, fcluster(tree, k, "maxclust")), abs=1e-9)
    assert adjusted_rand_score(found.region, fcluster(tree, found.count, "maxclust")) == 1
    assert found.silhouettes[found.count] == max(found.silhouettes.values())
    sizes = np.bincount(found.region)
    assert (np.diff(sizes) <= 0).all() and sizes.sum() == 9


def test_groups_of_noise_are_not_stable() -> None:
    noise = np.random.default_rng(5).random((60, 20))
    scores = stability(noise, regions(noise).region, 10, np.random.default_rng(2))
    assert -0.5 <= scores.mean() < 0.6


def test_random_groups_take_as_many_of_each_layer() -> None:
    layers = [np.arange(6), np.arange(6, 10)]
    seen = set()
    for seed in range(50):
        drawn = alike_at_random(np.array([1, 2, 7]), layers, np.random.default_rng(seed))
        assert len(set(drawn)) == 3 and (drawn < 6).sum() == 2 and (np.diff(drawn) > 0).all()
        seen |= set(drawn.tolist())
    assert seen == set(range(10))


def test_favourites_are_what_a_group_answers_to_most_and_groups_need_units() -> None:
    labels = np.array([3, 3, 5, 5, 8, 8])
    answers = np.array([[4, 0.2], [2, 0.1], [0, 0], [0, 0], [3, 0.1], [3, 0.2]])
    assert favourites(answers, labels, np.array([0, 1])) == [3, 8]
    assert favourites(np.ones((6, 2)), labels, np.array([0, 1])) == [3, 5, 8]  # all alike
    with pytest.raises(ValueError, match="only 2 units"):
        regions(np.insert(RNG.random((9, 2)), 1, 0, axis=1))
