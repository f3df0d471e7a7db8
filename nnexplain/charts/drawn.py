"""Pictures drawn by hand, for widgets that draw themselves in the page: paths and words at their places.

A path is in the coordinates of the panel, in CSS pixels, as the widget's own are; Vega knows such paths as
the shape of a symbol. Paths of one paint should be one path: every element costs the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from math import floor
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from nnexplain.charts.theme import outlined, panel, sans_text, token

STEPS = 16
"""Strengths of cells told apart, as in `runtime/instruments/cells.js`."""
INSET = 0.16
"""How much smaller a cell below zero is, at every side, in cells."""


@dataclass(frozen=True)
class Path:
    """`d` as in SVG, painted with the token `colour`: filled, or a line where it has a `width`.

    `ends` are those of lines: "butt" or "round".
    """

    d: str
    colour: str
    opacity: float = 1.0
    width: float = 0.0
    dash: tuple[float, ...] = ()
    ends: str = "butt"


@dataclass(frozen=True)
class Word:
    """Words at a place; `align` is left, center or right of it, `halo` keeps them readable on lines."""

    x: float
    y: float
    words: str
    colour: str = "ink"
    size: int = 12
    weight: int = 400
    align: str = "left"
    halo: bool = False


def drawn(
    parts: Iterable[Path | Word], params: tuple[alt.Parameter, ...], width: int, height: int
) -> alt.LayerChart:
    """The parts as one view of `width` × `height` with its parameters: the paths in order, words on top.

    Raises `ValueError` where there is nothing to draw.
    """
    paths: list[list[Path]] = []
    words: dict[tuple[Any, ...], list[Word]] = {}
    for part in parts:
        if isinstance(part, Word):
            style = (part.halo, part.colour, part.size, part.weight, part.align)
            words.setdefault(style, []).append(part)
        elif part.d and paths and _kind(paths[-1][0]) == _kind(part):
            paths[-1].append(part)
        elif part.d:
            paths.append([part])
    layers = [layer for group in paths for layer in _paths(group)]
    layers += [layer for group in words.values() for layer in _words(group)]
    if not layers:
        raise ValueError("there is nothing to draw")
    return panel(layers, params, width, height)


def joined(paths: Iterable[Path]) -> list[Path]:
    """The same with those of one paint as one path, for paths that do not lie on each other."""
    known: dict[Path, str] = {}
    for path in paths:
        paint = replace(path, d="")
        known[paint] = known.get(paint, "") + path.d
    fills_first = sorted(known.items(), key=lambda entry: bool(entry[0].width))
    return [replace(paint, d=d) for paint, d in fills_first]


def _kind(path: Path) -> tuple[bool, tuple[float, ...], str]:
    """What one layer can draw."""
    return bool(path.width), path.dash, path.ends


def _paths(paths: Sequence[Path]) -> list[alt.Chart]:
    first = paths[0]
    columns = {
        "d": [path.d for path in paths],
        "paint": [token(path.colour) for path in paths],
        "strength": [path.opacity for path in paths],
        "width": [path.width for path in paths],
    }
    # A symbol of size 4 has its path's own size.
    fixed = {"x": alt.value(0), "y": alt.value(0), "size": alt.value(4), "opacity": alt.value(1)}
    shape = alt.Shape("d:N", scale=None, sort=None)
    chart = alt.Chart(pd.DataFrame(columns))
    if not first.width:
        paint = {"fill": alt.Fill("paint:N", scale=None), "fillOpacity": _as_is("FillOpacity", "strength")}
        return [chart.mark_point(filled=True, strokeWidth=0).encode(**fixed, shape=shape, **paint)]
    line: dict[str, Any] = {"strokeCap": first.ends}
    if first.dash:
        line["strokeDash"] = list(first.dash)
    paint = {
        "stroke": alt.Stroke("paint:N", scale=None),
        "strokeOpacity": _as_is("StrokeOpacity", "strength"),
        "strokeWidth": _as_is("StrokeWidth", "width"),
    }
    mark = chart.mark_point(filled=False, **line)
    return [mark.encode(**fixed, shape=shape, **paint)]


def _as_is(channel: str, field: str) -> Any:
    return getattr(alt, channel)(f"{field}:Q", scale=None)


def _words(words: Sequence[Word]) -> list[alt.Chart]:
    first = words[0]
    table = pd.DataFrame(
        {"x": [w.x for w in words], "y": [w.y for w in words], "word": [w.words for w in words]}
    )
    place: dict[str, Any] = {
        "x": alt.X("x:Q", scale=None, axis=None),
        "y": alt.Y("y:Q", scale=None, axis=None),
    }
    style = {"align": first.align}
    chart = alt.Chart(table).encode(**place)
    if first.halo:
        return outlined(
            chart, "word:N", token(first.colour), **sans_text(None, first.size, first.weight) | style
        )
    look = sans_text(token(first.colour), first.size, first.weight) | style
    return [chart.mark_text(**look).encode(text="word:N")]


def short(number: float, digits: int = 1) -> str:
    """A number of a path, without the zeros it does not need."""
    scale = 10**digits
    return f"{floor(number * scale + 0.5) / scale + 0.0:g}"


def cells(
    values: ArrayLike,
    place: tuple[float, float],
    cell: float,
    columns: int,
    *,
    paint: str,
    strongest: float = 1.0,
    steps: int = STEPS,
) -> list[Path]:
    """A picture of `values`, row by row, with its ground and frame, in `steps` strengths.

    `paint` is "ink", or "sign" for signed numbers, full at `strongest`. A row's neighbours of one strength
    are a piece of a line as thick as a cell: a fraction of the bytes of rectangles.
    """
    shades = np.minimum(np.floor(np.abs(values) / (strongest or 1.0) * steps + 0.5), steps) * np.sign(values)
    rows = np.reshape(shades, (-1, columns)).astype(int)
    parts: dict[int, str] = {}
    for row, shade, start, end in _stretches(rows):
        inset = INSET * cell if shade < 0 else 0.0
        left, right = place[0] + start * cell + inset, place[0] + end * cell - inset
        piece = f"M{short(left)},{short(place[1] + (row + 0.5) * cell)}H{short(right)}"
        parts[shade] = parts.get(shade, "") + piece
    wide, high = short(columns * cell), short(len(rows) * cell)
    frame = f"M{short(place[0])},{short(place[1])}h{wide}v{high}h-{wide}v-{high}"
    ink = [
        Path(
            d,
            paint if paint != "sign" else "neg" if shade < 0 else "pos",
            abs(shade) / steps,
            width=cell * (1 - 2 * INSET * (shade < 0)),
        )
        for shade, d in sorted(parts.items())
    ]
    return [Path(frame, "paper"), Path(frame, "rule-strong", width=1), *ink]


def _stretches(rows: Any) -> Iterator[tuple[int, int, int, int]]:
    """Row, shade, start and end of what can be one stroke; cells below zero stand apart."""
    for row, shades in enumerate(rows.tolist()):
        start = 0
        for end in range(1, len(shades) + 1):
            if end == len(shades) or shades[end] != shades[start] or shades[start] < 0:
                if shades[start]:
                    yield row, shades[start], start, end
                start = end


def printed(number: float, form: str = ".3f") -> str:
    """A number as the page's own code prints it: halves away from zero, a true minus, no minus at 0."""
    places = Decimal(1).scaleb(-int(form[-2]))
    text = format(Decimal(float(number)).quantize(places, ROUND_HALF_UP), form)
    return text.replace("-", "−") if float(text) else format(0.0, form)


def chance(p: float) -> str:
    """A probability, as `percent` of runtime/draw/numbers.js prints it: none looks like 0 or 1."""
    return "<1%" if p < 0.005 else ">99%" if p >= 0.995 else f"{printed(100 * p, '.0f')}%"
