"""Rows of spreads: what was measured over many cases, by several networks, a row for each way to do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import floor
from types import MappingProxyType

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nnexplain.charts.theme import panel, token

PLACES = {"low": 10, "quarter": 25, "middle": 50, "most": 75, "high": 90}
"""Columns of `spread`, and how many hundredths of the sample lie below each."""

NONE: Mapping[int, str] = MappingProxyType({})


def spread(samples: Sequence[Sequence[NDArray[np.floating]]], few: int = 1) -> pd.DataFrame:
    """`samples` (rows, networks), each (n,): a line for each, `PLACES` and the height `row` it is drawn at.

    The networks of a row lie below each other about it. A sample of fewer than `few` has no line.
    """
    rows = []
    for k, each in enumerate(samples):
        for n, sample in enumerate(each):
            if len(sample) >= few:
                places = dict(zip(PLACES, np.percentile(sample, list(PLACES.values())), strict=True))
                rows.append({"row": k + (n - (len(each) - 1) / 2) * 0.24} | places)
    return pd.DataFrame(rows, columns=["row", *PLACES])


def ranges(
    table: pd.DataFrame,
    names: Sequence[str],
    title: str,
    x_title: str,
    domain: tuple[float, float],
    *,
    level: float | None = None,
    form: str = "~g",
    width: int = 198,
    notes: Mapping[int, str] = NONE,
) -> alt.LayerChart:
    """A thin line from `low` to `high`, a thick one from `quarter` to `most`, a dot at the `middle`.

    `table` is that of `spread`, `names` those of the rows; `level` is marked by a dashed upright line.
    `notes` are words in place of lines, by their row.
    """
    base = alt.Chart(table).encode(y=_rows(names))
    across = alt.X(
        "low:Q", title=x_title, scale=alt.Scale(domain=domain, nice=False), axis=alt.Axis(format=form)
    )
    layers = [
        base.mark_rule(stroke=token("rule-strong"), strokeWidth=1.5).encode(x=across, x2="high:Q"),
        base.mark_rule(stroke=token("muted"), strokeWidth=4).encode(x=alt.X("quarter:Q"), x2="most:Q"),
        base.mark_point(shape="circle", size=38, filled=True, opacity=1, fill=token("ink")).encode(
            x=alt.X("middle:Q")
        ),
        *_notes(notes, domain[0]),
    ]
    if level is not None:
        upright = alt.Chart(pd.DataFrame({"level": [level]}))
        rule = upright.mark_rule(stroke=token("ink"), strokeDash=[4, 3], strokeWidth=1)
        layers.insert(0, rule.encode(x=alt.X("level:Q")))
    return panel(layers, (), width, 36 * len(names), title, right=16)


def dots(
    table: pd.DataFrame, names: Sequence[str], title: str, x_title: str, notes: Mapping[int, str] = NONE
) -> alt.LayerChart:
    """A dot for each network at its `share`, 0 to 1, joined by a line, and the least and the most in words.

    `table` has `row` and `share`.
    """
    reach = table.groupby("row")["share"].agg(least="min", most="max").reset_index()
    reach["words"] = [between(least, most) for least, most in zip(reach["least"], reach["most"], strict=True)]
    ticks = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], domain=False)
    across = alt.X("least:Q", title=x_title, scale=alt.Scale(domain=(0, 1.5), nice=False), axis=ticks)
    floor = alt.Chart(pd.DataFrame({"from": [0], "to": [1]})).mark_rule(stroke=token("rule-strong"))
    line = alt.Chart(reach).mark_rule(stroke=token("rule-strong"), strokeWidth=1.5)
    words = alt.Chart(reach).mark_text(align="right", fill=token("ink"), fontSize=13)
    filled = alt.Chart(table).mark_point(shape="circle", size=70, filled=True, opacity=0.8, fill=token("ink"))
    layers = [
        line.encode(y=_rows(names), x=across, x2="most:Q"),
        filled.encode(y=_rows(names), x=alt.X("share:Q")),
        words.encode(y=_rows(names), x=alt.datum(1.5), text="words:N"),
        floor.encode(x=alt.X("from:Q"), x2="to:Q", y=alt.value(30 * len(names))),
        *_notes(notes, 0),
    ]
    return panel(layers, (), 198, 30 * len(names), title, right=16)


def between(least: float, most: float) -> str:
    """Two shares as one range in hundredths, "9–12%", in which only 0 looks like 0 and only 1 like 100."""
    low, high = map(_hundredths, (least, most))
    return f"{low}%" if low == high else f"{low}–{high}%"


def _hundredths(share: float) -> str:
    if share <= 0 or share >= 1:
        return "0" if share <= 0 else "100"
    # Halves go up, as in the page's own code.
    return "<1" if share < 0.005 else ">99" if share >= 0.995 else str(floor(100 * share + 0.5))


def _rows(names: Sequence[str]) -> alt.Y:
    """One row below the other, each with its name."""
    axis = alt.Axis(
        values=list(range(len(names))),
        labelExpr=f"{list(names)}[datum.value]",
        grid=False,
        minExtent=8 * max(map(len, names)),  # the reader's font may be wider
        labelColor=token("ink"),
        labelFontSize=13,
        labelPadding=14,  # a dot at 0 reaches over the edge
        labelLimit=200,
        labelOverlap=False,
        tickCount=len(names),
    )
    scale = alt.Scale(domain=(-0.5, len(names) - 0.5), reverse=True, nice=False)
    return alt.Y("row:Q", title=None, axis=axis, scale=scale)


def _notes(notes: Mapping[int, str], left: float) -> list[alt.Chart]:
    if not notes:
        return []
    table = pd.DataFrame({"row": list(notes), "note": list(notes.values())})
    text = alt.Chart(table).mark_text(align="left", dx=8, fill=token("muted"), fontSize=13)
    return [text.encode(y=alt.Y("row:Q"), x=alt.datum(left), text="note:N")]
