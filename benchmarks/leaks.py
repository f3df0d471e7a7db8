"""The claim that readers who go to and fro leave nothing behind: no figure, no listener, no node."""

from __future__ import annotations

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.browser import LAPTOP, arrived, chromium, fresh_page, until, walked
from benchmarks.measure import Failed
from benchmarks.serving import serving
from benchmarks.sites import Sites
from benchmarks.table import Kind, Row

WAY = {"one-neuron": ".md-footer__link--next", "digit-ocr": ".md-footer__link--prev"}
"""Two lessons, and the link from each to the other."""
TOLERATED = {"figures": 0.0, "listeners": 0.0, "nodes": 50.0}
"""What may grow more than without our runtime: of nodes about one a navigation."""
# In the page, without a locator: those keep what they found in memory, and with it the pages that are gone.
# Twelve navigations by locators left 28,000 nodes, with our runtime and without.
FOLLOW = "(link) => document.querySelector(link).click()"
ARRIVED = """([here, there]) => {
  const lessons = [...document.querySelectorAll("nn-figure")].map(({ dataset }) => dataset.lesson);
  return lessons.includes(there) && !lessons.includes(here);
}"""
# With this there are figures in the page, but nobody who brings them to life.
WITHOUT = "customElements.define = () => {};"
# Figures that are on no page, but of which something still holds on to a part, and drawings that a figure has
# let go of. What has a constructor of its own is the prototype of some kind.
HELD = """function () {
  const elements = this.filter((one) => !Object.hasOwn(one, "constructor") && !one.isConnected);
  return elements.filter((one) => one.matches("nn-figure, :not(nn-figure *).nn-live")).length;
}"""
# The reader moves something, so that there is a state to be kept.
NUDGE = """() => {
  const input = document.querySelector("nn-figure [type=range]:enabled");
  input?.stepUp();
  input?.dispatchEvent(new Event("input", {bubbles: true}));
}"""


def leaks(given: Sites) -> list[Row]:
    """Fifty navigations between two lessons, all figures alive, beside the same way without our runtime.

    What the host keeps of the pages that it takes away is not ours. What the first navigations leave
    (modules, caches that fill once) is no leak, so it is counted from the tenth on.
    """
    if given.own is None:
        return []
    first, last = given.effort.of(10, 2), given.effort.of(50, 4)
    with serving(given.own.folder / "site") as served, chromium() as browser:
        address = f"{served.address}{next(iter(WAY))}/"
        given.progress.say(f"leaks: {last} navigations without the runtime")
        without = growth(browser, address, first, last, alive=False)
        given.progress.say(f"leaks: {last} navigations")
        ours = growth(browser, address, first, last, alive=True)
    return leak_rows(ours, without, first, last)


def leak_rows(ours: dict[str, int], without: dict[str, int], first: int, last: int) -> list[Row]:
    """A row for each of `TOLERATED`."""
    what = f"that navigations {first + 1} to {last} leave"
    beside, kind = "without our runtime", Kind.DIFFERENCE
    return [
        Row("leaks", f"{name} {what}", ours[name], without[name], beside, limit, kind, name)
        for name, limit in TOLERATED.items()
    ]


def growth(browser: Browser, address: str, first: int, last: int, alive: bool) -> dict[str, int]:
    """What the browser holds more after `last` navigations than after `first`, rubbish collected."""
    with fresh_page(browser, LAPTOP) as page:
        if not alive:
            page.add_init_script(WITHOUT)
        # A link that is followed before Material knows the site's pages loads its page anew.
        arrived(page, address, "networkidle")
        page.evaluate("window.same = true")
        lessons, before = list(WAY), {}
        for number in range(last):
            go(page, lessons[number % 2], lessons[(number + 1) % 2], alive)
            if number + 1 == first:
                before = counts(page)
        after = counts(page)
        if not page.evaluate("window.same === true"):
            raise Failed("instant navigation loaded the page anew: nothing could leak")
    return {name: after[name] - before[name] for name in TOLERATED}


def go(page: Page, here: str, there: str, alive: bool) -> None:
    """To the neighbouring lesson by its link at the end of the page, until its figures are alive."""
    page.evaluate(FOLLOW, WAY[here])
    until(page, ARRIVED, [here, there])
    if alive:
        walked(page)
        page.evaluate(NUDGE)


def counts(page: Page) -> dict[str, int]:
    """Detached figures, listeners and nodes in memory once there is no rubbish."""
    tools = page.context.new_cdp_session(page)
    page.wait_for_timeout(600)
    for _ in range(2):
        tools.send("HeapProfiler.collectGarbage")
    tools.send("Performance.enable")
    metrics = tools.send("Performance.getMetrics")["metrics"]
    found = {metric["name"]: int(metric["value"]) for metric in metrics}
    figures = held_figures(tools)
    tools.detach()
    return {"figures": figures, "listeners": found["JSEventListeners"], "nodes": found["Nodes"]}


def held_figures(tools: CDPSession) -> int:
    """How many figures, or live drawings of their own, are in memory without being on a page."""
    kind = tools.send("Runtime.evaluate", {"expression": "HTMLElement.prototype"})["result"]["objectId"]
    elements = tools.send("Runtime.queryObjects", {"prototypeObjectId": kind})["objects"]["objectId"]
    asked = {"objectId": elements, "functionDeclaration": HELD, "returnByValue": True}
    return int(tools.send("Runtime.callFunctionOn", asked)["result"]["value"])
