"""The claim about the lesson of the ways: how soon a place on the way is painted."""

from __future__ import annotations

from benchmarks.browser import alive
from benchmarks.frames import Changed, changed
from benchmarks.painted import judged
from benchmarks.sites import Sites
from benchmarks.table import Row

LESSON = "five-to-six/"
SLIDERS = (("way", "t"), ("way", "digit"), ("paths", "t"), ("units", "t"), ("who", "t"), ("editor", "t"))
"""The place on one way, an end of it, the same place on all ways, and in every other figure that has it."""


def slide(given: Sites) -> list[Row]:
    """From a move of a slider to the painted frame, with every figure of the lesson alive."""
    if given.own is None:
        return []
    given.progress.say("slide: coming alive")
    count = given.effort.of(80, 4)
    with alive(given.own.folder / "site", LESSON) as page:
        changes = []
        for figure, param in SLIDERS:
            given.progress.say(f"slide: {figure}, {param}")
            changes.append(changed(page, figure, param, count))
    return [row for change in changes for row in slide_rows(change)]


def slide_rows(change: Changed) -> list[Row]:
    """Two rows: the median and the 95th percentile."""
    return judged("slide", f"{change.figure}, {change.param}, ", change.ours, change.bare)
