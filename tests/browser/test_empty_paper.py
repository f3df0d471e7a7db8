"""Paper that a link opens to be drawn on."""

from __future__ import annotations

import pytest

from .digits import Open
from .five import Shown, open_five
from .server import Served


@pytest.mark.parametrize("end", ["start", "end"])
def test_a_link_to_draw_an_end_brings_the_pen(served: Served, visit: Open, end: str) -> None:
    shown = open_five(served, visit, "way")
    shown.page.evaluate("() => { window.same = true; }")
    shown.page.locator(f"a[href*='card={end}'][href$='#editor-2']").click()
    shown.page.wait_for_selector('nn-figure[data-name="editor"][data-state="live"]')
    editor = Shown(shown.page, "editor")
    assert shown.page.evaluate("() => window.same") is True
    pen = editor.figure.locator('.nn-tools [data-tool="pen"]')
    assert pen.get_attribute("aria-pressed") == "true" and editor.get("card") == end
    ink = ("ink", "ink2")[end == "end"]
    paper = editor.figure.locator('[role="application"]')
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    assert box and not editor.get(ink)
    shown.page.mouse.move(box["x"] + 60, box["y"] + 60)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 200, box["y"] + 200, steps=4)
    shown.page.mouse.up()
    editor.settle()
    assert len(editor.get(ink)) == 171, "a stroke, and no pixel"
