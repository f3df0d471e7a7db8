"""A figure that asks first: in a real browser, by mouse, by keys, by touch, and for who only listens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import PAGES, PHONE, TALL, Visit, until, visiting
from .server import Served

# What of a figure's pictures is to be seen, but for what is given with the question and the sheet to draw on.
SEEN = """(figure) => [...figure.querySelectorAll(".nn-panel:not([data-given]) > svg:not(.nn-guess-over) *")]
  .filter((part) => !part.closest("[data-given]") && !part.querySelector("[data-given]"))
  .filter((part) => part.checkVisibility({visibilityProperty: true}))
  .map((part) => part.outerHTML.slice(0, 80))"""

# Whether what can be read above a figure says a share that it asks for.
SAID = """async (figure) => {
  const { href } = figure.querySelector(".nn-source");
  const { answer, unit } = (await (await fetch(href)).json()).predict;
  if (unit !== "%") return [];
  const whole = figure.closest(".nn-figure");
  const above = [...document.querySelectorAll("article :is(p, li, figcaption)")]
    .filter((part) => part.checkVisibility() && !part.closest(".nn-figure")?.isSameNode(whole))
    .filter((part) => part.compareDocumentPosition(whole) & Node.DOCUMENT_POSITION_FOLLOWING);
  const said = new RegExp(`(^|[^0-9.])(${answer}|${Math.round(answer)})%`);
  return above.map((part) => part.textContent).filter((words) => said.test(words));
}"""

# Whether the words about the guess lie between the header and the desk.
CLEAR = """() => {
  const [said, desk] = [".nn-guess__said", ".nn-desk"].map(
    (part) => document.querySelector(`nn-figure[data-name="way"] ${part}`).getBoundingClientRect());
  return said.height > 0 && said.top > 60 && said.bottom <= desk.top;
}"""


def asks(seen: Visit, name: str) -> Locator:
    """The figure of that name, once it asks, in view."""
    figure = seen.page.locator(f'nn-figure[data-name="{name}"]')
    figure.evaluate("(figure) => figure.scrollIntoView({behavior: 'instant', block: 'center'})")
    seen.page.wait_for_selector(f'nn-figure[data-name="{name}"][data-state="asks"]')
    expect(figure.locator(".nn-guess__skip")).to_be_enabled()
    return figure


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "front")
def test_before_a_guess_no_figure_gives_its_answer(path: str, served: Served, browser: Browser) -> None:
    """Neither in its picture, nor above or below it, nor in its data, nor to who listens."""
    with visiting(browser, served.url + path, **TALL) as seen:
        for figure in seen.page.locator("nn-figure[data-asks]").all():
            figure = asks(seen, str(figure.get_attribute("data-name")))
            whole = figure.locator("xpath=..")
            assert figure.evaluate(SEEN) == [], path
            assert figure.evaluate(SAID) == [], path
            hidden = whole.locator(".nn-now, details.nn-table, .nn-player, .nn-controls, .nn-tools, .nn-task")
            assert [part.is_visible() for part in hidden.all()] == [False] * hidden.count()
            told = figure.locator(".nn-panel:not([data-given]) svg[aria-label]").evaluate_all(
                "(all) => all.flatMap((one) => [one.ariaLabel, one.getAttribute('aria-description')])"
            )
            heard = " ".join(whole.aria_snapshot().split())
            assert "show me" in heard and not [words for words in told if words and words in heard], path
        assert seen.errors() == []


@pytest.fixture(scope="module")
def lesson(served: Served) -> str:
    return f"{served.url}one-neuron/"


@pytest.fixture(scope="module", params=["mouse", "keys", "touch"])
def drawn(request: pytest.FixtureRequest, lesson: str, browser: Browser) -> Iterator[Visit]:
    """The page on which a curve was drawn, falling from the upper left, and that guess made."""
    by: dict[str, Callable[[Page, Locator], None]] = {"mouse": by_mouse, "keys": by_keys, "touch": by_touch}
    with visiting(browser, lesson, **(PHONE if request.param == "touch" else TALL)) as seen:
        figure = asks(seen, "impossible")
        done = figure.locator(".nn-guess__done")
        assert done.is_disabled(), "nothing is drawn yet"
        before = seen.page.evaluate("scrollY")
        by[request.param](seen.page, figure)
        assert abs(seen.page.evaluate("scrollY") - before) < 2
        done.press("Enter") if request.param == "keys" else done.click()
        seen.page.wait_for_selector('nn-figure[data-name="impossible"][data-state="live"]')
        yield seen
        assert seen.errors() == [] and seen.abroad == []


def sheet(figure: Locator) -> dict[str, float]:
    box = figure.locator(".nn-guess-sheet").bounding_box()
    assert box is not None
    return dict(box)


def way_of(box: dict[str, float]) -> list[tuple[float, float]]:
    places = [(0.01, 0.1), (0.3, 0.6), (0.6, 0.8), (0.99, 0.85)]
    return [(box["x"] + right * box["width"], box["y"] + down * box["height"]) for right, down in places]


def by_mouse(page: Page, figure: Locator) -> None:
    first, *rest = way_of(sheet(figure))
    page.mouse.move(*first)
    page.mouse.down()
    for place in rest:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def by_touch(page: Page, figure: Locator) -> None:
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points: list[Any] = [{"x": x, "y": y} for x, y in places]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    first, *rest = way_of(sheet(figure))
    touch("touchStart", first)
    for place in rest:
        touch("touchMove", place)
    touch("touchEnd")


def by_keys(page: Page, figure: Locator) -> None:
    figure.locator('.nn-guess-knot[tabindex="0"]').focus()
    for _ in range(8):
        page.keyboard.press("ArrowUp")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    knot = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert knot == "your curve, place 21 of 21"


def guess_in(page: Page) -> str:
    until(page, "new URLSearchParams(location.search).get('guess-impossible')")
    return str(page.evaluate("new URLSearchParams(location.search).get('guess-impossible')"))


def test_a_drawn_curve_lies_over_the_answer_and_is_kept(drawn: Visit) -> None:
    page = drawn.page
    figure = page.locator('nn-figure[data-name="impossible"]')
    line, said = figure.locator(".nn-guess-over .nn-guess-line"), figure.locator(".nn-guess__said")
    expect(said).to_have_text(
        re.compile(r"^Your curve is 0\.\d\d away from the loss, on average\. A level line")
    )
    assert figure.locator(".nn-neuron-loss").first.is_visible()
    expect(said).to_be_focused()
    heights = [float(y) for y in re.findall(r",([\d.]+)", str(line.get_attribute("d")))]
    assert len(heights) == 21 and heights[0] < heights[-1], "it falls"
    path, words, kept = line.get_attribute("d"), said.inner_text(), guess_in(page)
    page.reload()
    figure.evaluate("(figure) => figure.scrollIntoView({behavior: 'instant'})")
    page.wait_for_selector('nn-figure[data-name="impossible"][data-state="live"]')
    assert (said.inner_text(), guess_in(page)) == (words, kept)
    before = [float(number) for number in re.findall(r"[\d.]+", str(path))]
    again = [float(number) for number in re.findall(r"[\d.]+", str(line.get_attribute("d")))]
    assert again == pytest.approx(before, abs=1), "two digits of an address"


def test_how_one_did_is_not_below_the_desk(served: Served, browser: Browser) -> None:
    """The desk comes to the foot of the window when the figure lives, and the words may lie there."""
    with visiting(browser, f"{served.url}five-to-six/") as seen:
        figure = asks(seen, "way")
        figure.locator(".nn-guess__hand input").focus()
        seen.page.keyboard.press("ArrowRight")
        figure.locator(".nn-guess__done").click()
        seen.page.wait_for_selector('nn-figure[data-name="way"][data-state="live"]')
        until(seen.page, CLEAR)


def test_back_does_not_take_a_guess_away(lesson: str, browser: Browser) -> None:
    with visiting(browser, lesson, **TALL) as seen:
        figure = asks(seen, "cube")
        step = 'nn-figure[data-name="cube"] .nn-player [name="step"]'
        seen.page.get_by_role(
            "link", name="pass 20", exact=True
        ).click()  # which leads to the figure, as that has nothing to show yet
        expect(figure.locator(".nn-guess__ask")).to_be_in_viewport(ratio=1)
        expect(figure.locator(".nn-guess__said")).to_contain_text("First your guess, or “show me”.")
        figure.get_by_role("button", name="sad").click()
        expect(figure.locator(".nn-guess__said")).to_contain_text("You said sad. It is piano.")
        until(seen.page, "location.search.includes('guess-cube=sad')")
        seen.page.go_back()
        until(seen.page, f"document.querySelector('{step}').value === '0'")
        until(seen.page, "location.search.includes('guess-cube=sad')")
        assert figure.get_attribute("data-guess") == "told" and seen.errors() == []


def test_who_wants_to_be_shown_is_by_one_key_and_a_strange_guess_is_none(
    lesson: str, browser: Browser
) -> None:
    with visiting(browser, f"{lesson}?guess-cube=%3Cb%3E&guess-impossible=12", **TALL) as seen:
        figure = asks(seen, "cube")
        assert [line for line in seen.said if "guess-cube cannot be <b>" in line]
        figure.locator(".nn-guess__skip").press("Enter")
        seen.page.wait_for_selector('nn-figure[data-name="cube"][data-state="live"]')
        expect(figure.locator(".nn-guess__said")).to_contain_text("It is piano.")
        assert figure.locator(".nn-now").count() == 0 and seen.page.locator(".nn-now").first.is_visible()
        asks(seen, "impossible")


def test_a_teacher_takes_the_questions_away(lesson: str, browser: Browser) -> None:
    with visiting(browser, f"{lesson}?hide=predict", **TALL) as seen:
        seen.page.wait_for_selector('nn-figure[data-name="cube"][data-state="live"]')
        assert seen.page.locator('nn-figure[data-name="cube"] .nn-guess:visible').count() == 0
