"""Drawings made into pictures: against slow twins, and against the digits themselves."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import IMAGES, LABELS, drawings
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnexplain.data import pad

BITMAPS = arrays(np.uint8, (32, 32), elements=st.integers(0, 1))


def test_every_image_of_the_data_comes_back() -> None:
    lifted = [pad.lift(image) for image in IMAGES]
    assert len(lifted) == 1797
    assert all(
        (pad.block_counts(bitmap) == image).all() for bitmap, image in zip(lifted, IMAGES, strict=True)
    )


@given(arrays(np.int64, (8, 8), elements=st.integers(0, 16)))
def test_any_counts_come_back(counts: np.ndarray) -> None:
    assert (pad.block_counts(pad.lift(counts)) == counts).all()


def areas(bitmap: np.ndarray, side: int, fine: int) -> np.ndarray:
    """The share of ink of each of side × side areas, by the table of sums (Crow 1984) at 1/fine of a cell,
    where every border lies.
    """
    wide = 32 * fine // side
    cells = np.kron(bitmap, np.ones((fine, fine), int)).reshape(side, wide, side, wide)
    return np.asarray(cells.sum((1, 3)) / wide**2)


@given(BITMAPS)
def test_counts_are_counts_and_areas_of_another_grid_are_integrals(bitmap: np.ndarray) -> None:
    slow = [
        [sum(bitmap[4 * r + k // 4, 4 * c + k % 4] for k in range(16)) for c in range(8)] for r in range(8)
    ]
    assert pad.block_counts(bitmap).tolist() == pad.in_place(bitmap).tolist() == slow
    assert np.abs(pad.block_counts(bitmap, 28, 255) - 255 * areas(bitmap, 28, 7)).max() <= 0.5
    large = pad.in_place(bitmap, 28, 255, edge=4)
    inside = np.zeros((28, 28), bool)
    inside[4:24, 4:24] = True
    assert large.shape == (28, 28) and not large[~inside].any()
    assert np.abs(large[4:24, 4:24] - 255 * areas(bitmap, 20, 5)).max() <= 0.5


@given(drawings())
def test_fitted_drawings_are_like_the_data(bitmap: np.ndarray) -> None:
    fitted = pad.fit_counts(bitmap)
    if not bitmap.any():
        assert not fitted.any()
        return
    assert fitted.any()
    counts = pad.block_counts(fitted)
    rows, columns = (np.flatnonzero(bitmap.any(axis=axis)) for axis in (1, 0))
    if pad.STRETCH * 20 * (np.ptp(rows) + 1) >= 32 * (np.ptp(columns) + 1):  # not a dash
        assert counts[0].any() or counts[7].any()
    # where it came from does not matter, nor how large it was
    moved = np.zeros_like(bitmap)
    cut = bitmap[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    moved[: cut.shape[0], : cut.shape[1]] = cut
    assert (pad.fit_counts(moved) == fitted).all()
    if max(cut.shape) <= 16:
        doubled = np.zeros_like(bitmap)
        doubled[: 2 * cut.shape[0], : 2 * cut.shape[1]] = np.kron(cut, np.ones((2, 2), np.uint8))
        assert (pad.fit_counts(doubled) == fitted).all()


def test_thin_strokes_are_thickened_and_solid_ones_thinned() -> None:
    frame = np.zeros((32, 32), np.uint8)
    frame[0, :20] = frame[-1, :20] = frame[:, 0] = frame[:, 19] = 1
    inner = np.zeros((32, 20), int)
    inner[:2] = inner[-2:] = inner[:, :2] = inner[:, -2:] = 1
    outer = np.zeros((32, 32), int)
    outer[:, 6:26] = inner
    outer[:, 5] = outer[:, 26] = 1
    fitted = pad.fit_counts(frame)
    assert frame.sum() == 100 < pad.EXTREME[0], "which asks for twice"
    assert fitted[3:29, 5:7].all() and fitted[3:29, 4:9].sum() == 26 * 5
    bar = np.zeros((32, 32), np.uint8)
    bar[4:28, 10:13] = 1
    upright = np.zeros((32, 32), int)
    upright[:, 12:20] = 1  # twice as wide for its height as it was, and no block
    assert (pad.fit_counts(bar) == upright).all()
    dash = np.zeros((32, 32), int)
    for more in range(3):  # 5 × 20 cells, thickened twice
        dash[13 - more : 18 + more, 4 + more : 28 - more] = 1
    assert (pad.fit_counts(bar.T) == dash).all()


def test_a_leaning_stroke_is_put_upright() -> None:
    leaning = np.zeros((32, 32), np.uint8)
    for row in range(32):
        leaning[row, 26 - row // 2 : 30 - row // 2] = 1
    columns = pad.fit_counts(leaning).argmax(axis=1)
    assert np.ptp(columns[2:-2]) <= 2


def test_what_the_data_say_of_how_they_were_made() -> None:
    ink, touched = IMAGES.sum((1, 2)), IMAGES > 0
    assert touched[:, 0].any(1).all() and touched[:, 7].any(1).all()
    usual = (ink >= pad.USUAL[0]) & (ink <= pad.USUAL[1])
    assert round(float(usual.mean()), 3) == 0.986 and ink.max() == 433
    apart = np.abs(touched[:, 0].argmax(1) - touched[:, 7].argmax(1))
    assert round(float((apart == 0).mean()), 2) == 0.82 and round(float((apart <= 1).mean()), 3) == 0.998
    ones = LABELS == 1
    assert [round(float(ink[part].mean())) for part in (ones, ~ones)] == [313, 313]
    wide = touched.any(1)
    span = 8 - wide[:, ::-1].argmax(1) - wide.argmax(1)
    assert round(float((span == 6).mean()), 2) == 0.77


@given(drawings())
def test_mnist_s_way_keeps_proportions_and_centres_the_mass(bitmap: np.ndarray) -> None:
    grey = pad.fit_mass(bitmap)
    assert grey.shape == (28, 28) and grey.min() >= 0 and grey.max() <= 255
    if not bitmap.any():
        assert not grey.any()
        return
    rows, columns = (np.flatnonzero(bitmap.any(axis=axis)) for axis in (1, 0))
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    box = [np.ptp(np.flatnonzero(grey.any(axis=axis))) + 1 for axis in (1, 0)]
    assert max(box) <= 20
    # ink is kept, but for rounding: every inked area is at most half a level off
    scale = 20 / max(height, width)
    if min(height, width) * scale >= 10:
        assert abs(grey.sum() / 255 / (bitmap.sum() * scale**2) - 1) < 0.15
    for axis in (0, 1):
        ink = grey.sum(axis=1 - axis)
        centre = ((np.arange(28) + 0.5) * ink).sum() / ink.sum()
        edge = np.flatnonzero(ink)[[0, -1]]
        assert abs(centre - 14) <= 0.5 or edge[0] == 0 or edge[1] == 27 or max(box) < 20


def test_what_is_no_drawing_and_what_are_no_counts_is_refused() -> None:
    for bad in (np.zeros((8, 8)), np.full((32, 32), 2), np.zeros(1024), np.full((32, 32), np.nan)):
        for function in (pad.block_counts, pad.in_place, pad.fit_counts, pad.fit_mass):
            with pytest.raises(ValueError, match="a drawing is"):
                function(bad)
    for bad in (np.zeros((4, 4)), np.full((8, 8), 17), np.full((8, 8), -1)):
        with pytest.raises(ValueError, match="counts of shape"):
            pad.lift(bad)
