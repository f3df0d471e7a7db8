"""What a network of dense layers computes, in NumPy and float64: the twin of the page's forward pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
LAYERS = ("hidden1", "hidden2", "output")


def dense_layers(arrays: Mapping[str, NDArray[Any]]) -> tuple[list[Numbers], list[Numbers]]:
    """The weights, (outputs, inputs) each, and the biases, (outputs,), of a network's three layers.

    In `arrays` they are "hidden1.weight", "hidden1.bias" and so on. Raises `KeyError` where one is missing.
    """
    weights, biases = (
        [arrays[f"{layer}.{part}"].astype(np.float64) for layer in LAYERS] for part in ("weight", "bias")
    )
    return weights, biases


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
