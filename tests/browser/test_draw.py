"""The figure `draw`: strokes by pointer, finger and keys, its tools, its links, its places."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page

from nnexplain.data import pad

from .conftest import PHONE, Visit
from .server import Served
from .test_pad import ink

TITLES = ("The paper", "What it sees", "The hidden units", "What it says")


def opened(visit: Any, served: Served, query: str = "", **context: Any) -> Visit:
    shown: Visit = visit(f"{served.url}{query}", **context)
    shown.alive("draw")
    return shown


def paper(page: Page) -> Locator:
    return page.locator(".nn-pad__paper")


def now(page: Page) -> str:
    page.wait_for_timeout(60)
    return page.locator("#draw .nn-now").inner_text()


def stroke(page: Page, *points: tuple[float, float]) -> None:
    """Through points of the pad, from 0 to 1 across and down."""
    paper(page).evaluate("(pad) => pad.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = paper(page).bounding_box()
    assert box
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=5)
    page.mouse.up()


def tool(page: Page, word: str) -> Locator:
    return page.locator(f'#draw .nn-tools [data-tool="{word}"]')


SEVEN = ((0.3, 0.2), (0.7, 0.2), (0.45, 0.85))
ONE = ((0.5, 0.15), (0.5, 0.85))


def test_a_seven_and_a_one_are_read_as_they_are_drawn(served: Served, visit: Any) -> None:
    page = opened(visit, served).page
    assert now(page).startswith("Test digit no. ")
    stroke(page, *SEVEN)
    assert now(page).startswith("Your drawing: the network says 7 with")
    tool(page, "clear").click()
    assert now(page).startswith("The paper is empty. It must answer all the same: the network says ")
    assert tool(page, "clear").is_disabled()
    stroke(page, *ONE)
    assert now(page).startswith("Your drawing: the network says 1 with")
    for _ in range(3):
        tool(page, "undo").click()
    assert now(page).startswith("Test digit no. ") and tool(page, "undo").is_disabled()
    for _ in range(3):
        tool(page, "redo").click()
    assert now(page).startswith("Your drawing: the network says 1 with")
    assert tool(page, "redo").is_disabled()


def test_the_eraser_takes_ink_away_and_draw_on_it_keeps_a_digit(served: Served, visit: Any) -> None:
    page = opened(visit, served).page
    cells = "() => document.querySelector('#draw .nn-pad__ink').getAttribute('d').length"
    before = now(page)
    tool(page, "draw-on-it").click()
    assert now(page).startswith("Your drawing: ") and tool(page, "draw-on-it").is_disabled()
    full = page.evaluate(cells)
    tool(page, "eraser").click()
    assert tool(page, "eraser").get_attribute("aria-pressed") == "true"
    assert tool(page, "pen").get_attribute("aria-pressed") == "false"
    stroke(page, (0.05, 0.1), (0.95, 0.1))
    assert now(page).startswith("Your drawing: ")
    assert page.evaluate(cells) < full
    page.locator("#draw .nn-reset").click()
    assert now(page) == before


def test_surprise_is_another_test_digit_each_time(served: Served, visit: Any) -> None:
    page = opened(visit, served).page
    seen = [now(page)]
    for _ in range(3):
        tool(page, "surprise-me").click()
        seen.append(now(page))
        assert re.match(r"Test digit no\. \d+, an? \d: ", seen[-1]) and seen[-1] != seen[-2]


def test_keys_draw_and_say_where_they_are(served: Served, visit: Any) -> None:
    page = opened(visit, served).page
    paper(page).focus()
    page.keyboard.press("Space")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    assert now(page).startswith("Your drawing: the network says 1 with")
    heard = page.locator("#draw .nn-status--heard").inner_text()
    assert re.fullmatch(r"row 29, column 17, pen up, reads 1, \d+ percent", heard)
    page.keyboard.press("ArrowLeft")
    assert page.locator("#draw .nn-status--heard").inner_text().startswith("row 29, column 16, pen up")
    page.keyboard.press("Control+z")
    assert now(page).startswith("Test digit no. ")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.dataset.tool") == "pen"


def test_a_finger_draws_and_does_not_scroll(served: Served, visit: Any) -> None:
    page = opened(visit, served, **PHONE).page
    box = paper(page).bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    points = [
        {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] * part / 10} for part in range(1, 10)
    ]
    for kind, point in [("touchStart", points[0]), *(("touchMove", point) for point in points[1:])]:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert now(page).startswith("Your drawing: the network says 1 with")
    assert page.evaluate("() => scrollY") == 0


@pytest.mark.parametrize("fit", [True, False])
def test_fitting_can_be_left_out(served: Served, visit: Any, fit: bool) -> None:
    bitmap = np.zeros((32, 32), np.uint8)
    bitmap[2:12, 3] = bitmap[2, 3:9] = bitmap[7, 3:9] = bitmap[7:12, 9] = bitmap[11, 3:9] = 1
    page = opened(visit, served, f"?ink={ink(bitmap)}&fit={str(fit).lower()}").page
    numbers = page.locator("#draw .nn-draw__count").all_text_contents()
    expected = pad.block_counts(pad.fit_counts(bitmap) if fit else bitmap)
    assert [int(number or 0) for number in numbers] == expected.ravel().tolist()


def test_a_link_holds_the_drawing_and_nonsense_is_ignored(served: Served, visit: Any) -> None:
    page = opened(visit, served).page
    stroke(page, *SEVEN)
    said = now(page)
    page.wait_for_url(re.compile(r"ink=[\w-]{171}"))
    again = opened(visit, served, page.url.removeprefix(served.url)).page
    assert now(again) == said
    for bad in ("A" * 170 + "B", "<script>alert(1)</script>", "x" * 500, "%00"):
        broken = opened(visit, served, f"?ink={bad}&pen=99&digit=-7&fit=perhaps").page
        assert now(broken).startswith("Test digit no. ")


def test_nothing_moves_when_the_picture_comes_alive(served: Served, visit: Any) -> None:
    plain = visit(served.url, java_script_enabled=False).page
    live = opened(visit, served).page
    words = """() => [...document.querySelectorAll('#draw .nn-panel text')].map((text) => {
        const { x, y, width } = text.getBoundingClientRect();
        return [text.textContent, x, y, width];
    })"""
    for selector in (".nn-panel", ".nn-panel > svg"):
        boxes = [
            [panel.bounding_box() for panel in page.locator(f"#draw {selector}").all()]
            for page in (plain, live)
        ]
        assert len(boxes[0]) == 4 and boxes[0] == boxes[1]
    assert plain.evaluate(words) == live.evaluate(words)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_screen_holds_the_pad_and_the_answer(
    served: Served, visit: Any, width: int, height: int
) -> None:
    context = PHONE if width < 700 else {"viewport": {"width": width, "height": height}}
    page = opened(visit, served, **context).page
    for selector in ("h1", ".nn-lead", ".nn-pad__paper", ".nn-draw__said", ".nn-draw__share >> nth=9"):
        box = page.locator(selector).first.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= height, selector
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
