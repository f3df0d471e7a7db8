"""The parts of the benchmarks that look at a living page: what they count, and how they judge it."""

from __future__ import annotations

import gzip
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks import frames, leaks, visits
from benchmarks.browser import LAPTOP, fresh_page, walked
from benchmarks.measure import Failed
from benchmarks.pages import address_of
from benchmarks.serving import SUB_PATH, serving
from benchmarks.table import quantity

SITEMAP = (
    "<urlset><url><loc>https://example.org/</loc></url><url><loc>https://example.org/a/</loc></url></urlset>"
)
FIGURE = """<nn-figure data-name="cube" data-state="live"><div class="nn-controls">
<input type="range" name="turn" min="0" max="40" step="1" value="0">
<label><input type="radio" name="cube.set" data-param="set" value="one" checked></label>
<label><input type="radio" name="cube.set" data-param="set" value="two"></label>
<select name="still"><option>1</option><option>2</option></select></div><output></output></nn-figure>
<script>{
const show = ({ target }) => requestAnimationFrame(() => {
  const until = performance.now() + 40;
  while (target.name === "turn" && performance.now() < until);
  if (target.name !== "still") document.querySelector("output").textContent = Math.random();
});
document.addEventListener("input", show);
}</script>"""
MOVING = """<p>before</p><p>after</p><script>
setTimeout(() => { const until = performance.now() + 120; while (performance.now() < until); }, 700);
setTimeout(() => { document.querySelector("p").style.paddingBottom = "300px"; }, 900);
</script><div style="height: 2000px"></div>"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with fresh_page(browser, LAPTOP) as page:
        yield page


def test_what_can_be_changed_is_found_once(page: Page) -> None:
    page.set_content(FIGURE)
    assert page.evaluate(frames.CHANGEABLE) == [["cube", "turn"], ["cube", "set"], ["cube", "still"]]


def test_a_change_lasts_until_it_is_painted(page: Page) -> None:
    """Forty milliseconds of work count, and the box that nobody works for has none of them."""
    page.set_content(FIGURE)
    slow, quick = (frames.changed(page, "cube", param, 5) for param in ("turn", "set"))
    assert min(slow.ours) >= 40
    assert len(slow.ours) == len(slow.bare) == 5
    assert min(quick.ours) < 40 and min(quick.bare) < 40


def test_a_change_that_moves_nothing_is_no_measurement(page: Page) -> None:
    page.set_content(FIGURE)
    with pytest.raises(Failed, match="4 changes of still changed nothing"):
        frames.changed(page, "cube", "still", 4)


def test_the_slowest_parameter_speaks_for_its_figure() -> None:
    steady = frames.Changed("cube", "turn", [15.0] * 20, [2.0] * 20)
    hasty = frames.Changed("cube", "set", [5.0] * 15 + [90.0] * 5, [3.0] * 20)
    other = frames.Changed("graph", "op", [16.0] * 20, [2.0] * 20)
    rows = frames.frame_rows([steady, hasty, other])
    assert [(row.measured, row.beside, row.verdict) for row in rows] == [
        (15, 2, "ok"), (90, 3, "over"), (16, 2, "ok"), (16, 2, "ok"),
    ]  # fmt: skip
    assert ["turn" in rows[0].what, "set, slowest of 2" in rows[1].what, rows[2].limit] == [True, True, 16]


def test_a_page_that_shifts_and_one_that_stops_answering(browser: Browser, tmp_path: Path) -> None:
    for name, body in (("moving", MOVING), ("quiet", "<p>words</p>" * 200)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(f"<!doctype html><title>t</title>{body}", "utf-8")
    with serving(tmp_path) as served:
        moving, quiet = (
            visits.visited(browser, f"{served.address}{name}/", LAPTOP) for name in ("moving", "quiet")
        )
        with pytest.raises(Failed, match="404"):
            visits.visited(browser, f"{served.address}missing/", LAPTOP)
    assert moving.shift > 0 and moving.arriving >= 120
    assert quiet.shift == 0 and max(quiet.arriving, quiet.scrolling) < moving.arriving


def test_a_figure_that_fails_is_told(page: Page) -> None:
    page.set_content(FIGURE)
    assert walked(page) == 1
    page.set_content(FIGURE.replace("live", "failed", 1))
    with pytest.raises(Failed, match="figure 1 is failed"):
        walked(page)


def test_only_detached_figures_count_and_by_whatever_part_they_are_held(page: Page) -> None:
    figure = "<nn-figure><svg><g/></svg></nn-figure>"
    page.evaluate("() => customElements.define('nn-figure', class extends HTMLElement {})")
    page.set_content(f'{figure}<p>{figure}</p><div id="drawn" class="nn-live">kept</div>')
    before = leaks.counts(page)
    page.evaluate("""() => {
      globalThis.kept = document.querySelector("p g");
      globalThis.drawn = document.querySelector("#drawn");
      document.querySelector("p").remove();
      drawn.remove();
    }""")
    page.evaluate("() => { for (let i = 0; i < 30; i++) kept.addEventListener('click', () => i); }")
    after = leaks.counts(page)
    assert (before["figures"], after["figures"]) == (0, 2)
    assert after["listeners"] - before["listeners"] == 30


def test_leaks_are_what_the_host_would_not_have_left() -> None:
    ours = {"figures": 0, "listeners": 44, "nodes": 5100}
    without = {"figures": 0, "listeners": 40, "nodes": 5060}
    rows = leaks.leak_rows(ours, without, 10, 50)
    assert [(row.score, row.verdict) for row in rows] == [(0, "ok"), (4, "over"), (40, "ok")]
    assert "navigations 11 to 50" in rows[0].what
    assert [quantity(4, "listeners"), quantity(4, "ms"), quantity(0.004, "")] == [
        "4 listeners",
        "4.00 ms",
        "0.00",
    ]


def test_the_sitemap_names_where_the_site_is_served(tmp_path: Path) -> None:
    (tmp_path / "sitemap.xml").write_text(SITEMAP, "utf-8")
    with serving(tmp_path) as served:
        body = urllib.request.urlopen(served.address + "sitemap.xml", timeout=10).read()
    assert gzip.decompress(body).decode() == SITEMAP.replace("https://example.org/", served.address)
    assert served.address.endswith(SUB_PATH)


def test_the_front_page_is_the_site() -> None:
    assert [address_of(Path(name)) for name in ("content/index.md", "content/one-neuron.md")] == [
        "",
        "one-neuron/",
    ]
