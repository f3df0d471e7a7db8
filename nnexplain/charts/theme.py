"""The look of every chart: quiet grid, few ticks, words on the marks, colours only as tokens.

A colour is always a CSS custom property, so one picture serves the light and the dark page. The tokens
and what each of them means are listed in `nnexplain/runtime/tokens.css`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

import altair as alt

TICKS = 3  # what Vega aims at; it never makes more than five of it
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"
LABEL = 12
PADDING = 4
TITLE = 12
SHADES = [0.08, 0.36, 0.78, 1]  # of ink; no number is read on what lies between 0.36 and 0.78


def token(name: str) -> str:
    """The colour of that meaning, as in `token("pos")` = `var(--nn-pos)`."""
    return f"var(--nn-{name})"


def sans_text(colour: str | None = token("ink"), size: int = LABEL, weight: int = 400) -> Any:
    """Properties of a text mark; `colour` None leaves it to an encoding."""
    style = {"font": SANS, "fontSize": size, "fontWeight": weight, "baseline": "middle", "align": "center"}
    return style | ({"fill": colour} if colour else {})


def outlined(chart: alt.Chart, text: str | alt.Text, colour: Any, **style: Any) -> list[alt.Chart]:
    """Words that stay readable on top of lines: a wide stroke in the colour of the panel, then the words.

    `colour` is a token or an Altair encoding; `style` changes the properties of `sans_text`.
    """
    ground = {"stroke": token("panel"), "strokeWidth": 4, "strokeJoin": "round"}
    halo = chart.mark_text(**sans_text(token("panel")) | style | ground).encode(text=text)
    if isinstance(colour, str):
        return [halo, chart.mark_text(**sans_text(colour) | style).encode(text=text)]
    return [halo, chart.mark_text(**sans_text(None) | style).encode(text=text, color=colour)]


def either(test: str, then: str, otherwise: str) -> Any:
    """One token or another, by a Vega expression: `either("datum.top", "ink", "muted")`."""
    return alt.when(test).then(alt.value(token(then))).otherwise(alt.value(token(otherwise)))


def sign_colour(field: str) -> Any:
    """Colour by the sign of a number: for and against. Its size is for opacity or length to tell."""
    return either(f"datum[{field!r}] < 0", "neg", "pos")


def shade(field: str) -> Any:
    """Opacity of ink for a share, `field`, from 0 to 1: the more, the darker. A step at one half keeps the
    numbers on it readable: see `on_shade`.
    """
    return alt.Opacity(field, type="quantitative", scale=alt.Scale(domain=[0, 0.499, 0.5, 1], range=SHADES))


def on_shade(field: str) -> Any:
    """Colour of a number on a cell of that `shade`."""
    return either(f"datum[{field!r}] >= 0.5", "paper", "ink")


def panel(
    layers: Sequence[alt.Chart],
    params: Iterable[alt.Parameter],
    width: int,
    height: int,
    title: str = "",
    right: int = PADDING,
) -> alt.LayerChart:
    """The layers as one view with its parameters: what `figure` takes as a panel.

    `right` is the padding on that side, for words that the reader's font may make longer than planned.
    """
    padding = {"left": PADDING, "top": PADDING, "bottom": PADDING, "right": right}
    chart = alt.layer(*layers, width=width, height=height, title=title, padding=padding)
    return cast(alt.LayerChart, chart.add_params(*given) if (given := tuple(params)) else chart)


@alt.theme.register("nnexplain", enable=True)
def nnexplain() -> alt.theme.ThemeConfig:
    """The theme; importing `nnexplain.charts` switches it on."""
    text: Any = {"font": SANS, "fill": token("ink"), "fontSize": LABEL}
    axis: Any = {
        "domainColor": token("rule-strong"),
        "grid": True,
        "gridColor": token("rule"),
        "gridDash": [2, 3],
        "labelColor": token("muted"),
        "labelFont": SANS,
        "labelFontSize": LABEL,
        "labelPadding": 4,
        "tickColor": token("rule-strong"),
        "tickCount": TICKS,
        "tickSize": 4,
        "titleColor": token("ink"),
        "titleFont": SANS,
        "titleFontSize": TITLE,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    }
    return {
        "config": {
            "background": "transparent",
            "font": SANS,
            "padding": PADDING,
            "view": {"stroke": None, "continuousWidth": 420, "continuousHeight": 170},
            "axis": axis,
            "axisBand": {"domain": False, "grid": False, "labelAngle": 0, "ticks": False},
            "axisX": {"grid": False},
            "axisY": {"domain": False, "ticks": False},
            "mark": {"color": token("muted"), "tooltip": None, "aria": False},
            "line": {"color": token("ink"), "strokeWidth": 2},
            "rule": {"color": token("rule-strong")},
            "text": text,
            "title": {
                "anchor": "start",
                "color": token("ink"),
                "font": SANS,
                "fontSize": 13,
                "fontWeight": 600,
                "frame": "bounds",
                "offset": 10,
            },
            "legend": {"disable": True},
        }
    }
