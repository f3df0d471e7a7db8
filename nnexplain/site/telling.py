"""What a rebuild tells `nnexplain serve`: reports, a line each."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem
from nnexplain.project import Project


@dataclass(frozen=True)
class Report:
    """Pages were made, or could not be: all their `problems`, and how many `wishes` for them they fulfil. The
    `last` report has the problems of the scripts as well.
    """

    problems: tuple[Problem, ...]
    wishes: int = 0
    last: bool = False

    def line(self) -> str:
        """It as a line, without its end."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, line: str) -> Report:
        """The report that `line` is. Raises `ValueError` or `TypeError` when it is none."""
        document = json.loads(line)
        problems = tuple(Problem(**problem) for problem in document.pop("problems"))
        return cls(problems, **document)


def problems_of(error: Exception, project: Project) -> tuple[Problem, ...]:
    """What to say of `error`. One that is no `NnexplainError` is ours or of a module that is being edited:
    the author must see it, and serve go on.
    """
    if isinstance(error, NnexplainError):
        return error.problems
    return (Problem(f"{type(error).__name__}: {error}", *_last_place(error, project)),)


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
