"""Eight songs as the corners of a cube, and four of them rated: the toy data of the first lesson.

A song is three yes-or-no facts, so it is one of the eight corners of a cube. The ratings are invented;
the idea of asking what Ben Folds would like is from Aimee B.'s master's project on visualizing networks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

Song = tuple[int, int, int]

FEATURES = ("modern", "sad", "piano")
SONGS: tuple[Song, ...] = tuple((m, s, p) for m, s, p in product((0, 1), repeat=3))


@dataclass(frozen=True)
class Ratings:
    """The songs somebody rated: those they like and those they do not."""

    likes: tuple[Song, ...]
    dislikes: tuple[Song, ...]

    @property
    def songs(self) -> tuple[Song, ...]:
        """All rated songs, the liked ones first."""
        return self.likes + self.dislikes

    def inputs(self) -> NDArray[np.float32]:
        """(n, 3), every entry 0 or 1."""
        return np.array(self.songs, dtype=np.float32)

    def targets(self) -> NDArray[np.float32]:
        """(n,), 1 for a liked song and 0 for a disliked one, in the order of `songs`."""
        return np.array([1.0] * len(self.likes) + [0.0] * len(self.dislikes), dtype=np.float32)


# Liked and disliked pair are the two diagonals of the cube's top: they cross, so no plane can part them.
UNLEARNABLE = Ratings(likes=((1, 0, 1), (0, 1, 1)), dislikes=((0, 0, 1), (1, 1, 1)))
LEARNABLE = Ratings(likes=((1, 0, 1), (0, 1, 1)), dislikes=((1, 1, 0), (0, 0, 0)))


def song_name(song: Sequence[int]) -> str:
    """The song by its facts, as in `modern + piano`."""
    present = [feature for feature, there in zip(FEATURES, song, strict=True) if there]
    return {0: "none of these", 3: "all three"}.get(len(present), " + ".join(present))


def song_array() -> NDArray[np.float32]:
    """All eight songs, (8, 3), in the order of `SONGS`."""
    return np.array(SONGS, dtype=np.float32)


def rated_fours() -> Iterator[Ratings]:
    """Every way to rate four different songs with two liked and two disliked: 420 of them."""
    for four in combinations(SONGS, 4):
        for likes in combinations(four, 2):
            yield Ratings(likes=likes, dislikes=tuple(song for song in four if song not in likes))


@cache
def neurons() -> dict[tuple[bool, ...], tuple[tuple[int, int, int], float]]:
    """Every way a neuron can part the eight songs into yes and no, with weights and a bias that do it.

    The key says yes or no to each of `SONGS`, in order. Exact: every such split is made by whole weights
    from -2 to 2 with a threshold half-way between two sums (Muroga, Threshold Logic and Its Applications,
    1971); there are 104 of them.
    """
    found: dict[tuple[bool, ...], tuple[tuple[int, int, int], float]] = {}
    for m, s, p in product(range(-2, 3), repeat=3):
        sums = song_array() @ np.array([m, s, p])
        for threshold in sorted({*sums, min(sums) - 1}):
            bias = -float(threshold) - 0.5
            found.setdefault(tuple(bool(total + bias > 0) for total in sums), ((m, s, p), bias))
    return found


def agreeing(ratings: Ratings) -> list[tuple[bool, ...]]:
    """The splits of `neurons` that get every rating right.

    A plane that parts the rated songs can be nudged off all eight, so looking at whole splits misses none.
    """
    return [
        split
        for split in neurons()
        if all(split[SONGS.index(song)] for song in ratings.likes)
        and not any(split[SONGS.index(song)] for song in ratings.dislikes)
    ]


def separable(ratings: Ratings) -> bool:
    """Whether one neuron can get every rating right."""
    return bool(agreeing(ratings))
