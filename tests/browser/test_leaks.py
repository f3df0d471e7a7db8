"""Pages that come and go leave nothing of ours behind: no view, no listener, no node."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import CDPSession

from .conftest import Visit
from .server import Served

Open = Callable[..., Visit]
WAY = {"one-neuron": ".md-footer__link--next", "digit-ocr": ".md-footer__link--prev"}
NAVIGATIONS = 50
MOST = {"documents": 1, "nodes": 2000, "jsEventListeners": 20, "drawings": 2}
# A drawing that is no longer on a page, but that something still holds on to.
HELD = """function () {
  return this.filter((box) => box.classList.contains("nn-live") && !box.isConnected).length;
}"""
# The reader moves something, so that there is a state to write into the address.
NUDGE = """() => {
  const input = document.querySelector("nn-figure [type=range]:enabled");
  input?.stepUp();
  input?.dispatchEvent(new Event("input", {bubbles: true}));
}"""


def held_drawings(tools: CDPSession) -> int:
    """How many live drawings are in memory without being on a page."""
    kind = tools.send("Runtime.evaluate", {"expression": "HTMLDivElement.prototype"})["result"]["objectId"]
    boxes = tools.send("Runtime.queryObjects", {"prototypeObjectId": kind})["objects"]["objectId"]
    asked = {"objectId": boxes, "functionDeclaration": HELD, "returnByValue": True}
    return int(tools.send("Runtime.callFunctionOn", asked)["result"]["value"])


def go(seen: Visit, here: str, there: str) -> None:
    """To the neighbouring lesson by its link at the end of the page, until a figure of it is alive."""
    page = seen.page
    page.locator(WAY[here]).click()
    page.locator(f'nn-figure[data-lesson="{here}"]').first.wait_for(state="detached")
    page.locator(f'nn-figure[data-lesson="{there}"]').first.wait_for(state="attached")
    page.locator("nn-figure").first.evaluate("(figure) => figure.scrollIntoView({behavior: 'instant'})")
    page.locator('nn-figure[data-state="live"]').first.wait_for()
    page.evaluate(NUDGE)


def counts(seen: Visit) -> dict[str, int]:
    tools = seen.page.context.new_cdp_session(seen.page)
    seen.page.wait_for_timeout(600)
    for _ in range(2):
        tools.send("HeapProfiler.collectGarbage")
    found = {**tools.send("Memory.getDOMCounters"), "drawings": held_drawings(tools)}
    tools.detach()
    return {name: int(count) for name, count in found.items()}


def test_fifty_navigations_leave_nothing(at_home: Served, visit: Open) -> None:
    """To and fro by Material's instant navigation, figures alive and moved each time.

    After ten, what is kept once (by Vega, by the last click) is there. Of the forty that follow, each
    could leave a page of thousands of nodes; all of them together may leave less than one.
    """
    seen = visit(at_home.url + "one-neuron/")
    seen.page.evaluate("window.same = true")
    lessons = list(WAY)
    before: dict[str, int] = {}
    for number in range(NAVIGATIONS):
        go(seen, lessons[number % 2], lessons[(number + 1) % 2])
        if number == 9:
            before = counts(seen)
    after = counts(seen)
    assert seen.page.evaluate("window.same"), "the host reloaded the page: this tested nothing"
    growth = {name: after[name] - before[name] for name in before}
    assert all(growth[name] <= most for name, most in MOST.items()), growth
