"""Straight lines as few paths: lines of one paint become one path.

A network has more connections than a page should have elements. Altair's rules come as one `<line>` each;
joined, two thousand of them cost a page no more than a dozen shapes and a third of the bytes. Lines of one
paint then lie in one plane: where two that shine through cross, the crossing is no darker than they are.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

FEW = 4
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
    """Join the equally painted lines of every group of rules in `svg`."""
    for group in svg.iter():
        if "mark-rule" in group.get("class", "") and len(group) >= FEW:
            lines = [_line(element) for element in group]
            known = [line for line in lines if line is not None]
            if len(known) == len(lines):
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
    words: list[str] = []
    for left, top, right, down in lines:
        move = (_short(left - x), _short(top - y))
        if not words or move != ("0", "0"):
            words.append("m{},{}".format(*move))
        words.append(_way(right, down))
        x, y = left + right, top + down
    return "".join(words)


def _way(right: float, down: float) -> str:
    if not down:
        return f"h{_short(right)}"
    return f"l{_short(right)},{_short(down)}" if right else f"v{_short(down)}"


def _short(number: float) -> str:
    """To hundredths; all places are whole hundredths, so nothing adds up along the way."""
    return f"{round(number, 2) + 0.0:g}"
