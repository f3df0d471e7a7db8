"""The lesson from 5 to 6 in a browser, and what torch makes of every place of a way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np
from playwright.sync_api import Browser

from nnexplain.methods.decisions import unit_flips, verdicts

from .conftest import TALL, visiting
from .digits import PAGE_OF, Open, Shown, open_on
from .server import Served
from .ways import Twin

START = f"""async (element) => {{
  const page = await ({PAGE_OF})(element);
  page.reset(page.settings.map(([name]) => name));
}}"""


@cache
def twin() -> Twin:
    return Twin()


def open_five(served: Any, visit: Open, name: str, query: str = "", **context: Any) -> Shown:
    """A live figure of the lesson."""
    return open_on("five-to-six", served, visit, name, query, **context)


@contextmanager
def showing_five(browser: Browser, served: Served, **context: Any) -> Iterator[Callable[..., Shown]]:
    """The lesson opened once for many tests, each of which asks for a figure: that is brought into view, and
    every parameter is as the page begins. At the end nothing went wrong.
    """
    with visiting(browser, f"{served.url}five-to-six/", **{**TALL, **context}) as seen:

        def show(name: str, **values: Any) -> Shown:
            shown = Shown(seen.page, name)
            shown.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
            seen.alive(name)
            shown.figure.evaluate(START)
            shown.set(**values)
            return shown

        yield show
        assert seen.errors() == [] and seen.abroad == []


@cache
def heard(kind: str, one: int, other: int) -> list[np.ndarray]:
    """What torch's layers answer along a way, (places, units) each; of the last, its sums."""
    now, layers = twin().way(kind, one, other), []
    for module in twin().model:
        now = module(now)
        layers.append(now.numpy())
    return [layers[1], layers[3], layers[4]]


def step_of(logits: Any) -> int | None:
    """The step in which the answer becomes what it stays."""
    settled = float(verdicts(np.asarray(logits)[None]).settled[0])
    return None if np.isnan(settled) else round(settled * (len(logits) - 1) - 0.5)


def flipping(layers: list[np.ndarray]) -> tuple[list[str], list[str]]:
    """The hidden units that flip up to the decision, its own step included, and those that do after it."""
    step = step_of(layers[-1])
    found: tuple[list[str], list[str]] = ([], [])
    for letter, answers in zip("ab", layers[:-1], strict=True):
        flips = unit_flips(answers)
        cut = len(flips) if step is None else step + 1
        for ids, part in zip(found, (flips[:cut], flips[cut:]), strict=True):
            ids += [f"{letter}{k + 1}" for k in np.flatnonzero(part.any(axis=0))]
    return found
