"""Whether a chart encodes what its table has. Vega draws a column that is not there as nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

Columns = Set[str] | None
"""The columns of a view's table, None where they are not known without running Vega."""


def check_fields(lite: Mapping[str, Any]) -> None:
    """Raise `ValueError` for an encoding in the Vega-Lite spec `lite` that names no column of its table.

    Tables that come from elsewhere or through a transform other than calculate and filter, and paths into
    nested values, are not judged.
    """
    _view(lite, lite.get("datasets", {}), None, {})


def _view(
    view: Mapping[str, Any], datasets: Mapping[str, Any], above: Columns, inherited: Mapping[str, Any]
) -> None:
    columns = _columns(view["data"], datasets) if view.get("data") else above
    for transform in view.get("transform", ()):
        columns = _after(transform, columns)
    own = view.get("encoding", {})
    encoding = (
        own if view.get("data") else {**inherited, **own}
    )  # a table of its own may lack what others share
    layers = view.get("layer", ())
    for layer in layers:
        _view(layer, datasets, columns, encoding)
    if layers or columns is None:
        return
    for channel, part in encoding.items():
        for field in _fields(part):
            if field not in columns and not set(field) & set(".[]\\*"):
                known = ", ".join(sorted(columns))
                raise ValueError(f"{channel} encodes {field!r}, which is no column of its table ({known})")


def _columns(data: Any, datasets: Mapping[str, Any]) -> Columns:
    rows = data.get("values", datasets.get(data.get("name", ""))) if isinstance(data, Mapping) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, Mapping) for row in rows):
        return None
    return {name for row in rows for name in row}


def _after(transform: Mapping[str, Any], columns: Columns) -> Columns:
    if columns is None or "filter" in transform:
        return columns
    return columns | {transform["as"]} if transform.keys() == {"calculate", "as"} else None


def _fields(part: Any) -> Iterator[str]:
    """The fields of one channel, which may be a list, and those of its conditions."""
    if isinstance(part, list):
        for item in part:
            yield from _fields(item)
    elif isinstance(part, Mapping):
        if isinstance(part.get("field"), str):
            yield part["field"]
        yield from _fields(part.get("condition"))
