"""What a chart leaves open of its colours, in tokens: so that a plain chart is readable in either scheme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

INK, MUTED, RULE, STRONG = (f"var(--nn-{name})" for name in ("ink", "muted", "rule", "rule-strong"))

LOOK: Mapping[str, Any] = {
    "background": "transparent",
    "axis": {"domainColor": STRONG, "gridColor": RULE, "tickColor": STRONG},
    "legend": {"gradientStrokeColor": RULE},
    "style": {
        "guide-label": {"fill": MUTED},
        "guide-title": {"fill": INK},
        "group-title": {"fill": INK},
        "group-subtitle": {"fill": MUTED},
    },
    "text": {"color": INK},
    "rule": {"color": STRONG},
    "view": {"stroke": RULE},
    "selection": {"interval": {"mark": {"fill": INK, "fillOpacity": 0.125, "stroke": STRONG}}},
}
"""A Vega-Lite configuration: colours, and nothing that moves a mark."""


def dressed(lite: Mapping[str, Any]) -> dict[str, Any]:
    """The Vega-Lite spec with `LOOK` where its author left a colour open.

    A chart on a ground of its own has been coloured for it: it stays as it is, in both schemes.
    """
    config = lite.get("config", {})
    ground = lite.get("background", config.get("background"))
    if ground not in (None, "transparent", "none"):
        return dict(lite)
    return {**lite, "background": "transparent", "config": _filled(config, LOOK)}


def _filled(given: Mapping[str, Any], look: Mapping[str, Any]) -> dict[str, Any]:
    """`given`, and what of `look` it does not say."""
    both = {**look, **given}
    for name in given.keys() & look.keys():
        if isinstance(given[name], Mapping) and isinstance(look[name], Mapping):
            both[name] = _filled(given[name], look[name])
    return both
