"""Finding flips by trying and halving, on functions whose flips are known."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nnexplain.methods.flips import stretches


def test_the_flips_of_steps_are_found_to_nine_digits() -> None:
    edges = np.array([-np.sqrt(2), 0.1, np.pi / 3])

    def steps(t: NDArray[np.float64]) -> NDArray[np.int64]:
        return np.searchsorted(edges, t) % 3

    found = stretches(steps, -2, 2, samples=50)
    assert [said for _, _, said in found] == [0, 1, 2, 0]
    assert np.allclose([start for start, _, _ in found[1:]], edges, atol=1e-9)
    assert (found[0][0], found[-1][1]) == (-2, 2)


def test_a_third_answer_between_two_samples_is_found_too() -> None:
    def narrow(t: NDArray[np.float64]) -> NDArray[np.int64]:
        return np.select([t < 0.301, t < 0.309], [0, 7], 1)

    assert [said for _, _, said in stretches(narrow, 0, 1, samples=11)] == [0, 7, 1]


def test_where_nothing_flips_there_is_one_stretch_and_a_range_without_a_setting_is_an_error() -> None:
    assert stretches(lambda t: np.full(len(t), 4), -1, 1) == [(-1, 1, 4)]
    with pytest.raises(ValueError, match="from 1 to 1"):
        stretches(lambda t: np.zeros(len(t), int), 1, 1)
