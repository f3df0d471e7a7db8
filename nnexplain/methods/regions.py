"""Units that are on together: groups of a network, found by what they answer and not by where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score, silhouette_score

Numbers = NDArray[np.floating]


@dataclass(frozen=True)
class Regions:
    """`region` (units,): the group of each unit, 0 the largest; -1 for a unit that never changes.

    `silhouettes[k]` tells how well the units fall into `k` groups (Rousseeuw 1987): 1 is clear-cut, 0 is not
    at all.
    """

    region: NDArray[np.int8]
    silhouettes: dict[int, float]

    @property
    def count(self) -> int:
        return int(self.region.max()) + 1

    def members(self, group: int) -> NDArray[np.intp]:
        return np.flatnonzero(self.region == group)


def co_activation(answers: Numbers) -> NDArray[np.float64]:
    """How alike any two units rise and fall over the inputs: Pearson's r, (inputs, units) → (units, units).

    It is 0 between a unit that never changes and any other.
    """
    centred = answers.astype(np.float64) - answers.mean(axis=0, dtype=np.float64)
    centred[:, np.ptp(answers, axis=0) == 0] = 0  # a mean of equal numbers is not always that number
    length = np.sqrt((centred**2).sum(axis=0))
    unit = np.divide(centred, length, out=np.zeros_like(centred), where=length > 0)
    alike: NDArray[np.float64] = np.clip(unit.T @ unit, -1, 1)
    np.fill_diagonal(alike, 1)
    return alike


def regions(answers: Numbers, most: int = 8) -> Regions:
    """The units (inputs, units) in groups by average linkage on 1 - r (Sokal and Michener 1958).

    Of 2 to `most` groups it takes as many as have the largest mean silhouette. Groups are numbered by size,
    the largest first, ties by their first unit. Fewer than three units that change are a ValueError.
    """
    used = np.flatnonzero(np.ptp(answers, axis=0) > 0)
    if len(used) < 3:
        raise ValueError(f"only {len(used)} units ever change; groups need 3 or more")
    distance = _distance(answers[:, used])
    found = {k: _grouped(distance, k) for k in range(2, min(most, len(used) - 1) + 1)}
    fits = {k: float(silhouette_score(distance, found[k], metric="precomputed")) for k in found}
    region = np.full(answers.shape[1], -1, dtype=np.int8)
    region[used] = _by_size(found[max(fits, key=lambda k: fits[k])])
    return Regions(region, fits)


def stability(
    answers: Numbers, region: NDArray[np.int8], resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """How far the groups stay the same when other inputs are drawn: adjusted Rand indices, (resamples,).

    Each time as many inputs are drawn with replacement, and the units are put into as many groups again. 1
    is the same groups, 0 as much alike as by chance (Hubert and Arabie 1985). Units that do not change
    among those drawn are left out.
    """
    groups, scores = int(region.max()) + 1, []
    for _ in range(resamples):
        drawn = answers[rng.integers(0, len(answers), len(answers))]
        units = np.flatnonzero((region >= 0) & (np.ptp(drawn, axis=0) > 0))
        again = _grouped(_distance(drawn[:, units]), groups)
        scores.append(adjusted_rand_score(region[units], again))
    return np.array(scores)


def alike_at_random(
    group: NDArray[np.intp], pools: Sequence[NDArray[np.intp]], rng: np.random.Generator
) -> NDArray[np.intp]:
    """Other units, sorted: of each pool (the units of a layer) as many as `group` has of it."""
    counts = [np.isin(group, pool).sum() for pool in pools]
    drawn = [rng.choice(pool, n, replace=False) for pool, n in zip(pools, counts, strict=True)]
    return np.sort(np.concatenate(drawn)).astype(np.intp)


def favourites(
    answers: Numbers, labels: NDArray[Any], units: NDArray[np.intp], more: float = 1.5
) -> list[int]:
    """The labels that a group of `units` answers to most, ascending.

    Each unit counts relative to its own strongest answer. A label is a favourite when the group's mean
    answer to it is at least `more` times its mean over the labels; the strongest label always is.
    """
    relative = answers[:, units] / answers[:, units].max(axis=0)
    kinds = np.unique(labels)
    means = np.array([relative[labels == kind].mean() for kind in kinds])
    chosen = (means >= more * means.mean()) | (means == means.max())
    return [int(kind) for kind in kinds[chosen]]


def _distance(answers: Numbers) -> NDArray[np.float64]:
    distance = 1 - co_activation(answers)
    np.fill_diagonal(distance, 0)
    return np.asarray((distance + distance.T) / 2)


def _grouped(distance: NDArray[np.float64], groups: int) -> NDArray[np.int64]:
    tree = AgglomerativeClustering(groups, metric="precomputed", linkage="average")
    return np.asarray(tree.fit_predict(distance), dtype=np.int64)


def _by_size(labels: NDArray[np.int64]) -> NDArray[np.int8]:
    kinds, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    rank = np.empty(len(kinds), dtype=np.int8)
    rank[np.lexsort((first, -sizes))] = np.arange(len(kinds))
    return rank[labels]
