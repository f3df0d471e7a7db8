"""Whether a chart encodes what its table has. Vega draws a column that is not there as nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

_NAMING = frozenset({"field", "groupby", "fold", "on", "pivot", "value", "density", "regression", "loess"})
_NAMING |= {"quantile", "flatten", "impute", "key", "extent", "stack"}
"""The words of a transform that name columns."""


@dataclass(frozen=True)
class Table:
    """The columns of a view's table: `now`, None where they are not known without running Vega, and those
    that it `had` before any transform.
    """

    now: Set[str] | None = None
    had: Set[str] = frozenset()


def check_fields(lite: Mapping[str, Any]) -> None:
    """Raise `ValueError` for an encoding in the Vega-Lite spec `lite` that names no column of its table, and
    for a column whose name Vega takes for a path ("y.1" is column 1 of a map y).

    Tables that come from elsewhere or through a transform other than calculate and filter, and paths into
    nested values, are not judged.
    """
    _view(lite, lite.get("datasets", {}), Table(), {})


def _view(
    view: Mapping[str, Any], datasets: Mapping[str, Any], above: Table, inherited: Mapping[str, Any]
) -> None:
    table = _table(view["data"], datasets) if view.get("data") else above
    for transform in view.get("transform", ()):
        for field in _named(transform):
            _check_path(field, table, "a transform")
        table = Table(_after(transform, table.now), table.had)
    own = view.get("encoding", {})
    encoding = (
        own if view.get("data") else {**inherited, **own}
    )  # a table of its own may lack what others share
    parts = [part for word in ("layer", "hconcat", "vconcat", "concat") for part in view.get(word, ())]
    if "spec" in view:
        parts.append(view["spec"])
    for part in parts:
        _view(part, datasets, table, encoding)
    if not parts:
        _check_encoding(encoding, table)


def _check_encoding(encoding: Mapping[str, Any], table: Table) -> None:
    for channel, part in encoding.items():
        for field in _fields(part):
            _check_path(field, table, channel)
            if table.now is not None and field not in table.now and not set(field) & set(".[]\\*"):
                known = ", ".join(sorted(table.now))
                raise ValueError(f"{channel} encodes {field!r}, which is no column of its table ({known})")


def _check_path(field: str, table: Table, where: str) -> None:
    if field in table.had and set(field) & set(".[]"):
        escaped = "".join(f"\\{sign}" if sign in ".[]" else sign for sign in field)
        raise ValueError(
            f"{where} names the column {field!r}, which Vega takes for a path into a map; "
            f"write {escaped!r}, or rename the column"
        )


def _table(data: Any, datasets: Mapping[str, Any]) -> Table:
    rows = data.get("values", datasets.get(data.get("name", ""))) if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not any(rows) or not all(isinstance(row, Mapping) for row in rows):
        return Table()
    names = {name for row in rows for name in row}
    return Table(names, names)


def _after(transform: Mapping[str, Any], columns: Set[str] | None) -> Set[str] | None:
    if columns is None or "filter" in transform:
        return columns
    return columns | {transform["as"]} if transform.keys() == {"calculate", "as"} else None


def _named(transform: Any, word: str = "") -> Iterator[str]:
    """The fields that a transform names."""
    if isinstance(transform, str):
        if word in _NAMING:
            yield transform
    elif isinstance(transform, list):
        for part in transform:
            yield from _named(part, word)
    elif isinstance(transform, Mapping):
        for name, part in transform.items():
            yield from _named(part, name)


def _fields(part: Any) -> Iterator[str]:
    """The fields of one channel, which may be a list, and those of its conditions."""
    if isinstance(part, list):
        for item in part:
            yield from _fields(item)
    elif isinstance(part, Mapping):
        if isinstance(part.get("field"), str):
            yield part["field"]
        yield from _fields(part.get("condition"))
