"""Strokes of a pen on a 32 × 32 grid: a 5 drawn by a curve, and arcs that close a 5 to a 6."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise, product

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

APART = 4.0
"""How far the family's arcs begin and end from `ARC`, in cells: a pixel of the data set."""

BULGES, WIDTHS = (-1.0, 1.0, 3.0), (3.2, PEN, 6.4)
"""How far the family's arcs bulge and how wide their pens are, in cells; those of `ARC` in the middle."""

Point = tuple[float, float]


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
    five = _five(width).copy()
    arc = ink([begun(curve(ARC), share)], width) if share > 0 else np.zeros_like(five)
    return five, arc


@cache
def _five(width: float) -> NDArray[np.bool_]:
    return ink([curve(stroke) for stroke in FIVE], width)


def reached(line: ArrayLike, width: float = PEN, side: int = SIDE) -> NDArray[np.float64]:
    """When a round pen of `width` cells first passes over the middle of each cell, (side, side).

    As a share of the polyline (k, 2), 0 to 1, or infinity where it never does: what is at most s is the ink
    of the line `begun` by s, for every s at once.
    """
    points = np.asarray(line, dtype=np.float64)
    low, high = ((points + off * width / 2).astype(int).clip(0, side) for off in (-1, 1))
    left, top = low.min(axis=0).tolist()  # what lies outside of this box the pen never reaches
    right, bottom = (high.max(axis=0) + 1).clip(max=side).tolist()
    middle = np.stack(np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5), axis=-1)
    share = np.full((side, side), np.inf)
    share[top:bottom, left:right] = _first(points, middle.reshape(1, -1, 2), width).reshape(middle.shape[:2])
    return share


def _first(points: NDArray[np.float64], middle: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """When the pen first passes over each of the points `middle` (1, n, 2), as `reached` has it: (n,)."""
    a, along = points[:-1, None], np.diff(points, axis=0)[:, None]
    length = np.linalg.norm(along, axis=2)
    to = middle - a
    ahead, square = (to * along).sum(axis=2), (to**2).sum(axis=2) - width**2 / 4
    # the pen's rim meets the cell where |to - t · along|² = width² / 4, first at the smaller t
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (ahead - np.sqrt(ahead**2 - length**2 * square)) / length**2
    at_once, later = square <= 0, (t >= 0) & (t <= 1)
    before = np.cumsum(length, axis=0) - length
    walked = before + np.where(later & ~at_once, t, 0) * length
    first = np.where(at_once | later, walked, np.inf).min(axis=0) / (length.sum() or 1)
    return np.asarray(np.where(np.isfinite(first), first.clip(0, 1), first))


@dataclass(frozen=True)
class Arc:
    """A stroke from `begin` to `end`, (x, y) in cells, drawn with a pen of `width` cells.

    Half-way it is `bulge` cells beside the straight line: to the left hand of who goes along it.
    """

    begin: Point
    end: Point
    bulge: float
    width: float = PEN

    def line(self) -> NDArray[np.float64]:
        """The polyline (k, 2) in the pen's middle. An end where it begins is a ValueError."""
        begin, end = np.asarray(self.begin, dtype=np.float64), np.asarray(self.end, dtype=np.float64)
        x, y = end - begin
        if not (x or y):
            raise ValueError(f"an arc that begins at {self.begin} and ends there has no left side")
        left = np.array([y, -x]) / np.hypot(x, y)
        return curve([begin, (begin + end) / 2 + self.bulge * left, end])

    @cached_property
    def _reached(self) -> NDArray[np.float64]:
        return reached(self.line(), self.width)

    def ink(self, share: ArrayLike = 1.0) -> NDArray[np.bool_]:
        """The cells (32, 32) of the first `share` of the arc, 0 to 1; of none of it, none.

        For shares (…,) there are cells (…, 32, 32).
        """
        shares = np.asarray(share, dtype=np.float64)[..., None, None]
        if not ((shares >= 0) & (shares <= 1)).all():
            raise ValueError(f"share is {share!r}; it must be from 0 to 1")
        grown: NDArray[np.bool_] = (self._reached <= shares) & (shares > 0)
        return grown


def arcs() -> list[Arc]:
    """The family of 729 arcs round `ARC`: its ends moved each for itself, other bulges, other pens."""
    shifts = list(product((-APART, 0.0, APART), repeat=2))
    begins, ends = ([(x + right, y + down) for right, down in shifts] for x, y in (ARC[0], ARC[-1]))
    return [Arc(*parts) for parts in product(begins, ends, BULGES, WIDTHS)]


def fitting(
    starts: NDArray[np.floating], ends: NDArray[np.floating], inks: NDArray[np.floating]
) -> NDArray[np.int64]:
    """For each of `starts` (n, pixels) which of `inks` (m, pixels), laid over it, comes nearest to its end.

    `ends` (n, pixels); full ink is 1, and more than that there never is. Nearest by the sum of squares over
    all pixels, the first of equals. Other shapes, or no ink, are a ValueError.
    """
    if starts.shape != ends.shape or starts.ndim != 2 or inks.shape[1:] != starts.shape[1:] or not len(inks):
        raise ValueError(
            f"starts {starts.shape}, ends {ends.shape} and inks {inks.shape} do not go together; "
            "allowed: (n, pixels) twice and (1 or more, pixels)"
        )
    pairs = zip(starts, ends, strict=True)
    nearest = [((np.minimum(1, one + inks) - end) ** 2).sum(axis=1).argmin() for one, end in pairs]
    return np.array(nearest, dtype=np.int64)
