"""A way from left to right and the decision through it, at the places of `runtime/units-along.js`."""

from __future__ import annotations

from collections.abc import Sequence

from nnexplain.charts import along
from nnexplain.charts.drawn import Path, Word, printed, short

WAY = along.Box(34, 57, 404, 18)
WORDS, HALF = 44, 62

Course = Sequence[tuple[float, float, int]]


def edge(place: int, count: int) -> float:
    """Where one of `count` places begins, which reaches half-way to its neighbours."""
    return WAY.across(min(1.0, max(0.0, (place - 0.5) / (count - 1))))


def places(t: float) -> str:
    """How far along, in words."""
    return printed(t, ".2f")


def marks(course: Course, t: float, bottom: float) -> list[Path | Word]:
    """The band of what is said, the decision down to `bottom`, and where the page stands.

    `course` is what `along.stretches` tells: from where to where which answer is given.
    """
    turns = [start for start, _, _ in course[1:]]
    lines = [f"M{short(WAY.across(turn))},{short(WAY.y + WAY.height)}V{short(bottom)}" for turn in turns]
    here, right = short(WAY.across(t)), WAY.x + WAY.width
    at = max(WAY.x + HALF, min(right - HALF, WAY.across(turns[-1] if turns else 0.5)))
    decision = f"decision at {places(turns[-1])}" if turns else "no decision"
    ends = [("start", WAY.x, "left"), ("half-way", WAY.across(0.5), "center"), ("end", right, "right")]
    return [
        *along.band(course, WAY),
        *(Path(line, "ink", width=1, dash=(4, 4)) for line in lines[:-1]),
        *(Path(line, "ink", width=2) for line in lines[-1:]),
        Path(f"M{here},{short(WAY.y)}V{short(bottom)}", "focus", width=2),
        Path(f"M{here},{short(bottom)}l5,8h-10z", "focus"),
        *(Word(x, bottom + 19, words, "muted", align=align) for words, x, align in ends),
        Word(at, WORDS, decision, weight=600, align="center", halo=True),
    ]
