"""A script run by hand: `python build/one-neuron.py`, or a cell of its notebook."""

from __future__ import annotations

import atexit
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

from nnexplain.errors import NnexplainError
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.session import RUN, Session
from nnexplain.project import Project


class Runs(Mapping[str, Path]):
    """Any script's run, brought up to date when it is asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __getitem__(self, name: str) -> Path:
        command = [
            sys.executable,
            "-m",
            "nnexplain",
            "-C",
            str(self._project.root),
            "build",
            "--only",
            name,
            "--no-site",
        ]
        if subprocess.run(command, check=False).returncode:  # noqa: S603  (ourselves, no shell)
            raise KeyError(name)
        path = self._project.runs / f"{name}.safetensors"
        if not path.exists():
            raise KeyError(name)
        return path

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (self._project.scripts / f"{name}.py").is_file()

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def open_session() -> Session:
    """The session of the running program, which writes its files when the program ends well."""
    project, script = Project.find(), _script()
    name = "notebook"
    if script is not None and script.is_relative_to(project.scripts):
        name = script.relative_to(project.scripts).with_suffix("").as_posix()
    session = Session(
        name, None, Runs(project), full="--full" in sys.argv[1:], root=project.root, pictures=project.pictures
    )
    session.__enter__()
    if name != "notebook":
        _write_at_exit(session, project)
    return session


def _script() -> Path | None:
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return Path(file).resolve() if file else None


def _write_at_exit(session: Session, project: Project) -> None:
    failed: list[type[BaseException]] = []
    before = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        failed.append(kind)
        if isinstance(error, NnexplainError):
            print(error, file=sys.stderr)  # noqa: T201
        else:
            before(kind, error, trace)

    def write() -> None:
        if failed:
            return
        for name, content in session.finish().items():
            path = (
                project.runs / f"{session.script}.safetensors"
                if name == RUN
                else project.figures / session.script / name
            )
            write_if_new(path, content)

    sys.excepthook = hook
    atexit.register(write)
