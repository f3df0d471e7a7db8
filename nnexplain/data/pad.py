"""What becomes of a drawing of 32 × 32 cells before a network sees it: as the makers of the data did it.

The digits of scikit-learn were scanned from forms and normalised with NIST's programs (M. D. Garris and
others, "NIST Form-Based Handprint Recognition System", NISTIR 5469, 1994): every character is stretched to a
box of 20 × 32 in the middle of 32 × 32, its strokes are thinned or thickened until their ink is usual, and
its rows are shifted until it stands upright. Then the ink of every block of 4 × 4 was counted (E. Alpaydin
and C. Kaynak, 1998). `fit_counts` follows the source of NIST's programs, which is in the public domain. The
1,797 images say the same: the ink of 98.6 % of them is within `USUAL`, rows 0 and 7 are touched by all, and
in the first and the last row of blocks the leftmost ink is in the same column in 82 % (at most one apart in
99.8 %). With 313 cells on average the 1s hold just as much ink as the other digits, and the fullest has 433
(`tests/data/test_pad.py` measures all of this).

In one thing we do otherwise. A stroke drawn upright with a mouse would be stretched to a block of 20 columns,
which even thinned twice keeps 448 cells, more than any digit of the data, and is read as an 8. So no drawing
is stretched to more than `STRETCH` times its proportions: the upright stroke has 288 cells then.

MNIST was made otherwise (Y. LeCun, C. Cortes and C. Burges): a box of 20 × 20 with the proportions kept, grey
where a cell is partly inked, and the centre of mass in the middle of 28 × 28.

`runtime/prepare.js` does the same in the page, to the last cell. All of it is done in whole numbers, so
that no two machines can round it differently.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIDE = 32
BOX = (32, 20)
"""Rows and columns of the box that a character fills."""

STRETCH = 2
"""Neither side grows by more than so many times what keeps the proportions: not all drawings fill the box."""

USUAL = (256, 412)
"""Fewer cells of ink than the first are thickened by a cell on every side, more than the second thinned."""

EXTREME = (108, 560)
"""Beyond these it is done twice."""

MASS_BOX, MASS_SIDE, MASS_LEVELS = 20, 28, 255

SMOOTHINGS = 3

Bitmap = NDArray[np.uint8]
Levels = NDArray[np.int64]


def block_counts(bitmap: Bitmap, side: int = 8, levels: int = 16) -> Levels:
    """The ink of `bitmap`, (…, 32, 32) of 0 and 1, in each of `side` × `side` equal areas, 0 to `levels`.

    With the defaults that is the number of ink cells in each block of 4 × 4.
    """
    return _areas(_cells(bitmap), (side, side), levels)


def in_place(bitmap: Bitmap, side: int = 8, levels: int = 16, edge: int = 0) -> Levels:
    """The ink of `bitmap` where it is, (…, side, side) of 0 to `levels`: nothing is stretched or centred.

    The 32 × 32 cells of each of (…, 32, 32) are the box that a data set's digits fill, all but `edge` pixels
    on every side.
    """
    counts = block_counts(bitmap, side - 2 * edge, levels)
    return np.pad(counts, [(0, 0)] * (counts.ndim - 2) + [(edge, edge)] * 2)


def prepared(bitmap: Bitmap, side: int = 8, levels: int = 16, prepare: str = "counts") -> Levels:
    """What a network sees of a drawing, (32, 32), on the pad: (side, side) of 0 to `levels`.

    `prepare` is how its data set was made, as `Digits` has it: "counts" or "mass".
    """
    return fit_mass(bitmap) if prepare == "mass" else block_counts(fit_counts(bitmap), side, levels)


def fit_counts(bitmap: Bitmap) -> Bitmap:
    """`bitmap`, (32, 32) of 0 and 1, normalised as scikit-learn's digits were; without ink, as it is."""
    bitmap = _checked(bitmap)
    if not bitmap.any():
        return bitmap
    inside = _cropped(bitmap)
    size = _filling(inside.shape)
    placed = np.zeros((SIDE, SIDE), np.uint8)
    top, left = ((SIDE - side) // 2 for side in size)
    placed[top : top + size[0], left : left + size[1]] = _stretched(inside, size)
    return _upright(_usual_strokes(placed))


def fit_mass(bitmap: Bitmap) -> Levels:
    """`bitmap`, (32, 32) of 0 and 1, as MNIST would have it: (28, 28) of 0 to 255."""
    bitmap = _checked(bitmap)
    placed = np.zeros((MASS_SIDE, MASS_SIDE), np.int64)
    if not bitmap.any():
        return placed
    inside = _cropped(bitmap)
    longer = max(inside.shape)
    height, width = (max(1, _rounded(MASS_BOX * side, longer)) for side in inside.shape)
    grey = _areas(inside, (height, width), MASS_LEVELS)
    top, left = (_start(grey.sum(axis=axis)) for axis in (1, 0))
    placed[top : top + height, left : left + width] = grey
    return placed


def lift(counts: Levels) -> Bitmap:
    """A bitmap, (32, 32), whose `block_counts` are `counts`, (8, 8) of 0 to 16.

    Of the many there are, one with smooth strokes: in every block the cells are inked in the order of the
    counts' bilinear interpolation, then three times anew by how many of the cells around each are inked.
    """
    counts = np.asarray(counts)
    if counts.shape != (8, 8) or counts.min() < 0 or counts.max() > 16:
        raise ValueError(
            f"counts of shape {counts.shape} from {counts.min()} to {counts.max()}; it takes (8, 8)"
        )
    field = _interpolated(counts.astype(np.int64))
    bitmap = _chosen(field, counts)
    for _ in range(SMOOTHINGS):
        padded = np.pad(bitmap.astype(np.int64), 1, mode="edge")
        around = sum(padded[y : y + SIDE, x : x + SIDE] for y in range(3) for x in range(3))
        bitmap = _chosen(around * 2048 + field, counts)  # no field reaches 2048
    return bitmap


def drawing_of(values: Levels, levels: int) -> Bitmap:
    """A picture that a network sees, (side, side) of 0 to `levels`, as a drawing, (32, 32).

    `lift` of counts; of finer pictures, every cell whose middle lies on what is at least half inked.
    """
    if values.shape == (8, 8):
        return lift(values)
    at = (2 * np.arange(SIDE) + 1) * len(values) // (2 * SIDE)
    return (2 * values[np.ix_(at, at)] >= levels).astype(np.uint8)


def _interpolated(counts: Levels) -> Levels:
    """64 times the counts at the middle of every cell, (32, 32); at the edge the last block goes on."""
    edged = np.pad(counts, 1, mode="edge")
    shift, near = np.array([-1, -1, 1, 1]), np.array([5, 7, 7, 5])  # of 8: how much is the block's own
    at = np.arange(SIDE)
    block, other, own = at // 4 + 1, at // 4 + 1 + shift[at % 4], near[at % 4]
    across = edged[:, block] * own + edged[:, other] * (8 - own)
    return np.asarray(across[block] * own[:, None] + across[other] * (8 - own)[:, None], dtype=np.int64)


def _chosen(field: Levels, counts: Levels) -> Bitmap:
    """In each block as many cells as `counts` says, those where `field` is highest, ties row by row."""
    blocks = field.reshape(8, 4, 8, 4).transpose(0, 2, 1, 3).reshape(8, 8, 16)
    rank = np.argsort(np.argsort(-blocks, axis=2, kind="stable"), axis=2, kind="stable")
    inked = (rank < counts[:, :, None]).reshape(8, 8, 4, 4).transpose(0, 2, 1, 3)
    return inked.reshape(SIDE, SIDE).astype(np.uint8)


def _checked(bitmap: Bitmap) -> Bitmap:
    """`bitmap` if it is one drawing; `ValueError` otherwise."""
    if np.shape(bitmap) != (SIDE, SIDE):
        raise ValueError(f"a drawing is ({SIDE}, {SIDE}) of 0 and 1, this is {np.shape(bitmap)}")
    return _cells(bitmap)


def _cells(bitmap: Bitmap) -> Bitmap:
    """The same for any number of drawings."""
    bitmap = np.asarray(bitmap)
    if bitmap.shape[-2:] != (SIDE, SIDE) or not ((bitmap == 0) | (bitmap == 1)).all():
        raise ValueError(f"a drawing is ({SIDE}, {SIDE}) of 0 and 1, this is {bitmap.shape}")
    return bitmap.astype(np.uint8)


def _rounded(number: int, by: int) -> int:
    """number / by as a whole number, halves up; `by` is positive."""
    return (2 * number + by) // (2 * by)


def _cropped(bitmap: Bitmap) -> Bitmap:
    """The smallest part of `bitmap` that holds all ink."""
    rows, columns = (np.flatnonzero(bitmap.any(axis=axis)) for axis in (1, 0))
    return bitmap[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _filling(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns that a drawing of `shape` is stretched to."""
    (rows, columns), (height, width) = shape, BOX
    return (
        min(height, max(1, _rounded(STRETCH * width * rows, columns))),
        min(width, max(1, _rounded(STRETCH * height * columns, rows))),
    )


def _stretched(bitmap: Bitmap, size: tuple[int, int]) -> Bitmap:
    """Every cell of the new size takes the ink that lies under its middle."""
    rows, columns = (
        (2 * np.arange(new) + 1) * old // (2 * new) for new, old in zip(size, bitmap.shape, strict=True)
    )
    return bitmap[np.ix_(rows, columns)]


def _areas(bitmap: Bitmap, size: tuple[int, int], levels: int) -> Levels:
    """How much of each cell of a `size` grid laid over `bitmap`, (…, rows, columns), is ink, in `levels`."""
    down, across = (_overlaps(new, old) for new, old in zip(size, bitmap.shape[-2:], strict=True))
    ink, whole = down @ bitmap.astype(np.int64) @ across.T, bitmap.shape[-2] * bitmap.shape[-1]
    return np.asarray((2 * levels * ink + whole) // (2 * whole), dtype=np.int64)


def _overlaps(new: int, old: int) -> Levels:
    """(new, old): how much of each of `old` equal parts lies in each of `new`, in parts of new × old."""
    low, high = np.arange(new)[:, None] * old, np.arange(old)[None] * new
    common = np.minimum(low + old, high + new) - np.maximum(low, high)
    return np.asarray(np.maximum(common, 0), dtype=np.int64)


def _neighbours(bitmap: Bitmap) -> NDArray[np.uint8]:
    """The four neighbours of every cell, (4, 32, 32); beyond the edge is paper."""
    padded = np.pad(bitmap, 1)
    return np.stack([padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:]])


def _usual_strokes(bitmap: Bitmap) -> Bitmap:
    """Thickened or thinned; never until nothing is left."""
    ink = int(bitmap.sum())
    for _ in range((ink < USUAL[0]) + (ink < EXTREME[0])):
        bitmap = bitmap | _neighbours(bitmap).max(axis=0)
    for _ in range((ink > USUAL[1]) + (ink > EXTREME[1])):
        thinner = bitmap & _neighbours(bitmap).min(axis=0)
        bitmap = thinner if thinner.any() else bitmap
    return bitmap


def _upright(bitmap: Bitmap) -> Bitmap:
    """Rows shifted sideways, so that the leftmost ink near the top is above the leftmost near the bottom.

    Near is two rows inside, to be safe from stray cells. Where there is no ink, nothing is shifted.
    """
    rows = np.flatnonzero(bitmap.any(axis=1))
    top, bottom = int(rows[0]) + 2, int(rows[-1]) - 2
    if bottom <= top or not (bitmap[top].any() and bitmap[bottom].any()):
        return bitmap
    lean = int(bitmap[top].argmax()) - int(bitmap[bottom].argmax())
    upright = np.zeros_like(bitmap)
    for row in range(SIDE):
        way = (row - SIDE // 2) * lean
        shift = _rounded(abs(way), bottom - top) * (1 if way > 0 else -1)
        columns = np.flatnonzero(bitmap[row]) + shift
        upright[row, columns[(columns >= 0) & (columns < SIDE)]] = 1
    return upright


def _start(ink: Levels) -> int:
    """Where a row of amounts begins if its centre of mass is to lie in the middle of `MASS_SIDE`."""
    twice = int(((2 * np.arange(len(ink)) + 1) * ink).sum())
    start = MASS_SIDE // 2 - _rounded(twice, 2 * int(ink.sum()))
    return min(max(start, 0), MASS_SIDE - len(ink))
