"""The figure folder reads back what was written, and never raises anything but its own error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnexplain.errors import NnexplainError
from nnexplain.figures import Figure, Panel, Param, read_figure, read_values
from nnexplain.figures.contract import dump

names = st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True)


def a_range(name: str, low: int, span: int) -> Param:
    return Param(name, low, "range", name, low, low + span, 1)


def a_choice(name: str, options: list[str]) -> Param:
    return Param(name, options[0], "select", name, options=tuple(options), labels=tuple(options))


words = st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=4, unique=True)
ranges = st.builds(a_range, names, st.integers(-9, 9), st.integers(1, 99))
choices = st.builds(a_choice, names, words)
params = st.one_of(ranges, choices, st.builds(Param, names, st.booleans(), st.just("checkbox"), names))
tables = st.dictionaries(names, st.just({"columns": {"x": [1, 2]}}), min_size=1, max_size=3)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    data = draw(tables)
    panel = Panel((300.0, 200.0), {"marks": []}, {"source_0": draw(st.sampled_from(sorted(data)))})
    return Figure(
        draw(names), (panel,), (340.0, 240.0), params=tuple(draw(st.lists(params, max_size=3))), data=data
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures())
def test_a_figure_reads_back(tmp_path: Path, figure: Figure) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(dump(figure.to_json()))
    assert read_figure(path) == figure


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures(), st.data())
def test_a_figure_with_a_part_replaced_is_refused_or_read(
    tmp_path: Path, figure: Figure, data: st.DataObject
) -> None:
    document: dict[str, Any] = figure.to_json()
    document[data.draw(st.sampled_from(sorted(document)))] = data.draw(json_values)
    path = tmp_path / "x.json"
    path.write_text(json.dumps(document))
    try:
        read = read_figure(path)
    except NnexplainError as error:
        assert path.as_posix() in str(error)
    else:
        assert all(isinstance(param, Param) for param in read.params)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_any_bytes_are_refused_with_the_file_s_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    for read in (read_figure, read_values):
        with pytest.raises(NnexplainError, match=r"x\.json"):
            read(path)


def test_what_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    for read in (read_figure, read_values):
        for text in ("[" * 100_000, '{"a":' * 100_000, '{"schema": 2, "size": ' + "9" * 5000):
            (tmp_path / "x.json").write_text(text)
            with pytest.raises(NnexplainError, match=r"x\.json"):
                read(tmp_path / "x.json")


def test_another_schema_is_refused_and_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    path = tmp_path / "values.json"
    path.write_text('{"schema": 999, "values": {}}')
    with pytest.raises(NnexplainError, match="schema 999"):
        read_values(path)
    with pytest.raises(NnexplainError, match="nnexplain build"):
        read_figure(tmp_path / "none.json")


@given(ranges, st.integers(-200, 200))
def test_a_range_allows_what_lies_in_it(param: Param, value: int) -> None:
    assert param.min is not None and param.max is not None
    assert param.allows(value) == (param.min <= value <= param.max)
    assert not param.allows(str(value)) and not param.allows(True)
