"""One script's words: promises held, places named, shared tables written once."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.errors import NnexplainError
from nnexplain.figures import figure, full, need, network, read_figure, read_run, read_values, save_run, value
from nnexplain.figures.runs import pack
from nnexplain.figures.session import RUN, Session, SessionHeader

TABLE = [{"a": i, "b": i / 3} for i in range(4)]


def bars(mark: str = "bar", rows: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    encoding = {axis: {"field": name, "type": "quantitative"} for axis, name in (("x", "a"), ("y", "b"))}
    drawn = {"type": mark, "color": "var(--nn-ink)"}
    return {"data": {"values": rows or TABLE}, "mark": drawn, "encoding": encoding}


def session(*figures: str, needs: dict[str, Path] | None = None, **header: Any) -> Session:
    return Session("lesson", SessionHeader(tuple(needs or ()), figures, **header), needs or {})


def test_a_lesson_s_files_read_back(tmp_path: Path) -> None:
    with (made := session("one")):
        figure("one", bars(), bars("line"), description="rising")
        value("share", np.float32(0.25))
        save_run({"w": np.ones(2)}, seed=3)
    for name, content in made.finish().items():
        (tmp_path / name).write_bytes(content)
    read = read_figure(tmp_path / "one.json")
    assert read.description == "rising" and len(read.panels) == 2
    assert len(read.data) == 1, "both panels draw one table, which is there once"
    assert read_values(tmp_path / "values.json") == {"share": 0.25}
    assert (tmp_path / RUN).exists() and (tmp_path / "one.svg").read_text().startswith("<svg")


def of_weight(size: int) -> dict[str, Any]:
    """A chart of two bars whose table weighs `size` bytes more than it shows."""
    return bars(rows=[{"a": 1, "b": 2, "note": "x" * size}, {"a": 2, "b": 1, "note": ""}])


def test_a_heavy_figure_is_told_of_and_a_heavier_one_must_be_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Picture and data together: a word from 300 kB on, an error beyond 2 MB, which says what to ask for."""
    with session("light", "heavy", "heavier", "asked"):
        figure("light", of_weight(280_000))
        assert capsys.readouterr().out == ""
        figure("heavy", of_weight(310_000))
        told = capsys.readouterr().out
        assert re.search(r"figure 'heavy': it weighs 3[12]\d kB: \d+ kB of picture .*, 31\d kB of data", told)
        with pytest.raises(NnexplainError, match=r"it weighs 2\.0 MB.*draw fewer marks") as refused:
            figure("heavier", of_weight(2_000_000))
        asked = re.search(r"figure\(…, megabytes=([\d.]+)\)", str(refused.value))
        assert asked
        figure("asked", of_weight(2_000_000), megabytes=float(asked[1]))
        assert "it weighs 2.0 MB" in capsys.readouterr().out


def test_a_table_of_two_figures_is_one_file(tmp_path: Path) -> None:
    long = [{"a": i, "b": i / 3} for i in range(1000)]
    with (made := session("one", "two", "own")):
        figure("one", bars(rows=long))
        figure("two", bars("point", rows=long))
        figure("own", bars(rows=[{"a": 1, "b": 2}]))
    files = made.finish()
    (shared,) = [name for name in files if name.startswith("data-")]
    assert json.loads(files[shared])["columns"]["a"] == list(range(1000))
    own = {"columns": {"a": [1], "b": [2]}}
    for name, holds in (("one", {"file": shared}), ("two", {"file": shared}), ("own", own)):
        assert list(json.loads(files[f"{name}.json"])["data"].values()) == [holds]


def test_two_sessions_give_the_same_bytes() -> None:
    made = []
    for _ in range(2):
        with (one := session("one", "two")):
            figure("two", bars())
            figure("one", bars())
        made.append(one.finish())
    assert made[0] == made[1]


def test_a_promise_not_kept_names_the_header(tmp_path: Path) -> None:
    made = session("one", "two", line=7)
    with made:
        figure("one", bars())
    with pytest.raises(NnexplainError) as caught:
        made.finish()
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("build/lesson.py", 7)
    assert "'two' is promised but not made" in problem.message and "made: one" in problem.hint


STEP = {"name": "step", "value": 4, "bind": {"input": "range", "min": 0, "max": 9, "step": 1}}
SAYS = {"name": "says", "expr": "'After ' + step + ' passes, ' + format(step / 9, '.1%')"}


def with_params(*params: dict[str, Any]) -> dict[str, Any]:
    return {**bars(), "params": list(params)}


def test_a_figure_brings_arrays_a_player_a_sentence_a_network_and_tools(tmp_path: Path) -> None:
    given = {"arrays": {"w": np.arange(3, dtype=np.float32)}, "facts": {"features": ["modern"]}}
    more = {"network": "digit-ocr/digits", "tools": ("undo", "Surprise me!")}
    with Session("deep/lesson", None, {}) as made:
        figure("one", with_params(STEP, SAYS), bars("line"), **given, **more, player="step", pace=0.5)
    for name, content in made.finish().items():
        (tmp_path / name).write_bytes(content)
    read = read_figure(tmp_path / "one.json")
    assert (read.widget, read.player, read.arrays) == ("vega", "step", "one.safetensors.gz")
    assert read.pace == 0.5 and read.tools == ("undo", "Surprise me!")
    assert read.network == "../../digit-ocr/digits.safetensors.gz"
    assert read.now == "After 4 passes, 44.4%"
    assert [param.name for param in read.params] == ["step"]
    run = read_run(tmp_path / "one.safetensors.gz")
    assert run["w"].tolist() == [0, 1, 2] and run.facts == {"features": ["modern"]}


def test_a_network_brings_what_else_is_to_be_known(tmp_path: Path) -> None:
    layer = {"kind": "dense", "weight": "w"}
    with (made := session()):
        network("n", {"w": np.ones((1, 2)), "images": np.zeros((3, 2), np.uint8)}, [layer], {"side": 8})
    (tmp_path / "n").write_bytes(gzip.decompress(made.finish()["n.safetensors.gz"]))
    read = read_run(tmp_path / "n")
    assert read.facts == {"side": 8, "layers": [layer]}
    assert read["images"].dtype == np.uint8 and read["images"].shape == (3, 2)


def test_a_sentence_may_look_into_the_data_and_a_plain_figure_says_nothing_of_what_it_has_not() -> None:
    looks = {"name": "says", "expr": "'a third is ' + data('source_0')[1].b"}
    with (made := session("one", "two")):
        figure("one", with_params(STEP, looks))
        figure("two", bars())
    files = made.finish()
    assert json.loads(files["one.json"])["now"] == "a third is 0.333333333333"
    assert not {"player", "arrays", "network", "tools", "now"} & json.loads(files["two.json"]).keys()


def weights(layer: dict[str, Any]) -> Callable[[], object]:
    return lambda: network("n", {"w": np.ones(2)}, [layer])


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (lambda: figure("other", bars()), "made but not promised"),
        (lambda: figure("one"), "without a chart"),
        (lambda: figure("One", bars()), "cannot name a figure"),
        (lambda: figure("values", bars()), "taken by the folder"),
        (
            lambda: figure("one", bars(rows=[{"a": 1, "b": "\ud800"}])),
            "figure 'one': column 'b' holds half a character in row 0",
        ),
        (
            lambda: figure("one", with_params({"name": "n", "expr": "nowhere + 1"})),
            r"figure 'one': Vega cannot draw it: [^\n]*\"nowhere\"\Z",
        ),
        (lambda: figure("one", bars(), network="digits"), "network 'digits' is none; write script/name"),
        (lambda: figure("one", bars(), network="../etc/passwd"), "network '../etc/passwd' is none"),
        (lambda: figure("one", bars(), network=3), "network 3 is none"),  # type: ignore[arg-type]
        (lambda: figure("one", bars(), tools="undo"), "tools 'undo'; allowed: a tuple of words"),
        (lambda: figure("one", bars(), tools=("undo", "!")), "allowed: a tuple of words"),
        (lambda: figure("one", bars(), tools=("redo", "Redo!")), "two are called the same"),
        (lambda: network("n", {}, [], {"layers": 3}), "facts names layers"),
        (lambda: need("models/other"), "which the header does not declare"),
        (lambda: need("models/none"), "there is no run"),
        (lambda: value("x", float("inf")), "value 'x' is inf"),
        (lambda: value("x", [1]), "of list"),  # type: ignore[arg-type]
        (lambda: value("a b", 1), "cannot name a value"),
        (lambda: save_run({"w": object()}), "array 'w' is of object"),
        (lambda: figure("one", bars(), player="step"), "player 'step' is not one of its ranges"),
        (lambda: figure("one", bars(), pace=100), "a pace of 100; allowed: 0 to 60 steps a second"),
        (lambda: figure("one", with_params(STEP, SAYS), with_params(SAYS, STEP)), "says one sentence"),
        (lambda: figure("one", with_params({"name": "says", "expr": "''"})), "says nothing at the start"),
        (lambda: figure("one", bars(), arrays={"w": object()}), "array 'w' is of object"),
        (weights({"kind": "dense", "weight": "v"}), "not given: v"),
        (
            lambda: (network("one", {}, []), figure("one", bars())),
            "a figure and a network are both called 'one'",
        ),
        (
            lambda: (figure("one", bars()), network("one", {}, [])),
            "a figure and a network are both called 'one'",
        ),
        (full, "which the header does not declare"),
    ],
)
def test_what_a_script_may_not_say(word: Callable[[], object], why: str) -> None:
    made = Session("lesson", SessionHeader(("models/none",), ("one", "values", "One")), {})
    with made, pytest.raises(NnexplainError, match=why):
        word()


def test_the_error_is_at_the_script_s_own_line(tmp_path: Path) -> None:
    path = tmp_path / "build" / "lesson.py"
    code = compile("import nnexplain.figures as f\n\nf.value('x',\n  float('nan'))\n", str(path), "exec")
    with session(), pytest.raises(NnexplainError) as caught:
        exec(code, {})
    assert (caught.value.problems[0].path, caught.value.problems[0].line) == ("build/lesson.py", 3)


def test_needs_and_length_are_given_when_declared(tmp_path: Path) -> None:
    path = tmp_path / "taste.safetensors"
    path.write_bytes(pack({"w": np.arange(3)}, {"seed": 5}))
    header = SessionHeader(("models/taste",), (), full=True)
    with Session("lesson", header, {"models/taste": path}, full=True):
        assert need("models/taste")["w"].tolist() == [0, 1, 2]
        assert need("models/taste").facts["seed"] == 5
        assert full() is True


@pytest.mark.parametrize("word", [lambda: value("x", 1), lambda: save_run({}), lambda: figure("one", bars())])
def test_nothing_is_said_twice(word: Callable[[], object]) -> None:
    with session("one"):
        word()
        with pytest.raises(NnexplainError, match="a second time"):
            word()


names = st.from_regex(r"[a-z](_?[a-z0-9]){0,3}", fullmatch=True)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(names, numbers | st.text(max_size=5) | st.booleans()))
def test_values_come_back_as_given(values: dict[str, Any]) -> None:
    with (made := session()):
        for name, given_value in values.items():
            value(name, given_value)
    files = made.finish()
    assert json.loads(files["values.json"])["values"] == values if values else "values.json" not in files
