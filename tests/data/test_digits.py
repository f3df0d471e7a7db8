"""The digits: all of them, once, in honest proportions."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_digits as bundled

from nnexplain.data.digits import load_digits


def test_every_digit_is_in_one_part_and_as_scikit_learn_has_it() -> None:
    digits = load_digits(seed=3)
    assert sorted([*digits.train_index, *digits.test_index]) == list(range(1797))
    pixels, labels = bundled(return_X_y=True)
    for images, kinds, index in (
        (digits.train_images, digits.train_labels, digits.train_index),
        (digits.test_images, digits.test_labels, digits.test_index),
    ):
        assert np.array_equal(images * 16, pixels[index])
        assert np.array_equal(kinds, labels[index])
        assert images.dtype == np.float32 and images.min() == 0 and images.max() == 1


def test_each_kind_keeps_its_share() -> None:
    digits = load_digits(held_out=0.25, seed=1)
    assert len(digits.test_labels) == 450
    share = np.bincount(digits.test_labels) / np.bincount(np.r_[digits.train_labels, digits.test_labels])
    assert np.abs(share - 0.25).max() < 0.01


def test_the_split_is_the_seed_and_nothing_else() -> None:
    assert np.array_equal(load_digits(seed=0).test_index, load_digits(seed=0).test_index)
    assert not np.array_equal(load_digits(seed=0).test_index, load_digits(seed=1).test_index)
    for share in (0.0, 1.0, -0.1, 2):
        with pytest.raises(ValueError, match="strictly between 0 and 1"):
            load_digits(held_out=share)
