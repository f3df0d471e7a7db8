"""What is said along a way, as marks, and the parameters of a way."""

from __future__ import annotations

from itertools import groupby, pairwise

import altair as alt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.charts import WAYS, way_params
from nnexplain.charts.along import Box, band, curves, stretches
from nnexplain.charts.drawn import Path, Word

SAID = st.lists(st.integers(0, 3), min_size=2, max_size=12)
BOX = Box(10, 20, 100, 8)


@given(said=SAID)
def test_stretches_are_the_runs_of_answers(said: list[int]) -> None:
    found = stretches(said)
    runs = [(digit, len(list(group))) for digit, group in groupby(said)]
    assert [digit for *_, digit in found] == [digit for digit, _ in runs]
    assert found[0][0] == 0 and found[-1][1] == 1
    assert all(one[1] == other[0] for one, other in pairwise(found))
    ends = np.cumsum([count for _, count in runs])[:-1]
    assert [end for _, end, _ in found[:-1]] == pytest.approx([(end - 0.5) / (len(said) - 1) for end in ends])


@pytest.mark.parametrize("bad", [[], [3], [[1, 2], [3, 4]]])
def test_one_place_is_no_way(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="2 or more places"):
        stretches(bad)


def test_a_third_answer_is_printed_in_reverse() -> None:
    marks = band([(0, 0.4, 5), (0.4, 0.6, 8), (0.6, 0.61, 5), (0.61, 1, 6)], BOX)
    fills = {mark.colour: mark.d for mark in marks if isinstance(mark, Path) and not mark.width}
    assert fills == {"ink": "M50,20h20v8h-20z", "rule": "M71,20h39v8h-39z"}
    words = {mark.words: mark.colour for mark in marks if isinstance(mark, Word)}
    assert words == {"5": "ink", "8": "panel", "6": "ink"}  # and none where there is no room
    (turns,) = [mark for mark in marks if isinstance(mark, Path) and mark.colour == "ink" and mark.width]
    assert turns.d == "M50,17v14M70,17v14M71,17v14"


def test_only_lines_that_rise_have_names_and_none_lie_on_each_other() -> None:
    shares = np.array([[0.9, 0.05, 0.05, 0.0], [0.44, 0.44, 0.12, 0.0], [0.05, 0.9, 0.05, 0.0]])
    parts = curves(shares, {0, 1}, Box(0, 0, 100, 200))
    words = {part.words: part for part in parts if isinstance(part, Word)}
    assert set(words) == {"0", "1", "2"}
    assert [words[name].weight for name in "012"] == [700, 700, 400]
    assert sum(isinstance(part, Path) for part in parts) == 4
    together = curves(np.full((3, 3), 1 / 3), set(), Box(0, 0, 100, 200))
    heights = sorted(part.y for part in together if isinstance(part, Word))
    assert np.diff(heights).min() >= 15


def test_the_parameters_of_a_way() -> None:
    way, t, own, order = (param.param.to_dict() for param in way_params({"t": 0.2}, "way", "t"))
    assert way["value"] == "blend" and way["bind"]["options"] == list(WAYS)
    assert t["value"] == 0.2 and (t["bind"]["min"], t["bind"]["max"], t["bind"]["step"]) == (0, 1, 0.01)
    assert own["value"] == "" and "bind" not in own and order["value"] == "number"
    with pytest.raises(ValueError, match="own can have no control"):
        way_params({}, "own")
    assert isinstance(way_params({})[0], alt.Parameter)
