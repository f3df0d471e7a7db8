"""The real site, every page of it, as readers meet it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import MODES, PHONE, Visit, walk
from .server import Served, serve

Open = Callable[..., Visit]
SHIFTS = """window.shifts = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const what = entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 120));
    if (!entry.hadRecentInput) window.shifts.push([entry.value, ...what]);
  }
}).observe({type: "layout-shift", buffered: true});"""
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'"
)


def test_there_are_pages_with_figures(pages: list[str], site: Path) -> None:
    assert "" in pages
    assert sum("<nn-figure" in (site / path / "index.html").read_text("utf-8") for path in pages) >= 2


@pytest.mark.parametrize("mode", MODES)
def test_every_figure_of_every_page_comes_alive(
    served: Served, pages: list[str], visit: Open, mode: str
) -> None:
    """Nothing moves meanwhile, nothing is too wide, and the console stays empty."""
    for path in pages:
        seen = visit(served.url + path, before=SHIFTS, **MODES[mode])
        walk(seen)
        wide = seen.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1] <= MODES[mode].get("viewport", {}).get("width", 1280), path
        shifts = seen.page.evaluate("window.shifts")
        assert sum(size for size, *_ in shifts) <= 0.02, (path, shifts)
        assert [line for line in seen.said if not line.startswith("log")] == [], path


@pytest.mark.parametrize(("mode", "dark"), [("light", False), ("dark", True)])
def test_the_scheme_follows_the_device(served: Served, visit: Open, mode: str, dark: bool) -> None:
    page = visit(served.url, color_scheme=mode).page
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(22, 24, 29)" if dark else "rgb(255, 253, 248)")


def test_without_script_every_page_has_its_pictures(served: Served, pages: list[str], visit: Open) -> None:
    for path in pages:
        page = visit(served.url + path, java_script_enabled=False, **PHONE).page
        panels = page.locator(".nn-panel").count()
        assert page.locator(".nn-panel > svg.nn-static:visible").count() == panels, path
        assert not any(part.is_visible() for part in page.locator(".nn-controls").all()), path
        assert page.locator("h1").first.is_visible(), path


def test_under_a_strict_policy(site: Path, pages: list[str], visit: Open) -> None:
    with serve(site, headers={"Content-Security-Policy": POLICY}) as strict:
        for path in pages:
            seen = visit(strict.url + path)
            walk(seen)
            assert [line for line in seen.said if "Content Security Policy" in line] == [], path


def test_links_that_set_figures_do(served: Served, pages: list[str], visit: Open) -> None:
    """Every link of the form ?name=value, followed: the reader stays, and no value is refused."""
    for path in pages:
        seen = visit(served.url + path)
        walk(seen)
        seen.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        links = seen.page.locator("article a[href*='?']")
        for index in range(links.count()):
            if "127.0.0.1" in links.nth(index).evaluate("(link) => link.host"):
                links.nth(index).click()
        assert seen.page.evaluate("location.origin + location.pathname") == served.url + path
        assert [line for line in seen.said if "cannot be" in line] == [], path
