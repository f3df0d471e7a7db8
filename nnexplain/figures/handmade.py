"""Hand-made figures: drawn by a widget's own modules, which give the words, the tables and the quotes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from nnexplain.figures.contract import CHARTS, Figure, Panel, Param
from nnexplain.figures.drawing import Drawing
from nnexplain.figures.predict import Axes
from nnexplain.figures.render import Renderer
from nnexplain.figures.still import StillError, Stills, engine_version
from nnexplain.figures.svg import Drawn, compose_drawn
from nnexplain.figures.widgets import entry_of, styles_of, widget_digest, widget_names


def known_widget(widget: str, stills: Stills) -> None:
    """Raise `ValueError` where there is no such widget."""
    if isinstance(widget, str) and entry_of(widget, stills.runtime).is_file():
        return
    known = [name for name in widget_names(stills.runtime) if name != CHARTS]
    close = get_close_matches(str(widget), known, 1)
    meant = f"did you mean {close[0]!r}? " if close else ""
    raise ValueError(f"unknown widget {widget!r}; {meant}allowed: {', '.join(known)}")


def params_of(given: Sequence[Param]) -> tuple[Param, ...]:
    """The parameters of a figure. Raises `TypeError` for what is none, `ValueError` for one that no page
    could offer, or two of one name.
    """
    params = tuple(given)
    for param in params:
        if not isinstance(param, Param):
            raise TypeError(f"params takes Param(…), as in Param('step', 4), not {type(param).__name__}")
        param.check()
    names = [param.name for param in params]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two parameters are called {twice[0]!r}")
    return params


def draw_by_widget(
    name: str,
    script: str,
    fields: Mapping[str, Any],
    files: Mapping[str, bytes],
    stills: Stills,
    renderer: Renderer,
) -> Drawing:
    """Have the widget that `fields` name draw the figure `name` of `script`.

    `fields` are a `Figure`'s own words: description, widget, params, player, pace, arrays, network, tools,
    more. `files` are the bytes of what the figure names, by their paths seen from its JSON. Raises
    `StillError` for what the widget cannot draw, `ValueError` for a field that a figure cannot have.
    """
    # Sizes are the widget's to say, so the figure that it gets has none yet.
    figure = Figure(name, (), (0.0, 0.0), **fields)
    still = _drawn(figure.widget, f"figures/{script}/{name}.json", figure.to_json(), files, stills, renderer)
    try:
        drawn = [_panel(given) for given in still["panels"]]
        axes = tuple(Axes.from_json(one["axes"]) if one.get("axes") else None for one in still["panels"])
        if not drawn:
            raise ValueError("it draws no panel")
        words = {word: _sentence(still, word) for word in ("now", "description")}
    except (KeyError, TypeError, ValueError) as error:
        raise StillError(f"the widget {figure.widget} gives no picture: {error}") from error
    sheets = [path.read_text("utf-8") for path in styles_of(figure.widget, stills.runtime)]
    try:
        svg, size = compose_drawn(f"{script.replace('/', '-')}-{name}", [inner for inner, _ in drawn], sheets)
    except ValueError as error:
        raise StillError(f"the widget {figure.widget} gives no picture: {error}") from error
    described = fields.get("description") or words["description"]
    made = {**fields, "description": described, "now": words["now"]}
    return Drawing(
        Figure(name, tuple(panel for _, panel in drawn), size, **made),
        {},
        svg,
        tuple(still["tables"]),
        still["quotes"],
        axes,
    )


def _drawn(
    widget: str,
    source: str,
    figure: Mapping[str, Any],
    files: Mapping[str, bytes],
    stills: Stills,
    renderer: Renderer,
) -> dict[str, Any]:
    """What the widget makes of it, which is remembered: it follows from this, the widget and the engine
    alone.
    """
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    key = [widget_digest(widget, stills.runtime), engine_version(), source, figure, digests]
    text = renderer.remembered(
        ["still", *key], lambda: json.dumps(stills.draw(widget, source, figure, files), ensure_ascii=False)
    )
    return dict(json.loads(text))


def _panel(given: Mapping[str, Any]) -> tuple[Drawn, Panel]:
    size, place = tuple(map(float, given["size"])), tuple(map(float, given["place"]))
    if not isinstance(given["svg"], str):
        raise TypeError(f"the drawing of a panel is {given['svg']!r}; allowed: its markup")
    if len(size) != 2 or min(size) <= 0:
        raise ValueError(f"a panel of size {given['size']}; allowed: its width and height, above 0")
    if len(place) != 4 or min(place[2:]) <= 0:
        raise ValueError(
            f"a panel with place {given['place']}; allowed: x, y, width and height of its drawing"
        )
    (width, height), (x, y, *_) = size, place
    panel = Panel((width, height), {}, {}, (x, y, place[2], place[3]))
    return (given["svg"], panel.size, (x, y)), panel


def _sentence(still: Mapping[str, Any], word: str) -> str:
    if not isinstance(said := still[word], str):
        raise TypeError(f"{word} is {said!r}; allowed: a sentence")
    if "NaN" in said:
        raise ValueError(f"{word} is {said!r}; allowed: finite numbers")
    return said
