"""What was found, as rows of a table: measured, beside what, the limit, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from rich import box
from rich.table import Table

COUNTED = ("figures", "listeners", "nodes")


class Kind(StrEnum):
    """How a row is judged: measured ÷ beside, measured − beside, or measured as it is."""

    RATIO = "ratio"
    DIFFERENCE = "difference"
    VALUE = "value"


@dataclass(frozen=True)
class Row:
    """One claim. `measured`, `beside` and, unless it is a ratio, `limit` are in `unit`.

    A row without a limit is there to be read, and never over.
    """

    claim: str
    what: str
    measured: float
    beside: float | None
    beside_what: str
    limit: float | None
    kind: Kind = Kind.RATIO
    unit: str = "s"
    rounds: int = 1

    def __post_init__(self) -> None:
        if self.beside is None and self.kind is not Kind.VALUE:
            raise ValueError(f"a {self.kind} needs something beside it")

    @property
    def score(self) -> float:
        """What the limit is for."""
        if self.kind is Kind.VALUE or self.beside is None:
            return self.measured
        return self.measured / self.beside if self.kind is Kind.RATIO else self.measured - self.beside

    @property
    def over(self) -> bool:
        return self.limit is not None and self.score > self.limit

    @property
    def verdict(self) -> str:
        return "" if self.limit is None else "over" if self.over else "ok"

    def as_json(self) -> dict[str, Any]:
        """The row for a file, its score and verdict with it."""
        return asdict(self) | {"score": self.score, "verdict": self.verdict}


def quantity(value: float, unit: str) -> str:
    """`value` with as many digits as it deserves: three, and no more than two after the point.

    What is counted has none after it.
    """
    digits = 0 if unit in COUNTED else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:.{digits}f} {unit}".rstrip()


def score_of(row: Row, value: float) -> str:
    return f"{value:.2f} ×" if row.kind is Kind.RATIO else quantity(value, row.unit)


def table_of(rows: Sequence[Row]) -> Table:
    """All `rows`, for people."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title="nnexplain, measured", title_justify="left")
    for name in ("claim", "what", "measured", "beside", "ratio", "limit", ""):
        numeric = name in ("measured", "ratio", "limit")
        table.add_column(name, justify="right" if numeric else "left", no_wrap=numeric)
    previous = ""
    for row in rows:
        beside = (
            row.beside_what if row.beside is None else f"{quantity(row.beside, row.unit)}, {row.beside_what}"
        )
        style = {"ok": "green", "over": "bold red", "": ""}[row.verdict]
        table.add_row(
            "" if row.claim == previous else row.claim,
            row.what,
            f"{quantity(row.measured, row.unit)} ({row.rounds})",
            beside,
            score_of(row, row.score) if row.limit is not None or row.kind is not Kind.VALUE else "",
            "" if row.limit is None else f"≤ {score_of(row, row.limit)}",
            f"[{style}]{row.verdict}[/]" if style else "",
        )
        previous = row.claim
    table.caption = "measured: the median of as many runs as stand in brackets"
    table.caption_justify = "left"
    return table
