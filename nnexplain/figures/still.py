"""The engine that draws hand-made figures for a file: deno, which runs the widgets' own modules.

It gets a figure and the bytes of its files, and may read nothing but the modules of the runtime: no other
file, no network, no environment. A line of JSON asks and a line of JSON answers (`still.js`), each with an
id: the scripts of a build share one engine, and one that was killed may have left half a request, or an
answer that nobody waits for.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from nnexplain.figures.widgets import DRIVER, RUNTIME, author_name

if sys.platform != "win32":
    import fcntl

ENGINE = "deno"
"""The distribution that brings the engine. It is found by name: only who declares widgets depends on it."""
PATIENCE = 30.0
"""Seconds that one figure may take."""
MEMORY = 512
"""Megabytes that one figure may take."""
_LOOK = 0.05
"""Seconds between two looks at an engine that draws."""


class StillError(ValueError):
    """A figure that cannot be drawn. `place` is where in the runtime, "nnexplain/runtime/…/who.js:12", or
    what to do about it; "" where neither is known.
    """

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


@cache
def engine_version() -> str:
    """The version of the engine that is installed. Raises `StillError` where none is."""
    try:
        return version(ENGINE)
    except PackageNotFoundError as error:
        raise _missing() from error


def _missing() -> StillError:
    return StillError(
        f"hand-made figures are drawn by {ENGINE}, which is not installed", f"python -m pip install {ENGINE}"
    )


def start_of_engine(runtime: Path = RUNTIME, memory: int = MEMORY) -> dict[str, Any]:
    """How an engine for the modules of `runtime` is started, as `subprocess.Popen` takes it and JSON, too.

    Raises `StillError` where deno is not installed.
    """
    try:
        binary = import_module(ENGINE).find_deno_bin()
    except (ImportError, FileNotFoundError) as error:
        raise _missing() from error
    home = runtime.resolve()
    # A comma would part a path in two; seen from the runtime, a path has none of the author's folders in it.
    reads = ",".join([".", *(os.path.relpath(path, home) for path in DRIVER)])
    denied = ("prompt", "remote", "npm", "config", "lock", "code-cache")
    words = [*(f"--no-{word}" for word in denied), "--cached-only", f"--allow-read={reads}"]
    heap = f"--v8-flags=--max-old-space-size={memory}"
    # What deno keeps for later would lie in the user's folders; with a file in its place it keeps nothing.
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {
        "args": [binary, "run", *words, heap, str(DRIVER[0]), home.as_uri()],
        "env": {**kept, "DENO_DIR": os.devnull, "DENO_NO_UPDATE_CHECK": "1", "NO_COLOR": "1", "TZ": "UTC"},
        "cwd": str(home),
    }


class Shared:
    """An engine that another process has started: the descriptors of its input, its output and of the file by
    which those who use it take turns, and its process.
    """

    def __init__(self, asks: int, answers: int, turns: int, pid: int) -> None:
        self.asks, self.answers, self.turns, self.pid = asks, answers, turns, pid

    @contextmanager
    def turn(self) -> Iterator[None]:
        """While nobody else asks. A process that is killed has had its turn."""
        assert sys.platform != "win32", "nothing forks there"
        fcntl.lockf(self.turns, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self.turns, fcntl.LOCK_UN)

    def lives(self) -> bool:
        """Whether its output is open yet."""
        import select

        poll = select.poll()
        poll.register(self.answers, 0)
        return not poll.poll(0)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Own:
    """An engine of this process alone."""

    def __init__(self, runtime: Path, memory: int) -> None:
        started = start_of_engine(runtime, memory)
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        try:
            self._process = subprocess.Popen(**started, stdin=pipe, stdout=pipe, stderr=nowhere)
        except OSError as error:
            raise StillError(f"{ENGINE} cannot be started: {error.strerror}", started["args"][0]) from error
        assert self._process.stdin is not None and self._process.stdout is not None
        self.asks, self.answers = self._process.stdin.fileno(), self._process.stdout.fileno()
        self.pid = self._process.pid

    def lives(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.kill()  # it keeps nothing that it could lose
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()


class Stills:
    """Draws figures with the widgets of `runtime`, with the `shared` engine while that lives and else with
    one of its own, which starts with the first figure.

    A figure gets `patience` seconds and `memory` megabytes; what takes more is ended.
    """

    def __init__(
        self,
        runtime: Path = RUNTIME,
        shared: Shared | None = None,
        patience: float = PATIENCE,
        memory: int = MEMORY,
    ) -> None:
        self.runtime = runtime
        self._shared = shared
        self._patience, self._memory = patience, memory
        self._own: Own | None = None
        self._mutex = threading.Lock()

    def draw(
        self, widget: str, source: str, figure: Mapping[str, Any], files: Mapping[str, bytes]
    ) -> dict[str, Any]:
        """What `widget` makes of `figure`, its JSON as the page reads it, found at `source` below the
        figures; `files` are the bytes of what it names, by their paths seen from there.

        Gives the panels (`svg`, `size`, `place`), `now`, `description`, `tables` and `quotes`, as
        `core/still.js` describes them. Raises `StillError`.
        """
        packed = {name: base64.b64encode(content).decode() for name, content in files.items()}
        asked = {"widget": widget, "source": source, "figure": figure, "files": packed}
        with self._mutex:
            answer = self._answer(asked)
        if (found := answer["engine"]) != engine_version():
            hint = "python -m pip install --force-reinstall deno"
            raise StillError(f"{ENGINE} {found} answers, and {engine_version()} is installed", hint)
        for line in answer.get("said", ()):
            sys.stderr.write(f"{widget}: {line}\n")
        if "error" in answer:
            raise self._refused(widget, **answer["error"])
        return dict(answer["still"])

    def close(self) -> None:
        """End the engine of this process, if it has one."""
        if self._own is not None:
            self._own.close()
            self._own = None
            atexit.unregister(self.close)

    def _refused(self, widget: str, message: str, file: str, line: int) -> StillError:
        place = f"{author_name(file, self.runtime)}:{line}" if file else ""
        return StillError(f"the widget {widget} cannot draw it: {message}", place)

    def _answer(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        if self._shared is not None:
            with self._shared.turn():
                if self._shared.lives():
                    return self._exchange(self._shared, asked)
            self._shared = None
        if self._own is not None and not self._own.lives():
            self.close()
        if self._own is None:
            self._own = Own(self.runtime, self._memory)
            atexit.register(self.close)
        try:
            return self._exchange(self._own, asked)
        except BaseException:  # it is ended, or may be about an answer that nobody waits for
            self.close()
            raise

    def _exchange(self, engine: Shared | Own, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Ask and wait for the answer, both at once: one that nobody took may be in the way of the next."""
        name = os.urandom(8).hex()
        request = b"\n" + json.dumps({"id": name, **asked}).encode() + b"\n"  # ends what another began
        found: list[dict[str, Any]] = []
        sender = _thread(lambda: _send(engine.asks, request))
        receiver = _thread(lambda: found.extend(_receive(engine.answers, name)))
        why = ""
        try:
            why = self._watch(engine.pid, receiver)
        finally:
            if receiver.is_alive():
                engine.kill()
            receiver.join()
            sender.join()
        if found:
            return found[0]
        said = why or "the engine ended while it drew"
        hint = "" if why else f"it may have asked for more than {self._memory} MB, or was ended from outside"
        raise StillError(f"the widget {asked['widget']} has not drawn it: {said}", hint)

    def _watch(self, pid: int, receiver: threading.Thread) -> str:
        """Wait for the answer, or say why that is given up."""
        until, before = time.monotonic() + self._patience, _resident(pid)
        while receiver.is_alive():
            if _resident(pid) - before > self._memory:
                return f"it takes more than {self._memory} MB"
            if time.monotonic() > until:
                return f"it takes more than {self._patience:g} s"
            receiver.join(_LOOK)
        return ""


def _thread(act: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def _send(descriptor: int, content: bytes) -> None:
    with suppress(OSError):  # who receives learns of it as well
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]


def _receive(descriptor: int, name: str) -> list[dict[str, Any]]:
    """The answer of that id, or none where the engine has ended. Others are nobody's any more."""
    pending = b""
    with suppress(OSError):
        while part := os.read(descriptor, 1 << 16):
            *lines, pending = (pending + part).split(b"\n")
            for line in lines:
                with suppress(ValueError):
                    answer = json.loads(line)
                    if isinstance(answer, dict) and answer.get("id") == name:
                        return [answer]
    return []


def _resident(pid: int) -> float:
    """Megabytes of memory that a process has; 0 where that is not known. Arrays of numbers are not in V8's
    heap.
    """
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
