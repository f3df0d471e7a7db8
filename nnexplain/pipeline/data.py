"""Declared data: which files an entry of a header means, and their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem
from nnexplain.pipeline.header import Header

_GENERATED = (".nnexplain", "content/figures", "content/notebooks", "content/assets/runtime", "site")


@dataclass(frozen=True)
class Data:
    """One declared entry: its files below `base`, the folder whose listing it allows (if any), and
    a digest of all.
    """

    name: str
    base: Path
    files: tuple[str, ...]
    folder: Path | None
    digest: str


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
    files, folder = files_of(name, base)
    if not files:
        raise NnexplainError("no such file or folder" if folder is None else "no file there")
    total = hashlib.sha256()
    for file in files:
        total.update(hashlib.sha256(file.encode() + b"\0" + (base / file).read_bytes()).digest())
    return Data(name, base, tuple(files), folder, total.hexdigest())


def files_of(name: str, base: Path) -> tuple[list[str], Path | None]:
    """The files that the entry `name` means, below `base`, and the folder whose listing it allows, if any.

    No files where there are none. Raises `NnexplainError` for what builds generate, and for a bad glob.
    """
    name = name.rstrip("/")
    if any(name == folder or name.startswith(folder + "/") for folder in _GENERATED):
        raise NnexplainError("is generated; a run of another script is declared under needs")
    if any(sign in name for sign in "*?["):
        still = name.split("/")
        while any(any(sign in part for sign in "*?[") for part in still):
            still.pop()
        try:
            found = list(base.glob(name))
        except (ValueError, NotImplementedError) as error:
            raise NnexplainError(f"is no glob: {error}") from error
        return _below(found, base), base.joinpath(*still)
    path = base / name
    return (_below(path.rglob("*"), base), path) if path.is_dir() else (_below([path], base), None)


def _below(paths: Iterable[Path], base: Path) -> list[str]:
    return sorted(
        p.relative_to(base).as_posix() for p in paths if p.is_file() and "__pycache__" not in p.parts
    )
