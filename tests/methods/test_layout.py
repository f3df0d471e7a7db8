"""The layout against the paper's pseudo-code node by node, autograd, and what can be solved by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import torch
from numpy.typing import ArrayLike
from scipy.stats import spearmanr

from nnexplain.methods.layout import distances, energy, forces, layouts, level, rank_correlation, springs

MATRICES = [np.random.default_rng(1).normal(size=size) for size in ((5, 4), (3, 5))]
WEIGHTS = springs(MATRICES)


def slow_twin(weights: np.ndarray, generator: np.random.Generator, passes: int) -> np.ndarray:
    """Figure 1 of the paper, with k = 1, weights of springs in its attraction, and no frame."""
    n = len(weights)
    width = n**0.5
    pos = generator.uniform(-width / 2, width / 2, (n, 2))
    for step in range(passes):
        t = 0.1 * width * (1 - step / passes)
        disp = np.zeros((n, 2))
        for v in range(n):
            for u in range(n):
                if u != v:
                    delta = pos[v] - pos[u]
                    size = np.hypot(*delta)
                    disp[v] += delta / size * (1 / size)  # f_r(x) = k²/x
        for v, u in combinations(range(n), 2):
            delta = pos[v] - pos[u]
            size = np.hypot(*delta)
            disp[v] -= delta / size * weights[v, u] * size**2  # f_a(x) = x²/k
            disp[u] += delta / size * weights[v, u] * size**2
        for v in range(n):
            pos[v] += disp[v] / np.hypot(*disp[v]) * min(np.hypot(*disp[v]), t)
    return np.asarray(pos - pos.mean(axis=0))


def layout(weights: ArrayLike, generator: np.random.Generator, passes: int = 2000) -> np.ndarray:
    (places,) = layouts(weights, [generator], passes)
    return np.asarray(places)


def test_it_does_what_the_paper_does_node_by_node() -> None:
    fast = layout(WEIGHTS, np.random.default_rng(7), passes=25)
    assert np.allclose(fast, slow_twin(WEIGHTS, np.random.default_rng(7), passes=25), atol=1e-7)


def test_starts_are_laid_out_together_as_each_by_itself() -> None:
    together = layouts(WEIGHTS, [np.random.default_rng(seed) for seed in range(3)], passes=50)
    for seed, places in enumerate(together):
        assert np.allclose(places, layout(WEIGHTS, np.random.default_rng(seed), passes=50), atol=1e-9)


def test_the_forces_are_minus_the_slope_of_the_energy() -> None:
    places = np.random.default_rng(0).normal(size=(12, 2))
    p = torch.tensor(places, requires_grad=True)
    i, j = torch.triu_indices(12, 12, 1)
    d = (p[i] - p[j]).norm(dim=1)
    total = (torch.tensor(WEIGHTS)[i, j] * d**3 / 3 - d.log()).sum()
    (slope,) = torch.autograd.grad(total, p)
    assert energy(places, WEIGHTS) == pytest.approx(total.item())
    assert np.allclose(forces(places, WEIGHTS), -slope.numpy())


def test_two_nodes_rest_where_push_equals_pull_and_three_make_an_equilateral_triangle() -> None:
    for weight in (0.1, 1.0, 4.0):
        places = layout([[0, weight], [weight, 0]], np.random.default_rng(0))
        assert np.linalg.norm(places[0] - places[1]) == pytest.approx(weight ** (-1 / 3), rel=1e-3)
    places = layout(np.ones((3, 3)) - np.eye(3), np.random.default_rng(2))
    assert distances(places) == pytest.approx(np.ones(3), rel=1e-3)


def test_it_comes_to_rest_lower_than_it_began_and_where_no_small_step_goes_lower() -> None:
    generator = np.random.default_rng(3)
    places = layout(WEIGHTS, np.random.default_rng(3))
    start = generator.uniform(-(12**0.5) / 2, 12**0.5 / 2, (12, 2))
    assert energy(places, WEIGHTS) < energy(start, WEIGHTS) - 1
    for _ in range(50):
        nearby = places + 0.05 * generator.normal(size=places.shape)
        assert energy(nearby, WEIGHTS) > energy(places, WEIGHTS)


def test_springs_join_consecutive_layers_and_nothing_else() -> None:
    for a, b in combinations(range(12), 2):
        if a < 4 <= b < 9:
            assert WEIGHTS[a, b] == abs(MATRICES[0][b - 4, a])
        elif 4 <= a < 9 <= b:
            assert WEIGHTS[a, b] == abs(MATRICES[1][b - 9, a - 4])
        else:
            assert WEIGHTS[a, b] == 0
    assert np.array_equal(WEIGHTS, WEIGHTS.T)


def test_turning_changes_no_distance_and_the_rank_correlation_is_spearmans() -> None:
    places = np.random.default_rng(5).normal(size=(20, 2)) * [1, 3]
    turned = level(places)
    assert distances(turned) == pytest.approx(distances(places))
    assert abs(turned[:, 0] @ turned[:, 1]) < 1e-9 and turned[:, 0].std() > turned[:, 1].std()
    one, other = np.random.default_rng(6).normal(size=(2, 40))
    other += one
    assert rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic)


def test_what_are_no_springs_or_no_consecutive_layers_is_refused() -> None:
    nan = [[0, np.nan], [np.nan, 0]]
    for weights in (np.ones((2, 3)), [[0, -1], [-1, 0]], [[0, 1], [2, 0]], nan):
        with pytest.raises(ValueError, match="weights"):
            layout(np.asarray(weights), np.random.default_rng(0))
    with pytest.raises(ValueError, match="do not follow"):
        springs([np.ones((5, 4)), np.ones((3, 6))])
