"""The lesson of the digits in a browser: a figure of it, and the same network in torch and NumPy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page

from .bare import stands_still
from .conftest import TALL, Visit
from .labs import Twin, torch

Open = Callable[..., Visit]
PLACES = """(figure) => {
  const { left, top } = figure.getBoundingClientRect();
  return [...figure.querySelectorAll(".nn-panel text")].map((text) => {
    const { x, y, width, height } = text.getBoundingClientRect();
    return [text.textContent, x + width / 2 - left, y + height / 2 - top];
  });
}"""
PAGE_OF = """(element) => {
  const source = new URL("core/page.js", document.querySelector('script[src*="nnexplain.js"]').src);
  return import(source.href).then(({ pageOf }) => pageOf(element));
}"""


@cache
def twin() -> Twin:
    return Twin()


def weights(layer: int) -> tuple[Any, Any]:
    """(outputs, inputs) and (outputs,) in float64."""
    dense = twin().model[2 * layer]
    return dense.weight.detach().numpy(), dense.bias.detach().numpy()


def pass_of(x: Any) -> list[tuple[Any, Any, Any]]:
    """What each layer sees, its sums and its answers for one picture, by torch."""
    heard = []
    now = torch.tensor(np.asarray(x, dtype=np.float64))[None]
    for k in range(3):
        z = twin().model[2 * k](now)
        a = twin().model[2 * k + 1](z)
        heard.append(tuple(part.detach().numpy()[0] for part in (now, z, a)))
        now = a
    return heard


def number(words: str | None) -> float:
    return float(str(words).replace("−", "-").replace("%", "").strip())


class Shown:
    """One figure of the open lesson."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.figure: Locator = page.locator(f'nn-figure[data-name="{name}"]')

    def settle(self) -> None:
        stands_still(self.page)

    def set(self, **values: Any) -> None:
        """As a link in the prose would."""
        self.figure.evaluate(f"async (element, values) => (await ({PAGE_OF})(element)).set(values)", values)
        self.settle()

    def get(self, name: str) -> Any:
        return self.figure.evaluate(f"async (element, name) => (await ({PAGE_OF})(element)).get(name)", name)

    def now(self) -> str:
        self.settle()
        return self.page.locator(f"#{self.name} .nn-now").inner_text()

    def texts(self, selector: str) -> list[str]:
        self.settle()
        return self.figure.locator(selector).all_text_contents()

    def comes_alive_in_its_place(self, visit: Open, **context: Any) -> None:
        """Without scripts the figure has the same words, to three pixels where they are now."""
        page = visit(self.page.url, **{**TALL, **context}, java_script_enabled=False).page
        still = page.locator(f'nn-figure[data-name="{self.name}"]').evaluate(PLACES)
        live = self.figure.evaluate(PLACES)
        assert [words for words, *_ in still] == [words for words, *_ in live] and len(live) > 20
        for (words, *there), (_, *here) in zip(still, live, strict=True):
            assert np.allclose(there, here, atol=3), words


PAGES = {"knobs": "what-it-bears", "lesions": "what-it-bears"}
"""Where a figure is shown, if not on the page of the digit lesson."""


def open_figure(served: Any, visit: Open, name: str, query: str = "", **context: Any) -> Shown:
    """A live figure of the digit lesson."""
    return open_on(PAGES.get(name, "digit-ocr"), served, visit, name, query, **context)


def open_on(page: str, served: Any, visit: Open, name: str, query: str = "", **context: Any) -> Shown:
    """The figure `name` of the lesson `page`, alive and in view."""
    seen = visit(f"{served.url}{page}/{query}", **{**TALL, **context})
    shown = Shown(seen.page, name)
    shown.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
    seen.alive(name)
    shown.settle()
    return shown


def sum_rows(shown: Shown) -> list[tuple[str, str, float]]:
    """The sum as it is printed: from, factors, product."""
    cells = shown.texts(".nn-panel:nth-child(2) .nn-cell")
    lines = [tuple(cells[k : k + 3]) for k in range(0, len(cells), 3)]
    return [(name, factors, number(product)) for name, factors, product in lines if name]
