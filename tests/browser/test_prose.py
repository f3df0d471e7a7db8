"""Figures that are folded away at first, and formulas that are wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markdown import Markdown

from nnexplain.site.extension import makeExtension

from .conftest import PHONE, Visit
from .harness import STEP, loss_chart, write_figure
from .server import Served

TABS = """<style>.tabbed-block + .tabbed-block { display: none }
#two:checked ~ .tabbed-content .tabbed-block { display: block }</style><div class="tabbed-set">
<input type="radio" name="tabs" checked><input type="radio" name="tabs" id="two"><div class="tabbed-content">
<div class="tabbed-block">Words.</div><div class="tabbed-block">"""
WIDE = "$$\n" + " + ".join(f"a_{{{number}}} x_{{{number}}}" for number in range(30)) + "\n$$\n"


def folded(folder: Path) -> str:
    """A figure in a closed box, one behind a tab, and a formula."""
    boxed, tabbed = (write_figure(folder, name, [loss_chart()], [STEP]) for name in ("boxed", "tabbed"))
    long = " + ".join(f"b_{number} y_{number}" for number in range(9))
    prose = Markdown(extensions=[makeExtension(brings=False)]).convert(f"Words ${long}$ here.\n\n{WIDE}")
    box = f'<details id="box"><summary>Open</summary>{boxed}</details>'
    return f'{prose}<a id="to" href="#tabbed">Figure 2</a>{box}{TABS}{tabbed}</div></div></div>'


def test_folded_figures_come_alive_when_shown_and_wide_formulas_scroll_alone(
    harness: Callable[..., Served], visit: Callable[..., Visit]
) -> None:
    seen = visit(harness(folded).url, **PHONE)
    page = seen.page
    state = "document.querySelector('nn-figure[data-name={}]').dataset.state"
    page.wait_for_timeout(300)
    assert page.evaluate(state.format("boxed")) is None and page.evaluate(state.format("tabbed")) is None
    page.locator("#box > summary").click()
    page.locator("#boxed").scroll_into_view_if_needed()
    seen.alive("boxed")
    page.locator("#to").click()  # a link opens the tab in which its figure is
    seen.alive("tabbed")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wide = page.locator(".nn-math").evaluate_all(
        "(all) => all.map((one) => [one.scrollWidth > one.clientWidth, one.clientWidth <= 390, one.tabIndex])"
    )
    assert wide == [[True, True, 0], [True, True, 0]]
