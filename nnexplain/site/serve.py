"""The author's loop: what is saved is built, what is built is shown, what is broken is said."""

from __future__ import annotations

import errno
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from nnexplain.errors import UsageError
from nnexplain.files import is_leftover
from nnexplain.project import Project
from nnexplain.site.glossary import NAME as GLOSSARY
from nnexplain.site.polled import Polled, Stamps
from nnexplain.site.rebuild import Rebuild
from nnexplain.site.server import Server, State
from nnexplain.site.stamps import stamp
from nnexplain.site.telling import Report

_PACKAGE = Path(__file__).resolve().parent.parent
_GENERATED = ("content/figures", "content/notebooks", "content/assets/runtime", "site", ".nnexplain")
_CODE = (".py", ".js", ".css", ".html", ".yml")


def watched(project: Project) -> list[Path]:
    """The folders whose files a site is made of; the package's own unless it was installed for good."""
    folders = [project.content, project.scripts]
    if not {"site-packages", "dist-packages"} & set(_PACKAGE.parts):
        folders.append(_PACKAGE)
    return [folder for folder in folders if folder.is_dir()]


def matters(path: Path, project: Project) -> bool:
    """Whether a change of `path` can change the site: not when it is generated, hidden or a leftover."""
    name = project.relative(path)
    if any(name == folder or name.startswith(f"{folder}/") for folder in _GENERATED):
        return False
    parts = Path(name).parts if not Path(name).is_absolute() else path.parts[len(_PACKAGE.parts) :]
    if any(is_leftover(part) or part == "__pycache__" for part in parts):
        return False
    return path.suffix in _CODE if path.is_relative_to(_PACKAGE) else True


class Loop:
    """Rebuilds on every change, as `nnexplain rebuild` does with these `words`, and tells the pages. `data`
    knows what scripts depend on. Runs until `stop` is set.
    """

    def __init__(
        self,
        project: Project,
        state: State,
        data: Stamps,
        words: Sequence[str] = (),
    ) -> None:
        self.project = project
        self.state = state
        self.data = data
        self.words = words
        self.stop = threading.Event()
        self._spare: Rebuild | None = None
        self._current: Rebuild | None = None
        self._began = 0.0
        self._shown = False

    def run(self) -> None:
        """Build once, then whenever something changes."""
        from watchfiles import watch

        try:
            self._rebuild()
            for changes in self._changes(watch):
                if changes:
                    self._changed(changes)
                self._step()
        finally:
            for rebuild in (self._current, self._spare):
                if rebuild:
                    rebuild.stop()

    def _changes(self, watch: object) -> Iterator[list[Path]]:
        """The changed files that matter, every tenth of a second or so, mostly none."""
        folders = watched(self.project)
        polled = Polled(self.project, folders, self.data)
        stream = watch(  # type: ignore[operator]
            *folders,
            stop_event=self.stop,
            debounce=50,
            step=20,
            rust_timeout=60,
            yield_on_timeout=True,
            raise_interrupt=False,
            watch_filter=None,
        )
        for changes in stream:
            found = [path for _, name in changes if matters(path := Path(name), self.project)]
            yield found + polled.changed()

    def _changed(self, paths: Iterable[Path]) -> None:
        """Newer code makes a running rebuild pointless; prose need not wait for it, as it may be training."""
        if self._current and all(path.suffix == ".md" or path.name == GLOSSARY for path in paths):
            self._current.wish()
            return
        if self._current:
            self._current.stop()
        self._rebuild()

    def _step(self) -> None:
        """Look after the rebuild that is under way."""
        if not self._current:
            return
        ended = not self._current.running
        for report in self._current.reports():
            self._tell(report)
        if ended:
            self._finish(self._current)

    def _rebuild(self) -> None:
        self._began, self._shown = time.monotonic(), False
        self._current = self._spare or Rebuild.prepare(self.project)
        self._current.start(self.words)
        self._spare = None

    def _finish(self, rebuild: Rebuild) -> None:
        report, self._current = rebuild.result(), None
        self._spare = Rebuild.prepare(self.project)
        self._tell(report)
        if report.wishes < rebuild.wishes:  # edited while its last pages were being made
            self._rebuild()

    def _tell(self, report: Report) -> None:
        texts = tuple(map(str, report.problems))
        before, known = self.state.version, self.state.problems
        self.state.tell(stamp(self.project.site), texts)
        if not report.last and self._shown and texts == known:
            return  # one more figure is no news
        self._shown = True
        for text in texts:
            say(text)
        after = f"shown after {time.monotonic() - self._began:.1f} s"
        if not report.last:
            after = f"{after}; what is still being made follows"
        if texts:  # a broken script does not hold back the pages
            moved = before != self.state.version
            after = f"{after}, with the last good figures" if moved else "the last good site is still shown"
        say(after)


def say(text: str) -> None:
    """A line for the author, at once."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def serve(
    project: Project,
    *,
    port: int = 8000,
    open_browser: bool = False,
    data: Stamps,
    words: Sequence[str] = (),
) -> None:
    """Show the site at http://127.0.0.1:PORT/ and keep it up to date until Ctrl-C. `data` and `words` are a
    `Loop`'s.

    Raises `UsageError` when the port is taken.
    """
    state = State(stamp(project.site))
    loop = Loop(project, state, data, words)
    with _listen(project, port, state) as server, _interrupts(loop.stop):
        address = f"http://127.0.0.1:{server.server_port}/"
        say(f"{address} shows the site and follows your edits (Ctrl-C ends it)")
        if open_browser:
            webbrowser.open(address)
        loop.run()


@contextmanager
def _listen(project: Project, port: int, state: State) -> Iterator[Server]:
    try:
        server = Server(project.site, port, state)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        taken = "is taken" if error.errno == errno.EADDRINUSE else "is not allowed"
        raise UsageError(f"port {port} {taken}", hint=f"choose another: --port {port + 1}") from error
    except OverflowError as error:
        raise UsageError(f"{port} is no port", hint="0 to 65535") from error
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        state.close()
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def _interrupts(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C, SIGTERM and SIGHUP set `stop`. Outside the main thread, whoever started it sets it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    names = ("SIGINT", "SIGTERM", "SIGHUP")
    signs = [getattr(signal, name) for name in names if hasattr(signal, name)]  # Windows has no SIGHUP
    before = [(sign, signal.signal(sign, end)) for sign in signs if signal.getsignal(sign) != signal.SIG_IGN]
    try:
        yield
    finally:
        for sign, handler in before:
            signal.signal(sign, handler)
