"""The 1,797 handwritten digits that come with scikit-learn.

They are the test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, UCI
Machine Learning Repository, 1998): 32 × 32 bitmaps in which every block of 4 × 4 was counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIDE = 8
INK = 16


@dataclass(frozen=True)
class Digits:
    """A training part and a held-out part. `index` says where a picture stands in scikit-learn's order."""

    train_images: NDArray[np.float32]  # (n, 64), 0 is paper and 1 is full ink, row by row from the top
    train_labels: NDArray[np.int64]  # (n,), 0 to 9
    train_index: NDArray[np.int64]
    test_images: NDArray[np.float32]
    test_labels: NDArray[np.int64]
    test_index: NDArray[np.int64]


def load_digits(held_out: float = 0.25, seed: int = 0) -> Digits:
    """All digits, split so that each of the ten keeps its share in both parts.

    `held_out` is the share kept away from training, strictly between 0 and 1; another value is a ValueError.
    """
    from sklearn.datasets import load_digits as bundled
    from sklearn.model_selection import train_test_split

    if not 0 < held_out < 1:
        raise ValueError(f"held_out is {held_out}; it must lie strictly between 0 and 1")
    pixels, labels = bundled(return_X_y=True)
    images, labels = (pixels / INK).astype(np.float32), labels.astype(np.int64)
    train, test = train_test_split(
        np.arange(len(labels)), test_size=held_out, stratify=labels, random_state=seed
    )
    return Digits(images[train], labels[train], train, images[test], labels[test], test)
