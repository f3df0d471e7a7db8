"""A thumb that scrolls past the figures moves the page and nothing else."""

from __future__ import annotations

from typing import Any

from .conftest import PHONE, Visit, walk
from .server import Served

STATE = """async () => {
  const entry = document.querySelector("script[src$='nnexplain.js']").src;
  const { pageOf } = await import(new URL("core/page.js", entry));
  return JSON.stringify(pageOf(document.querySelector("nn-figure")).settings);
}"""
HEARD = """() => addEventListener("touchstart", ({ target }) => {
  window.touched = Boolean(target.closest("[data-grip=pad], [data-grip=paper], input"));
}, { capture: true })"""
# Where a finger may come down in a panel: on a diagonal over it, but for paper, on which it draws.
POINTS = """async (panel) => {
  panel.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = panel.getBoundingClientRect();
  const parts = [[0.2, 0.7], [0.5, 0.5], [0.8, 0.3]];
  const all = parts.map(([x, y]) => [left + x * width, top + y * height]);
  await new Promise(requestAnimationFrame);
  return all.map(([x, y]) => {
    const hit = document.elementFromPoint(x, y)?.closest("[data-grip], .nn-live--cursor");
    const paper = hit?.matches("[data-grip=pad], [data-grip=paper]");
    return hit && !paper && y > 80 && y < innerHeight - 20 ? [x, y] : null;
  });
}"""

# Where a thumb may come down on the sliders of a page, one after another: an eighth of the way along each.
SLIDER = """async (input) => {
  input.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise(requestAnimationFrame);
  const { left, top, width, height } = input.getBoundingClientRect();
  const [x, y] = [left + width / 8, top + height / 2];
  return document.elementFromPoint(x, y) === input ? [x, y] : null;
}"""


def test_a_thumb_that_scrolls_from_a_slider_leaves_it(served: Served, visit: Any) -> None:
    """The browser sets it where the thumb comes down, and only then sees that the page is meant."""
    seen: Visit = visit(f"{served.url}five-to-six/", **PHONE)
    walk(seen)
    touch = seen.page.context.new_cdp_session(seen.page)
    before, swiped = seen.page.evaluate(STATE), 0
    for slider in seen.page.locator("nn-figure input[type=range]:enabled").all():
        if not slider.is_visible() or (point := slider.evaluate(SLIDER)) is None:
            continue
        x, y = point
        for kind, up in (("touchStart", 0), *(("touchMove", step) for step in (3, 9, 20, 40, 60))):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - up}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert seen.page.evaluate(STATE) == before, slider.get_attribute("name")
        swiped += 1
    assert swiped > 3


def test_scrolling_with_a_thumb_changes_nothing(served: Served, pages: list[str], visit: Any) -> None:
    swiped = 0
    for path in [path for path in pages if path.count("/") < 2]:
        seen: Visit = visit(served.url + path, **PHONE)
        if not walk(seen):
            continue
        touch = seen.page.context.new_cdp_session(seen.page)

        def finger(kind: str, *at: float, touch: Any = touch) -> None:
            points = [{"x": at[0], "y": at[1]}] if at else []
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        seen.page.evaluate(HEARD)
        before = seen.page.evaluate(STATE)
        for panel in seen.page.locator(".nn-panel").all():
            for index in range(3):
                point = panel.evaluate(POINTS)[index]  # the swipe before has moved the page
                if point is None:
                    continue
                x, y = point
                finger("touchStart", x, y)
                for step in (3, 9, 20, 40):
                    finger("touchMove", x + step / 4, y - step)
                finger("touchEnd")
                swiped += 1
                after = seen.page.evaluate(STATE)
                if seen.page.evaluate(
                    "touched"
                ):  # the page went on scrolling, and paper came below the finger
                    before = after
                name = panel.evaluate("(one) => one.closest('.nn-figure').id")
                assert after == before, f"{path}#{name}: a swipe at {x:.0f}, {y:.0f} changed the page"
    assert swiped > 30
