"""The memory of drawn charts: the same bytes as without it, and never anything but what was written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import vl_convert

from nnexplain.figures.render import Renderer, prune

LITE: dict[str, Any] = {
    "data": {"values": [{"a": i, "b": i * i} for i in range(5)]},
    "mark": "line",
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}},
}


class Counted:
    """vl-convert, counting what it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[str] = []
        for name in ("vegalite_to_vega", "vega_to_svg"):
            monkeypatch.setattr(vl_convert, name, self._counting(name, getattr(vl_convert, name)))

    def _counting(self, name: str, function: Any) -> Any:
        def counted(spec: Any) -> Any:
            self.asked.append(name)
            return function(spec)

        return counted


def both(renderer: Renderer) -> tuple[dict[str, Any], str]:
    vega = renderer.compile(LITE)
    return vega, renderer.draw(vega)


def test_what_is_remembered_is_what_would_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another spec or version is made anew."""
    plain = both(Renderer())
    asked = Counted(monkeypatch).asked
    assert both(Renderer(tmp_path)) == plain
    assert asked == ["vegalite_to_vega", "vega_to_svg"]
    assert both(Renderer(tmp_path)) == plain
    assert len(asked) == 2, "the second time nothing is asked"
    Renderer(tmp_path).compile({**LITE, "width": 99})
    monkeypatch.setattr("nnexplain.figures.render.engine_version", lambda: "another")
    Renderer(tmp_path).compile(LITE)
    assert asked[2:] == ["vegalite_to_vega"] * 2


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b"", lambda b: b.replace(b"line", b"rect"), lambda b: b"\xff" + b]
)
def test_a_damaged_memory_is_not_believed(tmp_path: Path, damage: Any) -> None:
    plain = both(Renderer(tmp_path))
    for path in tmp_path.iterdir():
        path.write_bytes(damage(path.read_bytes()))
    assert both(Renderer(tmp_path)) == plain


def test_a_folder_that_cannot_be_written_costs_only_time_and_what_is_no_spec_is_refused(
    tmp_path: Path,
) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    assert both(Renderer(file / "pictures")) == both(Renderer())
    for _ in range(2):
        with pytest.raises(ValueError, match="Vega-Lite"):
            Renderer(tmp_path).compile({"mark": "line", "layer": 3})


def test_a_chart_whose_dataflow_fails_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    """Vega takes a value for what an object has: vl-convert draws no marks then, and says so aside."""
    values = [{"k": "a", "g": "constructor", "n": 1}, {"k": "constructor", "g": "x", "n": 2}]
    encoding = {"x": {"field": "k", "type": "nominal"}, "y": {"field": "n", "aggregate": "sum"}}
    encoding["color"] = {"field": "g", "type": "nominal"}
    renderer = Renderer()
    vega = renderer.compile({"data": {"values": values}, "mark": "bar", "encoding": encoding})
    with pytest.raises(ValueError, match="Vega cannot draw it: TypeError: "):
        renderer.draw(vega)
    assert "ERROR TypeError" in capfd.readouterr().err


def test_what_was_unused_the_longest_goes_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "middle", "old")):
        (tmp_path / name).write_bytes(b"x" * 10)
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    prune(tmp_path, 20)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["middle", "new"]
    prune(tmp_path / "none", 0)
