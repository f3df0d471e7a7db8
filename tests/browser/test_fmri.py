"""One thought, layer by layer: the widget `fmri` on the lesson's own page, against torch."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from .digits import Open, Shown, number, open_figure, pass_of, sum_rows, twin, weights
from .server import Served

MOST = (80, 60, 50)


@pytest.fixture
def fmri(served: Served, visit: Open) -> Callable[..., Shown]:
    return lambda query="", **context: open_figure(served, visit, "fmri", query, **context)


Fmri = Callable[..., Shown]


def names(side: int, layer: int, count: int) -> list[str]:
    if layer:
        return [f"unit {k + 1}" for k in range(count)]
    return [f"row {k // side + 1}, column {k % side + 1}" for k in range(count)]


@pytest.mark.parametrize("unit", ["a27", "a1", "b3", "c3", "c9"])
@pytest.mark.parametrize("digit", [30, 58])
def test_the_printed_sum_is_torch_s_and_adds_up(fmri: Fmri, unit: str, digit: int) -> None:
    shown = fmri(f"?unit={unit}&digit={digit}")
    layer = "abc".index(unit[0])
    index = int(unit[1:]) - (layer < 2)
    x, z, a = pass_of(twin().x[digit])[layer]
    w, b = (part[index] for part in weights(layer))
    *terms, others, bias, sum_, answer = sum_rows(shown)
    printed = [product for *_, product in (*terms, others, bias)]
    assert sum(round(1000 * p) for p in printed) == round(1000 * sum_[2])
    assert sum_[2] == pytest.approx(z[index], abs=0.0005001)
    assert bias[0] == "bias" and bias[2] == pytest.approx(b, abs=0.0005001)
    assert answer[2] == pytest.approx(
        100 * a[index] if layer == 2 else a[index], abs=0.0501 if layer == 2 else 0.0005001
    )
    order = np.argsort(-np.abs(w * x), kind="stable")[: len(terms)]
    assert [name for name, *_ in terms] == [names(8, layer, len(w))[k] for k in order]
    for (_, factors, product), k in zip(terms, order, strict=True):
        assert product == pytest.approx(w[k] * x[k], abs=0.0005001)
        assert [number(part) for part in factors.split(" × ")] == pytest.approx([w[k], x[k]], abs=0.0005001)
    assert others[0] == f"the other {len(w) - len(terms)} together"


def test_every_term_is_in_the_data(fmri: Fmri) -> None:
    shown = fmri("?unit=b7&digit=12")
    shown.page.locator("#fmri .nn-table summary").click()
    grid = shown.page.locator("#fmri .nn-table table").first
    grid.wait_for()
    cells = [
        [cell.inner_text() for cell in row.locator("td").all()] for row in grid.locator("tbody tr").all()
    ]
    x, z, _ = pass_of(twin().x[12])[1]
    assert [row[0] for row in cells] == [*names(8, 1, len(x)), "bias"]
    assert sum(number(row[3]) for row in cells) == pytest.approx(z[6], abs=1e-3)


def test_the_units_say_what_torch_says(fmri: Fmri) -> None:
    shown = fmri("?digit=7")
    said = [str(unit.get_attribute("aria-label")) for unit in shown.figure.locator(".nn-fmri-unit").all()]
    heard = pass_of(twin().x[7])
    states = [(z, a) for _, zs, as_ in heard[:2] for z, a in zip(zs, as_, strict=True)]
    for words, (z, a) in zip(said, states, strict=False):
        assert words.endswith(f"on, it answers {a:.3f}" if z > 0 else f"off, its sum is −{-z:.3f}")
    assert len(said) == len(states) + 10
    on = [int((a > 0).sum()) for *_, a in heard[:2]]
    p = heard[2][2]
    assert f"{on[0]} of 32 units of the first layer are on, {on[1]} of 16 of the second" in shown.now()
    assert f"says {p.argmax()} ({p.max():.1%}" in shown.now()


def lines(shown: Shown, selector: str) -> list[tuple[str, float, float, float, float]]:
    """The drawn lines: sign, and both ends."""
    found = []
    for path in shown.figure.locator(selector).all():
        sign = "neg" if "neg" in str(path.get_attribute("class")) else "pos"
        for start, end in re.findall(
            r"M([\d.]+,[\d.]+)C[\d.,-]+?,([\d.]+,[\d.]+)(?=M|$)", str(path.get_attribute("d") or "")
        ):
            found.append((sign, *map(float, start.split(",")), *map(float, end.split(","))))
    return found


def test_the_lines_are_those_that_carry_most(fmri: Fmri) -> None:
    shown = fmri("?digit=30")
    drawn = lines(shown, ".nn-fmri-wires > path")
    spots = [
        tuple(map(float, re.findall(r"[\d.]+", str(unit.get_attribute("transform")))))
        for unit in shown.figure.locator(".nn-fmri-unit").all()
    ]
    starts = {0: 0, 1: 32, 2: 48}
    for layer, (x, *_) in enumerate(pass_of(twin().x[30])):
        w, b = weights(layer)
        carried = np.concatenate([w * x, b[:, None]], axis=1)
        strong = np.argsort(-np.abs(carried), axis=None)[: MOST[layer]]
        expected = sorted(
            ("neg" if carried.flat[k] < 0 else "pos", *spots[starts[layer] + k // carried.shape[1]])
            for k in strong
        )
        top = {spot[1] for spot in spots[starts[layer] : starts[layer] + len(w)]}
        assert sorted((sign, *end) for sign, _, _, *end in drawn if end[1] in top) == expected


# ---- hands ----


def test_the_keys_walk_within_and_between_layers(fmri: Fmri) -> None:
    shown = fmri("?unit=a1")
    shown.figure.locator('.nn-fmri-unit[tabindex="0"]').focus()
    way = [
        ("ArrowRight", "a2"),
        ("ArrowDown", "a18"),
        ("ArrowDown", "b2"),
        ("End", "b16"),
        ("ArrowDown", "c9"),
        ("Home", "c0"),
        ("ArrowUp", "b1"),
        ("ArrowLeft", "b1"),
    ]
    for key, unit in way:
        shown.page.keyboard.press(key)
        shown.settle()
        assert shown.get("unit") == unit, key
        focused = shown.figure.locator(".nn-fmri-unit:focus")
        assert focused.get_attribute("data-id") == unit and focused.get_attribute("aria-checked") == "true"
    assert shown.figure.locator('.nn-fmri-unit[tabindex="0"]').count() == 1


def test_the_tab_key_stops_at_the_chosen_unit_and_at_the_digits(fmri: Fmri) -> None:
    shown = fmri("?unit=b5")
    shown.figure.evaluate("(figure) => { figure.tabIndex = -1; figure.focus(); }")
    stops = []
    for _ in range(8):
        shown.page.keyboard.press("Tab")
        stops.append(shown.page.evaluate("document.activeElement.getAttribute('data-id')"))
    digits = [thumb.get_attribute("data-id") for thumb in shown.figure.locator(".nn-fmri-thumb").all()]
    assert stops == ["b5", *digits, None]
    assert shown.figure.locator(".nn-player :focus").count() == 1


def test_pointing_at_a_unit_looks_at_it(fmri: Fmri) -> None:
    shown = fmri()
    box = shown.figure.locator('.nn-fmri-unit[data-id="b5"] .nn-fmri-rim').bounding_box()
    assert box
    shown.page.mouse.move(box["x"] + 14, box["y"] + 12)
    shown.settle()
    assert shown.get("unit") == "b5" and shown.texts(".nn-title")[1] == "Unit 5 of the second layer (b5)"
    assert "Unit 5 of the second layer: " in shown.now()


def test_one_selection_for_the_page(fmri: Fmri) -> None:
    shown = fmri()
    shown.set(unit="c4")
    assert shown.texts(".nn-title")[1] == "The answer 4 (c4)"
    assert shown.figure.locator('.nn-fmri-unit[aria-checked="true"]').get_attribute("data-id") == "c4"


@pytest.mark.parametrize("unit", ["a27", "b2", "c8"])
def test_the_digits_that_excite_it_most_are_torch_s(fmri: Fmri, unit: str) -> None:
    shown = fmri(f"?unit={unit}")
    layer = "abc".index(unit[0])
    index = int(unit[1:]) - (layer < 2)
    sums = np.stack([pass_of(x)[layer][1][index] for x in twin().x])
    best = np.argsort(-sums, kind="stable")[:6]
    thumbs = shown.figure.locator(".nn-fmri-thumb")
    assert [int(str(thumb.get_attribute("data-id"))) for thumb in thumbs.all()] == best.tolist()
    thumbs.nth(2).focus()
    shown.page.keyboard.press("Enter")
    shown.settle()
    assert shown.get("digit") == best[2] and f"Test digit no. {best[2]}, " in shown.now()


def test_a_unit_that_is_never_on_says_so(fmri: Fmri) -> None:
    sums = weights(0)[0] @ twin().x.numpy().T + weights(0)[1][:, None]
    silent = int(np.flatnonzero(sums.max(axis=1) <= 0)[0])
    shown = fmri(f"?unit=a{silent + 1}")
    assert "No test digit turns it on; these come closest" in shown.texts(".nn-title")
    assert number(shown.texts(".nn-fmri-thumb .nn-head")[0]) == pytest.approx(sums[silent].max(), abs=0.00501)
