"""Sums that are shown: parts printed so that they add up, or stacked on an axis (`runtime/who-sum.js`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def adding(numbers: ArrayLike) -> list[int]:
    """`numbers` (n,) as whole hundredths that add up to their rounded sum.

    They are rounded down, and up again those that lose most by it, as many as it takes. What is 0 stays 0.
    """
    exact = np.asarray(numbers, dtype=np.float64) * 100
    down = np.floor(exact)
    missing = floor(float(exact.sum()) + 0.5) - int(down.sum())
    most = [int(k) for k in np.argsort(-(exact - down), kind="stable") if exact[k]]
    down[most[:missing]] += 1
    return [int(number) for number in down]


@dataclass(frozen=True)
class Layer:
    """One part of a stack: its edges, (places,) each, the `low` one nearer to zero."""

    index: int
    low: Numbers
    high: Numbers


def stack(parts: ArrayLike) -> list[Layer]:
    """The columns of `parts` (places, n), none of which changes its sign, on top of each other.

    Those above zero lie above it, the others below it; the largest next to zero, and nothing that is zero
    everywhere.
    """
    given = np.asarray(parts, dtype=np.float64)
    sizes = np.abs(given).sum(axis=0)
    tops = {True: np.zeros(len(given)), False: np.zeros(len(given))}
    layers = []
    for index in (int(k) for k in np.argsort(-sizes, kind="stable") if sizes[k]):
        side = bool((given[:, index] > 0).any())
        layers.append(Layer(index, tops[side], tops[side] + given[:, index]))
        tops[side] = layers[-1].high
    return layers


def bends(edges: Numbers, off: float, start: int = 0, end: int | None = None) -> list[int]:
    """The places between which all `edges` (places, n) are straight lines, but for less than `off`."""
    end = len(edges) - 1 if end is None else end
    between = np.linspace(0, 1, end - start + 1)[:, None]
    line = (1 - between) * edges[start] + between * edges[end]
    away = np.abs(edges[start : end + 1] - line).max(axis=1)
    if away.max() < off:
        return [start, end]
    at = start + int(away.argmax())
    return bends(edges, off, start, at)[:-1] + bends(edges, off, at, end)


def round_ticks(low: float, high: float) -> list[float]:
    """At most five round numbers from `low` to `high`, which differ."""
    power = 10.0 ** floor(log10(high - low))
    steps: Sequence[float] = [each * power for each in (0.1, 0.2, 0.5, 1, 2, 5)]
    step = next((each for each in steps if (high - low) / each <= 4), 10 * power)
    return [k * step for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]
