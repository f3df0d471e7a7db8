"""What a figure is, on disk and in memory. Nothing here imports more than the standard library.

A figure folder `content/figures/<script>/` holds, for every figure, `<figure>.svg` (the static picture)
and `<figure>.json` (what the browser needs), and once for all of them `values.json` (numbers for the
prose), `data-<hash>.json` (tables that several figures draw) and `<network>.safetensors.gz`. A figure that
brings arrays has them in `<figure>.safetensors.gz`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from nnexplain.errors import NnexplainError

SCHEMA = 2
"""Version of the figure folder. It is part of every script's key, so raising it redraws the site."""

ARRAYS = ".safetensors.gz"
"""How the name of a file of arrays ends: few hosts compress such bytes themselves."""

TYPED = ("text", "search", "date")
"""The inputs that take what a reader writes; a date is written 2024-03-01."""

INPUTS = ("range", "select", "radio", "checkbox", *TYPED, "none")

TAKEN = {"hide": "hides controls", "h": "marks what was searched for", "q": "searches"}
"""What a page's address says by these names, so that a parameter cannot be called so."""

CHARTS = "vega"
"""The widget that draws charts; every other draws by itself."""
PICTURE = "picture"
"""The widget of what was drawn by other means: nothing in it comes alive."""

Scalar = str | int | float | bool
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def check_name(name: str) -> None:
    """Raise `ValueError` where no parameter can be called `name`."""
    if name in TAKEN:
        raise ValueError(f"a parameter cannot be called {name!r}: in an address ?{name}= {TAKEN[name]}")


@dataclass(frozen=True)
class Param:
    """One thing a reader can set. Figures of a page that name the same parameter share its value.

    `input` says how it is set: "range" (needs `min`, `max`, `step`), "select" or "radio" (need
    `options`; `labels` are their texts), "checkbox", one of `TYPED` (`hint` stands in the empty field), or
    "none" where another figure holds the control; with a `label` such a figure says in its caption that it
    follows the other. A `value` of None is nothing chosen yet.
    """

    name: str
    value: Scalar | None
    input: str = "none"
    label: str = ""
    min: float | None = None
    max: float | None = None
    step: float | None = None
    options: tuple[Scalar | None, ...] = ()
    labels: tuple[str, ...] = ()
    hint: str = ""

    def allows(self, value: object) -> bool:
        """Whether a reader could have set `value` (a range's step is not looked at)."""
        if value is None and self.value is None:
            return True
        if self.input == "range":
            if isinstance(value, bool) or not isinstance(value, int | float):
                return False
            return self.min is not None and self.max is not None and self.min <= value <= self.max
        if self.input in ("select", "radio"):
            return value in self.options
        if self.input == "checkbox":
            return isinstance(value, bool)
        if self.input in TYPED:
            written = isinstance(value, str) and (not value or self.input != "date" or _DAY.fullmatch(value))
            return bool(written)
        return isinstance(value, str | int | float | bool)

    def check(self) -> None:
        """Raise `ValueError` where no page could offer it."""
        check_name(self.name)
        if self.input not in INPUTS:
            raise ValueError(
                f"parameter {self.name!r} has input {self.input!r}; allowed: {', '.join(INPUTS)}"
            )
        if self.input == "range" and (self.min is None or self.max is None):
            raise ValueError(f"parameter {self.name!r} is a range without min and max")
        if self.labels and len(self.labels) != len(self.options):
            counts = f"{len(self.options)} options and {len(self.labels)} labels"
            raise ValueError(f"parameter {self.name!r} has {counts}")
        if not self.allows(self.value):
            raise ValueError(
                f"parameter {self.name!r} starts at {self.value!r}, which its own control cannot be set to"
            )

    def to_json(self) -> dict[str, Any]:
        """The fields that say something, for `<figure>.json`."""
        fields = asdict(self)
        always = ("name", "value", "input")
        return {k: v for k, v in fields.items() if k in always or v not in (None, "", (), [])}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Param:
        """Raises `ValueError` or `TypeError` when `given` is no parameter."""
        fields = dict(given)
        for name in ("options", "labels"):
            fields[name] = tuple(fields.get(name, ()))
        param = cls(**fields)
        if param.input not in INPUTS:
            raise ValueError(
                f"parameter {param.name!r} has input {param.input!r}; allowed: {', '.join(INPUTS)}"
            )
        return param


@dataclass(frozen=True)
class Panel:
    """One view of a figure: a Vega `spec` without its tables, and where each table is found.

    `size` is the static picture's width and height in CSS pixels. `data` maps a Vega data set's name
    to a key of the figure's `data`. What a widget draws has a `place` instead: where in the panel its drawing
    has its origin, and the drawing's own width and height, all in CSS pixels.
    """

    size: tuple[float, float]
    spec: Mapping[str, Any]
    data: Mapping[str, str] = field(default_factory=dict)
    place: tuple[float, float, float, float] | None = None

    def to_json(self) -> dict[str, Any]:
        place = {} if self.place is None else {"place": list(self.place)}
        return {"size": list(self.size), **place, "spec": self.spec, "data": dict(self.data)}

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Panel:
        place = None
        if "place" in given:
            x, y, width, height = map(float, given["place"])
            place = x, y, width, height
        return cls(_size(given["size"]), dict(given["spec"]), dict(given["data"]), place)


@dataclass(frozen=True)
class Figure:
    """A figure as the page and the runtime know it.

    `data` maps a key to `{"columns": {name: values}}` or, where other figures draw the same table, to
    `{"file": name of a file beside this one}`. `player` names the parameter that is the figure's time,
    "" where it has none, played at `pace` steps a second (0: at the pace of most), or with as many seconds
    at each step as `pace` lists; its buttons go `stride` at once (0: a step). `arrays` names the file beside
    this one with its arrays; `network` the file of the network that it shows, as seen from this one; `tools`
    the words of its buttons; `now` says in a sentence what the picture shows with every parameter at its
    default; `more` are those of its controls and tools that unfold; `predict` what it asks before it shows
    its answer (`Predict.to_json`), `task` what there is to do in it (`Task.to_json`).
    """

    name: str
    panels: tuple[Panel, ...]
    size: tuple[float, float]
    widget: str = CHARTS
    description: str = ""
    params: tuple[Param, ...] = ()
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    player: str = ""
    pace: float | tuple[float, ...] = 0.0
    stride: float = 0.0
    arrays: str = ""
    network: str = ""
    tools: tuple[str, ...] = ()
    now: str = ""
    more: tuple[str, ...] = ()
    predict: Mapping[str, Any] = field(default_factory=dict)
    task: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ranges = [param.name for param in self.params if param.input == "range"]
        if self.player and self.player not in ranges:
            raise ValueError(
                f"player {self.player!r} is not one of its ranges ({', '.join(ranges) or 'none'})"
            )
        if isinstance(self.pace, tuple):
            if not all(0 < seconds <= 60 for seconds in self.pace):
                raise ValueError(f"a pace of {self.pace}; allowed: up to 60 seconds a step")
        elif not 0 <= self.pace <= 60:
            raise ValueError(f"a pace of {self.pace}; allowed: 0 to 60 steps a second")
        if not 0 <= self.stride < float("inf"):
            raise ValueError(f"a stride of {self.stride}; allowed: 0 or more")
        self._check_asked()

    def _check_asked(self) -> None:
        inputs = [param.name for param in self.params if param.input != "none" and param.name != self.player]
        if strange := [name for name in self.more if name not in (*inputs, *self.tools)]:
            allowed = ", ".join([*inputs, *self.tools]) or "none"
            raise ValueError(f"more controls: {', '.join(strange)}; allowed: {allowed}")
        for asked in (self.predict, self.task):
            if asked and not all(isinstance(asked.get(word), str) for word in ("param", "ask")):
                raise ValueError(f"a question without its words or its parameter: {asked}")

    def to_json(self) -> dict[str, Any]:
        said = {"player": self.player, "arrays": self.arrays, "network": self.network, "now": self.now}
        lists = {"tools": list(self.tools), "more": list(self.more)}
        asked = {"predict": dict(self.predict), "task": dict(self.task)}
        return {
            "schema": SCHEMA,
            "name": self.name,
            "widget": self.widget,
            "description": self.description,
            "size": list(self.size),
            "params": [param.to_json() for param in self.params],
            "panels": [panel.to_json() for panel in self.panels],
            "data": dict(self.data),
            **{name: given for name, given in (lists | asked).items() if given},
            **({"pace": _listed(self.pace)} if self.pace else {}),
            **({"stride": self.stride} if self.stride else {}),
            **{name: text for name, text in said.items() if text},
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any], widgets: Sequence[str]) -> Figure:
        """Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError` when `given` is no figure that one
        of the `widgets` could draw.
        """
        if given["widget"] not in widgets:
            raise ValueError(f"unknown widget {given['widget']!r}; allowed: {', '.join(widgets)}")
        panels = tuple(map(Panel.from_json, given["panels"]))
        for panel in panels:
            if unknown := set(panel.data.values()) - set(given["data"]):
                raise ValueError(f"panel draws tables that are not there: {', '.join(sorted(unknown))}")
        return cls(
            name=str(given["name"]),
            panels=panels,
            size=_size(given["size"]),
            widget=str(given["widget"]),
            description=str(given["description"]),
            params=tuple(map(Param.from_json, given["params"])),
            data={key: dict(table) for key, table in given["data"].items()},
            tools=tuple(map(str, given.get("tools", ()))),
            more=tuple(map(str, given.get("more", ()))),
            predict=dict(given.get("predict", {})),
            task=dict(given.get("task", {})),
            pace=_paced(given.get("pace", 0)),
            stride=float(given.get("stride", 0)),
            **{name: str(given.get(name, "")) for name in ("player", "arrays", "network", "now")},
        )


def _listed(pace: float | tuple[float, ...]) -> float | list[float]:
    return list(pace) if isinstance(pace, tuple) else pace


def _paced(given: float | Sequence[float]) -> float | tuple[float, ...]:
    return float(given) if isinstance(given, int | float) else tuple(map(float, given))


def _size(given: Sequence[float]) -> tuple[float, float]:
    width, height = given
    if not (width > 0 and height > 0):
        raise ValueError(f"a size of {width} × {height}")
    return float(width), float(height)


def slug(word: str) -> str:
    """The name of a tool in the page: "surprise me" is surprise-me. "" where there is nothing to name."""
    return "-".join(re.findall(r"[a-z0-9]+", word.lower()))


def dump(document: Mapping[str, Any]) -> bytes:
    """JSON as every file of the folder has it: compact, UTF-8, no NaN, a final line break."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode() + b"\n"


def read_figure(path: Path, widgets: Sequence[str] | None = None) -> Figure:
    """The figure whose `<figure>.json` is `path`, of a site that has the `widgets` (default: ours).

    Raises `NnexplainError` when the file is missing, damaged or of another schema.
    """
    from nnexplain.figures.widgets import widget_names  # here: only who reads figures depends on it

    document = _read(path, "figure")
    try:
        return Figure.from_json(document, widget_names() if widgets is None else widgets)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _damaged(path, "figure", error) from error


def read_values(path: Path) -> dict[str, Scalar]:
    """The numbers for the prose in a `values.json`. Raises `NnexplainError` like `read_figure`."""
    document = _read(path, "table of values")
    values = document.get("values")
    if not isinstance(values, dict) or not all(
        isinstance(v, str | int | float | bool) for v in values.values()
    ):
        raise _damaged(path, "table of values", ValueError("'values' is not a table of scalars"))
    return values


def _read(path: Path, what: str) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise NnexplainError(
            f"the {what} cannot be read: {error.strerror}", path=path.as_posix(), hint="run: nnexplain build"
        ) from error
    except (ValueError, RecursionError) as error:  # not JSON, or not UTF-8, or nested without end
        raise _damaged(path, what, error) from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        found = document.get("schema") if isinstance(document, dict) else None
        raise _damaged(path, what, ValueError(f"schema {found!r}, this version reads {SCHEMA}"))
    return document


def _damaged(path: Path, what: str, error: Exception) -> NnexplainError:
    return NnexplainError(
        f"this is no {what} ({type(error).__name__}: {error})",
        path=path.as_posix(),
        hint="it is generated: delete it and run: nnexplain build",
    )
