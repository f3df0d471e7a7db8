"""Matrices and networks as straight strokes: one rule a connection, a cell or a dot.

Still pictures join strokes of one paint (`nnexplain.figures.strokes`), so thousands of weights weigh little.
Places are in pixels of the panel, from its upper left corner.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from nnexplain.charts.theme import sans_text, token

Box = tuple[float, float, float, float]
Word = tuple[float, float, str, str]

INSET = 1 / 6
"""A cell of a negative number is smaller, by this share of its side at every edge."""


def shades(matrix: ArrayLike, full: float, steps: int) -> Any:
    """Whole numbers from −`steps` to `steps`, which is the shade of `full` and of all that is stronger."""
    return np.clip(np.round(np.asarray(matrix) / full * steps), -steps, steps).astype(int)


def cell_strokes(
    matrix: ArrayLike, corner: tuple[float, float], cell: tuple[float, float], full: float, steps: int
) -> pd.DataFrame:
    """A matrix with its upper left corner at `corner`, its cells `cell` (width, height), as level strokes.

    Columns: x, x2, y, width (of the stroke), strength (0 to 1, in `steps`), against (whether the number is
    negative). Positive neighbours of one shade share a stroke; what rounds to nothing has none.
    """
    wide, high = cell
    strokes = []
    for row, line in enumerate(shades(matrix, full, steps)):
        starts = np.flatnonzero((np.diff(line, prepend=line[0] + 1) != 0) | (line < 0))
        for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
            inset = INSET if line[start] < 0 else 0.0
            ends = (corner[0] + (start + inset) * wide, corner[0] + (end - inset) * wide)
            strokes.append((*ends, corner[1] + (row + 0.5) * high, high * (1 - 2 * inset), line[start]))
    table = pd.DataFrame(strokes, columns=["x", "x2", "y", "width", "shade"])
    table = table[table["shade"] != 0]
    return table.assign(strength=table["shade"].abs() / steps, against=table["shade"] < 0)


def strokes(table: pd.DataFrame, size: tuple[float, float], **style: Any) -> alt.Chart:
    """Strokes from x, y to x2, y2 (to x2 on the level, without y2) in a panel of `size`, as `style` says."""
    across = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, size[0]], nice=False, zero=False))
    down = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[size[1], 0], nice=False, zero=False))
    ends = {name: name for name in ("x2", "y2") if name in table}
    chart: alt.Chart = alt.Chart(table).mark_rule(**style).encode(x=across, y=down, **ends)
    return chart


def painted(table: pd.DataFrame, size: tuple[float, float], **against: Any) -> list[alt.Chart]:
    """Strokes with the columns width, strength and against: hue for the sign, opacity for the strength.

    `against` is the style that tells negative strokes by more than their hue, as a dash does.
    """
    marks = []
    for negative, part in table.groupby("against"):
        style = against if negative else {}
        chart = strokes(part, size, stroke=token("neg" if negative else "pos"), **style)
        opacity = alt.Opacity("strength:Q", scale=None)
        marks.append(chart.encode(opacity=opacity, strokeWidth=alt.StrokeWidth("width:Q", scale=None)))
    return marks


def dots(places: ArrayLike, size: tuple[float, float], colour: str, width: float, cap: str = "round") -> Any:
    """A dot or, with a square `cap`, a square at each of `places` (n, 2)."""
    table = pd.DataFrame(np.asarray(places), columns=["x", "y"])
    return strokes(table.assign(x2=table.x), size, stroke=token(colour), strokeWidth=width, strokeCap=cap)


def outlines(
    boxes: Iterable[Box], size: tuple[float, float], colour: str, width: float, out: float = 0
) -> alt.Chart:
    """The outlines of boxes (x, y, width, height), each `out` pixels around its box."""
    rows = []
    for left, top, wide, high in boxes:
        x, y, right, low = left - out, top - out, left + wide + out, top + high + out
        corners = [(x, y), (right, y), (right, low), (x, low)]
        rows += [(*a, *b) for a, b in zip(corners, corners[1:] + corners[:1], strict=True)]
    table = pd.DataFrame(rows, columns=["x", "y", "x2", "y2"])
    return strokes(table, size, stroke=token(colour), strokeWidth=width, strokeCap="square")


def words(rows: Iterable[Word], size: tuple[float, float], **style: Any) -> list[alt.Chart]:
    """Words (x, y, word, how it is aligned with x), in the middle of their height at y."""
    table = pd.DataFrame(list(rows), columns=["x", "y", "word", "align"])
    base = sans_text(style.pop("colour", token("muted"))) | style
    return [
        strokes(part, size).mark_text(**base | {"align": align}).encode(text="word:N")
        for align, part in table.groupby("align")
    ]


def key_strokes(place: tuple[float, float], steps: int, cell: float = 10) -> pd.DataFrame:
    """What the shades look like, from the strongest against to the strongest for, as `cell_strokes`."""
    row = [step / steps for step in range(-steps, steps + 1)]
    return cell_strokes([row], place, (cell, cell), 1.0, steps)
