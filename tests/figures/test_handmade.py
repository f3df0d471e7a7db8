"""Figures that a widget draws: what a script says and gets, and what it may not say."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from nnexplain.errors import NnexplainError
from nnexplain.figures import Param, figure, figure_svg_panels, network, read_figure, value
from nnexplain.figures.session import Session, SessionHeader
from nnexplain.figures.still import Stills
from nnexplain.figures.widgets import widget_digest
from tests.tiny import write_widget

SVG = "{http://www.w3.org/2000/svg}"
N = Param("n", 5, "range", "n", 0, 50, 1)
Make = Callable[..., Session]
HEADER = SessionHeader(figures=("one", "two"), widgets=("dots", "fetching", "bad", "dot"))


class Counting(Stills):
    """Counts what is really drawn."""

    count = 0

    def draw(self, *given: Any) -> dict[str, Any]:
        self.count += 1
        return super().draw(*given)


@pytest.fixture(scope="module")
def stills(runtime: Path) -> Iterator[Counting]:
    made = Counting(runtime)
    yield made
    made.close()


@pytest.fixture
def session(stills: Counting, tmp_path: Path) -> Make:
    def make(**header: Any) -> Session:
        memory = tmp_path / "memory"
        return Session("lesson", replace(HEADER, **header), {}, pictures=memory, stills=stills)

    return make


def test_a_figure_has_the_widget_s_words_and_places(session: Make, tmp_path: Path) -> None:
    with (made := session(figures=("one",))):
        picture = figure("one", widget="dots", params=(N,), player="n", pace=3, tools=("undo",))
        value("third", picture.quotes["third"])
    assert (picture.now, picture.description) == ("n is 5", "A dot on a line.")
    assert picture.tables == ({"heading": "the dot", "columns": {"n": [1.66666666667]}},)
    for name, content in made.finish().items():
        (tmp_path / name).write_bytes(content)
    read = json.loads((tmp_path / "one.json").read_bytes())
    assert read["panels"] == [{"size": [108, 58], "place": [4, 4, 100, 50], "spec": {}, "data": {}}]
    assert (read["widget"], read["player"], read["pace"], read["tools"]) == ("dots", "n", 3, ["undo"])
    assert (read["now"], read["description"]) == ("n is 5", "A dot on a line.")
    assert read["params"] == [N.to_json()] and read["data"] == {}
    assert json.loads((tmp_path / "values.json").read_bytes())["values"] == {"third": 1.66666666667}


def test_the_file_shows_itself_and_gives_its_panels(session: Make) -> None:
    with session():
        made = figure("one", widget="dots", params=(N,), description="My own.")
    assert made.description == "My own.", "what the script gives goes before"
    text = made.svg
    style = ET.fromstring(text).findtext(f"{SVG}style") or ""
    assert ".nn-dots-dot{fill:var(--nn-class-a)}" in style
    assert "--nn-class-a:" in style and "prefers-color-scheme:dark" in style
    assert not re.search(r"hover|cursor|nn-dots-other|--nn-class-b", style)
    (panel,) = figure_svg_panels(text)
    root = ET.fromstring(panel)
    assert root.get("class") == "nn-static nn-widget" and root.get("viewBox") == "0 0 108 58"
    (drawing,) = root
    assert drawing.get("transform") == "translate(4,4)"
    circle, words = drawing
    assert circle.attrib == {"class": "nn-dots-dot", "cx": "5", "cy": "20", "r": "4"}
    assert words.text == "a < b"


def test_ids_are_new_to_the_page(session: Make, runtime: Path) -> None:
    draw = 'h("clipPath", { id: "edge" }), h("g", { "clip-path": "url(#edge)", fill: "#123456" }, h("path"))'
    write_widget(runtime, "fetching", draw=draw)
    with session():
        (panel,) = figure_svg_panels(figure("one", widget="fetching").svg)
    assert 'id="lesson-one-0-0"' in panel and "url(#lesson-one-0-0)" in panel and "#123456" in panel


READS = """
const size = async (name) => (await (await fetch(new URL(name, source))).arrayBuffer()).byteLength;
const beside = await size(new URL("coders.safetensors.gz", new URL(figure.network, source)));
const [arrays, network] = [await size(figure.arrays), await size(figure.network)];
page.said = `${figure.arrays}: ${arrays}, ${figure.network}: ${network}, ${beside}`;"""
LAYERS = [{"kind": "dense", "weight": "w"}]


def reading(runtime: Path) -> None:
    write_widget(runtime, "fetching", opening=READS, model="said: page.said,", says="said")


def test_the_widget_gets_arrays_and_the_script_s_own_networks(session: Make, runtime: Path) -> None:
    reading(runtime)
    with (made := session()):
        for name in ("codes", "coders"):
            network(name, {"w": np.ones((1, len(name)))}, LAYERS)
        told = figure("one", widget="fetching", network="lesson/codes", arrays={"w": np.ones(3)}).now
    sizes = [len(made._files[f"{name}.safetensors.gz"]) for name in ("one", "codes", "coders")]
    assert told == "one.safetensors.gz: {}, codes.safetensors.gz: {}, {}".format(*sizes)


def test_the_widget_gets_networks_of_another_script(stills: Stills, runtime: Path, tmp_path: Path) -> None:
    reading(runtime)
    there = {}
    for name, size in (("codes", 70), ("coders", 80)):
        there[f"{name}.safetensors.gz"] = tmp_path / name
        (tmp_path / name).write_bytes(gzip.compress(b"", mtime=0).ljust(size, b"\0"))
    header = replace(HEADER, networks=("deep/codes",))
    networks = {"deep": there}
    with Session("a/lesson", header, {}, networks=networks, stills=stills) as made:
        told = figure("one", widget="fetching", network="deep/codes", facts={"a": 1}).now
    arrays = len(made._files["one.safetensors.gz"])
    assert told == f"one.safetensors.gz: {arrays}, ../../deep/codes.safetensors.gz: 70, 80"


def test_what_was_drawn_is_remembered(session: Make, stills: Counting, runtime: Path) -> None:
    def drawn(**given: Any) -> int:
        before = stills.count
        with session():
            figure("one", widget="fetching", **given)
        return stills.count - before

    write_widget(runtime, "fetching")
    assert [drawn(), drawn()] == [1, 0]
    assert [drawn(params=(N,)), drawn(params=(N,))] == [1, 0]
    assert [drawn(arrays={"w": np.ones(2)}), drawn(arrays={"w": np.ones(2)})] == [1, 0]
    assert [drawn(arrays={"w": np.zeros(2)}), drawn()] == [1, 0]
    write_widget(runtime, "fetching", top="// a word, and no more\n")
    assert drawn() == 0
    write_widget(runtime, "fetching", says="'another'")
    assert drawn() == 1


def test_what_counts_of_a_widget(runtime: Path) -> None:
    def digest() -> str:
        return widget_digest("dots", runtime)

    before = digest()
    for path in (
        runtime / "widgets/dots/dots.js",
        runtime / "widgets/dots/dots.css",
        runtime / "draw/tree.js",
        runtime / "core/still.js",
        runtime / "core/page.js",
        runtime / "core/widget.css",
    ):
        text = path.read_text()
        path.write_text(f"/* a word */\n{text}")
        assert digest() == before, path
        path.write_text(f"{text}\n.x{{}}")
        assert digest() != before, path
        path.write_text(text)
    write_widget(runtime, "bad")
    assert digest() == before, "another widget does not count"


def chart() -> dict[str, Any]:
    return {"mark": "point", "data": {"values": [{"a": 1}]}}


@pytest.mark.parametrize(
    ("word", "why"),
    [
        (lambda: figure("one", chart(), widget="dots"), "with charts and the widget 'dots'\n.*leave"),
        (lambda: figure("one", chart(), params=(N,)), "with charts and params\n.*give them to the chart"),
        (lambda: figure("one", params=(N,)), "without a chart\n.*or the widget that draws it"),
        (
            lambda: figure("one", widget="dots", network="lesson/codes"),
            "has not made the network 'lesson/codes'\n.*call network\\('codes', …\\) before",
        ),
        (lambda: figure("one", widget="dot"), "unknown widget 'dot'; did you mean 'dots'. allowed: bad"),
        (lambda: figure("one", widget="dots", params=(3,)), "params takes Param.*not int"),  # type: ignore[arg-type]
        (lambda: figure("one", widget="dots", params=(N, N)), "two parameters are called 'n'"),
        (lambda: figure("one", widget="dots", params=(Param("hide", 1),)), "cannot be called 'hide'"),
        (lambda: figure("one", widget="dots", params=(Param("n", 1, "range"),)), "range without min and max"),
        (lambda: figure("one", widget="dots", params=(replace(N, value=90),)), "starts at 90, which its own"),
        (lambda: figure("one", widget="dots", params=(Param("n", 1, "dial"),)), "input 'dial'; allowed"),
        (lambda: figure("one", widget="dots", player="n"), "player 'n' is not one of its ranges"),
        (lambda: figure("one", widget="dots", arrays={"w": object()}), "array 'w' is of object"),
    ],
)  # fmt: skip
def test_what_a_script_may_not_say(session: Make, word: Callable[[], object], why: str) -> None:
    write_widget(session().stills.runtime, "bad")  # type: ignore[union-attr]
    with session(), pytest.raises(NnexplainError, match=why):
        word()


@pytest.mark.parametrize(
    ("part", "text", "why"),
    [
        ("draw", "{ tag: 'g', attributes: { x: 'NaN' }, children: [] }", "<g> has x='NaN'; allowed"),
        ("draw", "h('text', {}, `${n / 0 - n / 0}`)", "<text> says 'NaN'; allowed: finite numbers"),
        ("draw", "h('script')", "a picture may not hold <script>"),
        ("draw", "h('a', { href: 'http://a.org' })", "a picture may not hold <a>"),
        ("draw", "h('g', { onclick: 'x' })", "a picture may not hold onclick='x'"),
        ("draw", "h('g h')", "the drawing of panel 1 is no SVG"),
        ("draw", "h('path', { fill: 'var(--nn-none)' })", "no such colour token: --nn-none"),
        ("says", "`n is ${n / 0 - n / 0}`", "now is 'n is NaN'; allowed: finite numbers"),
        ("says", "3", "now is 3; allowed: a sentence"),
    ],
)
def test_what_is_no_picture(session: Make, runtime: Path, part: str, text: str, why: str) -> None:
    write_widget(runtime, "bad", **{part: text})
    with session(), pytest.raises(NnexplainError) as caught:
        figure("one", widget="bad")
    assert f"figure 'one': the widget bad gives no picture: {why}" in str(caught.value)


def test_an_error_of_a_widget_is_at_the_script_s_line(session: Make, runtime: Path, tmp_path: Path) -> None:
    write_widget(runtime, "bad", opening="Math.random();")
    path = tmp_path / "build" / "lesson.py"
    code = compile("import nnexplain.figures as f\n\nf.figure('one',\n  widget='bad')\n", str(path), "exec")
    with session(), pytest.raises(NnexplainError) as caught:
        exec(code, {})
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("build/lesson.py", 3)
    assert problem.message.startswith("figure 'one': the widget bad cannot draw it: Math.random() is not")
    assert problem.hint == f"{runtime.as_posix()}/widgets/bad/bad.js:5"


def test_the_places_of_panels_are_read_back(tmp_path: Path) -> None:
    document = {
        "schema": 2, "name": "one", "widget": "who", "description": "", "size": [148, 98],
        "params": [], "data": {},
        "panels": [{"size": [108, 58], "place": [4, 5, 100, 50], "spec": {}, "data": {}}],
    }  # fmt: skip
    path = tmp_path / "one.json"
    path.write_text(json.dumps(document))
    (panel,) = read_figure(path).panels
    assert panel.place == (4, 5, 100, 50) and panel.to_json() == document["panels"][0]  # type: ignore[index]
    for place in ([1, 2, 3], "none", [1, 2, 3, "x"]):
        document["panels"][0]["place"] = place  # type: ignore[index]
        path.write_text(json.dumps(document))
        with pytest.raises(NnexplainError, match="this is no figure"):
            read_figure(path)
