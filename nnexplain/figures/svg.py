"""The static picture: the panels' SVGs, cleaned, set side by side in one file, and taken apart again."""

# A change of the tokens redraws every figure:
# /// nnexplain
# data = ["nnexplain/runtime/tokens.css"]
# ///

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree as ET

from nnexplain.figures.addresses import SAFE_LINK, SAFE_PICTURE
from nnexplain.figures.cells import join_cells
from nnexplain.figures.sheets import Marks, rules_for

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
WIDTH, GAP, MARGIN = 940, 28, 20
"""The row's greatest width, the space between panels and around them, in CSS pixels."""

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)

# Attributes whose long decimals are only bytes: a hundredth of a pixel cannot be seen.
_GEOMETRY = {
    "d",
    "transform",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "width",
    "height",
    "cx",
    "cy",
    "r",
    "viewBox",
    "points",
}
_OPACITY = {"opacity", "fill-opacity", "stroke-opacity"}
_LONG = re.compile(r"-?\d*\.\d{3,}(?:e-?\d+)?")
_TOKEN = re.compile(r"var\((--[\w-]+)\)")
_SPACE = re.compile(r"^\s+|\s+$")
_WITHIN = re.compile(r"#.*")
_UNKNOWN = re.compile(r"\b(?:NaN|Infinity|undefined)\b")

Size = tuple[float, float]
Drawn = tuple[str, Size, tuple[float, float]]
"""A panel that a widget has drawn: its markup, its width and height, and where in it its drawing has its
origin.
"""


def compose(prefix: str, svgs: Sequence[str]) -> tuple[str, list[Size], Size]:
    """The picture of a figure made of `svgs`, one a panel, the panels' sizes in CSS pixels and its own.

    The file shows itself in an editor, light or dark: it brings the values of the colour tokens that
    it uses. `prefix` starts every id, since a page holds many of these pictures.
    """
    panels = [_clean(ET.fromstring(svg), f"{prefix}-{i}") for i, svg in enumerate(svgs)]  # noqa: S314  (our own)
    sizes = [(float(panel.get("width", 0)), float(panel.get("height", 0))) for panel in panels]
    svg, whole = _joined(panels, sizes)
    return svg, sizes, whole


def compose_drawn(prefix: str, panels: Sequence[Drawn], sheets: Iterable[str]) -> tuple[str, Size]:
    """The picture of panels that a widget has drawn, with those rules of its style `sheets` that they need,
    and its size.

    Raises `ValueError` for a drawing that is no SVG, or in which something is not a number.
    """
    roots = []
    for index, (inner, (width, height), (x, y)) in enumerate(panels):
        opening = f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}" class="nn-static nn-widget" '
        size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
        place = f'<g transform="translate({x:g},{y:g})">'
        try:
            root = ET.fromstring(f"{opening}{size}>{place}{inner}</g></svg>")  # noqa: S314  (no document type)
        except ET.ParseError as error:
            raise ValueError(f"the drawing of panel {index + 1} is no SVG: {error}") from error
        _refuse_active(root, also=("image", "a"))
        _refuse_unknown(root)
        _give_ids(root, f"{prefix}-{index}")
        roots.append(root)
    return _joined(roots, [size for _, size, _ in panels], rules_for(Marks.of(roots), sheets))


def _joined(panels: Sequence[ET.Element], sizes: Sequence[Size], rules: str = "") -> tuple[str, Size]:
    places, width, height = _rows(sizes)
    root = ET.Element(
        f"{{{SVG}}}svg",
        {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}"},
    )
    style = ET.SubElement(root, f"{{{SVG}}}style")
    ET.SubElement(root, f"{{{SVG}}}rect", {"width": "100%", "height": "100%", "fill": "var(--nn-panel)"})
    for panel, (x, y) in zip(panels, places, strict=True):
        panel.set("x", f"{x:g}")
        panel.set("y", f"{y:g}")
        root.append(panel)
    style.text = _style(_TOKEN.findall(ET.tostring(root, encoding="unicode") + rules)) + rules
    return ET.tostring(root, encoding="unicode") + "\n", (width, height)


def figure_svg_panels(text: str) -> list[str]:
    """The panels of a picture made by `compose`, each an SVG for inlining in a page, in order.

    Raises `ValueError` when `text` is not such a picture.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a picture declares no document type")
    try:
        root = ET.fromstring(text)  # noqa: S314  (no document type, so no entities)
    except ET.ParseError as error:
        raise ValueError(f"not well-formed: {error}") from error
    panels = root.findall(f"{{{SVG}}}svg")
    if not panels:
        raise ValueError("it holds no panel")
    for panel in panels:
        _refuse_active(panel)
        panel.attrib.pop("x", None)
        panel.attrib.pop("y", None)
    return [ET.tostring(panel, encoding="unicode") for panel in panels]


def _refuse_active(panel: ET.Element, also: Collection[str] = ()) -> None:
    """Raise `ValueError` for anything in a picture that could act or load, and for the elements `also`."""
    for element in panel.iter():
        tag = element.tag.rpartition("}")[2].lower()
        if tag in ("script", "foreignobject", "iframe", "style", "animate", "set", *also):
            raise ValueError(f"a picture may not hold <{tag}>")
        for name, value in element.attrib.items():
            bare = name.rpartition("}")[2].lower()
            safe = {"image": SAFE_PICTURE, "a": SAFE_LINK}.get(tag, _WITHIN)
            if bare.startswith("on") or (bare in ("href", "src") and not safe.fullmatch(value)):
                raise ValueError(f"a picture may not hold {bare}={value!r}")


def _refuse_unknown(panel: ET.Element) -> None:
    """Raise `ValueError` for a number that is none: a browser leaves out, without a word, what it belongs
    to.
    """
    for element in panel.iter():
        tag = element.tag.rpartition("}")[2]
        for name, value in element.attrib.items():
            if _UNKNOWN.search(value):
                raise ValueError(f"<{tag}> has {name}={value!r}; allowed: finite numbers")
        if "NaN" in (element.text or ""):
            raise ValueError(f"<{tag}> says {element.text!r}; allowed: finite numbers")


def _clean(svg: ET.Element, prefix: str) -> ET.Element:
    """Drop what only a live chart needs, shorten numbers, give ids that are new to the page.

    Vega numbers its ids through the life of a process; they are counted anew here, so that the same
    chart always gives the same bytes.
    """
    _give_ids(svg, prefix)
    for element in svg.iter():
        for name in [n for n in element.attrib if n == "role" or n.startswith("aria-")]:
            del element.attrib[name]
        for name in _OPACITY & element.attrib.keys():
            element.set(name, f"{float(element.attrib[name]):.3g}")
        for name in _GEOMETRY & element.attrib.keys():
            element.set(name, _LONG.sub(_shorter, element.attrib[name]))
    for element in [svg, *svg.iter()]:
        element.tail = None
    join_cells(svg)
    svg.attrib.pop("version", None)
    svg.set("class", "nn-static")
    return svg


def _give_ids(svg: ET.Element, prefix: str) -> None:
    ids: dict[str, str] = {}
    for element in svg.iter():
        if old := element.get("id"):
            element.set("id", ids.setdefault(old, f"{prefix}-{len(ids)}"))
    for element in svg.iter():
        for name, value in element.attrib.items():
            if "#" in value:
                element.set(name, re.sub(r"(?<=#)[\w-]+", lambda m: ids.get(m[0], m[0]), value))


def _shorter(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 2) + 0.0:g}"  # adding zero turns -0.0 into 0.0


def _rows(sizes: Iterable[tuple[float, float]]) -> tuple[list[tuple[float, float]], float, float]:
    """Lay boxes out in rows no wider than `WIDTH`: their corners, and the size of it all."""
    places: list[tuple[float, float]] = []
    x = y = float(MARGIN)
    right = low = y
    for width, height in sizes:
        if x > MARGIN and x + width > WIDTH - MARGIN:
            x, y = float(MARGIN), low + GAP
        places.append((x, y))
        right, low = max(right, x + width), max(low, y + height)
        x += width + GAP
    return places, right + MARGIN, low + MARGIN


def _style(used: Iterable[str]) -> str:
    light, dark = tokens()
    names = sorted({"--nn-panel", *used})
    if unknown := [name for name in names if name not in light]:
        raise ValueError(f"no such colour token: {', '.join(unknown)} (known: {', '.join(light)})")

    def block(values: dict[str, str]) -> str:
        return ":root{" + ";".join(f"{name}:{values[name]}" for name in names if name in values) + "}"

    return block(light) + "@media (prefers-color-scheme:dark){" + block(dark) + "}"


@cache
def tokens() -> tuple[dict[str, str], dict[str, str]]:
    """The custom properties of the runtime's `tokens.css`: those of the light scheme, and of the dark."""
    css = re.sub(
        r"/\*.*?\*/", "", files("nnexplain").joinpath("runtime/tokens.css").read_text("utf-8"), flags=re.S
    )

    def block(selector: str) -> dict[str, str]:
        body = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", css)
        pairs = re.findall(r"(--[\w-]+)\s*:\s*([^;]+);", body[1] if body else "")
        return {name: _SPACE.sub("", value) for name, value in pairs}

    return block(":root"), block('[data-md-color-scheme="slate"]')
