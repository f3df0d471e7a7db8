"""The static pictures of the widgets `units` and `who`, and the live ones on a phone."""

from __future__ import annotations

import pytest

from .conftest import PHONE
from .digits import Open
from .five import open_five
from .server import Served

TEXTS = """([panel, kind]) => [...panel.querySelectorAll(kind + " text")]
  .map((text) => text.textContent).filter(Boolean)"""
BOXES = """(panel, kind) => [...panel.querySelectorAll(kind + " text")]
  .map((text) => [text.textContent, text.getBoundingClientRect()])
  .filter(([words, { width }]) => words && width)
  .map(([words, { left, right, top, bottom }]) => [words, (left + right) / 2, (top + bottom) / 2])"""
LINES = """(panel, which) => [...panel.querySelectorAll(which)].flatMap((path) => {
  const pieces = (path.getAttribute("d") ?? "").matchAll(/M([\\d.]+),([\\d.]+)[HL]([\\d.]+)/g);
  const wide = path.getAttribute("stroke-width");
  return [...pieces].map(([, left, y, right]) => [left, y, right, wide].join(" "));
})"""
OUTSIDE = """(figure) => [...figure.querySelectorAll(".nn-live text")]
  .filter((text) => text.getBoundingClientRect().right > innerWidth || text.getBoundingClientRect().left < 0)
  .map((text) => text.textContent)"""


@pytest.mark.parametrize("name", ["units", "who"])
def test_the_static_picture_is_the_live_one(served: Served, visit: Open, name: str) -> None:
    shown = open_five(served, visit, name)
    for panel in shown.figure.locator(".nn-panel").all():
        handle = panel.element_handle()
        still, live = (
            sorted(set(shown.page.evaluate(TEXTS, [handle, kind]))) for kind in (".nn-static", ".nn-live")
        )
        assert still == live
    first, own = shown.now(), shown.get("digit2")
    shown.set(digit2=own + 1)
    assert shown.now() != first
    shown.set(digit2=own)
    assert shown.now() == first


@pytest.mark.parametrize("name", ["units", "who"])
def test_on_a_phone_it_fits(served: Served, visit: Open, name: str) -> None:
    shown = open_five(served, visit, name, **PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wide = shown.figure.evaluate(OUTSIDE)
    assert wide == []


@pytest.mark.parametrize("name", ["units", "who"])
def test_nothing_shifts_when_it_comes_alive(served: Served, visit: Open, name: str) -> None:
    """Every word stands where it stood, and every line of a unit is the one that was drawn."""
    shown = open_five(served, visit, name)
    for panel in shown.figure.locator(".nn-panel").all():
        still, live = (panel.evaluate(BOXES, kind) for kind in (".nn-static", ".nn-live"))
        assert len(live) > 20
        for word, x, y in live:
            near = [abs(x - a) < 5 and abs(y - b) < 2.5 for other, a, b in still if other == word]
            assert any(near), word
        whichever = (".nn-static path[stroke='var(--nn-glow)']", ".nn-live .nn-unit-glow")
        lines, drawn = (sorted(panel.evaluate(LINES, which)) for which in whichever)
        assert lines == drawn and (len(drawn) > 40) == (name == "units")
