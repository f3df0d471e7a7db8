"""The player moves one parameter through its range, for every panel of the page, and stops when it should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from .bare import has_drawn
from .conftest import Visit
from .harness import STEP, loss_chart, weight_chart, write_figure
from .server import Served
from .test_figures import CURSOR

Harness = Callable[..., Served]
Open = Callable[..., Visit]
FAR = '<div style="height: 4000px"></div>'
START = {**STEP, "value": 4}
SAYS = {"name": "says", "expr": "'After ' + step + ' passes.'"}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def handle() -> dict[str, Any]:
    """The loss chart, as a handle of `step`, with a sentence."""
    return {**loss_chart(), "usermeta": {"cursor": "step"}, "params": [SAYS]}


def body(folder: Path) -> str:
    link = '<p><a id="link" href="?step=12#cube">pass 12</a></p>'
    figure = write_figure(
        folder, "cube", [weight_chart(), handle()], [START], player="step", now="After 4 passes."
    )
    return link + figure + write_figure(folder, "other", [loss_chart()], [START], player="step") + FAR


@pytest.fixture
def page(harness: Harness, visit: Open) -> Page:
    """A page whose clock moves only when it is told to."""
    page = (seen := visit(harness(body).url)).page
    seen.alive("cube")
    page.evaluate("document.querySelector('#other').scrollIntoView()")
    seen.alive("other")
    page.evaluate("scrollTo(0, 0)")
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    return page


def button(page: Page, name: str, figure: str = "cube") -> Locator:
    return page.locator(f"#{figure} .nn-player").get_by_role("button", name=name, exact=True)


def step(page: Page, figure: str = "cube") -> int:
    return int(page.locator(f"#{figure} output").text_content() or "")


def playing(page: Page, figure: str = "cube") -> bool:
    return button(page, "play", figure).get_attribute("aria-pressed") == "true"


def test_nothing_plays_by_itself(page: Page) -> None:
    page.clock.run_for(5000)
    assert (step(page), playing(page)) == (4, False)


def test_it_plays_eight_steps_a_second_for_the_whole_page(page: Page) -> None:
    button(page, "play").click()
    page.clock.run_for(1000)
    assert playing(page) and step(page) in (11, 12)
    page.clock.run_for(1000)
    assert step(page) in (19, 20) and step(page, "other") == step(page)
    button(page, "play").click()
    page.clock.run_for(1000)
    assert not playing(page) and step(page) in (19, 20)


@pytest.mark.parametrize(("speed", "steps"), [("0.25", 2), ("0.5", 4), ("2", 16), ("4", 32)])
def test_it_plays_faster_and_slower(page: Page, speed: str, steps: int) -> None:
    page.locator("#cube").get_by_label("speed").select_option(speed)
    button(page, "play").click()
    page.clock.run_for(1000)
    assert 4 + steps - 1 <= step(page) <= 4 + steps


def test_at_the_end_it_stops_and_then_starts_anew(page: Page) -> None:
    page.locator("#cube [name=step]").fill("58")
    button(page, "play").click()
    page.clock.run_for(1000)
    assert (step(page), playing(page)) == (60, False)
    button(page, "play").click()
    page.clock.run_for(500)
    assert playing(page) and step(page) in (3, 4)


def test_its_buttons_step_both_ways_and_stop_at_the_ends(page: Page) -> None:
    seen = []
    for name in ["one step forward", "one step back", "one step back", "restart", "one step back"]:
        button(page, name).click()
        seen.append(step(page))
    assert seen == [5, 4, 3, 0, 0]
    page.locator("#cube [name=step]").fill("60")
    button(page, "one step forward").click()
    assert step(page) == 60


def test_keys_work_wherever_in_the_player_the_focus_is(page: Page) -> None:
    for part in (button(page, "one step back"), page.locator("#cube [name=step]")):
        part.focus()
        seen = []
        for key in ("Home", "ArrowRight", "ArrowRight", "ArrowLeft", "End"):
            page.keyboard.press(key)
            seen.append(step(page))
        assert seen == [0, 1, 2, 1, 60]
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    assert playing(page), "the slider has the focus"
    page.keyboard.press("Space")
    assert not playing(page)
    button(page, "play").focus()
    page.keyboard.press("Space")
    assert playing(page), "a button takes the space bar once, not twice"
    before = page.evaluate("scrollY")
    page.keyboard.press("End")
    assert page.evaluate("scrollY") == before and not playing(page)


def test_a_hand_a_link_and_another_player_stop_it(page: Page) -> None:
    button(page, "play").click()
    page.locator("#cube [name=step]").fill("30")
    assert not playing(page)
    button(page, "play").click()
    page.click("#link")
    assert (step(page), playing(page)) == (12, False)
    button(page, "play").click()
    button(page, "play", "other").click()
    page.clock.run_for(500)
    assert playing(page, "other") and not playing(page)


def test_it_stops_where_nobody_sees_it(page: Page) -> None:
    button(page, "play").click()
    page.evaluate("""() => {
      Object.defineProperty(document, "hidden", {value: true, configurable: true});
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    assert not playing(page)
    page.evaluate("Object.defineProperty(document, 'hidden', {value: false})")
    button(page, "play").click()
    assert playing(page)
    page.evaluate("scrollTo(0, 4000)")
    page.wait_for_function(
        "document.querySelector('#cube .nn-player__play').getAttribute('aria-pressed') === 'false'"
    )


def test_a_figure_that_leaves_stops_playing(page: Page) -> None:
    button(page, "play").click()
    page.evaluate("() => { window.kept = document.querySelector('#cube'); kept.remove(); }")
    before = step(page, "other")
    page.clock.run_for(2000)
    assert step(page, "other") == before
    assert page.evaluate("kept.querySelector('.nn-player__play').disabled")


def at(page: Page, share: float) -> tuple[float, float]:
    """A place over the plot of the loss chart, so far along its axis."""
    box = page.locator("#cube .nn-panel").nth(1).locator(".role-frame .background").first.bounding_box()
    assert box
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


@pytest.mark.parametrize("context", [{}, PHONE], ids=["desktop", "phone"])
def test_the_pointer_over_the_curve_moves_the_cursor(
    harness: Harness, visit: Open, context: dict[str, Any]
) -> None:
    page = (seen := visit(harness(body).url, **context)).page
    seen.alive("cube")
    page.locator("#cube .nn-panel").nth(1).scroll_into_view_if_needed()
    page.mouse.move(*at(page, 0.5))
    assert step(page) == 30
    page.mouse.move(*at(page, 1.008))
    assert step(page) == 60, "a little beside the plot is its end"
    page.mouse.move(*at(page, 0.25))
    has_drawn(page)
    assert step(page, "other") == step(page) == 15
    assert page.evaluate(CURSOR, "cube") is not None
    x, y = at(page, 0.75)
    page.mouse.move(x, y + 300)
    assert step(page) == 15, "below the chart the pointer is only a pointer"


def test_a_finger_drags_the_cursor_and_may_leave_the_plot(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(body).url)).page
    seen.alive("cube")
    page.mouse.move(*at(page, 0.5))
    page.mouse.down()
    x, y = at(page, 0.2)
    page.mouse.move(x, y - 400)
    assert step(page) == 12
    page.mouse.move(x - 2000, y)
    assert step(page) == 0
    page.mouse.up()


def test_the_words_follow_at_once_and_are_said_when_it_rests(page: Page) -> None:
    said = "#cube .nn-status--heard"
    button(page, "play").click()
    page.clock.run_for(1000)
    now = page.locator("#cube .nn-now")
    page.wait_for_function("/After 1[12] passes/.test(document.querySelector('#cube .nn-now').textContent)")
    assert page.locator(said).count() == 0, "not while it plays"
    button(page, "play").click()
    page.clock.run_for(1000)
    text = now.text_content() or ""
    assert page.locator(said).text_content() == text == f"After {step(page)} passes."
    assert page.get_by_role("img", name=text).count() == 1
