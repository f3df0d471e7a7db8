"""Pictures that a script has made by other means."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure as Drawn

from nnexplain.errors import NnexplainError
from nnexplain.figures import figure, figure_svg_panels, picture, read_figure
from nnexplain.figures.session import Session, SessionHeader

XMLNS = 'xmlns="http://www.w3.org/2000/svg"'
CIRCLE = f'<svg {XMLNS} width="3in" height="96"><circle r="9"/><script>alert(1)</script></svg>'


def chunk(kind: bytes, content: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + crc


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def drawn() -> Drawn:
    made = Drawn(figsize=(4, 3))
    made.subplots().plot([1, 2, 4], label="doubled")
    return made


class Notebook:
    """What a notebook would show as an SVG, and as nothing else."""

    def _repr_svg_(self) -> str:
        return CIRCLE


class Plotly:
    """What only a browser draws."""

    def to_image(self, kind: str) -> bytes:
        raise AssertionError("nobody has a browser here")

    def to_dict(self) -> dict[str, Any]:
        return {"data": []}


def made(what: Any, tmp_path: Path, **how: Any) -> tuple[ET.Element, list[float]]:
    """The image that stands in the page, and the panel's size."""
    with Session("lesson", SessionHeader(figures=("one",)), {}) as session:
        picture("one", what, description="What it shows.", **how)
    for name, content in session.finish().items():
        (tmp_path / name).write_bytes(content)
    known = read_figure(tmp_path / "one.json")
    assert (known.widget, known.description) == ("picture", "What it shows.")
    (panel,) = figure_svg_panels((tmp_path / "one.svg").read_text("utf-8"))
    (image,) = ET.fromstring(panel).iter("{http://www.w3.org/2000/svg}image")
    return image, list(known.panels[0].size)


def content(image: ET.Element, kind: str) -> bytes:
    head, _, rest = str(image.get("{http://www.w3.org/1999/xlink}href")).partition("base64,")
    assert head == f"data:image/{kind};"
    return base64.b64decode(rest)


def test_an_svg_or_a_png_is_shown_as_it_is(tmp_path: Path) -> None:
    """As an image: what could act in it does not, and its ids and styles are its own."""
    (tmp_path / "dot.png").write_bytes(png(30, 20))
    for what in (CIRCLE, CIRCLE.encode(), Notebook()):
        image, size = made(what, tmp_path)
        assert size == [288, 96] and content(image, "svg+xml") == CIRCLE.encode()
    for again in (png(30, 20), tmp_path / "dot.png"):
        image, size = made(again, tmp_path)
        assert size == [30, 20] and content(image, "png") == png(30, 20)


def test_its_width_can_be_said_and_no_page_is_overrun(tmp_path: Path) -> None:
    assert made(png(30, 20), tmp_path, width=15)[1] == [15, 10]
    assert made(png(9000, 10), tmp_path)[1] == [900, 1]
    assert made(f'<svg {XMLNS} viewBox="-5 -5 40 20"/>', tmp_path)[1] == [40, 20]


def test_matplotlib_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    first, second = made(drawn(), tmp_path), made(drawn(), tmp_path)
    assert first[1] == pytest.approx([384, 288], abs=50), "4 by 3 inches, but for the margin"
    assert content(first[0], "svg+xml") == content(second[0], "svg+xml")
    assert b"<path" in content(first[0], "svg+xml") and b"dc:date" not in content(first[0], "svg+xml")


@pytest.mark.parametrize(
    ("what", "how", "words"),
    [
        (Plotly(), {}, "drawn by a browser, which no script may start; allowed: its SVG or PNG"),
        (42, {}, "picture takes an SVG, a PNG, .* not builtins's int"),
        ("no picture", {}, "neither a PNG nor an SVG"),
        ("<p/>", {}, "its first element is <p>"),
        (f"<svg {XMLNS}/>", {}, "no size"),
        (f'<svg {XMLNS} width="100%" height="4em"/>', {}, "no size"),
        (f'<svg {XMLNS} viewBox="0 0 0 4"/>', {}, "no size"),
        (f'<!DOCTYPE svg [<!ENTITY a "b">]><svg {XMLNS}/>', {}, "entities"),
        (png(3, 3)[:-9], {}, "damaged or cut off"),
        (png(3, 3), {"width": -1}, "a width of -1"),
        (png(3, 3), {"width": float("nan")}, "a width of nan"),
        (png(3, 3) + b"\n" * 9, {"megabytes": 0}, "it weighs"),
    ],
)
def test_what_is_no_picture_is_told(what: Any, how: dict[str, Any], words: str) -> None:
    with Session("lesson", SessionHeader(figures=("one",)), {}), pytest.raises(NnexplainError) as caught:
        picture("one", what, **how)
    assert re.search(words, str(caught.value)) and "picture 'one'" in str(caught.value)


def test_charts_are_charts_and_pictures_are_promised() -> None:
    with Session("lesson", SessionHeader(figures=("one",)), {}):
        for what in (drawn(), Plotly()):
            with pytest.raises(
                NnexplainError, match=r"picture\(name, …\) shows what was drawn by other means"
            ):
                figure("one", what)
        with pytest.raises(NnexplainError, match="made but not promised"):
            picture("two", png(1, 1))


@given(st.binary(max_size=60).map(lambda tail: b"\x89PNG\r\n\x1a\n" + tail) | st.text(max_size=60))
def test_whatever_is_given_is_drawn_or_told(what: bytes | str) -> None:
    with Session("lesson", SessionHeader(figures=("one",)), {}), pytest.raises(NnexplainError):
        picture("one", what)
