"""The decision through pictures of a way."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nnexplain.charts import way_params
from nnexplain.charts.decision import WAY, edge, marks
from nnexplain.charts.drawn import Path, Word


def test_the_last_turn_is_the_decision_and_earlier_ones_are_dashed() -> None:
    parts = marks([(0, 0.4, 5), (0.4, 0.7, 8), (0.7, 1, 6)], 0.25, 300)
    lines = [
        part for part in parts if isinstance(part, Path) and part.d.endswith("V300") and part.colour == "ink"
    ]
    assert [float(line.d[1:].split(",")[0]) for line in lines] == pytest.approx([195.6, 316.8])
    assert [bool(line.dash) for line in lines] == [True, False]
    words = [part.words for part in parts if isinstance(part, Word)]
    assert "decision at 0.70" in words and {"start", "half-way", "end"} < set(words)
    here = next(part for part in parts if isinstance(part, Path) and part.colour == "focus")
    assert here.d.startswith("M135,")


def test_without_a_turn_there_is_no_decision() -> None:
    parts = marks([(0, 1, 5)], 0.5, 300)
    assert "no decision" in [part.words for part in parts if isinstance(part, Word)]
    assert not [part for part in parts if isinstance(part, Path) and part.dash]


def test_places_reach_half_way_to_their_neighbours() -> None:
    edges = [edge(place, 5) for place in range(6)]
    assert edges[0] == WAY.x and edges[-1] == WAY.x + WAY.width
    widths = [right - left for left, right in pairwise(edges)]
    assert widths == pytest.approx([50.5, 101, 101, 101, 50.5])


def test_the_order_of_units_can_have_a_control() -> None:
    order = way_params({}, "order")[3].param.to_dict()
    assert order["value"] == "number"
    assert order["bind"]["input"] == "radio" and order["bind"]["options"] == ["number", "on", "off"]
