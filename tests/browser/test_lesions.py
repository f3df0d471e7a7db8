"""Silencing units: the widget `lesions` against torch, and under hands on the lesson's own page."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from built import built
from numpy.typing import NDArray
from playwright.sync_api import Browser

from nnexplain.figures import read_figure
from nnexplain.figures.runs import read_run

from .digits import Shown, shared, showing, twin
from .labs import network_file, torch
from .server import Served
from .stills import Stills

FIGURE = "digit-ocr-lesions"
UNITS = [f"a{k + 1}" for k in range(32)] + [f"b{k + 1}" for k in range(16)]


opened, lesions = shared("lesions")


def said(silent: list[str]) -> NDArray[np.int64]:
    """What torch answers to all digits with these units silent."""
    gains = {0: np.ones(32), 1: np.ones(16)}
    for unit in silent:
        gains["ab".index(unit[0])][int(unit[1:]) - 1] = 0
    return np.asarray(twin().activations(gains=gains)[-1].argmax(axis=1))


def right(silent: list[str]) -> int:
    return int((said(silent) == twin().labels).sum())


def by_digit(silent: list[str]) -> list[int]:
    hits = twin().labels[said(silent) == twin().labels]
    return [int(count) for count in np.bincount(hits, minlength=10)]


def order() -> list[str]:
    """From the least important unit to the most, as the script wrote it."""
    folder = built().figures / FIGURE
    return [UNITS[k] for k in read_run(folder / read_figure(folder / "lesions.json").arrays)["order"]]


def pressed(shown: Shown) -> set[str]:
    shown.settle()
    names = shown.figure.locator('[aria-pressed="true"]').evaluate_all("(all) => all.map((b) => b.ariaLabel)")
    return {name.removeprefix("silence unit ") for name in names if "region" not in name}


# ---- what is drawn ----


@pytest.mark.parametrize("size", [0, 1, 2, 5, 10, 20, 35, 48])
def test_random_lesions_cost_what_they_cost_in_torch(stills: Stills, size: int) -> None:
    silent = [UNITS[k] for k in np.random.default_rng(size).permutation(len(UNITS))[:size]]
    drawn = stills.of(FIGURE, silent=".".join(silent))
    assert drawn.sizes == stills.of(FIGURE).sizes
    begins = f"{size} of 48 hidden units silenced: {silent[0]}" if size else "None of the 48 hidden units"
    assert drawn.now.startswith(begins)
    assert f"reads {right(silent)} of {len(twin().labels)} test digits" in drawn.now
    assert drawn.texts("nn-big", 1) == [f"reads {right(silent)} of 450"]
    assert list(map(int, drawn.texts("nn-faint", 2))) == by_digit(silent)
    table = drawn.tables[0]["columns"]
    assert table["silenced"] == ["none", *silent] and len(table["digits read"]) == size + 1
    points = re.findall(r"-?[\d.]+", str(drawn.all("nn-lesions-trace")[0].get("d")))
    x, y = np.array(points, dtype=float).reshape(-1, 2).T
    expected = [right(silent[:k]) for k in range(size + 1)]  # a point for every unit in the reader's order
    assert np.allclose((184 - y) / 140 * 450, expected, atol=0.05)
    assert np.allclose((x - 40) / 304 * 48, range(size + 1), atol=0.01)
    drawn.has_nothing_for_hands()


@pytest.mark.parametrize("more", [{"turned": "a15_b_2"}, {"turned": "a15_b_2", "unit": "zz"}])
def test_what_is_turned_counts_too(stills: Stills, more: dict[str, Any]) -> None:
    model = twin().model
    before = model[0].bias[14].item()
    with torch.no_grad():
        model[0].bias[14] = 2.0
        expected = right(["a3", "b10"])
        model[0].bias[14] = before
    assert f"reads {expected} of 450" in stills.of(FIGURE, silent="a3.b10", **more).now


LESIONS: list[dict[str, Any]] = [
    {"silent": "a1.c3.b16", "unit": "c9", "digit": 449},
    {"silent": "b2", "turned": "a15_b_900", "noise": 1, "shake": 3, "unit": "zz"},
    {"silent": "zz.a99"},
    {"silent": "a3.a3.<b>"},
    {"silent": ".." + "a1." * 60},
]


@pytest.mark.parametrize("given", LESIONS, ids=["answers", "turned", "unknown", "twice", "long"])
def test_any_lesion_fits_into_its_panels(stills: Stills, given: dict[str, Any]) -> None:
    """Also what nobody could have set."""
    drawn = stills.of(FIGURE, **given)
    assert drawn.sizes == stills.of(FIGURE).sizes
    known = [unit for unit in dict.fromkeys(given["silent"].split(".")) if unit in UNITS]
    assert drawn.tables[0]["columns"]["silenced"] == ["none", *known]
    assert len(given) > 1 or f"reads {right(known)} of 450" in drawn.now


# ---- hands ----


def test_units_are_silenced_by_hand_and_by_keys_and_wake_again(lesions: Shown, stills: Stills) -> None:
    first = lesions.figure.locator('[role=group][aria-label^="first layer"]').locator("[role=button]")
    first.nth(16).click()
    lesions.settle()
    assert lesions.get("silent") == "a17"
    lesions.page.keyboard.press("ArrowRight")
    lesions.page.keyboard.press("Space")
    lesions.settle()
    assert lesions.get("silent") == "a17.a18" and pressed(lesions) == {"a17", "a18"}
    lesions.page.mouse.move(0, 0)
    lesions.figure.get_by_role("button", name="wake all").focus()
    assert lesions.drawn()[:2] == stills.of(FIGURE, silent="a17.a18").drawn()[:2]
    first.nth(16).click()
    assert lesions.now().startswith("1 of 48 hidden units silenced: a18.")
    assert pressed(lesions) == {"a18"}


def test_the_tab_key_comes_back_to_the_unit_it_left(browser: Browser, served: Served) -> None:
    with showing(browser, served, "lesions") as shown:
        shown.figure.evaluate("(figure) => { figure.tabIndex = -1; figure.focus(); }")

        def press(*keys: str) -> Any:
            for key in keys:
                shown.page.keyboard.press(key)
                shown.settle()
            return shown.page.evaluate("document.activeElement.getAttribute('data-id')")

        assert press("Tab") == "a1"
        assert press("ArrowDown", "ArrowRight") == "a10"
        assert [press("Tab"), press("Tab")] == ["b1", "A"]
        assert press("ArrowRight") == "B"
        assert [press("Shift+Tab"), press("Shift+Tab")] == ["b1", "a10"]
        assert [press("Tab"), press("Tab")] == ["b1", "B"]
        assert shown.get("silent") == ""


def test_a_region_falls_silent_as_a_whole_and_shows_where_it_is(lesions: Shown) -> None:
    region = read_run(network_file())["region"]
    button = lesions.figure.get_by_role("button", name="silence region B")
    button.hover()
    outline = lesions.figure.locator(".nn-lesions-outline")
    assert str(outline.get_attribute("d")).count("Z") == (region == 1).sum()
    button.click()
    assert pressed(lesions) == {UNITS[k] for k in np.flatnonzero(region == 1)}
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert pressed(lesions) == set() and lesions.get("silent") == ""


def test_the_tools_go_in_the_measured_order(lesions: Shown) -> None:
    former = lesions.figure.locator(".nn-lesions-former")
    before = former.count()

    def press(word: str) -> None:
        lesions.figure.get_by_role("button", name=word).click()
        lesions.settle()

    for word in ("least important next", "least important next", "most important next"):
        press(word)
    least, second, *_, most = order()
    assert lesions.get("silent") == f"{least}.{second}.{most}"
    press("one more at random")
    assert len(pressed(lesions)) == 4 and former.count() == before
    press("wake all")
    assert lesions.now().startswith("None of the 48 hidden units is silenced.")
    assert former.count() == before + 1


def test_the_links_of_the_lesson_silence_what_they_say(lesions: Shown) -> None:
    lesions.page.get_by_role("link", name="the 12 most important").click()
    assert pressed(lesions) == set(order()[-12:])
    most, least = (right(part) for part in (order()[-12:], order()[:12]))
    assert f"reads {most} of 450" in lesions.now() and most < 0.35 * 450
    lesions.page.get_by_role("link", name="the 12 least important").click()
    assert f"reads {least} of 450" in lesions.now() and least > 0.95 * 450
