"""What a figure asks before it shows its answer: a curve, a place, or one of several.

The reader draws the curve over a panel's axes, puts a mark on a line of numbers, or takes one of the choices.
Then what they said is laid over the answer, and a sentence says how far off it is. That those who have drawn
what they expect remember better what they see was measured by Kim, Reinecke and Hullman, "Explaining the
gap" (CHI 2017).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nnexplain.figures.contract import Scalar

FEWEST = 2
"""A curve has at least so many values, a question so many choices."""


@dataclass(frozen=True)
class Axes:
    """What the sides of a plot mean: the values at its left and right, at its bottom and top, and its corner
    (x, y), width and height in CSS pixels of its panel. Of a plot that only has places along it `y` is 0, 1.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    box: tuple[float, float, float, float]

    def to_json(self) -> dict[str, Any]:
        return {"x": list(self.x), "y": list(self.y), "box": list(self.box)}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Axes:
        """Raises `KeyError`, `TypeError` or `ValueError` when `given` is none."""
        (a, b), (low, high), (x, y, width, height) = (map(float, given[name]) for name in ("x", "y", "box"))
        if a == b or low == high or not (width > 0 and height > 0):
            raise ValueError(f"axes without any length: {dict(given)}")
        return cls((a, b), (low, high), (x, y, width, height))


@dataclass(frozen=True)
class Predict:
    """The question `ask`, and exactly one way to answer it: `choices`, a `line` of numbers from its first to
    its second in steps of its third, or with `curve` a curve over the axes of `panel`.

    `answer` is one of the choices; a number; the values of the curve at places from the left to the right of
    the panel that lie evenly; or the name of a quote of the widget that is one of the first two. `what` names
    in the sentence what was asked for: "the turn", "the loss"; `unit` follows each number: "%", " units".
    On `panel` (counted from 1) the place or the curve is drawn, once it is said; 0: the place stands on a
    line of its own. Until then, of the panels only `given` show their picture, as the file has it, and of the
    others what their widget marks with `data-given`, or a chart's title and, where a curve is drawn, axes.
    `shows` are parameters that are set then, to show the answer, and `then` is a sentence more.
    """

    ask: str
    answer: Scalar | Sequence[float]
    choices: tuple[str, ...] = ()
    line: tuple[float, float, float] | None = None
    curve: bool = False
    what: str = ""
    unit: str = ""
    panel: int = 0
    given: tuple[int, ...] = ()
    shows: Mapping[str, Scalar] = field(default_factory=dict)
    then: str = ""

    @property
    def kind(self) -> str:
        """How it is answered: "choice", "place" or "curve"."""
        return "curve" if self.curve else "choice" if self.choices else "place"

    def check(self, axes: Sequence[Axes | None], quotes: Mapping[str, Scalar]) -> None:
        """Raise `ValueError` where no page could ask it, of a figure whose panels have these `axes`."""
        if not isinstance(self.ask, str) or not self.ask.strip():
            raise ValueError("a prediction without a question; allowed: Predict('Where does it …?', …)")
        if sum((bool(self.choices), self.line is not None, self.curve)) != 1:
            raise ValueError("a prediction takes one of choices=, line= and curve=True")
        for number in (*self.given, *([self.panel] if self.panel else [])):
            if not 1 <= number <= len(axes):
                raise ValueError(f"a prediction names panel {number}; there are {len(axes)}")
        if self.panel and axes[self.panel - 1] is None:
            raise ValueError(
                f"panel {self.panel} has no axes that a prediction could be drawn over; allowed: a panel "
                "whose widget gives axes, or a chart whose scales x and y are linear, each with a domain"
            )
        told = self.told(quotes)
        check = {"choice": self._check_choice, "place": self._check_place, "curve": self._check_curve}
        check[self.kind](told)

    def told(self, quotes: Mapping[str, Scalar]) -> Scalar | Sequence[float]:
        """The answer itself, where it is given as the name of a quote."""
        if isinstance(self.answer, str) and self.answer not in self.choices:
            if self.answer not in quotes:
                known = ", ".join([*self.choices, *quotes]) or "none"
                raise ValueError(f"the answer {self.answer!r} is no choice and no quote; allowed: {known}")
            return quotes[self.answer]
        return self.answer

    def _check_choice(self, told: Any) -> None:
        if len(set(self.choices)) < max(FEWEST, len(self.choices)):
            raise ValueError(f"choices {self.choices}; allowed: at least two, all different")
        if told not in self.choices:
            raise ValueError(f"the answer is {told!r}; allowed: {', '.join(self.choices)}")

    def _check_place(self, told: Any) -> None:
        low, high, step = self.line or (0, 0, 0)
        if not (low < high and 0 < step <= high - low):
            raise ValueError(f"a line from {low} to {high} in steps of {step}; allowed: upwards")
        if isinstance(told, bool) or not isinstance(told, int | float) or not low <= told <= high:
            raise ValueError(f"the answer is {told!r}; allowed: a number from {low} to {high}")

    def _check_curve(self, told: Any) -> None:
        if not self.panel:
            raise ValueError("a curve is drawn on a panel: say panel=1, or which it is")
        if isinstance(told, Scalar) or len(told) < FEWEST:
            raise ValueError("the answer of a curve is its values from left to right, at least two")

    def to_json(self, name: str, axes: Sequence[Axes | None], quotes: Mapping[str, Scalar]) -> dict[str, Any]:
        """For the page, where the figure is called `name`. The quote is told, too, by which it is known
        whether the answer is still that of the picture.
        """
        told = self.told(quotes)
        quoted = {"quote": self.answer} if told is not self.answer else {}
        answer = [float(f"{number:.4g}") for number in told] if self.kind == "curve" else told  # type: ignore[union-attr]
        over = axes[self.panel - 1] if self.panel else None
        said = {
            "choices": list(self.choices),
            "line": list(self.line or ()),
            "what": self.what,
            "unit": self.unit,
            "panel": self.panel,
            "given": list(self.given),
            "shows": dict(self.shows),
            "then": self.then,
            **({"axes": over.to_json()} if over else {}),
            **quoted,
        }
        asked = {"param": f"guess-{name}", "kind": self.kind, "ask": self.ask, "answer": answer}
        return asked | {key: value for key, value in said.items() if value}
