"""The honesty check: a script that reads a file of the repository must have declared it.

Otherwise the file could change and the script's figures would not. An audit hook sees every `open`, and every
listing of a folder, that Python makes in the script's process. It does not see files that native code
opens on its own (`safetensors.safe_open`, say) nor what a process started by the script reads.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from nnexplain.errors import NnexplainError, Problem
from nnexplain.project import Project

_LISTING = ("os.listdir", "os.scandir")
_SOURCE_READERS = ("getsource", "getsourcelines", "getcomments")
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
        self._folders = tuple(name + os.sep for name in job["data_folders"])
        bases = {module["base"] for module in job["modules"].values() if "-packages" not in module["base"]}
        self._below = tuple(sorted({name + os.sep for name in (job["root"], *bases)}))
        inside = {p for p in (sys.prefix, sys.base_prefix) if p.startswith(self.root + os.sep)}
        memory = str(Project(Path(job["root"])).pictures)
        self._free = (str(folder) + os.sep, memory + os.sep, *(name + os.sep for name in inside))
        ours = ("nnexplain.figures", "nnexplain.pipeline", "nnexplain.errors")
        self.authored = {str(Path(self.root, self.script))} | {
            module["path"]
            for name, module in job["modules"].items()
            if not name.startswith(ours) and module["text"]
        }

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.active or (event != "open" and event not in _LISTING):
            return
        given = args[0]
        if not isinstance(given, str | bytes | os.PathLike) and not (given is None and event in _LISTING):
            return  # an open descriptor: its opening was seen
        if event == "open" and not _reads(args[1], args[2]):
            return
        path = os.path.abspath(os.fsdecode(given if given is not None else "."))  # noqa: PTH100  (keeps links)
        for real in {path, os.path.realpath(path)}:
            if self._private(real) and not self._declared(real, event):
                self._offend(real, event)

    def unseen(self, name: str, file: Path) -> None:
        """For the finder: a local module that the static closure does not know is being imported."""
        if self.active:
            self._record(
                f"imports {name}, which planning could not see",
                "import it with an ordinary import statement, so that a change of it is noticed",
            )

    def _private(self, path: str) -> bool:
        return not path.startswith(self._free) and any(
            f"{path}{os.sep}".startswith(base) and _INSTALLED.isdisjoint(Path(path[len(base) :]).parts)
            for base in self._below
        )

    def _declared(self, path: str, event: str) -> bool:
        if event in _LISTING:
            return (path + os.sep).startswith(self._folders) or _called_by("<frozen importlib", _METADATA)
        return path in self._files or path.startswith(self._folders) or _for_a_message(path)

    def _offend(self, path: str, event: str) -> None:
        relative = (
            Path(path).relative_to(self.root).as_posix() if path.startswith(self.root + os.sep) else path
        )
        if path.endswith((".py", ".pyc")) and _called_by("<frozen importlib"):
            self._record(
                f"imports {relative}, which planning could not see",
                "local modules lie in the repository's root, beside the script, or in a package there",
            )
        verb = "reads" if event == "open" else "lists the folder"
        declared = f'declare it at {self.script}:{self.line}: # data = ["{relative}"]'
        self._record(f"{verb} {relative}, which the header does not declare", declared)

    def _record(self, message: str, hint: str) -> None:
        path, line = self.place()
        problem = Problem(message, path, line, hint)
        if problem not in self.problems:
            self.problems.append(problem)
        raise NnexplainError.of([problem])

    def place(self) -> tuple[str, int]:
        """The innermost line of the author's that is being run."""
        for frame in _frames():
            if frame.f_code.co_filename in self.authored:
                path = Path(frame.f_code.co_filename)
                known = path.is_relative_to(self.root)
                return (path.relative_to(self.root).as_posix() if known else path.as_posix()), frame.f_lineno
        return self.script, self.line


def _reads(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return "r" in mode or "+" in mode
    return not isinstance(flags, int) or flags & os.O_ACCMODE != os.O_WRONLY


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


def _for_a_message(path: str) -> bool:
    """Whether a source line is being fetched to be shown in a warning or traceback, which no figure
    depends on.
    """
    if not path.endswith(".py"):
        return False
    names = [(Path(frame.f_code.co_filename).name, frame.f_code.co_name) for frame in _frames()]
    return any(file == "linecache.py" for file, _ in names) and not any(
        file == "inspect.py" and name in _SOURCE_READERS for file, name in names
    )
