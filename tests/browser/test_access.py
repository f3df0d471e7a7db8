"""Everybody reads the page: by keyboard, by ear, in print, as numbers, in every scheme and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import MODES, PHONE, Visit, walk
from .harness import RATE, SHOW, STEP, loss_chart, weight_chart, write_figure
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]
SAYS = {"name": "says", "expr": "'After ' + step + ' passes.'"}
TALL = {"viewport": {"width": 1280, "height": 2000}}


OPEN = "(which) => document.querySelectorAll(which).forEach((details) => { details.open = true; })"


def body(folder: Path) -> str:
    charts = [{**loss_chart(), "title": "How wrong", "params": [SAYS]}, weight_chart()]
    return write_figure(
        folder, "cube", charts, [STEP, RATE, SHOW], alt="A curve.", player="step", now="After 60 passes."
    )


def open_one(harness: Harness, visit: Open, **context: Any) -> Visit:
    seen = visit(harness(body).url, **context)
    seen.alive("cube")
    return seen


@pytest.mark.parametrize("mode", ["light", "dark", "phone"])
def test_axe_finds_nothing_serious(served: Served, pages: list[str], visit: Open, mode: str) -> None:
    """On every page, figures alive and everything that opens open; the long tables once.

    Without motion: a word that fades in has every contrast on its way, and a slow machine is looked at in
    the middle of it. What is at rest looks the same either way.
    """
    found = []
    for path in pages:
        seen = visit(served.url + path, **{**MODES[mode], "reduced_motion": "reduce"})
        walk(seen)
        seen.page.evaluate(OPEN, "article details" if mode == "light" else "article details:not(.nn-table)")
        for part in seen.page.locator(".nn-table[open]").all():
            part.locator("table, p").first.wait_for()
        assert seen.page.evaluate("document.getAnimations().length") == 0
        for fault in Axe().run(seen.page).response["violations"]:
            if fault["impact"] in ("serious", "critical"):
                where = [node["html"][:160] for node in fault["nodes"]][:3]
                found.append((path, fault["id"], fault["help"], where))
    assert found == []


def test_axe_would_find_something(harness: Harness, visit: Open) -> None:
    """The check above can fail: a nameless button is found."""
    seen = open_one(harness, visit)
    seen.page.evaluate("document.querySelector('.nn-player__play').removeAttribute('aria-label')")
    seen.page.evaluate("document.querySelector('.nn-player__play').textContent = ''")
    faults = {fault["id"]: fault["impact"] for fault in Axe().run(seen.page).response["violations"]}
    assert faults.get("button-name") == "critical"


def test_tab_reaches_every_control_and_shows_where_it_is(harness: Harness, visit: Open) -> None:
    page = open_one(harness, visit).page
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        here = page.evaluate("""() => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
          const { name, className, localName } = document.activeElement;
          return [name || className || localName, outlineStyle, parseFloat(outlineWidth) >= 2];
        }""")
        reached.append(here)
    wanted = [f"nn-player__{part}" for part in ("restart", "back", "play", "forward")]
    wanted += ["step", "nn-player__speed", "cube.rate", "grid", "nn-reset", "summary"]
    assert [name for name, *_ in reached[: len(wanted)]] == wanted
    assert all(style == "solid" and wide for _, style, wide in reached[: len(wanted)])


def test_every_target_is_large_enough_for_a_finger(harness: Harness, visit: Open) -> None:
    page = open_one(harness, visit, **PHONE).page
    parts = page.locator("#cube :is(button, select, input[type=range], .nn-controls label, summary)")
    sizes = [part.bounding_box() for part in parts.all()]
    assert len(sizes) >= 10
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in sizes)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_order_of_the_player_is_always_the_same(harness: Harness, visit: Open) -> None:
    """Also alive, also on a phone: what is first in the page is further up or further left."""
    for context in ({}, PHONE):
        page = open_one(harness, visit, **context).page
        places = page.locator(".nn-player :is(button, input, select)").evaluate_all(
            "(all) => all.map((one) => [Math.round(one.getBoundingClientRect().top / 60), one.offsetLeft])"
        )
        assert places == sorted(places)


def test_the_words_of_the_picture_follow_the_state(harness: Harness, visit: Open) -> None:
    page = open_one(harness, visit).page
    page.locator("#cube [name=step]").fill("24")
    page.get_by_role("img", name=re.compile(r"^A curve\. After 24 passes\.$")).wait_for()
    assert page.locator(".nn-now").text_content() == "After 24 passes."
    assert page.locator("#cube [role=status]").text_content() == "After 24 passes."


def test_room_for_long_sentences_goes_when_the_page_gets_wider(harness: Harness, visit: Open) -> None:
    """A narrow page breaks the sentence into many lines; their room is kept for as long as it is narrow."""
    page = open_one(harness, visit).page
    line = page.locator(".nn-now")
    wide = line.evaluate("(line) => line.offsetHeight")
    page.set_viewport_size({"width": 120, "height": 800})
    page.wait_for_function(f"document.querySelector('.nn-now').offsetHeight > {wide}")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(f"document.querySelector('.nn-now').offsetHeight === {wide}")


def test_without_script_the_sentence_is_that_of_the_picture(harness: Harness, visit: Open) -> None:
    page = visit(harness(body).url, java_script_enabled=False).page
    assert page.locator(".nn-now").inner_text() == "After 60 passes."
    assert not page.locator(".nn-player").is_visible() and not page.locator(".nn-table").is_visible()


def test_the_numbers_are_a_real_table(harness: Harness, visit: Open) -> None:
    page = open_one(harness, visit, **TALL).page
    assert page.locator("table").count() == 0
    page.locator(".nn-table > summary").click()
    curve = page.get_by_role("table", name=re.compile("^How wrong: rows 1 to 100 of 122$"))
    curve.wait_for()
    heads = curve.locator("th[scope=col]")
    assert heads.all_text_contents() == ["step", "loss", "rate"]
    assert curve.locator("tbody tr").count() == 100
    assert curve.locator("tbody tr").nth(1).locator("td").all_text_contents() == ["1", "0.7275", "0.2"]
    section = page.locator(".nn-table > section").first
    section.get_by_role("button", name="next rows").click()
    assert section.locator("caption").text_content() == "How wrong: rows 101 to 122 of 122"
    assert section.locator("tbody tr").count() == 22
    assert section.get_by_role("button", name="next rows").is_disabled()
    section.get_by_role("button", name="previous rows").click()
    assert section.locator("tbody tr").count() == 100
    assert page.get_by_role("table", name=re.compile("^Panel 2")).locator("td").first.text_content() == "0"


def test_a_table_of_a_figure_that_cannot_come_alive(harness: Harness, visit: Open, tmp_path: Path) -> None:
    served = harness(body)
    (tmp_path / "runtime" / "vega.js").unlink()
    page = visit(served.url, tidy=False, **TALL).page
    page.wait_for_selector('[data-state="failed"]')
    page.locator(".nn-table > summary").click()
    page.get_by_role("table", name=re.compile("^How wrong")).wait_for()


HANDED = """async () => {
  const { tableOf } = await import(new URL("runtime/core/table.js", location.href));
  const data = Float32Array.from({length: 6}, (_, index) => index - 2.5);
  const tensor = {dtype: "F32", shape: [2, 3], data};
  document.querySelector("nn-figure").tables = () => [tableOf("<b>w</b>", tensor)];
}"""


def test_a_widget_hands_over_its_own_numbers_as_text(harness: Harness, visit: Open) -> None:
    page = open_one(harness, visit, **TALL).page
    page.evaluate(HANDED)
    page.locator(".nn-table > summary").click()
    page.get_by_role("table", name="<b>w</b>", exact=True).wait_for()
    assert page.locator("td").all_text_contents() == ["−2.5", "−1.5", "−0.5", "0.5", "1.5", "2.5"]
    assert page.locator(".nn-table b").count() == 0


def test_print_shows_the_state_and_no_controls(harness: Harness, visit: Open) -> None:
    page = open_one(harness, visit).page
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.locator("#cube [name=step]").fill("24")
    page.wait_for_timeout(300)
    page.emulate_media(media="print")
    assert not any(
        page.locator(kind).first.is_visible() for kind in (".nn-player", ".nn-controls", ".nn-table")
    )
    assert page.locator(".nn-live svg").first.is_visible()
    assert not page.locator(".nn-static").first.is_visible()
    assert page.locator(".nn-now").inner_text() == "After 24 passes."
    ink = page.evaluate("getComputedStyle(document.querySelector('.nn-now')).color")
    assert ink == "rgb(31, 35, 40)", "dark ink on paper, whatever the screen's scheme"


def test_reduced_motion_plays_in_whole_steps(harness: Harness, visit: Open) -> None:
    page = open_one(harness, visit, reduced_motion="reduce").page
    page.evaluate("""async () => {
      const { pageOf } = await import(new URL("runtime/core/page.js", location.href));
      window.seen = [];
      pageOf(document.querySelector("article")).subscribe(
        (changes) => seen.push(changes.get("step")), new AbortController().signal);
    }""")
    page.locator("#cube [name=step]").fill("50")
    page.get_by_role("button", name="play").click()
    page.wait_for_function("document.querySelector('#cube output').textContent === '60'")
    assert page.evaluate("seen") == [*range(50, 61)]
