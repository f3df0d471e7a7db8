"""Files are written beside their place and renamed: a build killed at any instant leaves whole ones."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from nnexplain.errors import Problem

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
        if isinstance(error, OSError) and error.filename:
            error.filename, error.filename2 = str(path), None  # the name that the reader of the message knows
        raise


def os_problem(error: OSError, root: Path, doing: str = "") -> Problem:
    """What the operating system refused, in words, with the path it refused it for."""
    message, hint = _SAID.get(error.errno or 0, (error.strerror or str(error), ""))
    name = error.filename2 or error.filename
    path = None
    if isinstance(name, str | bytes | os.PathLike):
        given = Path(os.fsdecode(name))
        path = given.relative_to(root).as_posix() if given.is_relative_to(root) else given.as_posix()
    return Problem(f"{doing}: {message}" if doing else message, path, None, hint)
