"""The reader that asks for the nearest picture, against scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.neighbors import KNeighborsClassifier

from nnexplain.models.neighbours import Neighbours


def test_it_says_what_the_nearest_picture_is_and_by_how_much() -> None:
    random = np.random.default_rng(0)
    known, x = random.random((60, 9)), random.random((40, 9))
    labels = np.arange(60) % 4
    reader = Neighbours(torch.tensor(known), torch.tensor(labels), 4)
    heard = reader(torch.tensor(x)).numpy()
    theirs = KNeighborsClassifier(n_neighbors=1).fit(known, labels)
    assert heard.argmax(axis=1).tolist() == theirs.predict(x).tolist()
    distance, _ = theirs.kneighbors(x)
    assert (x**2).sum(axis=1) - heard.max(axis=1) == pytest.approx(distance[:, 0] ** 2)


def test_a_class_without_a_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="no picture is known of 1, 3"):
        Neighbours(torch.rand(3, 2), torch.tensor([0, 2, 2]), 4)
