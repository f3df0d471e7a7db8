"""The parameters of a way, and the pair of digits that a page of ways begins with, against a slow search."""

from __future__ import annotations

from statistics import median

import numpy as np
import pytest

from nnexplain.params.way import ORDERS, WAYS, typical, way_params


def slow(
    pairs: list[list[int]], settled: list[list[float]], right: list[list[bool]], count: int
) -> list[int]:
    """The same from lists: the pairs right on the most ways, and of those the one nearest to the medians."""
    ways = range(len(settled))
    inside = [n for n, pair in enumerate(pairs) if max(pair) < count]
    most = max(sum(right[way][n] for way in ways) for n in inside)
    chosen = [n for n in inside if sum(right[way][n] for way in ways) == most]
    middle = [median([settled[way][n] for n in chosen if right[way][n]] or [0.0]) for way in ways]
    return pairs[
        min(chosen, key=lambda n: sum(abs(settled[way][n] - middle[way]) for way in ways if right[way][n]))
    ]


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_the_pair_is_ordinary_on_as_many_ways_as_there_are(share: float) -> None:
    random = np.random.default_rng(int(100 * share))
    for _ in range(20):
        pairs, settled = random.integers(0, 30, (25, 2)), random.random((4, 25))
        right = random.random((4, 25)) < share
        expected = slow(pairs.tolist(), settled.tolist(), right.tolist(), 28)
        assert list(typical(pairs, settled, right.astype(np.float32), 28)) == expected


def test_a_way_that_never_turns_is_none_to_go_by() -> None:
    pairs = [[0, 1], [2, 3]]
    assert typical(pairs, [[np.nan, 0.9], [0.5, 0.5]], [[True, True], [True, True]], 4) == (2, 3)


def test_without_a_pair_there_is_nothing_to_begin_with() -> None:
    with pytest.raises(ValueError, match="no pair"):
        typical([[0, 1], [0, 9]], [[0.5, 0.5]], [[False, True]], 5)


def test_the_parameters_of_a_way() -> None:
    way, t, own, order = way_params({"t": 0.2}, "way", "t", "order")
    assert (way.name, way.value, way.input) == ("way", "blend", "select")
    assert dict(zip(way.options, way.labels, strict=True)) == WAYS
    assert (t.value, t.input, t.min, t.max, t.step) == (0.2, "range", 0, 1, 0.01)
    assert (own.value, own.input, order.value, order.input) == ("", "none", "number", "select")
    assert dict(zip(order.options, order.labels, strict=True)) == ORDERS
    for param in (way, t, own, order):
        param.check()


def test_what_has_no_control_here_is_held_elsewhere() -> None:
    assert {param.input for param in way_params({})} == {"none"} and way_params({})[1].value == 0.5
    with pytest.raises(ValueError, match="own can have no control"):
        way_params({}, "own")
