"""The comment block at the top of a build script: what it needs, reads and promises.

    # /// nnexplain
    # needs   = ["models/taste"]
    # data    = ["data/songs.csv"]
    # figures = ["cube", "training"]
    # widgets = ["neuron"]
    # networks = ["digit-ocr/digits"]
    # full    = true
    # settings = { digits = "sklearn" }
    # ///

TOML inside comments, as in PEP 723, so that planning runs nothing. A script without one declares nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnexplain.errors import NnexplainError, Problem
from nnexplain.pipeline.settings import complaint as _no_setting

_OPENING = re.compile(r"# /// nnexplain\s*")
_CLOSING = re.compile(r"# ///\s*")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_FIGURE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
SCRIPT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9][A-Za-z0-9_-]*)*")
_NETWORK = re.compile(rf"{SCRIPT.pattern}/{_FIGURE.pattern}")
_WIDGET = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True)
class Header:
    """What one script declares. `line` is where its block opens (1 without one), `lines` where each
    key stands.
    """

    needs: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    full: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)
    widgets: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    def after(self, script: str) -> tuple[str, ...]:
        """All that must have run before `script`, whose header this is: what it needs, who makes its
        networks.
        """
        makers = (maker_of(network) for network in self.networks)
        return tuple(dict.fromkeys((*self.needs, *(maker for maker in makers if maker != script))))

    def line_naming(self, script: str) -> int:
        """The line of the key that names `script`, which this one comes after."""
        return self.line_of("needs" if script in self.needs else "networks")

    def line_of(self, key: str) -> int:
        """The line of `key`, or of the block where the key is not given."""
        return self.lines.get(key, self.line)


def maker_of(network: str) -> str:
    """The script that makes `network`: "digit-ocr/digits" is the network "digits" of "digit-ocr"."""
    return network.rpartition("/")[0]


def parse_header(text: str, path: str) -> Header:
    """The header in `text`, the source of the script `path` (as error messages name it).

    Raises `NnexplainError` with every problem of the block: not TOML, an unknown key, a wrong type, a
    bad name.
    """
    lines = text.split("\n")
    openings = [number for number, line in enumerate(lines, 1) if _OPENING.fullmatch(line)]
    if not openings:
        return Header()
    if len(openings) > 1:
        raise NnexplainError(
            "a second nnexplain block", path, openings[1], f"the first is at line {openings[0]}"
        )
    return _header(_toml(lines, openings[0], path), lines, openings[0], path)


def _toml(lines: list[str], opening: int, path: str) -> dict[str, Any]:
    block: list[str] = []
    for line in lines[opening:]:
        if _CLOSING.fullmatch(line):
            break
        if not line.startswith("#"):
            raise _unclosed(path, opening)
        block.append(line.rstrip("\r")[1:].removeprefix(" "))
    else:
        raise _unclosed(path, opening)
    try:
        return tomllib.loads("\n".join(block))
    except (ValueError, RecursionError) as error:  # ValueError also for a number of thousands of digits
        message = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        found = _AT_LINE.search(message)
        where = opening + (
            int(found[1]) if found else len(block)
        )  # without a line it is "at end of document"
        raise NnexplainError(
            f"the nnexplain block is not TOML: {_AT_LINE.sub('', message).strip()}",
            path,
            min(where, opening + len(block)),
            'it looks like: # figures = ["cube", "training"]',
        ) from error


def _unclosed(path: str, line: int) -> NnexplainError:
    return NnexplainError(
        "the nnexplain block is not closed", path, line, "end its comment lines with: # ///"
    )


def _header(given: dict[str, Any], lines: list[str], opening: int, path: str) -> Header:
    where = {key: _line_of(key, lines, opening) for key in given}
    problems = [
        Problem(
            f"unknown key {key!r} in the nnexplain block", path, where[key], "allowed: " + ", ".join(_KEYS)
        )
        for key in given
        if key not in _KEYS
    ]
    for key, complaint in _KEYS.items():
        if key in given and (message := _said(complaint, given[key])):
            problems.append(Problem(f"{key}: {message}", path, where[key]))
    if problems:
        raise NnexplainError.of(problems)
    plain: dict[str, Any] = {
        key: tuple(words) if isinstance(words, list) else words for key, words in given.items()
    }
    return Header(**plain, line=opening, lines=where)


def _said(complaint: Callable[[object], str], value: object) -> str:
    try:
        return complaint(value)
    except ValueError:  # Python writes no number of more than 4300 digits
        return "a number of thousands of digits is nothing that it could be"


def _line_of(key: str, lines: list[str], opening: int) -> int:
    for number, line in enumerate(lines[opening:], opening + 1):
        if re.match(rf"#\s*\[?[\"']?{re.escape(key)}[\"']?\s*[.=\]]", line):
            return number
    return opening


def _list_of(what: str, example: str, bad: Callable[[str], bool]) -> Callable[[object], str]:
    def complaint(value: object) -> str:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return f"expected a list of {what}, like [{example!r}]; given is {value!r}"
        wrong = [item for item in value if bad(item)]
        if wrong:
            return f"expected {what}, like {example!r}; given is {wrong[0]!r}"
        twice = sorted({item for item in value if value.count(item) > 1})
        return f"{twice[0]!r} is listed twice" if twice else ""

    return complaint


def _is_no_path(path: str) -> bool:
    parts = path.split("/")
    return (
        not path.isprintable()
        or "\\" in path
        or ":" in path
        or not {"", ".", ".."}.isdisjoint(parts[:-1])
        or (parts[-1] in (".", "..") or path in ("", "/"))
    )


def _is_no_figure(name: str) -> bool:
    return not _FIGURE.fullmatch(name) or name == "values" or name.startswith("data-")


_KEYS: dict[str, Callable[[object], str]] = {
    "needs": _list_of("scripts' names", "models/taste", lambda name: not SCRIPT.fullmatch(name)),
    "data": _list_of("files, folders or globs below the repository", "data/songs.csv", _is_no_path),
    "figures": _list_of("figures' names in lower case", "cube", _is_no_figure),
    "widgets": _list_of("widgets' names", "neuron", lambda name: not _WIDGET.fullmatch(name)),
    "networks": _list_of(
        "networks' names, with their scripts'", "digit-ocr/digits", lambda name: not _NETWORK.fullmatch(name)
    ),
    "full": lambda value: "" if isinstance(value, bool) else f"expected true or false; given is {value!r}",
    "settings": _no_setting,
}
