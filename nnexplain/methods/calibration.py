"""Whether a network that is 80% sure is right in 80% of the cases (Guo, Pleiss, Sun, Weinberger 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Reliability:
    """Answers sorted into bins of equal width by how sure the network was; each array (bins,).

    `count` answers lie in a bin, `sure` is their mean confidence, `right` the share that is right. Both are
    NaN where the bin is empty. A confidence on an edge belongs to the bin below it, as in the paper.
    """

    count: NDArray[np.int64]
    sure: Numbers
    right: Numbers

    @property
    def error(self) -> float:
        """The expected calibration error: |right - sure|, averaged over answers, 0 to 1."""
        filled = self.count > 0
        gaps = np.abs(self.right[filled] - self.sure[filled])
        return float(np.average(gaps, weights=self.count[filled]))


def reliability(probabilities: NDArray[np.floating], labels: NDArray[Any], bins: int = 10) -> Reliability:
    """Of `probabilities` (n, classes) the largest in each row is the confidence; `labels` (n,) the truth."""
    _check(probabilities, labels)
    confidence = probabilities.max(axis=1).astype(np.float64)
    correct = probabilities.argmax(axis=1) == labels
    place = np.clip(np.searchsorted(np.linspace(0, 1, bins + 1), confidence, side="left") - 1, 0, bins - 1)
    count = np.bincount(place, minlength=bins)
    totals = [np.bincount(place, weights, bins) for weights in (confidence, correct)]
    empty = np.full(bins, np.nan)
    sure, right = (np.divide(total, count, out=empty.copy(), where=count > 0) for total in totals)
    return Reliability(count, sure, right)


def brier(probabilities: NDArray[np.floating], labels: NDArray[Any]) -> float:
    """The mean squared distance to the truth over all classes (Brier 1950): 0 is best, 2 worst."""
    _check(probabilities, labels)
    truth = np.eye(probabilities.shape[1])[labels]
    return float(((probabilities - truth) ** 2).sum(axis=1).mean())


def _check(probabilities: NDArray[np.floating], labels: NDArray[Any]) -> None:
    if probabilities.ndim != 2 or labels.shape != probabilities.shape[:1] or not len(labels):
        raise ValueError(
            f"probabilities (n, classes) and labels (n,) with n ≥ 1 are wanted, "
            f"not {probabilities.shape} and {labels.shape}"
        )
