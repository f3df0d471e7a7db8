"""The player moves one parameter through its range, for every panel of the page, and stops when it should."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from .bare import has_drawn
from .conftest import PHONE, Visit, until, visiting
from .server import Served
from .test_figures import CURSOR

Open = Callable[..., Visit]


def with_a_clock(seen: Visit) -> Page:
    """The page whose two first figures are alive; its clock moves only when it is told to."""
    seen.page.evaluate("document.querySelector('#other').scrollIntoView()")
    seen.alive("cube", "other")
    seen.page.clock.install(time=0)
    seen.page.clock.pause_at(1000)
    return seen.page


@pytest.fixture(scope="module")
def opened(browser: Browser, served_three: Served) -> Iterator[Page]:
    with visiting(browser, served_three.url) as seen:
        yield with_a_clock(seen)
        assert seen.errors() == [] and seen.abroad == []


@pytest.fixture
def page(opened: Page) -> Page:
    """At pass 4, at rest, and at its top."""
    for figure in ("cube", "other"):
        if playing(opened, figure):
            button(opened, "play", figure).click()
    opened.locator("#cube").get_by_role("button", name="reset").click()
    opened.locator("#cube").get_by_label("speed").select_option("1")
    opened.locator("#cube [name=step]").fill("4")
    opened.clock.run_for(2000)
    opened.evaluate("scrollTo(0, 0)")
    return opened


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
    page.click("#deep")
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
    until(page, "document.querySelector('#cube .nn-player__play').getAttribute('aria-pressed') === 'false'")


def test_a_figure_that_leaves_stops_playing(served_three: Served, visit: Open) -> None:
    page = with_a_clock(visit(served_three.url))
    button(page, "play").click()
    page.evaluate("() => { window.kept = document.querySelector('#cube'); kept.remove(); }")
    before = step(page, "other")
    page.clock.run_for(2000)
    assert step(page, "other") == before
    assert page.evaluate("kept.querySelector('.nn-player__play').disabled")


def over(page: Page, share: float) -> tuple[float, float]:
    """A place over the plot of the loss chart, so far along its axis."""
    box = page.locator("#cube .nn-panel").first.locator(".role-frame .background").first.bounding_box()
    assert box
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2


@pytest.mark.parametrize("where", ["desktop", "phone"])
def test_the_pointer_over_the_curve_moves_the_cursor(
    served_three: Served, visit: Open, at: Open, where: str
) -> None:
    seen = at() if where == "desktop" else visit(served_three.url, **PHONE)
    seen.alive("cube")
    page = seen.page
    page.locator("#cube .nn-panel").first.scroll_into_view_if_needed()
    page.mouse.move(*over(page, 0.5))
    assert step(page) == 30
    page.mouse.move(*over(page, 1.008))
    assert step(page) == 60, "a little beside the plot is its end"
    before = page.evaluate(CURSOR, "cube")
    page.mouse.move(*over(page, 0.25))
    has_drawn(page)
    assert step(page) == 15 and page.evaluate(CURSOR, "cube") != before
    x, y = over(page, 0.75)
    page.mouse.move(x, y + 300)
    assert step(page) == 15, "below the chart the pointer is only a pointer"


def test_a_finger_drags_the_cursor_and_may_leave_the_plot(at: Open) -> None:
    page = at().page
    page.mouse.move(*over(page, 0.5))
    page.mouse.down()
    x, y = over(page, 0.2)
    page.mouse.move(x, y - 400)
    assert step(page) == 12
    page.mouse.move(x - 2000, y)
    assert step(page) == 0
    page.mouse.up()


def test_the_words_follow_at_once_and_are_said_when_it_rests(page: Page) -> None:
    said = page.locator("#cube .nn-status--heard")
    button(page, "play").click()
    page.clock.run_for(1000)
    now = page.locator("#cube .nn-now")
    until(page, "/After 1[12] passes/.test(document.querySelector('#cube .nn-now').textContent)")
    assert said.text_content() == "After 4 passes.", "not while it plays"
    button(page, "play").click()
    page.clock.run_for(1000)
    text = now.text_content() or ""
    assert said.text_content() == text == f"After {step(page)} passes."
    assert page.get_by_role("img", name=text).count() == 1
