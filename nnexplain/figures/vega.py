"""From a Vega-Lite chart to what a panel needs: a Vega spec, its tables, its parameters, its picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from nnexplain.figures.contract import Param, check_name
from nnexplain.figures.fields import check_fields
from nnexplain.figures.render import Renderer
from nnexplain.figures.tables import check_inline, checked_frames, columns_of

SAYS = "says"
"""The parameter whose value is a sentence: what the picture shows now."""

BINDS = ("range", "select", "radio", "checkbox")


@dataclass(frozen=True)
class Compiled:
    """One chart, compiled: `tables` maps a data set of `spec` to its columns; `svg` is the picture.

    `says` is the chart's sentence, "" where it has no parameter of that name.
    """

    spec: dict[str, Any]
    tables: dict[str, dict[str, list[Any]]]
    params: tuple[Param, ...]
    svg: str
    says: str = ""


def compile_chart(chart: Any, renderer: Renderer | None = None) -> Compiled:
    """Compile `chart` (an Altair chart or a Vega-Lite dict, one view) and draw it with `renderer`.

    Raises `TypeError` for something else, `ValueError` for NaN in its data, a column that is not in
    its table, data behind a URL, a concatenated or faceted view, a control of an unknown kind, or a spec
    Vega-Lite does not take.
    """
    lite = _to_dict(chart)
    for word in ("hconcat", "vconcat", "concat", "facet", "repeat"):
        if word in lite:
            raise ValueError(f"a panel is one view, this chart is a {word}; give figure() one chart per view")
    params = _take_params(lite)
    # The page names the whole chart; a label on every mark would only make the file and each update longer.
    lite["config"] = {**lite.get("config", {}), "aria": False}
    check_inline(lite)
    check_fields(lite)
    renderer = renderer or Renderer()
    try:
        vega = renderer.compile(lite)
    except ValueError as error:
        raise ValueError(f"Vega-Lite cannot compile it: {_first_words(error)}") from error
    for word in ("$schema", "background"):
        vega.pop(word, None)
    tables = _take_tables(vega)
    filled = {**vega, "data": [_filled(data, tables) for data in vega.get("data", [])]}
    return Compiled(vega, tables, params, _draw(filled, renderer), _said(filled, renderer))


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
    if not hasattr(chart, "to_dict"):
        raise TypeError(f"a panel is an Altair chart or a Vega-Lite dict, not {type(chart).__name__}")
    with checked_frames():
        # Altair held every part to its schema when the author made it; once more takes as long as drawing.
        return dict(chart.to_dict(validate=False))


def _take_params(lite: dict[str, Any]) -> tuple[Param, ...]:
    """The chart's named values, whose controls the page draws instead of Vega."""
    found, kept = [], []
    for given in lite.get("params", []):
        param = {key: value for key, value in given.items() if key != "bind"}
        kept.append(param if "value" in given and "select" not in given else given)
        if "value" in given and "select" not in given:
            found.append(_param(given))
    if kept:
        lite["params"] = kept
    return tuple(found)


def _param(given: Mapping[str, Any]) -> Param:
    name, value, bind = given["name"], given["value"], given.get("bind")
    check_name(name)
    if bind is None:
        return Param(name, value)
    kind = bind.get("input")
    if kind not in BINDS:
        raise ValueError(f"parameter {name!r} is bound to input {kind!r}; allowed: {', '.join(BINDS)}")
    label = str(bind.get("name") or name).rstrip(": ")
    if kind == "range":
        param = Param(name, value, kind, label, bind.get("min"), bind.get("max"), bind.get("step", 1))
    else:
        options = tuple(bind.get("options", ()))
        labels = tuple(map(str, bind.get("labels") or options))
        param = Param(name, value, kind, label, options=options, labels=labels)
    param.check()
    return param


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


def _take_tables(vega: dict[str, Any]) -> dict[str, dict[str, list[Any]]]:
    tables = {}
    for data in vega.get("data", []):
        if "url" in data:
            raise ValueError(f"the chart loads {data['url']!r}; a chart carries its data (pass a data frame)")
        if isinstance(rows := data.pop("values", None), list):
            if all(isinstance(row, Mapping) for row in rows):
                tables[data["name"]] = columns_of(rows)
            else:
                raise ValueError(f"data set {data['name']!r} has rows that are not records")
    return tables


def _filled(data: dict[str, Any], tables: Mapping[str, Mapping[str, list[Any]]]) -> dict[str, Any]:
    if (columns := tables.get(data["name"])) is None:
        return data
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return {**data, "values": rows}
