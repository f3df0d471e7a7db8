"""The real site, every page of it, as readers meet it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from .conftest import Visit
from .server import Served, serve

ROOT = Path(__file__).parents[2]
Open = Callable[..., Visit]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark-phone": {**PHONE, "color_scheme": "dark", "reduced_motion": "reduce"},
}
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


@pytest.fixture(scope="session")
def site(browser: Browser) -> Path:
    """The built site; building it costs half a second where it is up to date."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "nnexplain", "build"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return ROOT / "site"


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[Served]:
    with serve(site, "/project/") as served:
        yield served


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Paths below the site, as links spell them. (404.html expects the root that `site_url` names.)"""
    found = sorted(site.rglob("*.html"))
    paths = [path.relative_to(site).as_posix().removesuffix("index.html") for path in found]
    return [path for path in paths if path != "404.html"]


def walk(visit: Visit) -> int:
    """Brings every figure of the page on screen until it is live; says how many there are."""
    figures = visit.page.locator("nn-figure")
    for index in range(figures.count()):
        figures.nth(index).evaluate("(figure) => figure.scrollIntoView({behavior: 'instant'})")
        name = figures.nth(index).get_attribute("data-name") or ""
        visit.alive(name, timeout=30_000)
    return figures.count()


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


@pytest.fixture
def at_home(site: Path, tmp_path: Path) -> Iterator[Served]:
    """The site where its sitemap says it is: Material swaps only pages that it finds there."""
    shutil.copytree(site, tmp_path / "site")
    with serve(tmp_path / "site") as served:
        sitemap = tmp_path / "site" / "sitemap.xml"
        sitemap.write_text(
            re.sub(r"<loc>https?://[^/<]*/", f"<loc>{served.url}", sitemap.read_text("utf-8")), "utf-8"
        )
        yield served


def growth(seen: Visit, live: bool) -> dict[str, int]:
    """What the browser holds more after three rounds to and fro than after one, once rubbish is collected."""
    page = seen.page
    memory = page.context.new_cdp_session(page)
    counts: list[dict[str, int]] = []
    page.evaluate("window.same = true")
    for _ in range(4):
        page.wait_for_selector('nn-figure[data-name="cube"]')
        if live:
            walk(seen)
        page.locator("a.md-logo").first.click()
        page.wait_for_selector('nn-figure[data-name="cube"]', state="detached")
        if live:
            walk(seen)
        page.wait_for_timeout(300)
        memory.send("HeapProfiler.collectGarbage")
        counts.append(memory.send("Memory.getDOMCounters"))
        page.locator("article a[href$='one-neuron/']").first.click()
    assert page.evaluate("window.same"), "the host reloaded the page: this tested nothing"
    return {kind: counts[3][kind] - counts[0][kind] for kind in counts[0]}


def test_pages_that_come_and_go_leave_nothing(at_home: Served, visit: Open) -> None:
    """To and fro by Material's instant navigation: figures live each time, and nothing of ours piles up.

    Material itself keeps the pages it takes away; so this compares with the same walk without the runtime.
    """
    url = at_home.url + "one-neuron/"
    bare = visit(url, before="customElements.define = () => {};")
    without = growth(bare, live=False)
    ours = growth(visit(url), live=True)
    assert ours["jsEventListeners"] <= without["jsEventListeners"]
    assert ours["nodes"] <= without["nodes"] + 30
