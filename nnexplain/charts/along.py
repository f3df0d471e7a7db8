"""What is said along a way, as marks for `drawn`: bands of answers, lines over the way, rows of film.

The widgets draw the same at the same places (`runtime/way-band.js`, `way-strip.js`, `way-lines.js`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from nnexplain.charts.drawn import Path, Word, short

ROOM, WIDE = 12, 64
LOW, APART = 0.06, 15


@dataclass(frozen=True)
class Box:
    """A part of a panel, in CSS pixels from its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def outline(self) -> str:
        wide, high = short(self.width), short(self.height)
        return f"M{short(self.x)},{short(self.y)}h{wide}v{high}h-{wide}z"

    def across(self, t: float) -> float:
        return self.x + t * self.width


def stretches(said: ArrayLike) -> list[tuple[float, float, int]]:
    """From where to where which answer is given, of answers at places evenly from 0 to 1, at least two.

    An answer changes halfway between two places.
    """
    answers = np.asarray(said)
    if answers.ndim != 1 or len(answers) < 2:
        raise ValueError(f"answers have the shape {answers.shape}; allowed: (2 or more places,)")
    turns = np.flatnonzero(answers[1:] != answers[:-1])
    edges = [0.0, *((turns + 0.5) / (len(answers) - 1)).tolist(), 1.0]
    digits = [int(answers[0]), *(int(answers[turn + 1]) for turn in turns)]
    return list(zip(edges[:-1], edges[1:], digits, strict=True))


def band(course: Sequence[tuple[float, float, int]], box: Box) -> list[Path | Word]:
    """A band of `stretches`: darker where the last answer is given, dark where one that is neither the
    first nor the last.
    """
    first, last = course[0][2], course[-1][2]
    fills: dict[str, str] = {}
    words: list[Path | Word] = []
    for start, end, digit in course:
        paint = "panel" if digit == first else "rule" if digit == last else "ink"
        wide, middle = (end - start) * box.width, box.across((start + end) / 2)
        fills[paint] = fills.get(paint, "") + Box(box.across(start), box.y, wide, box.height).outline()
        if wide >= ROOM:
            text, colour = (
                f"says {digit}" if wide >= WIDE else str(digit),
                "panel" if paint == "ink" else "ink",
            )
            words.append(Word(middle, box.y + box.height / 2, text, colour, 13, 600, "center"))
    turns = "".join(
        f"M{short(box.across(end), 2)},{short(box.y - 3)}v{short(box.height + 6)}"
        for _, end, _ in course[:-1]
    )
    paths = [Path(d, paint) for paint, d in fills.items() if paint != "panel"]
    frame = Path(box.outline(), "rule-strong", width=1)
    return [*paths, frame, *([Path(turns, "ink", width=1.5)] if turns else []), *words]


def here(t: float, box: Box) -> Path:
    """Where the page stands."""
    return Path(f"M{short(box.across(t), 2)},{short(box.y)}v{short(box.height)}", "focus", width=2)


def curves(shares: ArrayLike, said: set[int], box: Box) -> list[Path | Word]:
    """Lines of `shares` (places, answers), 0 to 1, over the way; those of answers that are given are strong.

    A line that rises above a sixteenth has its digit at its top.
    """
    rows = np.asarray(shares, dtype=float)
    xs = np.linspace(box.x, box.x + box.width, len(rows))
    ys = box.y + box.height * (1 - rows)
    parts: list[Path | Word] = []
    for digit in range(rows.shape[1]):
        points = zip(xs, ys[:, digit], strict=True)
        d = "M" + "L".join(f"{short(x)},{short(y)}" for x, y in points)
        strong = digit in said
        parts.append(Path(d, "ink" if strong else "muted", width=2.5 if strong else 1.25))
    named: list[tuple[float, float]] = []
    for digit in sorted(range(rows.shape[1]), key=lambda digit: float(ys[:, digit].min())):
        if rows[:, digit].max() <= LOW:
            continue
        top = int(ys[:, digit].argmin())
        x, y = min(max(box.x + 9, xs[top]), box.x + box.width - 9), ys[top, digit] - 9
        while any(abs(x - other) < APART and abs(y - height) < APART for other, height in named):
            y += APART
        named.append((x, y))
        strong = digit in said
        look = {"size": 14 if strong else 12, "weight": 700 if strong else 400}
        parts.append(Word(x, y, str(digit), "ink" if strong else "muted", align="center", halo=True, **look))
    return parts
