"""From a Vega-Lite chart to what a panel needs: a Vega spec, its tables, its parameters, its picture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

from nnexplain.figures.addresses import carried
from nnexplain.figures.binds import take_params
from nnexplain.figures.contract import Param
from nnexplain.figures.dates import same_everywhere
from nnexplain.figures.delimited import as_rows
from nnexplain.figures.fields import check_fields
from nnexplain.figures.gaps import gaps
from nnexplain.figures.look import dressed
from nnexplain.figures.render import Renderer
from nnexplain.figures.tables import check_cells, columns_of, is_table, whole_frames
from nnexplain.figures.usage import exact_columns, in_utc, time_columns

SAYS = "says"
"""The parameter whose value is a sentence: what the picture shows now."""


@dataclass(frozen=True)
class Compiled:
    """One chart, compiled: `tables` maps a data set of `spec` to its columns; `svg` is the picture.

    `says` is the chart's sentence, "" where it has no parameter of that name; `notes` are for its author.
    """

    spec: dict[str, Any]
    tables: dict[str, dict[str, list[Any]]]
    params: tuple[Param, ...]
    svg: str
    says: str = ""
    notes: tuple[str, ...] = ()


def compile_chart(chart: Any, renderer: Renderer | None = None) -> Compiled:
    """Compile `chart` (an Altair chart or a Vega-Lite dict) and draw it with `renderer`.

    Raises `TypeError` for something else, `ValueError` for a cell that cannot be sent to a page, a column
    that is not in its table, data behind a URL, a control of an unknown kind, or a spec Vega-Lite does not
    take.
    """
    lite = carried(dressed(_to_dict(chart)))
    # The page names the whole chart; a label on every mark would only make the file and each update longer.
    lite["config"] = {**lite.get("config", {}), "aria": False}
    check_fields(lite)
    check_cells(lite, partial(exact_columns, lite))
    renderer = renderer or Renderer()
    try:
        vega = renderer.compile(_without_nan(lite))
    except ValueError as error:
        raise ValueError(f"Vega-Lite cannot compile it: {_first_words(error)}") from error
    vega.pop("$schema", None)
    if vega.get("background") == "transparent":
        del vega["background"]
    params = take_params(vega, lite)
    tables = _take_tables(vega, lite)
    filled = {**vega, "data": [_filled(data, tables) for data in vega["data"]]}
    svg, says = _draw(filled, renderer), _said(filled, renderer)
    return Compiled(vega, tables, params, svg, says, gaps(lite, tables))


def _without_nan(spec: Any) -> Any:
    """A spec as JSON has it: what is no number in a table written out is a gap, as in Altair."""
    if isinstance(spec, float) and not math.isfinite(spec):
        return None
    if isinstance(spec, Mapping):
        return {name: _without_nan(part) for name, part in spec.items()}
    return [_without_nan(part) for part in spec] if isinstance(spec, list | tuple) else spec


def _draw(vega: Mapping[str, Any], renderer: Renderer) -> str:
    try:
        return renderer.draw(vega)
    except ValueError as error:
        raise ValueError(f"Vega cannot draw it: {_first_words(error)}") from error


def _said(vega: Mapping[str, Any], renderer: Renderer) -> str:
    """What the signal `says` is at the start, by Vega's own account: drawn as a text, which is read back."""
    if not any(signal["name"] == SAYS for signal in vega.get("signals", [])):
        return ""
    spoken = {"type": "text", "encode": {"update": {"text": {"signal": SAYS}}}}
    seen = ("axes", "legends", "title", "layout")
    svg = _draw({**{k: v for k, v in vega.items() if k not in seen}, "marks": [spoken]}, renderer)
    words = "".join(ET.fromstring(svg).itertext()).strip()  # noqa: S314  (our own)
    if words in ("", "undefined", "null"):
        raise ValueError(f"parameter {SAYS!r} says nothing at the start")
    return words


def merge_says(panels: Sequence[Compiled]) -> str:
    """The sentence of a figure. Raises `ValueError` when two panels say one: which would it be?"""
    said = [panel.says for panel in panels if panel.says]
    if len(said) > 1:
        raise ValueError(f"{len(said)} panels have a parameter {SAYS!r}; a figure says one sentence")
    return "".join(said)


def _first_words(error: Exception) -> str:
    """What went wrong, without the stack of a bundled JavaScript file."""
    lines = [line for line in str(error).splitlines() if not line.lstrip().startswith("at ")]
    return " ".join(line.strip() for line in lines[-2:])


def _to_dict(chart: Any) -> dict[str, Any]:
    if isinstance(chart, Mapping):
        return dict(chart)
    if not hasattr(chart, "to_dict") or hasattr(chart, "to_image"):  # as plotly's have both
        raise TypeError(
            f"a panel is an Altair chart or a Vega-Lite dict, not {type(chart).__name__}; "
            "picture(name, …) shows what was drawn by other means"
        )
    with whole_frames():
        # Altair held every part to its schema when the author made it; once more takes as long as drawing.
        return dict(chart.to_dict(validate=False))


def merge_params(panels: Sequence[Compiled]) -> tuple[Param, ...]:
    """One list for a figure. Where panels share a name, the one with a control speaks for it.

    Raises `ValueError` when two panels give one name different starting values or different controls.
    """
    merged: dict[str, Param] = {}
    for param in (param for panel in panels for param in panel.params):
        other = merged.setdefault(param.name, param)
        if other.value != param.value:
            raise ValueError(
                f"parameter {param.name!r} starts at {other.value!r} in one panel, {param.value!r} in another"
            )
        if other.input == "none":
            merged[param.name] = param
        elif param.input != "none" and param != other:
            raise ValueError(f"parameter {param.name!r} has different controls in two panels")
    return tuple(merged.values())


def _take_tables(vega: dict[str, Any], lite: Mapping[str, Any]) -> dict[str, dict[str, list[Any]]]:
    """The tables of records, as columns. Data of another form (maps, a row without columns) stay in the spec,
    as Vega reads them.
    """
    tables = {}
    vega["data"] = [as_rows(data) for data in vega.get("data", [])]
    times, utc = time_columns(vega, lite), in_utc(lite)
    for data in vega["data"]:
        if "url" in data:
            raise ValueError(f"the chart loads {data['url']!r}; a chart carries its data (pass a data frame)")
        if is_table(data.get("values")):
            rows = data.pop("values")
            columns = columns_of(rows, exact_columns(lite, {name for row in rows for name in row}))
            for name in times & columns.keys():
                columns[name] = [same_everywhere(cell, utc) for cell in columns[name]]
            tables[data["name"]] = columns
    return tables


def _filled(data: dict[str, Any], tables: Mapping[str, Mapping[str, list[Any]]]) -> dict[str, Any]:
    if (columns := tables.get(data["name"])) is None:
        return data
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return {**data, "values": rows}
