"""The figure `draw`: strokes by pointer, finger and keys, its tools, its links, its places."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator

from nnexplain.data import pad

from .conftest import PHONE
from .digits import Shown, shared, showing
from .server import Served
from .stills import Stills
from .test_pad import ink

opened, draw = shared("draw")


def stroke(shown: Shown, *points: tuple[float, float]) -> None:
    """Through points of the pad, from 0 to 1 across and down."""
    paper = shown.figure.locator(".nn-pad__paper")
    paper.evaluate("(pad) => pad.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = shown.box(".nn-pad__paper")
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    shown.page.mouse.move(*places[0])
    shown.page.mouse.down()
    for place in places[1:]:
        shown.page.mouse.move(*place, steps=5)
    shown.page.mouse.up()


def tool(shown: Shown, word: str) -> Locator:
    folded = shown.figure.locator("details.nn-more:not([open]) > summary")
    if folded.count():
        folded.click()
    return shown.figure.locator(f'.nn-tools [data-tool="{word}"]')


def test_what_is_drawn_is_read_undone_done_again_and_held_by_a_link(browser: Browser, served: Served) -> None:
    with showing(browser, served, "draw") as shown:
        assert shown.now().startswith("Test digit no. ")
        stroke(shown, (0.3, 0.2), (0.7, 0.2), (0.45, 0.85))
        seven = shown.now()
        assert seven.startswith("Your drawing: the network says 7 with")
        shown.page.wait_for_url(re.compile(f"ink={shown.get('ink')}"))
        with showing(browser, served, "draw", shown.page.url.removeprefix(served.url)) as again:
            assert again.now() == seven
        tool(shown, "clear").click()
        empty = "The paper is empty. It must answer all the same: the network says "
        assert shown.now().startswith(empty) and tool(shown, "clear").is_disabled()
        stroke(shown, (0.5, 0.15), (0.5, 0.85))
        assert shown.now().startswith("Your drawing: the network says 1 with")
        for _ in range(3):
            tool(shown, "undo").click()
        assert shown.now().startswith("Test digit no. ") and tool(shown, "undo").is_disabled()
        for _ in range(3):
            tool(shown, "redo").click()
        assert shown.now().startswith("Your drawing: the network says 1 with")
        assert tool(shown, "redo").is_disabled()


def test_the_eraser_takes_ink_away_and_draw_on_it_keeps_a_digit(draw: Shown) -> None:
    def inked() -> int:
        return len(str(draw.figure.locator(".nn-pad__ink").first.get_attribute("d")))

    before = draw.now()
    tool(draw, "draw-on-it").click()
    assert draw.now().startswith("Your drawing: ") and tool(draw, "draw-on-it").is_disabled()
    full = inked()
    tool(draw, "eraser").click()
    pressed = [tool(draw, word).get_attribute("aria-pressed") for word in ("eraser", "pen")]
    assert pressed == ["true", "false"]
    stroke(draw, (0.05, 0.1), (0.95, 0.1))
    assert draw.now().startswith("Your drawing: ") and inked() < full
    tool(draw, "pen").click()
    draw.figure.locator(".nn-reset").click()
    assert draw.now() == before


def test_surprise_is_another_test_digit_each_time(draw: Shown) -> None:
    seen = [draw.now()]
    for _ in range(3):
        tool(draw, "surprise-me").click()
        seen.append(draw.now())
        assert re.match(r"Test digit no\. \d+, an? \d: ", seen[-1]) and seen[-1] != seen[-2]


def test_keys_draw_and_say_where_they_are(draw: Shown) -> None:
    press = draw.page.keyboard.press
    heard = draw.figure.locator(".nn-status--heard")
    draw.figure.locator(".nn-pad__paper").focus()
    press("Space")
    for _ in range(6):
        press("Shift+ArrowDown")
    press("Enter")
    assert draw.now().startswith("Your drawing: the network says 1 with")
    said = re.fullmatch(r"row (\d+), column 17, pen up, reads 1, \d+ percent", heard.inner_text())
    assert said and said[1] == "29"
    press("ArrowLeft")
    draw.settle()
    assert heard.inner_text().startswith("row 29, column 16, pen up")
    press("Control+z")
    assert draw.now().startswith("Test digit no. ")
    press("Tab")
    assert draw.page.evaluate("document.activeElement.dataset.tool") == "undo"


@pytest.mark.parametrize("fit", [True, False])
def test_fitting_can_be_left_out(stills: Stills, fit: bool) -> None:
    bitmap = np.zeros((32, 32), np.uint8)
    bitmap[2:12, 3] = bitmap[2, 3:9] = bitmap[7, 3:9] = bitmap[7:12, 9] = bitmap[11, 3:9] = 1
    drawn = stills.of("digit-ocr-draw", ink=ink(bitmap), fit=fit)
    expected = pad.block_counts(pad.fit_counts(bitmap) if fit else bitmap)
    assert [int(number or 0) for number in drawn.texts("nn-draw__count")] == expected.ravel().tolist()


def first_screen(shown: Shown, height: int) -> None:
    """Holds the pad and the answer."""
    shown.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    shown.settle()
    for selector in ("h1", ".nn-lead", ".nn-pad__paper", ".nn-draw__said", ".nn-draw__share >> nth=9"):
        box: Any = shown.page.locator(selector).first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= height, selector


def test_the_first_screen_holds_the_pad_and_the_answer(draw: Shown) -> None:
    before = draw.page.viewport_size
    draw.page.set_viewport_size({"width": 1280, "height": 800})
    first_screen(draw, 800)
    assert before
    draw.page.set_viewport_size(before)


def test_a_finger_draws_on_the_first_screen_and_does_not_scroll(browser: Browser, served: Served) -> None:
    with showing(browser, served, "draw", **PHONE) as shown:
        first_screen(shown, 844)
        box = shown.box(".nn-pad__paper")
        x, y, height = box["x"] + box["width"] / 2, box["y"], box["height"]
        session = shown.page.context.new_cdp_session(shown.page)
        points = [{"x": x, "y": y + height * part / 10} for part in range(1, 10)]
        for kind, point in [("touchStart", points[0]), *(("touchMove", point) for point in points[1:])]:
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert shown.now().startswith("Your drawing: the network says 1 with")
        assert shown.page.evaluate("scrollY") == 0
