"""Pages without any figure, for the modules of the runtime alone; and waiting until any page has drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from .harness import write_page
from .server import serve

LOAD = """async (names) => {
  const modules = await Promise.all(names.map((name) => import(new URL("runtime/" + name, location.href))));
  globalThis.nn = Object.assign({}, ...modules);
}"""
STILL = """() => new Promise((go) => {
  let [left, last] = [3, scrollY];
  const frame = () => {
    left = scrollY === last ? left - 1 : 3;
    last = scrollY;
    requestAnimationFrame(left ? frame : go);
  };
  requestAnimationFrame(frame);
})"""
TWO_FRAMES = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"


@contextmanager
def bare_page(browser: Browser, folder: Path, modules: Sequence[str]) -> Iterator[Page]:
    """A page in which `nn` has all that these modules export. It is served from `folder`, and the server
    stays with it as `page.served`.
    """
    write_page(folder, "")
    with serve(folder) as served, browser.new_page() as page:
        page.goto(served.url)
        page.evaluate(LOAD, list(modules))
        page.served = served  # type: ignore[attr-defined]
        yield page


def stands_still(page: Page) -> None:
    """Until the page does not scroll for three frames: what was asked for is seen, and drawn."""
    page.evaluate(STILL)


def has_drawn(page: Page) -> None:
    """Two frames: one to hear of a change, one to have drawn it."""
    page.evaluate(TWO_FRAMES)
