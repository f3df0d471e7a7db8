"""What is said along a way, against loops over positions; sums against the network's own logits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.neighbors import NearestNeighbors

from nnexplain.methods.activations import activations
from nnexplain.methods.decisions import contributions, nearest, unit_flips, verdicts
from nnexplain.models.mlp import MLP

LOGITS = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 3), st.integers(2, 9), st.just(4)), elements=st.integers(-3, 3)
)


@given(LOGITS)
def test_verdicts_are_what_a_walk_along_the_way_finds(logits: np.ndarray) -> None:
    found = verdicts(logits)
    last = logits.shape[1] - 1
    for row, way in enumerate(logits):
        said = [max(range(4), key=lambda kind, at=at: (at[kind], -kind)) for at in way.tolist()]
        turns = [k for k in range(last) if said[k] != said[k + 1]]
        assert found.said[row].tolist() == said
        assert found.flips[row] == len(turns)
        assert set(np.flatnonzero(found.met[row])) == set(said) - {said[0], said[-1]}
        assert found.third[row] == bool(set(said) - {said[0], said[-1]})
        if turns:
            assert found.left[row] == pytest.approx((turns[0] + 0.5) / last)
            assert found.settled[row] == pytest.approx((turns[-1] + 0.5) / last)
        else:
            assert math.isnan(found.left[row]) and math.isnan(found.settled[row])


def test_units_flip_where_they_go_on_or_off_and_a_way_of_one_place_is_refused() -> None:
    with pytest.raises(ValueError, match="2 or more positions"):
        verdicts(np.zeros((1, 1, 10)))
    track = np.array([[0.0, 1.0], [0.5, 2.0], [0.5, 0.0], [-1.0, 0.0]])
    assert unit_flips(track).tolist() == [[True, False], [False, True], [True, False]]


@given(seed=st.integers(0, 999), up=st.integers(0, 9), down=st.integers(0, 9))
def test_contributions_add_up_to_the_difference_of_the_logits(seed: int, up: int, down: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    model = MLP((7, 6, 5, 10), generator).double()
    pictures = torch.rand(4, 7, generator=generator, dtype=torch.float64)
    hidden = activations(model, pictures, ["relu.hidden2"])["relu.hidden2"]
    last = model.layers["output"]
    logits = model(pictures).detach().numpy()
    parts = contributions(last.weight.detach().numpy(), last.bias.detach().numpy(), hidden, up, down)  # type: ignore[union-attr]
    assert parts.shape == (4, 6)
    np.testing.assert_allclose(parts.sum(1), logits[:, up] - logits[:, down], atol=1e-6)


def test_the_nearest_is_scikit_learns_nearest() -> None:
    random = np.random.default_rng(0)
    known, given_ = random.random((40, 9)), random.random((3, 5, 9))
    distance, which = nearest(given_, known)
    oracle = NearestNeighbors(n_neighbors=1).fit(known).kneighbors(given_.reshape(-1, 9))
    np.testing.assert_allclose(distance.ravel(), oracle[0].ravel(), atol=1e-12)
    assert which.ravel().tolist() == oracle[1].ravel().tolist()
    distance, which = nearest(known, known)
    assert which.tolist() == list(range(40)) and distance.tolist() == [0.0] * 40


def test_in_single_precision_the_nearest_is_as_near() -> None:
    random = np.random.default_rng(2)
    known, given_ = random.random((200, 30)).astype(np.float32), random.random((3, 20, 30)).astype(np.float32)
    distance, which = nearest(given_, known)
    slow = np.sqrt(((given_[:, :, None].astype(float) - known.astype(float)) ** 2).sum(axis=3))
    np.testing.assert_allclose(distance, slow.min(axis=2), rtol=1e-6)
    assert np.array_equal(distance, np.take_along_axis(slow, which[..., None], axis=2)[..., 0])
