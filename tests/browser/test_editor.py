"""The editor of a reader's own way, on the lesson's page, against NumPy."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from .digits import Open, Shown
from .five import open_five
from .server import Served
from .ways import START, Twin, open_way

PUSH = """async ([bits, path]) => {
  const { Push } = await import(new URL("runtime/widgets/editor/push.js", location.href));
  const hand = new Push(Uint8Array.from(bits), path[0]);
  return [...path.map((spot) => hand.go(spot)).at(-1)];
}"""


@pytest.fixture
def editor(served: Served, visit: Open) -> Callable[..., Shown]:
    return lambda query="", **context: open_five(served, visit, "editor", query, **context)


@pytest.fixture(scope="module")
def opened(browser: Any, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_way(tmp_path_factory.mktemp("editor")) as page:
        yield page


def tool(shown: Shown, name: str) -> Any:
    return shown.figure.locator(f'.nn-tools [data-tool="{name}"]')


def press(shown: Shown, *names: str) -> None:
    for name in names:
        tool(shown, name).click()
        shown.settle()


def points(text: str) -> np.ndarray:
    """The pictures in an address, in levels."""
    return np.array([[int(letter, 36) for letter in word] for word in text.split(".")])


def cards(shown: Shown) -> list[str]:
    every = shown.figure.locator('[role="radio"]').all()
    return [
        str(card.get_attribute("aria-label")) for card in every if card.get_attribute("display") != "none"
    ]


def test_a_dropped_way_point_is_the_picture_there(editor: Callable[..., Shown]) -> None:
    shown, x = editor(), Twin().x.numpy()
    shown.set(t=0.25)
    one, other = x[shown.get("digit")], x[shown.get("digit2")]
    press(shown, "drop-a-way-point-here")
    assert points(shown.get("own"))[0] == pytest.approx(np.floor((0.75 * one + 0.25 * other) * 16 + 0.5))
    assert shown.get("way") == "own" and shown.get("card") == "1" and shown.get("t") == 0.5
    assert len(cards(shown)) == 3
    press(shown, "remove-the-way-point")
    assert shown.get("own") == "" and len(cards(shown)) == 2


def test_six_way_points_fit_and_no_more(editor: Callable[..., Shown]) -> None:
    shown = editor()
    press(shown, *["drop-a-way-point-here"] * 6)
    assert len(cards(shown)) == 8 and len(shown.get("own")) <= 400
    assert tool(shown, "drop-a-way-point-here").is_disabled()
    assert "all the way-points that it can have" in shown.now()


def test_a_link_brings_six_way_points_back(editor: Callable[..., Shown]) -> None:
    shown = editor()
    press(shown, *["drop-a-way-point-here"] * 6)
    own = shown.get("own")
    shown.page.wait_for_function("() => location.search.length > 380")
    again = editor(shown.page.evaluate("() => location.search"))
    assert again.get("own") == own and len(cards(again)) == 8


def test_a_pixel_goes_up_and_down_by_keys_and_by_hand(editor: Callable[..., Shown]) -> None:
    shown = editor()
    press(shown, "drop-a-way-point-here")
    before = points(shown.get("own"))[0]
    shown.set(own="0" * 64)
    paper = shown.figure.locator('[role="application"]')
    paper.focus()
    for key in ("ArrowRight", "ArrowDown", "+", "+", "-"):
        shown.page.keyboard.press(key)
    shown.settle()
    expected = np.zeros(64)
    expected[4 * 8 + 4] = 1
    assert points(shown.get("own"))[0] == pytest.approx(expected)
    box = paper.bounding_box()
    assert box is not None
    cell = box["height"] / 8
    x, y = box["x"] + 2.5 * cell, box["y"] + 5.5 * cell
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x, y - 0.2 * box["height"], steps=4)
    shown.page.mouse.up()
    shown.settle()
    expected[5 * 8 + 2] = 8
    assert points(shown.get("own"))[0] == pytest.approx(expected, abs=0)
    press(shown, "undo", "undo", "undo", "undo")
    assert points(shown.get("own"))[0].sum() == 0 and before.sum() > 0


def test_a_pixel_of_an_end_changes_alone(editor: Callable[..., Shown]) -> None:
    shown = editor()
    digit = shown.get("digit")
    before = np.rint(Twin().x[digit].numpy() * 16)
    shown.figure.locator('[role="application"]').focus()
    shown.page.keyboard.press("+" if before[3 * 8 + 3] < 16 else "-")
    shown.settle()
    packed = np.frombuffer(base64.urlsafe_b64decode(shown.get("ink") + "="), np.uint8)
    bits = np.unpackbits(packed)
    counts = bits[:1024].reshape(8, 4, 8, 4).sum(axis=(1, 3)).ravel()
    before[3 * 8 + 3] += 1 if before[3 * 8 + 3] < 16 else -1
    assert counts == pytest.approx(before) and shown.get("fit") is False
    press(shown, "undo")
    assert shown.get("ink") == "" and shown.get("fit") is True and shown.get("digit") == digit


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(st.integers(0, 16), min_size=64, max_size=64), slot=st.sampled_from([0, 1]))
def test_any_levels_of_an_end_are_kept_as_ink(opened: Page, values: list[int], slot: int) -> None:
    found, ink = opened.evaluate(
        """async ([start, values, slot]) => {
          const { Cards } = await import(new URL("runtime/widgets/editor/cards.js", location.href));
          page.set({ ...start, fit: true });
          const cards = new Cards(page, way);
          cards.setValues(cards.all.at(-slot), Float64Array.from(values));
          return [[...way.lab.now(slot).pixels].map((pixel) => pixel * 16), page.get(["ink", "ink2"][slot])];
        }""",
        [START, values, slot],
    )
    assert found == values and len(ink) == 171


def test_keys_among_the_cards(editor: Callable[..., Shown]) -> None:
    """Where the card that has the focus goes, the one before it has it, not the page."""
    shown = editor()
    press(shown, "drop-a-way-point-here", "drop-a-way-point-here")
    shown.figure.locator('[role="radio"][tabindex="0"]').focus()
    for key, card, count in (
        ("End", "end", 4),
        ("ArrowLeft", "2", 4),
        ("Delete", "1", 3),
        ("Delete", "start", 2),
    ):
        shown.page.keyboard.press(key)
        shown.settle()
        assert shown.get("card") == card and len(cards(shown)) == count
        assert shown.page.evaluate("() => document.activeElement.dataset.id") == card


def test_pen_eraser_and_clear_by_keys(editor: Callable[..., Shown]) -> None:
    shown = editor()
    press(shown, "drop-a-way-point-here", "clear")
    assert points(shown.get("own")).sum() == 0
    for mode, inked in (("pen", True), ("eraser", False)):
        press(shown, mode)
        assert tool(shown, mode).get_attribute("aria-pressed") == "true"
        shown.figure.locator('[role="application"]').focus()
        for key in (" ", "ArrowRight", "ArrowRight", " ", "ArrowLeft", "ArrowLeft"):
            shown.page.keyboard.press(key)
        shown.settle()
        assert (points(shown.get("own")).sum() > 0) == inked


@pytest.mark.parametrize("end", ["start", "end"])
def test_a_link_below_the_way_leads_to_drawing_an_end(served: Served, visit: Open, end: str) -> None:
    """Without a new page, although the editor is not there yet."""
    shown = open_five(served, visit, "way")
    shown.page.evaluate("() => { window.same = true; }")
    shown.page.locator(f"a[href*='card={end}'][href$='#editor']").click()
    shown.page.wait_for_selector('nn-figure[data-name="editor"][data-state="live"]')
    editor = Shown(shown.page, "editor")
    editor.settle()
    assert shown.page.evaluate("() => window.same") is True and editor.get("card") == end
    chosen = editor.figure.locator('[role="radio"][aria-checked="true"]')
    assert str(chosen.get_attribute("aria-label")).startswith(f"{end}: ")
    box = editor.figure.locator('[role="application"]').bounding_box()
    assert box and box["y"] >= 0 and box["y"] + box["height"] <= 1100


def test_reset_brings_everything_back(editor: Callable[..., Shown]) -> None:
    shown = editor()
    press(shown, "surprise-me", "drop-a-way-point-here", "next-test-digit", "undo", "redo")
    shown.figure.locator("button.nn-reset").click()
    shown.settle()
    assert shown.get("own") == "" and shown.get("card") == "start" and len(cards(shown)) == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=400), st.text("0123456789abcdefgh.", min_size=60, max_size=400)))
def test_any_text_in_the_address_is_read_or_told(opened: Page, text: str) -> None:
    opened.evaluate("(params) => page.set(params)", {**START, "way": "own", "own": text})
    count, problem, finite = opened.evaluate(
        "() => [way.points.length, way.problem(), "
        "way.pictures().flatMap((p) => [...p]).every((v) => v >= 0 && v <= 1)]"
    )
    assert finite and (count > 0) != bool(problem)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (f"?ink={'A' * 171}", "start is empty paper"),
        (f"?own={'z' * 64}", "cannot be read"),
        ("?own=12345", "cannot be read"),
    ],
)
def test_bad_input_is_told_and_it_goes_on(editor: Callable[..., Shown], query: str, words: str) -> None:
    shown = editor(query)
    assert words in shown.now()
    press(shown, "drop-a-way-point-here")
    assert len(cards(shown)) == 3


def test_two_ends_alike_are_told(editor: Callable[..., Shown]) -> None:
    shown = editor()
    shown.set(digit2=shown.get("digit"))
    assert "same picture" in shown.now() and len(cards(shown)) == 2


def slow_push(ink: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """One stride, cell by cell; between the middles of four cells, without saying yet what is ink."""
    after, reach = ink.copy(), 9 * len(ink) / 32
    padded = np.pad(ink, 40)
    for row in range(len(ink)):
        for column in range(len(ink)):
            at = np.array([column + 0.5, row + 0.5])
            near = 1 - ((at - end) ** 2).sum() / reach**2
            if near > 0:
                x, y = at - near**2 * (end - start) - 0.5 + 40
                i, j = int(np.floor(y)), int(np.floor(x))
                block = padded[i : i + 2, j : j + 2] @ np.array([1 - x + j, x - j])
                after[row, column] = np.array([1 - y + i, y - i]) @ block
    return after


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), dx=st.integers(-2, 2), dy=st.integers(-2, 2))
def test_pushing_is_numpy_s(opened: Page, seed: int, dx: int, dy: int) -> None:
    random = np.random.default_rng(seed)
    bits = (random.random((32, 32)) < 0.4).astype(float)
    start = random.integers(4, 28, 2) + 0.5
    end = start + np.array([dx, dy])
    spots = [{"x": float(x), "y": float(y)} for x, y in (start, end)]
    found = opened.evaluate(PUSH, [bits.astype(int).ravel().tolist(), spots])
    assert np.array(found).reshape(32, 32) == pytest.approx(np.float64(slow_push(bits, start, end) >= 0.5))


def test_ink_goes_with_the_hand_and_what_is_far_stays(opened: Page) -> None:
    bits = np.zeros((32, 32), dtype=int)
    bits[8:24, 15:18] = 1
    path = [{"x": 16.5, "y": 16.5}, {"x": 22.5, "y": 16.5}]
    after = np.array(opened.evaluate(PUSH, [bits.ravel().tolist(), path])).reshape(32, 32)
    assert after[16, 22] == 1 and after[16, 15] == 0
    assert (after[:7] == bits[:7]).all() and (after[:, :6] == 0).all()
    assert abs(int(after.sum()) - int(bits.sum())) < 0.4 * bits.sum()
