"""What a picture of a chart shows, to be held against vl-convert's own picture of the same chart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert

_FLAGS = re.compile(r"(A(?:[^,A-Z]+,){3})[01],[01],")
_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
DRAWN = ("path", "text", "line", "rect", "circle", "image")
GEOMETRY = ("d", "x1", "x2", "y1", "y2", "x", "y", "width", "height")
NEAR = 0.06
"""Pixels that a number may be off: what rounding moves is less than a tenth of one."""


def of_author(lite: dict[str, Any]) -> str:
    """The picture that Vega-Lite and Vega make of an author's chart, as it is."""
    return vl_convert.vega_to_svg(vl_convert.vegalite_to_vega(lite))


Shown = tuple[str, str, list[float]]


def shown(svg: str) -> list[Shown]:
    """Every mark and word of a picture in order: what it is, its words and commands, and its numbers with
    those of the groups that it stands in.
    """
    root = ET.fromstring(svg)
    return [each for group in root if not group.tag.endswith("rect") for each in _shown(group, [])]


def _shown(element: ET.Element, above: list[float]) -> Iterator[Shown]:
    moved = [*above, *_numbers(element.get("transform", ""))]
    tag = element.tag.rpartition("}")[2]
    if tag in DRAWN and "background" not in element.get("class", ""):
        # Of an arc of half a circle, which of its two ways is the longer hangs on the last digit.
        told = [_FLAGS.sub(r"\1", element.get(name, "")) for name in GEOMETRY]
        if tag == "path" and not told[0]:
            return
        words = [*(_NUMBER.sub("", text) for text in told), element.text or ""]
        yield tag, " ".join(filter(None, words)), [*moved, *(n for text in told for n in _numbers(text))]
    for child in element:
        if not child.tag.endswith("defs"):
            yield from _shown(child, moved)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def differences(ours: list[Shown], theirs: list[Shown], near: float = NEAR) -> list[str]:
    """In words what two pictures do not have in common, numbers more than `near` pixels apart."""
    if [each[:2] for each in ours] != [each[:2] for each in theirs]:
        kinds = [[f"{tag} {words}"[:60] for tag, words, _ in each] for each in (ours, theirs)]
        return [f"{len(ours)} parts, {len(theirs)} in the author's: {kinds[0][:9]} {kinds[1][:9]}"]
    pairs = zip(ours, theirs, strict=True)
    return [
        f"{tag} {words[:40]}: {mine[:8]}, in the author's {other[:8]}"
        for (tag, words, mine), (_, _, other) in pairs
        if not (
            _alike(mine, other, near) or _alike(sorted(mine), sorted(other), near)
        )  # a ring may begin anywhere
    ]


def _alike(mine: list[float], other: list[float], near: float) -> bool:
    pairs = zip(mine, other, strict=False)
    return len(mine) == len(other) and all(abs(a - b) <= near for a, b in pairs)
