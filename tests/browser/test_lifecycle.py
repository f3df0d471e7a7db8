"""Figures go without a trace, and what fails stays a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from .bare import has_drawn
from .conftest import Visit
from .harness import RATE, STEP, loss_chart, weight_chart, write_figure
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]

# Listeners on anything that outlives a figure: the window, the document and its root and body.
COUNT_LISTENERS = """(() => {
  const long = () => [window, document, document.documentElement, document.body];
  let count = 0;
  const { addEventListener: add, removeEventListener: drop } = EventTarget.prototype;
  const seen = new Map();
  const key = (target, type, how) =>
    [target === window ? "w" : target.nodeName, type, !!(how?.capture ?? how)].join();
  EventTarget.prototype.addEventListener = function (type, listener, how) {
    const target = this ?? window;
    if (long().includes(target)) {
      const list = seen.get(key(target, type, how)) ?? new Set();
      seen.set(key(target, type, how), list.add(listener));
      how?.signal?.addEventListener("abort", () => list.delete(listener));
    }
    return add.call(target, type, listener, how);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, how) {
    seen.get(key(this ?? window, type, how))?.delete(listener);
    return drop.call(this ?? window, type, listener, how);
  };
  window.listeners = () => [...seen.values()].reduce((sum, list) => sum + list.size, 0);
})();"""


def one(folder: Path) -> str:
    """With a brush, for which Vega listens to the window: what is left behind shows."""
    brushed = {**weight_chart(), "params": [{"name": "brush", "select": "interval"}]}
    return write_figure(folder, "cube", [loss_chart(), brushed], [STEP, RATE])


def two(folder: Path) -> str:
    return one(folder) + write_figure(folder, "other", [loss_chart()], [STEP])


def test_a_figure_that_leaves_takes_everything_along(harness: Harness, visit: Open) -> None:
    """And comes back alive: a host that swaps pages may do either."""
    page = (seen := visit(harness(one).url, before=COUNT_LISTENERS)).page
    seen.alive("cube")
    counts: list[Any] = []
    for _ in range(3):
        page.evaluate("""() => { window.kept = document.querySelector("#cube"); kept.remove(); }""")
        has_drawn(page)
        assert page.evaluate("kept.querySelector('.nn-live')") is None
        listening = """async () => {
          const { pageOf } = await import(new URL("runtime/core/page.js", location.href));
          return pageOf(document.querySelector("article")).listening;
        }"""
        assert page.evaluate(listening) == 0
        counts.append(page.evaluate("[listeners(), document.querySelectorAll('*').length]"))
        page.evaluate("""() => document.querySelector("article").append(kept)""")
        page.evaluate("kept.scrollIntoView()")
        seen.alive("cube")
        page.locator('[data-name="cube"] input[name="step"]').fill("20")
        has_drawn(page)
    assert counts[0] == counts[1] == counts[2]


def test_a_script_that_is_early_waits_for_the_figure(harness: Harness, visit: Open, tmp_path: Path) -> None:
    """The page may ask for the runtime in its head: then it meets the first figure half parsed."""
    stop = '<script src="slow.js?wait=700"></script>'
    (tmp_path / "slow.js").write_text(
        "window.late = document.querySelector('nn-figure').matches(':defined');"
    )
    early = '<script type="module" async src="runtime/nnexplain.js"></script>'
    seen = visit(harness(lambda folder: early + two(folder).replace("<a class", stop + "<a class", 1)).url)
    seen.alive("cube", "other")
    assert seen.page.evaluate("window.late"), "the runtime came after the figure: this tested nothing"


def test_a_figure_removed_while_it_loads_stays_quiet(at: Open) -> None:
    page = (seen := at(alive=False)).page
    page.evaluate("() => { window.kept = document.querySelector('#cube'); kept.remove(); scrollBy(0, 1); }")
    seen.alive("other")
    has_drawn(page)
    assert seen.said == []
    assert page.evaluate("kept.querySelector('.nn-live')") is None
    assert page.locator(".nn-live").count() == 1  # the figure beside it


FAULTS = {"missing": None, "schema": '{"schema": 99}', "garbage": "<html>"}


def test_what_fails_stays_a_picture_and_says_so(harness: Harness, visit: Open, tmp_path: Path) -> None:
    served = harness(lambda f: "".join(write_figure(f, name, [loss_chart()], [STEP]) for name in FAULTS))
    for name, text in FAULTS.items():
        file = tmp_path / f"figures/{name}.json"
        file.unlink() if text is None else file.write_text(text)
    page = (seen := visit(served.url, tidy=False)).page
    for name in FAULTS:
        page.locator(f"#{name}").scroll_into_view_if_needed()
        page.wait_for_selector(f'#{name} [data-state="failed"]')
        assert page.locator(f"#{name} .nn-static").is_visible(), name
        assert "stands for it" in page.locator(f"#{name} .nn-status").inner_text(), name
        assert sum(f"test/{name} stays a picture" in line for line in seen.said) == 1, name
        assert page.locator(f"#{name} input").is_disabled(), name
