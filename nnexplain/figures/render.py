"""Vega-Lite to Vega, and Vega to SVG, by vl-convert, each spec once: what it made is remembered.

Both are pure functions of a spec and of vl-convert's version. So a script with one changed chart draws one
chart. What widgets draw is remembered here, too.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from nnexplain.figures.engine import Engine, make

LIMIT = 64_000_000
"""Bytes that the memory may grow to before what was unused the longest goes."""


class Renderer:
    """Remembers in `folder`, or with None not at all. A damaged or unwritable memory only costs time.

    What is not remembered is made by `engine`, or without one in this process.
    """

    def __init__(self, folder: Path | None = None, engine: Engine | None = None) -> None:
        self._folder = folder
        self._make = engine.make if engine else make

    def compile(self, lite: Mapping[str, Any]) -> dict[str, Any]:
        """The Vega spec of a Vega-Lite spec. Raises `ValueError` for one that Vega-Lite does not take."""
        return dict(json.loads(self._made_of("vega", lite)))

    def draw(self, vega: Mapping[str, Any]) -> str:
        """The SVG of a Vega spec with its data."""
        return self._made_of("svg", vega)

    def _made_of(self, kind: str, spec: Mapping[str, Any]) -> str:
        if self._folder is None:
            return self._make(kind, spec)
        return self.remembered([kind, engine_version(), spec], lambda: self._make(kind, spec))

    def remembered(self, key: Sequence[Any], make: Callable[[], str]) -> str:
        """What `make` gives, which is to follow from `key` alone: JSON values."""
        if self._folder is None:
            return make()
        path = self._folder / hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()
        made = _read(path)
        if made is None:
            made = make()
            _write(path, made)
        return made


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


@cache
def engine_version() -> str:
    """vl-convert's version, looked up once: looking lists every folder that modules come from."""
    from importlib.metadata import version

    return version("vl-convert-python")


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
