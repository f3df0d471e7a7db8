"""Something to do in a figure, which the page notices when it is done."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    and the sentence that it is answered with, in which a quote may stand, as "{first}".

    `by` and `stroke` are a way to do it with what the figure has, so that every task is tried: values of
    parameters that have a control; tools, by their words, and how often each is pressed; and the points of a
    stroke on its pad, each (across, down), from 0 to 1.
    """

    ask: str
    done: tuple[Condition, ...]
    answer: str
    by: Mapping[str, Scalar] = field(default_factory=dict)
    stroke: tuple[tuple[float, float], ...] = ()

    def check(self, params: Sequence[Param], quotes: Mapping[str, Scalar], tools: Sequence[str] = ()) -> None:
        """Raise `ValueError` where a figure with these would not notice, or at once, or cannot answer."""
        for words in (self.ask, self.answer):
            if not isinstance(words, str) or not words.strip():
                raise ValueError("a task says what to do, ask=, and what then is known, answer=")
        known = {param.name: param for param in params}
        begun = {**{name: param.value for name, param in known.items()}, **quotes}
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
            if name in tools:
                if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                    raise ValueError(f"a tool is pressed once or more often, not {name}={value!r}")
            elif param is None or param.input == "none" or not param.allows(value):
                raise ValueError(f"a task is done by {name}={value!r}, which no control of it can be set to")
        if not self.by and not self.stroke:
            raise ValueError("a task that cannot be tried: by= has no parameter, and stroke= no points")
        if not all(0 <= place <= 1 for point in self.stroke for place in point):
            raise ValueError("a stroke leaves the pad; allowed: from 0 to 1, across and down")
        self._told(quotes)

    def _told(self, quotes: Mapping[str, Scalar]) -> str:
        try:
            return self.answer.format_map(quotes)
        except (KeyError, ValueError) as error:
            allowed = ", ".join(quotes) or "none"
            raise ValueError(f"a task answers {self.answer!r}, with {error}; allowed: {allowed}") from None

    def to_json(self, name: str, quotes: Mapping[str, Scalar]) -> dict[str, Any]:
        """For the page, where the figure is called `name` and begins with these `quotes`."""
        done = [list(condition) for condition in self.done]
        told: dict[str, Any] = {"ask": self.ask, "answer": self._told(quotes), "by": dict(self.by)}
        if self.stroke:
            told["stroke"] = [list(point) for point in self.stroke]
        return {"param": f"done-{name}", "done": done, **told}
