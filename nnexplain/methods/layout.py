"""Force-directed layout: nodes push each other away, and springs between them pull.

T. M. J. Fruchterman and E. M. Reingold: Graph Drawing by Force-directed Placement. Software: Practice and
Experience 21 (1991), 1129-1164. Two nodes at distance d push each other apart with k²/d; a spring of weight
w pulls its ends together with w d²/k, so that two nodes alone come to rest at d = k / w^(1/3). Here k is 1:
it is the unit of length. There is no frame, so no node is stopped by a wall; whoever draws it scales it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]

CLOSE = 0.01
"""Nodes closer than this push as if they were this far apart."""


def springs(matrices: list[NDArray[np.floating]]) -> Points:
    """The weights of the springs between the units of consecutive layers, by the size of their connections.

    `matrices` are the layers' weights, each (outputs, inputs), as in torch, and each layer's inputs are the
    outputs of the one before. The nodes are the inputs of the first and then the outputs of each in turn:
    (n, n), symmetric, zero where nothing connects. Raises `ValueError` where layers do not follow each other.
    """
    sizes = [matrices[0].shape[1], *(len(matrix) for matrix in matrices)]
    if any(matrix.shape[1] != inputs for matrix, inputs in zip(matrices, sizes, strict=False)):
        raise ValueError(f"layers of shapes {[matrix.shape for matrix in matrices]} do not follow each other")
    ends = np.cumsum([0, *sizes])
    weights = np.zeros((ends[-1], ends[-1]))
    for layer, matrix in enumerate(matrices):
        rows, columns = slice(*ends[layer + 1 : layer + 3]), slice(*ends[layer : layer + 2])
        weights[rows, columns] = np.abs(matrix)
    return weights + weights.T


def forces(places: Points, weights: Points) -> Points:
    """What pushes and pulls each node, all taken together, (…, n, 2): minus the slope of `energy`."""
    x, y = places[..., 0], places[..., 1]
    across, down = x[..., :, None] - x[..., None, :], y[..., :, None] - y[..., None, :]  # (…, n, n)
    square = np.maximum(across**2 + down**2, CLOSE**2)
    push = 1 / square - weights * np.sqrt(square)
    return np.asarray(np.stack([(push * across).sum(-1), (push * down).sum(-1)], axis=-1))


def energy(places: Points, weights: Points) -> float:
    """What the forces bring down: over all pairs the sum of w d³/3 − ln d."""
    first, second = np.triu_indices(len(places), 1)
    distance = np.maximum(np.linalg.norm(places[first] - places[second], axis=1), CLOSE)
    return float((weights[first, second] * distance**3 / 3 - np.log(distance)).sum())


def layouts(weights: ArrayLike, generators: Sequence[np.random.Generator], passes: int = 2000) -> Points:
    """Places for n nodes from several random starts, one a generator: (starts, n, 2), around their middle.

    `weights` (n, n) are those of the springs: symmetric, at least 0. In each pass every node moves where the
    forces take it, but no further than the temperature, which falls from a tenth of the start's width to 0.
    Raises `ValueError` for weights of another kind.
    """
    springy = np.asarray(weights, dtype=np.float64)
    if springy.ndim != 2 or springy.shape[0] != springy.shape[1]:
        raise ValueError(f"weights of shape {springy.shape}; they have one row and one column a node")
    if not (np.isfinite(springy).all() and (springy >= 0).all() and np.array_equal(springy, springy.T)):
        raise ValueError("weights of springs are finite, at least 0, and the same both ways")
    width, n = np.sqrt(len(springy)), len(springy)
    places = np.stack([generator.uniform(-width / 2, width / 2, (n, 2)) for generator in generators])
    for step in range(passes):
        places = places + _short(forces(places, springy), 0.1 * width * (1 - step / passes))
    return np.asarray(places - places.mean(axis=1, keepdims=True))


def _short(ways: Points, longest: float) -> Points:
    """The ways (…, n, 2), those cut off that are longer than `longest`."""
    length = np.hypot(ways[..., 0], ways[..., 1])[..., None]
    return np.asarray(ways * np.minimum(1, longest / np.maximum(length, 1e-12)))


def level(places: Points) -> Points:
    """The same places around their middle, turned so that they reach further across than up, (n, 2)."""
    centred = places - places.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    return np.asarray(centred @ axes.T)


def distances(places: Points) -> Points:
    """How far each pair of nodes lies apart, every pair once, (n (n − 1) / 2,)."""
    first, second = np.triu_indices(len(places), 1)
    return np.asarray(np.linalg.norm(places[first] - places[second], axis=1))


def rank_correlation(one: ArrayLike, other: ArrayLike) -> float:
    """Spearman's rank correlation of two rows of numbers without equals, from −1 to 1."""
    first, second = (np.argsort(np.argsort(np.asarray(row))) for row in (one, other))
    return float(np.corrcoef(first, second)[0, 1])
