"""The lesson of the digits in a browser: a figure of it, and the same network in torch and NumPy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page

from .bare import stands_still
from .conftest import TALL, Visit, visiting
from .labs import Twin, torch
from .server import Served

Open = Callable[..., Visit]
DRAWN = """(svgs) => svgs.map((svg) => [...svg.querySelectorAll("text, path, circle, rect")].map((one) =>
  [one.localName, one.textContent, ...["class", "d", "visibility"].map((name) => one.getAttribute(name))]))"""
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

    def box(self, selector: str) -> Any:
        """Where the first such element is on the screen."""
        found = self.figure.locator(selector).first.bounding_box()
        assert found, selector
        return found

    def middle(self, selector: str) -> tuple[float, float]:
        box = self.box(selector)
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, start: str | tuple[float, float], dx: float, dy: float, steps: int = 4) -> None:
        """With the pointer, from a place or from the middle of an element."""
        x, y = self.middle(start) if isinstance(start, str) else start
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y + dy, steps=steps)
        self.page.mouse.up()
        self.settle()

    def start(self) -> None:
        """The figure as it begins, and every parameter of the page."""
        self.figure.evaluate("(figure) => figure.querySelector('.nn-reset')?.click()")
        self.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
        reset = "(page) => page.reset(page.settings.map(([name]) => name))"
        self.figure.evaluate(f"async (element) => ({reset})(await ({PAGE_OF})(element))")
        self.settle()

    def drawn(self) -> list[Any]:
        """What the picture is made of, as `Still.drawn` tells it of a file."""
        self.settle()
        return list(self.figure.locator(".nn-panel > svg").evaluate_all(DRAWN))


PAGES = {"knobs": "what-it-bears", "lesions": "what-it-bears", "units": "five-to-six", "draw": ""}
"""Where a figure is shown, if not on the page of the digit lesson."""


def open_figure(served: Any, visit: Open, name: str, query: str = "", **context: Any) -> Shown:
    """A live figure of the digit lesson."""
    return open_on(PAGES.get(name, "digit-ocr"), served, visit, name, query, **context)


def open_on(page: str, served: Any, visit: Open, name: str, query: str = "", **context: Any) -> Shown:
    """The figure `name` of the lesson `page`, alive and in view."""
    return in_view(visit(f"{served.url}{page}/{query}", **{**TALL, **context}), name)


@contextmanager
def showing(browser: Browser, served: Served, name: str, query: str = "", **context: Any) -> Iterator[Shown]:
    """A figure of its lesson, for many tests; at the end no console error, no request to another host."""
    page = PAGES.get(name, "digit-ocr")
    with visiting(browser, f"{served.url}{page}{page and '/'}{query}", **{**TALL, **context}) as seen:
        yield in_view(seen, name)
        assert seen.errors() == [] and seen.abroad == []


def shared(name: str) -> tuple[Any, Any]:
    """Two fixtures: a figure that a module opens once, and `name`, which is that one as its page begins."""

    @pytest.fixture(scope="module")
    def opened(browser: Browser, served: Served) -> Iterator[Shown]:
        with showing(browser, served, name) as shown:
            yield shown

    @pytest.fixture(name=name)
    def begun(opened: Shown) -> Shown:
        opened.start()
        return opened

    return opened, begun


def in_view(seen: Visit, name: str) -> Shown:
    shown = Shown(seen.page, name)
    shown.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
    seen.alive(name)
    shown.settle()
    return shown
