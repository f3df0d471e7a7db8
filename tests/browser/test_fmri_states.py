"""The scan of the network in other states: silenced units, an empty drawing, slow motion, a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import engine

from .conftest import PHONE
from .digits import Open, Shown, open_figure, pass_of, sum_rows, weights
from .server import Served

CALM = {"reduced_motion": "reduce"}


@pytest.fixture
def fmri(served: Served, visit: Open) -> Callable[..., Shown]:
    return lambda query="", **context: open_figure(served, visit, "fmri", query, **context)


Fmri = Callable[..., Shown]


def test_a_silenced_unit_is_crossed_out_and_hands_on_nothing(fmri: Fmri) -> None:
    shown = fmri("?silent=a27&unit=a27")
    crosses = shown.figure.locator(".nn-fmri-cross")
    assert crosses.count() == 1
    assert sum_rows(shown)[-1][2] == 0 and "silenced" in sum_rows(shown)[-1][0]
    assert "Unit 27 of the first layer: silenced" in shown.now()


def test_an_empty_drawing_leaves_the_biases(fmri: Fmri) -> None:
    shown = fmri(f"?ink={'A' * 171}&unit=a3")
    z, bias = pass_of(np.zeros(64))[0][1], weights(0)[1]
    printed = sum_rows(shown)
    assert [name for name, *_ in printed[:3]] == ["all 64 together", "bias", "sum"]
    assert printed[0][2] == 0 and printed[2][2] == pytest.approx(bias[2], abs=0.0005001) == pytest.approx(
        z[2], abs=0.0005001
    )
    assert shown.now().startswith("An empty picture: only the biases speak")
    assert "NaN" not in shown.figure.inner_html()


def lit(shown: Shown) -> list[bool]:
    return [
        layer.get_attribute("data-lit") is not None for layer in shown.figure.locator(".nn-fmri-layer").all()
    ]


def test_the_layers_light_in_the_order_of_computation(fmri: Fmri) -> None:
    shown = fmri("?layer=0", **CALM)
    assert lit(shown) == [False] * 3 and "nothing is computed yet" in shown.now()
    for done in (1, 2, 3):
        shown.figure.locator(".nn-player__forward").click()
        shown.settle()
        assert lit(shown) == [k < done for k in range(3)]


def test_in_slow_motion_connections_come_before_the_units_they_light(fmri: Fmri) -> None:
    shown = fmri("?layer=0")
    fronts: list[Any] = shown.page.evaluate(
        """async () => {
          const figure = document.querySelector('nn-figure[data-name="fmri"]');
          figure.querySelector(".nn-player__forward").click();
          const seen = [];
          while (seen.length < 400) {
            await new Promise(requestAnimationFrame);
            const glow = Number(figure.querySelector(".nn-fmri-glow").getAttribute("opacity") ?? 1);
            seen.push([Number(figure.querySelector("clipPath rect").getAttribute("height")), glow]);
            if (glow === 1) return seen;
          }
          return seen;
        }"""
    )
    heights, glows = zip(*fronts, strict=True)
    assert list(heights) == sorted(heights) and list(glows) == sorted(glows)
    assert len(set(heights)) > 5 and glows[-1] == 1
    # while the lines are still on their way, nothing glows
    full = max(heights)
    assert all(glow == 0 for height, glow in fronts if height < full - 1)


def test_played_it_ends_with_all_layers(fmri: Fmri) -> None:
    shown = fmri(**CALM)
    shown.page.clock.install()
    shown.figure.locator(".nn-player__play").click()
    shown.page.clock.run_for(1000)
    assert shown.get("layer") == 0
    shown.page.clock.run_for(2000)
    assert shown.get("layer") == 1  # two seconds a layer
    shown.page.clock.run_for(4000)
    assert shown.get("layer") == 3


def test_on_a_phone_it_fits_and_a_tap_looks_at_a_unit(fmri: Fmri) -> None:
    shown = fmri(**PHONE)
    assert shown.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shown.figure.locator('.nn-fmri-unit[data-id="b9"]').scroll_into_view_if_needed()
    box = shown.figure.locator('.nn-fmri-unit[data-id="b9"] .nn-fmri-rim').bounding_box()
    assert box
    shown.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    shown.settle()
    assert shown.get("unit") == "b9"
    thumb = shown.figure.locator(".nn-fmri-thumb .nn-hit").first.bounding_box()
    assert thumb and thumb["width"] >= 44 and thumb["height"] >= 44


def test_only_a_step_onward_takes_its_time(tmp_path: Path) -> None:
    with engine(tmp_path, ("widgets/fmri/light.js",)) as page:
        still, told = page.evaluate(
            """() => {
              const [file, light] = [new nn.Light(), new nn.Light()];
              light.calm = () => false;
              const shown = [light.at(0), light.at(1)];
              for (const time of [-5, 75, 90, 5000]) light.go(time), shown.push(light.at(1));
              shown.push(light.at(2), light.at(0), light.at(3), light.at(3));
              return [[0, 1, 2].map((done) => file.at(done)), shown];
            }"""
        )
    assert still == [0, 1, 2], "a file shows what is done"
    assert told == pytest.approx([0, 0, 0, 0.05, 0.11, 0.11 + 100 / 1500, 0.11 + 100 / 1500, 0, 3, 3])
