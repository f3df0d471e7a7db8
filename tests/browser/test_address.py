"""The page's state is in its address; what stands there is taken for what it may be, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from engine import Engine, engine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from .conftest import Visit, until
from .harness import DIGIT, PICK, RATE, SHOW, STEP
from .server import Served

Open = Callable[..., Visit]


def shown(page: Page, name: str, figure: str = "cube") -> str:
    return page.locator(f'[data-name="{figure}"] [name="{name}"]').first.input_value()


def test_an_address_shows_its_state(served_three: Served, visit: Open) -> None:
    """Of the figure that the address leads to, and of those that come alive later. No state makes history."""
    page = (seen := visit(served_three.url + "?step=24&rate=0.5&grid=false&digit=2#far")).page
    seen.alive("far")
    assert page.evaluate("document.querySelector('#far').getBoundingClientRect().top < innerHeight")
    page.evaluate("scrollTo(0, 0)")
    seen.alive("cube")
    assert (shown(page, "step"), shown(page, "step", "far"), shown(page, "digit", "far")) == ("24", "24", "2")
    assert page.get_by_role("radio", name="0.5").first.is_checked()
    assert not page.get_by_role("checkbox", name="grid").is_checked()
    page.locator('[data-name="cube"] input[name="step"]').fill("7")
    until(page, "location.search.includes('step=7')")
    assert page.evaluate("history.length") == 2, "only about:blank before it"


def test_the_address_follows_and_keeps_what_is_not_ours(at: Open) -> None:
    page = at("?q=a%20b&flag&h=x#cube").page
    page.evaluate("history.replaceState({offset: 12}, '')")
    page.locator('[data-name="cube"] input[name="step"]').fill("7")
    page.get_by_role("checkbox", name="grid").uncheck()
    until(page, "location.search.includes('grid=false')")
    assert page.evaluate("location.search + location.hash") == "?q=a+b&flag=&h=x&step=7&grid=false#cube"
    page.locator("#cube").get_by_role("button", name="reset").click()
    until(page, "!location.search.includes('step')")
    assert page.evaluate("location.search + location.hash") == "?q=a+b&flag=&h=x#cube"
    assert page.evaluate("history.state") == {"offset": 12}, "the host keeps it there"


def test_nothing_is_written_while_nothing_changes(at: Open) -> None:
    page = at("?utm=a%20b&step=99&flag").page
    page.wait_for_timeout(600)
    assert page.evaluate("location.search") == "?utm=a%20b&step=99&flag"


def test_a_page_that_is_swapped_in_reads_its_own_address(at: Open) -> None:
    """As a host's instant navigation does it: the address first, then the new article."""
    assert shown(at("?step=24").page, "step") == "24"
    page = at("?rate=0.5").page
    assert shown(page, "step") == "60"
    assert page.locator("#cube").get_by_role("radio", name="0.5").is_checked()


@pytest.mark.parametrize(
    ("query", "gone", "left"),
    [
        ("?hide=controls", ".nn-controls", ".nn-player"),
        ("?hide=player,table", ".nn-player, .nn-table", ".nn-controls"),
        ("?hide=reset,step", ".nn-reset, [name=step]", ".nn-player__play"),
        ("?hide=rate,now", "[data-param=rate], .nn-now", "[name=grid]"),
    ],
)
def test_a_teacher_hides_controls(at: Open, query: str, gone: str, left: str) -> None:
    page = at(query).page
    assert page.locator(gone).count() > 0
    assert not any(part.is_visible() for part in page.locator(gone).all())
    assert page.locator(left).first.is_visible()


def test_what_is_not_there_cannot_be_hidden(at: Open) -> None:
    seen = at("?" + urlencode({"hide": '__proto__,"],*,body,nn-figure,step'}))
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
STATE = """async () => {
  const { pageOf } = await import(new URL("runtime/core/page.js", location.href));
  const page = pageOf(document.querySelector("article"));
  const ours = document.querySelectorAll("article :not(.nn-status, .nn-live, .nn-live *)");
  const tags = [...ours].map((element) => element.localName);
  return {
    values: Object.fromEntries(["step", "rate", "grid", "pick"].map((name) => [name, page.get(name)])),
    tags: tags.filter((tag) => !["g", "path", "text", "line"].includes(tag)).join(),
    hit: window.hit, dirt: ({}).step,
  };
}"""
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=30), st.integers().map(str), st.floats().map(str)
)
queries = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=8), texts), max_size=6)


def is_allowed(values: dict[str, Any]) -> None:
    assert isinstance(values["step"], int) and 0 <= values["step"] <= 60
    assert values["rate"] in ("0.2", "0.5") and isinstance(values["grid"], bool)
    assert isinstance(values["pick"], str) and len(values["pick"]) <= 400


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("state"), ("core/page.js",)) as made:
        yield made


@settings(max_examples=200)
@given(queries, st.booleans())
def test_a_page_takes_only_what_is_allowed(state: Engine, query: list[tuple[str, str]], early: bool) -> None:
    """Whether its figures are there when the address is read, or come later."""
    script = """({ params, query, early }) => {
      const page = new nn.Page();
      const given = Object.fromEntries(query);
      if (early) page.set(given);
      page.declare(params);
      if (!early) page.set(given);
      return [Object.fromEntries(params.map(({ name }) => [name, page.get(name)])), ({}).step ?? null];
    }"""
    params = [STEP, RATE, SHOW, PICK, DIGIT]
    values, dirt = state.evaluate(script, {"params": params, "query": query, "early": early})
    is_allowed(values)
    assert values["digit"] in (1, 2, 3) and dirt is None


def test_who_knows_the_limits_is_believed(state: Engine) -> None:
    """A figure that merely follows takes any text; the one with the control, or with options, does not."""
    script = """({ given, limits }) => {
      const page = new nn.Page();
      const heard = [];
      page.subscribe((changes) => heard.push(...changes.values()), new AbortController().signal);
      page.declare([{ name: "unit", value: "a2", input: "none" }]);
      page.set({ unit: given });
      heard.length = 0;
      page.declare([{ name: "unit", value: "a1", ...limits }]);
      page.set({ unit: "b<1>" });
      return [page.get("unit"), heard, page.settings];
    }"""
    options = ["a1", "a2", "a3"]
    for limits in ({"input": "select", "options": options}, {"input": "none", "options": options}):
        strange = state.evaluate(script, {"given": "any text", "limits": limits})
        assert strange == ["a2", ["a2"], [["unit", None]]], "the first default stays"
        assert state.evaluate(script, {"given": "a3", "limits": limits}) == ["a3", [], [["unit", "a3"]]]


def test_no_address_can_do_harm(at: Open) -> None:
    clean = at().page.evaluate(STATE)["tags"]

    @settings(max_examples=8, suppress_health_check=list(HealthCheck))
    @example([("step", "<script>window.hit = 1</script>"), ("pick", "<img src=x onerror='window.hit = 1'>")])
    @example([("__proto__", "1"), ("constructor", "2"), ("hide", "__proto__,toString")])
    @example([("pick", "x" * 5000), ("x" * 5000, "1"), ("rate", "NaN"), ("step", "24.7"), ("grid", "null")])
    @given(queries)
    def try_it(query: list[tuple[str, str]]) -> None:
        seen = at("?" + urlencode(query, errors="surrogatepass"))
        state = seen.page.evaluate(STATE)
        is_allowed(state["values"])
        assert state["tags"] == clean and state["hit"] is state["dirt"] is None
        assert seen.errors() == []

    try_it()
