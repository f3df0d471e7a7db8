"""Drawings at given places: marks land where they are put, strips end and flip where they are told to."""

from __future__ import annotations

import numpy as np
import pytest

from nnexplain import charts
from nnexplain.charts import Box, Dot, Word, strip
from nnexplain.charts.units import unit_shape


def test_every_mark_is_drawn_in_its_paint() -> None:
    marks = [Box(0, 0, 10, 10, "pos", 0.5), Box(20, 0, 5, 5, edge="ink"), Dot(3, 3), Word(1, 2, "so")]
    chart = charts.plan(marks, width=100, height=50, under=[(0, 1), (9, 4)], base=9).to_dict()
    kinds = [layer["mark"]["type"] for layer in chart["layer"]]
    assert kinds == ["rect", "area", "rect", "point", "text"]
    assert chart["layer"][0]["mark"]["color"] == "var(--nn-pos)"
    assert (chart["width"], chart["height"]) == (100, 50)
    with pytest.raises(ValueError, match="needs a mark"):
        charts.plan([], width=1, height=1)


def test_a_full_glow_is_of_the_active_answers_alone() -> None:
    active = np.linspace(1, 2, 101)  # its 99th percentile is its second greatest
    answers = np.concatenate([np.zeros(1000), active, -active])
    assert charts.full_glow(answers[:, None]) == pytest.approx(1.99)
    assert charts.full_glow(np.zeros((3, 4))) == 1


def test_units_stand_in_rows_and_the_answers_in_two() -> None:
    marks, boxes, end = charts.unit_marks(
        [np.ones(32), np.zeros(16), np.zeros(10)], 0, answers=True, chosen="b9"
    )
    assert [len(its) for its in boxes] == [32, 16, 10]
    assert [len({y for _, y, *_ in its}) for its in boxes] == [4, 2, 2]
    assert all(x + width <= 352 and y + height <= end for its in boxes for x, y, width, height in its)
    glowing = [mark for mark in marks if isinstance(mark, Box) and mark.paint == "glow"]
    chosen = [mark for mark in marks if isinstance(mark, Box) and mark.edge == "focus"]
    assert len(glowing) == 32 and [(mark.x, mark.y) for mark in chosen] == [boxes[1][8][:2]]
    assert unit_shape(128, False)[0] == 16


def test_weights_against_are_smaller_and_faint_ones_left_out() -> None:
    marks = [
        mark for mark in charts.sign_marks([1.0, -1.0, 0.001], 2, 0, 0, 10, 1.0) if isinstance(mark, Box)
    ]
    assert [(mark.paint, mark.width) for mark in marks] == [("pos", 10), ("neg", pytest.approx(6.8))]


def test_a_strip_says_what_is_answered_and_where_it_flips() -> None:
    marks, curve = strip.strip(
        [(-5, 1.0, 3), (1.0, 5, 8)],
        title="t",
        own=0.5,
        plain=3,
        label=lambda t: f"{t:.2f}",
        sure=np.ones_like,
    )
    words = [mark.text for mark in marks if isinstance(mark, Word)]
    assert {"says 3", "says 8", "1.00", "-5".replace("-", "−"), "5", "trained"} <= set(words)
    darker = [mark for mark in marks if isinstance(mark, Box) and mark.paint == "rule"]
    at = strip.LEFT + (strip.RIGHT - strip.LEFT) * 0.6
    assert [(mark.x, mark.width) for mark in darker] == [(pytest.approx(at), pytest.approx(342 - at))]
    assert {y for _, y in curve} == {strip.TOP}


@pytest.mark.parametrize(
    ("p", "words"), [(0, "0%"), (1e-5, "<0.1%"), (0.5, "50.0%"), (0.9999, ">99.9%"), (1, "100.0%")]
)
def test_no_share_looks_like_nothing_or_all(p: float, words: str) -> None:
    assert charts.share(p) == words


@pytest.mark.parametrize(
    ("p", "words"), [(0, "<1%"), (0.125, "13%"), (0.5, "50%"), (0.994, "99%"), (1, ">99%")]
)
def test_no_probability_looks_certain(p: float, words: str) -> None:
    assert charts.chance(p) == words
