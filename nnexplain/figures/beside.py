"""Writing a file beside its place first: it is there whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_beside(path: Path, content: bytes) -> bool:
    """Write `content` to `path` at once or not at all; untouched, and False, where it is there already."""
    try:
        if path.read_bytes() == content:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True
