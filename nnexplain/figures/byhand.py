"""A script run by hand: `python build/one-neuron.py`, or a cell of its notebook."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from nnexplain.errors import NnexplainError
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.contract import ARRAYS
from nnexplain.figures.refused import os_problem
from nnexplain.figures.session import RUN, Session
from nnexplain.figures.setting import Setting
from nnexplain.project import Project

T = TypeVar("T")


class Results(Mapping[str, T]):
    """What any script leaves for others, brought up to date when it is asked for. `error` makes what is
    raised of a message and a hint, `what` says what there is of a script.
    """

    error: Callable[[str, str], NnexplainError]
    what: str

    def __init__(self, project: Project) -> None:
        self._project = project

    def update(self, name: str) -> None:
        """Have the script `name` run, if it must. Raises what `error` makes where it fails."""
        command = _command(self._project, "build", "--only", name, "--no-site")
        if subprocess.run(command, check=False).returncode:  # noqa: S603  (ourselves, no shell)
            raise self.error(f"the {self.what} of {name!r} could not be brought up to date", "see above")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (self._project.scripts / f"{name}.py").is_file()

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Runs(Results[Path]):
    """The runs that scripts save."""

    what = "run"

    def __getitem__(self, name: str) -> Path:
        self.update(name)
        path = self._project.runs / f"{name}.safetensors"
        if not path.exists():
            hint = f"its script build/{name}.py must call save_run(…)"
            raise self.error(f"there is no run of {name!r}", hint)
        return path


class Networks(Results[Mapping[str, Path]]):
    """The files of the networks that scripts hand to the page, by their names."""

    what = "networks"

    def __getitem__(self, name: str) -> Mapping[str, Path]:
        if name not in self:
            raise KeyError(name)
        self.update(name)
        folder = self._project.figures / name
        found = {path.name: path for path in folder.glob(f"*{ARRAYS}")}
        figures = {f"{path.stem}{ARRAYS}" for path in folder.glob("*.json")}
        return {file: found[file] for file in sorted(found.keys() - figures)}


class Settings(Mapping[str, Setting]):
    """The settings of `script` (None: a notebook), asked of `nnexplain settings` with the first."""

    def __init__(self, project: Project, script: str | None) -> None:
        self._project, self._script = project, script

    @cached_property
    def _settings(self) -> Mapping[str, Setting]:
        command = _command(self._project, "settings", *filter(None, [self._script]))
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  (as above)
        if done.returncode:
            message, _, hint = done.stderr.removeprefix("error: ").strip().partition("\n")
            raise NnexplainError(message, hint=textwrap.dedent(hint))
        print(done.stderr, end="", file=sys.stderr)  # noqa: T201
        return {name: Setting(value, files) for name, (value, files) in json.loads(done.stdout).items()}

    def __getitem__(self, name: str) -> Setting:
        return self._settings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)


def _command(project: Project, *words: str) -> list[str]:
    """The `nnexplain` command of these `words`, with the settings that are in the command line of the script:
    `python build/models/digits.py --digits mnist`. What knows more than figures do is asked by it.
    """
    pairs = (pair for pair in pairwise(sys.argv[1:]) if pair[0] in ("--digits", "--digits-folder"))
    given = [word for pair in pairs for word in pair]
    return [sys.executable, "-m", "nnexplain", "-C", str(project.root), *words, *given]


def open_session() -> Session:
    """The session of the running program, which writes its files when the program ends well."""
    script = _script()
    failed = _tell_plainly() if script is not None else []
    project, name = (_home(script) if script else None) or (Project.find(), "notebook")
    runs, networks, full = Runs(project), Networks(project), "--full" in sys.argv[1:]
    session = Session(name, None, runs, full=full, root=project.root, pictures=project.pictures)
    session.networks = networks
    runs.error = networks.error = session.error
    session.settings = Settings(project, None if name == "notebook" else name)
    session.__enter__()
    if name != "notebook":
        atexit.register(_write, session, project, failed)
    return session


def _script() -> Path | None:
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return Path(file) if file else None


def _home(script: Path) -> tuple[Project, str] | None:
    """The project whose `build/` holds `script`, wherever it is run from, and the script's name there."""
    for path in (script.absolute(), script.resolve()):
        for folder in path.parents:
            if path.is_relative_to(folder / "build") and (folder / "mkdocs.yml").is_file():
                name = path.relative_to(folder / "build").with_suffix("").as_posix()
                return Project(folder.resolve()), name
    return None


def _tell_plainly() -> list[type[BaseException]]:
    """From now on an error that its reader can put right ends the program without a traceback.

    Returns the list that the program's last error will be put into.
    """
    failed: list[type[BaseException]] = []
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        failed.append(kind)
        if isinstance(error, NnexplainError):
            print(f"error: {error}", file=sys.stderr)  # noqa: T201
        else:
            before(kind, error, trace)

    sys.excepthook = hook
    return failed


def _write(session: Session, project: Project, failed: list[type[BaseException]]) -> None:
    if failed:
        return
    try:
        for name, content in session.finish().items():
            run = project.runs / f"{session.script}.safetensors"
            write_if_new(run if name == RUN else project.figures / session.script / name, content)
    except OSError as error:
        print(f"error: {os_problem(error, project.root)}", file=sys.stderr, flush=True)  # noqa: T201
        sys.stdout.flush()
        os._exit(1)  # what is said at exit cannot change the status otherwise
