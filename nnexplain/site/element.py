"""The HTML of a figure, as an element tree: whatever comes from files becomes text or an attribute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from markdown.util import AtomicString

from nnexplain.figures import Figure, Param, Scalar
from nnexplain.figures.contract import TYPED, slug


def text(value: Scalar | None) -> str:
    """A scalar as HTML's inputs spell it: true and false, no `60.0` for 60."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def printed(param: Param) -> str:
    """A range's value as the runtime prints it: a true minus, as many decimals as the step has."""
    decimals = len(text(param.step).partition(".")[2])
    number = isinstance(param.value, int | float)
    if param.value is None:
        return "–"
    return f"{param.value:.{decimals}f}".replace("-", "−") if number else text(param.value)


def sub(parent: ET.Element, tag: str, content: str = "", /, **attributes: str) -> ET.Element:
    """A child of `parent`. `class_` and `for_` lose their underscore, other underscores become hyphens."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    child = ET.SubElement(parent, tag, named)
    if content:
        child.text = AtomicString(content)
    return child


def problem(message: str) -> ET.Element:
    """What stands on the page in place of what is broken."""
    span = ET.Element("span", {"class": "nn-problem"})
    span.text = AtomicString(message)
    return span


def panel(svg: str, alt: str, description: str = "") -> str:
    """The panel's picture for a page, with its text alternative; without one, hidden from screen readers."""
    if not alt:
        named = ' aria-hidden="true"'
    else:
        named = f' role="img" aria-label="{escape(alt)}"'
        named += f' aria-description="{escape(description)}"' if description else ""
    return svg.replace("<svg", f"<svg{named}", 1)


def desk(parent: ET.Element, figure: Figure, id: str) -> None:
    """All that a figure is worked with, below its panels and in sight with them: tools, player, inputs. They
    are disabled until the view is live: their room is there from the start."""
    if figure.tools or figure.params:
        place = sub(parent, "div", class_="nn-desk")
        _tools(place, [word for word in figure.tools if word not in figure.more])
        _controls(place, figure, id)


def _controls(parent: ET.Element, figure: Figure, id: str) -> None:
    """The player and the inputs. Whatever can be set can be reset."""
    if not figure.params and not figure.more:
        return
    timed = next((param for param in figure.params if param.name == figure.player), None)
    params = [param for param in figure.params if param.input != "none" and param is not timed]
    row = player(parent, timed) if timed else None
    if params or row is None:
        row = sub(parent, "div", class_="nn-controls")
    kinds = {"range": _range, "select": _select, "radio": _radio, "checkbox": _checkbox}
    kinds |= dict.fromkeys(TYPED, _typed)
    for param in params:
        if param.name not in figure.more:
            kinds[param.input](row, param, id)
    if figure.more:
        folded = sub(row, "details", class_="nn-more")
        sub(folded, "summary", "more controls")
        inside = sub(folded, "div", class_="nn-more__row")
        _tools(inside, [word for word in figure.tools if word in figure.more])
        for param in params:
            if param.name in figure.more:
                kinds[param.input](inside, param, id)
    sub(row, "button", "reset", type="button", class_="nn-reset", disabled="")


def _tools(parent: ET.Element, words: Sequence[str]) -> None:
    """The buttons that the figure's own view binds."""
    if not words:
        return
    row = sub(parent, "div", class_="nn-tools", role="toolbar", aria_label="tools")
    for word in words:
        sub(row, "button", word, type="button", data_tool=slug(word), disabled="")


def question(parent: ET.Element, predict: Mapping[str, Any]) -> None:
    """What the figure asks before it shows its answer, above its picture."""
    ask = sub(sub(parent, "div", class_="nn-guess"), "p", class_="nn-guess__ask")
    sub(ask, "b", "Before you look:").tail = AtomicString(f" {predict['ask']}")


def guess(parent: ET.Element, predict: Mapping[str, Any]) -> None:
    """How the reader says what they expect, and where they read how they did: asleep until the figure is
    there, and absent without a script.
    """
    box = sub(parent, "div", class_="nn-guess", role="group", aria_label="your guess")
    hand = sub(box, "div", class_="nn-guess__hand")
    for number, choice in enumerate(predict.get("choices", ())):
        sub(hand, "button", str(choice), type="button", data_choice=str(number), disabled="")
    if line := predict.get("line"):
        low, high, step = line
        middle = low + round((high - low) / 2 / step) * step
        label = sub(hand, "label", class_="nn-guess__range")
        numbers = {"min": text(low), "max": text(high), "step": text(step), "value": text(middle)}
        what = str(predict.get("what", "your guess"))
        sub(label, "input", type="range", aria_label=what, **numbers, disabled="")
        sub(label, "output", "–")
    if not predict.get("choices"):
        sub(hand, "button", "that is my guess", type="button", class_="nn-guess__done", disabled="")
    sub(hand, "button", "show me", type="button", class_="nn-guess__skip", disabled="")
    sub(box, "p", class_="nn-guess__said", role="status", tabindex="-1")


def task(parent: ET.Element, asked: Mapping[str, Any]) -> None:
    """What there is to do in the figure, and where the page answers when it is done."""
    box = sub(parent, "div", class_="nn-task")
    ask = sub(box, "p", class_="nn-task__ask")
    sub(ask, "b", "Try it:").tail = AtomicString(f" {asked['ask']}")
    sub(box, "p", class_="nn-task__said", role="status")


def given(svg: str) -> str:
    """The picture of a chart in which a curve is asked for: its title and its axes do not wait for that."""
    for role in ("role-axis", "role-title"):
        svg = svg.replace(f'class="mark-group {role}"', f'class="mark-group {role}" data-given=""')
    return svg


def now(caption: ET.Element, figure: Figure) -> None:
    """The sentence that says what the figure shows; the runtime goes on speaking it."""
    if figure.now:
        sub(caption, "p", figure.now, class_="nn-now")


def table(parent: ET.Element) -> None:
    """Where the runtime puts the figure's numbers when the reader asks for them."""
    sub(sub(parent, "details", class_="nn-table", data_search_exclude=""), "summary", "data")


_PLAY, _PAUSE = "M7 4.5v15L20 12z", "M6 5h4.5v14H6zM13.5 5H18v14h-4.5z"
_BUTTONS = {
    "restart": ("restart", "M5 5h2.5v14H5zM20 5v14L9 12z"),
    "back": ("one step back", "M14 5v14L4 12zM16.5 5H19v14h-2.5z"),
    "play": ("play", _PLAY),
    "forward": ("one step forward", "M10 5v14l10-7zM5 5h2.5v14H5z"),
}
_SPEEDS = {"0.25": "¼×", "0.5": "½×", "1": "1×", "2": "2×", "4": "4×"}


def player(parent: ET.Element, param: Param) -> ET.Element:
    """The buttons, the slider and the speed of a figure with a time; always in this order."""
    row = sub(parent, "div", class_="nn-player", role="group", aria_label="player")
    for part, (name, path) in _BUTTONS.items():
        pressed = {"aria_pressed": "false"} if part == "play" else {}
        kind = f"nn-player__{part}"
        button = sub(row, "button", type="button", class_=kind, aria_label=name, **pressed, disabled="")
        _icon(button, path)
        if part == "play":
            _icon(button, _PAUSE)
    _range(row, param, "")
    speed = sub(row, "label")
    sub(speed, "span", "speed", class_="nn-hidden")
    select = sub(speed, "select", class_="nn-player__speed", disabled="")
    for value, label in _SPEEDS.items():
        sub(select, "option", label, value=value, **({"selected": ""} if value == "1" else {}))
    return row


def _icon(parent: ET.Element, path: str) -> None:
    svg = sub(parent, "svg", viewBox="0 0 24 24", width="22", height="22", aria_hidden="true")
    sub(svg, "path", d=path, fill="currentColor")


def _labelled(row: ET.Element, param: Param) -> ET.Element:
    label = sub(row, "label", class_="nn-control")
    sub(label, "span", param.label or param.name, class_="nn-control__name")
    return label


def _range(row: ET.Element, param: Param, id: str) -> None:
    label = _labelled(row, param)
    numbers = {"min": param.min, "max": param.max, "step": param.step, "value": param.value}
    given = {name: text(number) for name, number in numbers.items() if number is not None}
    sub(label, "input", type="range", name=param.name, **given, disabled="")
    sub(label, "output", printed(param))


def _options(param: Param) -> list[tuple[Scalar | None, str]]:
    labels = [*param.labels, *map(text, param.options[len(param.labels) :])]
    return list(zip(param.options, labels, strict=False))


def _spelt(option: Scalar | None) -> str:
    """An option as the address and the runtime spell it."""
    return "null" if option is None else text(option)


def _select(row: ET.Element, param: Param, id: str) -> None:
    select = sub(_labelled(row, param), "select", name=param.name, disabled="")
    for option, label in _options(param):
        chosen = {"selected": ""} if option == param.value else {}
        sub(select, "option", label, value=_spelt(option), **chosen)


def _radio(row: ET.Element, param: Param, id: str) -> None:
    """Radios of one name exclude each other on a whole page, so the name here is the figure's own."""
    group = sub(row, "fieldset", class_="nn-control")
    sub(group, "legend", param.label or param.name, class_="nn-control__name")
    for option, label in _options(param):
        chosen = {"checked": ""} if option == param.value else {}
        line = sub(group, "label")
        names = {"name": f"{id}.{param.name}", "data_param": param.name}
        sub(line, "input", type="radio", value=_spelt(option), **names, **chosen, disabled="")
        sub(line, "span", label)


def _checkbox(row: ET.Element, param: Param, id: str) -> None:
    chosen = {"checked": ""} if param.value is True else {}
    sub(_labelled(row, param), "input", type="checkbox", name=param.name, **chosen, disabled="")


def _typed(row: ET.Element, param: Param, id: str) -> None:
    hint = {"placeholder": param.hint} if param.hint else {}
    sub(
        _labelled(row, param),
        "input",
        type=param.input,
        name=param.name,
        value=text(param.value),
        **hint,
        disabled="",
    )
