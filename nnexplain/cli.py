"""The command line. What a command does is imported when the command is run."""

from __future__ import annotations

import argparse
import atexit
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from nnexplain.arguments import make_parser
from nnexplain.errors import NnexplainError, UsageError

if TYPE_CHECKING:
    from nnexplain.errors import Problem
    from nnexplain.pipeline.settings import Settings
    from nnexplain.project import Project
    from nnexplain.site.filling import Filling


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command `argv` (default: the process's own) and return its exit status: 0, 1, 2 for
    usage, 130 for Ctrl-C, 128 and its number for another signal.
    """
    parser = make_parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as ended:  # argparse has said what is wrong, or has shown the help
        return ended.code if isinstance(ended.code, int) else 2
    if arguments.command is None:
        parser.print_help()
        return 2
    try:
        with _signals(arguments.command):
            if arguments.command in _WITHOUT_SITE:
                return _WITHOUT_SITE[arguments.command](arguments)
            return _COMMANDS[arguments.command](_project(arguments.directory), arguments)
    except NnexplainError as error:
        _complain(error)
        return error.exit_status
    except (KeyboardInterrupt, _Stopped) as error:
        number = error.number if isinstance(error, _Stopped) else signal.SIGINT
        with suppress(OSError):  # the terminal may be gone
            print("stopped" if number == signal.SIGINT else f"stopped by {number.name}", file=sys.stderr)  # noqa: T201
        return 128 + number
    except BrokenPipeError:  # the reader of our output has left: `nnexplain build | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


class _Stopped(BaseException):
    """The process was asked to end by a signal: everything is cleared up on the way out."""

    def __init__(self, number: signal.Signals) -> None:
        self.number = number


@contextmanager
def _signals(command: str) -> Iterator[None]:
    """SIGTERM and SIGHUP end a command like Ctrl-C does. `serve` ends by itself, and rebuilds by it; what
    somebody has chosen to ignore (nohup) stays so.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stopped(signal.Signals(number))

    before = []
    if command not in ("serve", "rebuild") and threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                before.append((number, signal.signal(number, stop)))
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def entry() -> None:
    """The `nnexplain` command. It can print whatever a file is called, and ends without taking every module
    apart, which would be a tenth of a build.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    status = main()
    atexit._run_exitfuncs()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _project(directory: str | None) -> Project:
    from nnexplain.project import Project

    start = Path(directory) if directory is not None else None
    if start is not None and not start.is_dir():
        raise UsageError(f"-C {directory}: there is no such folder")
    return Project.find(start)


def _complain(error: NnexplainError) -> None:
    for problem in error.problems:
        print(f"error: {problem}", file=sys.stderr)  # noqa: T201
    if len(error.problems) > 1:
        print(f"{len(error.problems)} problems", file=sys.stderr)  # noqa: T201


def _given(arguments: argparse.Namespace) -> dict[str, str]:
    given = {"digits": arguments.digits}
    if arguments.digits_folder is not None:
        given["digits-folder"] = str(Path(arguments.digits_folder).resolve())
    return {name: value for name, value in given.items() if value is not None}


def _settings(arguments: argparse.Namespace) -> Settings:
    from nnexplain.data import mnist
    from nnexplain.pipeline.settings import Settings

    return Settings(_given(arguments), {"digits": {"mnist": mnist}})


def _build(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.pipeline.build import build
    from nnexplain.site.pages import Pages

    report = build(
        project,
        _settings(arguments),
        only=arguments.only,
        jobs=arguments.jobs,
        full=arguments.full,
        cluster=arguments.cluster,
        pages=None if arguments.no_site else Pages(project),
        order=lambda: _page_numbers(project),
        verbose=arguments.verbose,
        twice=arguments.twice,
        explain=arguments.explain or arguments.dry_run,
        dry_run=arguments.dry_run,
    )
    if not arguments.dry_run:
        print(report.summary())  # noqa: T201
    if report.problems:
        _complain(NnexplainError.of(report.problems))
        return 1
    if not arguments.dry_run and not arguments.no_site:
        print("look at it: nnexplain serve")  # noqa: T201
    return 0


def _page_numbers(project: Project) -> dict[str, int]:
    from nnexplain.site.order import page_numbers

    return page_numbers(project)


def _serve(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.pipeline.declared import Followed
    from nnexplain.site.serve import serve

    words = [word for name, value in _given(arguments).items() for word in (f"--{name}", value)]
    serve(project, port=arguments.port, open_browser=arguments.open, data=Followed(), words=words)
    return 0


def _rebuild(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.site.rebuild import run

    def work(filling: Filling) -> Sequence[Problem]:
        from nnexplain.pipeline.build import build

        report = build(
            project,
            _settings(arguments),
            jobs=arguments.jobs,
            pages=filling,
            order=lambda: _page_numbers(project),
            follow=filling.follow,
            keep_going=True,
        )
        return report.problems

    run(project, arguments.report, work)
    return 0


def _print_settings(project: Project, arguments: argparse.Namespace) -> int:
    import json

    from nnexplain.pipeline.byhand import settings_of

    chosen = settings_of(project, _settings(arguments), arguments.script)
    found = {name: (one.value, dict(one.files)) for name, one in chosen.items()}
    print(json.dumps(found, default=str))  # noqa: T201
    return 0


def _check(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.pipeline.explain import script_problems
    from nnexplain.site.check import check_project

    problems = [*check_project(project), *script_problems(project, _settings(arguments))]
    if problems:
        raise NnexplainError.of(problems)
    print("checked: nothing to complain about")  # noqa: T201
    return 0


def _key(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.pipeline.plan import Planner

    plan = Planner(project, _settings(arguments), arguments.full).plan()
    if plan.broken:
        raise NnexplainError.of(problem for problems in plan.broken.values() for problem in problems)
    print(plan.key)  # noqa: T201
    return 0


def _new(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.author.new import new_lesson

    for line in new_lesson(project, arguments.lesson, arguments.title):
        print(line)  # noqa: T201
    return 0


def _init(arguments: argparse.Namespace) -> int:
    from nnexplain.author.init import init_site

    for line in init_site(Path(arguments.directory or "", arguments.folder), arguments.title):
        print(line)  # noqa: T201
    return 0


def _rename(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.author.lessons import rename_lesson

    for line in rename_lesson(project, arguments.lesson, arguments.new, arguments.dry_run):
        print(line)  # noqa: T201
    return 0


def _remove(project: Project, arguments: argparse.Namespace) -> int:
    from nnexplain.author.lessons import remove_lesson

    for line in remove_lesson(project, arguments.lesson, arguments.dry_run):
        print(line)  # noqa: T201
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    from nnexplain.author.doctor import Shown, examine
    from nnexplain.author.findings import PROBLEM

    try:
        project = _project(arguments.directory)
    except UsageError:
        if arguments.directory is not None and not Path(arguments.directory).is_dir():
            raise
        project = None
    shown, status = Shown(sys.stdout), 0
    for finding in examine(project, arguments.port):
        shown.show(finding)
        status = 1 if finding.state == PROBLEM else status
    return status


_WITHOUT_SITE = {"init": _init, "doctor": _doctor}
_COMMANDS = {
    "build": _build,
    "serve": _serve,
    "check": _check,
    "key": _key,
    "new": _new,
    "rename": _rename,
    "remove": _remove,
    "settings": _print_settings,
    "rebuild": _rebuild,
}
