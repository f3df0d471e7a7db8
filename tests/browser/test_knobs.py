"""Turning knobs of the network: the widget `knobs` on the lesson's own page, against torch."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from nnexplain.methods.flips import stretches

from .conftest import PHONE
from .digits import Open, Shown, number, open_figure, pass_of, twin
from .labs import torch
from .server import Served

Knobs = Callable[..., Shown]


@pytest.fixture
def knobs(served: Served, visit: Open) -> Knobs:
    return lambda query="", **context: open_figure(served, visit, "knobs", query, **context)


def turned(unit: str, part: Any, value: float) -> Any:
    """The network in torch with one weight or bias set, or a gain as factor of the next layer's weights."""
    layer, index = "abc".index(unit[0]), int(unit[1:]) - (unit[0] != "c")
    model = copy.deepcopy(twin().model)
    with torch.no_grad():
        if part == "gain":
            model[2 * layer + 2].weight[:, index] *= value
        elif part == "bias":
            model[2 * layer].bias[index] = value
        else:
            model[2 * layer].weight[index, part] = value
    return model


def answers(model: Any, x: Any) -> NDArray[np.int64]:
    with torch.no_grad():
        return np.asarray(model(x).argmax(1).numpy())


def query(unit: str, part: Any, value: float | None = None, digit: int = 30) -> str:
    knob = f"w{part}" if isinstance(part, int) else part
    named = {"gain": "", "bias": "_b"}.get(part, f"_{part}")
    at = "" if value is None else f"&turned={unit}{named}_{value}"
    return f"?digit={digit}&unit={unit}&knob={knob}{at}"


CASES: list[tuple[str, Any, float]] = [
    ("b10", "gain", 0.2), ("a15", 12, 4.5), ("b3", "bias", -3.0), ("c3", 8, -4.0), ("a27", "gain", 9.0),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "part", "value"), CASES)
def test_the_answer_and_the_digits_read_are_torch_s(knobs: Knobs, unit: str, part: Any, value: float) -> None:
    shown = knobs(query(unit, part, value))
    model = turned(unit, part, value)
    said = int(answers(model, twin().x[30:31])[0])
    right = int((answers(model, twin().x) == twin().labels).sum())
    before = int((answers(twin().model, twin().x) == twin().labels).sum())
    now = shown.now()
    assert f"the network says {said}, " in now
    assert f"it reads {right}; untouched, {before}." in now
    assert shown.texts(".nn-big")[0] == f"says {said}"


@pytest.mark.parametrize(("unit", "part"), [(unit, part) for unit, part, _ in CASES])
@pytest.mark.parametrize("digit", [30, 58])
def test_the_strip_flips_where_torch_does(knobs: Knobs, unit: str, part: Any, digit: int) -> None:
    shown = knobs(query(unit, part, digit=digit))
    low, high = (0.0, 10.0) if part == "gain" else (-5.0, 5.0)
    x = twin().x[digit : digit + 1]

    def tried(settings: NDArray[np.float64]) -> NDArray[np.int64]:
        return np.array([answers(turned(unit, part, float(t)), x)[0] for t in settings])

    found = stretches(tried, low, high, samples=41, close=1e-3)
    rects = shown.figure.locator(".nn-knobs-stretch").evaluate_all(
        "(all) => all.map((r) => [+r.getAttribute('x'), +r.getAttribute('width'), +r.dataset.said])"
    )
    assert [said for *_, said in rects] == [said for *_, said in found]
    starts = [low + (high - low) * (x - 10) / 332 for x, *_ in rects]
    assert np.allclose(starts, [start for start, *_ in found], atol=2e-3)
    labels = shown.texts(".nn-panel:nth-child(3) .nn-strong")
    printed = [round(start, 2) for start, *_ in found[1:]]
    assert {number(label) for label in labels} <= {near for s in printed for near in (s, s + 0.01, s - 0.01)}
    assert bool(labels) == bool(printed)


def test_the_slider_turns_with_keys_and_is_back_at_what_was_trained(knobs: Knobs) -> None:
    shown = knobs("?unit=b10&knob=gain")
    slider = shown.figure.locator(".nn-knobs-slider")
    assert slider.bounding_box()["height"] >= 44  # type: ignore[index]
    slider.focus()
    for _ in range(4):
        shown.page.keyboard.press("ArrowLeft")
    shown.settle()
    assert shown.get("turned") == "b10_0.8"
    assert "b10, gain: 0.80 (trained 1.00)" in shown.now()
    assert str(slider.get_attribute("aria-valuetext")).startswith("0.80: it says ")
    for _ in range(4):
        shown.page.keyboard.press("ArrowRight")
    shown.settle()
    assert shown.get("turned") == ""


def test_a_unit_and_a_weight_are_picked_by_hand_and_by_keys(knobs: Knobs) -> None:
    shown = knobs()
    units = shown.figure.locator(".nn-panel:nth-child(1) [role=radiogroup]")
    units.nth(1).locator("[role=radio]").nth(9).click()
    shown.settle()
    assert shown.get("unit") == "b10"
    shown.page.keyboard.press("ArrowUp")
    shown.settle()
    assert shown.get("unit") == "b2"
    assert units.nth(1).locator("[aria-checked=true]").count() == 1
    assert units.nth(0).locator("[aria-checked=true]").count() == 0
    weights = shown.figure.locator(".nn-panel:nth-child(2) [role=radiogroup]").first
    assert weights.locator("[role=radio]").count() == 32
    weights.locator("[role=radio]").nth(5).click()
    shown.page.keyboard.press("ArrowRight")
    shown.settle()
    assert shown.get("knob") == "w6"
    own = twin().model[2].weight[1, 6].item()
    assert number(shown.texts(".nn-panel:nth-child(3) .nn-big")[0]) == pytest.approx(own, abs=0.006)


def test_the_words_on_a_knob_are_no_hole_in_it(knobs: Knobs) -> None:
    shown = knobs("?knob=w3")
    for name in ("bias", "gain"):
        shown.figure.locator(".nn-panel:nth-child(2) .nn-faint", has_text=name).first.click(force=True)
        shown.settle()
        assert shown.get("knob") == name


@pytest.mark.parametrize("context", [{}, PHONE])
def test_the_slider_that_is_drawn_is_the_one_that_is_held(knobs: Knobs, context: dict[str, Any]) -> None:
    shown = knobs("?unit=b10&knob=bias", **context)
    slider = shown.figure.locator(".nn-knobs-slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box and box["height"] >= 44
    press = shown.page.touchscreen.tap if context else shown.page.mouse.click
    for part in (0.25, 0.9):
        x = box["x"] + part * box["width"]
        press(x, box["y"] + box["height"] / 2)
        shown.settle()
        assert shown.get("turned").startswith("b10_b_")
        thumb = shown.figure.locator(".nn-knobs-thumb").bounding_box()
        assert thumb and abs(thumb["x"] + thumb["width"] / 2 - x) < 2


def test_the_dots_follow_when_the_hand_rests(knobs: Knobs) -> None:
    shown = knobs("?digit=30&unit=b10&knob=gain")
    dots = shown.figure.locator(".nn-panel:nth-child(1) .nn-cell-dots").nth(1)
    first = str(dots.get_attribute("d"))
    shown.set(digit=58)
    expect(dots).not_to_have_attribute("d", first)
    direct = knobs("?digit=58&unit=b10&knob=gain")
    again = direct.figure.locator(".nn-panel:nth-child(1) .nn-cell-dots").nth(1)
    expect(dots).to_have_attribute("d", str(again.get_attribute("d")))


def test_dots_mark_the_weights_that_change_the_answer_alone(knobs: Knobs) -> None:
    shown = knobs("?digit=30&unit=a15&knob=bias")
    x, (w, b) = twin().x[30].numpy(), (twin().model[0].weight, twin().model[0].bias)
    said = pass_of(x)[-1][2].argmax()
    settings = np.linspace(-5, 5, 401)
    z, weights = pass_of(x)[0][1], w.detach().numpy()[14]
    telling = 0
    for k in range(len(x)):
        a = np.repeat(np.maximum(z, 0)[None], len(settings), 0)
        a[:, 14] = np.maximum(z[14] + (settings - weights[k]) * x[k], 0)
        telling += bool((answers(twin().model[2:], torch.tensor(a)) != said).any())
    assert b is not None and 0 < telling < len(x)
    marks = shown.figure.locator(".nn-panel:nth-child(2) [role=radiogroup] .nn-cell-dots").first
    assert len(re.findall("Z", str(marks.get_attribute("d")))) == telling


def test_noise_shakes_and_everything_can_be_put_back(knobs: Knobs) -> None:
    shown = knobs()
    untouched = shown.now()
    shake = shown.figure.get_by_role("button", name="shake again")
    shake.click()
    shown.settle()
    assert shown.get("noise") == 0.2 and shown.get("shake") == 1
    shown.set(noise=1)
    first = shown.now()
    shake.click()
    assert shown.now() != first != untouched and shown.get("shake") == 2
    shown.set(turned="a3_4", silent="b2")
    shown.figure.get_by_role("button", name="put all back").click()
    assert shown.now() == untouched
    assert [shown.get(name) for name in ("noise", "turned", "silent")] == [0, "", ""]


def test_a_silent_unit_says_that_nothing_of_it_matters(knobs: Knobs) -> None:
    shown = knobs("?unit=b10&knob=gain&silent=b10")
    assert "The unit is silent: nothing of it matters." in shown.now()
    assert shown.figure.locator(".nn-knobs-stretch").count() == 1


@pytest.mark.parametrize(
    "query",
    ["?knob=w9999&unit=zz9", "?knob=%3Cb%3E&turned=a1_b_nan~zz", "?unit=c3&knob=gain&turned=c3_-2~a1_900"],
)
def test_what_nobody_could_have_set_does_no_harm(knobs: Knobs, query: str) -> None:
    shown = knobs(query)
    assert re.search("gain: |bias: ", shown.now())
    assert shown.figure.locator(".nn-knobs-slider").is_enabled()


@pytest.mark.parametrize("context", [{}, PHONE])
def test_it_comes_alive_in_its_place(knobs: Knobs, visit: Open, context: dict[str, Any]) -> None:
    shown = knobs(**context)
    shown.comes_alive_in_its_place(visit, **context)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
