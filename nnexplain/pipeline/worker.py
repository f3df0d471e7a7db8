"""What happens in a script's own process: the session, the honesty check, the script, its outcome.

Nothing comes back but files in the job's folder: `outcome.json` with the problems, and `out/` with what
was made.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Protocol

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures.session import Session, SessionHeader
from nnexplain.figures.setting import Setting
from nnexplain.pipeline.environ import watch_environment
from nnexplain.pipeline.honesty import Honesty
from nnexplain.pipeline.launch import PINNED
from nnexplain.project import Project

FRAMES = 5
"""Lines of the author's that are shown at either end of a long way to what went wrong."""


class Finder(Protocol):
    """What `child.PlannedFinder` offers."""

    unseen: Any

    def code(self, path: str, text: str) -> CodeType: ...


def run(folder: Path, job: Mapping[str, Any], finder: Finder, engines: Mapping[str, Any]) -> int:
    """Run the job in `folder` and write its outcome there; the exit status of the process is 0 if
    that was possible. `engines` are those that are other processes: "charts", the socket of the one that
    draws them, "stills", what `Shared` takes of the one that widgets draw with.
    """
    faulthandler.enable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]
    problems = [*_strange_versions(job), *_shadowed(job)]
    files: dict[str, bytes] = {}
    if not problems:
        problems, files = _made(folder, job, finder, engines)
    for name, content in files.items():
        path = folder / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    document = {"problems": [asdict(problem) for problem in problems], "files": sorted(files)}
    beside = folder / "outcome.part"
    beside.write_text(json.dumps(document), "utf-8")
    beside.replace(folder / "outcome.json")
    return 0


def _strange_versions(job: Mapping[str, Any]) -> list[Problem]:
    """A worker of a cluster must have what the plan counted on, or the result would lie under a wrong key."""
    from importlib.metadata import PackageNotFoundError, version

    problems = []
    for name, wanted in job["versions"].items():
        try:
            found = "{}.{}".format(*sys.version_info) if name == "python" else version(name)
        except PackageNotFoundError:
            found = "none"
        if found != wanted:
            hint = "install the same on every worker of the cluster"
            problems.append(
                Problem(f"the worker has {name} {found}, planned for {wanted}", job["path"], None, hint)
            )
    return problems


def _shadowed(job: Mapping[str, Any]) -> Iterator[Problem]:
    """Local modules of whose name another is loaded already: the script would get that one."""
    for name, module in job["modules"].items():
        loaded = sys.modules.get(name)
        if loaded is None or module["text"] is None or getattr(loaded, "__file__", None) == module["path"]:
            continue
        path = Path(module["path"])
        shown = path.relative_to(job["root"]) if path.is_relative_to(job["root"]) else path
        message = f"is imported as {name}, which is the name of a module of another package or of Python"
        yield Problem(
            message, shown.as_posix(), None, "call it otherwise: the other one may be imported instead"
        )


def _made(
    folder: Path, job: Mapping[str, Any], finder: Finder, engines: Mapping[str, Any]
) -> tuple[list[Problem], dict[str, bytes]]:
    path = str(Path(job["root"], job["path"]))
    honesty = Honesty(job, folder)
    finder.unseen = honesty.unseen
    header = SessionHeader(**{key: _frozen(given) for key, given in job["header"].items()})
    needs = {name: folder / "needs" / f"{name}.safetensors" for name in header.needs}
    root = Path(job["root"])
    session = Session(
        job["script"], header, needs, full=job["full"], root=root, pictures=Project(root).pictures
    )
    session.networks = {
        maker: {path.name: path for path in (folder / "networks" / maker).iterdir() if path.is_file()}
        for maker in {network.rpartition("/")[0] for network in header.networks} - {job["script"]}
    }
    session.settings = {name: Setting(*chosen) for name, chosen in job["settings"].items()}
    _tell_in_python()
    sys.addaudithook(honesty)
    watch_environment(honesty.environment, PINNED)
    try:
        with session:
            code = finder.code(path, job["text"])
            _ready_to_draw(session, header, Path(job["runtime"]), engines)
            honesty.active = True
            _run_main(code, path, job["root"])
            files = session.finish()
    except BaseException as error:  # a script may raise anything, SystemExit included
        honesty.active = False
        return honesty.problems or _problems(error, job, honesty), {}
    finally:
        honesty.active = False
        for engine in (session.engine, session.stills):
            if engine is not None:
                engine.close()
    return honesty.problems, {} if honesty.problems else files


def _frozen(given: Any) -> Any:
    return tuple(given) if isinstance(given, list) else given


def _ready_to_draw(
    session: Session, header: SessionHeader, runtime: Path, engines: Mapping[str, Any]
) -> None:
    """Looking up versions lists folders, which is not the script's doing."""
    if header.figures:
        from nnexplain.figures.engine import Engine
        from nnexplain.figures.render import engine_version

        engine_version()
        session.engine = Engine(engines["charts"]) if "charts" in engines else None
    if header.figures and header.widgets:
        from nnexplain.figures.still import Shared, StillError, Stills, engine_version

        with suppress(StillError):  # told where it draws
            engine_version()
        session.stills = Stills(runtime, Shared(*engines["stills"]) if "stills" in engines else None)


def _tell_in_python() -> None:
    """Have Python's own code show what goes wrong in threads and finalizers, not the interpreter: that opens
    the sources it quotes like a script that reads them. An undeclared read is on record already.
    """

    def show(error: BaseException | None) -> None:
        if error is not None and not isinstance(error, NnexplainError | SystemExit):
            traceback.print_exception(error)

    threading.excepthook = lambda args: show(args.exc_value)
    sys.unraisablehook = lambda args: show(args.exc_value)


def _run_main(code: CodeType, path: str, root: str) -> None:
    """Run `code` as `python path` in `root` would; `sys.exit()` with success ends it like any other end."""
    main = ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=__builtins__, __cached__=None)
    sys.modules["__main__"] = main
    sys.argv = [path]
    os.chdir(root)
    try:
        exec(code, main.__dict__)  # noqa: S102  (the author's own script, which is what a build runs)
    except SystemExit as ended:
        if ended.code not in (None, 0):
            raise


def _problems(error: BaseException, job: Mapping[str, Any], honesty: Honesty) -> list[Problem]:
    frames = _author_frames(error, honesty)
    path, line = next(((p, n) for p, n, _ in reversed(frames) if p == job["path"]), (job["path"], None))
    if isinstance(error, NnexplainError):
        return [
            problem if problem.path else Problem(problem.message, path, line, problem.hint)
            for problem in error.problems
        ]
    if isinstance(error, SystemExit):
        return [
            Problem(f"sys.exit({error.code!r})", path, line, "a script that ends well needs no exit status")
        ]
    text = str(error).strip()
    message = f"{type(error).__name__}: {text}" if text else type(error).__name__
    shown = (
        [f"{p}:{n}: {code}" for p, n, code in frames] if len(frames) > 1 else [code for _, _, code in frames]
    )
    if len(shown) > 2 * FRAMES:  # a recursion, mostly
        shown[FRAMES:-FRAMES] = [f"… {len(shown) - 2 * FRAMES} more …"]
    return [Problem(message, path, line, "\n".join(shown))]


def _author_frames(error: BaseException, honesty: Honesty) -> list[tuple[str, int, str]]:
    root = Path(honesty.root)
    found = []
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in honesty.authored:
            path = Path(frame.filename)
            name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
            found.append((name, frame.lineno or 0, frame.line or ""))
    return found
