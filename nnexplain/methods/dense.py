"""What a network of dense layers computes, in NumPy and float64: the twin of the page's forward pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def dense_pass(
    weights: Sequence[Numbers], biases: Sequence[Numbers], x: Numbers
) -> list[tuple[Numbers, Numbers, Numbers]]:
    """What each layer sees, its sums and its answers: x (n, inputs), z and a (n, outputs).

    Hidden layers cut off below zero, the last gives probabilities (softmax). `weights` are (outputs,
    inputs), `biases` (outputs,), as torch has them. Raises `ValueError` where layers do not fit together.
    """
    heard = []
    for last, w, b in zip([False] * (len(weights) - 1) + [True], weights, biases, strict=True):
        z = x @ w.T + b
        a = np.maximum(z, 0)
        if last:
            a = np.exp(z - z.max(axis=1, keepdims=True))
            a /= a.sum(axis=1, keepdims=True)
        heard.append((x, z, a))
        x = a
    return heard
