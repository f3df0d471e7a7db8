"""A few numbers with names, as bars with the number printed at the end of each."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from nnexplain.charts.theme import outlined, panel, token

ROW = 27


def bars(
    table: pd.DataFrame,
    label: str,
    value: str,
    *,
    domain: tuple[float, float],
    colour: Any,
    title: str = "",
    where: str = "true",
    text_format: str = ".2f",
    note: str | None = None,
    mark: str | None = None,
    params: tuple[alt.Parameter, ...] = (),
    rule: float = 0.0,
    room: int = 50,
    width: int = 330,
    row: int = ROW,
) -> alt.LayerChart:
    """Horizontal bars of column `value`, named by column `label` in the order of the table.

    `domain` is the range of values; room for the printed numbers is added outside it, so they never meet
    the names. `colour` is a token or an Altair condition, `where` a Vega expression that picks the rows
    that are shown (it may name a parameter). `rule` is where the upright line stands. `mark` is a column of
    values, each marked by an upright stroke; `note` is a column of words printed after the number, and
    `room` how many pixels number and note need. `row` is the distance from bar to bar.
    """
    names = list(dict.fromkeys(table[label]))
    margin = (domain[1] - domain[0]) * room / (width - room * (2 if domain[0] < 0 else 1))
    reach = (domain[0] - (margin if domain[0] < 0 else 0), domain[1] + margin)
    x = alt.X(f"{value}:Q", axis=None, scale=alt.Scale(domain=reach, nice=False))
    y = alt.Y(f"{label}:N", title=None, sort=names, axis=_names_axis(names))
    base = alt.Chart(table).transform_filter(where).encode(x=x, y=y)
    paint = alt.value(colour) if isinstance(colour, str) else colour
    strips = base.mark_bar(height=16, opacity=1).encode(x2=alt.datum(0), color=paint)
    upright = alt.Chart(pd.DataFrame({"at": [rule]})).mark_rule(stroke=token("rule-strong"))
    layers = [
        strips,
        upright.encode(x=alt.X("at:Q", axis=None)),
        *_marks(base, mark),
        *_numbers(base, value, text_format, note),
    ]
    return panel(layers, params, width, row * len(names), title)


def _numbers(base: alt.Chart, value: str, text_format: str, note: str | None) -> list[alt.Chart]:
    layers = []
    words = f" + datum[{note!r}]" if note else ""
    base = base.transform_calculate(
        printed=f"replace(format(datum[{value!r}], {text_format!r}), '-', '−'){words}"
    )
    for sign, align, dx in ((">=", "left", 5), ("<", "right", -5)):
        side = base.transform_filter(f"datum[{value!r}] {sign} 0")
        layers += outlined(side, "printed:N", token("ink"), align=align, dx=dx)
    return layers


def _marks(base: alt.Chart, mark: str | None) -> list[alt.Chart]:
    if mark is None:
        return []
    stroke = base.mark_tick(color=token("ink"), thickness=2, size=22, opacity=1)
    return [stroke.encode(x=alt.X(f"{mark}:Q", axis=None))]


def _names_axis(names: list[str]) -> alt.Axis:
    room = 8 * max(map(len, names))  # the reader's font may be wider than the one it is laid out with
    return alt.Axis(
        minExtent=room, grid=False, labelColor=token("ink"), labelFontSize=13, labelPadding=8, labelLimit=200
    )
