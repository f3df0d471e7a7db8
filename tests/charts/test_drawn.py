"""Pictures drawn by hand come out of Vega as they were drawn."""

from __future__ import annotations

import re

import numpy as np
import pytest
import vl_convert

from nnexplain.charts.drawn import Path, Word, cells, drawn, joined, printed


def svg_of(*parts: Path | Word) -> str:
    return str(vl_convert.vegalite_to_svg(drawn(parts, (), 100, 80).to_dict()))


def test_a_path_keeps_its_place_and_its_paint() -> None:
    svg = svg_of(Path("M1,2C3,4,5,6,7,8", "neg", 0.5, 2.1, (3, 2.5)), Path("M0,0h10v10h-10z", "glow", 0.25))
    (line,) = re.findall(r'<path[^>]*d="M1,2C3,4,5,6,7,8"[^>]*>', svg)
    for word in ("var(--nn-neg)", 'stroke-opacity="0.5"', 'stroke-width="2.1"', 'stroke-dasharray="3,2.5"'):
        assert word in line
    (square,) = re.findall(r'<path[^>]*d="M0,0L10,0L10,10L0,10Z"[^>]*>', svg)
    assert 'fill="var(--nn-glow)" fill-opacity="0.25"' in square


def test_words_stand_where_they_are_told() -> None:
    svg = svg_of(Word(30, 40, "sum", "muted", 13, 600, "right"))
    (text,) = re.findall(r"<text[^>]*>sum</text>", svg)
    assert 'text-anchor="end"' in text and "var(--nn-muted)" in text and 'font-weight="600"' in text
    x, y = map(float, re.findall(r"translate\(([\d.]+),([\d.]+)\)", text)[0])
    assert x == 30 and y == pytest.approx(40, abs=6)  # the baseline of words with their middle there
    with pytest.raises(ValueError, match="nothing to draw"):
        drawn([Path("", "ink")], (), 10, 10)


def test_cells_cover_what_their_numbers_say() -> None:
    values = np.array([[1, 1, 0], [-0.5, -0.5, 0.5]])
    ground, frame, *ink = cells(values, (10, 20), 5, 3, paint="sign", steps=2)
    assert (ground.colour, frame.width) == ("paper", 1)
    found = {(path.colour, path.opacity): path for path in ink}
    assert set(found) == {("pos", 1), ("pos", 0.5), ("neg", 0.5)}
    assert found["pos", 1].d == "M10,22.5H20" and found["pos", 1].width == 5  # neighbours are one stroke
    small = found["neg", 0.5]
    assert small.d.count("M") == 2 and small.width == pytest.approx(5 * 0.68)  # those against stand apart
    assert len(joined([*ink, *ink])) == len(ink)


@pytest.mark.parametrize(
    ("number", "form", "words"),
    [
        (0.8125, ".3f", "0.813"),
        (-0.8125, ".3f", "−0.813"),
        (-0.0001, "+.3f", "+0.000"),
        (2.5, "+.1f", "+2.5"),
    ],
)
def test_numbers_are_printed_as_the_page_prints_them(number: float, form: str, words: str) -> None:
    assert printed(number, form) == words
