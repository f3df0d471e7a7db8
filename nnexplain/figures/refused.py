"""What the operating system refuses, in words that its reader can act on."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem

_SAID = {
    errno.ENOSPC: ("the disk is full", "make room, then run the same command again: nothing is lost"),
    errno.EDQUOT: (
        "the disk quota is used up",
        "make room, then run the same command again: nothing is lost",
    ),
    errno.EACCES: ("no permission to write here", "make the folder writable for you"),
    errno.EPERM: ("no permission to write here", "make the folder writable for you"),
    errno.EROFS: ("the file system is read-only", "build in a folder that can be written to"),
    errno.ENOTDIR: ("a file stands where a folder should be", "move the file away: the folder is generated"),
    errno.EEXIST: ("a file stands where a folder should be", "move the file away: the folder is generated"),
    errno.EISDIR: ("a folder stands where a file should be", "move the folder away: the file is generated"),
}


def os_problem(error: OSError, root: Path, doing: str = "") -> Problem:
    """What the operating system refused, in words, with the path it refused it for.

    Where no path is known, `doing` says what was being done.
    """
    message, hint = _SAID.get(error.errno or 0, (error.strerror or str(error), ""))
    name = error.filename2 or error.filename
    path = None
    if isinstance(name, str | bytes | os.PathLike):
        given = Path(os.fsdecode(name))
        if error.errno in (errno.ENOTDIR, errno.EEXIST):  # the file that is in the way may stand above it
            given = next((p for p in (given, *given.parents) if p.is_file()), given)
        path = given.relative_to(root).as_posix() if given.is_relative_to(root) else given.as_posix()
    return Problem(f"{doing}: {message}" if doing and not path else message, path, None, hint)


@contextmanager
def os_told(root: Path) -> Iterator[None]:
    """What the operating system refuses is told like any other problem."""
    try:
        yield
    except OSError as error:
        raise NnexplainError.of([os_problem(error, root)]) from error
