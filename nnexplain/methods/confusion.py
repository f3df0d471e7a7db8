"""Which class is taken for which."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def confusion(truth: ArrayLike, answers: ArrayLike, classes: int) -> NDArray[np.int64]:
    """Counts, (classes, classes): row = what it is, column = what was answered.

    `truth` and `answers` are whole numbers from 0 to classes - 1, equally many; else a ValueError.
    """
    true, said = np.asarray(truth), np.asarray(answers)
    if true.shape != said.shape:
        raise ValueError(f"{true.size} true classes but {said.size} answers")
    if true.size and (min(true.min(), said.min()) < 0 or max(true.max(), said.max()) >= classes):
        raise ValueError(f"classes must be from 0 to {classes - 1}")
    counts = np.zeros((classes, classes), dtype=np.int64)
    if true.size:
        np.add.at(counts, (true, said), 1)
    return counts
