"""Whoever follows a link in the prose sees the panel that it is about, and comes back with Back."""

from __future__ import annotations

from typing import Any

from .conftest import Visit, walk
from .server import Served

SIZES = ((1920, 1080), (1280, 800), (768, 1024), (390, 844), (360, 640))
# Follows every link of the page that sets a figure, each from the middle of the screen, and says of which the
# reader would not see the panel, or would lose the link, and of which Back does not lead back.
FOLLOW = """async (first) => {
  const frames = async () => { for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame); };
  const header = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const inView = ({ top, bottom }, room = 1) => top >= header - room && bottom <= innerHeight + room;
  await import(new URL("core/beside.js", document.querySelector("script[src$='nnexplain.js']").src));
  const wrong = [];
  const find = () =>
    [...document.querySelectorAll("a.nn-sets")].filter((one) => one.checkVisibility() && one.hash);
  const until = async (done) => {
    for (let k = 0; k < 200 && !done(); k++) await new Promise((go) => setTimeout(go, 20));
  };
  const all = find().length;
  let followed = 0;
  for (let k = first % 3; k < all; k += 3, followed++) {
    let link;
    do { // a host may have fetched the page anew, or be about to
      await until(() => find().length === all);
      link = find()[k];
      link.scrollIntoView({ block: "center", behavior: "instant" });
      await frames();
    } while (!link.isConnected);
    const [before, where] = [scrollY, location.href];
    link.click();
    await frames();
    const there = document.getElementById(link.hash.slice(1));
    const panel = there.closest(".nn-panel") ?? there.querySelector(".nn-panel");
    const copy = document.querySelector(".nn-beside__panel > svg");
    const [word, goes] = [link.getAttribute("href"), link.classList.contains("nn-go")];
    const shown = (copy ?? panel).getBoundingClientRect();
    const begins = inView({ top: shown.top, bottom: shown.top });
    if (!(goes ? begins : inView(shown)) || shown.width < 150) wrong.push(`${word}: not in view`);
    if (!goes && !inView(link.getBoundingClientRect())) wrong.push(`${word}: the link went out of view`);
    if (copy && copy.querySelector("path, rect, line, text") === null) wrong.push(`${word}: an empty copy`);
    if (location.href === where) continue;
    history.back();
    await until(() => location.href === where && Math.abs(scrollY - before) <= 1);
    if (location.href !== where) wrong.push(`${word}: Back leads to ${location.href}`);
    if (Math.abs(scrollY - before) > 1) wrong.push(`${word}: Back scrolls by ${scrollY - before}`);
    if (document.querySelector(".nn-beside")) wrong.push(`${word}: the copy stays after Back`);
  }
  return [followed, wrong];
}"""


def test_every_link_shows_its_panel_and_back_leads_back(served: Served, pages: list[str], visit: Any) -> None:
    """At five sizes of the window, every third link at each."""
    followed = 0
    for page in [path for path in pages if path.count("/") < 2]:
        seen: Visit = visit(served.url + page, reduced_motion="reduce")
        walk(seen)
        for first, (width, height) in enumerate(SIZES):
            seen.page.set_viewport_size({"width": width, "height": height})
            count, wrong = seen.page.evaluate(FOLLOW, first)
            assert wrong == [], f"{page or 'index'} at {width} × {height}"
            followed += count
    assert followed > 40


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
    page.wait_for_function("(before) => " + drawn + " !== before", arg=before)
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
    page.wait_for_function("!document.querySelector('.nn-beside')")  # its section is not read any more
