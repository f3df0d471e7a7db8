"""How long a player stays at each step: long where much changes, short where nothing does."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

EVEN = 0.4
"""The share of the time that all steps have alike: what hardly changes is not skipped."""


def by_change(values: ArrayLike, seconds: float = 12.0) -> tuple[float, ...]:
    """The seconds that each of `values` (steps + 1,) is shown before the next, `seconds` in all, (steps,).

    Most of the time is shared out by how far one value is from the next. Raises `ValueError` for fewer than
    two values, or for one that is not finite.
    """
    line = np.asarray(values, dtype=float)
    if line.ndim != 1 or len(line) < 2 or not np.isfinite(line).all():
        raise ValueError(f"values of shape {line.shape}; allowed: a line of at least two finite numbers")
    change = np.abs(np.diff(line))
    share = change / change.sum() if change.any() else np.full(len(change), 1 / len(change))
    return tuple(np.round(seconds * (EVEN / len(change) + (1 - EVEN) * share), 3).tolist())
