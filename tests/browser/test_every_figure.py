"""What every figure of every page does, whoever made it. Each page is opened once for each kind of reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as Late

from .bare import stands_still
from .conftest import MODES, PAGES, Visit, until, visiting, walk
from .server import Served, serve

POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'"
)
PAPER = {"light": "rgb(255, 253, 248)", "dark": "rgb(22, 24, 29)"}
# Notes what the page moved without being asked, and every element of a picture before any script had it.
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const what = entry.sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 120));
    if (!entry.hadRecentInput) window.shifts.push([entry.value, ...what]);
  }
}).observe({type: "layout-shift", buffered: true});
document.addEventListener("readystatechange", () => {
  window.asParsed ??= new Map([...document.querySelectorAll("nn-figure")].map(
    (figure) => [figure.dataset.name, [...figure.querySelectorAll(".nn-panel > svg:not(.nn-guess-over)")]
      .flatMap((picture) => [picture, ...picture.querySelectorAll("*")])]));
}, {once: true});
"""
# Of each panel: its size, and of each part that a widget drew what it is and where it begins and ends.
PLACES = """() => [...document.querySelectorAll("nn-figure")].flatMap((figure) =>
  [...figure.querySelectorAll(".nn-panel")].map((panel, index) => {
    const own = panel.getBoundingClientRect();
    const parts = [...panel.querySelectorAll(".nn-widget :is(text, path, rect, circle, line)")];
    const places = parts.map((part) => {
      const { left, right, top, bottom } = part.getBoundingClientRect();
      const what = part.localName === "text" ? part.textContent : part.getAttribute("d") ?? part.localName;
      return [what, [left - own.left, right - own.left], [top - own.top, bottom - own.top]];
    });
    return [`${figure.dataset.name}, panel ${index + 1}`, [["", [0, own.width], [0, own.height]],
      ...places.filter(([, [left, right], [top, bottom]]) => left < right && top < bottom)]];
  }))"""
# What a figure shows: each element that is drawn, with its attributes, and the sentence below.
SHOWN = """(figure) => {
  const drawn = [...figure.querySelectorAll(".nn-panel > svg.nn-widget > g *, .nn-live *")];
  const told = drawn.map((part) => {
    const attributes = [...part.attributes].filter(({ name }) => name !== "aria-label");
    const words = attributes.map(({ name, value }) => `${name}=${value}`).sort();
    return [part.localName, ...words, part.children.length ? "" : part.textContent].join(" ");
  });
  return [figure.parentElement.querySelector(".nn-now")?.textContent.trim() ?? "", ...told].join("\\n");
}"""
# The same, when it has not changed for a while, and nothing is being looked for.
AT_REST = f"""async (figure) => {{
  for (let last = "";;) {{
    const now = ({SHOWN})(figure);
    if (now === last && !now.startsWith("Looking")) return now;
    last = now;
    await new Promise((go) => setTimeout(go, 200));
  }}
}}"""
# Whoever unfolds something moves what is below it: that is no shift of a page that comes alive.
ALL_CAME = """async () => {
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go))));
  window.came = [...window.shifts];
}"""
UNFOLD = """(which) => {
  for (const details of document.querySelectorAll(which)) details.open = true;
}"""
IS_SHOWN = f"([figure, shown]) => ({SHOWN})(figure) === shown"
IS_NOT_SHOWN = f"([figure, shown]) => ({SHOWN})(figure) !== shown"


@dataclass
class Reader:
    """A page as one kind of reader has it, and the same page without scripts."""

    path: str
    seen: Visit
    plain: Page

    @property
    def page(self) -> Page:
        return self.seen.page

    def figures(self) -> Iterator[tuple[str, Locator]]:
        """Each figure with its name and that of its page, in view."""
        for name in self.page.locator("nn-figure").evaluate_all(
            "(all) => all.map((one) => one.dataset.name)"
        ):
            figure = self.page.locator(f'nn-figure[data-name="{name}"]')
            figure.evaluate("(figure) => figure.scrollIntoView({behavior: 'instant'})")
            yield f"{self.path}#{name}", figure


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[Served]:
    """The site under a policy that allows nothing from elsewhere, nothing to be evaluated, and no scripts but
    those that pages name themselves.
    """
    own = (site / "index.html").read_text("utf-8").partition('Content-Security-Policy" content="')[2]
    scripts = own.partition(";")[0]
    assert scripts.startswith("script-src 'self' 'sha256-") and "unsafe" not in scripts
    with serve(site, headers={"Content-Security-Policy": f"{scripts}; {POLICY}"}) as served:
        yield served


HANDS = re.compile(r"\b(play it|press|drag|tap|click|point at|choose a|drop a|with the sliders)\b", re.I)
"""Words for what only a hand can do, in a figure that is alive."""


def reader(mode: str) -> Any:
    """A fixture: every page as readers of this mode have it, all of its figures alive."""

    @pytest.fixture(scope="module", name=mode, params=PAGES, ids=lambda p: p or "front")
    def opened(strict: Served, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Reader]:
        url = strict.url + request.param
        context = MODES[mode]
        with (
            visiting(browser, url, java_script_enabled=False, **context) as plain,
            visiting(browser, url, before=WATCH, **context) as seen,
        ):
            walk(seen)
            seen.page.evaluate(ALL_CAME)
            seen.page.evaluate(UNFOLD, "details.nn-more")
            yield Reader(request.param, seen, plain.page)

    return opened


light, dark, phone = map(reader, MODES)


def test_all_pages_are_looked_at(pages: list[str], site: Path) -> None:
    assert sorted(pages) == sorted(PAGES)
    figures = [(site / path / "index.html").read_text("utf-8").count("<nn-figure") for path in pages]
    assert sum(figures) > 20 and sum(count > 1 for count in figures) >= 2


def comes_alive(opened: Reader, mode: str) -> None:
    """As a picture it is there without scripts; alive it is where it was, and the page is quiet meanwhile."""
    page, plain, path = opened.page, opened.plain, opened.path
    assert page.locator('nn-figure[data-state="live"]').count() == plain.locator("nn-figure").count(), path
    shifts = page.evaluate("window.came")
    assert sum(size for size, *_ in shifts) <= 0.02, (path, shifts)
    assert [line for line in opened.seen.said if not line.startswith("log")] == [], path
    assert opened.seen.abroad == [], path
    words = [one.locator(".nn-now").all_inner_texts() for one in (plain, page)]
    assert words[0] == words[1], path
    # who cannot act is not told to
    told = " ".join(plain.locator("figcaption").all_inner_texts())
    assert not HANDS.search(told), path
    assert plain.locator(".nn-acts").evaluate_all("(all) => all.filter((one) => one.checkVisibility())") == []
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1] <= MODES[mode].get("viewport", {}).get("width", 1280), path
    scheme = MODES[mode].get("color_scheme", "light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == PAPER[scheme], path
    stands_still(page)
    for (name, before), (_, after) in zip(plain.evaluate(PLACES), page.evaluate(PLACES), strict=True):
        assert [what for what, *_ in after] == [what for what, *_ in before], f"{path}: {name}"
        least = 4 if MODES[mode].get("is_mobile") else 0.5
        moved = [both for both in zip(before, after, strict=True) if shift(*both) > least]
        assert moved == [], f"{path}: {name}"


def shift(there: Any, here: Any) -> float:
    """How far both ends and the middle have moved: words that are set larger grow from where they hang."""
    pairs = [(*before, *after) for before, after in zip(there[1:], here[1:], strict=True)]
    return max(min(abs(a - c), abs(b - d), abs(a + b - c - d) / 2) for a, b, c, d in pairs)


def test_in_the_light_it_comes_alive_in_its_place(light: Reader) -> None:
    comes_alive(light, "light")


def test_the_picture_becomes_the_drawing(light: Reader) -> None:
    """Of a widget no element is replaced; Vega's drawing lies over its picture."""
    for name, figure in light.figures():
        kept = figure.evaluate(
            """(figure) => window.asParsed.get(figure.dataset.name).map((part) => part.isConnected)"""
        )
        assert len(kept) > 10 and all(kept), name
        assert figure.locator(":is(.nn-panel > svg.nn-widget, .nn-live svg.marks):visible").count() == (
            figure.locator(".nn-panel").count()
        ), name


def test_the_numbers_are_tables(light: Reader) -> None:
    for name, figure in light.figures():
        details = figure.locator("xpath=..").locator("details.nn-table")
        assert details.locator("table").count() == 0, name
        details.locator("summary").press("Enter")
        details.locator("table, p").first.wait_for()
        cells = details.locator("td").all_text_contents()
        assert sum(any(sign.isdigit() for sign in cell) for cell in cells) >= 2, name
        assert not [cell for cell in cells if cell in ("NaN", "undefined", "Infinity")], name
        assert all(details.locator("caption").all_text_contents()), name
        details.locator("summary").press("Enter")


# Of each panel that is worked with: how far it reaches out of the room between the header and the desk
# of its figure, when it is scrolled into that room; and how far the desk itself is out of the window.
OUT_OF_SIGHT = """async (figure) => {
  const desk = figure.querySelector(".nn-desk");
  const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
  const out = [];
  for (const panel of desk ? figure.querySelectorAll(".nn-panel") : []) {
    const room = innerHeight - header - desk.offsetHeight;
    const { top, height } = panel.getBoundingClientRect();
    scrollBy({ top: top - header - Math.max(0, room - height) / 2, behavior: "instant" });
    await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
    const [box, below] = [panel.getBoundingClientRect(), desk.getBoundingClientRect()];
    const over = Math.max(header - box.top, box.bottom - below.top, below.bottom - innerHeight);
    if (over > 1) out.push([panel.id, over]);
  }
  return out;
}"""


# Gives the focus, as keys do, to what the keys reach first in each panel, when the desk hides it; and which
# of it stays hidden.
HIDDEN = """(figure) => {
  const desk = figure.querySelector(".nn-desk");
  const hidden = [];
  for (const panel of desk ? figure.querySelectorAll(".nn-panel") : []) {
    const stop = panel.querySelector("[tabindex='0'], input, select, button:enabled");
    if (!stop) continue;
    scrollBy({ top: stop.getBoundingClientRect().bottom - innerHeight, behavior: "instant" });
    stop.focus({ preventScroll: true });
    const over = stop.getBoundingClientRect().bottom - desk.getBoundingClientRect().top;
    if (over > 0) hidden.push([panel.id, over]);
    stop.blur();
  }
  return hidden;
}"""


def test_what_the_keys_reach_is_not_below_the_desk(light: Reader) -> None:
    light.page.keyboard.press("Shift")  # it is the keys that are used
    for name, figure in light.figures():
        assert figure.evaluate(HIDDEN) == [], name


def controls_are_in_sight(reader: Reader) -> None:
    desks = 0
    for name, figure in reader.figures():
        assert figure.evaluate(OUT_OF_SIGHT) == [], f"{name}: its controls hide what they change"
        desks += figure.locator(".nn-desk").count()
    assert desks or not reader.page.locator(".nn-control").count(), reader.path


def test_controls_are_in_sight_with_what_they_change(light: Reader) -> None:
    controls_are_in_sight(light)


# By how much all panels together, with the desk as it opens, are higher than the window below its header.
TOO_HIGH = """(figure) => {
  const folded = figure.querySelector("details.nn-more");
  if (folded) folded.open = false;
  const boxes = [...figure.querySelectorAll(".nn-panel")].map((panel) => panel.getBoundingClientRect());
  const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
  const header = document.querySelector(".md-header").getBoundingClientRect().bottom;
  const desk = figure.querySelector(".nn-desk")?.offsetHeight ?? 0;
  if (folded) folded.open = true;
  return height + desk + header - innerHeight;
}"""
PILED = {"digit-ocr/#pictures"}  # two rows of two pictures, each a whole


def test_all_that_a_control_changes_is_seen_at_once(light: Reader) -> None:
    high = {name: over for name, figure in light.figures() if (over := figure.evaluate(TOO_HIGH)) > 0}
    assert set(high) <= PILED, high


# Of each parameter the input that has the focus when it is reached by keys.
CONTROLS = ":is(.nn-controls, .nn-player .nn-control) :is(input:not([type=radio]), input:checked, select)"
RINGED = """(input) => {
  const { outlineStyle, outlineWidth } = getComputedStyle(input);
  return outlineStyle === "solid" && parseFloat(outlineWidth) >= 2;
}"""
OTHER = """(input) => {
  if (input.type === "checkbox") return "Space";
  if (input.type === "range") return input.value === input.max ? "ArrowDown" : "ArrowUp";
  return input.selectedIndex === input.options?.length - 1 ? "ArrowUp" : "ArrowDown";
}"""


def test_every_control_works_by_keys_and_reset_puts_the_start_back(light: Reader) -> None:
    for name, figure in light.figures():
        start = figure.evaluate(AT_REST)
        inputs = figure.locator(CONTROLS)
        params = inputs.evaluate_all("(all) => all.map((one) => one.dataset.param ?? one.name)")
        for control in figure.locator(".nn-control:has(:disabled)").all():
            assert control.locator(".nn-control__why").inner_text(), f"{name}: a control rests without a word"
        for param in params:
            control = figure.locator(f':is([data-param="{param}"]:checked, [name="{param}"])')
            if control.is_disabled():
                continue
            control.focus()
            control.press(control.evaluate(OTHER))
            assert figure.evaluate(f"() => ({RINGED})(document.activeElement)"), f"{name}, {param}"
            changes(light.page, IS_NOT_SHOWN, figure, start, f"{name}: {param} changes nothing")
            figure.locator(".nn-reset").press("Enter")
            changes(light.page, IS_SHOWN, figure, start, f"{name}: reset does not undo {param}")


def changes(page: Page, condition: str, figure: Locator, shown: str, complaint: str) -> None:
    """Waits until the condition holds of the figure and of what it showed; fails if it never does."""
    try:
        until(page, condition, arg=[figure.element_handle(), shown], timeout=20_000)
    except Late:
        pytest.fail(complaint)


# The scheme is another, and back: whether every figure has other colours, and which elements were touched.
TURNED = """async () => {
  const scheme = document.body.dataset.mdColorScheme;
  const figures = [...document.querySelectorAll("nn-figure")];
  const parts = (figure) => [...figure.querySelectorAll(".nn-panel svg *")];
  const paint = (figure) => parts(figure).map((part) => {
    const { fill, stroke } = getComputedStyle(part);
    return fill + stroke;
  }).join();
  const touched = [];
  const watch = new MutationObserver((all) => touched.push(...all.map(({ target }) => target.outerHTML)));
  for (const panels of document.querySelectorAll(".nn-panels"))
    watch.observe(panels, {subtree: true, childList: true, attributes: true, characterData: true});
  const light = figures.map(paint);
  document.body.dataset.mdColorScheme = "slate";
  await new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  const dark = figures.map(paint);
  document.body.dataset.mdColorScheme = scheme;
  watch.disconnect();
  const same = figures.filter((_, k) => light[k] === dark[k]).map(({ dataset }) => dataset.name);
  return [same, touched.map((markup) => markup.slice(0, 200))];
}"""


def test_another_scheme_is_other_colours_and_no_new_drawing(light: Reader) -> None:
    assert light.page.evaluate(TURNED) == [[], []], light.path


def test_links_that_set_figures_do(light: Reader) -> None:
    """Every link of the form ?name=value, followed: the reader stays, and no value is refused."""
    before = len(light.seen.said)
    light.page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    for link in light.page.locator("article a[href*='?']").all():
        if "127.0.0.1" in link.evaluate("(link) => link.host"):
            link.click()
    assert light.page.url.partition("?")[0].partition("#")[0] == light.seen.origin + "/book/" + light.path
    assert [line for line in light.seen.said[before:] if "cannot be" in line] == [], light.path


HARM = "<img src=x onerror='window.hit = 1'>"


def params_of(page: Page, site: Path) -> dict[str, list[dict[str, Any]]]:
    """All parameters of the page by their name, as each figure declares them."""
    found: dict[str, list[dict[str, Any]]] = {}
    for link in page.locator("nn-figure a.nn-source").all():
        figure = json.loads((site / urlsplit(link.evaluate("(link) => link.href")).path[6:]).read_text())
        for param in figure["params"]:
            found.setdefault(param["name"], []).append(param)
    return found


def test_a_hostile_address_is_ignored_with_a_word(light: Reader, browser: Browser, site: Path) -> None:
    params = params_of(light.page, site)
    # What every figure takes as a text from anywhere is those figures' to judge; a network knows its units.
    strict = {name for name, same in params.items() if any(param["input"] != "none" for param in same)}
    strict |= params.keys() & {"unit"}
    address = light.page.url.partition("?")[0] + "?" + urlencode(dict.fromkeys(params, HARM))
    with visiting(browser, address) as seen:
        walk(seen)
        said = " ".join(seen.said)
        assert [name for name in strict if f"{name} cannot be" not in said] == [], light.path
        for name, figure in Reader(light.path, seen, seen.page).figures():
            for control in figure.locator(CONTROLS).all():
                param = control.get_attribute("data-param") or control.get_attribute("name") or ""
                value = control.evaluate("(input) => input.type === 'checkbox' ? input.checked : input.value")
                assert param not in strict or str(value) == str(params[param][0]["value"]), f"{name}: {param}"
        assert seen.page.evaluate("[window.hit, document.querySelectorAll('[onerror]').length]") == [None, 0]
        assert seen.errors() == [], light.path


# What is to be open opened, of its tables the first rows stay, since all are alike.
NO_TABLES = "article details:not(.nn-table)"
FIRST_ROWS = """() => {
  for (const row of document.querySelectorAll(".nn-table tbody tr:nth-child(n + 3)")) row.remove();
}"""


def faults(reader: Reader, which: str, **options: Any) -> list[Any]:
    """What axe finds serious on the page, with these details open."""
    page = reader.page
    page.evaluate(UNFOLD, which)
    for part in page.locator(".nn-table[open]").all():
        part.locator("table, p").first.wait_for()
    page.evaluate(FIRST_ROWS)
    # A word that fades in has every contrast on its way; what is at rest looks the same either way.
    page.emulate_media(reduced_motion="reduce")
    until(page, "document.getAnimations().length === 0")
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [
        (reader.path, fault["id"], fault["help"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def test_axe_finds_nothing_serious_in_the_light(light: Reader) -> None:
    assert faults(light, "article details") == []


def test_in_the_dark_it_comes_alive_in_its_place(dark: Reader) -> None:
    comes_alive(dark, "dark")


def test_axe_finds_nothing_serious_in_the_dark(dark: Reader) -> None:
    """Another scheme is other colours, and nothing else."""
    assert faults(dark, NO_TABLES, runOnly=["color-contrast", "link-in-text-block"]) == []


def test_on_a_phone_it_comes_alive_in_its_place(phone: Reader) -> None:
    comes_alive(phone, "phone")


# Every word of a figure's drawings: how large it is, and from where to where it goes.
WORDS = """(figure) => [...figure.querySelectorAll(".nn-panel text")]
  .filter((text) => text.textContent && text.checkVisibility({ visibilityProperty: true }))
  .map((text) => {
    const { left, right } = text.getBoundingClientRect();
    const { a, b } = text.getScreenCTM();
    return [text.textContent, parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b), left, right];
  })"""
LEAST_WORD = 11  # pixels
# Of what a hand takes in the drawings: how large a finger's target it is. Where the ground between many is
# taken too, the nearest is meant: a target is then as large as they lie apart.
HANDLES = """(figure) => {
  const all = [...figure.querySelectorAll(".nn-panel [data-grip][tabindex]")];
  const middle = ({ left, right, top, bottom }) => [(left + right) / 2, (top + bottom) / 2];
  return all.map((one) => {
    const box = one.getBoundingClientRect();
    const { grip } = one.dataset;
    const [x, y] = middle(box);
    const apart = all.filter((other) => other !== one && other.dataset.grip === grip)
      .map((other) => middle(other.getBoundingClientRect()))
      .map(([right, down]) => Math.max(Math.abs(right - x), Math.abs(down - y)));
    const shared = one.parentElement.closest("[data-grip]")?.dataset.grip === grip;
    return [grip, shared ? Math.min(...apart) : Math.min(box.width, box.height)];
  });
}"""
# What is small and many in a drawing is chosen by a control of the same figure as well: its parameter.
CHOSEN_BY = dict.fromkeys(("unit", "post", "row", "images", "lines", "cloud"), "unit") | {"node": "op"}
TARGETS = ":is(button, select, input[type=range], .nn-controls label, summary):visible"


def test_on_a_phone_words_are_read_and_targets_are_hit(phone: Reader) -> None:
    for name, figure in phone.figures():
        words = figure.evaluate(WORDS)
        assert words and [word for word in words if word[1] < LEAST_WORD - 0.01] == [], f"{name}: too small"
        assert [word for word in words if word[2] < 0 or word[3] > 390] == [], f"{name}: beside the screen"
        targets = figure.locator("xpath=..").locator(TARGETS)
        boxes = targets.evaluate_all(
            "(all) => all.map((one) => [one.outerHTML.slice(0, 160), one.offsetWidth, one.offsetHeight])"
        )
        assert [box for box in boxes if min(box[1:]) < 44] == [], f"{name}: too small for a finger"
        small = {grip for grip, size in figure.evaluate(HANDLES) if size < 40 - 0.5}
        for grip in small:
            param = CHOSEN_BY.get(grip)
            assert param and figure.locator(f'[name="{param}"]').is_visible(), f"{name}: {grip} is too small"


def test_on_a_phone_controls_are_in_sight_with_what_they_change(phone: Reader) -> None:
    controls_are_in_sight(phone)


def test_axe_finds_nothing_serious_on_a_phone(phone: Reader) -> None:
    assert faults(phone, NO_TABLES) == []


def test_without_scripts_there_are_the_pictures_and_the_words(phone: Reader) -> None:
    plain, path = phone.plain, phone.path
    assert plain.locator("h1").first.is_visible(), path
    for figure in plain.locator("figure.nn-figure").all():
        name = f"{path}#{figure.get_attribute('id')}"
        panels = figure.locator(".nn-panel").count()
        assert panels and figure.locator(".nn-panel > svg.nn-static:visible").count() == panels, name
        assert figure.locator("figcaption").inner_text().strip(), name
        assert all(now.inner_text().strip() for now in figure.locator(".nn-now").all()), name
        idle = figure.locator(":is(.nn-desk, .nn-table):visible")
        assert idle.count() == 0, name
        above, below = (figure.locator(part).bounding_box() for part in (".nn-panels", "figcaption"))
        assert above and below, name
        assert above["y"] + above["height"] <= below["y"] + 1, f"{name}: its words lie over it"
