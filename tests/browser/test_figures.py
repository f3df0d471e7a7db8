"""Figures come alive in place, where the reader is, and share the page's state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from .bare import has_drawn
from .conftest import Visit
from .harness import SHOW, STEP, loss_chart, three, weight_chart, write_figure
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'; "
    "connect-src 'self'; img-src 'self' data:"
)
# What the page moved without being asked, in the units of web vitals.
SHIFTS = """window.shifts = []; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});"""
BOXES = """() => [...document.querySelectorAll("#cube .nn-panel")].map(
  (panel) => JSON.stringify(panel.getBoundingClientRect()))"""
# Where the cursor of the loss chart stands, in pixels, and how far each bar reaches.
CURSOR = """name => document
  .querySelector(`[data-name="${name}"] .nn-live .mark-rule.role-mark line`).getAttribute("transform")"""
BARS = """name => [...document.querySelectorAll(`[data-name="${name}"] .nn-live .mark-rect.role-mark path`)]
  .map((bar) => bar.getAttribute("d"))"""


# As a busy browser tells: what it saw from one time to the next at once.
LATE = """window.IntersectionObserver = class extends IntersectionObserver {
  constructor(callback, options) {
    const seen = [];
    super((entries) => {
      if (!seen.length) setTimeout(() => callback(seen.splice(0), this), 1000);
      seen.push(...entries);
    }, options);
  }
};"""


def slide(page: Page, name: str, value: float) -> None:
    page.locator(f'[data-name="{name}"] input[name="step"]').fill(str(value))


def to_far(seen: Visit) -> None:
    seen.page.evaluate("document.querySelector('#far').scrollIntoView()")
    seen.alive("far")


def test_alive_in_place_near_the_screen_and_not_before(served_three: Served, visit: Open) -> None:
    """What comes later loads the rest of it, and starts where the page is by then."""
    plain = visit(served_three.url, java_script_enabled=False).page.locator(".nn-panel").first.bounding_box()
    served_three.asked.clear()
    page = (seen := visit(served_three.url, before=SHIFTS)).page
    at_first = page.evaluate(BOXES)
    seen.alive("cube")
    slide(page, "cube", 15)
    has_drawn(page)
    assert page.evaluate(BOXES) == at_first
    live = page.locator(".nn-live").first.bounding_box()
    assert plain and live and (live["width"], live["height"]) == (plain["width"], plain["height"])
    assert page.evaluate("window.shifts") == []
    far = page.locator('nn-figure[data-name="far"]')
    assert far.get_attribute("data-state") is None and far.locator("input").first.is_disabled()
    assert "figures/far.json" not in served_three.asked
    to_far(seen)
    has_drawn(page)
    assert served_three.asked.count("runtime/vega.js") == 1
    assert page.evaluate(CURSOR, "cube") == page.evaluate(CURSOR, "far")
    assert far.locator("output").first.text_content() == "15"


def test_alive_also_where_a_busy_browser_tells_late(served_three: Served, visit: Open) -> None:
    """That it was far off and that it is near, in one breath."""
    to_far(visit(served_three.url, before=LATE))


def test_a_page_without_figures_loads_no_vega(harness: Harness, visit: Open) -> None:
    served = harness(lambda folder: "<p>Only words.</p>")
    visit(served.url).page.evaluate("customElements.whenDefined('nn-figure').then(() => {})")
    assert "runtime/nnexplain.js" in served.asked
    assert "runtime/vega.js" not in served.asked


def test_a_figure_that_arrives_in_pieces_does_not_move(harness: Harness, visit: Open, tmp_path: Path) -> None:
    """On a slow line the first panel may be there before the second."""
    (tmp_path / "slow.js").write_text("")
    stop = '</svg><script src="slow.js?wait=500"></script>'
    served = harness(lambda folder: three(folder).replace("</svg>", stop, 1))
    seen = visit(served.url, before=SHIFTS)
    seen.alive("cube")
    assert "slow.js" in served.asked
    assert seen.page.evaluate("window.shifts") == []


def test_figures_share_a_parameter(at: Open) -> None:
    page = (seen := at()).page
    to_far(seen)
    before = {name: page.evaluate(CURSOR, name) for name in ("cube", "far")}
    bars = page.evaluate(BARS, "cube")
    slide(page, "far", 30)
    has_drawn(page)
    assert page.evaluate(CURSOR, "far") != before["far"]
    assert page.evaluate(BARS, "cube") == bars, "nobody sees it: it is drawn when the reader comes back"
    page.evaluate("scrollTo(0, 0)")
    has_drawn(page)
    has_drawn(page)
    assert page.evaluate(CURSOR, "cube") == page.evaluate(CURSOR, "far") != before["cube"]
    assert page.evaluate(BARS, "cube") != bars
    assert page.locator('[data-name="cube"] input[name="step"]').input_value() == "30"
    assert page.locator('[data-name="cube"] output').text_content() == "30"


def test_fast_sliding_ends_where_the_hand_does(at: Open) -> None:
    """An answer of the view to an old value must not pull the page back."""
    page = at().page
    page.evaluate("""async () => {
      const input = document.querySelector('[data-name="cube"] input[name="step"]');
      for (let value = 0; value <= 40; value++) {
        input.value = value;
        input.dispatchEvent(new Event("input", {bubbles: true}));
        if (value % 3 === 0) await new Promise(requestAnimationFrame);
      }
    }""")
    for _ in range(4):
        has_drawn(page)
    assert page.locator('[data-name="cube"] output').text_content() == "40"
    assert page.evaluate(BARS, "cube") != []


def test_a_live_panel_keeps_the_words_of_its_picture(at: Open) -> None:
    named = at().page.get_by_role("img", name="Loss & weights.")
    assert named.count() == 1
    assert "nn-live" in (named.get_attribute("class") or "")


def test_a_radio_of_two_figures_is_two_groups(at: Open) -> None:
    (seen := at()).page.evaluate("document.querySelector('#other').scrollIntoView()")
    seen.alive("other")
    radios = seen.page.get_by_role("radio")
    assert [radio.is_checked() for radio in radios.all()] == [True, False, True, False]
    radios.last.check()
    assert [radio.is_checked() for radio in radios.all()] == [False, True, False, True]


def test_nothing_is_evaluated(harness: Harness, visit: Open) -> None:
    """Also styles: nothing of ours is inline. Chromium reports what a policy stops as a console error."""

    def bars(folder: Path) -> str:
        return write_figure(folder, "cube", [loss_chart(), weight_chart()], [STEP, SHOW])

    page = (seen := visit(harness(bars, headers={"Content-Security-Policy": POLICY}).url)).page
    seen.alive("cube")
    slide(page, "cube", 9)
    page.locator(".nn-live .mark-rect.role-mark path").first.hover()
    page.wait_for_selector("#vg-tooltip-element.visible")
    assert page.locator("#vg-tooltip-element").evaluate("(tip) => getComputedStyle(tip).position") == "fixed"
    assert [line for line in seen.said if "Content Security Policy" in line] == []
