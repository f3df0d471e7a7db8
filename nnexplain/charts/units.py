"""The marks of a small network for `plan`: a picture in ink, units that glow, weights with a sign.

The widgets draw the same at the same places (`runtime/knob-net.js`, `runtime/cell-grid.js`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from nnexplain.charts.pictures import INSET
from nnexplain.charts.plan import Box, Mark, Word

WIDTH, ROW, GAP, HEADING, BETWEEN = 352, 44, 4, 18, 14
LAYERS = ("first layer", "second layer", "third layer")
FAINT = 0.02
FULL = 99  # of a hundred active answers of a layer so many do not exceed a full glow


def ink_marks(pixels: ArrayLike, x: float, y: float, size: float) -> list[Mark]:
    """A picture (side, side) of ink from 0 to 1, `size` wide and high, with its upper left corner at x, y."""
    ink = np.asarray(pixels)
    cell = size / len(ink)
    cells: list[Mark] = [
        Box(x + column * cell, y + row * cell, cell, cell, "ink", round(float(ink[row, column]) * 16) / 16)
        for row, column in zip(*np.nonzero(ink > FAINT), strict=True)
    ]
    return [*cells, Box(x, y, size, size, edge="rule-strong")]


def sign_marks(
    weights: ArrayLike, columns: int, x: float, y: float, pitch: float, strongest: float
) -> list[Mark]:
    """Weights (n,) in rows of `columns`: hue for the sign, opacity for the size, full at `strongest`.

    A cell against is smaller than one for. Weights too faint to see are left out.
    """
    marks: list[Mark] = []
    for k, weight in enumerate(np.asarray(weights, dtype=float)):
        strength = min(1.0, abs(weight) / strongest)
        if strength < FAINT:
            continue
        inset = INSET * pitch if weight < 0 else 0.0
        left, top, side = x + k % columns * pitch + inset, y + k // columns * pitch + inset, pitch - 2 * inset
        marks.append(Box(left, top, side, side, "neg" if weight < 0 else "pos", round(strength, 2)))
    return marks


def full_glow(answers: ArrayLike) -> float:
    """The level at which a unit's glow is full, of what its layer answers to all digits, (n, units).

    1 where nothing is answered (`runtime/lab-glow.js` has the same rule).
    """
    found = np.asarray(answers, dtype=float)
    return float(np.percentile(found[found > 0], FULL)) if (found > 0).any() else 1.0


def unit_shape(count: int, output: bool) -> tuple[int, float, float]:
    """Columns of a layer of `count` units, and how far from one to the next, across and down."""
    columns = ceil(count / 2) if output else 16 if count > 32 else 8
    return columns, WIDTH / columns, ROW if output else min(ROW, WIDTH / columns)


def unit_marks(
    strengths: Sequence[ArrayLike], y: float, *, answers: bool, chosen: str = ""
) -> tuple[list[Mark], list[list[tuple[float, float, float, float]]], float]:
    """Layers of units one below the other from `y` on, each (units,) glowing with its strength, 0 to 1.

    With `answers` the last layer is the network's answers. `chosen` is the id of the unit with the outline.
    Returns the marks, the boxes (x, y, width, height) of each layer's units, and where the drawing ends.
    """
    marks: list[Mark] = []
    boxes: list[list[tuple[float, float, float, float]]] = []
    for layer, given in enumerate(strengths):
        glow = np.asarray(given, dtype=float)
        output = answers and layer == len(strengths) - 1
        columns, across, down = unit_shape(len(glow), output)
        marks.append(
            Word(
                0,
                y + 6,
                "the answers" if output else f"{LAYERS[layer]}, {len(glow)} units",
                paint="muted",
            )
        )
        top = y + HEADING
        its = [
            (k % columns * across, top + k // columns * down, across - GAP, down - GAP)
            for k in range(len(glow))
        ]
        for k, (box, strength) in enumerate(zip(its, glow, strict=True)):
            if strength >= FAINT:
                marks.append(Box(*box, "glow", round(min(1.0, float(strength)), 2)))
            marks.append(Box(*box, edge="rule-strong"))
            if chosen == f"{'abcdef'[layer]}{k + (not output)}":
                marks.append(Box(*box, edge="focus", thick=3))
        boxes.append(its)
        y = top + ceil(len(glow) / columns) * down + BETWEEN
    return marks, boxes, y - BETWEEN
