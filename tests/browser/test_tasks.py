"""Every task of every figure can be done by keys and by touch, and the page notices."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from nnexplain.figures.contract import slug

from .conftest import PAGES, PHONE, TALL, Visit, until, visiting
from .server import Served

Point = tuple[float, float]
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


def control(figure: Locator, name: str, value: Any) -> Locator:
    """The input of a parameter, of one with several that of the value; or a tool."""
    its = f'[name="{name}"], [data-param="{name}"], [data-tool="{slug(name)}"]'
    folded = figure.locator("details.nn-more:not([open])").filter(has=figure.page.locator(f":is({its})"))
    if folded.count():
        folded.locator("summary").press("Enter")
    radio = figure.locator(f'[data-param="{name}"][value="{value}"]')
    return radio if radio.count() else figure.locator(f":is({its})")


def by_keys(there: Locator, value: Any, _: Callable[[], bool]) -> None:
    there.focus()
    kind = there.evaluate("(input) => input.type")
    if kind in ("checkbox", "radio"):
        there.press("Space")
    elif kind == "button":
        for _ in range(value):
            there.press("Enter")
    elif kind == "select-one":
        for _ in range(there.evaluate("(select) => select.options.length")):
            there.press("ArrowUp")
        while there.input_value() != str(value):
            there.press("ArrowDown")
    else:
        low, high = (float(str(there.get_attribute(end))) for end in ("min", "max"))
        there.press("End" if value - low > high - value else "Home")
        for _ in range(PRESSES):
            if float(there.input_value()) == pytest.approx(value):
                break
            there.press("ArrowDown" if float(there.input_value()) > value else "ArrowUp")


def by_touch(there: Locator, value: Any, done: Callable[[], bool]) -> None:
    """A thumb does not hit a number of many: where the one beside it does not do, it tries the next."""
    kind = there.evaluate("(input) => input.type")
    if kind in ("checkbox", "radio"):
        there.tap()
    elif kind == "button":
        for _ in range(value):
            there.tap()
    elif kind == "select-one":
        there.select_option(str(value))
    else:
        box = there.bounding_box()
        low, high = (float(str(there.get_attribute(end))) for end in ("min", "max"))
        assert box is not None
        knob = 20  # pixels of it
        at = knob / 2 + (value - low) / (high - low) * (box["width"] - knob)
        for beside in (0, 1, -1, 2, -2, 3, -3):
            x = min(max(at + beside, 1), box["width"] - 1)
            there.tap(position={"x": x, "y": box["height"] / 2})
            if float(there.input_value()) == pytest.approx(value) or done():
                break


HANDS: dict[str, Callable[[Locator, Any, Callable[[], bool]], None]] = {"keys": by_keys, "touch": by_touch}
CELLS = 32  # of the pad, across and down


def stroke_by_keys(pad: Locator, points: list[Point]) -> None:
    """From where the pen of the keys lies, in the middle of the fifth row, a cell a key."""
    pad.focus()
    column, row = CELLS // 2, 4
    for number, (x, y) in enumerate(points):
        right, down = round(x * CELLS) - column, round(y * CELLS) - row
        steps = max(abs(right), abs(down))
        for step in range(steps):
            for name, far in (
                ("Right" if right > 0 else "Left", right),
                ("Down" if down > 0 else "Up", down),
            ):
                if (step + 1) * abs(far) // steps > step * abs(far) // steps:
                    pad.press(f"Arrow{name}")
        column, row = column + right, row + down
        if number == 0:
            pad.press("Space")
    pad.press("Space")


def stroke_by_touch(pad: Locator, points: list[Point]) -> None:
    pad.evaluate("(pad) => pad.scrollIntoView({behavior: 'instant', block: 'center'})")
    box = pad.bounding_box()
    assert box is not None
    touch = pad.page.context.new_cdp_session(pad.page)
    for kind, (x, y) in zip(["touchStart"] + ["touchMove"] * len(points), points, strict=False):
        at = {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


STROKES = {"keys": stroke_by_keys, "touch": stroke_by_touch}
DRAWN = """async (figure) => {
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  return figure.querySelector(".nn-task__said").textContent !== "";
}"""


def test_every_task_can_be_done_and_is_noticed(opened: Visit, hand: str) -> None:
    for name, task, figure in tasks(opened):
        said = figure.locator(".nn-task__said")
        figure.locator(".nn-reset").press("Enter")
        assert said.inner_text() == "", f"{name}: nobody has done it"
        done = partial(figure.evaluate, DRAWN)
        for what, value in task["by"].items():
            HANDS[hand](control(figure, what, value), value, done)
        if "stroke" in task:
            STROKES[hand](figure.locator(".nn-pad__paper"), task["stroke"])
        expect(said, f"{name}: {task['ask']}").to_have_text(task["answer"])
        until(opened.page, f"location.search.includes('{task['param']}=true')")


def test_every_figure_that_is_worked_with_has_a_task(pages: list[str], site: Path) -> None:
    for path in pages:
        html = (site / path / "index.html").read_text("utf-8")
        for figure in html.split("<nn-figure")[1:]:
            body = figure.split("</nn-figure>")[0]
            name = body.split('data-name="')[1].split('"')[0]
            assert ("nn-task" in body) == ('class="nn-desk"' in body), f"{path}{name}"
