"""One run of one script: what it may use, what it has made, what it promised."""

from __future__ import annotations

import contextvars
import posixpath
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures.contract import ARRAYS, CHARTS, SCHEMA, Figure, Param, Scalar, dump
from nnexplain.figures.folder import figure_files
from nnexplain.figures.setting import Setting

if TYPE_CHECKING:
    from nnexplain.figures.drawing import Columns, Drawing
    from nnexplain.figures.engine import Engine
    from nnexplain.figures.predict import Predict
    from nnexplain.figures.runs import Run
    from nnexplain.figures.still import Stills
    from nnexplain.figures.task import Task

RUN = "run.safetensors"
"""The name under which `Session.finish` returns the saved run."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VALUE = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_current: contextvars.ContextVar[Session | None] = contextvars.ContextVar("nnexplain_session", default=None)


@dataclass(frozen=True)
class SessionHeader:
    """What the script's header declares; `line` is where the header starts."""

    needs: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    full: bool = False
    line: int = 1
    widgets: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """What `figure()` returns: a notebook shows it.

    `now` and `description` are its words. Where a widget drew it, `tables` are the numbers that it shows
    (each with a `heading` and `columns`), and `quotes` those that the prose may quote, by their names.
    """

    svg: str
    now: str = ""
    description: str = ""
    tables: tuple[Mapping[str, Any], ...] = ()
    quotes: Mapping[str, Scalar] = field(default_factory=dict)

    def _repr_svg_(self) -> str:
        return self.svg


@dataclass
class Session:
    """The words of the vocabulary, bound to one script.

    `script` is its name ("one-neuron", "models/taste"), `needs` maps a needed script's name to the file of
    its run, and `networks` a script's name to the files of the networks that it hands to the page, by their
    names. `pictures` is where drawn figures are remembered, `engine` what draws charts, `stills` what has
    widgets draw. Without a `header` (a script run by hand) nothing is checked against promises.
    """

    script: str
    header: SessionHeader | None
    needs: Mapping[str, Path]
    full: bool = False
    root: Path = field(default_factory=Path.cwd)
    pictures: Path | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    engine: Engine | None = None
    networks: Mapping[str, Mapping[str, Path]] = field(default_factory=dict)
    stills: Stills | None = None

    def __post_init__(self) -> None:
        self._figures: dict[str, Figure] = {}
        self._tables: dict[str, Columns] = {}
        self._files: dict[str, bytes] = {}
        self._networks: list[str] = []
        self._values: dict[str, Scalar] = {}
        self._token: contextvars.Token[Session | None] | None = None

    def __enter__(self) -> Session:
        self._token = _current.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        if self._token is not None:
            _current.reset(self._token)

    @property
    def path(self) -> str:
        return f"build/{self.script}.py"

    def error(self, message: str, hint: str = "", line: int | None = None) -> NnexplainError:
        """An error at `line`, or else at the line of the script that is being run."""
        return NnexplainError(message, self.path, line or self._line(), hint)

    def _line(self) -> int | None:
        frame: FrameType | None = sys._getframe()
        while frame is not None:
            if frame.f_code.co_filename.replace("\\", "/").endswith(self.path):
                return frame.f_lineno
            frame = frame.f_back
        return None

    def need(self, name: str) -> Run:
        from nnexplain.figures.runs import read_run

        if self.header is not None and name not in self.header.needs:
            declared = ", ".join(self.header.needs) or "nothing"
            raise self.error(
                f"need({name!r}), which the header does not declare",
                f'declared is {declared}; add it at {self.path}:{self.header.line}: # needs = ["{name}"]',
            )
        if name not in self.needs:
            raise self.error(
                f"there is no run of {name!r}", f"its script build/{name}.py must call save_run(…)"
            )
        return read_run(self.needs[name], name)

    def save_run(self, arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        from nnexplain.figures.runs import pack

        if RUN in self._files:
            raise self.error(
                "save_run() a second time", "a script leaves one run; put all arrays into one call"
            )
        self._files[RUN] = self._packed(pack, arrays, facts)

    def network(
        self,
        name: str,
        arrays: Mapping[str, Any],
        layers: Sequence[Mapping[str, Any]],
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        from nnexplain.figures.runs import network_facts, pack_small

        self._named(name, _NAME, "a network")
        self._apart(name, self._figures)
        self._new_file(f"{name}{ARRAYS}", f"network({name!r})")
        try:
            told = network_facts(arrays, layers, facts or {})
        except ValueError as error:
            raise self.error(str(error)) from error
        self._files[f"{name}{ARRAYS}"] = self._packed(pack_small, arrays, told)
        self._networks.append(f"{name}{ARRAYS}")

    def _apart(self, name: str, others: Collection[str]) -> None:
        """A figure and a network of one name would have one file for the arrays of the one and the other."""
        if name in others:
            raise self.error(f"a figure and a network are both called {name!r}", "give one another name")

    def _new_file(self, file: str, word: str) -> None:
        if file in self._files:
            raise self.error(f"{word} a second time", f"{file} is there already")

    def _packed(self, pack: Any, arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> bytes:
        try:
            return bytes(pack(arrays, facts))
        except (TypeError, ValueError) as error:
            raise self.error(str(error)) from error

    def value(self, name: str, value: Any) -> None:
        self._named(name, _VALUE, "a value")
        plain = value.item() if hasattr(value, "item") and getattr(value, "ndim", 0) == 0 else value
        if not isinstance(plain, str | int | float | bool):
            raise self.error(f"value {name!r} is of {type(value).__name__}", "allowed: str, int, float, bool")
        if isinstance(plain, float) and not float("-inf") < plain < float("inf"):
            raise self.error(f"value {name!r} is {plain}", "a number in the prose is finite")
        if name in self._values:
            raise self.error(f"value({name!r}) a second time")
        self._values[name] = plain

    def figure(
        self,
        name: str,
        charts: Sequence[Any],
        params: Sequence[Param] = (),
        arrays: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        predict: Predict | None = None,
        task: Task | None = None,
        megabytes: float = 2,
        **fields: Any,
    ) -> Picture:
        """`fields` are a `Figure`'s: description, widget, player, pace, network, tools, more."""
        from nnexplain.figures.asked import asking
        from nnexplain.figures.drawing import tool_words
        from nnexplain.figures.runs import pack_small
        from nnexplain.figures.weight import weigh

        self._promised(name)
        self._drawable(name, fields["widget"], charts, params)
        if arrays or facts:
            self._new_file(f"{name}{ARRAYS}", f"figure({name!r}) with arrays")
            fields["arrays"] = f"{name}{ARRAYS}"
            self._files[f"{name}{ARRAYS}"] = self._packed(pack_small, arrays or {}, facts or {})
        try:
            network = self._network(fields.pop("network"), fields)
            fields["tools"] = tool_words(fields["tools"])
            drawn = asking(self._drawn(name, charts, params, network, fields), predict, task)
            heavy = weigh(drawn.figure, drawn.svg, drawn.tables, megabytes)
        except (TypeError, ValueError) as error:
            raise self.error(f"figure {name!r}: {error}", getattr(error, "place", "")) from error
        self._figures[name] = drawn.figure
        self._tables |= drawn.tables
        self._files[f"{name}.svg"] = drawn.svg.encode()
        for note in (*drawn.notes, *filter(None, [heavy])):
            print(f"{self.path}:{self._line() or 1}: figure {name!r}: {note}")  # noqa: T201
        told = drawn.figure.now, drawn.figure.description
        return Picture(drawn.svg, *told, drawn.numbers, drawn.quotes)

    def picture(self, name: str, drawn: Any, description: str, width: float, megabytes: float) -> Picture:
        from nnexplain.figures.given import draw_given
        from nnexplain.figures.weight import weigh

        self._promised(name)
        try:
            made = draw_given(name, self.script, drawn, width, description)
            heavy = weigh(made.figure, made.svg, {}, megabytes)
        except (TypeError, ValueError) as error:
            raise self.error(f"picture {name!r}: {error}") from error
        self._figures[name] = made.figure
        self._files[f"{name}.svg"] = made.svg.encode()
        if heavy:
            print(f"{self.path}:{self._line() or 1}: picture {name!r}: {heavy}")  # noqa: T201
        return Picture(made.svg, description=description)

    def _drawable(self, name: str, widget: str, charts: Sequence[Any], params: Sequence[Param]) -> None:
        """Charts draw themselves, a widget draws by itself: what belongs to the other is an error."""
        if widget == CHARTS:
            if not charts:
                raise self.error(
                    f"figure({name!r}) without a chart",
                    "give at least one, figure(name, chart, …), or the widget that draws it",
                )
            if params:
                hint = "give them to the chart: alt.param(name=…, value=…, bind=…)"
                raise self.error(f"figure({name!r}) with charts and params", hint)
            return
        if charts:
            hint = "leave them out: the widget draws the picture of the file as well"
            raise self.error(f"figure({name!r}) with charts and the widget {widget!r}", hint)
        if self.header is not None and widget not in self.header.widgets:
            declared = ", ".join(self.header.widgets) or "none"
            raise self.error(
                f"figure({name!r}) with the widget {widget!r}, which the header does not declare",
                f'declared: {declared}; add it at {self.path}:{self.header.line}: # widgets = ["{widget}"]',
            )

    def _drawn(
        self,
        name: str,
        charts: Sequence[Any],
        params: Sequence[Param],
        network: str,
        fields: dict[str, Any],
    ) -> Drawing:
        from nnexplain.figures.drawing import draw
        from nnexplain.figures.render import Renderer

        renderer = Renderer(self.pictures, self.engine)
        if fields["widget"] == CHARTS:
            return draw(name, self.script, charts, fields, renderer)
        from nnexplain.figures.handmade import draw_by_widget, known_widget, params_of
        from nnexplain.figures.still import Stills
        from nnexplain.figures.widgets import runtime_of

        self.stills = self.stills or Stills(runtime_of(self.root))
        known_widget(fields["widget"], self.stills)
        files = self._network_files(network)
        if file := fields.get("arrays"):
            files[file] = self._files[file]
        fields["params"] = params_of(params)
        return draw_by_widget(name, self.script, fields, files, self.stills, renderer)

    def _network(self, network: str, fields: dict[str, Any]) -> str:
        """Put into `fields` where the network lies that a figure shows, which must be declared unless it is
        this script's own.
        """
        from nnexplain.figures.drawing import network_file

        fields["network"] = network_file(network, self.script)
        script, _, name = (network or "").rpartition("/")
        if script == self.script:
            if f"{name}{ARRAYS}" not in self._files:
                hint = f"call network({name!r}, …) before the figure that shows it"
                raise self.error(f"this script has not made the network {network!r}", hint)
        elif network and self.header is not None and network not in self.header.networks:
            declared = ", ".join(self.header.networks) or "none"
            raise self.error(
                f"the network {network!r}, which the header does not declare",
                f'declared: {declared}; add it at {self.path}:{self.header.line}: # networks = ["{network}"]',
            )
        return network

    def _network_files(self, network: str) -> dict[str, bytes]:
        """The bytes of a network and of those that its script made beside it, by their paths seen from the
        figures of this script.
        """
        script, _, name = network.rpartition("/")
        if not network:
            return {}
        if script == self.script:
            found = {file: self._files[file] for file in self._networks}
        else:
            found = {file: path.read_bytes() for file, path in self.networks.get(script, {}).items()}
        if f"{name}{ARRAYS}" not in found:
            hint = f"its script build/{script}.py must call network({name!r}, …)"
            raise self.error(f"there is no network {network!r}", hint)
        return {posixpath.relpath(f"{script}/{file}", self.script): found[file] for file in found}

    def _promised(self, name: str) -> None:
        self._named(name, _NAME, "a figure")
        self._apart(name, [file.removesuffix(ARRAYS) for file in self._networks])
        if name in self._figures:
            raise self.error(f"figure({name!r}) a second time")
        if self.header is not None and name not in self.header.figures:
            promised = ", ".join(self.header.figures) or "none"
            raise self.error(
                f"figure {name!r} is made but not promised",
                f"promised: {promised}; add it at {self.path}:{self.header.line}: # figures = […]",
            )

    def _named(self, name: str, pattern: re.Pattern[str], what: str) -> None:
        if not isinstance(name, str) or not pattern.fullmatch(name):
            between = "hyphens or underscores" if pattern is _VALUE else "hyphens"
            allowed = f"allowed: lower-case letters, digits, {between} between them"
            raise self.error(f"{name!r} cannot name {what}", allowed)
        if name in ("values",) or name.startswith("data-"):
            raise self.error(f"{name!r} cannot name {what}", "the name is taken by the folder's own files")

    def finish(self) -> dict[str, bytes]:
        """The files made, by their names in the figure folder, and the run under `RUN`.

        Raises `NnexplainError` when a promised figure was not made.
        """
        if self.header is not None:
            missing = [name for name in self.header.figures if name not in self._figures]
            if missing:
                raise NnexplainError.of(
                    Problem(
                        f"figure {name!r} is promised but not made",
                        self.path,
                        self.header.line,
                        f"made: {', '.join(self._figures) or 'none'}",
                    )
                    for name in missing
                )
        files = self._files | figure_files(list(self._figures.values()), self._tables)
        if self._values:
            files["values.json"] = dump({"schema": SCHEMA, "values": dict(sorted(self._values.items()))})
        return files


def current() -> Session | None:
    """The session this code runs in, if any."""
    return _current.get()
