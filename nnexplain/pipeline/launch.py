"""Starting the process of a job: forked from a warm server where the platform can, else from nothing."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

HERE = Path(__file__).parent

PINNED: Mapping[str, str] = {
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "MPLBACKEND": "Agg",
}
"""Environment of every script: one thread each (sums come out the same, scripts run side by side),
one hash seed.
"""

Launch = Callable[[Path, Sequence[str]], int]
"""Run the job in a folder, given the heavy modules it wants; its exit status, or minus the signal
that ended it.
"""


def environment() -> dict[str, str]:
    """What a script's process gets: ours, with the pinned variables."""
    return {**os.environ, **PINNED}


def can_fork() -> bool:
    """Whether forking a process that has imported torch is safe: on macOS its libraries start threads."""
    return hasattr(os, "fork") and sys.platform != "darwin"


class Spawner:
    """Starts every job as a new Python process."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def __call__(self, folder: Path, wants: Sequence[str]) -> int:
        if self._closed:
            return -9
        with (folder / "log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603  (our own interpreter, no shell)
                [sys.executable, "-P", str(HERE / "child.py"), str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(),
                start_new_session=True,
            )
        self._running.add(process)
        try:
            return process.wait()
        finally:
            self._running.discard(process)

    def close(self) -> None:
        """End every job that still runs."""
        self._closed = True
        for process in list(self._running):
            process.kill()


class Forker:
    """Starts jobs through `forkserver.py`. The server ends, and its jobs with it, when this process does."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(  # noqa: S603  (our own interpreter, no shell)
            [sys.executable, "-P", str(HERE / "forkserver.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        self._lock = threading.Lock()
        self._waiting: dict[str, Future[int]] = {}
        self._gone = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __call__(self, folder: Path, wants: Sequence[str]) -> int:
        ended: Future[int] = Future()
        line = json.dumps({"folder": str(folder), "wants": list(wants)}).encode() + b"\n"
        with self._lock:
            if self._gone:
                return -9
            self._waiting[str(folder)] = ended
            assert self._server.stdin is not None
            with contextlib.suppress(BrokenPipeError):  # the listener learns of it as well
                self._server.stdin.write(line)
                self._server.stdin.flush()
        return ended.result()

    def _listen(self) -> None:
        assert self._server.stdout is not None
        for line in self._server.stdout:
            report = json.loads(line)
            with self._lock:
                self._waiting.pop(report["folder"]).set_result(report["status"])
        with self._lock:
            self._gone = True
            for ended in self._waiting.values():
                ended.set_result(-9)
            self._waiting.clear()

    def close(self) -> None:
        """End the server and every job that still runs."""
        assert self._server.stdin is not None and self._server.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._server.stdin.close()
        self._server.wait()
        self._listener.join()
        self._server.stdout.close()


def launcher() -> Forker | Spawner:
    """The faster of the two that works here."""
    return Forker() if can_fork() else Spawner()
