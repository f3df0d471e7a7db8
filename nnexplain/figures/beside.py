"""Files are written beside their place and renamed: whatever is killed at any instant leaves whole ones."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """An `OSError` names `path` from here on: one of writing, unlike one of opening, names none."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def write_atomically(path: Path, content: bytes) -> None:
    """Put `content` at `path`, at once or not at all. Raises `OSError`, and leaves nothing behind then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # the name that the reader of the message knows
        raise


def write_if_new(path: Path, content: bytes) -> bool:
    """Like `write_atomically`, unless the file holds `content` already. Returns whether it wrote."""
    with contextlib.suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return False
    write_atomically(path, content)
    return True
