"""A neuron with three inputs is a plane; this is what it does to the cube of inputs, exactly.

The plane is where x · w + b = 0. The half of the cube with x · w + b > 0 is the side the neuron favours.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]


def cube_faces() -> list[Points]:
    """The six faces of the unit cube, each (4, 3), corners in order around the face."""
    around = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float64)
    return [np.insert(around, axis, side, axis=1) for axis in range(3) for side in (0.0, 1.0)]


def clip(polygon: ArrayLike, weights: ArrayLike, bias: float) -> Points:
    """The part of a convex polygon (k, 3) with x · w + b ≥ 0, (m, 3) and possibly m = 0.

    Sutherland and Hodgman's clipping (1974) against one plane.
    """
    corners = np.asarray(polygon, dtype=np.float64)
    height = corners @ np.asarray(weights, dtype=np.float64) + bias
    kept: list[Points] = []
    for here, there, h, t in zip(
        corners, np.roll(corners, -1, axis=0), height, np.roll(height, -1), strict=True
    ):
        if h >= 0:
            kept.append(here)
        if (h > 0 > t) or (h < 0 < t):
            kept.append(here + (there - here) * h / (h - t))
    return np.array(kept).reshape(-1, 3)


def favoured(weights: ArrayLike, bias: float) -> list[Points]:
    """The favoured part of each face of the unit cube, as polygons; faces with no area left are dropped."""
    return [part for face in cube_faces() if len(part := clip(face, weights, bias)) > 2]


def section(weights: Sequence[float] | ArrayLike, bias: float) -> Points:
    """Where the plane cuts the unit cube: a convex polygon (k, 3) of up to six corners, in order.

    It has no rows when the plane misses the cube or only touches it at a corner or an edge.
    """
    normal = np.asarray(weights, dtype=np.float64)
    points = _on_edges(normal, bias)
    if len(points) < 3:
        return np.zeros((0, 3))
    middle = points.mean(axis=0)
    along = points[0] - middle
    across = np.cross(normal, along)
    angle = np.arctan2((points - middle) @ across / np.linalg.norm(normal), (points - middle) @ along)
    return points[np.argsort(angle)]


def _on_edges(normal: Points, bias: float) -> Points:
    if not normal.any():
        return np.zeros((0, 3))  # no weights: no plane
    found = []
    for face in cube_faces():
        for here, there in zip(face, np.roll(face, -1, axis=0), strict=True):
            h, t = here @ normal + bias, there @ normal + bias
            if h == 0:
                found.append(here)
            if h * t < 0:
                found.append(here + (there - here) * h / (h - t))
    # an edge belongs to two faces and a corner to three: each point counts once
    return np.unique(np.round(np.array(found).reshape(-1, 3), 12), axis=0)
