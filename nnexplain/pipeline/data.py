"""Declared data: which files an entry of a header means, and their digests."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem
from nnexplain.pipeline.header import Header

_GENERATED = (".nnexplain", "content/figures", "content/notebooks", "content/assets/runtime", "site")

State = tuple[int, int, int]
"""Inode, time of the last change in ns, and size in bytes. Whatever is done to a file changes one of them,
and be it undone again: a program can set the time of writing, but not that of the last change.
"""


@dataclass(frozen=True)
class Found:
    """What an entry means: its `files`, the `folders` whose listing it allows, all as seen from one folder,
    and the folder `below` which a glob may look.
    """

    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    below: str | None = None


@dataclass(frozen=True)
class Data:
    """One declared entry: what it means, seen from `base`, a digest of all, and the `states` that the files
    had before they were read.
    """

    name: str
    base: Path
    found: Found
    digest: str
    states: Mapping[str, State]


def state_of(path: Path) -> State:
    """Raises `OSError`."""
    stat = path.stat()
    return stat.st_ino, stat.st_ctime_ns, stat.st_size


def declared(header: Header, base: Path, path: str) -> list[Data]:
    """The data of a header, relative to `base`. Raises `NnexplainError` at the header's line for
    every bad entry.
    """
    found, problems = [], []
    for name in header.data:
        try:
            found.append(_data(name, base))
        except (NnexplainError, OSError) as error:
            message = str(error) if isinstance(error, NnexplainError) else f"cannot be read: {error.strerror}"
            problems.append(Problem(f"data {name!r}: {message}", path, header.line_of("data")))
    if problems:
        raise NnexplainError.of(problems)
    return found


def _data(name: str, base: Path) -> Data:
    found = files_of(name, base)
    if not found.files:
        there = found.folders or found.below is not None
        raise NnexplainError("no file there" if there else "no such file or folder")
    states = {file: state_of(base / file) for file in found.files}
    total = hashlib.sha256("\0".join(found.folders).encode("utf-8", "surrogateescape"))
    for file in found.files:
        with (base / file).open("rb") as stream:  # not at once: it may be larger than the memory
            digest = hashlib.file_digest(stream, "sha256").digest()
        total.update(file.encode() + b"\0" + digest)
    return Data(name, base, found, total.hexdigest(), states)


def files_of(name: str, base: Path) -> Found:
    """What the entry `name` means, seen from `base`; links to folders are followed.

    No files where there are none. Raises `NnexplainError` for what builds generate, for a bad glob, and for
    names that no script could write down.
    """
    name = name.rstrip("/")
    if any(name == folder or name.startswith(folder + "/") for folder in _GENERATED):
        raise NnexplainError("is generated; a run of another script is declared under needs")
    if any(sign in name for sign in "*?["):
        return _matching(name, base)
    path = base / name
    if not path.is_dir():
        return Found(_names([path] if path.is_file() else [], base))
    folders = dict(_walk(path, frozenset()))
    return Found(_names((file for files in folders.values() for file in files), base), _names(folders, base))


def _matching(name: str, base: Path) -> Found:
    still = name.split("/")
    while any(any(sign in part for sign in "*?[") for part in still):
        still.pop()
    try:
        paths = list(base.glob(name))
    except (ValueError, NotImplementedError) as error:
        raise NnexplainError(f"is no glob: {error}") from error
    return Found(
        _names((p for p in paths if p.is_file() and "__pycache__" not in p.parts), base),
        below="/".join(still) or ".",
    )


def _walk(folder: Path, above: frozenset[str]) -> Iterator[tuple[Path, list[Path]]]:
    """The folders from `folder` on, each with its files. A link that leads back is not followed."""
    real = os.path.realpath(folder)
    if real in above:
        return
    found = sorted(folder.iterdir())
    yield folder, [path for path in found if path.is_file()]
    for path in found:
        if path.is_dir() and path.name != "__pycache__":
            yield from _walk(path, above | {real})


def _names(paths: Iterable[Path], base: Path) -> tuple[str, ...]:
    found = sorted(path.relative_to(base).as_posix() for path in paths)
    for name in found:
        try:
            name.encode()
        except UnicodeEncodeError as error:
            shown = os.fsencode(name).decode("utf-8", "backslashreplace")
            raise NnexplainError(f"holds a file whose name is not UTF-8: {shown}; rename it") from error
    return tuple(found)
