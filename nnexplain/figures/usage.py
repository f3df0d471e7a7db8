"""How a chart uses its columns: which are read as they are, which are times."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

READ = frozenset({"tooltip", "text", "href", "url", "key", "description", "detail", "order", "facet", "row"})
"""Channels whose values are read or told apart, not measured."""

_DATE = re.compile(r"""toDate\(datum\[["'](.+?)["']\]\)""")
_TELLS = re.compile(r'"tooltip": (true|\{"content")')
_UTC = re.compile(r'"utc[a-z]*"')


def exact_columns(lite: Any, names: set[str]) -> set[str]:
    """Those of the columns `names` that a Vega-Lite spec does more with than to draw their size: names,
    times, what a tooltip shows, what an expression or a transform computes with.
    """
    exact: set[str] = set()
    words: list[str] = []
    bare = _without_data(lite)
    tells = bool(_TELLS.search(json.dumps(bare)))
    for channel, part in _parts(bare):
        if channel == "transform" or isinstance(part, str):
            words.append(json.dumps(part, ensure_ascii=False))
        elif isinstance(field := part.get("field"), str):
            kind = part.get("type")
            if tells or channel in READ or kind not in (None, "quantitative") or "timeUnit" in part:
                exact.add(field.replace("\\", ""))
    text = " ".join(words)
    named = (name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    return (exact & names).union(named)


def _parts(spec: Any, channel: str = "") -> Iterator[tuple[str, Any]]:
    """Every encoding with its channel, every transform, and every text that computes with a row."""
    if isinstance(spec, Mapping):
        if "field" in spec:
            yield channel, spec
        for name, part in spec.items():
            if name in ("transform", "params", "select", "facet", "row", "column", "repeat", "sort"):
                yield "transform", part
            else:
                yield from _parts(part, channel if name in ("condition", "legend", "axis", "scale") else name)
    elif isinstance(spec, list):
        for part in spec:
            yield from _parts(part, channel)
    elif isinstance(spec, str) and "datum" in spec:
        yield channel, spec


def _without_data(spec: Any) -> Any:
    if isinstance(spec, Mapping):
        return {k: _without_data(v) for k, v in spec.items() if k not in ("data", "datasets")}
    return [_without_data(part) for part in spec] if isinstance(spec, list) else spec


def time_columns(vega: Mapping[str, Any], lite: Any) -> set[str]:
    """The columns that a compiled spec reads as times and nothing else does as names or numbers."""
    found = set(_dates(vega))
    for _, part in _parts(_without_data(lite)):
        if isinstance(part, Mapping) and part.get("type") in ("nominal", "quantitative", "ordinal"):
            whole = "timeUnit" in part or "aggregate" in part
            found -= {name for name in found if name == part.get("field") and not whole}
    return found


def _dates(spec: Any) -> Iterator[str]:
    if isinstance(spec, Mapping):
        for name, part in spec.items():
            if name == "parse" and isinstance(part, Mapping):
                yield from (column for column, kind in part.items() if kind == "date")
            else:
                yield from _dates(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _dates(part)
    elif isinstance(spec, str):
        yield from _DATE.findall(spec)


def in_utc(lite: Any) -> bool:
    """Whether a Vega-Lite spec shows its times in UTC."""
    return bool(_UTC.search(json.dumps(_without_data(lite))))
