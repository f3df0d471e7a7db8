"""A slider with a strip below it that says what is answered at every setting, as marks for `plan`.

The widget draws the same at the same places (`runtime/knob-slider.js`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from nnexplain.charts.plan import Box, Dot, Mark, Word

WIDTH, HEIGHT = 352, 164
LEFT, RIGHT, TRACK, TOP, BOTTOM, LABELS, NOTES = 10, 342, 38, 60, 124, 139, 157
ROOM, WIDE, NEEDLE = 40, 76, 10


def strip(
    stretches: Sequence[tuple[float, float, int]],
    *,
    title: str,
    own: float,
    plain: int,
    label: Callable[[float], str],
    sure: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> tuple[list[Mark], list[tuple[float, float]]]:
    """The marks of a slider that stands at `own`, and the curve to fill `under` them down to `BOTTOM`.

    `stretches` (from, to, answer) cover all its settings; those with another answer than `plain` are
    darker. `label` prints a setting, `sure` gives the probability of the answer at settings (n,).
    """
    low, high = stretches[0][0], stretches[-1][1]

    def at(setting: float) -> float:
        return LEFT + (RIGHT - LEFT) * (setting - low) / (high - low)

    here = at(own)
    side, align = (LEFT, "left") if here > (LEFT + RIGHT) / 2 else (RIGHT, "right")
    marks: list[Mark] = [
        Word(0, 4, title, 13, 600),
        Word(RIGHT, 4, label(own), 20, 600, "right"),
        Word(side, NOTES, "height: how sure", 12, 400, align, "muted"),
        Box(LEFT - 10, TRACK - 1, RIGHT - LEFT + 20, 2, "rule-strong"),
        Dot(here, TRACK, 10, paint="focus"),
        Box(here - 1, TRACK, 2, TOP + NEEDLE - TRACK, "focus"),
        Dot(here, BOTTOM + 6, 4.5, "triangle-up", "muted"),
        Word(min(RIGHT - 16, max(LEFT + 16, here)), NOTES, "trained", align="center", paint="muted"),
        Box(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, edge="rule-strong"),
    ]
    for start, end, digit in stretches:
        x, width = at(start), at(end) - at(start)
        if digit != plain:
            marks.append(Box(x, TOP, width, BOTTOM - TOP, "rule"))
        if width >= 14:
            words = f"says {digit}" if width >= WIDE else str(digit)
            marks.append(Word(x + width / 2, (TOP + BOTTOM) / 2, words, 20, 600, "center"))
    flips = [start for start, _, _ in stretches[1:]]
    marks += [Box(at(flip) - 0.75, TRACK - 12, 1.5, BOTTOM - TRACK + 16, "ink") for flip in flips]
    marks += _labels(flips, (low, high), at, label)
    settings = np.sort([*np.linspace(low, high, 49), *flips])
    heights = BOTTOM - (BOTTOM - TOP) * sure(settings)
    return marks, [(float(at(t)), float(y)) for t, y in zip(settings, heights, strict=True)]


def _labels(
    flips: Sequence[float],
    ends: tuple[float, float],
    at: Callable[[float], float],
    label: Callable[[float], str],
) -> list[Mark]:
    """The numbers below: the flips first, then the ends where there is room."""
    marks: list[Mark] = []
    for setting in (*flips, *ends):
        if any(abs(at(setting) - mark.x) < ROOM for mark in marks):
            continue
        if setting in ends:
            text = f"{setting:.0f}".replace("-", "−")
            marks.append(Word(at(setting), LABELS, text, align="center", paint="muted"))
        else:
            marks.append(Word(at(setting), LABELS, label(setting), 12, 600, "center"))
    return marks
