"""The editor under fingers: real touches on a phone, of which some draw and the others scroll the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser

from .conftest import PHONE
from .digits import Open, Shown, open_figure
from .editing import levels_in
from .five import showing_five
from .server import Served

PAPER = '[role="application"]'
Point = tuple[float, float]
Show = Callable[..., Shown]
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
        before, (x, y) = self.page.evaluate("scrollY"), start
        self.drag([(x, y - part * by / 20) for part in range(21)])
        self.page.evaluate(STILL)
        return float(self.page.evaluate("scrollY") - before)


@pytest.fixture(scope="module")
def phone(browser: Browser, served: Served) -> Iterator[Show]:
    with showing_five(browser, served, **PHONE) as show:
        yield show


@pytest.fixture
def editor(phone: Show) -> Show:
    """Every parameter as the page begins, but for those given; its first tool taken."""

    def show(**values: str) -> Shown:
        shown = phone("editor")
        tap(shown, "pixels")
        shown.set(**values)
        return shown

    return show


def tap(shown: Shown, name: str) -> None:
    shown.figure.locator(f'.nn-tools [data-tool="{name}"]').tap()
    shown.settle()


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


@pytest.mark.parametrize("sign", [1, -1])
def test_a_finger_drags_a_pixel_up_and_down_and_the_page_stays(editor: Show, sign: int) -> None:
    shown = editor(own="8" * 64, way="own", card="1")
    box = to_middle(shown, PAPER)
    x, y = spot(box, 10, 14)
    by = -sign * box["height"] * 0.1
    Fingers(shown).drag([(x, y + by * k / 8) for k in range(9)])
    shown.settle()
    expected = np.full(64, 8.0)
    expected[3 * 8 + 2] += 4 * sign
    assert levels_in(shown.get("own"))[0] == pytest.approx(expected)
    assert shown.figure.locator(PAPER).bounding_box() == pytest.approx(box, abs=0.5)
    tap(shown, "undo")
    assert (levels_in(shown.get("own"))[0] == 8).all()


@pytest.mark.parametrize(("mode", "start", "end"), [("pen", 20, 30), ("eraser", 2, 6), ("push", 6, 13)])
def test_a_finger_draws_rubs_out_and_pushes_and_the_page_stays(
    editor: Show, mode: str, start: float, end: float
) -> None:
    shown = editor(own="g" * 16 + "0" * 48, way="own", card="1")
    tap(shown, mode)
    box = to_middle(shown, PAPER)
    Fingers(shown).drag([spot(box, 16, start + (end - start) * k / 12) for k in range(13)])
    shown.settle()
    picture = levels_in(shown.get("own"))[0].reshape(8, 8)
    if mode == "pen":
        assert (picture[5:7, 3:5] > 0).all() and (picture[:2] == 16).all() and not picture[2:, :3].any()
    elif mode == "eraser":
        assert (picture[0, 3:5] < 16).all() and (picture[:2, [0, 1, 6, 7]] == 16).all()
        assert not picture[2:].any()
    else:
        assert picture[2, 3:5].min() > 4 and (picture[:2, [0, 7]] == 16).all() and not picture[5:].any()
    assert shown.figure.locator(PAPER).bounding_box() == pytest.approx(box, abs=0.5)


def test_a_second_finger_neither_draws_nor_ends_the_stroke(editor: Show) -> None:
    shown = editor(own="0" * 64, way="own", card="1")
    tap(shown, "pen")
    box, fingers = to_middle(shown, PAPER), Fingers(shown)
    fingers.drag([spot(box, 4, 4), spot(box, 8, 4)], lift=False)
    fingers.send("touchStart", spot(box, 8, 4), spot(box, 8, 28))
    fingers.send("touchMove", spot(box, 12, 4), spot(box, 24, 28))
    fingers.send("touchMove", spot(box, 12, 4))  # the second is lifted
    fingers.send("touchMove", spot(box, 28, 4))
    fingers.send("touchEnd")
    shown.settle()
    picture = levels_in(shown.get("own"))[0].reshape(8, 8)
    assert (picture[0, 1:7] > 0).all() and not picture[3:].any()


def test_elsewhere_a_swipe_scrolls(editor: Show) -> None:
    shown = editor()
    fingers, own, ink = Fingers(shown), shown.get("own"), shown.get("ink")
    for selector in ('[role="radio"]', ".nn-ground--time", '[data-tool="eraser"]', ".nn-widget text"):
        box = to_middle(shown, selector)
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        assert fingers.scrolled(middle, 200) > 100, selector
    # Right of the paper, where the answer stands, and below it.
    for x, y in ((1, 0.5), (0, 1)):
        box = to_middle(shown, PAPER)
        at = box["x"] + x * box["width"] + (25 if x else 100), box["y"] + y * box["height"] + (0 if x else 30)
        assert fingers.scrolled(at, 200) > 100, (x, y)
    assert fingers.scrolled(spot(to_middle(shown, PAPER), 16, 28), 200) == 0
    assert shown.get("own") == own and shown.get("ink") != ink


def test_every_target_of_the_drawing_is_large_enough_for_a_finger(editor: Show) -> None:
    shown = editor(own=".".join(["8" * 64] * 6))
    for selector, count in (('[role="radio"]', 8), (".nn-ground--time", 1)):
        boxes = [part.bounding_box() for part in shown.figure.locator(selector).all()]
        assert len(boxes) == count
        assert [box for box in boxes if not box or min(box["width"], box["height"]) < 44] == []


def test_a_finger_draws_on_a_compared_paper_at_once_and_scrolls_beside_it(
    served: Served, visit: Open
) -> None:
    shown = open_figure(served, visit, "compare", **PHONE)
    fingers = Fingers(shown)

    def swiped(selector: str) -> float:
        """How far a swipe up, from low in the first of these, moves the page."""
        box = to_middle(shown, selector)
        return fingers.scrolled(spot(box, 16, 28), 100)

    assert swiped(".nn-verdict-digit") > 40 and shown.get("ink") == ""
    assert swiped(PAPER) == 0 and len(shown.get("ink")) == 171
