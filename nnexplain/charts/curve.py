"""Lines over time, each named at its end, with the cursor of the page."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import numpy as np
import pandas as pd

from nnexplain.charts.theme import outlined, panel, sans_text, token

APART = 14  # pixels between two names
BAND = 0.22  # how strongly a spread is tinted
DASHES = ([1, 0], [5, 3], [2, 2])  # the first series is solid; further ones are told apart by their dash


def curve(
    table: pd.DataFrame,
    x: str,
    y: str,
    *,
    x_title: str,
    y_title: str,
    title: str = "",
    series: str | None = None,
    cursor: alt.Parameter | None = None,
    level: tuple[float, str] | None = None,
    domain: tuple[float, float] | None = None,
    across: tuple[float, float] | None = None,
    spread: tuple[str, str] | None = None,
    singles: pd.DataFrame | None = None,
    names_at: Mapping[str, tuple[float, int]] | None = None,
    text_format: str = ".2f",
    width: int = 380,
    height: int = 170,
) -> alt.LayerChart:
    """Lines of column `y` over column `x`, one for each value of `series` (at most three of them).

    `cursor` is a parameter that stands at a value of `x`; there the lines show their value, printed with
    `text_format` (d3), and the pointer over the chart moves it. `level` draws a horizontal line with a
    word. `domain` fixes the range of `y`, `across` that of `x`. `spread` names two columns, the least and the
    most at each `x`, between which a band is tinted. `singles` (columns `x`, `y` and `single`) are cases,
    each drawn as a thin line behind. A series' name stands at its line's end or, where the ends are one
    place, beside the point of its line where `x` is what `names_at` says, so many pixels below it.
    """
    names = [] if series is None else list(dict.fromkeys(table[series]))
    if len(names) > len(DASHES):
        raise ValueError(f"{len(names)} series; a chart with direct labels takes at most {len(DASHES)}")
    scale = alt.Scale(domain=domain, nice=False) if domain else alt.Scale(zero=True)
    base = alt.Chart(table).encode(
        x=alt.X(f"{x}:Q", title=x_title, scale=_beside(across)),
        y=alt.Y(f"{y}:Q", title=y_title, scale=scale, axis=_numbers(text_format)),
    )
    layers = [
        *_band(base, spread, series),
        *_singles(singles, x, y),
        _lines(base, series, names),
        *(_names_on(table, x, y, series, names_at or {}) or _end_names(table, x, y, series, domain, height)),
        *_level(base, level),
        *_cursor(base, x, y, series, cursor, text_format),
    ]
    chart = panel(layers, [] if cursor is None else [cursor], width, height, title, right=16)
    # the page lets the pointer over the chart move the cursor
    return chart if cursor is None else chart.properties(usermeta={"cursor": cursor.name})


def _numbers(text_format: str) -> alt.Axis:
    return alt.Axis(format="%" if "%" in text_format else "~g")


def _beside(across: tuple[float, float] | None) -> alt.Scale:
    return alt.Scale(domain=across, nice=False) if across else alt.Scale(nice=False, zero=True)


def _lines(base: alt.Chart, series: str | None, names: list[str]) -> alt.Chart:
    lines: alt.Chart = base.mark_line()
    if series is None:
        return lines
    dash = alt.Scale(domain=names, range=DASHES[: len(names)])
    return lines.encode(strokeDash=alt.StrokeDash(f"{series}:N", scale=dash), detail=f"{series}:N")


def _band(base: alt.Chart, spread: tuple[str, str] | None, series: str | None) -> list[alt.Chart]:
    if spread is None:
        return []
    least, most = spread
    area = base.mark_area(fill=token("muted"), opacity=BAND, strokeWidth=0)
    area = area.encode(y=alt.Y(f"{least}:Q"), y2=f"{most}:Q")
    return [area.encode(detail=f"{series}:N") if series else area]


def _singles(table: pd.DataFrame | None, x: str, y: str) -> list[alt.Chart]:
    if table is None:
        return []
    lines = alt.Chart(table).mark_line(stroke=token("muted"), strokeWidth=1, opacity=0.6)
    return [lines.encode(x=alt.X(f"{x}:Q"), y=alt.Y(f"{y}:Q"), detail="single:N")]


def _names_on(
    table: pd.DataFrame, x: str, y: str, series: str | None, places: Mapping[str, tuple[float, int]]
) -> list[alt.Chart]:
    """Each series' name on its line."""
    names = []
    for name, (at, down) in places.items():
        row = table[(table[series] == name) & (table[x] == at)][[x, y, series]]
        base = alt.Chart(row).encode(x=alt.X(f"{x}:Q"), y=alt.Y(f"{y}:Q"))
        names += outlined(base, f"{series}:N", token("ink"), align="left", dx=7, dy=down)
    return names


def _end_names(
    table: pd.DataFrame, x: str, y: str, series: str | None, domain: tuple[float, float] | None, height: int
) -> list[alt.Chart]:
    """Each series' name at the end of its line; where lines end close together, the names move apart."""
    if series is None:
        return []
    ends = table[table[x] == table[x].max()].sort_values(y)
    low, high = domain or (0.0, float(table[y].max()))
    apart = APART * (high - low) / height
    places = np.array(ends[y], dtype=float)
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + apart)
    places -= (places - ends[y].to_numpy()).mean()  # as far up as down
    names = alt.Chart(pd.DataFrame({x: ends[x], y: places, series: ends[series]}))
    text = names.mark_text(**sans_text() | {"align": "left"}, dx=6)
    return [text.encode(x=alt.X(f"{x}:Q"), y=alt.Y(f"{y}:Q"), text=f"{series}:N")]


def _level(base: alt.Chart, level: tuple[float, str] | None) -> list[alt.Chart]:
    if level is None:
        return []
    height, word = level
    line = base.mark_rule(stroke=token("muted"), strokeDash=[4, 3]).encode(
        x=alt.value(0), x2=alt.value("width"), y=alt.datum(height)
    )
    name = base.mark_text(**sans_text(token("muted")) | {"align": "right"}, dy=10).encode(
        x=alt.value("width"), y=alt.datum(height), text=alt.value(word)
    )
    one = "datum.first == 1"
    return [part.transform_window(first="row_number()").transform_filter(one) for part in (line, name)]


def _cursor(
    base: alt.Chart, x: str, y: str, series: str | None, cursor: alt.Parameter | None, text_format: str
) -> list[alt.Chart]:
    if cursor is None:
        return []
    # One key for whichever row it is: a browser moves the marks instead of making new ones.
    line = f"datum[{series!r}]" if series else "0"
    here = base.transform_filter(f"datum[{x!r}] == {cursor.name}").transform_calculate(line=line)
    here = here.encode(key="line:N")
    rule = here.mark_rule(stroke=token("focus"), strokeWidth=2).encode(y=alt.value(0), y2=alt.value("height"))
    dot = here.mark_point(filled=True, size=60, fill=token("focus"), opacity=1, strokeWidth=0)
    # the printed value stays inside: left of the cursor in the right half
    late = f"{cursor.name} > {float(base.data[x].max()) * 0.6}"
    style = {"align": alt.expr(f"{late} ? 'right' : 'left'"), "dx": alt.expr(f"{late} ? -8 : 8"), "dy": -11}
    number = alt.Text(f"{y}:Q", format=text_format)
    return [rule, dot, *outlined(here, number, token("focus"), fontWeight=600, **style)]
