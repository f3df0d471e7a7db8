"""The plane in the cube against brute force: a fine grid of points, and volumes that must add up."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from scipy.spatial import ConvexHull

from nnexplain.methods.plane import clip, cube_faces, favoured, section

CORNERS = np.array(list(product((0.0, 1.0), repeat=3)))
EDGES = [(a, b) for a, b in combinations(range(8), 2) if np.abs(CORNERS[a] - CORNERS[b]).sum() == 1]
PLANES = [
    (w, float(b))
    for w, b in zip(
        np.random.default_rng(0).normal(size=(200, 3)), np.random.default_rng(1).normal(size=200), strict=True
    )
]


def crossings(w: np.ndarray, b: float) -> np.ndarray:
    """Brute force: every edge is followed in a straight line to where the sum is zero."""
    found = []
    for start, end in EDGES:
        h, t = CORNERS[start] @ w + b, CORNERS[end] @ w + b
        if h * t < 0:
            found.append(CORNERS[start] + (CORNERS[end] - CORNERS[start]) * (h / (h - t)))
    return np.array(found).reshape(-1, 3)


def volume(points: np.ndarray) -> float:
    return float(ConvexHull(points).volume) if len(points) > 3 else 0.0


def test_the_section_has_the_crossings_of_all_edges_as_its_corners() -> None:
    for w, b in PLANES:
        polygon, points = section(w, b), crossings(w, b)
        assert len(polygon) == len(points) <= 6
        for point in points:
            assert np.abs(polygon - point).max(axis=1).min() < 1e-9
        if len(polygon):
            assert np.abs(polygon @ w + b).max() < 1e-9
            sides = np.roll(polygon, -1, axis=0) - polygon
            turns = np.cross(sides, np.roll(sides, -1, axis=0)) @ w
            assert (turns > 0).all() or (turns < 0).all()  # in order around, and convex


def test_the_favoured_part_and_the_other_make_up_the_cube() -> None:
    grid = (np.indices((24, 24, 24)).reshape(3, -1).T + 0.5) / 24
    for w, b in PLANES[:60]:
        yes, no = (np.concatenate([np.zeros((0, 3)), *favoured(s * w, s * b)]) for s in (1, -1))
        assert volume(yes) + volume(no) == pytest.approx(1, abs=1e-9)
        assert (yes @ w + b > -1e-9).all() and (no @ w + b < 1e-9).all()
        assert volume(yes) == pytest.approx((grid @ w + b > 0).mean(), abs=0.02)


def test_planes_that_miss_touch_or_pass_through_corners() -> None:
    """One that misses, touches a corner or an edge, or is none at all, has no section."""
    for w, b in (((1, 1, 1), 1.0), ((1, 1, 1), -4.0), ((1, 1, 1), 0.0), ((0, 1, 1), 0.0), ((0, 0, 0), 0.0)):
        assert section(w, b).shape == (0, 3)
    assert sorted(section((0, 0, 2), -2.0).tolist()) == [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    assert sorted(section((1, -1, 0), 0.0).tolist()) == [[0, 0, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]]


def test_clipping_keeps_all_or_nothing_on_one_side() -> None:
    for face in cube_faces():
        assert np.array_equal(clip(face, (0, 0, 0), 1.0), face)
        assert clip(face, (0, 0, 0), -1.0).shape == (0, 3)
