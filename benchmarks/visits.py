"""The claims about a visit: whether anything shifts, and whether the page ever stops answering."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

from benchmarks.browser import LAPTOP, PHONE, chromium, fresh_page, settled, walked
from benchmarks.pages import address_of
from benchmarks.serving import serving
from benchmarks.sites import Sites
from benchmarks.table import Kind, Row

SHIFT, TASK = 0.02, 200.0
"""The cumulative layout shift of a whole page, and the milliseconds of one task, at most."""

# Sums every shift, not only the worst five seconds as the Web Vitals do; a script's scrolling is no input, so
# none is excused. The browser tells of tasks from 50 ms on.
OBSERVE = """
(() => {
  const noted = (globalThis.__noted = { shift: 0, shifts: [], tasks: [] });
  const name = ({ node }) => node?.className?.baseVal ?? (node?.className || node?.nodeName);
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      noted.shift += value;
      noted.shifts.push([value, sources.map(name)]);
    }
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) noted.tasks.push(duration);
  }).observe({ type: "longtask", buffered: true });
})();
"""
# A third of a screen at a time, ten times a second.
SCROLL = """
async () => {
  const end = document.documentElement;
  while (scrollY + innerHeight < end.scrollHeight - 1) {
    scrollBy({ top: innerHeight / 3, behavior: "instant" });
    await new Promise((done) => setTimeout(done, 100));
  }
}
"""


@dataclass(frozen=True)
class Visit:
    """One visit of a page, scrolled through until all its figures were alive.

    `shift` has no unit; `arriving` and `scrolling` are the longest tasks in ms, 0 where none reached 50 ms.
    """

    shift: float
    arriving: float
    scrolling: float


def visited(browser: Browser, address: str, device: dict[str, Any]) -> Visit:
    """Open `address` with nothing cached, rest until it is quiet, then scroll to its end.

    First as somebody scrolls who does not wait for anything, then from figure to figure.
    """
    with fresh_page(browser, device) as page:
        page.add_init_script(OBSERVE)
        settled(page, address)
        early = page.evaluate("() => globalThis.__noted.tasks.length")
        page.evaluate(SCROLL)
        page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
        walked(page)
        page.wait_for_timeout(500)
        noted = page.evaluate("() => globalThis.__noted")
    tasks = noted["tasks"]
    return Visit(noted["shift"], max(tasks[:early], default=0), max(tasks[early:], default=0))


def shift(given: Sites) -> list[Row]:
    """All layout shifts of a page from its top to its end, every figure coming alive on the way."""
    rows = []
    for title, device in (("desktop", LAPTOP), ("phone", PHONE)):
        found = _visits(given, "layout shift", device, given.effort.of(3, 1))
        shifts = {page: max(visit.shift for visit in visits) for page, visits in found.items()}
        if shifts:
            page = max(shifts, key=shifts.__getitem__)
            what = f"{page or 'the front page'} on a {title}, worst visit of the worst page"
            rows.append(
                Row("layout shift", what, shifts[page], None, "", SHIFT, Kind.VALUE, "", len(found[page]))
            )
    return rows


def longtask(given: Sites) -> list[Row]:
    """The longest task of every lesson while it loads, and while its other figures come alive."""
    rows = []
    for page, visits in _visits(given, "longest task", LAPTOP, given.effort.of(5, 1)).items():
        for part, values in (
            ("loading", [visit.arriving for visit in visits]),
            ("scrolling through", [visit.scrolling for visit in visits]),
        ):
            middle = statistics.median(values)
            what = f"{page or 'the front page'}, {part}"
            rows.append(Row("longest task", what, middle, None, "", TASK, Kind.VALUE, "ms", len(visits)))
    return rows


def _visits(given: Sites, claim: str, device: dict[str, Any], rounds: int) -> dict[str, list[Visit]]:
    """`rounds` visits of every lesson of the repository's own site."""
    found: dict[str, list[Visit]] = {}
    if given.own is None:
        return found
    with serving(given.own.folder / "site") as served, chromium() as browser:
        for page in given.own.lessons:
            given.progress.say(f"{claim}: {page.stem}")
            path = address_of(page)
            found[path] = [visited(browser, served.address + path, device) for _ in range(rounds)]
    return found
