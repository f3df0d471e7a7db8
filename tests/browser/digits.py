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
BOXES = """(figure) => {
  const of = (root) => [...root.querySelectorAll("text")].filter((text) => text.textContent).map((text) => {
    const { x, y, width, height } = text.getBoundingClientRect();
    return [text.textContent, x + width / 2, y + height / 2];
  });
  const panels = [...figure.querySelectorAll(".nn-panel")];
  return panels.map(({ children: [still, live] }) => [of(still), of(live)]);
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
        self.page.evaluate(
            """async ([name, values]) => {
                const base = document.querySelector('script[src*="nnexplain.js"]').src;
                const source = new URL("core/page.js", base);
                const { pageOf } = await import(source.href);
                pageOf(document.querySelector(`nn-figure[data-name="${name}"]`)).set(values);
            }""",
            [self.name, values],
        )
        self.settle()

    def get(self, name: str) -> Any:
        return self.page.evaluate(
            """async ([figure, name]) => {
                const base = document.querySelector('script[src*="nnexplain.js"]').src;
                const source = new URL("core/page.js", base);
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

    def words_stand_where_the_picture_s_stood(self) -> None:
        """Every word of the static picture is where it was, to three pixels, in the live one."""
        for still, live in self.figure.evaluate(BOXES):
            assert len(still) >= 4
            for words, x, y in still:
                near = [abs(x - u) < 3 and abs(y - v) < 3 for other, u, v in live if other == words]
                assert any(near), words


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
