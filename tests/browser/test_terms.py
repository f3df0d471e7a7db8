"""The card of a word of the glossary: by pointer, keyboard and touch, without a script; nothing moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from .conftest import PHONE
from .harness import RUNTIME, write_page
from .server import Served, serve
from .test_figures import POLICY

SAYS = "Sums become <b>probabilities</b> & 'so on'."


def term(word: str, says: str) -> str:
    return f'<a class="nn-term" href="#place" aria-description="{escape(says)}">{word}</a>'


BODY = (
    "<link rel='stylesheet' href='runtime/core/terms.css'>"
    "<script type='module' src='runtime/core/terms.js'></script>"
    f"<p>First, a long line that ends, wherever it ends, with the word {term('softmax', SAYS)}.</p>"
    "<p>What its card covers.</p><p>And this.</p><p>And this.</p>"
    f"<ul><li>And {term('standard deviation', 'The second.')} in a list.</li></ul>"
    "<p>After it.</p><h2 id='place'>The place</h2>" + "<p>More.</p>" * 60
)


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page, where neither `eval` nor a script or style in it is allowed."""
    folder = tmp_path_factory.mktemp("terms")
    write_page(folder, BODY)
    write_page(folder, BODY, "dark.html", "slate")
    with serve(folder, headers={"Content-Security-Policy": POLICY.replace(" 'unsafe-inline'", "")}) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, strict: Served) -> Iterator[Callable[..., Page]]:
    pages = []

    def opened(name: str = "index.html", **context: Any) -> Page:
        page = browser.new_context(**context).new_page()
        pages.append(page)
        page.goto(strict.url + name, wait_until="load")
        return page

    yield opened
    for page in pages:
        page.context.close()


def card(page: Page, number: int = 0) -> str:
    """What the card says that can be seen below its word, "" where there is none; all of it is in view."""
    shown = (
        page.locator("a.nn-term")
        .nth(number)
        .evaluate(
            """(term) => {
          if (getComputedStyle(term, "::after").content === "none") return null;
          const line = [...term.getClientRects()].at(-1), style = getComputedStyle(term, "::after");
          const within = term.closest("p, li").getBoundingClientRect();
          const left = within.left + parseFloat(style.left), right = left + parseFloat(style.width);
          const top = within.top + parseFloat(style.top), bottom = top + parseFloat(style.height);
          const spots = [[left + 8, top + 8], [right - 8, bottom - 8]];
          const below = top >= line.bottom - 8;
          const seen = spots.every(([x, y]) => document.elementFromPoint(x, y) === term);
          return { content: style.content, seen, below, left, right, wide: innerWidth };
        }"""
        )
    )
    if shown is None:
        return ""
    assert shown["seen"] and shown["below"] and shown["left"] >= 0 and shown["right"] <= shown["wide"], shown
    found = re.match(r'"(.*?)"(?: / "")?$', shown["content"])
    assert found, shown
    return found[1]


def places(page: Page) -> Any:
    every = "(all) => all.map((one) => JSON.stringify(one.getBoundingClientRect()))"
    return page.locator("p, li, h2, a").evaluate_all(every)


def test_by_pointer_and_nothing_moves(visit: Callable[..., Page]) -> None:
    page = visit()
    before = places(page)
    assert card(page) == card(page, 1) == ""
    word = page.locator("a.nn-term").first
    word.hover()
    assert card(page) == SAYS and card(page, 1) == ""
    assert places(page) == before
    box = word.bounding_box()
    assert box
    for down in range(0, 40, 2):  # onto the card, which stays
        page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2 + down)
        assert card(page) == SAYS
    page.keyboard.press("Escape")
    assert card(page) == ""
    page.mouse.move(1, 1)
    word.hover()
    assert card(page) == SAYS, "it comes again"
    page.mouse.move(1, 1)
    assert card(page) == ""
    word.click()
    assert page.url.endswith("#place")


@pytest.mark.parametrize("script", [True, False])
def test_by_keyboard(visit: Callable[..., Page], script: bool) -> None:
    page = visit(java_script_enabled=script)
    before = places(page)
    page.keyboard.press("Tab")
    assert card(page) == SAYS and places(page) == before
    if script:
        page.keyboard.press("Escape")
        assert card(page) == "" and page.evaluate("document.activeElement.textContent") == "softmax"
    page.keyboard.press("Tab")
    assert card(page) == "" and card(page, 1) == "The second."
    page.keyboard.press("Shift+Tab")
    assert card(page) == SAYS
    page.keyboard.press("Enter")
    assert page.url.endswith("#place")


@pytest.mark.parametrize("wide", [320, 390])
def test_by_touch(visit: Callable[..., Page], wide: int) -> None:
    page = visit("dark.html", **{**PHONE, "viewport": {"width": wide, "height": 700}})
    before, url = places(page), page.url
    words = page.locator("a.nn-term")
    words.first.tap()
    assert card(page) == SAYS and page.url == url and places(page) == before
    words.nth(1).tap()
    assert card(page) == "" and card(page, 1) == "The second." and page.url == url
    page.locator("h2").tap()
    assert card(page) == card(page, 1) == ""
    words.nth(1).tap()
    words.nth(1).tap()
    assert page.url == f"{url}#place"


def test_by_touch_without_a_script_it_is_a_link(visit: Callable[..., Page]) -> None:
    page = visit(java_script_enabled=False, **PHONE)
    page.locator("a.nn-term").first.tap()
    page.wait_for_url("**#place")


@pytest.mark.parametrize(("name", "rule"), [("index.html", ":root"), ("dark.html", '"slate"\\]')])
def test_its_colours_are_ink_on_a_panel(visit: Callable[..., Page], name: str, rule: str) -> None:
    """Whose contrast is held by `test_tokens.py`, in both schemes."""
    page = visit(name)
    page.keyboard.press("Tab")
    found = page.locator("a.nn-term").first.evaluate(
        "(term) => { const s = getComputedStyle(term, '::after'); return [s.color, s.backgroundColor]; }"
    )
    css = (Path(RUNTIME) / "tokens.css").read_text("utf-8")
    block = re.search(rf"{rule} \{{(.*?)\}}", css, re.S)
    assert block
    colours = dict(re.findall(r"--nn-(ink|panel): #(\w{6})", block[1]))
    wanted = [bytes.fromhex(colours[part]) for part in ("ink", "panel")]
    assert found == [f"rgb({red}, {green}, {blue})" for red, green, blue in wanted]


def test_the_card_is_a_description_and_no_part_of_the_link_s_name(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator("a.nn-term").first.hover()
    assert card(page) == SAYS
    assert page.get_by_role("link", name="softmax", exact=True).get_attribute("aria-description") == SAYS
