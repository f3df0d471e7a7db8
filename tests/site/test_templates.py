"""Templates compiled once and listed without hidden folders: the same pages as MkDocs makes without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from nnexplain.project import Project
from nnexplain.site import build as site
from nnexplain.site import host, templates
from nnexplain.site.templates import Listed, compile_ahead, quicken


@pytest.fixture
def config(tmp_path: Path) -> Any:
    """A small site with Material and its search, which translates itself by a template."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/index.md").write_text("# Hello\n\nHow are you?\n")
    text = (
        "site_name: S\nsite_url: http://localhost/\ndocs_dir: content\ntheme: {name: material, font: false}\n"
    )
    (tmp_path / "mkdocs.yml").write_text(text + "plugins:\n  - search: {lang: [en, de]}\n")
    return load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(tmp_path / "made"))


def built(config: Any) -> dict[str, bytes]:
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    folder = Path(config.site_dir)
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_site_is_the_same(config: Any) -> None:
    plain = built(config)
    again = load_config(config.config_file_path, site_dir=config.site_dir)
    quicken(again.theme)
    compile_ahead(again.theme)
    quick = built(again)
    assert len(plain) > 40
    changed = [name for name in plain if quick.get(name) != plain[name]]
    assert quick.keys() == plain.keys() and changed in ([], ["sitemap.xml.gz"]), "the sitemap has the time"


def test_what_pages_need_is_compiled_ahead(config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(config.theme)
    compile_ahead(config.theme)
    compiled: list[str] = []
    plain = jinja2.Environment.compile

    def counted(self: Any, source: Any, name: Any = None, *rest: Any, **more: Any) -> Any:
        compiled.append(str(name))
        return plain(self, source, name, *rest, **more)

    monkeypatch.setattr(jinja2.Environment, "compile", counted)
    built(config)
    assert "main.html" not in compiled and "partials/nav.html" not in compiled
    first = len(compiled)
    again = load_config(config.config_file_path, site_dir=config.site_dir)
    quicken(again.theme)
    built(again)
    assert len(compiled) == first, "the second build compiles nothing"


def rendered(folder: Path, autoescape: bool = False) -> str:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=autoescape)
    environment.bytecode_cache = templates.Compiled(environment)
    return environment.get_template("page.html").render()


def test_an_edited_template_is_compiled_anew_and_environments_share_nothing(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ '<' }}")
    shown = [rendered(tmp_path, autoescape) for autoescape in (False, True, False)]
    assert shown == ["<", "&lt;", "<"]
    (tmp_path / "page.html").write_text("two")
    assert rendered(tmp_path) == "two"


def test_hidden_folders_are_not_listed_and_still_loaded(tmp_path: Path) -> None:
    for name in ("main.html", "parts/nav.html", ".icons/deep/star.svg", "parts/.hidden/x.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    loader = Listed([str(tmp_path)])
    assert loader.list_templates() == ["main.html", "parts/nav.html"]
    star = jinja2.Environment(loader=loader).get_template(".icons/deep/star.svg")
    assert star.render() == ".icons/deep/star.svg"


def test_warming_up_says_and_writes_nothing(
    config: Any, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Path(config.config_file_path).parent
    before = sorted(root.rglob("*"))
    site.warm_up(Project(root))
    assert capfd.readouterr() == ("", "")
    assert sorted(root.rglob("*")) == before
    (root / "mkdocs.yml").write_text("site_name: [")
    with pytest.raises(Exception, match="parsing"):
        host.warm_up(Project(root))
    assert capfd.readouterr() == ("", "")
