"""A link in the prose sets the figures of its page, and otherwise stays a link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Visit
from .harness import STEP, loss_chart, write_figure
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]
FAR = '<div style="height: 4000px"></div>'
DIGIT = {"name": "digit", "value": 3, "input": "select", "options": [3, 1, 2], "label": "digit"}


def body(folder: Path) -> str:
    links = {
        "turn": "?step=24#cube",
        "deep": "?step=12&digit=2#far",
        "high": "?step=99#cube",
        "empty": "?step=#cube",
        "markup": "?digit=<img src=x onerror=alert(1)>#far",
        "unknown": "?colour=red#cube",
        "plain": "#far",
    }
    prose = " ".join(f'<a id="{name}" href="{href}">{name}</a>' for name, href in links.items())
    cube = write_figure(folder, "cube", [loss_chart()], [STEP])
    return f"<p>{prose}</p>{cube}{FAR}" + write_figure(folder, "far", [loss_chart()], [STEP, DIGIT])


@pytest.fixture
def seen(harness: Harness, visit: Open) -> Visit:
    seen = visit(harness(body).url)
    seen.alive("cube")
    return seen


def test_a_link_sets_the_figure_and_the_reader_stays(seen: Visit) -> None:
    seen.page.click("#turn")
    assert seen.page.locator('[data-name="cube"] output').text_content() == "24"
    seen.page.wait_for_url("**/book/?step=24")
    assert seen.page.locator("#cube .nn-status--heard").text_content() == "step: 24"


def test_a_link_reaches_a_figure_that_sleeps(seen: Visit) -> None:
    seen.page.click("#deep")
    seen.alive("far")
    seen.page.locator(".nn-beside__panel > svg").wait_for()  # what is out of view comes as a copy
    assert seen.page.locator('[data-name="far"] select').input_value() == "2"
    assert seen.page.locator('[data-name="far"] output').text_content() == "12"
    seen.page.wait_for_url("**/book/?step=12&digit=2")


@pytest.mark.parametrize("name", ["high", "empty", "markup"])
def test_a_wrong_value_is_ignored_with_a_word(seen: Visit, name: str) -> None:
    seen.page.click(f"#{name}")
    seen.page.evaluate("scrollTo(0, 9999)")
    seen.alive("far")
    assert seen.page.locator('[data-name="cube"] output').text_content() == "60"
    assert seen.page.locator('[data-name="far"] select').input_value() == "3"
    assert any(line.startswith("info: nnexplain: ") and "cannot be" in line for line in seen.said)
    assert seen.page.locator("img").count() == 0


def test_an_unknown_name_is_an_ordinary_link(seen: Visit) -> None:
    assert [link.get_attribute("id") for link in seen.page.locator("a.nn-sets").all()] == [
        "turn", "deep", "high", "empty", "markup",
    ]  # fmt: skip
    seen.page.click("#unknown")
    seen.page.wait_for_url("**/?colour=red#cube")


def test_an_ordinary_anchor_is_left_alone(seen: Visit) -> None:
    seen.page.click("#plain")
    assert seen.page.url.endswith("/book/#far")


def test_a_bare_anchor_sets_nothing_on_a_page_with_a_state(harness: Harness, visit: Open) -> None:
    """Its address inherits the page's query, which is not what the link says."""
    seen = visit(harness(body).url + "?step=24")
    seen.alive("cube")
    assert seen.page.locator("#plain.nn-sets").count() == 0
    seen.page.locator('[data-name="cube"] input').fill("3")
    seen.page.click("#plain")
    assert seen.page.locator('[data-name="cube"] output').text_content() == "3"


def test_with_a_modifier_it_opens_elsewhere(seen: Visit) -> None:
    with seen.page.context.expect_page() as opened:
        seen.page.click("#turn", modifiers=["Control"])
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("?step=24#cube")
    assert seen.page.locator('[data-name="cube"] output').text_content() == "60"
