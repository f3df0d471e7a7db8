"""Joined cells look like the cells they were: painted pixel by pixel, by a slow painter."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nnexplain.figures.cells import _BOX as BOX
from nnexplain.figures.cells import FEW, STEPS, Box, join_cells
from nnexplain.figures.cells import _near as near
from nnexplain.figures.cells import _overlap as overlap

opacities = st.integers(0, 100).map(lambda hundredth: hundredth / 100)
fills = st.sampled_from(["var(--nn-pos)", "var(--nn-neg)"])


def picture(cells: list[tuple[int, int, str, float]], size: int = 1) -> ET.Element:
    paths = "".join(
        f'<path d="M{x},{y}h{size}v{size}h-{size}Z" fill="{fill}" opacity="{opacity:.3g}"/>'
        for x, y, fill, opacity in cells
    )
    return ET.fromstring(f'<svg><g class="mark-rect role-mark">{paths}</g></svg>')


def painted(svg: ET.Element, size: int) -> np.ndarray:
    """Opacity by pixel and fill; later shapes lie over earlier ones."""
    canvas = np.zeros((2, size, size))
    for path in svg.iter("path"):
        layer = 0 if "pos" in path.attrib["fill"] else 1
        for match in BOX.finditer(path.attrib["d"]):
            x, y, width, height = (int(float(n)) for n in match.groups()[:4])
            part = canvas[layer, y : y + height, x : x + width]
            part += (1 - part) * float(path.attrib["opacity"])
    return canvas


@settings(max_examples=40)
@given(st.lists(st.tuples(fills, opacities), min_size=64, max_size=64))
def test_a_grid_is_painted_the_same_to_a_fiftieth(paints: list[tuple[str, float]]) -> None:
    cells = [(i % 8, i // 8, fill, opacity) for i, (fill, opacity) in enumerate(paints)]
    before, joined = picture(cells), picture(cells)
    join_cells(joined)
    assert np.abs(painted(before, 8) - painted(joined, 8)).max() <= 0.5 / STEPS + 1e-9
    assert len(list(joined.iter("path"))) == len({(f, round(round(o * STEPS) / STEPS, 3)) for f, o in paints})


def test_cells_that_overlap_few_cells_and_other_shapes_stay_as_they_are() -> None:
    row = [(i % 8, i // 8, "var(--nn-pos)", 0.5) for i in range(64)]
    overlapping, few = picture([*row, (0, 0, "var(--nn-pos)", 0.5)]), picture(row[: FEW - 1])
    round_ones = picture(row)
    next(round_ones.iter("path")).set("d", "M0,0a1,1,0,0,1,2,0Z")
    for svg, count in ((overlapping, 65), (few, FEW - 1), (round_ones, 64)):
        join_cells(svg)
        assert len(list(svg.iter("path"))) == count


boxes = st.tuples(*[st.integers(0, 12)] * 2, *[st.integers(1, 4)] * 2).map(
    lambda box: (float(box[0]), float(box[1]), float(box[0] + box[2]), float(box[1] + box[3]))
)


@given(st.lists(boxes, max_size=12))
def test_no_overlap_is_missed(drawn: list[Box]) -> None:
    slow = any(overlap(a, b) for a, b in combinations(drawn, 2))
    assert any(overlap(a, b) for a, b in near(drawn)) == slow
