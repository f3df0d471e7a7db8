"""The editor under fingers: real touches on a phone, of which some draw and the others scroll the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest

from .conftest import PHONE
from .digits import Open, Shown, open_figure
from .five import open_five, twin
from .server import Served
from .test_editor import cards, points, press, tool

PAPER = '[role="application"]'
Point = tuple[float, float]
STILL = """() => new Promise((go) => {
  let [y, since] = [scrollY, performance.now()];
  const look = (now) => {
    if (scrollY !== y) [y, since] = [scrollY, now];
    if (now - since > 300) go();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


class Fingers:
    """Touches as the browser gets them from a screen."""

    def __init__(self, shown: Shown) -> None:
        self.page = shown.page
        self.session = shown.page.context.new_cdp_session(shown.page)

    def send(self, kind: str, *at: Point) -> None:
        spots = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(at)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})

    def drag(self, way: Iterable[Point], *, lift: bool = True) -> None:
        first, *rest = way
        self.send("touchStart", first)
        for at in rest:
            self.send("touchMove", at)
        if lift:
            self.send("touchEnd")

    def scrolled(self, start: Point, by: float) -> float:
        """How far a swipe up moves what is on the screen."""
        paper = self.page.locator('nn-figure[data-name="editor"] [role="application"]')
        before, (x, y) = paper.bounding_box(), start
        self.drag([(x, y - part * by / 20) for part in range(21)])
        self.page.evaluate(STILL)
        after = paper.bounding_box()
        assert before and after
        return before["y"] - after["y"]


@pytest.fixture
def editor(served: Served, visit: Open) -> Callable[..., Shown]:
    def show(query: str = "") -> Shown:
        shown = open_five(served, visit, "editor", query, **PHONE)
        to_middle(shown, PAPER)
        return shown

    return show


def to_middle(shown: Shown, selector: str) -> dict[str, float]:
    """Where something is on the screen, when it has been brought to its middle."""
    part = shown.figure.locator(selector).first
    part.evaluate("(part) => part.scrollIntoView({ block: 'center', behavior: 'instant' })")
    shown.settle()
    box = part.bounding_box()
    assert box
    return dict(box)


def spot(box: dict[str, float], x: float, y: float) -> Point:
    """A place on the paper, in 32 × 32 cells."""
    return box["x"] + x * box["width"] / 32, box["y"] + y * box["height"] / 32


def paper(shown: Shown) -> dict[str, float]:
    return to_middle(shown, PAPER)


@pytest.mark.parametrize("up", [True, False])
def test_a_finger_drags_a_pixel_up_and_down_and_the_page_stays(
    editor: Callable[..., Shown], up: bool
) -> None:
    shown = editor(f"?own={'8' * 64}&way=own&card=1")
    box = paper(shown)
    x, y = spot(box, 10, 14)
    by = box["height"] * 0.1 * (-1 if up else 1)
    Fingers(shown).drag([(x, y + by * k / 8) for k in range(9)])
    shown.settle()
    expected = np.full(64, 8.0)
    expected[3 * 8 + 2] += 4 if up else -4
    assert points(shown.get("own"))[0] == pytest.approx(expected)
    assert shown.figure.locator(PAPER).bounding_box() == pytest.approx(box, abs=0.5)
    press(shown, "undo")
    assert (points(shown.get("own"))[0] == 8).all()


@pytest.mark.parametrize("mode", ["pen", "eraser", "push"])
def test_a_finger_draws_rubs_out_and_pushes_and_the_page_stays(
    editor: Callable[..., Shown], mode: str
) -> None:
    full = "g" * 16 + "0" * 48
    shown = editor(f"?own={full}&way=own&card=1")
    tool(shown, mode).tap()
    box = paper(shown)
    where = {"pen": (20.0, 30.0), "eraser": (2.0, 6.0), "push": (6.0, 13.0)}[mode]
    Fingers(shown).drag([spot(box, 16, where[0] + (where[1] - where[0]) * k / 12) for k in range(13)])
    shown.settle()
    picture = points(shown.get("own"))[0].reshape(8, 8)
    if mode == "pen":
        assert (picture[5:7, 3:5] > 0).all() and (picture[:2] == 16).all() and (picture[:, :3][2:] == 0).all()
    elif mode == "eraser":
        assert (
            (picture[0, 3:5] < 16).all() and (picture[:2, [0, 1, 6, 7]] == 16).all() and not picture[2:].any()
        )
    else:
        assert picture[2, 3:5].min() > 4 and (picture[:2, [0, 7]] == 16).all() and not picture[5:].any()
    assert shown.figure.locator(PAPER).bounding_box() == pytest.approx(box, abs=0.5)


def test_a_second_finger_neither_draws_nor_ends_the_stroke(editor: Callable[..., Shown]) -> None:
    shown = editor(f"?own={'0' * 64}&way=own&card=1")
    tool(shown, "pen").tap()
    box, fingers = paper(shown), Fingers(shown)
    fingers.drag([spot(box, 4, 4), spot(box, 8, 4)], lift=False)
    fingers.send("touchStart", spot(box, 8, 4), spot(box, 8, 28))
    fingers.send("touchMove", spot(box, 12, 4), spot(box, 24, 28))
    fingers.send("touchMove", spot(box, 12, 4))  # the second is lifted
    fingers.send("touchMove", spot(box, 28, 4))
    fingers.send("touchEnd")
    shown.settle()
    picture = points(shown.get("own"))[0].reshape(8, 8)
    assert (picture[0, 1:7] > 0).all() and not picture[3:].any()


def test_elsewhere_a_swipe_scrolls(editor: Callable[..., Shown]) -> None:
    shown, fingers = editor(), None
    fingers = Fingers(shown)
    own = shown.get("own"), shown.get("ink")
    for selector in ('[role="radio"]', ".nn-ground--time", '[data-tool="eraser"]', ".nn-widget text"):
        box = to_middle(shown, selector)
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert fingers.scrolled(middle, 200) > 100, selector
    box = paper(shown)  # right of the paper, where the answer stands, and below it
    assert fingers.scrolled((box["x"] + box["width"] + 25, box["y"] + box["height"] / 2), 200) > 100
    box = paper(shown)
    assert fingers.scrolled((box["x"] + 100, box["y"] + box["height"] + 30), 200) > 100
    box = paper(shown)
    assert fingers.scrolled(spot(box, 16, 28), 200) == 0
    assert shown.get("own") == own[0] and shown.get("ink") != own[1]


def test_cards_and_way_points_by_touch(editor: Callable[..., Shown]) -> None:
    shown = editor()
    box = to_middle(shown, ".nn-ground--time")
    shown.page.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + box["height"] / 2)
    shown.settle()
    assert shown.get("t") == pytest.approx(0.25, abs=0.02) and shown.get("way") == "own"
    tool(shown, "drop-a-way-point-here").tap()
    shown.settle()
    assert len(cards(shown)) == 3 and shown.get("card") == "1"
    x = twin().x.numpy()
    t = 0.25
    mixed = (1 - t) * x[shown.get("digit")] + t * x[shown.get("digit2")]
    assert points(shown.get("own"))[0] == pytest.approx(mixed * 16, abs=0.5 + 16 * 0.02)
    for k, name in ((2, "end"), (0, "start"), (1, "1")):
        box = to_middle(shown, f'[role="radio"] >> nth={k}')
        shown.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        shown.settle()
        assert shown.get("card") == name
    tool(shown, "remove-the-way-point").tap()
    shown.settle()
    assert shown.get("own") == "" and len(cards(shown)) == 2


def test_every_target_is_large_enough_for_a_finger(editor: Callable[..., Shown]) -> None:
    shown = editor(f"?own={'.'.join(['8' * 64] * 6)}")
    small: list[tuple[Any, ...]] = []
    for selector in (
        '[role="radio"]',
        ".nn-ground--time",
        ".nn-tools button",
        ".nn-controls :is(input, button)",
    ):
        found = shown.figure.locator(selector).all()
        assert found, selector
        for part in found:
            # A checkbox is as large as the label that it is in.
            box = part.evaluate(
                """(part) => {
                  const whole = part.closest("label:has([type=checkbox])") ?? part;
                  return whole.getBoundingClientRect().toJSON();
                }"""
            )
            if min(box["width"], box["height"]) < 44:
                small.append((selector, box["width"], box["height"]))
    assert small == []


def test_a_finger_draws_on_a_compared_paper_while_it_is_open(served: Served, visit: Open) -> None:
    shown = open_figure(served, visit, "compare", **PHONE)
    fingers = Fingers(shown)

    def line() -> float:
        """How far the paper moves under a stroke upwards."""
        box = to_middle(shown, PAPER)
        fingers.drag([spot(box, 16, 28 - 24 * k / 12) for k in range(13)])
        shown.page.evaluate(STILL)
        after = shown.figure.locator(PAPER).first.bounding_box()
        assert after
        return abs(after["y"] - box["y"])

    assert line() > 40 and shown.get("ink") == ""
    tool(shown, "draw-the-first").tap()
    assert line() < 1 and len(shown.get("ink")) == 171
