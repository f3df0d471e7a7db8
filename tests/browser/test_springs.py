"""Pulling at the force-directed layout."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator

from .quartet import Open, box, open_pictures, selected, settle, unit_of
from .server import Served

Pictures = Callable[..., Locator]


@pytest.fixture
def pictures(served: Served, visit: Open) -> Pictures:
    return partial(open_pictures, served, visit)


def test_a_dragged_unit_pulls_its_springs_and_reset_puts_all_back(pictures: Pictures) -> None:
    figure = pictures()
    springs = figure.locator(".nn-widget").nth(3)

    def places() -> NDArray[np.float64]:
        settle(figure)
        hits = springs.locator("[data-id]").all()
        return np.array([[float(hit.get_attribute(at) or 0) for at in ("cx", "cy")] for hit in hits])

    before = places()
    at = box(figure, f".nn-panel:nth-child(4) {unit_of('b4')}")
    mouse = figure.page.mouse
    mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    mouse.down()
    mouse.move(at["x"] + 120, at["y"] + 60, steps=6)
    figure.page.wait_for_timeout(300)
    held = places()
    mouse.up()
    moved = np.linalg.norm(held - before, axis=1)
    b4 = 32 + 3
    others = np.delete(moved, b4)
    assert moved[b4] > 60 and 1 < np.median(others) < moved[b4] / 2  # others give way, not so far
    assert selected(figure)[0] != "b4"  # to drag is not to choose
    figure.locator("button.nn-reset").click()
    assert np.array_equal(places(), before)


def others_of(figure: Locator) -> list[str | None]:
    """Where all units but b4 are, across."""
    hits = figure.locator(".nn-widget").nth(3).locator(f"[data-id]:not({unit_of('b4')})").all()
    assert len(hits) > 40
    return [hit.get_attribute("cx") for hit in hits]


def test_without_motion_nothing_glides(pictures: Pictures) -> None:
    figure = pictures(reduced_motion="reduce")
    others = others_of(figure)
    at = box(figure, f".nn-panel:nth-child(4) {unit_of('b4')}")
    mouse = figure.page.mouse
    mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    mouse.down()
    mouse.move(at["x"] + 120, at["y"] + 60, steps=6)
    settle(figure)
    still = others_of(figure)
    mouse.up()
    assert still == others
    settle(figure)
    assert others_of(figure) != others  # when the hand lets go, all at once
