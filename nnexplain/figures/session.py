"""One run of one script: what it may use, what it has made, what it promised."""

from __future__ import annotations

import contextvars
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures.contract import ARRAYS, SCHEMA, Figure, Scalar, dump
from nnexplain.figures.folder import figure_files
from nnexplain.figures.setting import Setting

if TYPE_CHECKING:
    from nnexplain.figures.drawing import Columns
    from nnexplain.figures.engine import Engine
    from nnexplain.figures.runs import Run

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


@dataclass(frozen=True)
class Picture:
    """What `figure()` returns: a notebook shows it."""

    svg: str

    def _repr_svg_(self) -> str:
        return self.svg


@dataclass
class Session:
    """The words of the vocabulary, bound to one script.

    `script` is its name ("one-neuron", "models/taste"), `needs` maps a needed script's name to the file
    of its run. `pictures` is where drawn charts are remembered, `engine` what draws. Without a `header` (a
    script run by hand) nothing is checked against promises.
    """

    script: str
    header: SessionHeader | None
    needs: Mapping[str, Path]
    full: bool = False
    root: Path = field(default_factory=Path.cwd)
    pictures: Path | None = None
    settings: Mapping[str, Setting] = field(default_factory=dict)
    engine: Engine | None = None

    def __post_init__(self) -> None:
        self._figures: dict[str, Figure] = {}
        self._tables: dict[str, Columns] = {}
        self._files: dict[str, bytes] = {}
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
        self._new_file(f"{name}{ARRAYS}", f"network({name!r})")
        try:
            told = network_facts(arrays, layers, facts or {})
        except ValueError as error:
            raise self.error(str(error)) from error
        self._files[f"{name}{ARRAYS}"] = self._packed(pack_small, arrays, told)

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
        arrays: Mapping[str, Any] | None = None,
        facts: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> Picture:
        """`fields` are a `Figure`'s: description, widget, player, network, tools."""
        from nnexplain.figures.drawing import draw, network_file, tool_words
        from nnexplain.figures.render import Renderer
        from nnexplain.figures.runs import pack_small

        self._promised(name)
        if not charts:
            raise self.error(f"figure({name!r}) without a chart", "give at least one: figure(name, chart, …)")
        if arrays or facts:
            self._new_file(f"{name}{ARRAYS}", f"figure({name!r}) with arrays")
            fields["arrays"] = f"{name}{ARRAYS}"
            self._files[f"{name}{ARRAYS}"] = self._packed(pack_small, arrays or {}, facts or {})
        try:
            fields["network"] = network_file(fields.get("network", ""), self.script)
            fields["tools"] = tool_words(fields.get("tools", ()))
            renderer = Renderer(self.pictures, self.engine)
            drawn = draw(name, self.script.replace("/", "-"), charts, fields, renderer)
        except (TypeError, ValueError) as error:
            raise self.error(f"figure {name!r}: {error}") from error
        self._figures[name] = drawn.figure
        self._tables |= drawn.tables
        self._files[f"{name}.svg"] = drawn.svg.encode()
        return Picture(drawn.svg)

    def _promised(self, name: str) -> None:
        self._named(name, _NAME, "a figure")
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
