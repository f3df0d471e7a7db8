"""The addresses in a chart: pictures that marks are, which travel with it, and where marks lead."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

SAFE_LINK = re.compile(r"(?:https?:|mailto:|[#/.?]|[^:]*\Z)(?!\s)[^\s]*", re.I)
"""Where a mark may lead: a page, here or elsewhere, or a letter."""
SAFE_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")

_KINDS = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp", ".svg": "svg+xml"}


def carried(lite: Mapping[str, Any]) -> dict[str, Any]:
    """The Vega-Lite spec with the picture files that its marks show written into it, read from where the
    script runs.

    Raises `ValueError` for a picture from elsewhere, a file that is none, and a link that is unsafe.
    """
    pictures, links = set(_fields(lite, "url")), set(_fields(lite, "href"))
    seen: dict[str, str] = {}

    def picture(value: Any) -> Any:
        if isinstance(value, str) and value:
            if value not in seen:
                seen[value] = _picture(value)
            return seen[value]
        return value

    def link(value: Any) -> Any:
        if isinstance(value, str) and not SAFE_LINK.fullmatch(value):
            raise ValueError(
                f"a mark leads to {value!r}; allowed: https:, http:, mailto: and pages of the site"
            )
        return value

    def cell(name: str, value: Any) -> Any:
        return picture(value) if name in pictures else link(value) if name in links else value

    return dict(_mapped(lite, cell, {"url": picture, "href": link})) if _says(lite) else dict(lite)


def _says(spec: Any) -> bool:
    """Whether anything in a spec is a picture or leads somewhere."""
    if isinstance(spec, Mapping):
        return any(
            k in ("url", "href") or (k not in ("datasets", "values") and _says(v)) for k, v in spec.items()
        )
    return isinstance(spec, list) and any(map(_says, spec))


def _fields(spec: Any, channel: str) -> Iterator[str]:
    """The columns that a channel draws anywhere in a spec."""
    if isinstance(spec, Mapping):
        for name, part in spec.items():
            if name == channel and isinstance(part, Mapping) and isinstance(part.get("field"), str):
                yield part["field"]
            elif name not in ("datasets", "values"):
                yield from _fields(part, channel)
    elif isinstance(spec, list):
        for part in spec:
            yield from _fields(part, channel)


Cell = Callable[[str, Any], Any]


def _mapped(spec: Any, cell: Cell, marks: Mapping[str, Callable[[Any], Any]]) -> Any:
    """A spec with its tables' cells, and what is said of all marks at once, put through functions."""
    if isinstance(spec, Mapping):
        made = {}
        for name, part in spec.items():
            if name == "datasets" and isinstance(part, Mapping):
                made[name] = {key: _rows(rows, cell) for key, rows in part.items()}
            elif name == "data":
                made[name] = (
                    {**part, "values": _rows(part["values"], cell)} if "values" in (part or {}) else part
                )
            elif name in marks and isinstance(part, str):
                made[name] = marks[name](part)
            elif name in marks and isinstance(part, Mapping) and "value" in part:
                made[name] = {**_mapped(part, cell, marks), "value": marks[name](part["value"])}
            else:
                made[name] = _mapped(part, cell, marks)
        return made
    return [_mapped(part, cell, marks) for part in spec] if isinstance(spec, list) else spec


def _rows(rows: Any, cell: Cell) -> Any:
    if not isinstance(rows, list):
        return rows
    return [
        {name: cell(name, value) for name, value in row.items()} if isinstance(row, Mapping) else row
        for row in rows
    ]


def _picture(value: str) -> str:
    if SAFE_PICTURE.fullmatch(value):
        return value
    path = Path(value)
    if ":" in value or value.startswith("//"):
        raise ValueError(
            f"a mark shows {value[:60]!r}; a figure loads nothing from elsewhere: keep a copy here"
        )
    if path.suffix.lower() not in _KINDS:
        raise ValueError(f"a mark shows {value[:60]!r}; allowed: {', '.join(_KINDS)}")
    try:
        content = base64.b64encode(path.read_bytes()).decode()
    except OSError as error:
        raise ValueError(f"a mark shows {value!r}, which cannot be read: {error.strerror}") from error
    return f"data:image/{_KINDS[path.suffix.lower()]};base64,{content}"
