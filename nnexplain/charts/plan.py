"""A drawing at given places: boxes, words, dots and a filled curve, in the pixels of the panel.

For figures that a widget draws: the static picture has everything exactly where the page will draw it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi
from typing import Any

import altair as alt
import pandas as pd

from nnexplain.charts.theme import panel, sans_text, token


@dataclass(frozen=True)
class Box:
    """A rectangle, its upper left corner at x, y. `paint` and `edge` are tokens, "" for none."""

    x: float
    y: float
    width: float
    height: float
    paint: str = ""
    strength: float = 1.0
    edge: str = ""
    thick: float = 1.0


@dataclass(frozen=True)
class Word:
    """Words at x, y, which is the middle of their height; `align` says what x is."""

    x: float
    y: float
    text: str
    size: int = 12
    weight: int = 400
    align: str = "left"
    paint: str = "ink"


@dataclass(frozen=True)
class Dot:
    """A filled disc, or another of Vega's shapes of the same width."""

    x: float
    y: float
    radius: float = 3.5
    shape: str = "circle"
    paint: str = "ink"


Mark = Box | Word | Dot


def plan(
    marks: Sequence[Mark],
    *,
    width: float,
    height: float,
    under: Sequence[tuple[float, float]] = (),
    base: float = 0.0,
    params: tuple[alt.Parameter, ...] = (),
) -> alt.LayerChart:
    """`marks` as one view of `width` by `height`, y downward; boxes lie under dots, words over all.

    `under` are the points of a curve, filled faintly down to the height `base`. Raises `ValueError` when
    there is nothing to draw.
    """
    boxes = [mark for mark in marks if isinstance(mark, Box)]
    dots = [mark for mark in marks if isinstance(mark, Dot)]
    words = [mark for mark in marks if isinstance(mark, Word)]
    if not (boxes or dots or words):
        raise ValueError("a drawing needs a mark")
    axes = {
        name: {"axis": None, "scale": alt.Scale(domain=ends, nice=False, zero=False)}
        for name, ends in (("x", [0, width]), ("y", [height, 0]))
    }
    filled = [box for box in boxes if box.paint]
    edged = [box for box in boxes if box.edge]
    layers = [
        *(_filled(filled, axes) if filled else []),
        *(_curve(under, base, axes) if under else []),
        *_edged(edged, axes),
        *_dots(dots, axes),
        *_words(words, axes),
    ]
    return panel(layers, params, round(width), round(height))


def _table(marks: Sequence[Mark]) -> alt.Chart:
    return alt.Chart(pd.DataFrame([vars(mark) for mark in marks]))


def _place(chart: alt.Chart, axes: dict[str, Any], box: bool = False) -> alt.Chart:
    placed: alt.Chart = chart.encode(x=alt.X("x:Q", **axes["x"]), y=alt.Y("y:Q", **axes["y"]))
    if not box:
        return placed
    placed = placed.transform_calculate(right="datum.x + datum.width", bottom="datum.y + datum.height")
    return placed.encode(x2="right:Q", y2="bottom:Q")


def _filled(boxes: Sequence[Box], axes: dict[str, Any]) -> list[alt.Chart]:
    """A layer for each paint."""
    layers = []
    for paint in dict.fromkeys(box.paint for box in boxes):
        chart = _place(_table([box for box in boxes if box.paint == paint]), axes, box=True)
        opacity = alt.Opacity("strength:Q", scale=None)
        layers.append(chart.mark_rect(strokeWidth=0, color=token(paint)).encode(opacity=opacity))
    return layers


def _edged(boxes: Sequence[Box], axes: dict[str, Any]) -> list[alt.Chart]:
    layers = []
    for edge, thick in dict.fromkeys((box.edge, box.thick) for box in boxes):
        its = [box for box in boxes if (box.edge, box.thick) == (edge, thick)]
        mark: Any = {"fillOpacity": 0, "stroke": token(edge), "strokeWidth": thick}
        layers.append(_place(_table(its), axes, box=True).mark_rect(**mark))
    return layers


def _curve(points: Sequence[tuple[float, float]], base: float, axes: dict[str, Any]) -> list[alt.Chart]:
    chart = alt.Chart(pd.DataFrame(points, columns=["x", "y"]).assign(base=base))
    area = _place(chart, axes).mark_area(color=token("ink"), opacity=0.12, line=False)
    return [area.encode(y2="base:Q")]


def _dots(dots: Sequence[Dot], axes: dict[str, Any]) -> list[alt.Chart]:
    layers = []
    for paint, shape, radius in dict.fromkeys((dot.paint, dot.shape, dot.radius) for dot in dots):
        its = [dot for dot in dots if (dot.paint, dot.shape, dot.radius) == (paint, shape, radius)]
        mark: Any = {"filled": True, "shape": shape, "size": pi * radius**2, "opacity": 1, "strokeWidth": 0}
        layers.append(_place(_table(its), axes).mark_point(fill=token(paint), **mark))
    return layers


def _words(words: Sequence[Word], axes: dict[str, Any]) -> list[alt.Chart]:
    layers = []
    styles = dict.fromkeys((word.size, word.weight, word.align, word.paint) for word in words)
    for size, weight, align, paint in styles:
        its = [w for w in words if (w.size, w.weight, w.align, w.paint) == (size, weight, align, paint)]
        style = sans_text(token(paint), size, weight) | {"align": align}
        layers.append(_place(_table(its), axes).mark_text(**style).encode(text="text:N"))
    return layers
