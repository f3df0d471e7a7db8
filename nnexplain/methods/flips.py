"""Where an answer changes while one number is turned: by trying settings and halving what lies between.

It is slow and knows nothing of networks. The page finds the same places from the straight lines that a
network of ReLUs is made of (`runtime/flips.js`); this is what that is checked against.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Answers = Callable[[NDArray[np.float64]], NDArray[np.int64]]


def stretches(
    answers: Answers, low: float, high: float, samples: int = 2001, close: float = 1e-9
) -> list[tuple[float, float, int]]:
    """The settings from `low` to `high` as stretches (from, to, answer) in which the answer is the same.

    `answers` maps settings (n,) to answers (n,). `samples` settings are tried, evenly spread; where two
    neighbours differ, the place in between is halved until it is known to within `close`. A stretch that
    is narrower than the distance of two samples may be missed. Raises `ValueError` unless low < high.
    """
    if not low < high:
        raise ValueError(f"from {low} to {high} there is no setting")
    settings = np.linspace(low, high, samples)
    said = answers(settings)
    found: list[tuple[float, float, int]] = []
    start = low
    for k in np.flatnonzero(said[1:] != said[:-1]):
        for flip, before in _flips(answers, float(settings[k]), float(settings[k + 1]), close):
            found.append((start, flip, before))
            start = flip
    return [*found, (start, high, int(said[-1]))]


def _flips(answers: Answers, low: float, high: float, close: float) -> list[tuple[float, int]]:
    """Each flip from `low` to `high` with the answer before it: two where a third answer comes between."""
    first, last = answers(np.array([low, high])).tolist()
    if first == last:
        return []
    if high - low <= close:
        return [((low + high) / 2, first)]
    middle = (low + high) / 2
    return [*_flips(answers, low, middle, close), *_flips(answers, middle, high, close)]
