"""The figure of four pictures of one network, on its lesson's page: to open it, and to read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator

from nnexplain.figures import read_run
from nnexplain.project import Project

from .bare import has_drawn
from .conftest import ROOT, Visit
from .server import Served

Open = Callable[..., Visit]
LAYERS = ("hidden1", "hidden2", "output")
MODULE = "new URL('{}.js', document.querySelector('script[src*=\"nnexplain.js\"]').src)"


@cache
def weights() -> list[NDArray[np.float64]]:
    """Of the three layers, each (outputs, inputs)."""
    run = read_run(Project(ROOT).runs / "models/digits.safetensors")
    return [run[f"{name}.weight"].astype(float) for name in LAYERS]


def open_pictures(served: Served, visit: Open, query: str = "", width: int = 1280, **context: Any) -> Locator:
    size = {"width": width, "height": 1000}
    seen = visit(f"{served.url}digit-ocr/{query}", viewport=size, **context)
    figure = seen.page.locator('nn-figure[data-name="pictures"]')
    figure.evaluate("(figure) => figure.scrollIntoView({behavior: 'instant'})")
    seen.alive("pictures")
    return figure


def settle(figure: Locator) -> None:
    has_drawn(figure.page)


def now(figure: Locator) -> str:
    settle(figure)
    return figure.page.locator("#pictures .nn-now").inner_text()


def selected(figure: Locator) -> list[str]:
    """The chosen unit in each of the panels that have one thing a unit."""
    settle(figure)
    ids = "(all) => all.map((one) => one.dataset.id)"
    return [name.split(" ")[1] for name in figure.locator('[aria-selected="true"]').evaluate_all(ids)]


def unit_of(name: str) -> str:
    """A selector for the unit of that name, in whichever panel."""
    return f'[data-id$=" {name}"]'


def signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "−")


def box(figure: Locator, selector: str) -> dict[str, float]:
    found = figure.locator(selector).first.bounding_box()
    assert found
    return dict(found)


def around(outer: dict[str, float], inner: dict[str, float], slack: float = 6) -> bool:
    return all(
        abs(outer[at] + outer[size] / 2 - inner[at] - inner[size] / 2) < slack
        for at, size in (("x", "width"), ("y", "height"))
    )
