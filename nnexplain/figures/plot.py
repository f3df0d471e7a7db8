"""Where in the picture of a chart its plot lies, and what its sides mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from nnexplain.figures.predict import Axes

_MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_BOX = re.compile(r"M-?[\d.]+,-?[\d.]+h([\d.]+)v([\d.]+)h")


def axes_of(vega: Mapping[str, Any], svg: str) -> Axes | None:
    """The axes of a chart from its compiled spec and its picture as Vega gives it; None where x and y are not
    both linear scales, each with a domain of two numbers: what else they mean only Vega knows.
    """
    scales = {scale["name"]: scale for scale in vega.get("scales", ())}
    x, y = (_domain(scales.get(name, {})) for name in ("x", "y"))
    root = ET.fromstring(svg)  # noqa: S314  (our own)
    parents = {child: parent for parent in root.iter() for child in parent}
    frame = next((one for one in root.iter() if "role-frame" in one.get("class", "")), None)
    if x is None or y is None or frame is None:
        return None
    moved = _MOVED.search(parents[frame].get("transform", ""))
    ground = next((one for one in frame.iter() if one.get("class") == "background"), None)
    box = _BOX.match("" if ground is None else ground.get("d", ""))
    if moved is None or box is None:
        return None
    return Axes(x, y, (float(moved[1]), float(moved[2]), float(box[1]), float(box[2])))


def _domain(scale: Mapping[str, Any]) -> tuple[float, float] | None:
    domain = scale.get("domain")
    if not isinstance(domain, list) or not all(isinstance(end, int | float) for end in domain):
        return None
    if len(domain) != 2 or scale.get("type") != "linear" or scale.get("nice"):
        return None
    low, high = map(float, domain)
    return (low, high) if not scale.get("zero") else (min(low, 0.0), max(high, 0.0))
