"""A real Chromium that opens a page as a reader with a cold cache does, and notes when its figures appear."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

from benchmarks.measure import Failed
from benchmarks.serving import serving

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
# DevTools' preset "Fast 4G": bytes a second and milliseconds, as its front end gives them to the protocol.
FAST_4G = {
    "offline": False,
    "downloadThroughput": 9 * 1000 * 1000 / 8 * 0.9,
    "uploadThroughput": 1.5 * 1000 * 1000 / 8 * 0.9,
    "latency": 60 * 2.75,
}
CPU = 4
PATIENCE = 30_000.0
"""Milliseconds after which a figure that is not live will not be."""

# Notes for each figure the frame that first shows its whole picture (`drawn`: when the frame began, and when
# the next task could run) and its live view (`live`), in milliseconds since the navigation began; `bare` are
# figures without a picture. A picture is whole once the parser is past it.
WATCH = """
(() => {
  const seen = (globalThis.__seen = { drawn: {}, live: {}, failed: [], bare: [] });
  const parsed = new Set();
  const nameOf = ({ dataset }) => dataset.lesson + "/" + dataset.name;
  const note = (times, name) =>
    requestAnimationFrame(() => {
      const began = performance.now();
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { times[name] ??= [began, performance.now()]; };
      channel.port2.postMessage(0);
    });
  const look = (figure) => {
    const name = nameOf(figure);
    if (figure.dataset.state === "failed") seen.failed.push(name);
    // One that asks first is alive for its reader, too.
    if (["live", "asks"].includes(figure.dataset.state)) note(seen.live, name);
  };
  const pictures = () => {
    for (const figure of document.querySelectorAll("nn-figure")) {
      const past = figure.nextSibling ?? figure.parentElement.nextSibling;
      if (parsed.has(figure) || (!past && document.readyState === "loading")) continue;
      parsed.add(figure);
      const panels = [...figure.querySelectorAll(".nn-panel")];
      const whole = panels.length && panels.every((panel) => panel.querySelector("svg.nn-static"));
      whole ? note(seen.drawn, nameOf(figure)) : seen.bare.push(nameOf(figure));
    }
  };
  new MutationObserver((records) => {
    if (document.readyState === "loading") pictures();
    for (const { type, target } of records)
      if (type === "attributes" && target.localName === "nn-figure") look(target);
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
  document.addEventListener("readystatechange", pictures);
})();
"""

# The figures of which a part is in view.
IN_VIEW = """
() => [...document.querySelectorAll("nn-figure")].flatMap((figure) => {
  const { top, bottom } = figure.getBoundingClientRect();
  return bottom > 0 && top < innerHeight ? [figure.dataset.lesson + "/" + figure.dataset.name] : [];
})
"""
ALL_LIVE = """
(ids) => ids.every((id) => id in globalThis.__seen.live) || globalThis.__seen.failed.length > 0
"""
# What becomes of the figure with this number on its page.
BRING = """
(index) => document.querySelectorAll("nn-figure")[index]
  .scrollIntoView({ behavior: "instant", block: "center" })
"""
STATE = "(index) => document.querySelectorAll('nn-figure')[index].dataset.state"
# Whether that is settled; of a figure that asks first, its answer is wanted.
STATED = f"""(index) => {{
  document.querySelectorAll("nn-figure")[index].querySelector(".nn-guess__skip:enabled")?.click();
  return ["live", "failed"].includes(({STATE})(index));
}}"""


@dataclass(frozen=True)
class Opening:
    """One opening of a page: seconds until the pictures in view were there, and until they were live."""

    figures: tuple[str, ...]
    painted: float
    live: float


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, closed at the end. Raises `Failed` where there is none."""
    path = shutil.which("chromium")
    if path is None:
        raise Failed("chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=60_000)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(browser: Browser, device: dict[str, Any], slow: bool = False) -> Iterator[Page]:
    """A page with nothing cached; with `slow` on Fast 4G and a quarter of this machine's processor."""
    context = browser.new_context(**device)
    try:
        page = context.new_page()
        if slow:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send("Network.emulateNetworkConditions", FAST_4G)
            session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
        page.add_init_script(WATCH)
        yield page
    finally:
        context.close()


@contextmanager
def alive(site: Path, lesson: str) -> Iterator[Page]:
    """The page `lesson` of the site in a folder, on a laptop, with every figure of it alive."""
    with serving(site) as served, chromium() as browser, fresh_page(browser, LAPTOP) as page:
        arrived(page, served.address + lesson, "load")
        walked(page)
        yield page


def until(page: Page, condition: str, arg: Any) -> None:
    """Wait until `condition`, a function of `arg`, holds, for `PATIENCE`: also where no `eval` is allowed,
    which Playwright's own waiting needs. Raises `Late`.
    """
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(condition, arg):
        if time.monotonic() > end:
            raise Late(condition)
        page.wait_for_timeout(10)


def opened(page: Page, address: str) -> Opening | None:
    """Open `address`; None where no figure is in view.

    Raises `Failed` when a figure in view is not drawn or does not come alive.
    """
    arrived(page, address, "load")
    ids = page.evaluate(IN_VIEW)
    if not ids:
        return None
    try:
        until(page, ALL_LIVE, ids)
    except Late as error:
        raise Failed(f"{address}: {', '.join(ids)} not live in {PATIENCE / 1000:.0f} s") from error
    seen = page.evaluate("() => globalThis.__seen")
    if broken := set(ids) & {*seen["failed"], *seen["bare"]}:
        raise Failed(f"{address}: {', '.join(sorted(broken))} had no picture, or did not come alive")
    first = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
    if not first or not set(ids) <= set(seen["drawn"]):
        raise Failed(f"{address}: the browser reported no paint of {', '.join(ids)}")
    painted = max(shown(began, ended, first) for began, ended in map(seen["drawn"].get, ids))
    return Opening(tuple(ids), painted / 1000, max(seen["live"][name][1] for name in ids) / 1000)


def arrived(page: Page, address: str, until: Literal["load", "networkidle"]) -> None:
    """Open `address`. Raises `Failed` where the site has no such page."""
    answer = page.goto(address, wait_until=until, timeout=PATIENCE)
    if answer and not answer.ok:
        raise Failed(f"{address}: {answer.status} {answer.status_text}")


def shown(began: float, ended: float, first: float) -> float:
    """When a frame was on the screen, given the first contentful paint: what began before came with it.

    The browser tells of that paint only. Of later frames the next task tells, which may have had to wait.
    """
    return first if began <= first else ended


def settled(page: Page, address: str) -> None:
    """Open `address` and wait, without touching it, until nothing more is fetched."""
    arrived(page, address, "networkidle")
    page.wait_for_timeout(1500)
    page.wait_for_load_state("networkidle", timeout=PATIENCE)


def walked(page: Page) -> int:
    """Bring every figure of an open page on screen, from the top on, until it is live; how many there are.

    Raises `Failed` when one does not come alive. No locator and no handle, which keep what they found in
    memory: `leaks` walks too.
    """
    count: int = page.evaluate("() => document.querySelectorAll('nn-figure').length")
    for index in range(count):
        page.evaluate(BRING, index)
        try:
            until(page, STATED, index)
        except Late as error:
            raise Failed(f"{page.url}: figure {index + 1} not live in {PATIENCE / 1000:.0f} s") from error
        if (state := page.evaluate(STATE, index)) != "live":
            raise Failed(f"{page.url}: figure {index + 1} is {state}")
    page.evaluate("() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    return count
