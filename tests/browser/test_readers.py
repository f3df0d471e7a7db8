"""Readers differ: no script, a small screen, no eval, paper, the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Visit
from .harness import RATE, RUNTIME, SHOW, STEP, loss_chart, weight_chart, write_figure
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:"
)


def body(folder: Path) -> str:
    cube = write_figure(folder, "cube", [loss_chart(), weight_chart()], [STEP, RATE, SHOW])
    wide = write_figure(folder, "wide", [{**loss_chart(), "width": 820}], [STEP])
    predict = '<details class="nn-predict"><summary>Before you look: which?</summary><p>This.</p></details>'
    return cube + predict + wide


def test_without_script_there_are_the_pictures_and_no_controls(harness: Harness, visit: Open) -> None:
    page = visit(harness(body).url, java_script_enabled=False).page
    assert all(picture.is_visible() for picture in page.locator(".nn-static").all())
    assert page.locator(".nn-static").count() == 3
    assert not any(part.is_visible() for part in page.locator(".nn-controls").all())


def test_nothing_is_evaluated(harness: Harness, visit: Open) -> None:
    """Also styles: nothing of ours is inline. Chromium reports what a policy stops as a console error."""
    page = (seen := visit(harness(body, headers={"Content-Security-Policy": POLICY}).url)).page
    seen.alive("cube")
    page.locator('[data-name="cube"] input[name="step"]').fill("9")
    page.locator(".nn-live .mark-rect.role-mark path").first.hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert page.locator("#vg-tooltip-element").evaluate("(tip) => getComputedStyle(tip).position") == "fixed"
    assert [line for line in seen.said if "Content Security Policy" in line] == []


def test_a_phone_scrolls_one_way(harness: Harness, visit: Open) -> None:
    seen = visit(harness(body).url, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    seen.alive("cube")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
    tops = [panel.bounding_box() for panel in seen.page.locator("#cube .nn-panel").all()]
    assert tops[0] and tops[1] and tops[1]["y"] >= tops[0]["y"] + tops[0]["height"]
    for control in seen.page.locator(":is(.nn-control, .nn-control label, .nn-reset, summary)").all():
        box = control.bounding_box()
        assert box and box["height"] >= 44


def test_paper_shows_the_picture_of_a_figure_that_sleeps(harness: Harness, visit: Open) -> None:
    page = visit(harness(body).url, java_script_enabled=False).page
    page.emulate_media(media="print")
    assert page.locator("#cube .nn-static").first.is_visible()
    assert not page.locator("#cube .nn-controls").is_visible()


def test_calm_readers_see_no_smooth_scrolling(harness: Harness, visit: Open) -> None:
    def with_link(folder: Path) -> str:
        return '<p><a href="?step=5#end">go</a></p><div style="height: 3000px"></div>' + write_figure(
            folder, "end", [loss_chart()], [STEP]
        )

    spy = "Element.prototype.scrollIntoView = function (how) { window.how = how; };"
    page = visit(harness(with_link).url, before=spy, reduced_motion="reduce").page
    page.click("text=go")
    assert page.evaluate("window.how.behavior") == "auto"


@pytest.mark.parametrize("file", sorted(RUNTIME.glob("*.js")), ids=lambda file: file.name)
def test_modules_are_what_they_promise(file: Path) -> None:
    """No module-level mutable state, nothing evaluated, no markup from data."""
    text = file.read_text("utf-8")
    assert re.findall(r"^(?:export )?(?:let|var)\b.*", text, flags=re.MULTILINE) == []
    assert re.findall(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", text) == []
    code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
    assert re.findall(r"https?://(?!www\.w3\.org)", code) == []
    assert text.count("\n") <= 250
