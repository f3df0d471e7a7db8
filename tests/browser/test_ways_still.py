"""The pictures of the widgets of a way: before they come alive and after, and on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import PHONE
from .digits import Open, Shown
from .five import open_five
from .server import Served

WIDGETS = ("way", "paths", "units", "who", "editor")
BOXES = """(figure) => [...figure.querySelectorAll(".nn-panel")].map((panel) => {
  const { left, top } = panel.getBoundingClientRect();
  const round = (number) => Math.round(number * 4) / 4;
  const boxes = [...panel.querySelectorAll("text, path, rect, circle, line")].map((part) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    const words = part.localName === "text" ? part.textContent : part.getAttribute("d") ?? "";
    return [part.localName, words, ...[x - left, y - top, width, height].map(round)];
  });
  return boxes.filter(([, words, , , width, height]) => words || (width && height));
})"""
DRAWN = """(figure) => [...figure.querySelectorAll(".nn-panel > svg > g *")].map((part) => {
  const attributes = [...part.attributes].map(({ name, value }) => `${name}=${value}`).sort();
  return [part.localName, ...attributes, part.children.length ? "" : part.textContent].join(" ");
})"""
OUTSIDE = """(figure) => [...figure.querySelectorAll(".nn-widget text")]
  .filter((text) => text.getBoundingClientRect().right > innerWidth || text.getBoundingClientRect().left < 0)
  .map((text) => text.textContent)"""


@pytest.mark.parametrize("name", WIDGETS)
def test_nothing_shifts_when_it_comes_alive(served: Served, visit: Open, name: str) -> None:
    """Every word, line and box is where it was in the picture that a reader without scripts sees."""
    plain = visit(f"{served.url}five-to-six/", java_script_enabled=False, tidy=False).page
    before: Any = plain.locator(f'nn-figure[data-name="{name}"]').evaluate(BOXES)
    shown = open_five(served, visit, name, viewport={"width": 1280, "height": 1100})
    after: Any = shown.figure.evaluate(BOXES)
    assert [len(panel) > 10 for panel in before] == [True, True]
    assert after == before


@pytest.mark.parametrize("name", WIDGETS)
def test_what_was_changed_and_put_back_is_as_it_was(served: Served, visit: Open, name: str) -> None:
    shown = open_five(served, visit, name)
    first, markup, own = shown.now(), panels(shown), shown.get("digit2")
    shown.set(digit2=own + 1)
    assert shown.now() != first and panels(shown) != markup
    shown.set(digit2=own)
    shown.page.wait_for_function(
        "([name, before]) => document.querySelector(`#${name} .nn-now`).textContent.trim() === before",
        arg=[name, first],
    )
    shown.page.wait_for_timeout(500)  # what is near is looked for when nothing has changed for a moment
    assert panels(shown) == markup


def panels(shown: Shown) -> Any:
    """All elements with their words and attributes, whatever the attributes' order."""
    return shown.figure.evaluate(DRAWN)


@pytest.mark.parametrize("name", WIDGETS)
def test_on_a_phone_it_fits(served: Served, visit: Open, name: str) -> None:
    shown = open_five(served, visit, name, **PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert shown.figure.evaluate(OUTSIDE) == []
