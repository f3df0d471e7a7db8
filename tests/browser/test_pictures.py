"""Four pictures of one network: true numbers, and one selection under hands on the lesson's own page."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nnexplain.figures import read_run
from nnexplain.project import Project

from .conftest import ROOT
from .digits import Shown, shared
from .stills import Stills

FIGURE = "digit-ocr-pictures"


@cache
def weights() -> list[NDArray[np.float64]]:
    """Of the three layers, each (outputs, inputs)."""
    run = read_run(Project(ROOT).runs / "models/digits.safetensors")
    return [run[f"{name}.weight"].astype(float) for name in ("hidden1", "hidden2", "output")]


opened, pictures = shared("pictures")


# ---- what is drawn ----


def signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")


def test_the_sentence_and_the_readout_tell_the_weights(stills: Stills) -> None:
    drawn = stills.of(FIGURE, unit="a12")
    row, fed = weights()[0][11], weights()[1][:, 11]
    pixel = {k: f"pixel row {k // 8 + 1} column {k % 8 + 1}" for k in range(64)}
    assert drawn.now == (
        f"Unit a12: most for {pixel[int(row.argmax())]} ({signed(row.max())}), most against "
        f"{pixel[int(row.argmin())]} ({signed(row.min())}); feeds b{fed.argmax() + 1} ({signed(fed.max())}), "
        f"speaks against b{fed.argmin() + 1} ({signed(fed.min())})."
    )
    strongest = int(np.abs(row).argmax())
    assert drawn.texts("nn-pictures__readout") == [f"a12, {pixel[strongest]}: {signed(row[strongest])}"]
    heard = weights()[2][3]
    assert stills.of(FIGURE, unit="c3").now == (
        f"Unit c3: most for b{heard.argmax() + 1} ({signed(heard.max())}), most against "
        f"b{heard.argmin() + 1} ({signed(heard.min())})."
    )


def test_what_is_painted_is_what_the_weights_are(stills: Stills) -> None:
    """Cells painted in the weight images and in the enlarged one, counted by shade."""
    drawn = stills.of(FIGURE, unit="b3")
    (images,), (_, large) = drawn.all("nn-pictures__cells", 0), drawn.all("nn-pictures__cells", 1)
    heights = (16, round(16 * 2 / 3, 3))  # of a cell for and against; the bias has a smaller one
    large = [path for path in large if round(float(path.get("stroke-width") or 0), 3) in heights]
    for cells, matrix, cell, inset in ((images, weights()[0], 8, 1 / 6), (large, weights()[1][2], 16, 1 / 6)):
        shades = np.clip(np.round(4 * matrix), -4, 4)
        counts = {k: int((shades == k).sum()) for k in range(-4, 5) if k and (shades == k).any()}
        painted: dict[int, float] = {}
        for path in cells:
            against = "against" in str(path.get("class"))
            lengths = [float(number) for number in re.findall(r"h([\d.]+)", str(path.get("d")))]
            shade = round(4 * float(path.get("stroke-opacity") or 0)) * (-1 if against else 1)
            wide = cell * (1 - 2 * inset) if against else cell
            painted[shade] = painted.get(shade, 0) + sum(lengths) / wide
        assert {k: round(v) for k, v in painted.items()} == counts
    assert "b3, enlarged" in drawn.texts("nn-strong")
    # not an element a weight, but one a shade and height
    assert max(len(cells) for cells in drawn.all("nn-pictures__cells")) <= 2 * 8


def test_units_that_are_silenced_are_crossed_out_and_noise_is_seen(stills: Stills) -> None:
    drawn = stills.of(FIGURE, silent="a3.b2")
    assert [str(path.get("d")).count("M") for path in drawn.all("nn-pictures__silenced")] == [2, 2, 2, 2]
    noisy = stills.of(FIGURE, silent="a3.b2", noise=1)
    first, other = (each.all("nn-pictures__cells", 0)[0][0].get("d") for each in (drawn, noisy))
    assert first != other


def test_the_slider_says_how_many_lines(stills: Stills) -> None:
    def lines(count: int) -> int:
        groups = stills.of(FIGURE, unit="a1", lines=count).all("nn-pictures__lines--faded", 2)
        return sum(str(path.get("d") or "").count("M") for group in groups for path in group)

    assert lines(20) <= 20 < lines(400) <= 400


@pytest.mark.parametrize(
    "given",
    [
        {"unit": "a32", "lines": 400, "silent": "a1.b16.c9"},
        {"unit": "b1", "noise": 1, "shake": 7},
        {"unit": "c9", "lines": 20, "turned": "c9_3_-4~a1_b_2"},
    ],
    ids=["silent", "noise", "turned"],
)
def test_whatever_is_chosen_is_drawn_inside_of_panels_that_keep_their_size(
    stills: Stills, given: dict[str, Any]
) -> None:
    drawn, first = stills.of(FIGURE, **given), stills.of(FIGURE)
    assert [size for size, _ in drawn.sizes] == [size for size, _ in first.sizes] == [[442, 450]] * 4
    assert drawn.now.startswith(f"Unit {given['unit']}: ")
    assert drawn.words(1)[-1].startswith(f"{given['unit']}, ")
    assert drawn.quotes == first.quotes  # the colours' scale is the trained network's


# ---- hands ----


def selected(shown: Shown) -> set[str]:
    """The chosen unit, if it is the same in each of the three panels that have one thing a unit."""
    shown.settle()
    ids = "(all) => all.map((one) => one.dataset.id.split(' ')[1])"
    found = shown.figure.locator('[aria-selected="true"]').evaluate_all(ids)
    assert len(found) == 3
    return set(found)


def unit_of(name: str) -> str:
    """A selector for the unit of that name, in whichever panel."""
    return f'[data-id$=" {name}"]'


def test_what_is_chosen_in_one_is_marked_in_all(pictures: Shown, stills: Stills) -> None:
    for panel, unit in ((0, "a12"), (2, "b5"), (3, "c7")):
        pictures.figure.locator(".nn-widget").nth(panel).locator(unit_of(unit)).click()
        assert selected(pictures) == {unit}
        assert pictures.figure.locator("select[name=unit]").input_value() == unit
        assert pictures.now().startswith(f"Unit {unit}:")
        for view in (1, 3, 4):
            widget = f".nn-panel:nth-child({view}) .nn-widget"
            mark = pictures.middle(f"{widget} .nn-pictures__mark:not(.nn-pictures__mark--pointed)")
            assert mark == pytest.approx(pictures.middle(f"{widget} {unit_of(unit)}"), abs=6)
        assert pictures.texts(".nn-pictures__readout")[0].startswith(f"{unit}, ")
    pictures.figure.locator("select[name=unit]").select_option("b2")
    assert selected(pictures) == {"b2"}
    pictures.page.mouse.move(0, 0)
    assert pictures.drawn() == stills.of(FIGURE, unit="b2").drawn()


@pytest.mark.parametrize(
    ("width", "units"), [(1280, ("a5", "a6", "a31", "b9")), (390, ("b9",))], ids=["wide", "narrow"]
)
def test_the_unit_under_the_pointer_is_chosen_also_where_they_lie_close(
    pictures: Shown, width: int, units: tuple[str, ...]
) -> None:
    before = pictures.page.viewport_size
    pictures.page.set_viewport_size({"width": width, "height": 1000})
    for unit in units:
        spot = f".nn-panel:nth-child(3) {unit_of(unit)}"
        pictures.figure.locator(spot).evaluate("(unit) => unit.scrollIntoView({ block: 'center' })")
        pictures.settle()
        pictures.page.mouse.click(*pictures.middle(spot))
        assert selected(pictures) == {unit}
        assert pictures.page.evaluate("document.activeElement.dataset.id") == f"lines {unit}"
    assert before
    pictures.page.set_viewport_size(before)


def test_every_cell_of_the_heat_map_can_be_pointed_at(pictures: Shown) -> None:
    pictures.set(unit="a1")
    ground = pictures.box(".nn-pictures__ground")
    zoom = ground["width"] / 428

    def at(x: float, y: float) -> tuple[float, float]:
        return ground["x"] + zoom * x, ground["y"] + zoom * y

    for unit, column in ((0, 0), (7, 20), (15, 31)):
        pictures.page.mouse.move(*at(26 + 11 * (column + 0.5), 20 + 11 * (unit + 0.5)))
        word = f"b{unit + 1}, a{column + 1}: "
        assert pictures.texts(".nn-pictures__readout") == [word + signed(weights()[1][unit, column])]
    for row, column in ((0, 0), (5, 3), (7, 7)):  # of the chosen unit, large
        pictures.page.mouse.move(*at(281 + 16 * (column + 0.5), 230 + 16 * (row + 0.5)))
        word = f"a1, pixel row {row + 1} column {column + 1}: "
        assert pictures.texts(".nn-pictures__readout") == [word + signed(weights()[0][0, 8 * row + column])]
    assert selected(pictures) == {"a1"}  # to point is not to choose
    pictures.page.mouse.click(*at(26 + 352 + 4 + 5, 20 + 11 * 4.5))
    assert selected(pictures) == {"b5"}
    assert pictures.texts(".nn-pictures__readout")[0].startswith("b5, bias: ")


def test_keys_go_from_unit_to_unit(pictures: Shown) -> None:
    pictures.set(unit="a12")
    press = pictures.page.keyboard.press
    for panel, key, unit in ((0, "ArrowLeft", "a11"), (2, "ArrowUp", "a10"), (0, "ArrowDown", "a16")):
        stop = pictures.figure.locator(".nn-widget").nth(panel).locator('[tabindex="0"]')
        assert stop.count() == 1
        stop.focus()
        press(key)
        assert selected(pictures) == {unit}
        assert pictures.page.evaluate("document.activeElement.dataset.id").endswith(f" {unit}")
    pictures.figure.locator(".nn-widget").nth(3).locator('[tabindex="0"]').focus()
    press("End")
    assert selected(pictures) == {"c9"}
    press("ArrowUp")
    assert selected(pictures) != {"c9"}
    pictures.set(unit="a5")
    ground = pictures.figure.locator(".nn-pictures__ground")
    ground.focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowDown"):
        press(key)
    assert selected(pictures) == {"a6"}
    assert str(ground.get_attribute("aria-valuetext")).startswith("a6, pixel row 1 column 3: ")


# ---- pulling at the force-directed layout ----

B4 = 32 + 3


def places(shown: Shown) -> NDArray[np.float64]:
    """Where the units are, (58, 2)."""
    shown.settle()
    spots = "(all) => all.map((hit) => ['cx', 'cy'].map((at) => Number(hit.getAttribute(at))))"
    found = np.array(shown.figure.locator(".nn-widget").nth(3).locator("[data-id]").evaluate_all(spots))
    assert found.shape == (58, 2)
    return found


def pull(shown: Shown) -> None:
    """Takes b4 by the pointer, which stays down."""
    x, y = shown.middle(f".nn-panel:nth-child(4) {unit_of('b4')}")
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(x + 120, y + 60, steps=6)


def moved(shown: Shown, before: NDArray[np.float64]) -> tuple[float, float]:
    """How far b4 has gone, and half of the others at least."""
    far = np.linalg.norm(places(shown) - before, axis=1)
    return float(far[B4]), float(np.median(np.delete(far, B4)))


def test_a_dragged_unit_pulls_its_springs_and_reset_puts_all_back(pictures: Shown) -> None:
    before, chosen = places(pictures), selected(pictures)
    pull(pictures)
    for _ in range(200):
        its, others = moved(pictures, before)
        if others > 1:
            break
    assert its > 60 and 1 < others < its / 2  # they give way, not so far
    pictures.page.mouse.up()
    assert selected(pictures) == chosen  # to drag is not to choose
    pictures.figure.locator("button.nn-reset").click()
    assert np.array_equal(places(pictures), before)


def test_without_motion_nothing_glides(pictures: Shown) -> None:
    pictures.page.emulate_media(reduced_motion="reduce")
    before = places(pictures)
    pull(pictures)
    its, others = moved(pictures, before)
    assert its > 60 and others == 0
    pictures.page.mouse.up()
    assert moved(pictures, before)[1] > 0  # when the hand lets go, all at once
    pictures.page.emulate_media(reduced_motion="no-preference")
