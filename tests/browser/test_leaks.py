"""Pages that come and go leave nothing of ours behind: no view, no listener, no node."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from benchmarks import leaks

from .conftest import Visit
from .server import Served

Open = Callable[..., Visit]
FIRST, LAST = 8, 20


def grown(page: Page, first: int, last: int) -> dict[str, int]:
    """What is in memory after `last` navigations to and fro, all figures alive, and was not after `first`."""
    lessons, before = list(leaks.WAY), {}
    for number in range(last):
        leaks.go(page, lessons[number % 2], lessons[(number + 1) % 2], alive=True)
        if number + 1 == first:
            before = leaks.counts(page)
    after = leaks.counts(page)
    return {name: after[name] - before[name] for name in before}


def test_navigations_leave_nothing(at_home: Served, visit: Open) -> None:
    """By Material's instant navigation. After eight, what is kept once (by Vega, by the host) is there; what
    follows leaves not even one node a navigation, where a page has thousands.
    """
    page = visit(at_home.url + "one-neuron/").page
    # A link that is followed before Material knows the site's pages loads its page anew.
    page.wait_for_load_state("networkidle")
    page.evaluate("window.same = true")
    growth = grown(page, FIRST, LAST)
    assert page.evaluate("window.same"), "the host reloaded the page: this tested nothing"
    assert growth["figures"] <= 0
    assert growth["listeners"] < LAST - FIRST, growth
    assert growth["nodes"] < LAST - FIRST, growth


# Whatever comes alive is kept for ever.
KEEP = """
window.kept = [];
new MutationObserver((all) => {
  for (const { target } of all) if (target.dataset.state === "live") window.kept.push(target);
}).observe(document, {subtree: true, attributes: true, attributeFilter: ["data-state"]});
"""


def test_a_figure_that_is_kept_would_be_found(at_home: Served, site: Path, visit: Open) -> None:
    """The check above can fail; it finds every figure, whatever draws it."""
    page = visit(at_home.url + "one-neuron/", before=KEEP).page
    growth = grown(page, 2, 4)
    pages = [(site / lesson / "index.html").read_text("utf-8") for lesson in leaks.WAY]
    assert growth["figures"] == sum(page.count("<nn-figure") for page in pages) > 5
    assert growth["nodes"] > 200
