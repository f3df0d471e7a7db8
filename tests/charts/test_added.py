"""Sums that are shown: rounding that adds up, and stacks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from nnexplain.charts.added import adding, bends, round_ticks, stack


def test_rounded_parts_add_up_to_the_rounded_sum() -> None:
    assert adding([1 / 3, 1 / 3, 1 / 3]) == [34, 33, 33]
    assert adding([0.004, 0, -0.004]) == [0, 0, 0]
    rng = np.random.default_rng(3)
    for _ in range(200):
        numbers = rng.normal(size=9) * (rng.random(9) > 0.3)
        whole = adding(numbers)
        assert sum(whole) == np.floor(100 * numbers.sum() + 0.5)
        assert np.abs(np.array(whole) - 100 * numbers).max() < 1
        assert not any(np.array(whole)[numbers == 0])


def test_a_stack_reaches_from_zero_to_the_sums_of_each_side() -> None:
    parts = np.abs(np.random.default_rng(1).normal(size=(20, 5))) * [1, -2, 0, 3, -1]
    layers = stack(parts)
    assert [layer.index for layer in layers] == sorted((0, 1, 3, 4), key=lambda k: -np.abs(parts[:, k]).sum())
    for layer in layers:
        assert layer.high - layer.low == pytest.approx(parts[:, layer.index])
        assert np.all(np.abs(layer.high) >= np.abs(layer.low))
    assert np.max([layer.high for layer in layers], axis=0) == pytest.approx(np.maximum(parts, 0).sum(axis=1))
    assert np.min([layer.high for layer in layers], axis=0) == pytest.approx(np.minimum(parts, 0).sum(axis=1))


def test_bends_leave_out_what_is_straight() -> None:
    x = np.arange(101.0)
    edges = np.stack([np.abs(x - 40), np.maximum(0, x - 70)], axis=1)
    assert bends(edges, 0.1) == [0, 40, 70, 100]
    curve = np.sin(x / 15)[:, None] * 50
    some = bends(curve, 0.5)
    assert np.abs(np.interp(x, some, curve[some, 0]) - curve[:, 0]).max() < 0.5
    assert len(some) < 40


@pytest.mark.parametrize(("low", "high"), [(-17.2, 15.1), (0, 0.3), (-3, 4), (0, 99), (-1e-3, 2e-3)])
def test_ticks_are_few_and_round(low: float, high: float) -> None:
    ticks = round_ticks(low, high)
    assert 2 <= len(ticks) <= 5
    assert low - 1e-9 <= ticks[0] and ticks[-1] <= high + 1e-9
    steps = {f"{b - a:.3g}" for a, b in pairwise(ticks)}
    assert len(steps) == 1 and f"{float(steps.pop()):e}"[0] in "125"
