"""Tables on their way to the page: checked for NaN, rounded, turned into columns."""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from nnexplain.figures.contract import dump

DIGITS = 5
"""Significant digits kept: a chart 1,000 pixels wide cannot show more, and files shrink to half."""

Row = Mapping[str, Any]


def columns_of(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Rows as columns, floats rounded to `DIGITS` significant digits.

    A key that some rows lack becomes None there. Raises `ValueError` naming column and row (counted
    from 0) for a NaN or an infinity: JSON has neither, and a mark at NaN silently vanishes.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [_cell(row.get(name), name, i) for i, row in enumerate(rows)] for name in names}


def _cell(value: Any, name: str, row: int) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _not_finite(name, value, row)
        return rounded(value)
    return value


def _not_finite(name: str, value: float, row: int) -> ValueError:
    allowed = (
        "allowed: finite numbers, and None for a gap that is meant, which pandas keeps with dtype=object"
    )
    return ValueError(f"column {name!r} is {value} in row {row} ({allowed})")


def rounded(value: float) -> float | int:
    """`value` to `DIGITS` significant digits; whole numbers as int, which prints shorter."""
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short.is_integer() and abs(short) < 1e15 else short


def key_of(columns: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that tell this table from any other."""
    return hashlib.sha256(dump(columns)).hexdigest()[:16]


@contextmanager
def checked_frames() -> Iterator[None]:
    """While open, Altair hands over data frames only after a look for NaN.

    Altair turns NaN into null, after which a gap that was meant (None in an object column) cannot be
    told from a number that went wrong. Its own limit of 5,000 rows does not apply: tables are shared
    and packed as columns here. Does nothing when the script has not imported Altair.
    """
    altair = sys.modules.get("altair")
    if altair is None:
        yield
        return
    seen: dict[
        int, tuple[Any, Any]
    ] = {}  # the layers of a chart share frames; kept, so that no id is used twice

    def values(data: Any) -> Any:
        if id(data) not in seen:
            seen[id(data)] = (data, _values(altair, data))
        return dict(seen[id(data)][1])

    altair.data_transformers.register("nnexplain", values)
    with altair.data_transformers.enable("nnexplain"):
        yield


def _values(altair: Any, data: Any) -> Any:
    names = list(getattr(data, "columns", ()))
    for name in names:
        for row, value in enumerate(data[name].to_numpy()):
            if isinstance(value, float) and not math.isfinite(value):
                raise _not_finite(name, value, row)
    given = altair.to_values(data)
    for row in given.get("values", ()) if names else ():
        # What is NaN now was None in the frame: a gap that was meant.
        row.update({name: None for name, cell in row.items() if isinstance(cell, float) and math.isnan(cell)})
    return given


def check_inline(spec: Any) -> None:
    """Raise `ValueError` for NaN or infinity in any table written out in a Vega-Lite `spec`."""
    if isinstance(spec, Mapping):
        for name, part in spec.items():
            if name == "values" and _is_table(part):
                columns_of(part)
            elif name == "datasets" and isinstance(part, Mapping):
                for rows in part.values():
                    columns_of(rows if _is_table(rows) else ())
            else:
                check_inline(part)
    elif isinstance(spec, list):
        for part in spec:
            check_inline(part)


def _is_table(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows)
