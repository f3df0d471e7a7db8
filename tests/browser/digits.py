"""The lesson of the digits in a browser: a figure of it, and the same network in torch and NumPy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page

from .conftest import Visit
from .labs import Twin, torch

Open = Callable[..., Visit]
TALL = {"viewport": {"width": 1280, "height": 1100}}
FRAMES = """() => new Promise((go) => {
  let [left, last] = [3, scrollY];
  const frame = () => {
    left = scrollY === last ? left - 1 : 3;
    last = scrollY;
    requestAnimationFrame(left ? frame : go);
  };
  requestAnimationFrame(frame);
})"""


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
        """Until the page stands still, and three frames more."""
        self.page.evaluate(FRAMES)

    def set(self, **values: Any) -> None:
        """As a link in the prose would."""
        self.page.evaluate(
            """async ([name, values]) => {
                const source = new URL("page.js", document.querySelector('script[src*="nnexplain.js"]').src);
                const { pageOf } = await import(source.href);
                pageOf(document.querySelector(`nn-figure[data-name="${name}"]`)).set(values);
            }""",
            [self.name, values],
        )
        self.settle()

    def get(self, name: str) -> Any:
        return self.page.evaluate(
            """async ([figure, name]) => {
                const source = new URL("page.js", document.querySelector('script[src*="nnexplain.js"]').src);
                const { pageOf } = await import(source.href);
                return pageOf(document.querySelector(`nn-figure[data-name="${figure}"]`)).get(name);
            }""",
            [self.name, name],
        )

    def now(self) -> str:
        self.settle()
        return self.page.locator(f"#{self.name} .nn-now").inner_text()

    def texts(self, selector: str) -> list[str]:
        self.settle()
        return self.figure.locator(selector).all_text_contents()


PAGES = {"knobs": "what-it-bears", "lesions": "what-it-bears"}
"""Where a figure is shown, if not on the page of the digit lesson."""


def open_figure(served: Any, visit: Open, name: str, query: str = "", **context: Any) -> Shown:
    seen = visit(f"{served.url}{PAGES.get(name, 'digit-ocr')}/{query}", **{**TALL, **context})
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
