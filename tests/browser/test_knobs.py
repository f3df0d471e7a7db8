"""Turning knobs of the network: the widget `knobs` against torch, and under hands on the lesson's page."""

from __future__ import annotations

import copy
import re
from typing import Any

import numpy as np
import pytest
from built import values_of
from numpy.typing import NDArray
from playwright.sync_api import Browser, expect

from nnexplain.methods.flips import stretches

from .conftest import PHONE
from .digits import Shown, number, shared, showing, twin, weights
from .labs import torch
from .server import Served
from .stills import Still, Stills

FIGURE = "digit-ocr-knobs"


opened, knobs = shared("knobs")


# ---- what is drawn ----


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


def draw(stills: Stills, unit: str, part: Any, value: float | None = None, digit: int = 30) -> Still:
    knob = f"w{part}" if isinstance(part, int) else part
    named = {"gain": "", "bias": "_b"}.get(part, f"_{part}")
    at = "" if value is None else f"{unit}{named}_{value}"
    return stills.of(FIGURE, digit=digit, unit=unit, knob=knob, turned=at)


CASES: list[tuple[str, Any, float]] = [
    ("b10", "gain", 0.2), ("a15", 12, 4.5), ("b3", "bias", -3.0), ("c3", 8, -4.0), ("a27", "gain", 9.0),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "part", "value"), CASES)
def test_the_answer_and_the_digits_read_are_torch_s(
    stills: Stills, unit: str, part: Any, value: float
) -> None:
    drawn = draw(stills, unit, part, value)
    model = turned(unit, part, value)
    said = int(answers(model, twin().x[30:31])[0])
    right = int((answers(model, twin().x) == twin().labels).sum())
    before = int((answers(twin().model, twin().x) == twin().labels).sum())
    assert f"the network says {said}, " in drawn.now
    assert f"it reads {right}; untouched, {before}." in drawn.now
    assert drawn.texts("nn-big")[0] == f"says {said}"


@pytest.mark.parametrize(("unit", "part"), [(unit, part) for unit, part, _ in CASES])
@pytest.mark.parametrize("digit", [30, 58])
def test_the_strip_flips_where_torch_does(stills: Stills, unit: str, part: Any, digit: int) -> None:
    drawn = draw(stills, unit, part, digit=digit)
    low, high = (0.0, 10.0) if part == "gain" else (-5.0, 5.0)
    x = twin().x[digit : digit + 1]

    def tried(settings: NDArray[np.float64]) -> NDArray[np.int64]:
        return np.array([answers(turned(unit, part, float(t)), x)[0] for t in settings])

    found = stretches(tried, low, high, samples=41, close=1e-3)
    rects = drawn.all("nn-knobs-stretch")
    assert [int(str(rect.get("data-said"))) for rect in rects] == [said for *_, said in found]
    starts = [low + (high - low) * (float(str(rect.get("x"))) - 10) / 332 for rect in rects]
    assert np.allclose(starts, [start for start, *_ in found], atol=2e-3)
    labels = drawn.texts("nn-strong", 2)
    printed = [round(start, 2) for start, *_ in found[1:]]
    assert {number(label) for label in labels} <= {near for s in printed for near in (s, s + 0.01, s - 0.01)}
    assert bool(labels) == bool(printed)


def test_weights_that_change_the_answer_alone_are_marked_and_counted(stills: Stills) -> None:
    """Each of the weights of the first layer at settings of its own, by numpy."""
    quotes = stills.of(FIGURE).quotes
    assert quotes == {name: pytest.approx(value) for name, value in values_of(FIGURE).items()}
    x, (w, b) = twin().x[30].numpy(), weights(0)
    z = w @ x + b
    said = answers(twin().model, twin().x[30:31])
    settings = np.linspace(-quotes["reach"], quotes["reach"], 81)
    telling = []
    for unit in range(len(w)):
        turned = z[unit] + (settings[None] - w[unit][:, None]) * x[:, None]
        a = np.repeat(np.maximum(z, 0)[None], turned.size, 0)
        a[:, unit] = np.maximum(turned, 0).ravel()
        others = answers(twin().model[2:], torch.tensor(a)).reshape(turned.shape)
        telling.append(int((others != said).any(axis=1).sum()))
    assert quotes["any"] == sum(telling) and quotes["weights"] == w.size
    assert quotes["largest"] == pytest.approx(np.abs(w).max())
    most = int(np.argmax(telling))
    marks = stills.of(FIGURE, digit=30, unit=f"a{most + 1}", knob="bias").all("nn-cell-dots", 1)[0]
    assert len(re.findall("Z", str(marks.get("d")))) == telling[most] and 0 < telling[most] < len(x)


KNOBS: dict[str, dict[str, Any]] = {
    "b10: weight from unit a32": {"unit": "b10", "knob": "w31", "digit": 449},
    "c9: gain": {"unit": "c9", "knob": "gain", "turned": "c9_-3"},
    "a1: weight from row 8, column 8": {
        "unit": "a1", "knob": "w63", "turned": "a1_63_-900.5", "noise": 1, "shake": 99,
    },
    "a3: bias": {"unit": "a3", "knob": "bias", "turned": "a3_b_900.999", "silent": "a3"},
    "b2: gain": {"unit": "b2", "knob": "gain", "silent": ".".join(f"a{k + 1}" for k in range(32))},
    "a1: gain": {"unit": "a1", "knob": "w9999"},
    "a27: gain": {"unit": "zz", "knob": "<b>", "turned": "a1_b_nan~zz"},
    "c3: gain": {"unit": "c3", "knob": "gain", "turned": "c3_-2~a1_900"},
}  # fmt: skip


@pytest.mark.parametrize("title", KNOBS)
def test_any_knob_fits_into_its_panels(stills: Stills, title: str) -> None:
    """Also what nobody could have set."""
    drawn = stills.of(FIGURE, **KNOBS[title])
    assert drawn.sizes == stills.of(FIGURE).sizes
    assert drawn.words(2)[0] == title and re.search("(gain|bias|weight [^:]*): ", drawn.now)
    drawn.has_nothing_for_hands()


def test_a_silent_unit_says_that_nothing_of_it_matters(stills: Stills) -> None:
    drawn = stills.of(FIGURE, unit="b10", knob="gain", silent="b10")
    assert "The unit is silent: nothing of it matters." in drawn.now
    assert len(drawn.all("nn-knobs-stretch")) == 1


# ---- hands ----


def test_the_slider_turns_with_keys_and_is_back_at_what_was_trained(knobs: Shown) -> None:
    knobs.set(unit="b10", knob="gain")
    slider = knobs.figure.locator(".nn-knobs-slider")
    slider.focus()
    for _ in range(4):
        knobs.page.keyboard.press("ArrowLeft")
    assert "b10, gain: 0.80 (trained 1.00)" in knobs.now()
    assert knobs.get("turned") == "b10_0.8"
    assert str(slider.get_attribute("aria-valuetext")).startswith("0.80: it says ")
    for _ in range(4):
        knobs.page.keyboard.press("ArrowRight")
    knobs.settle()
    assert knobs.get("turned") == ""


def test_a_unit_and_a_knob_are_picked_by_hand_and_by_keys(knobs: Shown) -> None:
    units = knobs.figure.locator(".nn-panel:nth-child(1) [role=radiogroup]")
    units.nth(1).locator("[role=radio]").nth(9).click()
    knobs.settle()
    assert knobs.get("unit") == "b10"
    knobs.page.keyboard.press("ArrowUp")
    knobs.settle()
    assert knobs.get("unit") == "b2"
    assert [units.nth(k).locator("[aria-checked=true]").count() for k in (0, 1)] == [0, 1]
    inputs = knobs.figure.locator(".nn-panel:nth-child(2) [role=radiogroup]").first.locator("[role=radio]")
    assert inputs.count() == 32
    inputs.nth(5).click()
    knobs.page.keyboard.press("ArrowRight")
    own = knobs.texts(".nn-panel:nth-child(3) .nn-big")[0]
    assert knobs.get("knob") == "w6" and number(own) == pytest.approx(weights(1)[0][1, 6], abs=0.006)
    for name in ("bias", "gain"):  # the words on a knob are no hole in it
        knobs.figure.locator(".nn-panel:nth-child(2) .nn-faint", has_text=name).first.click(force=True)
        knobs.settle()
        assert knobs.get("knob") == name


def hold(shown: Shown, press: Any) -> None:
    """The slider that is drawn is the one that is held."""
    shown.set(unit="b10", knob="bias")
    shown.figure.locator(".nn-knobs-slider").scroll_into_view_if_needed()
    box = shown.box(".nn-knobs-slider")
    assert box["height"] >= 44
    for part in (0.25, 0.9):
        x = box["x"] + part * box["width"]
        press(x, box["y"] + box["height"] / 2)
        shown.settle()
        assert shown.get("turned").startswith("b10_b_")
        assert abs(shown.middle(".nn-knobs-thumb")[0] - x) < 2


def test_a_pointer_holds_the_slider_that_is_drawn(knobs: Shown) -> None:
    hold(knobs, knobs.page.mouse.click)


def test_a_finger_holds_the_slider_that_is_drawn(browser: Browser, served: Served) -> None:
    with showing(browser, served, "knobs", **PHONE) as shown:
        hold(shown, shown.page.touchscreen.tap)


def test_the_dots_follow_when_the_hand_rests(knobs: Shown, stills: Stills) -> None:
    chosen = {"digit": 58, "unit": "b10", "knob": "gain"}
    there = stills.of(FIGURE, **chosen)
    knobs.set(**{**chosen, "digit": 30})
    knobs.set(**chosen)
    dots = knobs.figure.locator(".nn-panel:nth-child(1) .nn-cell-dots").nth(1)
    expect(dots).to_have_attribute("d", str(there.all("nn-cell-dots", 0)[1].get("d")))
    assert knobs.drawn() == there.drawn()


def test_noise_shakes_and_everything_can_be_put_back(knobs: Shown) -> None:
    untouched = knobs.now()
    shake = knobs.figure.get_by_role("button", name="shake again")
    shake.click()
    knobs.settle()
    assert knobs.get("noise") == 0.2 and knobs.get("shake") == 1
    knobs.set(noise=1)
    first = knobs.now()
    shake.click()
    assert knobs.now() != first != untouched and knobs.get("shake") == 2
    knobs.set(turned="a3_4", silent="b2")
    knobs.figure.get_by_role("button", name="put all back").click()
    assert knobs.now() == untouched
    assert [knobs.get(name) for name in ("noise", "turned", "silent")] == [0, "", ""]
