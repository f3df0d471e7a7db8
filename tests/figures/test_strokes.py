"""Joined lines are the lines they were: each path is taken apart again, by a slow reader of paths."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from nnexplain.figures.strokes import FEW, join_lines

hundredths = st.integers(-50_000, 50_000).map(lambda number: number / 100)
paints = st.sampled_from(
    [("var(--nn-pos)", "2", ""), ("var(--nn-pos)", "3.5", ""), ("var(--nn-neg)", "2", "4,3")]
)
Lines = list[tuple[float, float, float, float, tuple[str, str, str]]]


def picture(lines: Lines, more: str = "") -> ET.Element:
    drawn = "".join(
        f'<line transform="translate({x:g},{y:g})" x2="{right:g}" y2="{down:g}" stroke="{stroke}" '
        f'stroke-width="{width}"{f" stroke-dasharray={dash!r}" if dash else ""} {more}/>'
        for x, y, right, down, (stroke, width, dash) in lines
    )
    return ET.fromstring(f'<svg xmlns="s"><g class="mark-rule role-mark">{drawn}</g></svg>')


def paths(svg: ET.Element) -> list[ET.Element]:
    return list(svg.iter("{s}path"))


def read_back(svg: ET.Element) -> list[tuple[object, ...]]:
    """Every line of every path: ends in hundredths, and the paint."""
    found: list[tuple[object, ...]] = []
    for path in paths(svg):
        x = y = 0.0
        paint = (path.get("stroke"), path.get("stroke-width"), path.get("stroke-dasharray", ""))
        for word, numbers in re.findall(r"([mlhv])([-\d.,e]+)", path.attrib["d"]):
            across, down = [*map(float, numbers.split(",")), 0.0][:2]
            if word == "v":
                across, down = down, across
            start = (round(100 * x), round(100 * y))
            x, y = x + across, y + down
            if word != "m":
                found.append((*start, round(100 * x), round(100 * y), paint))
    return found


@given(st.lists(st.tuples(hundredths, hundredths, hundredths, hundredths, paints), min_size=FEW))
def test_lines_are_joined_by_paint_and_none_moves(lines: Lines) -> None:
    svg = picture(lines)
    join_lines(svg)
    assert len(paths(svg)) == len({paint for *_, paint in lines})
    whole = [
        (round(100 * x), round(100 * y), round(100 * (x + right)), round(100 * (y + down)), paint)
        for x, y, right, down, paint in lines
    ]
    assert sorted(map(repr, read_back(svg))) == sorted(map(repr, whole))


ROW: Lines = [(6.0 * k, 3.0, 6.0, 0.0, ("var(--nn-pos)", "6", "")) for k in range(20)]


def test_how_strong_a_line_is_remains_and_few_lines_and_those_of_another_kind_stay() -> None:
    svg = picture(ROW, 'opacity="0.5"')
    join_lines(svg)
    (path,) = paths(svg)
    assert path.get("opacity") == "0.5" and path.get("fill") == "none"
    few, others = picture(ROW[: FEW - 1]), picture(ROW)
    next(others.iter("{s}line")).set("id", "known")
    for svg in (few, others):
        before = ET.tostring(svg)
        join_lines(svg)
        assert ET.tostring(svg) == before
