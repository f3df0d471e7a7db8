"""Everybody reads the page: by keyboard, by ear, in print, as numbers, in every scheme and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from .bare import has_drawn
from .conftest import PHONE, Visit, until
from .harness import three
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]


def test_axe_would_find_something(at: Open) -> None:
    """The checks of every page can fail: a nameless button is found."""
    page = at().page
    page.evaluate("document.querySelector('.nn-player__play').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('.nn-player__play').textContent = ''")
    faults = {fault["id"]: fault["impact"] for fault in Axe().run(page).response["violations"]}
    assert faults.get("button-name") == "critical"


def test_tab_reaches_every_control_and_shows_where_it_is(at: Open) -> None:
    page = at().page
    page.locator("#plain").focus()
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        here = page.evaluate("""() => {
          const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
          const { name, className, localName } = document.activeElement;
          return [name || className || localName, outlineStyle, parseFloat(outlineWidth) >= 2];
        }""")
        reached.append(here)
    wanted = [f"nn-player__{part}" for part in ("restart", "back", "play", "forward")]
    wanted += ["step", "nn-player__speed", "cube.rate", "grid", "nn-reset", "summary"]
    assert [name for name, *_ in reached] == wanted
    assert all(style == "solid" and wide for _, style, wide in reached)


def test_the_player_keeps_its_order_and_panels_stack_on_a_phone(
    at: Open, served_three: Served, visit: Open
) -> None:
    """What is first in the page is further up or further left."""
    phone = visit(served_three.url, **PHONE)
    phone.alive("cube")
    for page in (at().page, phone.page):
        places = page.locator("#cube .nn-player :is(button, input, select)").evaluate_all(
            "(all) => all.map((one) => [Math.round(one.getBoundingClientRect().top / 60), one.offsetLeft])"
        )
        assert len(places) == 6 and places == sorted(places)
    first, second = (panel.bounding_box() for panel in phone.page.locator("#cube .nn-panel").all())
    assert first and second and second["y"] >= first["y"] + first["height"]
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_words_of_the_picture_follow_the_state(at: Open) -> None:
    page = at().page
    page.locator("#cube [name=step]").fill("24")
    page.get_by_role("img", name=re.compile(r"^Loss & weights\. After 24 passes\.$")).wait_for()
    assert page.locator(".nn-now").text_content() == "After 24 passes."
    assert page.locator("#cube [role=status]").text_content() == "After 24 passes."


def test_room_for_long_sentences_goes_when_the_page_gets_wider(at: Open) -> None:
    """A narrow page breaks the sentence into many lines; their room is kept for as long as it is narrow."""
    page = at().page
    wide = page.locator(".nn-now").evaluate("(line) => line.offsetHeight")
    page.set_viewport_size({"width": 120, "height": 800})
    until(page, f"document.querySelector('.nn-now').offsetHeight > {wide}")
    page.set_viewport_size({"width": 1280, "height": 800})
    until(page, f"document.querySelector('.nn-now').offsetHeight === {wide}")


def test_the_numbers_are_a_real_table(at: Open) -> None:
    page = at().page
    assert page.locator("table").count() == 0
    page.locator("#cube .nn-table > summary").click()
    curve = page.get_by_role("table", name=re.compile("^How wrong: rows 1 to 100 of 122$"))
    curve.wait_for()
    assert curve.locator("th[scope=col]").all_text_contents() == ["step", "loss", "rate"]
    assert curve.locator("tbody tr").count() == 100
    assert curve.locator("tbody tr").nth(1).locator("td").all_text_contents() == ["1", "0.7275", "0.2"]
    section = page.locator("#cube .nn-table > section").first
    section.get_by_role("button", name="next rows").click()
    assert section.locator("caption").text_content() == "How wrong: rows 101 to 122 of 122"
    assert section.locator("tbody tr").count() == 22
    assert section.get_by_role("button", name="next rows").is_disabled()
    section.get_by_role("button", name="previous rows").click()
    assert section.locator("tbody tr").count() == 100
    assert page.get_by_role("table", name=re.compile("^Panel 2")).locator("td").first.text_content() == "0"


def test_a_table_of_a_figure_that_cannot_come_alive(harness: Harness, visit: Open, tmp_path: Path) -> None:
    served = harness(three)
    (tmp_path / "runtime" / "vega.js").unlink()
    page = visit(served.url, tidy=False).page
    page.wait_for_selector('#cube [data-state="failed"]')
    page.locator("#cube .nn-table > summary").click()
    page.get_by_role("table", name=re.compile("^How wrong")).wait_for()


HANDED = """async () => {
  const { tableOf } = await import(new URL("runtime/core/table.js", location.href));
  const data = Float32Array.from({length: 6}, (_, index) => index - 2.5);
  const tensor = {dtype: "F32", shape: [2, 3], data};
  document.querySelector("nn-figure").tables = () => [tableOf("<b>w</b>", tensor)];
}"""


def test_a_widget_hands_over_its_own_numbers_as_text(at: Open) -> None:
    page = at().page
    page.evaluate(HANDED)
    page.locator("#cube .nn-table > summary").click()
    page.get_by_role("table", name="<b>w</b>", exact=True).wait_for()
    assert page.locator("td").all_text_contents() == ["−2.5", "−1.5", "−0.5", "0.5", "1.5", "2.5"]
    assert page.locator(".nn-table b").count() == 0


def test_print_shows_the_state_and_no_controls(at: Open) -> None:
    """Of a figure that sleeps, its picture."""
    page = at().page
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    page.locator("#cube [name=step]").fill("24")
    has_drawn(page)
    page.emulate_media(media="print")
    for kind in (".nn-player", ".nn-controls", ".nn-table"):
        assert page.locator(f"{kind}:visible").count() == 0
    above, below = (page.locator(f"#cube {part}").bounding_box() for part in (".nn-panels", "figcaption"))
    assert above and below and above["y"] + above["height"] <= below["y"] + 1, "its words lie over it"
    assert page.locator("#cube .nn-live svg").first.is_visible()
    assert not page.locator("#cube .nn-static").first.is_visible()
    assert page.locator("#far .nn-static").is_visible()
    assert page.locator(".nn-now").inner_text() == "After 24 passes."
    ink = page.evaluate("getComputedStyle(document.querySelector('.nn-now')).color")
    page.evaluate("document.body.dataset.mdColorScheme = 'default'")
    assert ink == "rgb(31, 35, 40)", "dark ink on paper, whatever the screen's scheme"


def test_reduced_motion_plays_in_whole_steps(at: Open) -> None:
    page = at().page
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("""async () => {
      const { pageOf } = await import(new URL("runtime/core/page.js", location.href));
      window.seen = [];
      pageOf(document.querySelector("article")).subscribe(
        (changes) => seen.push(changes.get("step")), new AbortController().signal);
    }""")
    page.locator("#cube [name=step]").fill("50")
    page.locator("#cube").get_by_role("button", name="play").click()
    until(page, "document.querySelector('#cube output').textContent === '60'")
    assert page.evaluate("seen") == [*range(50, 61)]
