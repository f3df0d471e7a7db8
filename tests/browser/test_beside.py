"""Whoever follows a link in the prose sees the panel that it is about, and comes back with Back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as Late

from .conftest import PAGES, ROOT, Visit, until, walk
from .server import Served

SIZES = ((1920, 1080), (1280, 800), (768, 1024), (390, 844), (360, 640))
LINKS = (
    """() => [...document.querySelectorAll("a.nn-sets")].filter((one) => one.checkVisibility() && one.hash)"""
)
# What the first link that is followed fetches.
BESIDE = """async () => {
  const runtime = document.querySelector("script[src$='nnexplain.js']").src;
  await import(new URL("core/beside.js", runtime));
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: new URL("core/beside.css", runtime).href });
  await new Promise((go, fail) => {
    [sheet.onload, sheet.onerror] = [go, () => fail(new Error(sheet.href))];
    document.head.append(sheet);
  });
}"""
# The address is written a moment after the last question was answered.
ANSWERED = """() => {
  const names = [...new URLSearchParams(location.search).keys()].filter((name) => name.startsWith("guess-"));
  return names.length === document.querySelectorAll('nn-figure[data-guess="told"]').length;
}"""
# Follows the link in the middle of the screen, and says what the reader would not see.
FOLLOW = """async (k) => {
  const frames = async () => { for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame); };
  const header = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const inView = ({ top, bottom }, room = 1) => top >= header - room && bottom <= innerHeight + room;
  const link = (LINKS)()[k];
  link.scrollIntoView({ block: "center", behavior: "instant" });
  await frames();
  const [y, href] = [scrollY, location.href];
  link.click();
  await frames();
  const there = document.getElementById(link.hash.slice(1));
  const panel = there.closest(".nn-panel") ?? there.querySelector(".nn-panel");
  const copy = document.querySelector(".nn-beside__panel > svg");
  const goes = link.classList.contains("nn-go");
  const shown = (copy ?? panel).getBoundingClientRect();
  const begins = inView({ top: shown.top, bottom: shown.top });
  const wrong = [];
  if (!(goes ? begins : inView(shown)) || shown.width < 150) wrong.push("not in view");
  if (!goes && !inView(link.getBoundingClientRect())) wrong.push("the link went out of view");
  if (copy && copy.querySelector("path, rect, line, text") === null) wrong.push("an empty copy");
  return { word: link.getAttribute("href"), y, href, moved: location.href !== href, wrong };
}""".replace("LINKS", LINKS)
# A task that the link has done stays done.
BACK = """({ href, y }) => {
  const undone = (address) => {
    const url = new URL(address);
    const done = [...url.searchParams.keys()].filter((name) => name.startsWith("done-"));
    for (const name of done) url.searchParams.delete(name);
    return decodeURIComponent(url.href);
  };
  const there = undone(location.href) === undone(href) && Math.abs(scrollY - y) <= 1;
  return there && !document.querySelector(".nn-beside");
}"""
# Figures above may take their room again some frames later, and the page stays where it is.
SETTLED = "async () => { for (let k = 0; k < 15; k++) await new Promise(requestAnimationFrame); }"


def follow(page: Page, number: int) -> list[str]:
    """Follows a link of the page and goes back; says what was wrong on the way."""
    told = page.evaluate(FOLLOW, number)
    if told["moved"]:
        page.evaluate("history.back()")
        try:
            until(page, BACK, arg=told, timeout=10_000)
            page.evaluate(SETTLED)
            until(page, BACK, arg=told, timeout=1_000)
        except Late:
            at = page.evaluate("[location.href, scrollY, document.querySelector('.nn-beside') !== null]")
            told["wrong"].append(f"Back leads to {at} instead of {told['href']}, {told['y']}")
    return [f"{told['word']}: {wrong}" for wrong in told["wrong"]]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "front")
def test_every_link_shows_its_panel_and_back_leads_back(served: Served, path: str, visit: Any) -> None:
    """At five sizes of the window, every third link at each."""
    seen: Visit = visit(f"{served.url}{path}", reduced_motion="reduce")
    walk(seen)
    until(seen.page, ANSWERED)
    seen.page.evaluate(BESIDE)
    seen.page.evaluate("window.article = document.querySelector('article')")
    followed = 0
    for first, (width, height) in enumerate(SIZES):
        seen.page.set_viewport_size({"width": width, "height": height})
        count = len(seen.page.evaluate(LINKS))
        for number in range(first % 3, count, 3):
            assert follow(seen.page, number) == [], f"{width} × {height}"
            followed += 1
    written = (ROOT / "content" / f"{path.strip('/') or 'index'}.md").read_text("utf-8")
    assert (followed > 0) == ("](?" in written or 'href="?' in written)
    assert seen.page.evaluate("window.article.isConnected"), "a host has fetched the page anew"


def test_a_copy_follows_its_figure_and_closes(served: Served, visit: Any) -> None:
    seen: Visit = visit(f"{served.url}one-neuron/", viewport={"width": 1280, "height": 800})
    page = seen.page
    link = page.locator("a.nn-sets", has_text="Lower the bias")
    seen.page.evaluate("document.querySelector('#how-it-learns').scrollIntoView()")
    link.evaluate("(a) => a.scrollIntoView({ block: 'center', behavior: 'instant' })")
    seen.alive("cube")
    link.click()
    copy = page.locator(".nn-beside")
    copy.wait_for()
    assert copy.get_attribute("aria-label") == "Figure 1, beside the text"
    words = copy.locator(".nn-beside__now")
    assert words.text_content() == page.locator("#cube .nn-now").text_content()
    drawn = "document.querySelector('.nn-beside__panel > svg > g').innerHTML"
    before = page.evaluate(drawn)
    page.locator("a.nn-sets", has_text="turn the weight of piano").click()
    until(page, "(before) => " + drawn + " !== before", arg=before)
    assert words.text_content() == page.locator("#cube .nn-now").text_content()
    page.keyboard.press("Escape")
    assert copy.count() == 0
    link.click()
    copy.get_by_role("button", name="close").click()
    assert copy.count() == 0
    assert link.evaluate("(a) => a === document.activeElement")
    link.click()
    copy.wait_for()
    page.locator("#where-the-picture-misleads").evaluate("(h) => h.scrollIntoView({behavior: 'instant'})")
    until(page, "!document.querySelector('.nn-beside')")  # its section is not read any more
