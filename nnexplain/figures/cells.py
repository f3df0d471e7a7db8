"""Heat maps as few paths: cells of one paint become one path, which a phone lays out in no time.

A picture of weights is thousands of rectangles. Every element of a page is styled and laid out before the
reader can do anything, so the still picture joins what looks alike. The live chart keeps its cells apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from xml.etree import ElementTree as ET

FEW = 32
"""Groups with fewer cells stay as they are."""
MANY = 1024
"""Beyond this, looking for overlaps pair by pair would take longer than drawing."""
STEPS = 25
"""Shades told apart: an opacity is off by a fiftieth at most, which no eye sees beside its neighbours."""

_NUMBER = r"(-?[\d.]+)"
_BOX = re.compile(rf"M{_NUMBER},{_NUMBER}h{_NUMBER}v{_NUMBER}h-{_NUMBER}Z")
_PAINT = {"d", "fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity"}

Box = tuple[float, float, float, float]


def join_cells(svg: ET.Element) -> None:
    """Join the equally painted cells of every group of rectangles in `svg` that do not overlap."""
    for group in svg.iter():
        if "mark-rect" in group.get("class", "") and FEW <= len(group) <= MANY:
            boxes = [_box(cell) for cell in group]
            known = [box for box in boxes if box is not None]
            if len(known) == len(boxes) and not any(_overlap(a, b) for a, b in _near(known)):
                _join(group)


def _box(cell: ET.Element) -> Box | None:
    """Left, top, right and bottom of a plain rectangle; None for anything else."""
    match = _BOX.fullmatch(cell.get("d", ""))
    if match is None or len(cell) or not cell.attrib.keys() <= _PAINT:
        return None
    x, y, width, height, back = map(float, match.groups())
    return (x, y, x + width, y + height) if width == back and width > 0 and height > 0 else None


def _near(boxes: list[Box], slack: float = 0.02) -> Iterator[tuple[Box, Box]]:
    """The pairs of `boxes` that share some of their width, which a cell shares with its own column alone."""
    ordered = sorted(boxes)
    for index, a in enumerate(ordered):
        for b in islice(ordered, index + 1, None):
            if b[0] + slack >= a[2]:
                break
            yield a, b


def _overlap(a: Box, b: Box, slack: float = 0.02) -> bool:
    """Whether two boxes share more than an edge; `slack` is what rounding to hundredths may add."""
    return a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]


def _join(group: ET.Element) -> None:
    joined: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for cell in list(group):
        paint = {name: _shade(name, value) for name, value in cell.attrib.items() if name != "d"}
        joined.setdefault(tuple(paint.items()), []).append(cell.attrib["d"])
        group.remove(cell)
    tag = group.tag.rpartition("}")[0]
    for key, shapes in joined.items():
        ET.SubElement(group, f"{tag}}}path" if tag else "path", {"d": "".join(shapes), **dict(key)})


def _shade(name: str, value: str) -> str:
    return f"{round(float(value) * STEPS) / STEPS:.3g}" if name.endswith("opacity") else value
