"""Where the parts of a layered network are drawn, and its connections: as in `runtime/fmri-places.js`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, isqrt

import numpy as np
from numpy.typing import NDArray

from nnexplain.charts.drawn import Path, short

WIDTH, HEIGHT = 440, 546
PICTURE = (152.0, 22.0, 136.0)  # left, top, side
ROW = 16  # more units than this stand in two rows
TOP = (262.0, 388.0, 490.0)
THICK = (0.75, 1.25, 2.1, 3.2)
FAINTNESS = (0.3, 0.45, 0.65, 0.9)
DASH = (3.0, 2.5)

Spot = tuple[float, float]


@dataclass(frozen=True)
class Unit:
    """A unit and where it stands; `id` is as the page's parameter `unit` has it."""

    id: str
    layer: int
    index: int
    x: float
    y: float


@dataclass(frozen=True)
class Wire:
    """A connection and what it carries now; `from_` −1 is the bias."""

    from_: int
    to: int
    value: float


def units(sizes: Sequence[int]) -> list[Unit]:
    """Every unit of a network of these `sizes` (pixels, then each layer), in order."""
    placed = []
    for layer, count in enumerate(sizes[1:]):
        answers = layer == len(sizes) - 2
        rows = ceil(count / ROW)
        columns = ceil(count / rows)
        pitch = 40 if answers else 25
        indent = pitch // 2
        left = floor(230 - ((columns - 1) * pitch + (rows - 1) * indent) / 2)
        for k in range(count):
            line = k // columns
            x, y = left + k % columns * pitch + line * indent, TOP[layer] + line * 28
            placed.append(Unit(f"{'abc'[layer]}{k if answers else k + 1}", layer, k, x, y))
    return placed


def bias_at(layer: int) -> Spot:
    """Where the input of a layer stands that is always 1."""
    return (10.0, TOP[layer - 1]) if layer else (PICTURE[0] - 26, PICTURE[1] + PICTURE[2] - 10)


def sources(sizes: Sequence[int], placed: Sequence[Unit]) -> Callable[[int, int], Spot]:
    """Where what comes into a layer starts: `f(layer, from)`."""
    side = isqrt(sizes[0])
    cell = PICTURE[2] / side

    def source(layer: int, from_: int) -> Spot:
        if from_ < 0:
            return bias_at(layer)
        if layer:
            return next((u.x, u.y) for u in placed if (u.layer, u.index) == (layer - 1, from_))
        return PICTURE[0] + (from_ % side + 0.5) * cell, PICTURE[1] + (from_ // side + 0.5) * cell

    return source


def strongest(
    weight: NDArray[np.float64], bias: NDArray[np.float64], x: NDArray[np.float64], most: int
) -> list[Wire]:
    """The connections into a layer that carry most, by |weight × what comes in|.

    `weight` is (outputs, inputs), `bias` (outputs,), `x` (inputs,): the wires in order of `weight`.
    """
    carried = np.concatenate([weight * x, bias[:, None]], axis=1)
    order = np.argsort(-np.abs(carried), axis=None, kind="stable")[:most]
    wires = [
        Wire(int(k % carried.shape[1]), int(k // carried.shape[1]), carried.flat[k]) for k in sorted(order)
    ]
    last = carried.shape[1] - 1
    return [Wire(-1 if w.from_ == last else w.from_, w.to, w.value) for w in wires if w.value]


def line(start: Spot, end: Spot) -> str:
    """A line from one spot down to another, leaving and arriving upright."""
    x, y, to_x, to_y, middle = (short(number, 0) for number in (*start, *end, (start[1] + end[1]) / 2))
    return f"M{x},{y}C{x},{middle},{to_x},{middle},{to_x},{to_y}"


def bundles(lines: Sequence[tuple[str, float]], most: float) -> list[Path]:
    """Lines (d, value) as few paths: the colour tells the sign, and so does a dash; thickness the size."""
    parts: dict[tuple[bool, int], str] = {}
    for d, value in lines:
        thick = min(len(THICK) - 1, floor(abs(value) / most * len(THICK))) if most > 0 else 0
        parts[value < 0, thick] = parts.get((value < 0, thick), "") + d
    return [
        Path(d, "neg" if minus else "pos", FAINTNESS[thick], THICK[thick], DASH if minus else ())
        for (minus, thick), d in sorted(parts.items())
    ]
