"""Something to do in a figure, which the page notices when it is done."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nnexplain.figures.contract import Param, Scalar

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Condition = tuple[str, str, Scalar]
"""What must hold of a parameter, or of a number that the widget quotes: ("step", ">=", 60)."""


@dataclass(frozen=True)
class Task:
    """What to do, `ask`; when it is done: when all of `done` hold at once, while the figure is on the page;
    and the sentence that it is answered with.

    `by` are values of parameters that do it, each with a control in the figure: so every task is tried.
    """

    ask: str
    done: tuple[Condition, ...]
    answer: str
    by: Mapping[str, Scalar]

    def check(self, params: Sequence[Param], quotes: Mapping[str, Scalar]) -> None:
        """Raise `ValueError` where a figure with these parameters and quotes would not notice, or at once."""
        for words in (self.ask, self.answer):
            if not isinstance(words, str) or not words.strip():
                raise ValueError("a task says what to do, ask=, and what then is known, answer=")
        known = {param.name: param for param in params}
        begun = {**quotes, **{name: param.value for name, param in known.items()}}
        for name, how, _ in self.done:
            if how not in COMPARISONS:
                raise ValueError(f"a task compares by {how!r}; allowed: {' '.join(COMPARISONS)}")
            if name not in known and name not in quotes:
                allowed = ", ".join([*known, *quotes]) or "none"
                raise ValueError(f"a task is about {name!r}, which the figure has not; allowed: {allowed}")
        if all(COMPARISONS[how](begun[name], value) for name, how, value in self.done):
            raise ValueError("a task that is done before anything is: its conditions hold at the start")
        for name, value in self.by.items():
            param = known.get(name)
            if param is None or param.input == "none" or not param.allows(value):
                raise ValueError(f"a task is done by {name}={value!r}, which no control of it can be set to")
        if not self.by:
            raise ValueError("a task that cannot be tried: by= has no parameter")

    def to_json(self, name: str) -> dict[str, Any]:
        """For the page, where the figure is called `name`."""
        done = [list(condition) for condition in self.done]
        told = {"ask": self.ask, "answer": self.answer, "by": dict(self.by)}
        return {"param": f"done-{name}", "done": done, **told}
