"""Folders brought up to date file by file: what is the same stays untouched, nothing is ever half there."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nnexplain.figures.made import Made


def sync(made: Path, ours: Made) -> tuple[int, int]:
    """Make the folder of `ours` hold what `made` does, moving what differs; what others have put there stays.
    Returns how many were written, removed.
    """
    folder = ours.folder
    names: list[str] = []
    for where, _, files in os.walk(made):
        here = os.path.relpath(where, made).replace(os.sep, "/")
        names += [name if here == "." else f"{here}/{name}" for name in files]
    changed = [name for name in sorted(names) if not _same(made / name, folder / name)]
    folder.mkdir(parents=True, exist_ok=True)
    if ours.known:
        ours.claim(changed)
    _permitted(folder, changed)
    with _within_reach(made, folder, changed) as near:
        for name in changed:
            ours.make_room(name)
            (near / name).replace(folder / name)
    return len(changed), ours.keep_only(names)


def _permitted(folder: Path, names: Iterable[str]) -> None:
    """Raise `PermissionError` for the first of `names` whose folder may not be written to: one that another
    user owns, say, after a build with sudo. Asked before the first file is moved, so that none is.
    """
    for above in sorted({(folder / name).parent for name in names}):
        there = next(place for place in (above, *above.parents) if place.is_dir())
        if not os.access(there, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(there))


@contextmanager
def _within_reach(made: Path, folder: Path, names: Iterable[str]) -> Iterator[Path]:
    """From where files can be renamed into `folder`: `made`, or copies when that is another file system.

    All are copied before the first is put in place, so that a full disk leaves the folder as it was.
    """
    near = folder / ".next"
    shutil.rmtree(near, ignore_errors=True)  # a killed build's
    try:
        if _renames(made / ".probe", near):
            near = made
        else:
            for name in names:
                (near / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(made / name, near / name)
    except OSError as error:
        shutil.rmtree(near, ignore_errors=True)
        error.filename, error.filename2 = str(folder), None  # the name that the reader of the message knows
        raise
    try:
        yield near
    finally:
        if near != made:
            shutil.rmtree(near, ignore_errors=True)


def _renames(probe: Path, target: Path) -> bool:
    """Whether the system renames from where `probe` is to where `target` is. Trying is the only way to know:
    folders of one device may be mounted apart.
    """
    probe.mkdir(parents=True, exist_ok=True)
    try:
        probe.replace(target)
    except OSError as error:
        probe.rmdir()
        if error.errno == errno.EXDEV:
            return False
        raise
    target.rmdir()
    return True


def _same(one: Path, other: Path) -> bool:
    try:
        if one.stat().st_size != other.stat().st_size:
            return False
        return one.read_bytes() == other.read_bytes()
    except OSError:
        return False
