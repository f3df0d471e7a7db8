"""Ways between pictures, against slow twins that move one pixel of one picture at a time."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from torch import Tensor, nn

from nnexplain.methods.paths import ahead, blend, pixel_by_pixel, through
from nnexplain.models.mlp import MLP

LEVELS = hnp.arrays(np.float64, (2, 3, 6), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0]))
WEIGHTS = hnp.arrays(np.float64, (6,), elements=st.integers(-3, 3).map(float))


def test_a_blend_goes_evenly_and_ends_exactly() -> None:
    start, end = torch.rand(2, 4, 5, generator=torch.Generator().manual_seed(0))
    way = blend(start, end, 7)
    assert way.shape == (4, 8, 5)
    assert torch.equal(way[:, 0], start) and torch.equal(way[:, -1], end)
    for k in range(8):
        for row in range(4):
            mean = [
                (float(a) * (7 - k) + float(b) * k) / 7 for a, b in zip(start[row], end[row], strict=True)
            ]
            assert way[row, k].tolist() == pytest.approx(mean, abs=1e-6)
    with pytest.raises(ValueError, match="steps is 0"):
        blend(torch.zeros(3), torch.ones(3), 0)


def test_the_way_through_codes_draws_the_blend_of_the_codes() -> None:
    turn = torch.linalg.qr(torch.rand(5, 5, generator=torch.Generator().manual_seed(1)))[0]
    start, end = torch.rand(2, 3, 5, generator=torch.Generator().manual_seed(2))
    way = through(lambda x: x @ turn, lambda z: z @ turn.T, start, end, 4)
    torch.testing.assert_close(way, blend(start, end, 4))  # a rotation there and back changes nothing


def slow_way(weights: np.ndarray, start: np.ndarray, end: np.ndarray, keep: bool) -> list[int]:
    """One pair: try every pixel that still differs, take the best, until none differs."""
    now, order = start.copy(), []
    while left := [k for k in range(len(start)) if k not in order and start[k] != end[k]]:
        scores = []
        for pixel in left:
            tried = now.copy()
            tried[pixel] = end[pixel]
            scores.append(float(tried @ weights + 2 * tried[0] * tried[-1]))
        best = left[scores.index(max(scores) if keep else min(scores))]
        now[best] = end[best]
        order.append(best)
    return order


@given(pair=LEVELS, weights=WEIGHTS, keep=st.booleans())
def test_pixel_by_pixel_takes_the_greedy_order(pair: np.ndarray, weights: np.ndarray, keep: bool) -> None:
    start, end = torch.tensor(pair[0]), torch.tensor(pair[1])

    def score(pictures: Tensor) -> Tensor:
        return pictures @ torch.tensor(weights) + 2 * pictures[:, 0] * pictures[:, -1]

    found = pixel_by_pixel(score, start, end, keep)
    way = found.pictures(start, end)
    assert torch.equal(way[:, 0], start) and torch.equal(way[:, -1], end)
    for row in range(3):
        assert sorted(found.order[row].tolist()) == list(range(6))
        count = int(found.changes[row])
        assert found.order[row, :count].tolist() == slow_way(weights, pair[0][row], pair[1][row], keep)
        steps = (way[row, 1:] != way[row, :-1]).sum(1)
        assert steps.tolist() == [1] * count + [0] * (int(found.changes.max()) - count)


@given(pair=LEVELS, keep=st.booleans())
def test_a_first_layer_added_up_only_once_gives_the_same_order(pair: np.ndarray, keep: bool) -> None:
    start, end = torch.tensor(pair[0]), torch.tensor(pair[1])
    weight = torch.tensor([[1.0, -2, 3, 0, 1, -1], [0, 1, 1, -3, 2, 1]], dtype=torch.float64)

    def score(sums: Tensor) -> Tensor:
        return sums[:, 0].relu() - 2 * sums[:, 1].relu()

    found = pixel_by_pixel(score, start, end, keep, weight)
    slow = pixel_by_pixel(lambda pictures: score(pictures @ weight.T), start, end, keep)
    assert torch.equal(found.order, slow.order) and torch.equal(found.changes, slow.changes)


@given(pair=LEVELS, seed=st.integers(0, 99), keep=st.booleans())
def test_a_network_asked_by_its_first_layers_sums_gives_the_greedy_order(
    pair: np.ndarray, seed: int, keep: bool
) -> None:
    start, end = torch.tensor(pair[0]), torch.tensor(pair[1])
    model = MLP((6, 5, 4, 3), torch.Generator().manual_seed(seed)).double()
    one, other = torch.tensor([0, 1, 2]), torch.tensor([1, 2, 0])
    layers: list[nn.Linear] = list(model.layers.values())  # type: ignore[arg-type]

    with torch.no_grad():
        found = pixel_by_pixel(ahead(layers, one, other), start, end, keep, layers[0].weight)
        for row in range(3):
            now = start[row].clone()
            for pixel in found.order[row, : int(found.changes[row])]:
                left = torch.nonzero(now != end[row]).flatten()
                tried = now.repeat(len(left), 1)
                tried[range(len(left)), left] = end[row, left]
                logits = model(tried)
                lead = logits[:, one[row]] - logits[:, other[row]]
                reached = lead[left == pixel]
                assert reached == pytest.approx(float(lead.max() if keep else lead.min()), abs=1e-9)
                now[pixel] = end[row, pixel]


def test_a_score_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not finite"):
        pixel_by_pixel(lambda x: x[:, 0] * torch.nan, torch.zeros(1, 2), torch.ones(1, 2), keep=True)
