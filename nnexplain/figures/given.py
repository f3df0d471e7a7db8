"""Pictures that a script has made by other means (matplotlib, a file of its own): an SVG or a PNG."""

from __future__ import annotations

import base64
import io
import re
from os import PathLike
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from nnexplain.figures.contract import PICTURE, Figure, Panel
from nnexplain.figures.drawing import Drawing
from nnexplain.figures.svg import MARGIN, SVG, WIDTH, XLINK, compose

_PNG = b"\x89PNG\r\n\x1a\n"
_LENGTH = re.compile(r"\s*(\d*\.?\d+(?:[eE][+-]?\d+)?)\s*(px|pt|pc|in|cm|mm)?\s*")
_PIXELS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}


def draw_given(name: str, script: str, drawn: Any, width: float, description: str) -> Drawing:
    """The figure that shows what was `drawn`, `width` CSS pixels wide (0: as it says itself, and as wide as a
    page at most).

    Raises `TypeError` for what is no picture, `ValueError` for one that is damaged or has no size.
    """
    content = _content(drawn)
    kind, (wide, high) = ("png", _png_size(content)) if content.startswith(_PNG) else _svg_size(content)
    if not 0 <= width < float("inf"):
        raise ValueError(f"a width of {width}; allowed: CSS pixels, or 0 for the picture's own")
    across = min(width or wide, WIDTH - 2 * MARGIN)
    size = (round(across, 2), round(high * across / wide, 2))
    svg, sizes, whole = compose(f"{script.replace('/', '-')}-{name}", [_framed(content, kind, size)])
    panel = Panel(sizes[0], {}, {}, (0.0, 0.0, *sizes[0]))
    return Drawing(Figure(name, (panel,), whole, PICTURE, description), {}, svg)


def _framed(content: bytes, kind: str, size: tuple[float, float]) -> str:
    """An SVG that holds a picture as a browser shows one of a file: it runs and loads nothing. Pictures are
    made for paper, so there is some behind it.
    """
    width, height = (f"{side:g}" for side in size)
    root = ET.Element(f"{{{SVG}}}svg", width=width, height=height, viewBox=f"0 0 {width} {height}")
    ET.SubElement(root, f"{{{SVG}}}rect", width=width, height=height, fill="var(--nn-white)")
    href = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    # Material sets the `href` of everything that has one, which an SVG's element does not allow.
    ET.SubElement(root, f"{{{SVG}}}image", {"width": width, "height": height, f"{{{XLINK}}}href": href})
    return ET.tostring(root, encoding="unicode")


def _content(drawn: Any) -> bytes:
    if isinstance(drawn, bytes | bytearray):
        return bytes(drawn)
    if isinstance(drawn, str):
        return drawn.encode()
    if isinstance(drawn, PathLike):
        return Path(drawn).read_bytes()
    if hasattr(drawn, "savefig"):
        return _saved(drawn)
    for word in ("_repr_svg_", "_repr_png_"):
        if made := getattr(drawn, word, lambda: None)():
            return _content(made)
    kind = f"{type(drawn).__module__.partition('.')[0]}'s {type(drawn).__name__}"
    if hasattr(drawn, "to_image"):
        raise TypeError(
            f"{kind} is drawn by a browser, which no script may start; allowed: its SVG or PNG, made before "
            "and declared as data, as in picture(…, Path('content/plot.svg'))"
        )
    raise TypeError(f"picture takes an SVG, a PNG, the path of one, or what draws itself as one, not {kind}")


def _saved(drawn: Any) -> bytes:
    """What matplotlib saves, the same bytes each time: as in a notebook nothing is cut off."""
    import matplotlib

    to = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "nnexplain"}):
        drawn.savefig(to, format="svg", bbox_inches="tight", metadata={"Date": None})
    return to.getvalue()


def _png_size(content: bytes) -> tuple[float, float]:
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if (
        content[12:16] != b"IHDR"
        or not (width and height)
        or not content.rstrip().endswith(b"IEND\xaeB`\x82")
    ):
        raise ValueError("the PNG is damaged or cut off")
    return width, height


def _svg_size(content: bytes) -> tuple[str, tuple[float, float]]:
    if b"<!ENTITY" in content:
        raise ValueError("the SVG declares entities; allowed: one without")
    try:
        root = ET.fromstring(content)  # noqa: S314  (without entities)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ValueError(f"it is neither a PNG nor an SVG ({error})") from error
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError(f"it is neither a PNG nor an SVG, its first element is <{root.tag}>")
    sides = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    box = [float(part) for part in re.findall(r"-?\d*\.?\d+(?:[eE][+-]?\d+)?", root.get("viewBox", ""))]
    found = [float(side[1]) * _PIXELS[side[2] or ""] for side in sides if side]
    size = found if len(found) == 2 else box[2:4] if len(box) == 4 else []
    if len(size) != 2 or not all(0 < side < float("inf") for side in size):
        raise ValueError("the SVG has no size; allowed: a width and a height, or a viewBox")
    return "svg+xml", (size[0], size[1])
