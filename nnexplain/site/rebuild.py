"""One rebuild for `nnexplain serve`, in a process of its own, so that edits to the package itself count."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread

from nnexplain.errors import NnexplainError, Problem
from nnexplain.project import Project

# Waits with the host imported, but nothing of ours: what it is told to build, it builds with today's code.
# Its output is the pipe to us, which no full disk can refuse; what a build shows goes to the terminal.
_WAIT = """
import json, os, sys
report = os.dup(1)
os.dup2(2, 1)
os.environ["NO_MKDOCS_2_WARNING"] = "1"
import markdown, mkdocs.commands.build, mkdocs.config.defaults, material.plugins.search.plugin
import pymdownx.superfences, rich.console, rich.table, filelock
given = sys.stdin.readline()
if given:
    from nnexplain.site.rebuild import run
    run(**json.loads(given), report=report)
"""


BUILDER = "nnexplain.pipeline.build:build"
"""What builds figures and pages. Named, not imported: it is looked up in the new process, where edits count,
and the pages need no pipeline otherwise."""

PAGES = "nnexplain.site.build:build_site"
"""What builds only the pages, from the figures there are."""


@dataclass
class Rebuild:
    """A rebuild that waits for `start`, runs, and has then a result."""

    project: Project
    process: subprocess.Popen[str]

    def __post_init__(self) -> None:
        self._report = ""
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as pipe:
            self._report = pipe.read()

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

    def start(
        self,
        jobs: int | None = None,
        builder: str = BUILDER,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Let it build, with the user's `settings`."""
        assert self.process.stdin is not None
        order = {"root": str(self.project.root), "jobs": jobs, "builder": builder, "settings": settings}
        try:
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.close()
        except OSError:
            pass  # it has died already: its result says so

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """End it, and with it everything that it started."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join()

    def result(self) -> list[Problem]:
        """The problems it found; one that says so when it did not get to the end."""
        status = self.process.wait()
        self._reader.join()
        try:
            return [Problem(**problem) for problem in json.loads(self._report)]
        except (ValueError, TypeError):
            return [Problem(f"the rebuild ended early (exit status {status})", hint="see the terminal")]


def run(
    root: str, report: int, jobs: int | None, builder: str, settings: Mapping[str, str] | None = None
) -> None:
    """Build the project in `root`, figures and pages, and write the problems to the descriptor `report`."""
    project = Project(Path(root))
    try:
        problems = list(_build(project, jobs, builder, settings))
    except NnexplainError as error:
        problems = list(error.problems)
    except Exception as error:  # ours or a module's being edited: the author must see it, and serve go on
        place = _last_place(error, project)
        problems = [Problem(f"{type(error).__name__}: {error}", *place)]
    document = json.dumps([asdict(problem) for problem in problems])
    with open(report, "w", encoding="utf-8") as pipe:
        pipe.write(document)


def _build(
    project: Project, jobs: int | None, builder: str, settings: Mapping[str, str] | None
) -> tuple[Problem, ...]:
    module, _, name = builder.partition(":")
    build = getattr(importlib.import_module(module), name)
    if builder == PAGES:
        build(project)
        return ()
    return tuple(build(project, jobs=jobs, keep_going=True, site=True, settings=settings).problems)


def _last_place(error: BaseException, project: Project) -> tuple[str | None, int | None]:
    if isinstance(error, SyntaxError) and error.filename:
        return project.relative(Path(error.filename)), error.lineno
    trace, place = error.__traceback__, (None, None)
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_file():
            place = (project.relative(path), trace.tb_lineno)  # type: ignore[assignment]
        trace = trace.tb_next
    return place
