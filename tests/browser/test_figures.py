"""Figures come alive in place, share the page's state, and go without a trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from .bare import has_drawn
from .conftest import Visit
from .harness import RATE, SHOW, STEP, loss_chart, weight_chart, write_figure
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]
FAR = '<div style="height: 4000px"></div>'
DIGIT = {"name": "digit", "value": 3, "input": "select", "options": [3, 1, 2], "label": "digit"}

# What the page moved without being asked, in the units of web vitals.
SHIFTS = """window.shifts = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});"""
# Where the cursor of the loss chart stands, in pixels, and how far the last bar reaches.
CURSOR = """name => document
  .querySelector(`[data-name="${name}"] .nn-live .mark-rule.role-mark line`).getAttribute("transform")"""
BARS = """name => [...document.querySelectorAll(`[data-name="${name}"] .nn-live .mark-rect.role-mark path`)]
  .map((bar) => bar.getAttribute("d"))"""


def two(folder: Path) -> str:
    """Two figures that share `step`, the second far below."""
    first = write_figure(
        folder, "cube", [loss_chart(), weight_chart()], [STEP, RATE, SHOW], alt="Loss & weights."
    )
    return first + FAR + write_figure(folder, "far", [loss_chart()], [STEP, DIGIT], shared=True)


def slide(page: Page, name: str, value: float, param: str = "step") -> None:
    page.locator(f'[data-name="{name}"] input[name="{param}"]').fill(str(value))


def state(page: Page, name: str) -> str | None:
    return page.locator(f'nn-figure[data-name="{name}"]').get_attribute("data-state")


def test_alive_near_the_screen_and_not_before(harness: Harness, visit: Open) -> None:
    served = harness(two)
    page = (seen := visit(served.url)).page
    seen.alive("cube")
    page.wait_for_timeout(300)
    assert state(page, "far") is None
    assert "figures/far.json" not in served.asked
    assert page.locator('[data-name="far"] input').first.is_disabled()
    page.evaluate("scrollTo(0, 3400)")
    seen.alive("far")
    assert served.asked.count("runtime/vega.js") == 1


def test_a_page_without_figures_loads_no_vega(harness: Harness, visit: Open) -> None:
    served = harness(lambda folder: "<p>Only words.</p>")
    visit(served.url).page.wait_for_timeout(300)
    assert "runtime/nnexplain.js" in served.asked
    assert "runtime/vega.js" not in served.asked


def test_nothing_shifts_and_the_box_stays(harness: Harness, visit: Open) -> None:
    boxes = (
        "[...document.querySelectorAll('.nn-panel')].map((p) => JSON.stringify(p.getBoundingClientRect()))"
    )
    before = (
        visit(harness(two).url, java_script_enabled=False, tidy=False)
        .page.locator(".nn-panel")
        .first.bounding_box()
    )
    page = (seen := visit(harness(two).url, before=SHIFTS)).page
    at_first = page.evaluate(boxes)
    seen.alive("cube")
    slide(page, "cube", 3)
    has_drawn(page)
    assert page.evaluate(boxes) == at_first
    after = page.locator(".nn-live").first.bounding_box()
    assert before and after
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    assert page.evaluate("window.shifts") == []


def test_a_figure_that_arrives_in_pieces_does_not_move(harness: Harness, visit: Open, tmp_path: Path) -> None:
    """On a slow line the first panel may be there before the second."""
    (tmp_path / "slow.js").write_text("")
    served = harness(
        lambda folder: two(folder).replace("</svg>", '</svg><script src="slow.js?wait=500"></script>', 1)
    )
    seen = visit(served.url, before=SHIFTS)
    seen.alive("cube")
    assert "slow.js" in served.asked
    assert seen.page.evaluate("window.shifts") == []


def test_figures_share_a_parameter(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(two).url)).page
    seen.alive("cube")
    page.evaluate("scrollTo(0, 3400)")
    seen.alive("far")
    before = {name: page.evaluate(CURSOR, name) for name in ("cube", "far")}
    bars = page.evaluate(BARS, "cube")
    slide(page, "far", 30)
    has_drawn(page)
    assert page.evaluate(CURSOR, "far") != before["far"]
    assert page.evaluate(BARS, "cube") == bars, "nobody sees it: it is drawn when the reader comes back"
    page.evaluate("scrollTo(0, 0)")
    has_drawn(page)
    has_drawn(page)
    assert page.evaluate(CURSOR, "cube") == page.evaluate(CURSOR, "far")
    assert page.evaluate(BARS, "cube") != bars
    assert page.locator('[data-name="cube"] input[name="step"]').input_value() == "30"
    assert page.locator('[data-name="cube"] output').text_content() == "30"


def test_a_figure_that_comes_later_starts_where_the_page_is(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(two).url)).page
    seen.alive("cube")
    slide(page, "cube", 15)
    page.evaluate("scrollTo(0, 3400)")
    seen.alive("far")
    has_drawn(page)
    assert page.evaluate(CURSOR, "cube") == page.evaluate(CURSOR, "far")
    assert page.locator('[data-name="far"] output').first.text_content() == "15"


def test_reset_returns_to_the_picture(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(two).url)).page
    seen.alive("cube")
    first = page.evaluate(CURSOR, "cube"), page.evaluate(BARS, "cube")
    slide(page, "cube", 7)
    page.get_by_role("radio", name="0.5").check()
    page.get_by_role("checkbox", name="grid").uncheck()
    has_drawn(page)
    assert page.evaluate(CURSOR, "cube") != first[0]
    page.get_by_role("button", name="reset").first.click()
    has_drawn(page)
    assert (page.evaluate(CURSOR, "cube"), page.evaluate(BARS, "cube")) == first
    assert page.get_by_role("radio", name="0.2").is_checked()
    assert page.get_by_role("checkbox", name="grid").is_checked()


def test_keys_move_a_slider(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(two).url)).page
    seen.alive("cube")
    slider = page.get_by_role("slider", name="pass", exact=True).first
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    assert page.locator('[data-name="cube"] output').text_content() == "57"
    page.keyboard.press("Home")
    assert page.locator('[data-name="cube"] output').text_content() == "0"
    assert slider.evaluate("(input) => getComputedStyle(input).outlineStyle") == "solid"


def test_fast_sliding_ends_where_the_hand_does(harness: Harness, visit: Open) -> None:
    """An answer of the view to an old value must not pull the page back."""
    page = (seen := visit(harness(two).url)).page
    seen.alive("cube")
    page.evaluate("""async () => {
      const input = document.querySelector('[data-name="cube"] input[name="step"]');
      for (let value = 0; value <= 40; value++) {
        input.value = value;
        input.dispatchEvent(new Event("input", {bubbles: true}));
        if (value % 3 === 0) await new Promise(requestAnimationFrame);
      }
    }""")
    page.wait_for_timeout(100)
    assert page.locator('[data-name="cube"] output').text_content() == "40"
    assert page.evaluate(BARS, "cube") != []


def test_a_live_panel_keeps_the_words_of_its_picture(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(two).url)).page
    seen.alive("cube")
    assert page.get_by_role("img", name="Loss & weights.").count() == 1
    assert "nn-live" in (page.get_by_role("img", name="Loss & weights.").get_attribute("class") or "")


def test_a_radio_of_two_figures_is_two_groups(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(lambda folder: two(folder).replace(FAR, "") + write_figure(
        folder, "third", [loss_chart()], [STEP, RATE])).url)).page  # fmt: skip
    page.evaluate("scrollTo(0, 900)")
    seen.alive("cube", "third")
    assert [radio.is_checked() for radio in page.get_by_role("radio").all()] == [True, False, True, False]
    page.get_by_role("radio", name="0.5").last.check()
    assert [radio.is_checked() for radio in page.get_by_role("radio").all()] == [False, True, False, True]


def test_the_scheme_changes_without_a_new_drawing(harness: Harness, visit: Open) -> None:
    page = (seen := visit(harness(two).url)).page
    seen.alive("cube")
    page.evaluate("""() => {
      window.nodes = [...document.querySelectorAll(".nn-live *")];
      const paint = (node) => getComputedStyle(node).fill + getComputedStyle(node).stroke;
      window.fills = () => nodes.map(paint).join();
      window.light = fills();
      window.watch = new MutationObserver(() => { window.touched = true; });
      watch.observe(document.querySelector("nn-figure"), {subtree: true, childList: true, attributes: true});
      document.body.dataset.mdColorScheme = "slate";
    }""")
    has_drawn(page)
    assert page.evaluate("fills() !== light")
    assert page.evaluate("nodes.length > 50 && nodes.every((node) => node.isConnected) && !window.touched")
