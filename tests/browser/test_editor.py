"""The editor of a reader's own way against NumPy, and on the lesson's page."""

from __future__ import annotations

import base64
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .apart import Apart
from .digits import Open, Shown
from .editing import cards, draw, levels_in, on_paper, slow_push
from .five import open_five, twin
from .server import Served

Show = Callable[..., Apart]
DROP = "drop-a-way-point-here"
BLANK = "0" * 64
PUSH = """([bits, path]) => {
  const hand = new nn.Push(Uint8Array.from(bits), path[0]);
  return [...path.map((spot) => hand.go(spot)).at(-1)];
}"""


def ink_of(text: str) -> np.ndarray:
    """The drawing of an address, (32, 32)."""
    return np.unpackbits(np.frombuffer(base64.urlsafe_b64decode(text + "="), np.uint8)).reshape(32, 32)


@pytest.fixture
def editor(five: Callable[[str], Apart]) -> Show:
    shown = five("editor")
    shown.press("pixels")
    return shown.start


def test_a_dropped_way_point_is_the_picture_there(editor: Show) -> None:
    shown, x = editor(t=0.25), twin().x.numpy()
    one, other = x[shown.get("digit")], x[shown.get("digit2")]
    shown.press(DROP)
    assert levels_in(shown.get("own"))[0] == pytest.approx(np.floor((0.75 * one + 0.25 * other) * 16 + 0.5))
    assert shown.get("way") == "own" and shown.get("card") == "1" and shown.get("t") == 0.5
    assert len(cards(shown)) == 3
    shown.press("remove-the-way-point")
    assert shown.get("own") == "" and len(cards(shown)) == 2


def test_six_way_points_fit_into_a_link_and_no_more(editor: Show) -> None:
    shown = editor()
    shown.press(*[DROP] * 6)
    own = shown.get("own")
    assert len(cards(shown)) == 8 and len(own) <= 400
    assert shown.tool(DROP)["disabled"] and "all the way-points that it can have" in shown.now()
    again = editor(f"?own={own}")
    assert again.get("own") == own and len(cards(again)) == 8


def test_a_pixel_goes_up_and_down_by_keys_and_by_hand(editor: Show) -> None:
    shown = editor()
    shown.press(DROP)
    shown.set(own=BLANK)
    on_paper(shown, "ArrowRight", "ArrowDown", "+", "+", "-")
    expected = np.zeros(64)
    expected[4 * 8 + 4] = 1
    assert levels_in(shown.get("own"))[0] == pytest.approx(expected)
    draw(shown, (10, 22), (10, 19), (10, 15.6))
    expected[5 * 8 + 2] = 8
    assert levels_in(shown.get("own"))[0] == pytest.approx(expected)
    shown.press("undo", "undo", "undo", "undo")
    assert levels_in(shown.get("own"))[0].sum() == 0


def test_a_pen_on_a_test_digit_begins_a_new_drawing(editor: Show) -> None:
    """Here as on every pad; what has been made a drawing before is drawn on."""
    shown = editor()
    shown.press("pen")
    draw(shown, (10, 6), (10, 26))
    drawn = ink_of(shown.get("ink"))
    assert 20 < drawn.sum() < 130 and not drawn[:, 16:].any(), "one stroke, and nothing of the digit"
    shown.press("undo")
    assert shown.get("ink") == ""
    shown.press("draw-on-it")
    before = ink_of(shown.get("ink"))
    assert before.sum() > 100 and shown.tool("draw-on-it")["disabled"]
    draw(shown, (10, 6), (10, 26))
    assert (ink_of(shown.get("ink")) >= before).all()
    shown.press("copy-to-the-other-end")
    assert shown.get("ink2") == shown.get("ink")


def test_a_pixel_of_an_end_changes_alone(editor: Show) -> None:
    shown = editor()
    digit = shown.get("digit")
    before = np.rint(twin().x[digit].numpy() * 16)
    up = before[3 * 8 + 3] < 16
    draw(shown, (14.5, 14.5))  # puts the hand there
    shown.press("undo")
    on_paper(shown, "+" if up else "-")
    bits = np.unpackbits(np.frombuffer(base64.urlsafe_b64decode(shown.get("ink") + "="), np.uint8))
    before[3 * 8 + 3] += 1 if up else -1
    assert bits[:1024].reshape(8, 4, 8, 4).sum(axis=(1, 3)).ravel() == pytest.approx(before)
    assert shown.get("fit") is False
    shown.press("undo")
    assert shown.get("ink") == "" and shown.get("fit") is True and shown.get("digit") == digit


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=st.lists(st.integers(0, 16), min_size=64, max_size=64), slot=st.sampled_from([0, 1]))
def test_any_levels_of_an_end_are_kept_as_ink(editor: Show, values: list[int], slot: int) -> None:
    found, ink = editor().page.evaluate(
        """([values, slot]) => {
          const cards = new nn.Cards(page, way);
          cards.setValues(cards.all.at(-slot), Float64Array.from(values));
          return [[...way.lab.now(slot).pixels].map((pixel) => pixel * 16), page.get(["ink", "ink2"][slot])];
        }""",
        [values, slot],
    )
    assert found == values and len(ink) == 171


def test_keys_and_clicks_among_the_cards(editor: Show) -> None:
    """Where the card that has the focus goes, the one before it has it."""
    shown, card = editor(), "2"
    shown.press(DROP, DROP)
    for key, expected, count in (
        ("End", "end", 4),
        ("ArrowLeft", "2", 4),
        ("Delete", "1", 3),
        ("Delete", "start", 2),
    ):
        card = shown.keys("card", card, key)
        assert card == shown.get("card") == expected and len(cards(shown)) == count
    shown.stroke("card", [(0, 0)], "end")
    assert shown.get("card") == "end"
    shown.stroke("band", [(4 + 416 * 0.25, 330)])
    assert shown.get("t") == pytest.approx(0.25) and shown.get("way") == "own"


def test_after_bad_input_it_goes_on(editor: Show) -> None:
    for query in (f"?ink={'A' * 171}", f"?own={'z' * 64}", "?own=12345"):
        shown = editor(query)
        shown.press(DROP)
        assert len(cards(shown)) == 3


def test_pen_eraser_and_clear_by_keys(editor: Show) -> None:
    shown = editor()
    shown.press(DROP, "clear")
    assert levels_in(shown.get("own")).sum() == 0
    for mode, inked in (("pen", True), ("eraser", False)):
        shown.press(mode)
        assert shown.tool(mode)["pressed"]
        on_paper(shown, " ", "ArrowRight", "ArrowRight", " ", "ArrowLeft", "ArrowLeft")
        assert (levels_in(shown.get("own")).sum() > 0) == inked


def test_what_is_done_is_undone_and_done_again(editor: Show) -> None:
    shown = editor()
    shown.press("surprise-me", DROP, "next-test-digit")
    done = shown.seen()
    shown.press("undo")
    assert shown.seen() != done
    shown.press("redo")
    assert shown.seen() == done


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), dx=st.integers(-2, 2), dy=st.integers(-2, 2))
def test_pushing_is_numpy_s(editor: Show, seed: int, dx: int, dy: int) -> None:
    random = np.random.default_rng(seed)
    bits = (random.random((32, 32)) < 0.4).astype(float)
    start = random.integers(4, 28, 2) + 0.5
    end = start + np.array([dx, dy])
    spots = [{"x": float(x), "y": float(y)} for x, y in (start, end)]
    found = editor().page.evaluate(PUSH, [bits.astype(int).ravel().tolist(), spots])
    assert np.array(found).reshape(32, 32) == pytest.approx(np.float64(slow_push(bits, start, end) >= 0.5))


def test_ink_goes_with_the_hand_and_what_is_far_stays(editor: Show) -> None:
    bits = np.zeros((32, 32), dtype=int)
    bits[8:24, 15:18] = 1
    path = [{"x": 16.5, "y": 16.5}, {"x": 22.5, "y": 16.5}]
    after = np.array(editor().page.evaluate(PUSH, [bits.ravel().tolist(), path])).reshape(32, 32)
    assert after[16, 22] == 1 and after[16, 15] == 0
    assert (after[:7] == bits[:7]).all() and (after[:, :6] == 0).all()
    assert abs(int(after.sum()) - int(bits.sum())) < 0.4 * bits.sum()


def test_a_link_below_the_way_leads_to_drawing_an_end(served: Served, visit: Open) -> None:
    """Without a new page, although the editor is not there yet."""
    way = open_five(served, visit, "way")
    way.page.evaluate("() => { window.same = true; }")
    editor = Shown(way.page, "editor")
    for end in ("start", "end"):
        way.page.locator(f"a[href*='card={end}'][href$='#editor-2']").click()
        way.page.wait_for_selector('nn-figure[data-name="editor"][data-state="live"]')
        editor.settle()
        assert way.page.evaluate("() => window.same") is True and editor.get("card") == end
        chosen = editor.figure.locator('[role="radio"][aria-checked="true"]')
        assert str(chosen.get_attribute("aria-label")).startswith(f"{end}: ")
        box = editor.figure.locator('[role="application"]').bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 1100
