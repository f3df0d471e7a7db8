"""The files of figures: each its JSON, and tables that several draw once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nnexplain.figures.contract import Figure, dump

WORTH_A_FILE = 4000
"""Bytes from which a table that several figures draw is a file of its own."""


def figure_files(figures: Sequence[Figure], all_tables: Mapping[str, Any]) -> dict[str, bytes]:
    """`<figure>.json` of every figure, and `data-<key>.json`, by name; `all_tables` are columns by key."""
    files = {}
    drawn_by = Counter(key for figure in figures for key in _keys(figure))
    for figure in figures:
        tables: dict[str, dict[str, Any]] = {}
        for key in sorted(_keys(figure)):
            content = dump({"columns": all_tables[key]})
            # Below some kilobytes a request of its own costs the reader more than the bytes again.
            if drawn_by[key] > 1 and len(content) > WORTH_A_FILE:
                tables[key] = {"file": f"data-{key}.json"}
                files[f"data-{key}.json"] = content
            else:
                tables[key] = {"columns": all_tables[key]}
        files[f"{figure.name}.json"] = dump(replace(figure, data=tables).to_json())
    return files


def _keys(figure: Figure) -> set[str]:
    return {key for panel in figure.panels for key in panel.data.values()}
