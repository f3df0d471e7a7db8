"""The editor of a reader's own way: how keys and hands reach its paper, and what should come of it."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from .apart import Apart, Marks
from .five_larger import SIDE

TOP, CELL = 24, 10
"""Where the paper begins in its panel, and one of its 32 × 32 cells, in pixels of the drawing."""


def cards(shown: Apart) -> Marks:
    return Marks(mark for mark in shown.marks() if mark.get("role") == "radio")


def on_paper(shown: Apart, *keys: str) -> None:
    shown.keys("paper", "", *keys)


def draw(shown: Apart, *spots: tuple[float, float]) -> None:
    """A hand through places of the paper, in its cells."""
    shown.stroke("paper", [(CELL * x, TOP + CELL * y) for x, y in spots])


def levels_in(text: str) -> np.ndarray:
    """The pictures of 8 × 8 pixels in an address, in levels."""
    return np.array([[int(letter, 36) for letter in word] for word in text.split(".")])


def unpacked(text: str) -> np.ndarray:
    """Pictures of 28 × 28 levels from an address, written again from what grey.js says of itself."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    values: list[int] = []
    while data:
        if data[0] < 128:
            values += data[1 : data[0] + 2]
            data = data[data[0] + 2 :]
        else:
            values += [data[1]] * (data[0] - 125)
            data = data[2:]
    return np.array(values, dtype=float).reshape(-1, SIDE, SIDE)


def slow_push(ink: np.ndarray, start: Any, end: Any) -> np.ndarray:
    """One stride, cell by cell; between the middles of four cells, without saying yet what is ink."""
    after, reach = ink.copy(), 9 * len(ink) / 32
    padded = np.pad(ink, 40)
    for row, column in np.ndindex(*ink.shape):
        at = np.array([column + 0.5, row + 0.5])
        near = 1 - ((at - end) ** 2).sum() / reach**2
        if near > 0:
            x, y = at - near**2 * (end - start) - 0.5 + 40
            i, j = int(np.floor(y)), int(np.floor(x))
            block = padded[i : i + 2, j : j + 2] @ np.array([1 - x + j, x - j])
            after[row, column] = np.array([1 - y + i, y - i]) @ block
    return after
