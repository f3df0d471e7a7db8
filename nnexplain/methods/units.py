"""What the units of a network have in common with the classes: who is on, and for which of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


def in_use(on: Flags) -> Flags:
    """Which units are on for at least one input; `on` (inputs, units) → (units,)."""
    return np.asarray(on.any(axis=0), dtype=np.bool_)


def agreement(on: Flags, labels: NDArray[np.int64]) -> tuple[float, float]:
    """The share of units on which two inputs agree, both on or both off, on average over all pairs.

    First over the pairs with the same label, then over those with different ones. `on` (inputs, units),
    `labels` (inputs,). It is NaN where there is no such pair.
    """
    groups = [on[labels == label] for label in np.unique(labels)]
    same, pairs = sum(map(_agreements, groups)), sum(group.size * (len(group) - 1) for group in groups)
    different, other_pairs = _agreements(on) - same, on.size * (len(on) - 1) - pairs
    return same / pairs if pairs else np.nan, different / other_pairs if other_pairs else np.nan


def _agreements(on: Flags) -> int:
    """How often a unit does the same for two inputs: over all units and ordered pairs."""
    active = on.sum(axis=0, dtype=np.int64)
    silent = len(on) - active
    return int((active * (active - 1) + silent * (silent - 1)).sum())


def classes_served(on: Flags, labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """For how many labels each unit is on more often than not, (units,)."""
    shares = np.array([on[labels == label].mean(axis=0) for label in np.unique(labels)])  # (labels, units)
    return np.asarray((shares > 0.5).sum(axis=0), dtype=np.int64)


def separation(answers: NDArray[np.floating], chosen: Flags) -> NDArray[np.float64]:
    """How well each unit alone tells the `chosen` inputs (inputs,) from the others, (units,).

    The share of pairs, one chosen and one other, in which the unit's answer of `answers` (inputs, units) is
    larger for the chosen, equal ones counting half: the area under its curve of hits against false alarms
    (Hanley and McNeil 1982). 1 is always, 0.5 by chance. NaN where all or none are chosen.
    """
    hits, others = answers[chosen].T, np.sort(answers[~chosen], axis=0).T
    if not hits.size or not others.size:
        return np.full(answers.shape[1], np.nan)
    below = [
        np.searchsorted(rest, own) + np.searchsorted(rest, own, side="right")
        for own, rest in zip(hits, others, strict=True)
    ]
    return np.asarray(np.mean(below, axis=1) / (2 * others.shape[1]), dtype=np.float64)


def contrast(pictures: NDArray[np.floating]) -> NDArray[np.float64]:
    """The largest step between two cells side by side or one above the other, (n, height, width) → (n,).

    Of weights laid out as pictures it says how sharp an edge a unit looks for.
    """
    down = np.abs(np.diff(pictures, axis=1)).max(axis=(1, 2))
    across = np.abs(np.diff(pictures, axis=2)).max(axis=(1, 2))
    return np.asarray(np.maximum(down, across), dtype=np.float64)
