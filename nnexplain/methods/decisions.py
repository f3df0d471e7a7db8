"""Along a way from one picture to another: what a network says at each place, and where that changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

AT_ONCE = 256
"""Pictures that are compared with all others at once: so few that a processor's cache holds the distances."""


@dataclass(frozen=True)
class Verdicts:
    """What was said along each of n ways; positions run from 0 to 1.

    `flips` (n,) counts how often the answer changes; `left` (n,) is where the network first says something
    else than at the start, `settled` (n,) from where on it says what it says at the end: both halfway
    between the two samples, and NaN where the answer never changes. `met` (n, classes) tells which answers
    are given on the way that are neither the first nor the last, `third` (n,) whether there are any.
    """

    said: NDArray[np.int64]
    flips: NDArray[np.int64]
    left: NDArray[np.float64]
    settled: NDArray[np.float64]
    met: NDArray[np.bool_]

    @property
    def third(self) -> NDArray[np.bool_]:
        return np.asarray(self.met.any(axis=1))


def verdicts(logits: ArrayLike) -> Verdicts:
    """Reads `logits` (n, positions, classes), positions evenly from 0 to 1, at least two."""
    scores = np.asarray(logits, dtype=np.float64)
    if scores.ndim != 3 or scores.shape[1] < 2:
        raise ValueError(f"logits have the shape {scores.shape}; allowed: (n, 2 or more positions, classes)")
    said = scores.argmax(axis=2)
    changed = said[:, 1:] != said[:, :-1]
    last = changed.shape[1]
    first_at, last_at = changed.argmax(axis=1), last - 1 - changed[:, ::-1].argmax(axis=1)
    never = ~changed.any(axis=1)
    left, settled = ((at + 0.5) / last for at in (first_at, last_at))
    left[never] = settled[never] = np.nan
    met = (said[:, :, None] == np.arange(scores.shape[2])).any(axis=1)
    for end in (0, -1):
        met[np.arange(len(met)), said[:, end]] = False
    return Verdicts(said, changed.sum(axis=1), left, settled, met)


def unit_flips(activations: ArrayLike) -> NDArray[np.bool_]:
    """Where a unit is on, off the next step, or the other way: (…, positions - 1, units).

    `activations` (…, positions, units); on is above 0.
    """
    on = np.asarray(activations) > 0
    flipped: NDArray[np.bool_] = on[..., 1:, :] != on[..., :-1, :]
    return flipped


def contributions(
    weight: ArrayLike, bias: ArrayLike, hidden: ArrayLike, up: int, down: int
) -> NDArray[np.float64]:
    """What each unit adds to logit `up` minus logit `down`: (…, units + 1), the last one the biases' share.

    `weight` (classes, units) and `bias` (classes,) are the last layer's, `hidden` (…, units) what comes in.
    The sum over the last axis is the difference of the two logits, exactly.
    """
    w, b, h = (np.asarray(given, dtype=np.float64) for given in (weight, bias, hidden))
    own = np.broadcast_to(b[up] - b[down], (*h.shape[:-1], 1))
    return np.concatenate([h * (w[up] - w[down]), own], axis=-1)


def nearest(pictures: ArrayLike, known: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """How far each of `pictures` (…, pixels) is from the nearest of `known` (m, pixels), and which that is.

    Euclidean, over all pixels. Returns two arrays of the shape (…,). Pictures in single precision are
    compared in it, which is twice as fast: of two that are equally near to six digits, either may be taken.
    """
    given, real = np.asarray(pictures), np.asarray(known)
    kind = np.float32 if given.dtype == real.dtype == np.float32 else np.float64
    flat, real = given.reshape(-1, given.shape[-1]).astype(kind), real.astype(kind)
    squares = (real**2).sum(1)
    which = np.empty(len(flat), dtype=np.int64)
    for some in np.split(np.arange(len(flat)), range(AT_ONCE, len(flat), AT_ONCE)):
        off = flat[some] @ (-2 * real.T)  # less the square of the picture itself, the same for all
        off += squares
        which[some] = off.argmin(axis=1)
    apart = flat.astype(np.float64) - real[which]  # again, without the rounding of the squares
    distance = np.sqrt((apart**2).sum(axis=1))
    return distance.reshape(given.shape[:-1]), which.reshape(given.shape[:-1])
