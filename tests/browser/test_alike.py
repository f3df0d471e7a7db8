"""A page with every chart of the gallery: what comes alive shows what its picture showed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from nnexplain.cli import main
from nnexplain.project import Project
from tests.gallery import GALLERY
from tests.plain import differences, shown

from .conftest import ROOT, Visit, until, visiting, walk
from .server import serve

PROJECT = Project(ROOT)
CONFIG = """
site_name: Charts
docs_dir: content
theme: {name: material, font: false}
extra: {generator: false}
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
def charts(tmp_path_factory: pytest.TempPathFactory, browser: Browser, site: Path) -> Iterator[Visit]:
    """The page, open in another zone than the builder's, every figure on it alive."""
    root = tmp_path_factory.mktemp("charts")
    (root / "build").mkdir()
    # What the site's own build has learnt and bundled for every site, so that this one need not again.
    for known in (PROJECT.state / "memory", PROJECT.runtime):
        shutil.copytree(known, root / known.relative_to(ROOT))
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


def test_what_is_selected_is_in_the_address_and_comes_back_by_it(charts: Visit, browser: Browser) -> None:
    """A brush over the left view filters the right one, here, by the link, and no more after a reset."""
    page = charts.page
    figure = page.locator('nn-figure[data-name="brush-and-bars"]')
    figure.evaluate("(figure) => figure.scrollIntoView({behavior: 'instant', block: 'center'})")
    before = shown(figure.evaluate(LIVE))
    box = figure.locator(".nn-live").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_url("**brush=**", timeout=10_000)
    brushed = shown(figure.evaluate(LIVE))
    assert differences(brushed, before, near=1.5)
    with visiting(browser, page.url, timezone_id="America/Los_Angeles") as again:
        again.page.locator('nn-figure[data-name="brush-and-bars"]').scroll_into_view_if_needed()
        again.alive("brush-and-bars")
        anew = shown(again.page.locator('nn-figure[data-name="brush-and-bars"]').evaluate(LIVE))
        # Vega makes room for the edge of a brush that is there from the start.
        assert differences(anew, brushed, near=1.5) == [] and again.errors() == []
    figure.locator(".nn-reset").click()
    until(page, "!location.search.includes('brush')", timeout=10_000)
    assert differences(shown(figure.evaluate(LIVE)), before, near=1.5) == []
