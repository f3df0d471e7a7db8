"""The command line. It declares; what a command does is imported when the command is run."""

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

from nnexplain.errors import NnexplainError, UsageError

if TYPE_CHECKING:
    from nnexplain.errors import Problem
    from nnexplain.pipeline.settings import Settings
    from nnexplain.project import Project
    from nnexplain.site.filling import Filling

_ABOUT = """\
Explorable explanations of neural networks: build scripts make figures, lessons show them.

  nnexplain build                 run what is stale, then make the site in site/
  nnexplain serve                 look at it, and rebuild as files change
  nnexplain new my-lesson         start a lesson: its page, its script, its line in the navigation
  nnexplain check                 dead links, unknown figures, missing alt texts, all at once
"""

_BUILD = """\
examples:
  nnexplain build                          only what changed is run; the site follows
  nnexplain build --explain --dry-run      say what would be run and why, and do nothing
  nnexplain build --only one-neuron        this script and what it needs
  nnexplain build --only 'models/*'        quote the pattern, or the shell takes it
  nnexplain build --full                   scripts that ask for it run at their source's length
  nnexplain build --digits mnist           the larger digits, downloaded once
  nnexplain build --cluster tcp://scheduler:8786
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command `argv` (default: the process's own) and return its exit status: 0, 1, 2 for
    usage, 130 for Ctrl-C, 128 and its number for another signal.
    """
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as ended:  # argparse has said what is wrong, or has shown the help
        return ended.code if isinstance(ended.code, int) else 2
    if arguments.command is None:
        parser.print_help()
        return 2
    try:
        with _signals(arguments.command):
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "nnexplain", description=_ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "-C", "--directory", metavar="FOLDER", help="the site's folder (default: this one or one above)"
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _declare_build(commands)
    serve = commands.add_parser("serve", help="show the site and rebuild it as files change")
    serve.add_argument("--port", type=_port, default=8000, help="where to listen (default: %(default)s)")
    serve.add_argument("--open", action="store_true", help="open it in the browser")
    check = commands.add_parser(
        "check", help="look for dead links, unknown figures, missing alt texts, stale scripts"
    )
    key = commands.add_parser(
        "key", help="print the key of all scripts, to name a cache of .nnexplain/store by"
    )
    key.add_argument("--full", action="store_true", help="the key of a build at full length")
    for command in (serve, check, key):
        _declare_settings(command)
    _declare_inner(commands)
    new = commands.add_parser("new", help="start a lesson")
    new.add_argument("lesson", metavar="LESSON", help="its name, in lower case with hyphens: two-layers")
    new.add_argument("--title", help='its title (default: made of the name, "Two layers")')
    return parser


def _declare_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = commands.add_parser(
        "build",
        help="run what is stale and make the site",
        description="Run the scripts whose code, modules, data, needs or packages changed; then the site.",
        epilog=_BUILD,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    build.add_argument(
        "--only", action="append", default=[], metavar="PATTERN", help="only scripts with such names"
    )
    build.add_argument(
        "--jobs", type=_count, metavar="N", help="scripts side by side (default: one per processor)"
    )
    build.add_argument("--full", action="store_true", help="full length, for scripts that ask for it")
    _declare_settings(build)
    build.add_argument(
        "--twice", action="store_true", help="run each script once more, and compare what it makes"
    )
    build.add_argument("--explain", action="store_true", help="say why each script is stale")
    build.add_argument("--dry-run", action="store_true", help="run nothing and write nothing")
    build.add_argument(
        "--cluster", metavar="ADDRESS", help="run scripts on the Dask cluster whose scheduler is there"
    )
    build.add_argument("--no-site", action="store_true", help="only the figures, not the site")
    build.add_argument("-v", "--verbose", action="store_true", help="show what scripts print")


def _declare_inner(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Commands that nnexplain gives itself, in another process; the help does not list them."""
    settings = commands.add_parser("settings", description="Print the settings of a script as JSON.")
    settings.add_argument("script", nargs="?", metavar="SCRIPT", help="its name (default: a notebook's)")
    settings.add_argument("--digits")  # any word: what it may be is said with the script's own line
    settings.add_argument("--digits-folder", metavar="FOLDER")
    rebuild = commands.add_parser("rebuild", description="Build for `serve`, and tell it how that gets on.")
    rebuild.add_argument("--report", type=int, required=True, metavar="FD", help="where to write reports")
    rebuild.add_argument("--jobs", type=_count, metavar="N")
    _declare_settings(rebuild)


def _declare_settings(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--digits", choices=("sklearn", "mnist"), help="which digits, for scripts that have the setting"
    )
    command.add_argument(
        "--digits-folder", metavar="FOLDER", help="read MNIST's files there instead of downloading them"
    )


def _given(arguments: argparse.Namespace) -> dict[str, str]:
    given = {"digits": arguments.digits}
    if arguments.digits_folder is not None:
        given["digits-folder"] = str(Path(arguments.digits_folder).resolve())
    return {name: value for name, value in given.items() if value is not None}


def _settings(arguments: argparse.Namespace) -> Settings:
    from nnexplain.data import mnist
    from nnexplain.pipeline.settings import Settings

    return Settings(_given(arguments), {"digits": {"mnist": mnist}})


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number from 1 up, not {text!r}")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"expected a port from 0 to 65535, not {text!r}")
    return int(text)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print("nnexplain", version("nnexplain"))  # noqa: T201
        parser.exit(0)


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
    from nnexplain.site.new import new_lesson

    for line in new_lesson(project, arguments.lesson, arguments.title):
        print(line)  # noqa: T201
    return 0


_COMMANDS = {
    "build": _build,
    "serve": _serve,
    "check": _check,
    "key": _key,
    "new": _new,
    "settings": _print_settings,
    "rebuild": _rebuild,
}
