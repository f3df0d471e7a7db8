"""A real Chromium, found where Debian puts it. Without one these tests skip, except in CI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

from .apart import WAYS, Apart, open_apart
from .harness import three, write_page
from .server import Served, serve
from .stills import Stills, open_stills

ROOT = Path(__file__).parents[2]
WRITTEN = sorted(path.relative_to(ROOT / "content") for path in (ROOT / "content").rglob("*.md"))
PAGES = ["" if path.stem == "index" else f"{path.with_suffix('')}/" for path in WRITTEN]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TALL: dict[str, Any] = {"viewport": {"width": 1280, "height": 1100}}
MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark", "reduced_motion": "reduce"},
    "phone": PHONE,
}
# The page of three figures anew, as instant navigation makes one: first the address, which is a new one each
# time, then the article. What an earlier page has still to write into its own address goes nowhere.
SWAP = """async (query) => {
  window.times = (window.times ?? 0) + 1;
  window.fresh ??= new DOMParser()
    .parseFromString(await (await fetch("index.html")).text(), "text/html").querySelector("article");
  history.replaceState(null, "", window.times + query);
  scrollTo(0, 0);
  document.querySelector("article").replaceWith(document.importNode(window.fresh, true));
}"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def chromium() -> str:
    """The path of a Chromium; skips the test where there is none, and fails it in CI."""
    if found := next(filter(None, map(shutil.which, BROWSERS)), None):
        return found
    reason = "no Chromium or Chrome on PATH: on Debian, `apt-get install chromium`"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def until(page: Page, condition: str, arg: Any = None, timeout: float = 20_000) -> None:
    """Waits until `condition`, an expression or a function of `arg`, holds: also where no `eval` is allowed,
    which Playwright's own waiting needs. `timeout` in milliseconds."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(condition, arg):
        if time.monotonic() > end:
            raise Late(f"after {timeout / 1000:g} s still not: {condition}")
        page.wait_for_timeout(30)


class Visit:
    """An open page, with what it said and asked for. `settle` fails the test on anything amiss."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.said: list[str] = []
        self.abroad: list[str] = []
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "blob:")):
            self.abroad.append(url)

    def errors(self) -> list[str]:
        return [line for line in self.said if line.startswith("error")]

    def alive(self, *names: str, timeout: float = 20_000) -> None:
        """Waits until the figures of these names are live. Of one that asks first, the reader wants to be
        shown the answer.
        """
        for name in names:
            figure = f'nn-figure[data-name="{name}"]'
            there = ':is([data-state="live"], [data-state="asks"])'
            self.page.wait_for_selector(figure + there, timeout=timeout)
            if self.page.locator(f'{figure}[data-state="asks"]').count():
                self.page.locator(f"{figure} .nn-guess__skip").click()
            self.page.wait_for_selector(f'{figure}[data-state="live"]', timeout=timeout)


@contextmanager
def visiting(browser: Browser, url: str, *, before: str = "", **context: Any) -> Iterator[Visit]:
    """Opens an address in a fresh context, in which `before` runs ahead of every page."""
    made = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **context})
    try:
        page = made.new_page()
        if before:
            page.add_init_script(before)
        visit = Visit(page, "/".join(url.split("/")[:3]))
        page.goto(url, wait_until="load")
        yield visit
    finally:
        made.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens an address in a fresh context; at the end no console error, no request to another host."""
    with ExitStack() as stack:
        visits: list[Visit] = []

        def open_page(url: str, *, tidy: bool = True, before: str = "", **context: Any) -> Visit:
            visit = stack.enter_context(visiting(browser, url, before=before, **context))
            if tidy:
                visits.append(visit)
            return visit

        yield open_page
        for visit in visits:
            assert visit.errors() == []
            assert visit.abroad == []


@pytest.fixture
def harness(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serves a page with the given body: `harness(lambda folder: write_figure(folder, …))`."""
    with ExitStack() as stack:

        def put(body: Callable[[Path], str], headers: dict[str, str] | None = None) -> Served:
            write_page(tmp_path, body(tmp_path))
            return stack.enter_context(serve(tmp_path, headers=headers))

        yield put


@pytest.fixture(scope="session")
def served_three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page of three figures written by hand: see `harness.three`."""
    folder = tmp_path_factory.mktemp("three")
    write_page(folder, three(folder))
    with serve(folder) as served:
        yield served


@pytest.fixture(scope="module")
def opened_three(browser: Browser, served_three: Served) -> Iterator[Visit]:
    with visiting(browser, served_three.url, **TALL) as seen:
        yield seen


@pytest.fixture
def at(opened_three: Visit) -> Iterator[Callable[..., Visit]]:
    """The page of three figures anew, at an address with this query, its first figure alive."""
    seen, visited = opened_three, opened_three.page

    def swap(query: str = "", *, alive: bool = True) -> Visit:
        seen.said.clear()
        visited.evaluate(SWAP, query)
        if alive:
            seen.alive("cube")
        return seen

    visited.emulate_media(media="screen", reduced_motion="no-preference")
    visited.set_viewport_size(TALL["viewport"])
    yield swap
    assert seen.errors() == [] and seen.abroad == []


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
def stills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stills]:
    """Draws the site's figures, with whatever parameters set, without a browser."""
    with open_stills(tmp_path_factory.mktemp("stills")) as made:
        yield made


@pytest.fixture(scope="session")
def five(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Apart]]:
    """The figures of the ways on one page without a browser: `five("way")`."""
    with open_apart(tmp_path_factory.mktemp("five"), WAYS, {}) as page:
        yield lambda name: Apart(page, name)


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Paths below the site, as links spell them. (404.html expects the root that `site_url` names.)"""
    found = sorted(site.rglob("*.html"))
    paths = [path.relative_to(site).as_posix().removesuffix("index.html") for path in found]
    return [path for path in paths if path != "404.html"]


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


def walk(visit: Visit) -> int:
    """Brings every figure of the page on screen until it is live; says how many there are."""
    figures = visit.page.locator("nn-figure")
    for index in range(figures.count()):
        figures.nth(index).evaluate("(figure) => figure.scrollIntoView({behavior: 'instant'})")
        name = figures.nth(index).get_attribute("data-name") or ""
        visit.alive(name, timeout=30_000)
    return figures.count()
