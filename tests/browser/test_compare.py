"""Two inputs side by side: the widget `compare` against torch, and under a hand on the lesson's own page."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from .apart import Apart, open_apart
from .digits import Open, open_figure, pass_of, twin, weights
from .server import Served

BLANK = "A" * 171
BARS = ("nn-compare-more", "nn-compare-less", "nn-compare-more-kept", "nn-compare-less-kept")
Show = Callable[..., Apart]


@pytest.fixture(scope="module")
def compare(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Show]:
    with open_apart(tmp_path_factory.mktemp("compare"), ["digit-ocr-compare/compare"], {}) as page:
        yield Apart(page, "compare").start


def bar() -> str:
    """A drawing: an upright bar of 32 × 32 cells, as the page's address holds it."""
    bits = np.zeros((32, 32), dtype=np.uint8)
    bits[4:28, 13:18] = 1
    return base64.urlsafe_b64encode(np.packbits(bits).tobytes()).decode().rstrip("=")


def inked(text: str) -> np.ndarray:
    """The drawing of an address, (32, 32)."""
    return np.unpackbits(np.frombuffer(base64.urlsafe_b64decode(text + "="), np.uint8)).reshape(32, 32)


def flips(one: Any, other: Any) -> list[Any]:
    """Of both hidden layers, which units are on for one of two pictures alone, by torch."""
    return [(a[2] > 0) != (b[2] > 0) for a, b in zip(pass_of(one)[:2], pass_of(other)[:2], strict=True)]


def counted(shown: Apart) -> list[int]:
    found = re.search(
        r"(\d+) of \d+ units of the first layer flipped, (\d+) of \d+ of the second", shown.now()
    )
    assert found, shown.now()
    return [int(found[1]), int(found[2])]


@pytest.mark.parametrize(("first", "second"), [(30, 12), (3, 4), (7, 29), (0, 11)])
def test_the_units_that_flip_are_torch_s(compare: Show, first: int, second: int) -> None:
    shown = compare(digit=first, digit2=second)
    expected = flips(twin().x[first], twin().x[second])
    assert counted(shown) == [int(layer.sum()) for layer in expected]
    (marked,) = shown.marks("nn-compare-flip")
    assert marked["d"].count("M") == sum(counted(shown))
    said = [label.endswith("flipped") for label in shown.marks("nn-compare-post").each("aria-label")]
    assert said == [*np.concatenate(expected).tolist(), *[False] * 10]
    heads = [text for text in shown.marks("nn-head").words() if "units flipped" in text]
    assert [int(re.findall(r"\d+", head)[0]) for head in heads] == counted(shown)


def test_the_bars_are_the_difference(compare: Show) -> None:
    shown = compare(digit=3, digit2=4)
    first, second = (pass_of(twin().x[k])[0][2] for k in (3, 4))
    w, b = weights(0)
    answers = np.maximum(twin().x.numpy() @ w.T + b, 0)
    share = np.clip((first - second) / np.percentile(answers[answers > 0], 99), -1, 1)
    drawn: dict[int, float] = {}
    for name in BARS:
        (mark,) = shown.marks(name)
        for x, y, wide, high in re.findall(r"M(-?[\d.]+),(\d+)h([\d.]+)v(-?[\d.]+)h", mark["d"]):
            if y == "204":
                drawn[int((float(x) + float(wide) / 2) / 13.75)] = -float(high) / 34
                assert ("less" in name) == (float(high) > 0)
    expected = {k: s for k, s in enumerate(share) if abs(s) >= 0.005}
    assert drawn.keys() == expected.keys()
    assert all(drawn[k] == pytest.approx(expected[k], abs=0.004) for k in drawn)


def test_the_answers_are_torch_s(compare: Show) -> None:
    shown = compare(digit=8, digit2=22)
    for slot, digit in enumerate((8, 22)):
        p = pass_of(twin().x[digit])[2][2]
        assert np.allclose(np.array(shown.marks("nn-reply").each("width")[slot::2]) / 148, p, atol=5e-4)
        assert shown.marks("nn-verdict-digit").words()[slot] == str(p.argmax())


def test_the_same_picture_twice(compare: Show) -> None:
    shown = compare(digit=5, digit2=5)
    assert "The network is shown the same picture twice: nothing differs, no unit flipped." in shown.now()
    assert all(not shown.marks(name)[0]["d"] for name in (*BARS, "nn-compare-flip"))


def test_swap_and_surprise(compare: Show) -> None:
    shown = compare(digit=3, digit2=4, ink2=bar())
    shown.keys("pad", "first", "ArrowDown")  # its paper is chosen
    shown.press("swap")
    assert [shown.get(name) for name in ("digit", "digit2", "ink", "ink2")] == [4, 3, bar(), ""]
    assert shown.now().startswith("First: your drawing")
    shown.press("surprise-me")
    assert shown.get("digit") != 4 and (shown.get("digit2"), shown.get("ink")) == (3, "")
    assert shown.now().startswith("First: test digit no.")
    shown.press("undo")
    assert (shown.get("digit"), shown.get("ink")) == (4, bar())


@pytest.mark.parametrize(("slot", "name"), [(0, "first"), (1, "second")])
def test_the_tools_are_for_the_paper_that_was_touched_last(compare: Show, slot: int, name: str) -> None:
    shown = compare()
    shown.press("pen")
    ink, other = ("ink", "ink2")[slot], ("ink2", "ink")[slot]
    shown.keys("pad", name, " ", "Shift+ArrowDown", "Shift+ArrowDown", " ", "ArrowRight")
    drawn = shown.get(ink)
    rows = np.flatnonzero(inked(drawn).any(axis=1))
    assert rows.min() <= 6 and 12 <= rows.max() <= 15, "a new drawing: of the test digit nothing is left"
    assert f"your {('', 'second ')[slot]}drawing, read as" in shown.now()
    shown.press("undo")
    assert shown.get(ink) == "" and shown.tool("redo") == {"disabled": False}
    shown.press("redo", "copy-to-the-other")
    assert shown.get(ink) == shown.get(other) == drawn
    shown.press("clear")
    assert (shown.get(ink), shown.get(other)) == (BLANK, drawn)
    shown.press("undo", "eraser")
    assert shown.tool("eraser")["pressed"] and not shown.tool("pen")["pressed"]
    shown.keys("pad", name, " ", "Shift+ArrowUp", " ")
    assert 0 < inked(shown.get(ink)).sum() < inked(drawn).sum()


def test_a_test_digit_is_drawn_on_or_copied(compare: Show) -> None:
    shown = compare(digit=3, digit2=4)
    shown.keys("pad", "second", "ArrowDown")  # the paper is chosen, and nothing drawn
    shown.press("copy-to-the-other")
    assert (shown.get("digit"), shown.get("ink")) == (4, "")
    shown.press("draw-on-it")
    assert inked(shown.get("ink2")).sum() > 50 and shown.tool("draw-on-it") == {"disabled": True}


def test_a_cleared_paper_is_empty_and_says_so_until_it_is_taken_back(compare: Show) -> None:
    shown = compare(digit=3)
    shown.keys("pad", "first", "ArrowDown")  # the paper is chosen, and nothing drawn
    digit = shown.now()
    assert digit.startswith("First: test digit no. 3,") and "draw a digit here" not in shown.texts()
    shown.press("clear")
    assert shown.now().startswith("First: an empty picture, read as")
    assert shown.marks("nn-head").words()[0] == "an empty picture" and "draw a digit here" in shown.texts()
    shown.press("undo")
    assert shown.now() == digit


def test_an_empty_drawing_is_an_input_too(compare: Show) -> None:
    shown = compare(digit=3, ink2=BLANK)
    assert "Second: an empty picture, read as" in shown.now()
    assert counted(shown) == [int(layer.sum()) for layer in flips(twin().x[3], np.zeros(64))]
    shown.has_only_numbers()


def test_a_selection_is_the_page_s_and_keys_move_it(compare: Show) -> None:
    shown, unit = compare(unit="b4"), "b4"
    assert shown.marks("nn-readout").words() == ["Unit 4 of the second layer (b4)"]
    assert [m["data-id"] for m in shown.marks("nn-compare-post") if m["tabindex"] == 0] == ["b4"]
    for key, expected in (
        ("ArrowRight", "b5"),
        ("ArrowUp", "a9"),
        ("Home", "a1"),
        ("ArrowDown", "b1"),
        ("ArrowDown", "c0"),
    ):
        unit = shown.keys("post", unit, key)
        assert unit == shown.get("unit") == expected
    assert shown.marks("nn-readout").words() == ["The answer 0 (c0)"]


def test_silenced_units_are_off_for_both(compare: Show) -> None:
    shown = compare(digit=30, digit2=12, silent="a27", unit="a27")
    assert "Unit 27 of the first layer: off for the first, off for the second." in shown.now()


def test_a_hand_draws_on_either_paper_and_looks_at_units(served: Served, visit: Open) -> None:
    shown = open_figure(served, visit, "compare")
    for slot in (0, 1):
        box = shown.figure.locator(".nn-pad__paper").nth(slot).bounding_box()
        assert box
        shown.page.mouse.move(box["x"] + 60, box["y"] + 20)
        shown.page.mouse.down()
        shown.page.mouse.move(box["x"] + 60, box["y"] + 110, steps=6)
        shown.page.mouse.up()
        shown.settle()
        rows = np.flatnonzero(inked(shown.get(("ink", "ink2")[slot])).any(axis=1))
        assert len(rows) > 15
    assert "your drawing, read as" in shown.now() and "your second drawing, read as" in shown.now()
    says = shown.figure.locator(".nn-control__says")
    assert says.all_inner_texts() == ["drawn", "drawn"], "no number of a test digit stands beside a drawing"
    assert shown.figure.locator(".nn-controls output:visible").count() == 0
    box = shown.figure.locator('.nn-compare-post[data-id="a20"] .nn-hit').bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.settle()
    assert shown.get("unit") == "a20"
    shown.figure.locator('.nn-compare-post[tabindex="0"]').focus()
    shown.page.keyboard.press("ArrowRight")
    shown.settle()
    assert shown.get("unit") == "a21"
    assert shown.page.evaluate("() => document.activeElement.dataset.id") == "a21"
