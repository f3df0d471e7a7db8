"""Rows of spreads: lines where the sorted sample says, dots and words of the shares, notes in empty rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from nnexplain.charts.ranges import PLACES, between, dots, ranges, spread

HUNDRED = np.random.default_rng(0).permutation(101) / 100


def marks(chart: dict[str, Any], kind: str) -> list[list[dict[str, Any]]]:
    """The rows of data behind every layer of a mark."""
    found = []
    for layer in chart["layer"]:
        data = layer.get("data", chart.get("data"))
        if layer["mark"]["type"] == kind:
            found.append(data["values"] if "values" in data else chart["datasets"][data["name"]])
    return found


def test_a_line_stands_where_the_hundredths_of_its_sample_lie() -> None:
    table = spread([[HUNDRED, HUNDRED + 1], [HUNDRED[:9], 2 * HUNDRED]], few=10)
    assert table["row"].tolist() == pytest.approx([-0.12, 0.12, 1.12])
    for line, (factor, more) in zip(table.to_dict("records"), [(1, 0), (1, 1), (2, 0)], strict=True):
        for place, hundredths in PLACES.items():
            assert line[place] == pytest.approx(factor * hundredths / 100 + more)


def test_where_every_sample_is_too_small_there_are_no_lines_but_words() -> None:
    table = spread([[HUNDRED[:3]], [HUNDRED]], few=4)
    chart = ranges(table, ["one", "two"], "T", "x", (0, 1), level=0.5, notes={0: "too few"}).to_dict()
    assert marks(chart, "text") == [[{"row": 0, "note": "too few"}]]
    assert [len(rows) for rows in marks(chart, "rule")] == [1, 1, 1]  # the level, and a thin and a thick line
    assert spread([[HUNDRED[:3]]], few=4).columns.tolist() == ["row", *PLACES]
    assert not marks(ranges(table, ["one", "two"], "T", "x", (0, 1)).to_dict(), "text")


def test_dots_stand_at_their_shares_and_the_words_say_the_least_and_the_most() -> None:
    table = pd.DataFrame({"row": [0, 0, 2], "share": [0.12, 0.09, 1.0]})
    chart = dots(table, ["one", "two", "three"], "T", "x", {1: "none"}).to_dict()
    words, note = marks(chart, "text")
    assert [(row["row"], row["words"]) for row in words] == [(0, "9–12%"), (2, "100%")]
    assert note == [{"row": 1, "note": "none"}]
    assert [[row["share"] for row in rows] for rows in marks(chart, "point")] == [[0.12, 0.09, 1.0]]


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(0, 0, "0%"), (0, 0.004, "0–<1%"), (0.094, 0.121, "9–12%"), (0.996, 1, ">99–100%"), (0.2, 0.2, "20%")],
)
def test_a_range_does_not_hide_what_is_rare(least: float, most: float, words: str) -> None:
    assert between(least, most) == words
