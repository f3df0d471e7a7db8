"""The honesty check: a script that reads what its key does not hold must have declared it.

Otherwise that could change and the script's figures would not. An audit hook sees every `open`, every listing
of a folder, every database, process and connection that Python opens in the script's process; the environment
tells who reads it. What cannot be seen is listed in CONTRIBUTING.md.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

from nnexplain.errors import NnexplainError, Problem
from nnexplain.pipeline.places import free_places, is_outside
from nnexplain.project import Project

_LISTING = ("os.listdir", "os.scandir")
_PROCESSES = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile")
_CALLERS = ("subprocess.py", "os.py", "<frozen os>", "asyncio", "concurrent")
_SOURCE_READERS = ("getsource", "getsourcelines", "getcomments")
_TELLERS = ("traceback.py", "warnings.py")
_METADATA = str(Path("importlib", "metadata"))  # looks for installed packages, which count by version
_INSTALLED = {"site-packages", "dist-packages", ".venv", "venv"}


class Honesty:
    """The audit hook of one job. Every offence is kept in `problems`, because a script may catch
    what is raised.
    """

    def __init__(self, job: Mapping[str, Any], folder: Path) -> None:
        self.root: str = job["root"]
        self.script: str = job["path"]
        self.line: int = job["header"]["line"]
        self.problems: list[Problem] = []
        self.active = False
        self._files = set(job["data"])
        self._folders = set(job["data_folders"])
        self._globbed = tuple(name.rstrip(os.sep) + os.sep for name in job["data_below"])
        bases = {module["base"] for module in job["modules"].values() if "-packages" not in module["base"]}
        self._below = tuple(sorted({name + os.sep for name in (job["root"], *bases)}))
        memory = str(Project(Path(job["root"])).pictures)
        inside = [place for place in free_places() if place.startswith(job["root"] + os.sep)]
        self._free = (str(folder) + os.sep, memory + os.sep, *inside)
        self._own: set[str] = set()
        ours = ("nnexplain.figures", "nnexplain.pipeline", "nnexplain.errors")
        self.authored = {str(Path(self.root, self.script))} | {
            module["path"]
            for name, module in job["modules"].items()
            if not name.startswith(ours) and module["text"]
        }

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.active:
            return
        if event == "open" or event in _LISTING:
            self._opening(event, args)
        elif event == "os.mkdir":
            self._making(args[0])
        elif event == "os.rename":
            self._renaming(args[0], args[1])
        elif event == "sqlite3.connect":
            self._database(args[0])
        elif event in _PROCESSES:
            if self._asked_by_author(*_CALLERS):
                hint = "what it reads cannot be seen: run it yourself, and declare what it made as data"
                self._record("starts another program", hint)
        elif event == "socket.connect" and isinstance(args[1], tuple):
            hint = "what is there may change: fetch it yourself, and declare it as data"
            self._record("asks the network", hint)

    def environment(self, name: str) -> None:
        """For `Environment`: the variable `name` is read."""
        if self.active and self._asked_by_author("os.py", "<frozen os>", "_collections_abc", "environ.py"):
            hint = "it is another elsewhere: write the value into the script, or into a file that it declares"
            self._record(f"reads {name} of the environment", hint)

    def unseen(self, name: str, file: Path) -> None:
        """For the finder: a local module that the static closure does not know is being imported."""
        if self.active:
            self._record(
                f"imports {name}, which planning could not see",
                "import it with an ordinary import statement, so that a change of it is noticed",
            )

    def _opening(self, event: str, args: tuple[Any, ...]) -> None:
        given = args[0]
        if not isinstance(given, str | bytes | os.PathLike) and not (given is None and event in _LISTING):
            return  # an open descriptor: its opening was seen
        path = _absolute(given if given is not None else ".")
        if event == "open" and _empties(args[1], args[2], path):
            self._own.update((path, os.path.realpath(path)))
        elif event != "open" or _reads(args[1], args[2]):
            self._look(path, event)

    def _look(self, path: str, event: str) -> None:
        both = {path, os.path.realpath(path)}
        for real in sorted(both, key=lambda name: not name.startswith(self._below)):  # the repository's first
            if self._private(real) and not self._declared(real, event) and not self._is_own(real):
                self._offend(real, event)

    def _making(self, given: Any) -> None:
        """A new folder: all that is in it is the script's own."""
        path = _absolute(given)
        if not os.path.lexists(path):
            self._own.update((path, os.path.realpath(path)))

    def _renaming(self, given: Any, to: Any) -> None:
        if self._is_own(_absolute(given)):
            self._own.update((path := _absolute(to), os.path.realpath(path)))

    def _is_own(self, path: str) -> bool:
        """Whether this run made the file, or the folder that it lies in."""
        return bool(self._own) and not self._own.isdisjoint((path, *map(str, Path(path).parents)))

    def _database(self, given: Any) -> None:
        name = os.fsdecode(given) if isinstance(given, str | bytes | os.PathLike) else ""
        if name.startswith("file:"):
            name = unquote(urlsplit(name).path)
        if name and name != ":memory:":
            if not Path(path := _absolute(name)).exists():
                self._own.add(path)
            self._look(path, "open")

    def _private(self, path: str) -> bool:
        if path.startswith(self._free):
            return False
        below = [base for base in self._below if f"{path}{os.sep}".startswith(base)]
        if below:
            return any(_INSTALLED.isdisjoint(Path(path[len(base) :]).parts) for base in below)
        return is_outside(path)

    def _declared(self, path: str, event: str) -> bool:
        if event not in _LISTING:
            return path in self._files or path in self._folders or _for_a_message(path)
        if path in self._folders or (f"{path}{os.sep}".startswith(self._globbed) and _by_a_glob()):
            return True
        return _called_by("<frozen importlib", _METADATA)

    def _offend(self, path: str, event: str) -> None:
        inside = path.startswith(self.root + os.sep)
        relative = Path(path).relative_to(self.root).as_posix() if inside else path
        if path.endswith((".py", ".pyc")) and _called_by("<frozen importlib"):
            self._record(
                f"imports {relative}, which planning could not see",
                "local modules lie in the repository's root, beside the script, or in a package there",
            )
        verb = "reads" if event == "open" else "lists the folder"
        if inside:
            declared = f'declare it at {self.script}:{self.line}: # data = ["{relative}"]'
            self._record(f"{verb} {relative}, which the header does not declare", declared)
        place = f"{self.script}:{self.line}"
        hint = f"put a copy of it, or a link to it, into the repository, and declare that at {place}"
        self._record(f"{verb} {relative}, which lies outside the repository", hint)

    def _record(self, message: str, hint: str) -> None:
        path, line = self.place()
        problem = Problem(message, path, line, hint)
        if problem not in self.problems:
            self.problems.append(problem)
        raise NnexplainError.of([problem])

    def _asked_by_author(self, *through: str) -> bool:
        """Whether the author's own code asks, and not a package that it uses: frames of the files `through`
        stand between.
        """
        for frame in _frames():
            name = frame.f_code.co_filename
            if name in self.authored:
                return True
            if name != __file__ and not any(part in name for part in through):
                return False
        return False

    def place(self) -> tuple[str, int]:
        """The innermost line of the author's that is being run."""
        for frame in _frames():
            if frame.f_code.co_filename in self.authored:
                path = Path(frame.f_code.co_filename)
                known = path.is_relative_to(self.root)
                return (path.relative_to(self.root).as_posix() if known else path.as_posix()), frame.f_lineno
        return self.script, self.line


def _absolute(given: Any) -> str:
    return os.path.abspath(os.fsdecode(given))  # noqa: PTH100  (keeps links)


def _reads(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return "r" in mode or "+" in mode
    return not isinstance(flags, int) or flags & os.O_ACCMODE != os.O_WRONLY


def _empties(mode: object, flags: object, path: str) -> bool:
    """Whether nothing of what was in the file can be read any more."""
    if isinstance(mode, str):
        return "w" in mode or "x" in mode or not Path(path).exists()
    return isinstance(flags, int) and bool(
        flags & os.O_TRUNC or (flags & os.O_CREAT and (flags & os.O_EXCL or not Path(path).exists()))
    )


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        yield frame
        frame = frame.f_back


def _called_by(*names: str) -> bool:
    """Whether the nearest frame outside this module is of a file whose name holds one of these."""
    for frame in _frames():
        if frame.f_code.co_filename != __file__:
            return any(name in frame.f_code.co_filename for name in names)
    return False


def _by_a_glob() -> bool:
    """Whether a pattern is being looked for, and not all that is in a folder."""
    for frame in _frames():
        code = frame.f_code
        if code.co_filename == __file__:
            continue
        if code.co_name in ("iterdir", "walk"):
            return False
        if not (code.co_filename.endswith("glob.py") or "pathlib" in code.co_filename):
            return False
        if code.co_name not in ("_scandir", "scandir"):
            return True
    return False


def _for_a_message(path: str) -> bool:
    """Whether a source line is being fetched to be shown in a warning or traceback. A script whose figures
    could depend on that says such a word, and its key holds the text then (`sources.py`).
    """
    if not path.endswith(".py"):
        return False
    names = [(Path(frame.f_code.co_filename).name, frame.f_code.co_name) for frame in _frames()]
    return (
        any(file == "linecache.py" for file, _ in names)
        and any(file in _TELLERS for file, _ in names)
        and not any(file == "inspect.py" and name in _SOURCE_READERS for file, name in names)
    )
