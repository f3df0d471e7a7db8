"""Folders brought up to date file by file: what is the same stays untouched, nothing is ever half there."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write(path: Path, content: bytes) -> bool:
    """Put `content` at `path`, at once or not at all. Returns whether anything had to be written."""
    try:
        if path.read_bytes() == content:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return True


def prune(folder: Path, keep: Iterable[str]) -> int:
    """Remove the files below `folder` that are not in `keep`, and empty folders; returns how many files."""
    kept, removed = set(keep), 0
    for where, _, names in os.walk(folder, topdown=False):
        here = os.path.relpath(where, folder).replace(os.sep, "/")
        for name in names:
            if (name if here == "." else f"{here}/{name}") not in kept:
                Path(where, name).unlink()
                removed += 1
        if here != "." and not any(Path(where).iterdir()):
            Path(where).rmdir()
    return removed


def sync(made: Path, folder: Path) -> tuple[int, int]:
    """Make `folder` hold what `made` does, moving what differs. Returns how many were written, removed."""
    names, written = [], 0
    for where, _, files in os.walk(made):
        here = os.path.relpath(where, made).replace(os.sep, "/")
        names += [name if here == "." else f"{here}/{name}" for name in files]
    for name in sorted(names):
        target = folder / name
        if not _same(made / name, target):
            _clear(target, folder)
            (made / name).replace(target)
            written += 1
    return written, prune(folder, names)


def _clear(target: Path, folder: Path) -> None:
    """Make room for the file `target`: where a folder is in its place, or a file where its folder belongs."""
    if target.is_dir() and not target.is_symlink():
        prune(target, ())
        target.rmdir()
    for parent in target.parents:
        if parent == folder:
            break
        if parent.is_file() or parent.is_symlink():
            parent.unlink()
    target.parent.mkdir(parents=True, exist_ok=True)


def _same(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        return one.read_bytes() == other.read_bytes()
    except OSError:
        return False
