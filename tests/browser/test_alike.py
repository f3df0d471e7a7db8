"""A page with every chart of the gallery: what comes alive shows what its picture showed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from nnexplain.cli import main
from tests.gallery import GALLERY
from tests.plain import differences, shown

from .conftest import ROOT, Visit, visiting, walk
from .server import serve

CONFIG = """
site_name: Charts
docs_dir: content
theme: {name: material, font: false}
extra: {generator: false}
extra_css: [assets/runtime/tokens.css, assets/runtime/nnexplain.css]
extra_javascript: [{path: assets/runtime/nnexplain.js, type: module}]
markdown_extensions: [attr_list, md_in_html, nnexplain.site.extension]
"""
SCRIPT = """# /// nnexplain
# figures = [{names}]
# ///
from drawn import GALLERY
from nnexplain.figures import figure

for name, make in GALLERY.items():
    figure(name, make(), description="Invented data.")
"""
LIVE = """(figure) => figure.querySelector(".nn-live svg").outerHTML"""
STILL = """(figure) => figure.querySelector(".nn-panel > svg.nn-static").outerHTML"""


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Visit]:
    """The page, open in another zone than the builder's, every figure on it alive."""
    root = tmp_path_factory.mktemp("charts")
    for folder in ("content", "build"):
        (root / folder).mkdir()
    (root / "mkdocs.yml").write_text(CONFIG)
    shutil.copy(ROOT / "tests" / "gallery.py", root / "drawn.py")
    names = ", ".join(f'"{name}"' for name in GALLERY)
    (root / "build" / "index.py").write_text(SCRIPT.format(names=names))
    figures = (f'![A chart](figures/index/{name}.svg "{name}.")\n' for name in GALLERY)
    (root / "content" / "index.md").write_text("# Charts\n\n" + "\n".join(figures))
    assert main(["-C", str(root), "build"]) == 0
    zone = {"timezone_id": "America/Los_Angeles"}
    with serve(root / "site") as served, visiting(browser, served.url, **zone) as seen:
        walk(seen)
        yield seen


def test_every_chart_is_alive_as_it_was_drawn(charts: Visit) -> None:
    found: dict[str, Any] = {}
    for name in GALLERY:
        figure = charts.page.locator(f'nn-figure[data-name="{name}"]')
        pictures = [shown(figure.evaluate(take)) for take in (LIVE, STILL)]
        if wrong := differences(*pictures):
            found[name] = wrong[:4]
    assert found == {}
    assert charts.errors() == [] and charts.abroad == []
