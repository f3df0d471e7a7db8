"""One rebuild for `nnexplain serve`, in a process of its own, so that edits to the package itself count."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, Thread
from typing import TYPE_CHECKING

from nnexplain.errors import Problem
from nnexplain.project import Project
from nnexplain.site.telling import Report, problems_of

if TYPE_CHECKING:
    from nnexplain.site.filling import Filling

# Waits with the host imported, but nothing of ours: what it is told to do, it does with today's code. Its
# output is the pipe to us, which no full disk can refuse; what a build shows goes to the terminal.
_WAIT = """
import json, os, runpy, sys
report = os.dup(1)
os.dup2(2, 1)
os.environ["NO_MKDOCS_2_WARNING"] = "1"
import markdown, mkdocs.commands.build, mkdocs.config.defaults, material.plugins.search.plugin
import pymdownx.superfences, rich.console, rich.table, filelock
given = sys.stdin.readline()
if given:
    sys.argv[1:] = [*json.loads(given), "--report", str(report)]
    runpy.run_module("nnexplain", run_name="__main__", alter_sys=True)
"""

WISH = "pages"
"""What is written to a rebuild that is under way when a page has been edited."""


@dataclass
class Rebuild:
    """A rebuild that waits for `start`, runs, tells how it gets on, and has then a result."""

    project: Project
    process: subprocess.Popen[str]

    def __post_init__(self) -> None:
        self.wishes = 0
        self._reports: queue.SimpleQueue[Report] = queue.SimpleQueue()
        self._last: Report | None = None
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as pipe:
            for line in pipe:
                try:
                    report = Report.read(line)
                except (ValueError, TypeError):
                    continue  # cut off in the middle
                if report.last:
                    self._last = report
                else:
                    self._reports.put(report)

    @classmethod
    def prepare(cls, project: Project) -> Rebuild:
        """A process that is ready to build."""
        process = subprocess.Popen(  # noqa: S603  (ourselves, no shell)
            [sys.executable, "-c", _WAIT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=project.root,
            text=True,
            start_new_session=True,  # Ctrl-C is for `serve`, which then ends this
        )
        return cls(project, process)

    def start(self, words: Sequence[str] = ()) -> None:
        """Let it build as the command `nnexplain rebuild` does with these `words`."""
        self._write(json.dumps(["-C", str(self.project.root), "rebuild", *words]))

    def wish(self) -> None:
        """Ask for the pages of today, as one of them has been edited."""
        self.wishes += 1
        self._write(WISH)

    def _write(self, line: str) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # it may have ended: its result says so
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def reports(self) -> Iterator[Report]:
        """What it has told since it was last asked, but for the last."""
        while not self._reports.empty():
            yield self._reports.get()

    def stop(self) -> None:
        """End it, and with it everything that it started."""
        self._close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join()

    def result(self) -> Report:
        """What it came to; a problem that says so when it did not get to the end."""
        status = self.process.wait()
        self._close()
        self._reader.join()
        early = Problem(f"the rebuild ended early (exit status {status})", hint="see the terminal")
        return self._last or Report((early,), self.wishes, last=True)

    def _close(self) -> None:
        assert self.process.stdin is not None
        with suppress(OSError):  # what was still to be written is of no use any more
            self.process.stdin.close()


def run(project: Project, report: int, work: Callable[[Filling], Iterable[Problem]]) -> None:
    """Do the `work` of a rebuild, whose pages the `Filling` that it gets is to make, and write reports to the
    descriptor `report`. Wishes come from the standard input.
    """
    wishes, lock = 0, Lock()
    with open(report, "w", encoding="utf-8") as pipe:

        def tell(report: Report) -> None:
            with lock:
                pipe.write(f"{report.line()}\n")
                pipe.flush()

        try:
            from nnexplain.site.filling import Filling

            with Filling(project, tell) as filling:
                Thread(target=_listen, args=(filling,), daemon=True).start()
                try:
                    problems = tuple(work(filling))
                finally:
                    wishes = filling.fulfilled
        except Exception as error:
            problems = problems_of(error, project)
        tell(Report(problems, wishes, last=True))


def _listen(filling: Filling) -> None:
    for line in sys.stdin:
        if line.strip() == WISH:
            filling.wish()
