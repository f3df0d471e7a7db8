"""The page's state is in its address; what stands there is taken for what it may be, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from .conftest import Visit
from .harness import RATE, SHOW, STEP, loss_chart, weight_chart, write_figure
from .server import Served

Harness = Callable[..., Served]
Open = Callable[..., Visit]
FAR = '<div style="height: 4000px"></div>'
DIGIT = {"name": "digit", "value": 3, "input": "select", "options": [3, 1, 2], "label": "digit"}
PICK = {"name": "pick", "value": "nothing", "input": "none"}


def two(folder: Path) -> str:
    first = write_figure(
        folder,
        "cube",
        [loss_chart(), weight_chart()],
        [STEP, RATE, SHOW, PICK],
        player="step",
        now="After 60.",
    )
    return first + FAR + write_figure(folder, "far", [loss_chart()], [STEP, DIGIT])


def open_at(harness: Harness, visit: Open, query: str) -> Visit:
    seen = visit(harness(two).url + query)
    seen.alive("cube")
    return seen


def shown(page: Page, name: str, figure: str = "cube") -> str:
    return page.locator(f'[data-name="{figure}"] [name="{name}"]').first.input_value()


def test_an_address_shows_its_state(harness: Harness, visit: Open) -> None:
    """Of the figure that the address leads to, and of those that come alive later."""
    page = (seen := visit(harness(two).url + "?step=24&rate=0.5&grid=false&digit=2#far")).page
    seen.alive("far")
    assert page.evaluate("document.querySelector('#far').getBoundingClientRect().top < innerHeight")
    page.evaluate("scrollTo(0, 0)")
    seen.alive("cube")
    assert (shown(page, "step"), shown(page, "step", "far"), shown(page, "digit", "far")) == ("24", "24", "2")
    assert page.get_by_role("radio", name="0.5").is_checked()
    assert not page.get_by_role("checkbox", name="grid").is_checked()


def test_the_address_follows_and_keeps_what_is_not_ours(harness: Harness, visit: Open) -> None:
    page = open_at(harness, visit, "?q=a%20b&flag&h=x#cube").page
    page.locator('[data-name="cube"] input[name="step"]').fill("7")
    page.get_by_role("checkbox", name="grid").uncheck()
    page.wait_for_function("location.search.includes('grid=false')")
    assert page.evaluate("location.search + location.hash") == "?q=a+b&flag=&h=x&step=7&grid=false#cube"
    assert page.evaluate("history.length") == 2, "only about:blank before it: state makes no history"
    page.get_by_role("button", name="reset").first.click()
    page.wait_for_function("!location.search.includes('step')")
    assert page.evaluate("location.search + location.hash") == "?q=a+b&flag=&h=x#cube"


def test_nothing_is_written_while_nothing_changes(harness: Harness, visit: Open) -> None:
    page = open_at(harness, visit, "?utm=a%20b&step=99&flag").page
    page.wait_for_timeout(600)
    assert page.evaluate("location.search") == "?utm=a%20b&step=99&flag"


def test_state_that_the_host_keeps_in_the_history_stays(harness: Harness, visit: Open) -> None:
    page = open_at(harness, visit, "").page
    page.evaluate("history.replaceState({offset: 12}, '')")
    page.locator('[data-name="cube"] input[name="step"]').fill("7")
    page.wait_for_function("location.search === '?step=7'")
    assert page.evaluate("history.state") == {"offset": 12}


def test_a_page_that_is_swapped_in_reads_its_own_address(harness: Harness, visit: Open) -> None:
    """As a host's instant navigation does it: the address first, then the new article."""
    page = (seen := open_at(harness, visit, "?step=24")).page
    page.evaluate(SWAP, "?rate=0.5")
    seen.alive("cube")
    assert shown(page, "step") == "60"
    assert page.get_by_role("radio", name="0.5").is_checked()


@pytest.mark.parametrize(
    ("query", "gone", "left"),
    [
        ("?hide=controls", ".nn-controls", ".nn-player"),
        ("?hide=player,table", ".nn-player, .nn-table", ".nn-controls"),
        ("?hide=reset,step", ".nn-reset, [name=step]", ".nn-player__play"),
        ("?hide=rate,now", "[data-param=rate], .nn-now", "[name=grid]"),
    ],
)
def test_a_teacher_hides_controls(harness: Harness, visit: Open, query: str, gone: str, left: str) -> None:
    page = open_at(harness, visit, query).page
    assert page.locator(gone).count() > 0
    assert not any(part.is_visible() for part in page.locator(gone).all())
    assert page.locator(left).first.is_visible()


def test_what_is_not_there_cannot_be_hidden(harness: Harness, visit: Open) -> None:
    seen = open_at(harness, visit, "?" + urlencode({"hide": '__proto__,"],*,body,nn-figure,step'}))
    said = [line for line in seen.said if line.startswith("info: nnexplain: nothing to hide")]
    assert len(said) == 5
    assert seen.page.locator("#cube .nn-live").first.is_visible()
    assert not seen.page.locator("#cube [name=step]").is_visible()


HOSTILE = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "javascript:window.hit=1",
    "'];window.hit=1;//",
    "NaN",
    "Infinity",
    "1e999",
    "-0",
    "0x1f",
    "",
    "null",
    "[object Object]",
    "24.7",
    "９",
    "\u202e24",
    "x" * 5000,
    "9" * 400,
]
NAMES = ["step", "rate", "grid", "digit", "pick", "hide", "__proto__", "constructor", "toString", "q", "says"]
# A page anew, as instant navigation makes one; resolves with what the page's state is.
SWAP = """async (query) => {
  window.fresh ??= new DOMParser()
    .parseFromString(await (await fetch(location.pathname)).text(), "text/html").querySelector("article");
  history.replaceState(null, "", location.pathname + query);
  const article = document.importNode(window.fresh, true);
  document.querySelector("article").replaceWith(article);
}"""
STATE = """async () => {
  const { pageOf } = await import(new URL("runtime/core/page.js", location.href));
  const page = pageOf(document.querySelector("article"));
  const names = ["step", "rate", "grid", "pick"];
  const ours = document.querySelectorAll("article :not(.nn-status, .nn-live, .nn-live *)");
  const tags = [...ours].map((element) => element.localName);
  return {
    values: Object.fromEntries(names.map((name) => [name, page.get(name)])),
    tags: tags.filter((tag) => !["g", "path", "text", "line"].includes(tag)).join(),
    hit: window.hit, dirt: ({}).step,
  };
}"""
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=30), st.integers().map(str), st.floats().map(str)
)
queries = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), texts), max_size=6)


def test_no_address_can_do_harm(harness: Harness, visit: Open) -> None:
    seen = open_at(harness, visit, "")
    page = seen.page
    clean = page.evaluate(STATE)["tags"]

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @example([("step", "<script>window.hit = 1</script>"), ("pick", "<img src=x onerror='window.hit = 1'>")])
    @example([("__proto__", "1"), ("constructor", "2"), ("hide", "__proto__,toString")])
    @given(queries)
    def try_it(query: list[tuple[str, str]]) -> None:
        encoded = urlencode(query, errors="surrogatepass") if query else ""
        page.evaluate(SWAP, f"?{encoded}")
        seen.alive("cube")
        state = page.evaluate(STATE)
        values = state["values"]
        assert isinstance(values["step"], int) and 0 <= values["step"] <= 60
        assert values["rate"] in ("0.2", "0.5") and isinstance(values["grid"], bool)
        assert isinstance(values["pick"], str) and len(values["pick"]) <= 400
        assert state["tags"] == clean and state["hit"] is state["dirt"] is None
        assert seen.errors() == []

    try_it()
