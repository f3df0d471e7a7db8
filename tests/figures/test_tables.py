"""Rounding and columns, against the decimal module; what is no number is a gap."""

from __future__ import annotations

import decimal
import json
import math
from typing import Any

import altair as alt
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.figures.tables import SHORT, columns_of, key_of, rounded, whole_frames

finite = st.floats(allow_nan=False, allow_infinity=False)
cells = st.one_of(finite, st.integers(-(10**9), 10**9), st.text(max_size=5), st.booleans(), st.none())


@given(finite, st.floats(min_value=0, allow_infinity=False))
def test_rounding_loses_less_than_can_be_seen(value: float, span: float) -> None:
    """Half a unit of the fifth digit of the number and, where that is finer, of its column's range."""
    error = abs(decimal.Decimal(value) - decimal.Decimal(rounded(value, span)))
    least = decimal.Decimal(min(abs(value), span) if span else abs(value))
    # Doubles themselves end after 16 digits, and the smallest have fewer.
    assert error <= decimal.Decimal("5e-324") + max(
        least * decimal.Decimal("5.1e-5"), abs(decimal.Decimal(value)) * decimal.Decimal("2e-16")
    )


@given(st.decimals(-(10**12), 10**12, places=3).map(lambda d: decimal.Context(SHORT).create_decimal(d)))
def test_what_was_written_in_few_digits_stays(value: decimal.Decimal) -> None:
    assert rounded(float(value), 1e15) == float(value)


@given(st.lists(st.fixed_dictionaries({"a": cells, "b": cells}), max_size=8))
def test_columns_hold_the_rows(rows: list[dict[str, Any]]) -> None:
    columns = columns_of(rows, {"b"})
    floats = [row["a"] for row in rows if isinstance(row["a"], float)]
    span = max(floats) - min(floats) if floats else 0
    for row, a, b in zip(rows, columns.get("a", ()), columns.get("b", ()), strict=True):
        assert a == (rounded(row["a"], span) if isinstance(row["a"], float) else row["a"])
        assert b == (pytest.approx(row["b"], rel=1e-11) if isinstance(row["b"], float) else row["b"])


def test_a_missing_cell_and_what_is_no_number_are_gaps() -> None:
    assert columns_of([{"a": 1}, {"b": 2}]) == {"a": [1, None], "b": [None, 2]}
    bad = (math.nan, math.inf, -math.inf, decimal.Decimal("nan"))
    assert columns_of([{"a": value} for value in bad]) == {"a": [None] * 4}
    assert columns_of([{"a": decimal.Decimal("1.5")}]) == {"a": [1.5]}


def rows_of(data: Any) -> list[Any]:
    """What Altair makes of a column, while frames are handed over."""
    with whole_frames():
        spec = alt.Chart(data).mark_line().encode(x="loss:Q").to_dict()
    return [row["loss"] for row in next(iter(spec["datasets"].values()))]


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
def test_frames_come_whole_and_their_gaps_with_them(frame: Any) -> None:
    assert rows_of(frame({"loss": [0.5, None]})) == [0.5, None]
    assert rows_of(frame({"loss": range(6000)})) == list(range(6000))
    assert alt.data_transformers.active != "nnexplain"


@given(st.dictionaries(st.text(max_size=3), st.lists(cells, max_size=4), max_size=3))
def test_the_key_tells_tables_apart(columns: dict[str, list[Any]]) -> None:
    assert key_of(columns) == key_of(json.loads(json.dumps(columns)))
    assert key_of(columns) != key_of({**columns, "one more": [1]})
