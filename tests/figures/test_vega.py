"""A chart, compiled: its parameters, its tables, and what is refused."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from nnexplain.figures.contract import Param
from nnexplain.figures.vega import compile_chart, merge_params
from tests.gallery import DOT

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
    assert table["loss"][0] == 0.33333, "drawn, and nothing else"
    assert set(compiled.tables) == {data["name"] for data in compiled.spec["data"] if "source" not in data}


def test_panels_share_a_parameter_one_holds_the_control_and_they_start_together() -> None:
    bars = alt.Chart(FRAME).mark_bar().encode(x="step:Q")
    free, other = (bars.add_params(alt.param(name="step", value=value)) for value in (2, 3))
    merged = merge_params([compile_chart(free), compile_chart(chart())])
    assert [param.input for param in merged] == ["range"]
    with pytest.raises(ValueError, match="starts at 2 in one panel, 3 in another"):
        merge_params([compile_chart(chart()), compile_chart(other)])


def dots(**columns: Any) -> alt.Chart:
    return alt.Chart(pd.DataFrame(columns)).mark_point()


@pytest.mark.parametrize(
    ("bind", "param"),
    [
        (alt.binding_range(min=0, max=3), Param("t", None, "range", "t", 0, 3, 1)),
        (
            alt.binding_select(options=["p"]),
            Param("t", None, "select", "t", options=(None, "p"), labels=("all", "p")),
        ),
        (alt.binding(input="search", placeholder="car"), Param("t", None, "search", "t", hint="car")),
        (alt.binding_checkbox(name="t: "), Param("t", None, "checkbox", "t")),
    ],
    ids=lambda given: getattr(given, "input", ""),
)
def test_what_has_a_control_and_no_value_begins_with_nothing_chosen(bind: Any, param: Param) -> None:
    assert compile_chart(chart().add_params(alt.param(name="t", bind=bind))).params[1:] == (param,)


def test_the_control_of_a_selection_is_the_page_s() -> None:
    chosen = alt.selection_point(name="s", fields=["step"], bind=alt.binding_radio(options=[1, 2]), value=1)
    compiled = compile_chart(dots(step=[1, 2]).encode(x="step:Q").add_params(chosen))
    assert compiled.params == (Param("s_step", 1, "radio", "s_step", options=(1, 2), labels=("1", "2")),)
    assert not any("bind" in signal for signal in compiled.spec["signals"])


def only_table(chart: Any) -> dict[str, list[Any]]:
    (table,) = compile_chart(chart).tables.values()
    return table


def test_what_is_read_or_told_apart_is_not_rounded() -> None:
    long = [0.123456789012, 1234567.89123]
    frame = dots(a=long, b=long)
    assert only_table(frame.encode(x="a:Q")) == {"a": [0.12346, 1234600], "b": [0.12346, 1234600]}
    for chart in (
        frame.encode(x="a:N"),
        frame.encode(x="a:Q", tooltip="a:Q"),
        frame.mark_text().encode(text="a:Q"),
        frame.transform_calculate(c="datum.a + 1").encode(x="c:Q"),
        frame.transform_filter("datum.a > 1").encode(x="b:Q"),
    ):
        assert only_table(chart)["a"] == long and only_table(chart)["b"] == [0.12346, 1234600]
    assert only_table(frame.mark_point(tooltip=True).encode(x="a:Q"))["a"] == long


def test_times_are_what_the_data_s_clock_shows_in_any_zone() -> None:
    """And where a chart shows them as in Greenwich, they say that they are of there."""
    zoned = pd.to_datetime(["2024-03-01T23:30Z"]).tz_convert("Asia/Tokyo")
    for cell, local, utc in (
        ("2024-03-01", "2024-03-01T00:00:00", "2024-03-01"),
        ("2024", "2024-01-01T00:00:00", "2024"),
        (1709251200000.0, "2024-03-01T00:00:00", 1709251200000),
        (zoned[0], "2024-03-02T08:30:00", "2024-03-02T08:30:00+09:00"),
        (pd.Timestamp("2024-03-01 08:30"), "2024-03-01T08:30:00", "2024-03-01T08:30:00Z"),
        ("1 March 2024", "1 March 2024", "1 March 2024"),
    ):
        frame = dots(a=[cell])
        assert only_table(frame.encode(x="a:T"))["a"] == [local]
        assert only_table(frame.encode(x=alt.X("a:T").scale(type="utc")))["a"] == [utc]


def test_gaps_are_told_where_a_column_is_drawn_and_only_there() -> None:
    frame = dots(a=[1.0, float("nan"), float("inf")], b=[1, 2, 3], note=[None, None, "x"])
    compiled = compile_chart(frame.encode(x="a:Q", y="b:Q", color="note:N"))
    assert compiled.notes == ("column 'a' has a gap in rows 1, 2",)
    assert next(iter(compiled.tables.values()))["a"] == [1, None, None]
    assert compile_chart(frame.encode(y="b:Q")).notes == ()


def test_data_that_are_no_records_stay_as_vega_reads_them() -> None:
    bare = alt.Chart(alt.InlineData(values=[3, 1])).mark_point()
    compiled = compile_chart(bare.encode(x="data:Q") + alt.Chart().mark_rule().encode(x=alt.datum(2)))
    assert compiled.tables == {}
    assert [3, 1] in (held := [data.get("values") for data in compiled.spec["data"]]) and [{}] in held


@pytest.mark.parametrize(
    ("text", "form", "columns"),
    [
        ("a,b\n1,3\n2,4\n", {"type": "csv"}, {"a": ["1", "2"], "b": ["3", "4"]}),
        ('a,b\r\n"x, ""y""\nz",3\r\n', {"type": "csv"}, {"a": ['x, "y"\nz'], "b": ["3"]}),
        ("a,b\n1,3,5\n\n2", {"type": "csv"}, {"a": ["1", "", "2"], "b": ["3", None, None]}),
        ("1\t3", {"type": "tsv", "header": ["a", "b"]}, {"a": ["1"], "b": ["3"]}),
        ("a|b\n2024-03-01|", {"type": "dsv", "delimiter": "|"}, {"a": ["2024-03-01"], "b": [""]}),
        ("a\n2024-03-01", {"type": "csv", "parse": {"a": "date"}}, {"a": ["2024-03-01T00:00:00"]}),
    ],
    ids=["plain", "quoted", "ragged", "a header apart", "bars", "days"],
)
def test_a_table_in_text_is_read_here(text: str, form: Any, columns: Any) -> None:
    """Vega would read it with code made on the spot, which the policy of a page forbids."""
    data = {"name": "told", "values": text, "format": form}
    compiled = compile_chart({"data": data, "mark": "point", "encoding": {"x": {"field": "a"}}})
    assert compiled.tables == {"told": columns}
    (told,) = (data for data in compiled.spec["data"] if data["name"] == "told")
    assert told["format"] == {} and "values" not in told


def test_a_plain_chart_gets_tokens_where_its_author_left_a_colour_open() -> None:
    plain = dots(a=[1]).encode(x="a:Q").configure_axis(gridColor="red")
    svg = compile_chart(plain).svg
    painted = {colour for _, colour in re.findall(r' (fill|stroke)="([^"]+)"', svg)}
    assert {"red", "var(--nn-rule-strong)", "var(--nn-muted)", "var(--nn-ink)"} <= painted
    assert not painted & {"black", "#000", "#888", "#ddd", "white"}
    own = compile_chart(plain.properties(background="white"))
    assert "var(" not in own.svg and own.spec["background"] == "white"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (alt.Chart("https://example.org/x.json").mark_point(), "carries its data"),
        (chart().add_params(alt.param(name="t", value="", bind=alt.binding(input="week"))), "allowed: range"),
        (
            chart().add_params(alt.param(name="t", value=9, bind=alt.binding_range(min=0, max=1))),
            "starts at 9",
        ),
        (chart().add_params(alt.param(name="hide", value=1)), r"in an address \?hide= hides controls"),
        (3, "not int"),
        (dots(**{"a": [1], "y.1": [2]}).encode(x="a:Q", y="y.1:Q"), r"write 'y\\\\\.1'"),
        (dots(**{"a [m]": [2]}).encode(x="a [m]:Q"), r"write 'a \\\\\[m\\\\\]'"),
        (dots(**{"a.b": [2]}).transform_bin("c", "a.b"), "a transform names the column 'a.b'"),
        (dots(a=[2**60, 2**60 + 1]).encode(x="a:N"), "column 'a' holds 1152921504606846977 in row 1"),
        (dots(a=pd.period_range("2020", periods=2, freq="Y")), r"column 'a' holds periods; .*to_timestamp"),
        ({"mark": "line", "data": {"values": [{"a": "x"}, {"a": "\ud800"}]}}, "half a character in row 1"),
    ],
    ids=[
        "url",
        "input",
        "out of range",
        "the address's own name",
        "no chart",
        "a dot",
        "brackets",
        "a dot in a transform",
        "a large number",
        "periods",
        "half a character",
    ],
)
def test_what_a_panel_cannot_be(bad: Any, why: str) -> None:
    with pytest.raises((TypeError, ValueError), match=why):
        compile_chart(bad)


def test_pictures_and_links_of_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file travels in the chart; what would be loaded from elsewhere, or could act, does not."""
    monkeypatch.chdir(tmp_path)
    content = base64.b64decode(DOT.partition(",")[2])
    (tmp_path / "dot.png").write_bytes(content)
    frame = dots(u=["dot.png"], to=["https://example.org/"])
    assert only_table(frame.mark_image().encode(url="u"))["u"] == [DOT]
    marked = compile_chart(frame.mark_image(url="dot.png").encode(href="to"))
    assert DOT in marked.svg and "https://example.org/" in marked.svg
    for chart, why in (
        (dots(u=["https://example.org/a.png"]).mark_image().encode(url="u"), "loads nothing from elsewhere"),
        (dots(u=["other.png"]).mark_image().encode(url="u"), "cannot be read: No such file"),
        (dots(u=["/etc/passwd"]).mark_image().encode(url="u"), "allowed: .png"),
        (dots(u=["javascript:alert(1)"]).encode(href="u"), "leads to 'javascript:alert"),
        (dots(u=["java\nscript:alert(1)"]).encode(href="u"), "leads to"),
    ):
        with pytest.raises(ValueError, match=why):
            compile_chart(chart)
