"""Straight lines as few paths: lines of one paint become one path.

A network has more connections than a page should have elements. Altair's rules come as one `<line>` each;
joined, two thousand of them cost a page no more than a dozen shapes and a third of the bytes.
"""

from __future__ import annotations

import re
from itertools import islice
from xml.etree import ElementTree as ET

FEW = 16
"""Groups with fewer lines stay as they are."""

_PAINT = {
    "opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-opacity",
    "stroke-width",
}
_PLACE = {"transform", "x1", "y1", "x2", "y2"}
_MOVED = re.compile(r"translate\((-?[\d.]+)[ ,](-?[\d.]+)\)")

Line = tuple[float, float, float, float]


def join_lines(svg: ET.Element) -> None:
    """Join the equally painted lines of every group of rules in `svg`, where that changes no pixel.

    What shines through would be darker where two cross: such lines are joined only if all of them are level
    and none touches another.
    """
    for group in svg.iter():
        if "mark-rule" not in group.get("class", "") or len(group) < FEW:
            continue
        lines = [_line(element) for element in group]
        known = [line for line in lines if line is not None]
        if len(known) == len(lines) and (_opaque(group) or _apart(group, known)):
            _join(group, known)


def _line(element: ET.Element) -> Line | None:
    """Where a line begins, and how far it goes right and down; None for anything else."""
    if len(element) or not element.attrib.keys() <= _PAINT | _PLACE:
        return None
    moved = _MOVED.fullmatch(element.get("transform", "translate(0,0)"))
    if moved is None:
        return None
    x1, y1, x2, y2 = (float(element.get(name, 0)) for name in ("x1", "y1", "x2", "y2"))
    return float(moved[1]) + x1, float(moved[2]) + y1, x2 - x1, y2 - y1


def _opaque(group: ET.Element) -> bool:
    return all(float(e.get(name, 1)) == 1 for e in group for name in ("opacity", "stroke-opacity"))


def _apart(group: ET.Element, lines: list[Line]) -> bool:
    """Whether all lines are level, and no two of them share a spot."""
    halves = [float(element.get("stroke-width", 1)) / 2 for element in group]
    if any(down for _, _, _, down in lines):
        return False
    boxes = sorted(
        (min(x, x + right), max(x, x + right), y - half, y + half)
        for (x, y, right, _), half in zip(lines, halves, strict=True)
    )
    for k, (_, end, top, bottom) in enumerate(boxes):
        for left, _, upper, lower in islice(boxes, k + 1, None):
            if left >= end:
                break
            if top < lower and upper < bottom:
                return False
    return True


def _join(group: ET.Element, lines: list[Line]) -> None:
    joined: dict[tuple[tuple[str, str], ...], list[Line]] = {}
    for element, line in zip(list(group), lines, strict=True):
        paint = tuple((name, value) for name, value in element.attrib.items() if name not in _PLACE)
        joined.setdefault(paint, []).append(line)
        group.remove(element)
    space = group.tag.rpartition("}")[0]
    for key, parts in joined.items():
        shape = {"d": _path(parts), "fill": "none", **dict(key)}
        ET.SubElement(group, f"{space}}}path" if space else "path", shape)


def _path(lines: list[Line]) -> str:
    """Each line from where the last one ended: regular rows of them repeat, and so pack well."""
    x = y = 0.0
    words = []
    for left, top, right, down in lines:
        words.append(f"m{_short(left - x)},{_short(top - y)}")
        words.append(f"l{_short(right)},{_short(down)}" if down else f"h{_short(right)}")
        x, y = left + right, top + down
    return "".join(words)


def _short(number: float) -> str:
    """To hundredths; all places are whole hundredths, so nothing adds up along the way."""
    return f"{round(number, 2) + 0.0:g}"
