"""Vega-Lite to Vega, and Vega to SVG, by vl-convert, each spec once: what it made is remembered.

Both are pure functions of a spec and of vl-convert's version, and starting its engine alone takes longer than
drawing a figure. So a script with one changed chart draws one chart.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

LIMIT = 64_000_000
"""Bytes that the memory may grow to before what was unused the longest goes."""


class Renderer:
    """Remembers in `folder`, or with None not at all. A damaged or unwritable memory only costs time."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def compile(self, lite: Mapping[str, Any]) -> dict[str, Any]:
        """The Vega spec of a Vega-Lite spec. Raises `ValueError` for one that Vega-Lite does not take."""
        return dict(json.loads(self._remembered("vega", lite, _compile)))

    def draw(self, vega: Mapping[str, Any]) -> str:
        """The SVG of a Vega spec with its data."""
        return self._remembered("svg", vega, _draw)

    def _remembered(
        self, kind: str, spec: Mapping[str, Any], make: Callable[[Mapping[str, Any]], str]
    ) -> str:
        if self._folder is None:
            return make(spec)
        text = json.dumps([kind, _version(), spec], sort_keys=True)
        path = self._folder / hashlib.sha256(text.encode()).hexdigest()
        made = _read(path)
        if made is None:
            made = make(spec)
            _write(path, made)
        return made


def warm_up() -> None:
    """Start the engine. Worth a thread of its own: nothing of Python waits for it."""
    spec = {"mark": "point", "data": {"values": []}}
    with suppress(ValueError):
        _draw(json.loads(_compile(spec)))


def prune(folder: Path, limit: int = LIMIT) -> None:
    """Forget what was unused the longest, until `folder` holds at most `limit` bytes."""
    found = []
    with suppress(OSError):
        found = [(stat.st_mtime, stat.st_size, path) for path in folder.iterdir() for stat in (path.stat(),)]
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found):
        if total <= limit:
            return
        path.unlink(missing_ok=True)
        total -= size


def _version() -> str:
    from importlib.metadata import version

    return version("vl-convert-python")


def _compile(lite: Mapping[str, Any]) -> str:
    import vl_convert

    return json.dumps(vl_convert.vegalite_to_vega(dict(lite)))


def _draw(vega: Mapping[str, Any]) -> str:
    import vl_convert

    return vl_convert.vega_to_svg(dict(vega))


def _read(path: Path) -> str | None:
    """What `_write` left at `path`, or None where it is missing or not what was written."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
        if hashlib.sha256(content).hexdigest().encode() != digest:
            return None
        os.utime(path)
        return content.decode()
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: Path, text: str) -> None:
    from nnexplain.figures.beside import write_atomically

    content = text.encode()
    with suppress(OSError):
        write_atomically(path, hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
