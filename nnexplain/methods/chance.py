"""Changes by chance, as large as others that were sought: what a size alone can do."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

HALVINGS = 50


def changed_at_random(
    pictures: ArrayLike, sizes: ArrayLike, norm: str, random: np.random.Generator
) -> NDArray[np.float64]:
    """`pictures` (n, pixels in 0…1), each changed in a random direction by as much as `sizes` (n,) says.

    For "l2" the directions are equally likely, for "linf" each pixel goes up or down by all of the size.
    What would leave 0…1 stays at its border; for "l2" the rest goes the farther for it, so that the size
    is right all the same. Raises `ValueError` for another norm, or where no such change is that large.
    """
    x, size = np.asarray(pictures, dtype=float), np.asarray(sizes, dtype=float)[:, None]
    if norm == "linf":
        return _boxed(x + size * random.choice([-1.0, 1.0], x.shape))
    if norm != "l2":
        raise ValueError(f"norm is {norm!r}; allowed: l2, linf")
    direction = random.normal(size=x.shape)

    def gone(by: NDArray[np.float64]) -> NDArray[np.float64]:
        return _boxed(x + by * direction)

    low, high = np.zeros_like(size), np.full_like(size, 1e3)
    if (_length(gone(high) - x) < size).any():
        raise ValueError(f"no change within 0…1 is as large as {size.max():g}")
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        far = _length(gone(middle) - x) >= size
        low, high = np.where(far, low, middle), np.where(far, middle, high)
    return gone(high)


def _boxed(pictures: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.minimum(np.maximum(pictures, 0), 1)


def _length(change: NDArray[np.float64]) -> NDArray[np.float64]:
    length: NDArray[np.float64] = np.linalg.norm(change, axis=1, keepdims=True)
    return length
