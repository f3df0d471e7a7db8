"""TeX's mathematics as a list of tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s+ | \\(?P<command> [A-Za-z]+\*? | [^A-Za-z])
    | (?P<number> \d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)? | \d+(?:\.\d+)? | \.\d+) | (?P<character> .)""",
    re.X | re.S,
)


@dataclass(frozen=True)
class Token:
    """A `command` without its backslash, a `number` or a `character`, at its place in the source."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def shown(self) -> str:
        """As it is written."""
        return f"\\{self.text}" if self.kind == "command" else self.text


def tokens(source: str) -> list[Token]:
    """What `source` consists of; blanks are left out, since they mean nothing in formulas."""
    found = []
    for match in _TOKEN.finditer(source):
        if kind := match.lastgroup:
            found.append(Token(kind, match[kind], match.start(), match.end()))
    return found
