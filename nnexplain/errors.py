"""The one family of errors: what went wrong, where, and what is allowed instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, at a place its author can open.

    `path` is relative to the site's root, with forward slashes; `line` counts from 1; `hint` says
    what is allowed or how to go on, and may have several lines.
    """

    message: str
    path: str | None = None
    line: int | None = None
    hint: str = ""

    @property
    def place(self) -> str:
        """`content/one-neuron.md:12`, as far as it is known."""
        return f"{self.path or ''}:{self.line}" if self.line is not None else (self.path or "")

    def __str__(self) -> str:
        first = f"{self.place}: {self.message}" if self.place else self.message
        return "\n    ".join([first, *self.hint.splitlines()])

    @property
    def order(self) -> tuple[str, int, str]:
        """Sort key: by file, then line, then message."""
        return self.path or "", self.line or 0, self.message


class NnexplainError(Exception):
    """Something the user can put right. It carries every problem found, not just the first."""

    exit_status = 1

    def __init__(
        self, message: str, path: str | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.problems: tuple[Problem, ...] = (Problem(message, path, line, hint),)

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> NnexplainError:
        """One error for all of `problems`, in the order of their files and lines."""
        error = cls("")
        error.problems = tuple(sorted(set(problems), key=lambda problem: problem.order))
        return error

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class UsageError(NnexplainError):
    """The command itself was given wrongly."""

    exit_status = 2
