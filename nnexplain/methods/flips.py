"""Where an answer changes while one number is turned: by trying settings.

`stretches` halves what lies between them. It is slow and knows nothing of networks. The page finds
the same places from the straight lines that a network of ReLUs is made of (`runtime/flips.js`); this is what
that is checked against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from nnexplain.methods.dense import dense_pass

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


def single_weights(
    weights: Sequence[NDArray[np.float64]],
    biases: Sequence[NDArray[np.float64]],
    x: NDArray[np.float64],
    reach: float,
    samples: int = 401,
) -> list[NDArray[np.bool_]]:
    """Which weights change the answer to `x` (numbers,) when each alone is set from -`reach` to `reach`.

    For each layer of a network of `dense_layers` (outputs, inputs). Only a unit's sum changes with one of its
    weights, so each sum is tried: at `samples` places and at the ends of what each weight can make of it. A
    stretch narrower than that may be missed. Inputs below 0 are a ValueError.
    """
    if x.min() < 0:
        raise ValueError(f"an input is {x.min()}; they are to be 0 or more")
    heard = dense_pass(weights, biases, x[None])
    answer, found = heard[-1][1].argmax(), []
    for layer, (w, (inputs, z, _)) in enumerate(zip(weights, heard, strict=True), start=1):
        low, high = z.T - (w + reach) * inputs, z.T + (reach - w) * inputs
        changing = np.zeros(w.shape, dtype=np.bool_)
        for unit, (least, most) in enumerate(zip(low, high, strict=True)):
            even = np.linspace(least.min(), most.max(), samples)
            settings = np.sort(np.concatenate([even, least, most]))
            sums = np.repeat(z, len(settings), axis=0)
            sums[:, unit] = settings
            if layer < len(weights):
                sums = dense_pass(weights[layer:], biases[layer:], np.maximum(sums, 0))[-1][1]
            others = settings[sums.argmax(axis=1) != answer]
            changing[unit] = np.searchsorted(others, least) < np.searchsorted(others, most, side="right")
        found.append(changing)
    return found
