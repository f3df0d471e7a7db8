"""Rounding and columns, against the decimal module; NaN is always named."""

from __future__ import annotations

import decimal
import json
import math
from typing import Any

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.figures.tables import DIGITS, checked_frames, columns_of, key_of, rounded

finite = st.floats(allow_nan=False, allow_infinity=False)
cells = st.one_of(finite, st.integers(-(10**9), 10**9), st.text(max_size=5), st.booleans(), st.none())


@given(finite)
def test_rounding_is_that_of_decimal_arithmetic(value: float) -> None:
    context = decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_EVEN)
    assert rounded(value) == float(context.create_decimal(decimal.Decimal(value)))


@given(st.lists(st.fixed_dictionaries({"a": cells, "b": cells}), max_size=8))
def test_columns_hold_the_rows(rows: list[dict[str, Any]]) -> None:
    columns = columns_of(rows)
    for name, column in columns.items():
        for row, cell in zip(rows, column, strict=True):
            given_cell = row[name]
            if isinstance(given_cell, float):
                assert cell == rounded(given_cell)
            else:
                assert cell == given_cell and type(cell) is type(given_cell)


def test_a_missing_cell_becomes_none_and_nan_is_named_by_column_and_row() -> None:
    assert columns_of([{"a": 1}, {"b": 2}]) == {"a": [1, None], "b": [None, 2]}
    for bad in (math.nan, math.inf, -math.inf):
        with pytest.raises(ValueError, match=rf"column 'loss' is {bad} in row 1"):
            columns_of([{"loss": 0.5}, {"loss": bad}])


def rows_of(series: Any) -> list[Any]:
    """What Altair makes of a column, while frames are checked."""
    with checked_frames():
        spec = alt.Chart(pd.DataFrame({"loss": series})).mark_line().encode(x="loss:Q").to_dict()
    return [row["loss"] for row in next(iter(spec["datasets"].values()))]


def test_a_frame_is_checked_before_altair_turns_nan_into_a_gap() -> None:
    """A gap that was meant passes, and more than five thousand rows are welcome."""
    with pytest.raises(ValueError, match="column 'loss' is nan in row 1"):
        rows_of([0.5, math.nan])
    assert alt.data_transformers.active != "nnexplain"
    assert rows_of(pd.Series([0.5, None], dtype=object)) == [0.5, None]
    assert rows_of(range(6000)) == list(range(6000))


@given(st.dictionaries(st.text(max_size=3), st.lists(cells, max_size=4), max_size=3))
def test_the_key_tells_tables_apart(columns: dict[str, list[Any]]) -> None:
    assert key_of(columns) == key_of(json.loads(json.dumps(columns)))
    assert key_of(columns) != key_of({**columns, "one more": [1]})
