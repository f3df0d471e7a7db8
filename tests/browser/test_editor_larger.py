"""The editor at 28 × 28 pixels of 0 to 255: an end that is edited keeps every grey, also in a link."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from .digits import Shown
from .five import twin
from .five_larger import LEVELS, SIDE, SMALL, levels_of, open_larger
from .server import Served
from .test_editor import press, slow_push
from .ways import open_way

Show = Callable[..., Shown]
PAPER = '[role="application"]'
SEEN = """async ([figure, slot]) => {
  const source = new URL("core/page.js", document.querySelector('script[src*="nnexplain.js"]').src);
  const { pageOf } = await import(source.href);
  const { wayOf } = await import(new URL("../net/way/way.js", source).href);
  const element = document.querySelector(`nn-figure[data-name="${figure}"]`);
  const at = new URL(element.getAttribute("src"), location.href);
  const named = { name: figure, network: "../five-to-six-way/codes.safetensors.gz" };
  const { lab } = await wayOf(pageOf(element), named, at, new AbortController().signal);
  const { kind, label, blank, words, said, pixels } = lab.now(slot);
  const bits = lab.bits(slot);
  return { kind, label, blank, words, said, pixels: [...pixels], bits: bits && [...bits] };
}"""


@pytest.fixture
def show(browser: Browser, served: Served) -> Iterator[Show]:
    with open_larger(browser, served.url) as visit:
        yield visit


@pytest.fixture(scope="module")
def opened(browser: Browser, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_way(tmp_path_factory.mktemp("grey")) as page:
        page.evaluate(
            "async () => Object.assign(nn, await import(new URL('runtime/net/ink/grey.js', location)))"
        )
        yield page


def seen(shown: Shown, slot: int = 0) -> dict[str, Any]:
    """What the network is shown of an end, in levels, and what it makes of it."""
    told = shown.page.evaluate(SEEN, [shown.name, slot])
    pixels = np.array(told["pixels"]) * LEVELS
    assert np.abs(pixels - np.rint(pixels)).max() < 1e-9
    return {**told, "levels": np.rint(pixels).reshape(SIDE, SIDE)}


def unpacked(text: str) -> np.ndarray:
    """Levels from an address, written again from what grey.js says of itself."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    values: list[int] = []
    while data:
        if data[0] < 128:
            values += data[1 : data[0] + 2]
            data = data[data[0] + 2 :]
        else:
            values += [data[1]] * (data[0] - 125)
            data = data[2:]
    return np.array(values, dtype=float).reshape(-1, SIDE, SIDE)


def start(shown: Shown) -> np.ndarray:
    """The test digit that is the start, in levels."""
    return levels_of(twin().x.numpy()[[shown.get("digit")]])[0].astype(float)


def said_by_torch(levels: np.ndarray) -> int:
    model = twin().model
    return int(model(twin().x.new_tensor(SMALL @ levels.ravel() / LEVELS)).argmax())


def test_one_pixel_of_an_end_changes_and_every_grey_stays(show: Show) -> None:
    shown = show("editor")
    expected = start(shown)
    assert len(np.unique(expected)) > 5  # it has greys to lose
    shown.figure.locator(PAPER).focus()
    row = column = int(14.5 * SIDE / 32)
    down = expected[row, column] > 127
    for _ in range(3):
        shown.page.keyboard.press("-" if down else "+")
    expected[row, column] += -48 if down else 48
    told = seen(shown)
    assert (told["levels"] == expected).all()
    assert told["kind"] == "drawing" and told["label"] is None and told["bits"] is None
    assert told["said"] == said_by_torch(expected)
    assert shown.get("fit") is True  # the other end, were it drawn, would stay as it was fitted
    assert shown.get("ink").startswith("grey.")
    assert (unpacked(shown.get("ink").removeprefix("grey.")) == expected).all()
    press(shown, "undo", "undo", "undo")
    assert shown.get("ink") == "" and (seen(shown)["levels"] == start(shown)).all()


def test_the_address_brings_the_same_picture_back(show: Show) -> None:
    shown = show("editor")
    shown.set(card="end")
    shown.figure.locator(PAPER).focus()
    for key in ("+", "ArrowRight", "+", "*", "ArrowDown", "*"):
        shown.page.keyboard.press(key)
    press(shown, "drop-a-way-point-here", "drop-a-way-point-here")
    made, own = seen(shown, 1)["levels"], shown.get("own")
    shown.page.wait_for_function(
        "() => location.search.includes('own=') && location.search.includes('ink2=')"
    )
    query = shown.page.evaluate("() => location.search")
    again = show("editor", query)
    assert (seen(again, 1)["levels"] == made).all() and again.get("own") == own
    assert unpacked(own.split(".")[0]).shape == (1, SIDE, SIDE)
    assert "stay in this page" not in again.now()
    assert again.figure.locator('[role="radio"]:not([display="none"])').count() == 4


def test_a_pen_darkens_an_eraser_lightens_and_the_rest_keeps_its_greys(show: Show) -> None:
    shown = show("editor")
    before = start(shown)
    for mode, sign in (("pen", 1), ("eraser", -1)):
        shown.set(ink="")
        press(shown, mode)
        box = shown.figure.locator(PAPER).bounding_box()
        assert box
        fine = box["width"] / 32
        shown.page.mouse.move(box["x"] + 12 * fine, box["y"] + 16 * fine)
        shown.page.mouse.down()
        shown.page.mouse.move(box["x"] + 20 * fine, box["y"] + 16 * fine, steps=5)
        shown.page.mouse.up()
        after = seen(shown)["levels"]
        change = sign * (after - before)
        assert change.min() >= 0 and change.max() > 0
        assert (after[13:15, 11:17] == (LEVELS if sign > 0 else 0)).all()  # what the pen covers wholly
        far = np.ones((SIDE, SIDE), dtype=bool)
        far[11:17, 7:21] = False
        assert (after[far] == before[far]).all()


def test_pushing_moves_greys_and_leaves_what_is_far(show: Show) -> None:
    shown = show("editor")
    before = start(shown)
    press(shown, "push")
    shown.figure.locator(PAPER).focus()
    for key in (" ", "ArrowRight", "ArrowRight", "ArrowRight", " "):
        shown.page.keyboard.press(key)
    after = seen(shown)["levels"]
    from_, to = (np.array([x, 14.5]) * SIDE / 32 for x in (14.5, 17.5))
    expected = np.floor(slow_push(before, from_, to) + 0.5)
    assert (after == expected).mean() > 0.99 and np.abs(after - expected).max() <= 1  # a half either way
    assert len(np.unique(after)) > len(np.unique(before))  # a picture moved by parts of a pixel is greyer
    rows, columns = np.indices((SIDE, SIDE)) + 0.5
    away = np.hypot(rows - to[1], columns - to[0]) > 9 * SIDE / 32
    assert (after != before).any() and (after[away] == before[away]).all()


def test_a_cleared_end_is_drawn_as_ink_and_fitted_as_ever(show: Show) -> None:
    shown = show("editor")
    press(shown, "clear", "pen")
    assert seen(shown)["blank"] and "empty paper" in shown.now()
    shown.figure.locator(PAPER).focus()
    for key in (" ", *["ArrowDown"] * 6, " "):
        shown.page.keyboard.press(key)
    told = seen(shown)
    assert sum(told["bits"]) > 20
    rows = np.flatnonzero(told["levels"].any(axis=1))
    assert len(rows) == 20  # as MNIST has it: 20 pixels high, however small it was drawn
    press(shown, "pixels")
    shown.figure.locator(PAPER).focus()
    shown.page.keyboard.press("-" if told["levels"][12, 12] else "+")
    after = seen(shown)
    assert after["bits"] is None and np.count_nonzero(after["levels"] != told["levels"]) == 1


def test_an_edit_of_one_end_leaves_the_drawing_at_the_other(show: Show) -> None:
    shown = show("editor")
    press(shown, "clear", "pen")
    shown.figure.locator(PAPER).focus()
    for key in (" ", *["ArrowDown"] * 6, " "):
        shown.page.keyboard.press(key)
    drawn = seen(shown)["levels"]
    shown.set(card="end")
    press(shown, "pixels")
    shown.figure.locator(PAPER).focus()
    shown.page.keyboard.press("*")
    assert (seen(shown)["levels"] == drawn).all()
    assert seen(shown, 1)["kind"] == "drawing"


# ---- the text ----


def numbers(top: int) -> st.SearchStrategy[list[int]]:
    """Pictures: mostly runs, or as wild as can be."""
    some = st.integers(0, top)
    runs = st.lists(st.tuples(some, st.integers(1, 200)), min_size=1, max_size=60).map(
        lambda parts: [value for value, count in parts for _ in range(count)][: SIDE**2]
    )
    wild = st.lists(some, min_size=SIDE**2, max_size=SIDE**2)
    return st.one_of(runs, wild).map(lambda values: values + [0] * (SIDE**2 - len(values)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@example([k % 256 for k in range(SIDE**2)])
@example([7] * SIDE**2)
@example([k // 2 % 256 for k in range(SIDE**2)])
@given(numbers(LEVELS))
def test_any_picture_goes_into_an_address_and_comes_back(opened: Page, values: list[int]) -> None:
    text, back = opened.evaluate(
        "(values) => [nn.greyText(values), [...nn.greyOf(nn.greyText(values), { side: 28, levels: 255 })]]",
        values,
    )
    assert back == values and len(text) <= 1060
    assert unpacked(text.removeprefix("grey.")).ravel().tolist() == values


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example("")
@example("_" * 1055)
@example("gAA")  # one short run
@given(st.one_of(st.text(max_size=40), st.text("AB_-9z.", max_size=1095)))
def test_any_other_text_is_no_picture_or_one_within_its_range(opened: Page, text: str) -> None:
    for side, levels in ((28, 255), (8, 16)):
        found = opened.evaluate(
            "([text, seen]) => ((found) => found && [...found])(nn.greyOf('grey.' + text, seen))",
            [text, {"side": side, "levels": levels}],
        )
        assert found is None or (len(found) == side**2 and all(0 <= value <= levels for value in found))


@pytest.mark.parametrize("ink", ["grey.", "grey.gAA", "grey.!!!!", "x" * 171, "grey." + "f" * 1094])
def test_a_picture_that_cannot_be_read_is_told(show: Show, ink: str) -> None:
    shown = show("editor", f"?ink={ink}")
    assert "The drawing of the start cannot be read: this is the test digit." in shown.now()
    assert (seen(shown)["levels"] == start(shown)).all()


def test_way_points_that_do_not_fit_stay_in_the_page_and_it_says_so(show: Show) -> None:
    shown = show("editor")
    noise = np.random.default_rng(0).integers(0, 2, (2, SIDE**2)) * 254 + 1
    texts = shown.page.evaluate(
        """async (pictures) => {
          const source = document.querySelector('script[src*="nnexplain.js"]').src;
          const { ownText } = await import(new URL("net/way/own.js", source).href);
          const points = pictures.map((picture) => Float64Array.from(picture, (value) => value / 255));
          return [ownText(points.slice(0, 1), 255), ownText(points, 255)];
        }""",
        noise.tolist(),
    )
    assert texts[1] is None and (unpacked(texts[0]).ravel() == noise[0]).all()
    shown.set(own=texts[0])
    assert "stay in this page" not in shown.now()
    press(shown, *["drop-a-way-point-here"] * 3)
    assert shown.get("own").startswith("kept-")
    assert "Its way-points do not fit into a link: they stay in this page." in shown.now()
    assert shown.figure.locator('[role="radio"]:not([display="none"])').count() == 6
