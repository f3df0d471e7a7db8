"""Pulling at the force-directed layout, with the forces that the build laid it out with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator

from nnexplain.methods import layout

from .quartet import MODULE, Open, box, open_pictures, selected, settle, weights
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
        hits = springs.locator("[data-unit]").all()
        return np.array([[float(hit.get_attribute(at) or 0) for at in ("cx", "cy")] for hit in hits])

    before = places()
    at = box(figure, ".nn-panel:nth-child(4) [data-unit='b4']")
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


def test_without_motion_nothing_glides(pictures: Pictures) -> None:
    figure = pictures(reduced_motion="reduce")
    hits = figure.locator(".nn-widget").nth(3).locator("[data-unit]")
    others = [f"{hit.get_attribute('cx')}" for hit in hits.all() if hit.get_attribute("data-unit") != "b4"]
    at = box(figure, ".nn-panel:nth-child(4) [data-unit='b4']")
    mouse = figure.page.mouse
    mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    mouse.down()
    mouse.move(at["x"] + 120, at["y"] + 60, steps=6)
    settle(figure)
    still = [f"{hit.get_attribute('cx')}" for hit in hits.all() if hit.get_attribute("data-unit") != "b4"]
    mouse.up()
    assert still == others


def test_the_page_pulls_with_the_forces_of_the_build(pictures: Pictures) -> None:
    figure = pictures()
    springs = layout.springs(weights()[1:])
    places = np.random.default_rng(0).normal(size=(len(springs), 2))
    found = figure.evaluate(
        f"""async (f, {{places, springs}}) => {{
            const {{ forces }} = await import({MODULE.format("pictures-springs")});
            const found = forces(places.map(([x, y]) => ({{x, y}})), Float64Array.from(springs));
            return found.map(({{x, y}}) => [x, y]);
        }}""",
        {"places": places.tolist(), "springs": springs.ravel().tolist()},
    )
    assert np.allclose(found, layout.forces(places, springs))
