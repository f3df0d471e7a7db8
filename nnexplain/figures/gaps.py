"""Where a chart draws nothing because a cell is empty: allowed, as in Altair, and told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MEASURED = ("quantitative", "temporal")


def gaps(lite: Any, tables: Mapping[str, Mapping[str, Sequence[Any]]]) -> tuple[str, ...]:
    """A sentence for every column that a chart measures and that has empty cells, with the rows (from 0)."""
    drawn = set(_measured(lite))
    found = {}
    for columns in tables.values():
        for name in drawn & columns.keys():
            rows = [str(row) for row, cell in enumerate(columns[name]) if cell in (None, "")]
            if rows and len(rows) < len(
                columns[name]
            ):  # a column that is empty throughout belongs to other rows
                more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""
                where = f"row{'s' if len(rows) > 1 else ''} {', '.join(rows[:5])}{more}"
                found[name] = f"column {name!r} has a gap in {where}"
    return tuple(found[name] for name in sorted(found))


def _measured(spec: Any) -> Iterator[str]:
    """The fields that an encoding measures as they are: not what it counts or sums."""
    if isinstance(spec, Mapping):
        if spec.get("type") in MEASURED and "aggregate" not in spec and isinstance(spec.get("field"), str):
            yield spec["field"]
        for name, part in spec.items():
            if name not in ("data", "datasets", "tooltip"):
                yield from _measured(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _measured(part)
