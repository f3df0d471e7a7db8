"""The static picture: safe to inline, the same bytes each time, ids that cannot meet."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.figures.svg import compose, figure_svg_panels, tokens
from nnexplain.figures.vega import compile_chart

CLIPPED: dict[str, Any] = {
    "data": {"values": [{"a": i, "b": i * i / 7} for i in range(9)]},
    "mark": {"type": "line", "clip": True, "color": "var(--nn-class-a)"},
    "encoding": {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}},
}


def picture(prefix: str = "t-x") -> str:
    svgs = [compile_chart(CLIPPED).svg for _ in range(2)]
    return compose(prefix, svgs)[0]


def test_the_same_chart_gives_the_same_bytes_and_ids_are_new_to_the_page() -> None:
    """However many were drawn before; and ids still meet their references."""
    text = picture("lesson-cube")
    assert picture("lesson-cube") == text and ET.fromstring(text).tag.endswith("svg")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) >= 2
    assert all(name.startswith("lesson-cube-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    assert "url(#" in text


def test_panels_come_back_in_order_with_their_sizes() -> None:
    svgs = [compile_chart({**CLIPPED, "width": width}).svg for width in (100, 250)]
    text, sizes, whole = compose("t", svgs)
    panels = figure_svg_panels(text)
    widths = [float(ET.fromstring(panel).get("width", 0)) for panel in panels]
    assert widths == [width for width, _ in sizes] and widths[0] < widths[1]
    root = ET.fromstring(text)
    assert whole == (float(root.get("width", 0)), float(root.get("height", 0)))


def test_the_file_brings_the_tokens_it_uses_for_both_schemes() -> None:
    light, dark = tokens()
    text = picture()
    assert f"--nn-class-a:{light['--nn-class-a']}" in text
    assert f"--nn-class-a:{dark['--nn-class-a']}" in text.split("prefers-color-scheme:dark")[1]
    assert "<style>" not in "".join(figure_svg_panels(text))
    colours = {name for name, value in light.items() if value.startswith("#")}
    assert colours and colours <= dark.keys()


def test_an_unknown_token_is_an_error() -> None:
    chart = {**CLIPPED, "mark": {"type": "line", "color": "var(--nn-no-such)"}}
    with pytest.raises(ValueError, match="--nn-no-such"):
        compose("t", [compile_chart(chart).svg])


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject/>",
        '<g onclick="alert(1)"/>',
        '<use href="http://elsewhere/x.svg#a"/>',
        '<image href="data:image/png;base64,"/>',
        '<a href="javascript:alert(1)"/>',
        "<style>@import 'x'</style>",
    ],
)
def test_anything_active_is_refused(inside: str) -> None:
    text = f'<svg xmlns="http://www.w3.org/2000/svg"><svg width="1" height="1">{inside}</svg></svg>'
    with pytest.raises(ValueError, match="may not hold"):
        figure_svg_panels(text)


@given(st.text(max_size=80) | st.just('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'))
def test_any_text_is_refused_plainly(text: str) -> None:
    with pytest.raises(ValueError, match="document type" if text.startswith("<!DOCTYPE") else r"."):
        figure_svg_panels(text)
