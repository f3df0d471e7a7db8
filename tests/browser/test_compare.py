"""Two inputs side by side: the widget `compare` on the lesson's own page, against torch."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from .conftest import PHONE
from .digits import Open, Shown, open_figure, pass_of, twin
from .server import Served

BLANK = "A" * 171


@pytest.fixture
def compare(served: Served, visit: Open) -> Callable[..., Shown]:
    return lambda query="", **context: open_figure(served, visit, "compare", query, **context)


Compare = Callable[..., Shown]


def bar() -> str:
    """A drawing: an upright bar of 32 × 32 cells, as the page's address holds it."""
    bits = np.zeros((32, 32), dtype=np.uint8)
    bits[4:28, 13:18] = 1
    return base64.urlsafe_b64encode(np.packbits(bits).tobytes()).decode().rstrip("=")


def flips(one: Any, other: Any) -> list[Any]:
    """Of both hidden layers, which units are on for one of two pictures alone, by torch."""
    return [(a[2] > 0) != (b[2] > 0) for a, b in zip(pass_of(one)[:2], pass_of(other)[:2], strict=True)]


def counted(shown: Shown) -> list[int]:
    found = re.search(
        r"(\d+) of \d+ units of the first layer flipped, (\d+) of \d+ of the second", shown.now()
    )
    assert found, shown.now()
    return [int(found[1]), int(found[2])]


@pytest.mark.parametrize(("first", "second"), [(30, 12), (3, 4), (7, 29), (0, 11)])
def test_the_units_that_flip_are_torch_s(compare: Compare, first: int, second: int) -> None:
    shown = compare(f"?digit={first}&digit2={second}")
    expected = flips(twin().x[first], twin().x[second])
    assert counted(shown) == [int(layer.sum()) for layer in expected]
    marked = shown.figure.locator(".nn-compare-flip").get_attribute("d")
    assert str(marked).count("M") == sum(map(int, counted(shown)))
    said = [
        str(post.get_attribute("aria-label")).endswith("flipped")
        for post in shown.figure.locator(".nn-compare-post").all()
    ]
    assert said == [*np.concatenate(expected).tolist(), *[False] * 10]
    heads = [text for text in shown.texts(".nn-head") if "units flipped" in text]
    assert [int(re.findall(r"\d+", head)[0]) for head in heads] == counted(shown)


def test_the_bars_are_the_difference(compare: Compare) -> None:
    shown = compare("?digit=3&digit2=4")
    first, second = (pass_of(twin().x[k]) for k in (3, 4))
    all_answers = [np.maximum(twin().x.numpy() @ w.T + b, 0) for w, b in [_dense(0)]]
    active = all_answers[0][all_answers[0] > 0]
    full = np.percentile(active, 99)
    share = np.clip((first[0][2] - second[0][2]) / full, -1, 1)
    drawn: dict[int, float] = {}
    for name in ("pos", "neg", "pos-kept", "neg-kept"):
        d = str(shown.figure.locator(f".nn-compare-{name}").get_attribute("d") or "")
        for x, y, wide, high in re.findall(r"M(-?[\d.]+),(\d+)h([\d.]+)v(-?[\d.]+)h", d):
            if y == "204":
                drawn[int((float(x) + float(wide) / 2) / 13.75)] = -float(high) / 34
                assert ("neg" in name) == (float(high) > 0)
    expected = {k: s for k, s in enumerate(share) if abs(s) >= 0.005}
    assert drawn.keys() == expected.keys()
    assert all(drawn[k] == pytest.approx(expected[k], abs=0.004) for k in drawn)


def _dense(layer: int) -> tuple[Any, Any]:
    dense = twin().model[2 * layer]
    return dense.weight.detach().numpy(), dense.bias.detach().numpy()


def test_the_answers_are_torch_s(compare: Compare) -> None:
    shown = compare("?digit=8&digit2=22")
    for slot, digit in enumerate((8, 22)):
        p = pass_of(twin().x[digit])[2][2]
        widths = [
            float(str(bar.get_attribute("width"))) for bar in shown.figure.locator(".nn-reply").all()[slot::2]
        ]
        assert np.allclose(np.array(widths) / 148, p, atol=5e-4)
        assert shown.texts(".nn-verdict-digit")[slot] == str(p.argmax())


def test_the_same_picture_twice(compare: Compare) -> None:
    shown = compare("?digit=5&digit2=5")
    assert "The network is shown the same picture twice: nothing differs, no unit flipped." in shown.now()
    paths = shown.figure.locator(
        ".nn-compare-pos, .nn-compare-neg, .nn-compare-pos-kept, .nn-compare-neg-kept, .nn-compare-flip"
    )
    assert all(not path.get_attribute("d") for path in paths.all())


def test_swap_and_surprise(compare: Compare) -> None:
    shown = compare(f"?digit=3&digit2=4&ink2={bar()}")
    shown.figure.get_by_role("button", name="swap").click()
    shown.settle()
    assert [shown.get(name) for name in ("digit", "digit2", "ink", "ink2")] == [4, 3, bar(), ""]
    assert shown.now().startswith("First: your drawing")
    shown.figure.get_by_role("button", name="surprise me").click()
    shown.settle()
    assert shown.get("digit2") != 3 and shown.get("digit") == 4 and shown.get("ink") == bar()
    shown.figure.get_by_role("button", name="back to test digits").click()
    shown.settle()
    assert shown.now().startswith("First: test digit no. 4,")


def test_drawing_on_either_paper(compare: Compare) -> None:
    shown = compare()
    for slot, name in enumerate(("draw the first", "draw the second")):
        tool = shown.figure.get_by_role("button", name=name)
        tool.click()
        assert tool.get_attribute("aria-pressed") == "true"
        box = shown.figure.locator(".nn-paper").nth(slot).bounding_box()
        assert box
        shown.page.mouse.move(box["x"] + 60, box["y"] + 20)
        shown.page.mouse.down()
        shown.page.mouse.move(box["x"] + 60, box["y"] + 110, steps=6)
        shown.page.mouse.up()
        shown.settle()
        assert len(shown.get(("ink", "ink2")[slot])) == 171
        assert shown.texts(".nn-head")[
            slot and shown.texts(".nn-head").index("your second drawing")
        ].startswith("your")
    assert "your drawing, read as" in shown.now() and "your second drawing, read as" in shown.now()
    assert shown.figure.get_by_role("button", name="draw the first").get_attribute("aria-pressed") == "false"


def test_drawing_with_the_keys(compare: Compare) -> None:
    shown = compare()
    shown.figure.get_by_role("button", name="draw the second").click()
    for key in (" ", "Shift+ArrowDown", "Shift+ArrowDown", " ", "ArrowRight"):
        shown.page.keyboard.press("Space" if key == " " else key)
    shown.settle()
    ink = np.unpackbits(np.frombuffer(base64.urlsafe_b64decode(shown.get("ink2") + "="), dtype=np.uint8))
    rows = np.flatnonzero(ink.reshape(32, 32).any(axis=1))
    assert rows.min() <= 6 and rows.max() >= 13 and rows.max() <= 16


def test_a_paper_that_is_not_open_is_only_looked_at(compare: Compare) -> None:
    shown = compare()
    box = shown.figure.locator(".nn-paper").first.bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + 30, box["y"] + 30)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + 80, box["y"] + 80, steps=3)
    shown.page.mouse.up()
    shown.settle()
    assert shown.get("ink") == ""


def test_an_empty_drawing_is_an_input_too(compare: Compare) -> None:
    shown = compare(f"?digit=3&ink2={BLANK}")
    assert "Second: an empty picture, read as" in shown.now()
    assert counted(shown) == [int(layer.sum()) for layer in flips(twin().x[3], np.zeros(64))]
    assert "NaN" not in shown.figure.inner_html()


def test_a_selection_is_the_page_s_and_keys_move_it(compare: Compare) -> None:
    shown = compare("?unit=b4")
    assert shown.texts(".nn-readout") == ["Unit 4 of the second layer (b4)"]
    shown.figure.locator('.nn-compare-post[tabindex="0"]').focus()
    for key, unit in (
        ("ArrowRight", "b5"),
        ("ArrowUp", "a9"),
        ("Home", "a1"),
        ("ArrowDown", "b1"),
        ("ArrowDown", "c0"),
    ):
        shown.page.keyboard.press(key)
        shown.settle()
        assert shown.get("unit") == unit
    assert shown.texts(".nn-readout") == ["The answer 0 (c0)"]
    box = shown.figure.locator('.nn-compare-post[data-id="a20"] .nn-hit').bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.settle()
    assert shown.get("unit") == "a20"


def test_silenced_units_are_off_for_both(compare: Compare) -> None:
    shown = compare("?digit=30&digit2=12&silent=a27&unit=a27")
    assert "Unit 27 of the first layer: off for the first, off for the second." in shown.now()


def test_on_a_phone_it_fits(compare: Compare) -> None:
    shown = compare(**PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    wide = shown.page.evaluate(
        """() => [...document.querySelectorAll('nn-figure[data-name="compare"] .nn-widget text')]
            .filter((text) => text.getBoundingClientRect().right > innerWidth)
            .map((text) => text.textContent)"""
    )
    assert wide == []
