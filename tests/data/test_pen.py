"""Strokes: the curve goes through its points, the pen passes where a fine walk finds it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnexplain.data.strokes import (
    ARC,
    BULGES,
    FIVE,
    PEN,
    SIDE,
    WIDTHS,
    Arc,
    arcs,
    begun,
    closing,
    curve,
    fitting,
    ink,
    reached,
)

POINTS = hnp.arrays(np.float64, st.tuples(st.integers(2, 5), st.just(2)), elements=st.floats(2, 30))


@given(POINTS)
def test_a_curve_goes_through_its_points_in_order(points: np.ndarray) -> None:
    line = curve(points, pieces=8)
    assert len(line) == (len(points) - 1) * 8 + 1
    np.testing.assert_allclose(line[::8], points, atol=1e-12)


def test_points_in_a_row_give_a_straight_line_between_them_and_a_line_of_one_place_is_reached_at_once() -> (
    None
):
    line = curve([(0, 0), (1, 2), (2, 4), (3, 6)], pieces=6)
    np.testing.assert_allclose(line[:, 1], 2 * line[:, 0], atol=1e-12)
    inner = line[6:13]
    np.testing.assert_allclose(np.diff(inner[:, 0]), 1 / 6, atol=1e-12)
    first = reached([(4.5, 6.5), (4.5, 6.5)], 2)
    assert np.argwhere(first == 0).tolist() == [[5, 4], [6, 3], [6, 4], [6, 5], [7, 4]]
    assert np.isinf(first).sum() == SIDE * SIDE - 5


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


@settings(max_examples=50)
@given(POINTS, st.floats(1.5, 6), st.floats(0.01, 1))
def test_what_is_reached_by_a_share_is_the_ink_of_the_line_begun(
    points: np.ndarray, width: float, share: float
) -> None:
    first = reached(points, width)
    slow = ink([begun(points, share)], width)
    differ = (first <= share) != slow
    near = ink([begun(points, max(0, share - 1e-9))], width - 1e-6) != ink(
        [begun(points, min(1, share + 1e-9))], width + 1e-6
    )
    assert not (differ & ~near).any()  # the rim itself is as wide as rounding
    assert first[np.isfinite(first)].min(initial=0) >= 0 and first[np.isfinite(first)].max(initial=0) <= 1


POINT = st.tuples(st.integers(8, 24), st.integers(8, 24))


@given(POINT, POINT, st.floats(-4, 4))
def test_an_arc_passes_beside_the_middle_of_its_chord(
    begin: tuple[int, int], end: tuple[int, int], bulge: float
) -> None:
    assume(begin != end)
    line = Arc(begin, end, bulge).line()
    middle = line[len(line) // 2]
    assert tuple(line[0]) == begin and tuple(line[-1]) == end
    chord, off = np.subtract(end, begin), middle - np.add(begin, end) / 2
    assert np.hypot(*off) == pytest.approx(abs(bulge), abs=1e-9)
    assert off @ chord == pytest.approx(0, abs=1e-9)
    # seen along the chord, with y downwards, left is where the cross product is negative
    assert chord[0] * off[1] - chord[1] * off[0] == pytest.approx(-bulge * np.hypot(*chord), abs=1e-9)


def test_the_family_lies_round_the_arc_of_the_drawn_five() -> None:
    family = arcs()
    assert len(family) == len(set(family)) == 9 * 9 * 3 * 3
    (own,) = [arc for arc in family if np.allclose(arc.line(), curve(ARC)) and arc.width == PEN]
    assert np.array_equal(own.ink(), closing(1)[1])
    for part, middle in (("begin", ARC[0]), ("end", ARC[-1])):
        points = {getattr(arc, part) for arc in family}
        assert points == {(middle[0] + x, middle[1] + y) for x in (-4, 0, 4) for y in (-4, 0, 4)}
    assert {arc.bulge for arc in family} == set(BULGES) and {arc.width for arc in family} == set(WIDTHS)


def test_an_arc_grows_from_its_beginning_as_the_pen_goes() -> None:
    arc = Arc((14, 26), (8, 12), 3, 3.2)
    shares = np.linspace(0, 1, 21)
    grown = [arc.ink(share) for share in shares]
    assert not grown[0].any()
    assert all((small <= large).all() for small, large in pairwise(grown))
    for share, cells in zip(shares[1:], grown[1:], strict=True):
        assert np.array_equal(cells, ink([begun(arc.line(), share)], 3.2))


LEVELS = st.sampled_from([0.0, 0.25, 0.5, 1.0])


@given(
    hnp.arrays(np.float64, (2, 4, 5), elements=LEVELS),
    hnp.arrays(np.float64, st.tuples(st.integers(1, 6), st.just(5)), elements=LEVELS),
)
def test_the_fitting_ink_is_the_one_that_comes_nearest(pictures: np.ndarray, inks: np.ndarray) -> None:
    starts, ends = pictures
    for row, best in enumerate(fitting(starts, ends, inks)):
        off = [
            sum((min(1.0, a + b) - c) ** 2 for a, b, c in zip(starts[row], laid, ends[row], strict=True))
            for laid in inks.tolist()
        ]
        assert off.index(min(off)) == best


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
    with pytest.raises(ValueError, match=r"share is -0\.1"):
        Arc((0, 0), (1, 1), 0).ink(-0.1)
    with pytest.raises(ValueError, match="no left side"):
        Arc((3, 4), (3, 4), 1).line()
    for starts, ends, inks in (((2, 4), (3, 4), (1, 4)), ((2, 4), (2, 4), (0, 4)), ((2, 4), (2, 4), (1, 5))):
        with pytest.raises(ValueError, match="do not go together"):
            fitting(np.zeros(starts), np.zeros(ends), np.zeros(inks))
