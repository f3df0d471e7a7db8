"""The claims about a reader's page: what it weighs, and how long a slow phone waits."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.browser import LAPTOP, PHONE, Opening, chromium, fresh_page, opened, settled
from benchmarks.measure import Failed
from benchmarks.serving import Served, serving
from benchmarks.sites import Site, Sites
from benchmarks.table import Kind, Row

VEGA = "assets/runtime/vega.js"
DEVICES = (PHONE, LAPTOP)
LIMIT = 160
"""Kilobytes of a page; a lesson that brings a network and its digits along may weigh more."""

HEAVY = {"": 160, "digit-ocr/": 200, "what-it-bears/": 200, "five-to-six/": 250}


def weight(given: Sites) -> list[Row]:
    """What the heaviest lesson's page fetches before the first scroll, gzipped, without Vega's bundle."""

    def measure(site: Site) -> list[Row]:
        with _reading(site) as (browser, served):
            given.progress.say(f"page weight: {site.title}")
            weights = {
                address: max(weigh(browser, served, address, device) for device in DEVICES)
                for address in map(address_of, site.lessons)
            }
        heavy = {address: limit for address, limit in HEAVY.items() if address in weights}
        heaviest = max((address for address in weights if address not in heavy), key=weights.__getitem__)
        rows = []
        for address, limit in {heaviest: LIMIT, **heavy}.items():
            kilobytes = (part / 1000 for part in weights[address])
            what = f"{address or 'the front page'}" + (
                f", heaviest of {site.title}" if address == heaviest else ""
            )
            rows.append(Row("page weight", what, *kilobytes, "Vega, not counted", limit, Kind.VALUE, "kB"))
        return rows

    return given.each("page weight", measure)


def weigh(browser: Browser, served: Served, address: str, device: dict[str, Any]) -> tuple[int, int]:
    """Gzipped bytes that opening a page takes without Vega, and those of Vega."""
    with fresh_page(browser, device) as page:
        before = len(served.sent)
        settled(page, served.address + address)
        sizes: Counter[bool] = Counter()
        for path, size in served.sent[before:]:
            sizes[path.endswith(VEGA)] += size
    return sizes[False], sizes[True]


def phone(given: Sites) -> list[Row]:
    """A slow phone, nothing cached, the slowest lesson: the pictures in view there, and all of them live."""
    rounds = given.effort.of(5, 1)

    def measure(site: Site) -> list[Row]:
        with _reading(site) as (browser, served):
            given.progress.say(f"slow phone: {site.title}")
            found = {address: waits(browser, served.address + address, rounds) for address in addresses(site)}
        rows = []
        for part, limit in (("pictures", 1.0), ("live", 2.4)):
            seconds, address = max((wait[part], address) for address, wait in found.items() if wait)
            what = f"{address or 'the front page'}, {part} in view, slowest of {site.title}"
            rows.append(Row("slow phone", what, seconds, None, "", limit, Kind.VALUE, rounds=rounds))
        return rows

    return given.each("slow phone", measure)


def waits(browser: Browser, address: str, rounds: int) -> dict[str, float]:
    """Medians of `rounds` cold openings after one that is thrown away; empty where no figure is in view."""
    openings: list[Opening] = []
    for _ in range(rounds + 1):
        with fresh_page(browser, PHONE, slow=True) as page:
            opening = opened(page, address)
        if opening is None:
            return {}
        openings.append(opening)
    kept = openings[1:]
    return {
        "pictures": statistics.median(opening.painted for opening in kept),
        "live": statistics.median(opening.live for opening in kept),
    }


@contextmanager
def _reading(site: Site) -> Iterator[tuple[Browser, Served]]:
    with serving(site.folder / "site") as served, chromium() as browser:
        yield browser, served


def addresses(site: Site) -> Iterator[str]:
    """Every lesson's address below the site: its top, and its first figure (where a link to that leads).

    At the top readers arrive; at the other a figure is sure to be in view.
    """
    for page in site.lessons:
        yield address_of(page)
        yield f"{address_of(page)}#{first_figure(page.read_text('utf-8'))}"


def address_of(page: Path) -> str:
    """Where below the site the page written in `page` is: "" for the front page, else a folder."""
    return "" if page.stem == "index" else f"{page.stem}/"


def first_figure(markdown: str) -> str:
    """The anchor of the first figure of a lesson: its name, which is the stem of its picture."""
    _, found, rest = markdown.partition("](figures/")
    if not found:
        raise Failed("a lesson without figures")
    return rest.partition(".svg")[0].rpartition("/")[2]
