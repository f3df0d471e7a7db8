"""Confusion counts against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix

from nnexplain.methods.confusion import confusion


def test_it_counts_as_scikit_learn_does() -> None:
    rng = np.random.default_rng(0)
    truth, said = rng.integers(0, 6, 200), rng.integers(0, 6, 200)
    assert np.array_equal(confusion(truth, said, 7), confusion_matrix(truth, said, labels=range(7)))


def test_nothing_is_counted_of_nothing_and_what_is_no_class_or_no_answer_is_refused() -> None:
    assert confusion([], [], 2).tolist() == [[0, 0], [0, 0]]
    for truth, said in (([0, 3], [0, 1]), ([0, 1], [-1, 1])):
        with pytest.raises(ValueError, match="from 0 to 2"):
            confusion(truth, said, 3)
    with pytest.raises(ValueError, match="2 true classes but 1 answers"):
        confusion([0, 1], [0], 2)
