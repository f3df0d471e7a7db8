"""One thought, layer by layer: the widget `fmri` against torch, and under hands on the lesson's own page."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from .conftest import PHONE
from .digits import Shown, number, pass_of, shared, showing, twin, weights
from .server import Served
from .stills import Still, Stills, classed

FIGURE = "digit-ocr-fmri"
MOST = (18, 14, 10)
INTO, OUT_OF, ANSWER = 8, 6, 4


opened, fmri = shared("fmri")


# ---- what is drawn ----


def sum_rows(drawn: Still) -> list[tuple[str, str, float]]:
    """The sum as it is printed: from, factors, product."""
    cells = drawn.texts("nn-cell", 1)
    lines = [tuple(cells[k : k + 3]) for k in range(0, len(cells), 3)]
    return [(name, factors, number(product)) for name, factors, product in lines if name]


def names(layer: int, count: int) -> list[str]:
    if layer:
        return [f"unit {k + 1}" for k in range(count)]
    return [f"row {k // 8 + 1}, column {k % 8 + 1}" for k in range(count)]


def place(unit: str) -> tuple[int, int]:
    """The layer and the number of a unit in it, both from 0."""
    layer = "abc".index(unit[0])
    return layer, int(unit[1:]) - (layer < 2)


@pytest.mark.parametrize("unit", ["a27", "a1", "b3", "c3", "c9"])
@pytest.mark.parametrize("digit", [30, 58])
def test_the_printed_sum_is_torch_s_and_adds_up(stills: Stills, unit: str, digit: int) -> None:
    drawn = stills.of(FIGURE, unit=unit, digit=digit, layer=3)
    layer, index = place(unit)
    x, z, a = pass_of(twin().x[digit])[layer]
    w, b = (part[index] for part in weights(layer))
    *terms, others, bias, sum_, answer = sum_rows(drawn)
    printed = [product for *_, product in (*terms, others, bias)]
    assert sum(round(1000 * p) for p in printed) == round(1000 * sum_[2])
    assert sum_[2] == pytest.approx(z[index], abs=0.0005001)
    assert bias[0] == "bias" and bias[2] == pytest.approx(b, abs=0.0005001)
    shown, close = (100 * a[index], 0.0501) if layer == 2 else (a[index], 0.0005001)
    assert answer[2] == pytest.approx(shown, abs=close)
    order = np.argsort(-np.abs(w * x), kind="stable")[: len(terms)]
    assert [name for name, *_ in terms] == [names(layer, len(w))[k] for k in order]
    for (_, factors, product), k in zip(terms, order, strict=True):
        assert product == pytest.approx(w[k] * x[k], abs=0.0005001)
        assert [number(part) for part in factors.split(" × ")] == pytest.approx([w[k], x[k]], abs=0.0005001)
    assert others[0] == f"the other {len(w) - len(terms)} together"
    rows = drawn.table()
    assert [row[0] for row in rows] == [*names(layer, len(x)), "bias"]
    assert sum(row[3] for row in rows) == pytest.approx(z[index], abs=1e-6)


def lines(drawn: Still) -> list[tuple[str, float, float]]:
    """The drawn lines: sign, and the end at the unit that hears."""
    found = []
    groups = [*drawn.all("nn-fmri-rest"), *drawn.all("nn-fmri-own")]
    for path in (path for group in groups for path in group if path.get("d")):
        sign = "neg" if "neg" in str(path.get("class")) else "pos"
        for x, y in re.findall(r"M[\d.,]+C[\d.,-]+?,([\d.]+),([\d.]+)(?=M|$)", str(path.get("d") or "")):
            found.append((sign, float(x), float(y)))
    return found


def strong(carried: np.ndarray[Any, Any], most: int) -> set[int]:
    return {int(k) for k in np.argsort(-np.abs(carried), axis=None)[:most] if carried.flat[k]}


def test_the_lines_are_those_that_carry_most(stills: Stills) -> None:
    """Of each layer, of the chosen unit and of the answer; and how much the layer's carry is told."""
    drawn = stills.of(FIGURE, digit=30, unit="b3", layer=3)
    spots = [
        tuple(map(float, re.findall(r"[\d.]+", str(unit.get("transform")))))
        for unit in drawn.all("nn-fmri-unit")
    ]
    for start, (layer, (x, *_)) in zip((0, 32, 48), enumerate(pass_of(twin().x[30])), strict=True):
        w, b = weights(layer)
        carried = np.concatenate([w * x, b[:, None]], axis=1)
        most = chosen = strong(carried, MOST[layer])
        if layer == 1:
            chosen = chosen | strong(np.where(np.arange(len(w))[:, None] == 2, carried, 0), INTO)
        if layer == 2:
            heard = np.where(np.arange(carried.shape[1]) == 2, carried, 0)
            says = np.where(np.arange(10)[:, None] == pass_of(twin().x[30])[2][2].argmax(), carried, 0)
            chosen = chosen | strong(heard, OUT_OF) | strong(says, ANSWER)
        expected = sorted(
            ("neg" if carried.flat[k] < 0 else "pos", *spots[start + k // carried.shape[1]]) for k in chosen
        )
        share = np.abs(carried.flat[sorted(most)]).sum() / np.abs(carried).sum()
        told = drawn.texts("nn-head")
        assert [f"{MOST[layer]} lines", f"of {carried.size:,}:", f"{share:.0%}"] == told[3 * layer :][:3]
        top = {spot[1] for spot in spots[start : start + len(w)]}
        assert sorted(line for line in lines(drawn) if line[2] in top) == expected


@pytest.mark.parametrize("unit", ["a27", "b2", "c8"])
def test_the_digits_that_excite_it_most_are_torch_s(stills: Stills, unit: str) -> None:
    assert thumbs(stills.of(FIGURE, unit=unit)) == best(unit)


def thumbs(drawn: Still) -> list[int]:
    return [int(str(thumb.get("data-id"))) for thumb in drawn.all("nn-fmri-thumb")]


def best(unit: str) -> list[int]:
    layer, index = place(unit)
    sums = np.stack([pass_of(x)[layer][1][index] for x in twin().x])
    return [int(k) for k in np.argsort(-sums, kind="stable")[:6]]


def test_a_unit_that_is_never_on_says_so(stills: Stills) -> None:
    sums = weights(0)[0] @ twin().x.numpy().T + weights(0)[1][:, None]
    silent = int(np.flatnonzero(sums.max(axis=1) <= 0)[0])
    drawn = stills.of(FIGURE, unit=f"a{silent + 1}")
    assert "No test digit turns it on; these come closest" in drawn.texts("nn-title")
    head = classed(drawn.all("nn-fmri-thumb")[0], "nn-head")[0]
    assert number(head.text) == pytest.approx(sums[silent].max(), abs=0.00501)


@pytest.mark.parametrize(("unit", "done"), [("a27", 1), ("b3", 2), ("c3", 3)])
def test_of_a_unit_nothing_is_told_before_its_layer_is_computed(stills: Stills, unit: str, done: int) -> None:
    for layer in (0, done - 0.5, done):
        drawn = stills.of(FIGURE, unit=unit, layer=layer)
        told = layer >= done
        assert (drawn.texts("nn-fmri-state", 1) == ["Not computed yet"]) is not told
        numbers = [text for text in drawn.texts("nn-cell", 1) if any(sign.isdigit() for sign in text)]
        assert bool(numbers) is told


def test_a_silenced_unit_is_crossed_out_and_hands_on_nothing(stills: Stills) -> None:
    drawn = stills.of(FIGURE, silent="a27", unit="a27", layer=3)
    assert len(drawn.all("nn-fmri-cross")) == 1
    assert sum_rows(drawn)[-1][2] == 0 and "silenced" in sum_rows(drawn)[-1][0]
    assert "Unit 27 of the first layer: silenced" in drawn.now


def test_an_empty_drawing_leaves_the_biases(stills: Stills) -> None:
    drawn = stills.of(FIGURE, ink="A" * 171, unit="a3", layer=3)
    z, bias = pass_of(np.zeros(64))[0][1][2], weights(0)[1][2]
    together, its, summed, *_ = sum_rows(drawn)
    assert [together[0], its[0], summed[0]] == ["all 64 together", "bias", "sum"]
    assert together[2] == 0 and summed[2] == its[2]
    assert its[2] == pytest.approx(bias, abs=0.0005001) == pytest.approx(z, abs=0.0005001)
    assert drawn.now.startswith("An empty picture: only the biases speak")
    drawn.has_nothing_for_hands()


def signals(drawn: Still) -> list[tuple[float, float]]:
    marks = [*drawn.all("nn-signal-pos"), *drawn.all("nn-signal-neg")]
    return sorted((float(str(mark.get("cx"))), float(str(mark.get("cy")))) for mark in marks)


def test_signals_move_along_the_wires_and_light_the_units_when_they_are_there(stills: Stills) -> None:
    """The picture follows from the time alone: nothing flows at rest, and what flows is on its wire's end."""
    assert all(not signals(stills.of(FIGURE, layer=layer)) for layer in (0, 1, 2, 3))
    lowest = []
    for layer in (1.1, 1.3, 1.5, 1.7, 1.9):
        drawn = stills.of(FIGURE, layer=layer)
        ends = sorted((x, y) for _, x, y in lines(drawn))
        moving = signals(drawn)
        assert all(min(abs(x - u) + abs(y - v) for u, v in ends) <= 0.11 for x, y in moving)
        lit = ["data-lit" in each.attrib for each in drawn.all("nn-fmri-layer")]
        assert lit == [True, layer > 1.75, False] and bool(moving) != lit[1]
        lowest += [max(y for _, y in moving)] if moving else []
    assert lowest == sorted(lowest) and 290 < lowest[0] < lowest[-1] <= 388
    assert "the first layer has answered, and its signals are on their way to the second layer" in drawn.now


def test_no_line_lies_over_the_picture_or_the_words_beside_it(stills: Stills) -> None:
    drawn = stills.of(FIGURE, layer=3)
    frame = drawn.all("nn-cells__frame")[0]
    foot = float(str(frame.get("y"))) + float(str(frame.get("height")))
    groups = [*drawn.all("nn-fmri-rest"), *drawn.all("nn-fmri-own")]
    points = [
        tuple(map(float, point))
        for group in groups
        for path in group
        for point in re.findall(r"([\d.]+),([\d.]+)", str(path.get("d") or ""))
    ]
    # a curve lies within the hull of its points; the bias stands beside the picture and not under it
    left = float(str(frame.get("x")))
    assert points and all(y >= foot or 65 <= x < left for x, y in points) and min(points)[0] >= 65


# ---- hands ----


def test_the_units_say_what_torch_says(fmri: Shown, stills: Stills) -> None:
    fmri.set(digit=7, unit="c4", layer=3)
    assert fmri.figure.locator('.nn-fmri-unit[aria-checked="true"]').get_attribute("data-id") == "c4"
    assert fmri.texts(".nn-title")[1] == "The answer 4 (c4)"
    assert fmri.drawn() == stills.of(FIGURE, digit=7, unit="c4", layer=3).drawn()
    said = fmri.figure.locator(".nn-fmri-unit").evaluate_all("(all) => all.map((unit) => unit.ariaLabel)")
    heard = pass_of(twin().x[7])
    states = [(z, a) for _, zs, as_ in heard[:2] for z, a in zip(zs, as_, strict=True)]
    for words, (z, a) in zip(said, states, strict=False):
        assert words.endswith(f"on, it answers {a:.3f}" if z > 0 else f"off, its sum is −{-z:.3f}")
    assert len(said) == len(states) + 10
    on = [int((a > 0).sum()) for *_, a in heard[:2]]
    p = heard[2][2]
    assert f"{on[0]} of 32 units of the first layer are on, {on[1]} of 16 of the second" in fmri.now()
    assert f"says {p.argmax()} ({p.max():.1%}" in fmri.now()


def test_the_keys_walk_within_and_between_layers(fmri: Shown) -> None:
    fmri.set(unit="a1")
    fmri.figure.locator('.nn-fmri-unit[tabindex="0"]').focus()
    for key, unit in (
        ("ArrowRight", "a2"), ("ArrowDown", "a18"), ("ArrowDown", "b2"), ("End", "b16"), ("ArrowDown", "c9"),
        ("Home", "c0"), ("ArrowUp", "b2"), ("ArrowLeft", "b1"), ("ArrowLeft", "b1"),
    ):  # fmt: skip
        fmri.page.keyboard.press(key)
        fmri.settle()
        assert fmri.get("unit") == unit, key
        focused = fmri.figure.locator(".nn-fmri-unit:focus")
        assert focused.get_attribute("data-id") == unit and focused.get_attribute("aria-checked") == "true"
    assert fmri.figure.locator('.nn-fmri-unit[tabindex="0"]').count() == 1


def test_the_tab_key_stops_at_the_chosen_unit_and_at_the_digits(fmri: Shown) -> None:
    fmri.set(unit="b2")
    fmri.figure.evaluate("(figure) => { figure.tabIndex = -1; figure.focus(); }")
    stops = []
    for _ in range(8):
        fmri.page.keyboard.press("Tab")
        stops.append(fmri.page.evaluate("document.activeElement.getAttribute('data-id')"))
    digits = best("b2")
    assert stops == ["b2", *map(str, digits), None]
    assert fmri.figure.locator(".nn-player :focus").count() == 1
    fmri.figure.locator(".nn-fmri-thumb").nth(2).focus()
    fmri.page.keyboard.press("Enter")
    assert f"Test digit no. {digits[2]}, " in fmri.now() and fmri.get("digit") == digits[2]


def test_pointing_at_a_unit_looks_at_it(fmri: Shown) -> None:
    box = fmri.box('.nn-fmri-unit[data-id="b5"] .nn-fmri-rim')
    fmri.page.mouse.move(box["x"] + 14, box["y"] + 12)
    assert fmri.texts(".nn-title")[1] == "Unit 5 of the second layer (b5)" and fmri.get("unit") == "b5"
    assert "Unit 5 of the second layer: " in fmri.now()


def test_a_step_is_a_movement_that_ends_at_the_next_layer(fmri: Shown) -> None:
    fmri.set(layer=0)
    seen: list[Any] = fmri.page.evaluate(
        """async () => {
          const figure = document.querySelector('nn-figure[data-name="fmri"]');
          const button = (name) => figure.querySelector(`.nn-player__${name}`);
          const [play, forward] = ["play", "forward"].map(button);
          forward.click();
          const seen = [];
          for (let k = 0; k < 600 && play.ariaPressed === "true"; k++) {
            await new Promise(requestAnimationFrame);
            seen.push(Number(figure.querySelector("[name=layer]").value));
          }
          return seen;
        }"""
    )
    assert seen == sorted(seen) and len(set(seen)) > 5 and seen[-1] == 1
    fmri.figure.locator(".nn-player__back").click()
    fmri.settle()
    assert fmri.get("layer") == 0  # back is no movement: nothing is computed backwards


def test_played_or_stepped_layers_light_in_the_order_of_computation(browser: Browser, served: Served) -> None:
    with showing(browser, served, "fmri", "?layer=0", reduced_motion="reduce") as shown:
        layers = shown.figure.locator(".nn-fmri-layer")
        assert "nothing is computed yet" in shown.now()
        for done in range(4):
            lit = layers.evaluate_all("(all) => all.map((layer) => layer.hasAttribute('data-lit'))")
            assert lit == [k < done for k in range(3)]
            shown.figure.locator(".nn-player__forward").click()
            shown.settle()
        shown.set(layer=0)
        shown.page.clock.install()
        shown.figure.locator(".nn-player__play").click()
        shown.page.clock.run_for(1000)
        assert shown.get("layer") == 0
        shown.page.clock.run_for(2000)
        assert shown.get("layer") == 1  # two seconds a layer
        shown.page.clock.run_for(4000)
        assert shown.get("layer") == 3


def test_a_tap_looks_at_a_unit(browser: Browser, served: Served) -> None:
    with showing(browser, served, "fmri", **PHONE) as shown:
        unit = '.nn-fmri-unit[data-id="b9"] .nn-fmri-rim'
        shown.figure.locator(unit).scroll_into_view_if_needed()
        shown.page.touchscreen.tap(*shown.middle(unit))
        shown.settle()
        assert shown.get("unit") == "b9"
        thumb = shown.box(".nn-fmri-thumb .nn-hit")
        assert thumb["width"] >= 44 and thumb["height"] >= 44
