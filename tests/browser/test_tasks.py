"""Every task of every figure can be done by keys and by touch, and the page notices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from .conftest import PAGES, PHONE, TALL, Visit, until, visiting
from .server import Served

CONTENT = Path(__file__).parents[2] / "content"
PRESSES = 200
"""Keys that a slider takes at most to get anywhere: what is further is done by its ends and the page keys."""


@pytest.fixture(scope="module", params=["keys", "touch"])
def hand(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=PAGES, ids=lambda path: path or "front")
def opened(request: pytest.FixtureRequest, hand: str, served: Served, browser: Browser) -> Iterator[Visit]:
    context = PHONE if hand == "touch" else TALL
    with visiting(browser, served.url + request.param, **context) as seen:
        yield seen
        assert seen.errors() == [] and seen.abroad == []


def tasks(seen: Visit) -> Iterator[tuple[str, dict[str, Any], Locator]]:
    """Every figure with a task, awake and in view: its name, the task, the figure."""
    for figure in seen.page.locator("nn-figure:has(> .nn-task)").all():
        name = str(figure.get_attribute("data-name"))
        file = CONTENT / "figures" / str(figure.get_attribute("data-lesson")) / f"{name}.json"
        figure.evaluate("(figure) => figure.scrollIntoView({behavior: 'instant', block: 'center'})")
        seen.alive(name)
        yield name, json.loads(file.read_text("utf-8"))["task"], figure


def control(figure: Locator, param: str, value: Any) -> Locator:
    """The input of a parameter; of one with several, that of the value."""
    folded = figure.locator("details.nn-more:not([open])").filter(
        has=figure.page.locator(f':is([name="{param}"], [data-param="{param}"])')
    )
    if folded.count():
        folded.locator("summary").press("Enter")
    radio = figure.locator(f'[data-param="{param}"][value="{value}"]')
    return radio if radio.count() else figure.locator(f'[name="{param}"]')


def by_keys(there: Locator, value: Any) -> None:
    there.focus()
    kind = there.evaluate("(input) => input.type")
    if kind == "checkbox" or kind == "radio":
        there.press("Space")
    elif kind == "select-one":
        for _ in range(there.evaluate("(select) => select.options.length")):
            there.press("ArrowUp")
        while there.input_value() != str(value):
            there.press("ArrowDown")
    else:
        there.press("End" if value > float(there.input_value()) else "Home")
        for _ in range(PRESSES):
            if float(there.input_value()) == pytest.approx(value):
                break
            there.press("ArrowDown" if float(there.input_value()) > value else "ArrowUp")


def by_touch(there: Locator, value: Any) -> None:
    """A thumb does not hit a number of many: a task is done by one that lies beside it, too."""
    kind = there.evaluate("(input) => input.type")
    if kind in ("checkbox", "radio"):
        there.tap()
    elif kind == "select-one":
        there.select_option(str(value))
    else:
        box = there.bounding_box()
        low, high = (float(str(there.get_attribute(end))) for end in ("min", "max"))
        assert box is not None
        knob = 20  # pixels of it
        share = (value - low) / (high - low)
        there.tap(position={"x": knob / 2 + share * (box["width"] - knob), "y": box["height"] / 2})


HANDS: dict[str, Callable[[Locator, Any], None]] = {"keys": by_keys, "touch": by_touch}


def test_every_task_can_be_done_and_is_noticed(opened: Visit, hand: str) -> None:
    for name, task, figure in tasks(opened):
        said = figure.locator(".nn-task__said")
        figure.locator(".nn-reset").press("Enter")
        assert said.inner_text() == "", f"{name}: nobody has done it"
        for param, value in task["by"].items():
            HANDS[hand](control(figure, param, value), value)
        expect(said, f"{name}: {task['ask']}").to_have_text(task["answer"])
        until(opened.page, f"location.search.includes('{task['param']}=true')")
