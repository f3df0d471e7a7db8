"""Which ratings a neuron can learn, against linear programming and against geometry."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.optimize import linprog

from nnexplain.data import songs
from nnexplain.data.songs import LEARNABLE, SONGS, UNLEARNABLE, Ratings

FOURS = list(songs.rated_fours())


def parted_by_a_plane(ratings: Ratings) -> bool:
    """The oracle: are there w and b with w·x + b ≥ 1 for the liked and ≤ -1 for the disliked songs?"""
    signs = np.where(ratings.targets() > 0, 1.0, -1.0)
    rows = -signs[:, None] * np.column_stack([ratings.inputs(), np.ones(len(signs))])
    answer = linprog(
        np.zeros(4), A_ub=rows, b_ub=-np.ones(len(signs)), bounds=[(None, None)] * 4, method="highs"
    )
    return bool(answer.status == 0)


def test_songs_are_the_corners_of_the_cube_and_there_are_420_ways_to_rate_four() -> None:
    assert set(SONGS) == set(product((0, 1), repeat=3))
    assert songs.song_array().tolist() == [list(song) for song in SONGS]
    assert len(FOURS) == len({(frozenset(r.likes), frozenset(r.dislikes)) for r in FOURS}) == 70 * 6
    names = {(0, 0, 0): "none of these", (1, 0, 1): "modern + piano", (1, 1, 1): "all three"}
    assert {song: songs.song_name(song) for song in names} == names


def test_separable_agrees_with_linear_programming_on_every_four_and_all_splits_of_the_cube() -> None:
    splits = []
    for yes in product((False, True), repeat=8):
        likes = tuple(song for song, liked in zip(SONGS, yes, strict=True) if liked)
        splits.append(Ratings(likes, tuple(song for song in SONGS if song not in likes)))
    for ratings in FOURS + splits:
        assert songs.separable(ratings) == parted_by_a_plane(ratings)


def test_a_neuron_splits_the_cube_in_104_ways() -> None:
    # the number of linearly separable functions of three bits: OEIS A000609
    assert len(songs.neurons()) == 104
    for split, (weights, bias) in songs.neurons().items():
        assert tuple(songs.song_array() @ np.array(weights) + bias > 0) == split


def test_the_impossible_fours_lie_in_a_plane_with_crossing_diagonals() -> None:
    impossible = [ratings for ratings in FOURS if not songs.separable(ratings)]
    assert len(impossible) == 24
    for ratings in impossible:
        assert np.array_equal(np.mean(ratings.likes, axis=0), np.mean(ratings.dislikes, axis=0))
    for ratings in FOURS:
        first, *others = ratings.inputs()
        if np.linalg.matrix_rank(np.array(others) - first) == 3:  # the four are not in one plane
            assert songs.separable(ratings)


def test_the_two_sets_of_the_lesson() -> None:
    assert songs.separable(LEARNABLE) and not songs.separable(UNLEARNABLE)
    assert LEARNABLE.likes == UNLEARNABLE.likes
    assert LEARNABLE.targets().tolist() == [1, 1, 0, 0]
    for split in songs.agreeing(LEARNABLE):
        assert [split[SONGS.index(song)] for song in LEARNABLE.songs] == [True, True, False, False]
