"""From the charts of a figure to the figure: its panels, its picture, its tables under their keys."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nnexplain.figures.contract import ARRAYS, Figure, Panel, Scalar, slug
from nnexplain.figures.plot import axes_of
from nnexplain.figures.predict import Axes
from nnexplain.figures.render import Renderer
from nnexplain.figures.svg import compose
from nnexplain.figures.tables import key_of
from nnexplain.figures.vega import compile_chart, merge_params, merge_says

Columns = dict[str, list[Any]]

_NETWORK = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_-]*/)+[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Drawing:
    """A figure without its tables, the tables by their keys, and the static picture; where a widget drew it,
    also what its `numbers` are, as tables with a heading each, and what of them the prose may quote. `axes`
    are those of each panel, where they are known; `notes` are for its author.
    """

    figure: Figure
    tables: dict[str, Columns]
    svg: str
    numbers: tuple[dict[str, Any], ...] = ()
    quotes: Mapping[str, Scalar] = field(default_factory=dict)
    axes: tuple[Axes | None, ...] = ()
    notes: tuple[str, ...] = ()


def network_file(network: str, script: str) -> str:
    """Where `network` ("digit-ocr/digits", as its script and it are called) lies, seen from the figures of
    `script`; "" for none. Raises `ValueError` for what cannot name one.
    """
    if not network:
        return ""
    if not isinstance(network, str) or not _NETWORK.fullmatch(network):
        raise ValueError(f"network {network!r} is none; write script/name, as in 'digit-ocr/digits'")
    return posixpath.relpath(f"{network}{ARRAYS}", script)


def tool_words(tools: Sequence[str]) -> tuple[str, ...]:
    """The words of a figure's buttons. Raises `ValueError` for one without a letter, or two alike."""
    words = [tools] if isinstance(tools, str) else list(tools)
    if isinstance(tools, str) or not all(isinstance(word, str) and slug(word) for word in words):
        raise ValueError(f"tools {tools!r}; allowed: a tuple of words, as in ('undo', 'clear')")
    if len({slug(word) for word in words}) < len(words):
        raise ValueError(f"tools {', '.join(words)}: two are called the same")
    return tuple(words)


def draw(
    name: str, script: str, charts: Sequence[Any], fields: Mapping[str, Any], renderer: Renderer
) -> Drawing:
    """Draw `charts`, one a panel, as the figure `name` of `script`.

    `fields` are the `Figure`'s own words: description, player, pace, arrays, network, tools, more. Raises
    `TypeError` for what is no chart, `ValueError` for a chart or a field that a figure cannot have.
    """
    panels = [compile_chart(chart, renderer) for chart in charts]
    params, now = merge_params(panels), merge_says(panels)
    svg, sizes, whole = compose(f"{script.replace('/', '-')}-{name}", [panel.svg for panel in panels])
    tables: dict[str, Columns] = {}
    views = []
    for size, panel in zip(sizes, panels, strict=True):
        keys = {source: key_of(columns) for source, columns in panel.tables.items()}
        tables |= {keys[source]: columns for source, columns in panel.tables.items()}
        views.append(Panel(size, panel.spec, keys))
    figure = Figure(name, tuple(views), whole, params=params, now=now, **fields)
    axes = tuple(axes_of(panel.spec, panel.svg) for panel in panels)
    notes = dict.fromkeys(note for panel in panels for note in panel.notes)
    return Drawing(figure, tables, svg, axes=axes, notes=tuple(notes))
