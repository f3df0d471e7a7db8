"""A chart, compiled: its parameters, its tables, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd
import pytest

from nnexplain.figures.contract import Param
from nnexplain.figures.vega import compile_chart, merge_params

FRAME = pd.DataFrame({"step": range(5), "loss": [1 / (i + 3) for i in range(5)]})
STEP = alt.param(name="step", value=2, bind=alt.binding_range(min=0, max=4, step=1, name="pass"))


def chart(**more: Any) -> Any:
    base = alt.Chart(FRAME).encode(x="step:Q", y="loss:Q")
    return (base.mark_line(**more) + base.mark_point().transform_filter("datum.step == step")).add_params(
        STEP
    )


def test_a_bound_parameter_becomes_the_page_s_control_and_tables_leave_the_spec() -> None:
    """And lose their long decimals."""
    compiled = compile_chart(chart())
    assert compiled.params == (Param("step", 2, "range", "pass", 0, 4, 1),)
    signal = next(s for s in compiled.spec["signals"] if s["name"] == "step")
    assert signal["value"] == 2 and "bind" not in signal
    assert '"values"' not in json.dumps(compiled.spec)
    (table,) = compiled.tables.values()
    assert table["loss"][0] == 0.33333
    assert set(compiled.tables) == {data["name"] for data in compiled.spec["data"] if "source" not in data}


def test_panels_share_a_parameter_one_holds_the_control_and_they_start_together() -> None:
    bars = alt.Chart(FRAME).mark_bar().encode(x="step:Q")
    free, other = (bars.add_params(alt.param(name="step", value=value)) for value in (2, 3))
    merged = merge_params([compile_chart(free), compile_chart(chart())])
    assert [param.input for param in merged] == ["range"]
    with pytest.raises(ValueError, match="starts at 2 in one panel, 3 in another"):
        merge_params([compile_chart(chart()), compile_chart(other)])


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (alt.hconcat(chart(), chart()), "hconcat"),
        (alt.Chart("https://example.org/x.json").mark_point(), "carries its data"),
        (chart().add_params(alt.param(name="t", value="", bind=alt.binding(input="text"))), "allowed: range"),
        (
            chart().add_params(alt.param(name="t", value=9, bind=alt.binding_range(min=0, max=1))),
            "starts at 9",
        ),
        (chart().add_params(alt.param(name="hide", value=1)), r"in an address \?hide= hides controls"),
        (3, "not int"),
        ({"mark": "line", "data": {"values": [{"a": float("nan")}]}}, "nan in row 0"),
    ],
    ids=["concat", "url", "text input", "out of range", "the address's own name", "no chart", "nan"],
)
def test_what_a_panel_cannot_be(bad: Any, why: str) -> None:
    with pytest.raises((TypeError, ValueError), match=why):
        compile_chart(bad)
