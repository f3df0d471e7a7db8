"""Strokes of a pen on a 32 × 32 grid: a 5 drawn by a curve, and the arc that closes it to a 6."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

SIDE = 32
PEN = 4.8
"""The pen's width in cells: with it the drawn 5 has about as much ink as the data set's."""

FIVE: tuple[Sequence[tuple[float, float]], ...] = (
    ((21, 4), (15, 3.5), (10, 15.5)),
    ((10, 15.5), (16.5, 14.5), (23, 19.5), (21, 26.5), (14.5, 29.5), (10, 26.5)),
)
"""Two strokes, each as points (x, y) that its curve goes through, in cells from the upper left corner.

Its upper stroke is short, as in a quickly written 5. With a long one the closed figure has the upper half
of a 5 and the lower half of a 6.
"""

ARC: Sequence[tuple[float, float]] = ((10, 26.5), (9, 21), (10, 15.5))
"""From the open end of the 5's bowl up to its stem."""


def curve(points: ArrayLike, pieces: int = 24) -> NDArray[np.float64]:
    """A smooth line through `points` (k, 2): a polyline of (k - 1) · pieces + 1 points.

    The given points are among them. A uniform Catmull-Rom spline, its ends doubled (Catmull and Rom, "A
    class of local interpolating splines", 1974). Fewer than two points, or another shape, is a ValueError.
    """
    given = np.asarray(points, dtype=np.float64)
    if given.ndim != 2 or given.shape[1] != 2 or len(given) < 2:
        raise ValueError(f"points have the shape {given.shape}; allowed: (2 or more, 2)")
    p = np.concatenate([given[:1], given, given[-1:]])
    t = (np.arange(pieces) / pieces)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.concatenate([*parts, given[-1:]])


def begun(line: ArrayLike, share: float) -> NDArray[np.float64]:
    """The beginning of a polyline (k, 2), `share` (0 to 1) of its length: at least its first point."""
    points = np.asarray(line, dtype=np.float64)
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}; it must be from 0 to 1")
    steps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(steps)])
    end = share * at[-1]
    inner = points[at < end]
    tip = np.array([[np.interp(end, at, points[:, k]) for k in range(2)]])
    return np.concatenate([inner if len(inner) else points[:1], tip])


def ink(lines: Sequence[ArrayLike], width: float = PEN, side: int = SIDE) -> NDArray[np.bool_]:
    """The cells (side, side) whose middle a round pen of `width` cells passes over along the lines."""
    middle = np.stack(np.meshgrid(np.arange(side) + 0.5, np.arange(side) + 0.5), axis=-1)
    passed = np.zeros((side, side), dtype=bool)
    for line in lines:
        points = np.asarray(line, dtype=np.float64)
        for a, b in pairwise(points):
            passed |= _distance(middle, a, b) <= width / 2
    return passed


def _distance(
    cells: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]
) -> NDArray[np.float64]:
    """From every one of `cells` (…, 2) to the line from a to b."""
    along = b - a
    square = float(along @ along)
    t = np.clip((cells - a) @ along / square, 0, 1) if square else np.zeros(cells.shape[:-1])
    distance: NDArray[np.float64] = np.linalg.norm(cells - a - t[..., None] * along, axis=-1)
    return distance


def closing(share: float, width: float = PEN) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The drawn 5 and, apart from it, the ink of the first `share` of the arc that makes it a 6."""
    five = ink([curve(stroke) for stroke in FIVE], width)
    arc = ink([begun(curve(ARC), share)], width) if share > 0 else np.zeros_like(five)
    return five, arc
