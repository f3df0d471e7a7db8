"""Tables on their way to the page: gaps as gaps, numbers as exact as they are shown, turned into columns."""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from nnexplain.figures.contract import dump

DIGITS = 5
"""Significant digits kept of what is only drawn; and of a column's range, so that a small change on a large
level stays one: a chart 1,000 pixels wide cannot show more, and files shrink to half.
"""
SHORT = 9
"""A number of so few digits was written so, and is kept as it is."""
PRINTED = 12
"""Significant digits of what is read: Vega prints no more in a tooltip, and computers differ behind them."""
EXACT = 2**53
"""Beyond it the page's numbers skip whole ones."""

Row = Mapping[str, Any]


def columns_of(rows: Sequence[Row], exact: Collection[str] = ()) -> dict[str, list[Any]]:
    """Rows as columns, floats rounded to what can be seen; those of the columns `exact` to `PRINTED` digits.

    A key that some rows lack becomes None there, and so do NaN and infinities, as in Altair: a gap. Raises
    `ValueError` naming column and row (counted from 0) for what cannot be sent to a page.
    """
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: [_plain(row.get(name), name, i) for i, row in enumerate(rows)] for name in names}
    return {name: _rounded_column(cells, name in exact) for name, cells in columns.items()}


def _plain(value: Any, name: str, row: int) -> Any:
    """A cell as JSON has it."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"column {name!r} holds half a character in row {row}: {value!r}") from error
    return value


def _rounded_column(cells: list[Any], exact: bool) -> list[Any]:
    numbers = [cell for cell in cells if isinstance(cell, float)]
    if not numbers:
        return cells
    if exact:
        return [printed(cell) if isinstance(cell, float) else cell for cell in cells]
    span = max(numbers) - min(numbers)
    return [rounded(cell, span) if isinstance(cell, float) else cell for cell in cells]


def rounded(value: float, span: float = math.inf) -> float | int:
    """`value` to `DIGITS` significant digits, or to more where `span`, its column's range, asks for them."""
    kept = DIGITS
    if 0 < span < abs(value):
        kept += math.floor(math.log10(abs(value))) - math.floor(math.log10(span))
    written = float(f"{value:.{SHORT}g}")
    short = float(f"{value:.{min(kept, 17)}g}")
    return _short(value if written == value or math.isinf(short) else short)


def printed(value: float) -> float | int:
    """`value` to the digits that are ever printed."""
    return _short(float(f"{value:.{PRINTED}g}") if abs(value) < 1e12 else value)


def _short(value: float) -> float | int:
    """Whole numbers as int, which prints shorter."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def key_of(columns: Mapping[str, Any]) -> str:
    """Sixteen hexadecimal digits that tell this table from any other."""
    return hashlib.sha256(dump(columns)).hexdigest()[:16]


def check_cells(lite: Any, exact: Callable[[set[str]], Collection[str]]) -> None:
    """Raise `ValueError` for what a page could not tell in a table of a Vega-Lite spec: half a character; and
    a whole number that it takes for another, in the columns `exact` of all, which are not only measured.
    """
    for rows in _tables(lite):
        large = {}
        for i, row in enumerate(rows):
            for name, cell in row.items():
                if isinstance(cell, int) and abs(cell) > EXACT:
                    large[name] = (cell, i)
                elif isinstance(cell, str):
                    _plain(cell, name, i)
        for name in sorted(exact(set(large)) if large else ()):
            number, place = large[name]
            raise ValueError(
                f"column {name!r} holds {number} in row {place}; a page tells whole numbers apart "
                f"up to 2**53: make it text, with astype(str)"
            )


def _tables(spec: Any) -> Iterator[Sequence[Row]]:
    """The tables that are written out in a spec."""
    if isinstance(spec, Mapping):
        for name, part in spec.items():
            if name == "datasets" and isinstance(part, Mapping):
                yield from filter(is_table, part.values())
            elif name == "values" and is_table(part):
                yield part
            else:
                yield from _tables(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _tables(part)


@contextmanager
def whole_frames() -> Iterator[None]:
    """While open, Altair hands over data frames (pandas, and through narwhals polars and pyarrow) whole.

    Its own limit of 5,000 rows does not apply: tables are shared and packed as columns here, and what a
    figure weighs is judged by its bytes. Does nothing when the script has not imported Altair.
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
            _refuse_periods(data)
            seen[id(data)] = (data, _without_nan(altair.to_values(_eager(altair, data))))
        return dict(seen[id(data)][1])

    altair.data_transformers.register("nnexplain", values)
    with altair.data_transformers.enable("nnexplain"):
        yield


def _eager(altair: Any, data: Any) -> Any:
    """A frame of polars or pyarrow as Altair takes it: in narwhals' terms."""
    if isinstance(data, Mapping) or _is_pandas(data) or hasattr(data, "__geo_interface__"):
        return data
    return altair.utils.data.nw.from_native(data, eager_only=True, pass_through=True)


def _without_nan(given: Any) -> Any:
    """Altair names a table by its JSON, which has no NaN; what it leaves of them in objects are gaps, too."""
    rows = given.get("values") if isinstance(given, Mapping) else None
    for i, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            odd = {name: _plain(cell, name, i) for name, cell in row.items() if type(cell) not in _JSON}
            row.update(odd)
    return given


_JSON = (int, bool, type(None), dict, list)


def _refuse_periods(data: Any) -> None:
    for name, kind in data.dtypes.items() if hasattr(data, "columns") and _is_pandas(data) else ():
        if str(kind).startswith("period"):
            raise ValueError(f"column {name!r} holds periods; make them dates: .dt.to_timestamp()")


def _is_pandas(data: Any) -> bool:
    return type(data).__module__.partition(".")[0] == "pandas"


def is_table(rows: Any) -> bool:
    """Whether `rows` are records with columns: what is none (a map, a bare row) stays in its spec."""
    return isinstance(rows, list) and all(isinstance(row, Mapping) for row in rows) and any(rows)
