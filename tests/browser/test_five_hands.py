"""The figures of the ways under hands, on the lesson's page: what only a browser can show."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from .conftest import TALL, until
from .digits import Open, Shown
from .five import showing_five
from .server import Served

Show = Callable[..., Shown]


@pytest.fixture(scope="module")
def show(browser: Browser, served: Served) -> Iterator[Show]:
    with showing_five(browser, served) as show:
        yield show


@pytest.mark.parametrize("name", ["way", "editor", "units", "who", "paths"])
def test_without_a_touch_the_words_are_the_static_ones(
    show: Show, served: Served, visit: Open, name: str
) -> None:
    shown = show(name)
    words = shown.page.evaluate(
        """async (name) => {
          const text = await (await fetch(location.pathname)).text();
          const page = new DOMParser().parseFromString(text, "text/html");
          return page.querySelector(`#${name} .nn-now`).textContent.trim();
        }""",
        name,
    )
    assert words and shown.now() == words


def test_the_hand_slides_on_the_film_and_lets_go(show: Show) -> None:
    shown = show("way")
    for index, edge in ((0, 0.25), (1, 0.75)):
        box = shown.figure.locator(".nn-ground--time").nth(index).bounding_box()
        assert box and box["height"] >= 44
        shown.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
        shown.page.mouse.down()
        shown.page.mouse.move(box["x"] + box["width"] * edge, box["y"] + box["height"] / 2)
        shown.page.mouse.up()
        assert shown.get("t") == pytest.approx(edge, abs=0.011)
        shown.page.mouse.move(box["x"], box["y"] + box["height"] / 2)
        assert shown.get("t") == pytest.approx(edge, abs=0.011)


def test_an_autoencoder_that_is_asked_for_later_is_followed(served: Served, visit: Open) -> None:
    """It comes over the network when it is asked for, and nothing else changes when it is there."""
    seen, before = visit(f"{served.url}five-to-six/", **TALL), {}
    for name in ("who", "way"):
        shown = Shown(seen.page, name)
        shown.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
        seen.alive(name)
        before[name] = shown.now()
    shown.set(way="code-4")
    for name, words in before.items():
        shown = Shown(seen.page, name)
        shown.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
        until(
            shown.page,
            """([name, before]) => {
              const now = document.querySelector(`#${name} .nn-now`).textContent.trim();
              return now !== before && !now.includes("not there yet");
            }""",
            arg=[name, words],
        )


def test_all_ways_come_near_again_when_the_ends_have_changed(show: Show) -> None:
    shown = show("paths", digit=58, digit2=30)
    until(shown.page, "() => document.querySelectorAll('.nn-paths-row[data-near=true]').length === 8")
    box = shown.figure.locator('.nn-paths-row[data-way="code-2"] .nn-ground--time').bounding_box()
    assert box and box["height"] >= 44
    shown.page.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    assert shown.get("way") == "code-2" and shown.get("t") == pytest.approx(0.8, abs=0.011)


def test_the_smallest_change_is_searched_for_anew(show: Show) -> None:
    shown = show("closest")
    for digit2, words in ((shown.get("digit2"), "is enough for a 6"), (shown.get("digit"), "nothing has to")):
        shown.set(digit2=digit2)
        until(
            shown.page,
            "(words) => document.querySelector('#closest .nn-now').textContent.includes(words)",
            arg=words,
        )
