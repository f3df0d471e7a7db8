"""Silencing units: the widget `lesions` on the lesson's own page, against torch."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nnexplain.figures import read_figure
from nnexplain.figures.runs import read_run

from .conftest import PHONE
from .digits import Open, Shown, open_figure, twin
from .labs import network_file, torch
from .server import Served

Lesions = Callable[..., Shown]
UNITS = [f"a{k + 1}" for k in range(32)] + [f"b{k + 1}" for k in range(16)]


@pytest.fixture
def lesions(served: Served, visit: Open) -> Lesions:
    return lambda query="", **context: open_figure(served, visit, "lesions", query, **context)


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
    folder = network_file().parents[1] / "digit-ocr-lesions"
    return [UNITS[k] for k in read_run(folder / read_figure(folder / "lesions.json").arrays)["order"]]


def counts(shown: Shown) -> list[int]:
    return [int(text) for text in shown.texts(".nn-panel:nth-child(3) .nn-faint")]


def pressed(shown: Shown) -> set[str]:
    names = shown.figure.locator('[aria-pressed="true"]').evaluate_all("(all) => all.map((b) => b.ariaLabel)")
    return {name.removeprefix("silence unit ") for name in names if "region" not in name}


def test_random_lesions_cost_what_they_cost_in_torch(lesions: Lesions) -> None:
    shown = lesions()
    rng = np.random.default_rng(0)
    for size in (0, 1, 2, 5, 10, 20, 35, 48):
        silent = [UNITS[k] for k in rng.permutation(len(UNITS))[:size]]
        shown.set(silent=".".join(silent))
        assert f"reads {right(silent)} of {len(twin().labels)} test digits" in shown.now()
        assert shown.texts(".nn-panel:nth-child(2) .nn-big") == [f"reads {right(silent)} of 450"]
        assert counts(shown) == by_digit(silent)
        assert pressed(shown) == set(silent)


def test_the_line_has_a_point_for_every_unit_in_the_reader_s_order(lesions: Lesions) -> None:
    silent = ["b10", "a3", "b12", "a17", "b1"]
    shown = lesions(f"?silent={'.'.join(silent)}")
    d = str(shown.figure.locator(".nn-lesions-trace").get_attribute("d"))
    points = np.array(re.findall(r"-?[\d.]+", d), dtype=float).reshape(-1, 2)
    expected = [right(silent[:k]) for k in range(len(silent) + 1)]
    assert np.allclose((184 - points[:, 1]) / 140 * 450, expected, atol=0.05)
    assert np.allclose((points[:, 0] - 40) / 304 * 48, range(len(expected)), atol=0.01)


def test_units_are_silenced_by_hand_and_by_keys_and_wake_again(lesions: Lesions) -> None:
    shown = lesions()
    first = shown.figure.locator('[role=group][aria-label^="first layer"]').locator("[role=button]")
    first.nth(16).click()
    shown.settle()
    assert shown.get("silent") == "a17"
    shown.page.keyboard.press("ArrowRight")
    shown.page.keyboard.press("Space")
    shown.settle()
    assert shown.get("silent") == "a17.a18"
    first.nth(16).click()
    assert shown.now().startswith("1 of 48 hidden units silenced: a18.")
    assert pressed(shown) == {"a18"}


def test_the_tab_key_comes_back_to_the_unit_it_left(lesions: Lesions) -> None:
    shown = lesions()
    shown.figure.evaluate("(figure) => { figure.tabIndex = -1; figure.focus(); }")
    held = "document.activeElement.getAttribute('data-id')"

    def press(*keys: str) -> Any:
        for key in keys:
            shown.page.keyboard.press(key)
            shown.settle()
        return shown.page.evaluate(held)

    assert press("Tab") == "a1"
    assert press("ArrowDown", "ArrowRight") == "a10"
    assert [press("Tab"), press("Tab")] == ["b1", "A"]
    assert press("ArrowRight") == "B"
    assert [press("Shift+Tab"), press("Shift+Tab")] == ["b1", "a10"]
    assert [press("Tab"), press("Tab")] == ["b1", "B"]
    assert shown.get("silent") == ""


def test_a_region_falls_silent_as_a_whole_and_shows_where_it_is(lesions: Lesions) -> None:
    shown = lesions()
    region = read_run(network_file())["region"]
    button = shown.figure.get_by_role("button", name="silence region B")
    button.hover()
    outline = shown.figure.locator(".nn-lesions-outline")
    assert str(outline.get_attribute("d")).count("Z") == (region == 1).sum()
    button.click()
    shown.settle()
    assert pressed(shown) == {UNITS[k] for k in np.flatnonzero(region == 1)}
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    shown.settle()
    assert pressed(shown) == set() and shown.get("silent") == ""


def test_the_tools_go_in_the_measured_order(lesions: Lesions) -> None:
    shown = lesions()
    tool = {
        word: shown.figure.get_by_role("button", name=word)
        for word in ("one more at random", "least important next", "most important next", "wake all")
    }
    for word in ("least important next", "least important next", "most important next"):
        tool[word].click()
        shown.settle()
    least, second, *_, most = order()
    assert shown.get("silent") == f"{least}.{second}.{most}"
    tool["one more at random"].click()
    shown.settle()
    assert len(pressed(shown)) == 4
    former = shown.figure.locator(".nn-lesions-former")
    assert former.count() == 0
    tool["wake all"].click()
    assert shown.now().startswith("None of the 48 hidden units is silenced.")
    assert former.count() == 1


def test_the_links_of_the_lesson_silence_what_they_say(lesions: Lesions) -> None:
    shown = lesions()
    shown.page.locator("details", has_text="silence a quarter of the").locator("summary").click()
    shown.page.get_by_role("link", name="the 12 most important").click()
    shown.settle()
    assert pressed(shown) == set(order()[-12:])
    most = right(order()[-12:])
    assert f"reads {most} of 450" in shown.now() and most < 0.35 * 450
    shown.page.get_by_role("link", name="the 12 least important").click()
    assert f"reads {right(order()[:12])} of 450" in shown.now() and right(order()[:12]) > 0.95 * 450


def test_what_is_turned_counts_too(lesions: Lesions) -> None:
    shown = lesions("?silent=a3.b10&turned=a15_b_2")
    model = twin().model
    before = model[0].bias[14].item()
    with torch.no_grad():
        model[0].bias[14] = 2.0
    try:
        assert f"reads {right(['a3', 'b10'])} of 450" in shown.now()
    finally:
        with torch.no_grad():
            model[0].bias[14] = before


@pytest.mark.parametrize("silent", ["zz.a99", "a3.a3.%3Cb%3E", ".." + "a1." * 60])
def test_what_nobody_could_have_set_does_no_harm(lesions: Lesions, silent: str) -> None:
    shown = lesions(f"?silent={silent}")
    known = [unit for unit in dict.fromkeys(silent.split(".")) if unit in UNITS]
    assert pressed(shown) == set(known)
    assert f"reads {right(known)} of 450" in shown.now()


@pytest.mark.parametrize("context", [{}, PHONE])
def test_it_comes_alive_in_its_place(lesions: Lesions, visit: Open, context: dict[str, Any]) -> None:
    shown = lesions(**context)
    shown.comes_alive_in_its_place(visit, **context)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
