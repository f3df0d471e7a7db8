"""Four pictures of one network, on the lesson's own page: one selection, and true numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from playwright.sync_api import Locator

from .quartet import MODULE, Open, around, box, now, open_pictures, selected, settle, signed, unit_of, weights
from .server import Served

Pictures = Callable[..., Locator]


@pytest.fixture
def pictures(served: Served, visit: Open) -> Pictures:
    return partial(open_pictures, served, visit)


def test_it_begins_as_the_picture_says(pictures: Pictures, served: Served, visit: Open) -> None:
    figure = pictures()
    before = figure.evaluate("(f) => f.parentElement.querySelector('.nn-now').textContent")
    unit = figure.locator("select[name=unit]").input_value()
    assert before.startswith(f"Unit {unit}: most for pixel row ")
    assert selected(figure) == [unit] * 3
    drawn = """(svgs) => svgs.map((svg) => [...svg.querySelectorAll("text, path, circle, rect")].map((one) =>
        [one.localName, one.textContent, ...["class", "d", "cx"].map((name) => one.getAttribute(name))]))"""
    plain = visit(f"{served.url}digit-ocr/", java_script_enabled=False).page
    still = plain.locator('nn-figure[data-name="pictures"] .nn-panel > svg').evaluate_all(drawn)
    assert len(still) == 4 and still == figure.locator(".nn-panel > svg").evaluate_all(drawn)


def test_what_is_chosen_in_one_is_marked_in_all(pictures: Pictures) -> None:
    figure = pictures()
    for panel, unit in ((0, "a12"), (2, "b5"), (3, "c7")):
        figure.locator(".nn-widget").nth(panel).locator(unit_of(unit)).click()
        assert selected(figure) == [unit] * 3
        assert figure.locator("select[name=unit]").input_value() == unit
        assert now(figure).startswith(f"Unit {unit}:")
        for view in (0, 2, 3):
            widget = f".nn-panel:nth-child({view + 1}) .nn-widget"
            assert around(
                box(figure, f"{widget} .nn-pictures__mark:not(.nn-pictures__mark--pointed)"),
                box(figure, f"{widget} {unit_of(unit)}"),
            )
        assert (figure.locator(".nn-pictures__readout").text_content() or "").startswith(f"{unit}, ")
    figure.locator("select[name=unit]").select_option("b2")
    assert selected(figure) == ["b2"] * 3


def test_the_unit_under_the_pointer_is_chosen_also_where_they_lie_close(pictures: Pictures) -> None:
    figure = pictures()
    for unit in ("a5", "a6", "a31", "b9"):
        at = box(figure, f".nn-panel:nth-child(3) {unit_of(unit)}")
        figure.page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
        assert selected(figure) == [unit] * 3
        assert figure.evaluate("() => document.activeElement.dataset.id") == f"lines {unit}"


def test_the_sentence_and_the_readout_tell_the_weights(pictures: Pictures) -> None:
    figure = pictures("?unit=a12")
    row, fed = weights()[0][11], weights()[1][:, 11]
    pixel = {k: f"pixel row {k // 8 + 1} column {k % 8 + 1}" for k in range(64)}
    assert now(figure) == (
        f"Unit a12: most for {pixel[int(row.argmax())]} ({signed(row.max())}), most against "
        f"{pixel[int(row.argmin())]} ({signed(row.min())}); feeds b{fed.argmax() + 1} ({signed(fed.max())}), "
        f"speaks against b{fed.argmin() + 1} ({signed(fed.min())})."
    )
    readout = figure.locator(".nn-pictures__readout")
    strongest = int(np.abs(row).argmax())
    assert readout.text_content() == f"a12, {pixel[strongest]}: {signed(row[strongest])}"
    figure.locator("select[name=unit]").select_option("c3")
    heard = weights()[2][3]
    assert now(figure) == (
        f"Unit c3: most for b{heard.argmax() + 1} ({signed(heard.max())}), most against "
        f"b{heard.argmin() + 1} ({signed(heard.min())})."
    )


def test_every_cell_of_the_heat_map_can_be_pointed_at(pictures: Pictures) -> None:
    figure = pictures("?unit=a1")
    frames = box(figure, ".nn-panel:nth-child(2) .nn-pictures__frames")
    zoom = frames["width"] / 394  # 64 columns and the bias, a gap between them
    for unit, column in ((0, 0), (16, 45), (31, 63)):
        x = frames["x"] + zoom * (6 * column + 3)
        figure.page.mouse.move(x, frames["y"] + zoom * (6 * unit + 3))
        settle(figure)
        word = f"a{unit + 1}, pixel row {column // 8 + 1} column {column % 8 + 1}: "
        text = figure.locator(".nn-pictures__readout").text_content()
        assert text == word + signed(weights()[0][unit, column])
    assert selected(figure) == ["a1"] * 3  # to point is not to choose
    figure.page.mouse.click(frames["x"] + zoom * 391, frames["y"] + zoom * (6 * 16 + 3))
    assert selected(figure) == ["a17"] * 3
    assert (figure.locator(".nn-pictures__readout").text_content() or "").startswith("a17, bias: ")


def test_what_is_painted_is_what_the_weights_are(pictures: Pictures) -> None:
    """Cells painted in the weight images, counted by shade; and in the heat map the same and the biases'."""
    figure = pictures()
    shades = np.clip(np.round(4 * np.concatenate([matrix.ravel() for matrix in weights()])), -4, 4)
    counts = {k: int((shades == k).sum()) for k in range(-4, 5) if k}
    painted: dict[int, float] = {}
    for path in figure.locator(".nn-panel:nth-child(1) .nn-pictures__cells path").all():
        against = "against" in (path.get_attribute("class") or "")
        lengths = [float(number) for number in re.findall(r"h([\d.]+)", path.get_attribute("d") or "")]
        shade = round(4 * float(path.get_attribute("stroke-opacity") or 0)) * (-1 if against else 1)
        painted[shade] = painted.get(shade, 0) + sum(lengths) / (4 if against else 6)
    assert {k: round(v) for k, v in painted.items()} == counts
    assert figure.locator(".nn-pictures__cells path").count() <= 30  # not an element a weight


def test_keys_go_from_unit_to_unit(pictures: Pictures) -> None:
    figure = pictures("?unit=a12")
    press = figure.page.keyboard.press
    for panel, way in ((0, ("ArrowRight", "a13")), (2, ("ArrowUp", "a12")), (0, ("ArrowDown", "a20"))):
        widget = figure.locator(".nn-widget").nth(panel)
        assert widget.locator('[tabindex="0"]').count() == 1
        widget.locator('[tabindex="0"]').focus()
        press(way[0])
        assert selected(figure) == [way[1]] * 3
        assert figure.evaluate("() => document.activeElement.dataset.id").endswith(f" {way[1]}")
    figure.locator(".nn-widget").nth(3).locator('[tabindex="0"]').focus()
    press("End")
    assert selected(figure) == ["c9"] * 3
    press("ArrowUp")
    assert selected(figure)[0] != "c9"
    ground = figure.locator(".nn-pictures__ground")
    figure.locator("select[name=unit]").select_option("a5")
    settle(figure)
    ground.focus()
    for key in ("Home", "ArrowRight", "ArrowRight", "ArrowDown"):
        press(key)
    settle(figure)
    assert selected(figure) == ["a6"] * 3
    assert (ground.get_attribute("aria-valuetext") or "").startswith("a6, pixel row 1 column 3: ")


def test_the_slider_says_how_many_lines(pictures: Pictures) -> None:
    figure = pictures("?unit=c0&lines=20")

    def drawn() -> int:
        settle(figure)
        faded = figure.locator(".nn-panel:nth-child(3) .nn-pictures__lines--faded path").all()
        return sum((path.get_attribute("d") or "").count("M") for path in faded)

    few = drawn()
    figure.locator("input[name=lines]").fill("400")
    assert few <= 20 < drawn() <= 400


def test_units_that_are_silenced_are_crossed_out_and_noise_is_seen(pictures: Pictures) -> None:
    figure = pictures("?silent=a3.b2")
    crosses = [path.get_attribute("d") or "" for path in figure.locator(".nn-pictures__silenced").all()]
    assert [d.count("M") for d in crosses] == [2, 2, 2, 2]
    first = figure.locator(".nn-pictures__cells path").first
    before = first.get_attribute("d")
    figure.evaluate(
        f"""async (f) => {{
            const {{ pageOf }} = await import({MODULE.format("core/page")});
            pageOf(f).set({{noise: 1}});
        }}"""
    )
    settle(figure)
    assert first.get_attribute("d") != before


def test_a_phone_reads_it_without_going_sideways(pictures: Pictures) -> None:
    figure = pictures(width=390)
    figure.page.wait_for_timeout(100)
    sizes = figure.evaluate(
        """(figure) => [...figure.querySelectorAll(".nn-widget")].flatMap((svg) => {
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent);
            return texts.map((text) => scale * parseFloat(getComputedStyle(text).fontSize));
        })"""
    )
    assert min(sizes) >= 11.9
    assert figure.page.evaluate("document.documentElement.scrollWidth") <= 390
    figure.locator(".nn-widget").nth(0).locator(unit_of("b9")).click()
    assert selected(figure) == ["b9"] * 3
