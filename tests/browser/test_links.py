"""A link in the prose sets the figures of its page, and otherwise stays a link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Visit, until
from .harness import LINKS
from .server import Served

Open = Callable[..., Visit]


def shown(seen: Visit, figure: str = "cube") -> str | None:
    return seen.page.locator(f'[data-name="{figure}"] output').text_content()


def test_a_link_sets_the_figure_and_the_reader_stays(at: Open) -> None:
    (seen := at()).page.click("#turn")
    assert shown(seen) == "24"
    until(seen.page, "location.search === '?step=24'")


def test_a_link_reaches_a_figure_that_sleeps(at: Open) -> None:
    (seen := at()).page.click("#deep")
    seen.alive("far")
    seen.page.locator(".nn-beside__panel > svg").wait_for()  # what is out of view comes as a copy
    assert seen.page.locator('[data-name="far"] select').input_value() == "2"
    assert shown(seen, "far") == "12"
    assert seen.page.locator("#far .nn-status--heard").text_content() == "step: 12, digit: 2"
    until(seen.page, "location.search === '?step=12&digit=2'")


def test_calm_readers_see_no_smooth_scrolling(at: Open) -> None:
    page = at().page
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("document.querySelector('article').style.paddingTop = '60px'")
    ends = page.evaluate("""() => [document.querySelector("#turn").getBoundingClientRect().top,
      document.querySelector("#cube .nn-panel").getBoundingClientRect().bottom,
      document.querySelector("#cube .nn-desk").offsetHeight]""")
    # Both fit on the screen above the desk, but the end of the panel is below it.
    page.set_viewport_size({"width": 1280, "height": round(ends[1] - ends[0] + ends[2]) + 24})
    page.evaluate("window.scrollBy = (how) => { window.how = how; }")
    page.click("#turn")
    until(page, "window.how")
    assert page.evaluate("window.how.behavior") == "auto"


@pytest.mark.parametrize("name", ["high", "empty", "markup"])
def test_a_wrong_value_is_ignored_with_a_word(at: Open, name: str) -> None:
    (seen := at()).page.click(f"#{name}")
    seen.page.evaluate("scrollTo(0, 9999)")
    seen.alive("far")
    assert shown(seen) == "60"
    assert seen.page.locator('[data-name="far"] select').input_value() == "3"
    assert any(line.startswith("info: nnexplain: ") and "cannot be" in line for line in seen.said)
    assert seen.page.locator("img").count() == 0


def test_otherwise_it_stays_a_link(served_three: Served, visit: Open) -> None:
    """With a modifier, without a query, and with a name that nobody knows."""
    seen = visit(served_three.url)
    seen.alive("cube")
    sets = [link.get_attribute("id") for link in seen.page.locator("a.nn-sets").all()]
    assert sets == [name for name in LINKS if name not in ("unknown", "plain")]
    with seen.page.context.expect_page() as opened:
        seen.page.click("#turn", modifiers=["Control"])
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/book/?step=24#cube")
    assert shown(seen) == "60"
    seen.page.click("#plain")
    assert seen.page.url.endswith("/book/#far")
    seen.page.click("#unknown")
    seen.page.wait_for_url("**/?colour=red#cube")


def test_a_bare_anchor_sets_nothing_on_a_page_with_a_state(at: Open) -> None:
    """Its address inherits the page's query, which is not what the link says."""
    seen = at("?step=24")
    assert seen.page.locator("#plain.nn-sets").count() == 0
    seen.page.locator('[data-name="cube"] [name=step]').fill("3")
    seen.page.click("#plain")
    assert shown(seen) == "3"
