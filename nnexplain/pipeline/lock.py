"""One build of a site at a time. The lock is the operating system's, so a killed build leaves none behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from nnexplain.errors import NnexplainError
from nnexplain.figures.beside import naming

if sys.platform != "win32":  # importing filelock takes 50 ms, a tenth of a build that has nothing to do
    import fcntl


@contextlib.contextmanager
def locked(folder: Path, tell: Callable[[str], None], wait: bool = True) -> Iterator[None]:
    """Hold the lock of the state `folder`. Where another build does, `tell` who, and wait for it.

    With `wait=False` raises `NnexplainError` instead of waiting. Raises `OSError` where no lock can be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    holder = folder / "lock.pid"
    with _acquired(folder / "lock", holder, tell, wait):
        if holder.is_dir():
            shutil.rmtree(holder)  # damage
        with naming(holder):
            holder.write_text(str(os.getpid()), "ascii")
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)


@contextlib.contextmanager
def _acquired(path: Path, holder: Path, tell: Callable[[str], None], wait: bool) -> Iterator[None]:
    if sys.platform == "win32":
        with _portable(path, holder, tell, wait):
            yield
        return
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say(holder, tell, wait)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _portable(path: Path, holder: Path, tell: Callable[[str], None], wait: bool) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _say(holder, tell, wait)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _say(holder: Path, tell: Callable[[str], None], wait: bool) -> None:
    pid = "?"
    with contextlib.suppress(OSError):
        pid = holder.read_text("ascii").strip() or "?"
    if not wait:
        raise NnexplainError(
            f"another build of this site is running (process {pid})", hint="wait until it has ended"
        )
    tell(f"another build of this site is running (process {pid}): waiting for it to end")
