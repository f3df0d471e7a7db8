"""Strokes: the curve goes through its points, the pen passes where a fine walk finds it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnexplain.data.strokes import ARC, FIVE, SIDE, begun, closing, curve, ink

POINTS = hnp.arrays(np.float64, st.tuples(st.integers(2, 5), st.just(2)), elements=st.floats(2, 30))


@given(POINTS)
def test_a_curve_goes_through_its_points_in_order(points: np.ndarray) -> None:
    line = curve(points, pieces=8)
    assert len(line) == (len(points) - 1) * 8 + 1
    np.testing.assert_allclose(line[::8], points, atol=1e-12)


def test_points_in_a_row_evenly_spaced_give_a_straight_line_between_them() -> None:
    line = curve([(0, 0), (1, 2), (2, 4), (3, 6)], pieces=6)
    np.testing.assert_allclose(line[:, 1], 2 * line[:, 0], atol=1e-12)
    inner = line[6:13]
    np.testing.assert_allclose(np.diff(inner[:, 0]), 1 / 6, atol=1e-12)


@given(POINTS, st.floats(0, 1))
def test_the_beginning_of_a_line_has_its_share_of_the_length(points: np.ndarray, share: float) -> None:
    def length(line: np.ndarray) -> float:
        return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())

    part = begun(points, share)
    assert length(part) == pytest.approx(share * length(points), abs=1e-9)
    np.testing.assert_allclose(part[0], points[0])


@settings(max_examples=25)
@given(POINTS, st.floats(1.5, 6))
def test_the_pen_inks_the_cells_that_a_fine_walk_comes_close_to(points: np.ndarray, width: float) -> None:
    found = ink([points], width)
    walk = np.concatenate([np.linspace(a, b, 400) for a, b in pairwise(points)])
    for row, column in np.ndindex(SIDE, SIDE):
        distance = np.hypot(walk[:, 0] - column - 0.5, walk[:, 1] - row - 0.5).min()
        if abs(distance - width / 2) > 0.01:  # closer than the walk is fine
            assert found[row, column] == (distance < width / 2)


def test_the_arc_grows_and_joins_both_ends_of_the_five() -> None:
    shares = np.linspace(0, 1, 9)
    arcs = [closing(share)[1] for share in shares]
    assert not arcs[0].any()
    assert all((small <= large).all() for small, large in pairwise(arcs))
    five = closing(0)[0]
    for x, y in (ARC[0], ARC[-1]):
        assert five[int(y), int(x)]
    assert ARC[0] == FIVE[1][-1] and ARC[-1] == FIVE[1][0]


def test_what_is_no_line_and_no_share_is_refused() -> None:
    with pytest.raises(ValueError, match="2 or more"):
        curve([(1, 2)])
    with pytest.raises(ValueError, match=r"share is 1\.5"):
        begun([(0, 0), (1, 1)], 1.5)
