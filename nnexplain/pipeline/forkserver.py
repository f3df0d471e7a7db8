"""A warm process that forks one child per script, so that importing torch is paid once per build.

The standard library's forkserver would do, but it imports the calling program's `__main__` again in every
child (running an unguarded benchmark twice), lives as long as the program, so that `nnexplain serve` could
never load a second heavy module, and leaves its children running when the build is killed. This one is a
pipe: a line in starts a job, a line out reports its end, and the end of the input ends every child.

Only third-party modules are imported here, and only when a job wants them: no local code, so none is stale.
Standard library only, run by path.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any


def load_child() -> ModuleType:
    """The module `child` beside this file, without its package."""
    spec = importlib.util.spec_from_file_location("_nnexplain_child", Path(__file__).with_name("child.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Stills:
    """The engine that draws hand-made figures, started as `start` says, and what its users must know of it:
    its input, its output, a file by which they take turns, and its process.
    """

    def __init__(self, start: dict[str, Any]) -> None:
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        self.process = subprocess.Popen(**start, stdin=pipe, stdout=pipe, stderr=nowhere)
        self.turns = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the server)
        assert self.process.stdin is not None and self.process.stdout is not None
        files = (self.process.stdin, self.process.stdout, self.turns)
        self.ends = [*(file.fileno() for file in files), self.process.pid]


class Server:
    """The loop. `report` is the descriptor that gets a JSON line for every job that has ended."""

    def __init__(self, report: int) -> None:
        self.report = report
        self.child = load_child()
        self.tried: set[str] = set()
        self.waiting: list[dict[str, Any]] = []
        self.running: dict[int, str] = {}
        self.engines: dict[int, int] = {}
        self.stills: Stills | None = None
        self.wake, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(self.wake, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Until the input ends."""
        pending = b""
        while True:
            ready, _, _ = select.select([0, self.wake], [], [], 0 if self.waiting else None)
            if self.wake in ready:
                os.read(self.wake, 4096)
                self.reap()
            if 0 in ready:
                given = os.read(0, 65536)
                if not given:
                    return
                *lines, pending = (pending + given).split(b"\n")
                self.waiting += map(json.loads, lines)
            elif self.waiting:  # one at a time: what comes meanwhile may be ready sooner
                self.waiting.sort(key=lambda job: len(set(job["wants"]) - self.tried))
                self.start(self.waiting.pop(0))

    def start(self, job: dict[str, Any]) -> None:
        """Fork the process of one job, once the modules it wants are here; that of its engine before."""
        document: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            document = json.loads(Path(job["folder"], "job.json").read_text("utf-8"))
        engine, channel = self.engine(document)
        engines = self.shared(document)
        if channel is not None:
            engines["charts"] = channel.fileno()
        for name in job["wants"]:
            if name not in self.tried:
                self.tried.add(name)
                with contextlib.suppress(Exception):  # the script will meet the error itself, and say where
                    importlib.import_module(name)
        with contextlib.suppress(SyntaxError, ValueError, KeyError):
            self.child.prepare(document)
        gc.freeze()
        pid = os.fork()
        if pid == 0:
            if channel is not None:
                channel.detach()
            self.become(job["folder"], engines)
        self.running[pid] = job["folder"]
        if channel is not None:
            self.engines[pid] = engine
            channel.close()

    def engine(self, document: dict[str, Any]) -> tuple[int, socket.socket | None]:
        """Fork the drawing engine of a job that draws: its process and the way to it.

        It starts on another processor while this one imports what the script wants.
        """
        module = document.get("modules", {}).get("nnexplain.figures.engine")
        if not module or not document["charts"]:
            return 0, None
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self.draw(module, document["docs"], theirs.detach())
        theirs.close()
        return pid, ours

    def shared(self, document: dict[str, Any]) -> dict[str, Any]:
        """The engine of hand-made figures, started for the first job that declares a widget: one for all."""
        if not (start := document.get("stills")):
            return {}
        if self.stills is None or self.stills.process.poll() is not None:
            with contextlib.suppress(OSError):  # the script will meet the error itself
                self.stills = Stills(start)
        return {"stills": self.stills.ends} if self.stills else {}

    def draw(self, module: dict[str, Any], docs: bool, descriptor: int) -> None:
        """Be the engine of a job: its planned text, run. Never returns."""
        try:
            self.leave()
            names: dict[str, Any] = {"__name__": "nnexplain.figures.engine"}
            exec(self.child.compiled(module["path"], module["text"], docs), names)  # noqa: S102
            names["serve"](descriptor)
        finally:
            os._exit(0)

    def leave(self) -> None:
        """Stop being the server, after a fork."""
        gc.enable()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.close(self.report)

    def become(self, folder: str, engines: dict[str, Any]) -> None:
        """Be the process of a job: own session, own output file. Never returns."""
        status = 70
        try:
            self.leave()
            os.setsid()
            for number, name, flags in (
                (0, os.devnull, os.O_RDONLY),
                (1, f"{folder}/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND),
            ):
                opened = os.open(name, flags)
                os.dup2(opened, number)
                os.close(opened)
            os.dup2(1, 2)
            status = self.child.main(folder, engines)
        except BaseException:  # a child must never go on as the server
            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)

    def reap(self) -> None:
        """Report every child that has ended."""
        while self.running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            folder = self.running.pop(pid, None)
            if folder is not None:
                self.end(pid)
                self.end_engine(pid)
                line = {"folder": folder, "status": os.waitstatus_to_exitcode(status)}
                os.write(self.report, json.dumps(line).encode() + b"\n")

    def end(self, pid: int) -> None:
        """End what is left of a child: itself and the processes it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)

    def end_engine(self, job: int) -> None:
        """End the engine of the process `job`, if it has one."""
        if engine := self.engines.pop(job, None):
            with contextlib.suppress(ProcessLookupError):
                os.kill(engine, signal.SIGKILL)


def main() -> None:
    """Keep the pipe to ourselves: what a module prints while it is imported is no report."""
    report = os.dup(1)
    os.dup2(2, 1)
    gc.disable()  # what is imported stays; looking for garbage in it would take a tenth of the time
    server = Server(report)
    try:
        server.serve()
    finally:
        if server.stills is not None:
            server.stills.process.kill()
        for pid in server.running:
            server.end(pid)
            server.end_engine(pid)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)  # one that has no session of its own yet
        os._exit(0)  # taking a hundred megabytes of modules apart would hold up the build


if __name__ == "__main__":
    main()
