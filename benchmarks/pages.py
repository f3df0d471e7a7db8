"""The claims about a reader's page: what it weighs, and how long a slow phone waits."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser

from benchmarks.browser import LAPTOP, PHONE, Opening, chromium, fresh_page, opened, settled
from benchmarks.measure import Failed
from benchmarks.serving import Served, serving
from benchmarks.sites import Site, Sites
from benchmarks.table import Kind, Row

VEGA = "assets/runtime/vega.js"


def weight(given: Sites) -> list[Row]:
    """What the heaviest lesson's page fetches before the first scroll, gzipped, without Vega's bundle."""
    found: dict[str, tuple[int, int]] = {}
    for site in (given.own, given.generated):
        with _reading(site) as (browser, served):
            for address, device in _lessons(site, given, (PHONE, LAPTOP)):
                given.progress.say(f"weight: {address}")
                page, vega = weigh(browser, served, address, device)
                found[site.title] = max(found.get(site.title, (0, 0)), (page, vega))
    what = "heaviest lesson of "
    return [
        Row("page weight", what + title, page / 1000, vega / 1000, "Vega, not counted", 160, Kind.VALUE, "kB")
        for title, (page, vega) in found.items()
    ]


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
    rounds, rows = given.effort.of(5, 1), []
    for site in (given.own, given.generated):
        slowest: dict[str, float] = {}
        with _reading(site) as (browser, served):
            for address, device in _lessons(site, given, (PHONE,)):
                given.progress.say(f"slow phone: {address}")
                for part, seconds in waits(browser, served.address + address, device, rounds).items():
                    slowest[part] = max(slowest.get(part, 0.0), seconds)
        if not slowest:
            raise Failed(f"no lesson of {site.title} has a figure in view")
        for part, limit in (("pictures", 1.0), ("live", 2.4)):
            what = f"{part} in view, slowest lesson of {site.title}"
            rows.append(Row("slow phone", what, slowest[part], None, "", limit, Kind.VALUE, rounds=rounds))
    return rows


def waits(browser: Browser, address: str, device: dict[str, Any], rounds: int) -> dict[str, float]:
    """Medians of `rounds` cold openings after one that is thrown away; empty where no figure is in view."""
    openings: list[Opening] = []
    for _ in range(rounds + 1):
        with fresh_page(browser, device, slow=True) as page:
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


def _lessons(
    site: Site, given: Sites, devices: tuple[dict[str, Any], ...]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every lesson's address below the site: its top, and its first figure (where a link to that leads).

    At the top readers arrive; at the other a figure is sure to be in view. Generated lessons are all alike.
    """
    pages = site.lessons if site is given.own else site.lessons[:1]
    for page in pages:
        for device in devices:
            yield f"{page.stem}/", device
            yield f"{page.stem}/#{first_figure(page.read_text('utf-8'))}", device


def first_figure(markdown: str) -> str:
    """The anchor of the first figure of a lesson: its name, which is the stem of its picture."""
    _, found, rest = markdown.partition("](figures/")
    if not found:
        raise Failed("a lesson without figures")
    return rest.partition(".svg")[0].rpartition("/")[2]
