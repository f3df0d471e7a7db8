"""What a page asks for ahead: what its first figure will load, found without running anything."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnexplain.figures.widgets import entry_of, module_closure, style_names, widget_names
from nnexplain.site.ahead import Ahead, Link, modules_of


def test_imports_are_followed_through_others_and_round_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('// import "./no.js";\nimport { b } from "./b.js";\nimport "./d.js";\n')
    (tmp_path / "b.js").write_text('import {\n  c,\n  more,\n} from "./c.js";\nexport const b = c;\n')
    (tmp_path / "c.js").write_text("export { a } from './a.js';\n")
    (tmp_path / "d.js").write_text('const late = () => import("./e.js");\n')
    assert sorted(modules_of("a.js", runtime=tmp_path)) == ["a.js", "b.js", "c.js", "d.js"]
    assert sorted(modules_of("c.js", runtime=tmp_path)) == ["a.js", "b.js", "c.js", "d.js"]
    assert modules_of("d.js", runtime=tmp_path) == ["d.js"]
    assert modules_of("a.js", "d.js", runtime=tmp_path).count("d.js") == 1


def test_whatever_a_widget_s_modules_import_is_among_them() -> None:
    for widget in widget_names():
        found = set(module_closure(entry_of(widget)))
        for path in found:
            text = re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text("utf-8"), flags=re.S | re.M)
            for name in re.findall(r"""from\s+["'](\.[^"']+)["']""", text):
                assert (path.parent / name).resolve() in found, f"{path} imports {name}"


def test_a_widget_brings_its_style_and_those_of_its_instruments() -> None:
    names = style_names("who")
    assert {"widgets/who/who.css", "instruments/along.css", "core/widget.css"} <= set(names)
    assert names.index("core/widget.css") < names.index("widgets/who/who.css"), "its own has the last word"
    assert not [name for name in names if name.startswith("widgets/") and "who" not in name]


def page(widget: str = "", source: str = "../figures/a/one.json") -> str:
    named = f' data-widget="{widget}"' if widget else ""
    return (
        f'<p>x</p><nn-figure data-name="one"{named}><a class="nn-source" hidden="" href="{source}">data</a>'
    )


def put(site: Path, **figure: object) -> Ahead:
    folder = site / "figures" / "a"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "one.json").write_text(json.dumps({"data": {}} | figure))
    return Ahead(site)


def test_a_figure_near_the_top_is_asked_for_with_its_module_its_data_and_its_network(tmp_path: Path) -> None:
    links = put(tmp_path, network="../b/net.safetensors.gz", arrays="one.safetensors.gz").links(
        page("way"), "lesson/"
    )
    files = [link.href for link in links if link.as_ == "fetch"]
    assert files == ["figures/a/one.json", "figures/b/net.safetensors.gz", "figures/a/one.safetensors.gz"]
    assert Link("modulepreload", "assets/runtime/widgets/way/way.js") in links
    assert Link("preload", "assets/runtime/widgets/way/way.css", "style") in links
    assert not {"assets/runtime/vega.js", "assets/runtime/core/player.js"} & {link.href for link in links}
    assert len({link.href for link in links}) == len(links), "nothing is asked for twice"


def test_a_player_is_asked_for_and_a_chart_with_its_tables_and_vega_behind_all_else(tmp_path: Path) -> None:
    with_player = put(tmp_path, player="t").links(page("way"), "a/")
    assert Link("modulepreload", "assets/runtime/core/player.js") in with_player
    ahead = put(tmp_path, data={"source": {"file": "../shared/t.json"}, "other": {"columns": {}}})
    links = ahead.links(page(source="figures/a/one.json"), "index.html")
    assert [link.href for link in links if link.as_] == ["figures/a/one.json", "figures/shared/t.json"]
    assert links[-1] == Link("modulepreload", "assets/runtime/vega.js", low=True)


def test_the_theme_s_script_is_asked_for_between_the_runtime_and_the_figure_s_own(tmp_path: Path) -> None:
    put(tmp_path)
    links = [link.href for link in Ahead(tmp_path, ("assets/theme.js",)).links(page("way"), "lesson/")]
    core, theme, drawing = (
        links.index(href)
        for href in ("assets/runtime/core/figure.js", "assets/theme.js", "assets/runtime/widgets/way/way.js")
    )
    assert core < theme < drawing


def test_of_a_figure_further_down_only_the_modules_are_asked_for_and_without_figures_nothing(
    tmp_path: Path,
) -> None:
    far = put(tmp_path, network="n.safetensors.gz").links("x" * 3000 + page("way"), "lesson/")
    assert Link("modulepreload", "assets/runtime/widgets/way/way.js") in far
    assert not [link for link in far if link.as_ == "fetch"]
    assert [Ahead(tmp_path).links(content, "") for content in ("", "<p>nothing</p>", "nn-figure")] == [[]] * 3


@settings(max_examples=25)
@given(st.text(), st.text(alphabet='abc./<>"= ', max_size=30), st.text(max_size=10))
def test_whatever_stands_in_a_page_it_is_asked_for_without_a_failure(
    tmp_path_factory: pytest.TempPathFactory, before: str, source: str, widget: str
) -> None:
    ahead = Ahead(tmp_path_factory.getbasetemp())
    links = ahead.links(before + page(widget, source), "lesson/")
    assert not [link for link in links if link.as_ == "fetch"], "no figure is there"
