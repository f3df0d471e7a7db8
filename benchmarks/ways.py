"""The claim about the lesson of the ways: how soon a place on the way is painted."""

from __future__ import annotations

import statistics

from benchmarks.browser import LAPTOP, arrived, chromium, fresh_page, walked
from benchmarks.frames import SOON, SOONEST, Changed, changed, most
from benchmarks.serving import serving
from benchmarks.sites import Sites
from benchmarks.table import Kind, Row

LESSON = "five-to-six/"
SLIDERS = (("way", "t"), ("way", "digit"), ("paths", "t"), ("units", "t"), ("who", "t"), ("editor", "t"))
"""The place on one way, an end of it, the same place on all ways, and in every other figure that has it."""


def slide(given: Sites) -> list[Row]:
    """From a move of a slider to the painted frame, with every figure of the lesson alive."""
    if given.own is None:
        return []
    given.progress.say("slide: coming alive")
    count = given.effort.of(80, 4)
    with (
        serving(given.own.folder / "site") as served,
        chromium() as browser,
        fresh_page(browser, LAPTOP) as page,
    ):
        arrived(page, served.address + LESSON, "load")
        walked(page)
        changes = []
        for figure, param in SLIDERS:
            given.progress.say(f"slide: {figure}, {param}")
            changes.append(changed(page, figure, param, count))
    return [row for change in changes for row in slide_rows(change)]


def slide_rows(change: Changed) -> list[Row]:
    """Two rows: the median and the 95th percentile."""
    rows = []
    for word, score, limit in (("median", statistics.median, SOONEST), ("95th percentile", most, SOON)):
        values = score(change.ours), score(change.bare)
        what = f"{change.figure}, {change.param}, {word}"
        rows.append(Row("slide", what, *values, "one word", limit, Kind.VALUE, "ms", len(change.ours)))
    return rows
