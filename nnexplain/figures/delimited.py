"""Tables written as text: read here, because Vega reads one by making code, which no page of ours allows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

_BETWEEN = {"csv": ",", "tsv": "\t"}
_TEXT = ("type", "delimiter", "header")
"""What of a format says how a text is cut; the rest says what its cells mean."""


def as_rows(data: Mapping[str, Any]) -> dict[str, Any]:
    """A data set of a Vega spec, its text of separated values cut into rows whose cells are text, as Vega
    cuts it: a format's `parse` still says which are numbers. Any other data set is as it was.

    Raises `ValueError` for a cell too long to be one.
    """
    form, text = data.get("format") or {}, data.get("values")
    kind = form.get("type", "")
    between = form.get("delimiter") if kind == "dsv" else _BETWEEN.get(kind)
    if not isinstance(text, str) or not between:
        return dict(data)
    try:
        # Vega takes an empty line for a row whose first cell is empty.
        lines = [line or [""] for line in csv.reader(io.StringIO(text, newline=""), delimiter=between[0])]
    except csv.Error as error:
        raise ValueError(f"the text of data {data.get('name')!r} is no table: {error}") from error
    header = form.get("header") or (lines.pop(0) if lines else [])
    rest = {name: part for name, part in form.items() if name not in _TEXT}
    return {**data, "values": [dict(zip(header, line, strict=False)) for line in lines], "format": rest}
