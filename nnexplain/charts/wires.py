"""A network as units and the lines between them. Places are in pixels of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from nnexplain.charts.strokes import dots, outlines, painted, words
from nnexplain.charts.theme import token

FADED = 0.3
THINNEST = 0.5


def wires(table: pd.DataFrame, places: ArrayLike, size: tuple[float, float], thick: float) -> list[alt.Chart]:
    """Lines between nodes at `places` (n, 2), dashed where the weight is negative.

    `table` has the columns from and to (numbers of nodes), weight, and own: the others are faded and lie
    below. A weight of 1 is drawn `thick` pixels wide, in steps of half a pixel.
    """
    spots = np.asarray(places)
    ends = {"x": ("from", 0), "y": ("from", 1), "x2": ("to", 0), "y2": ("to", 1)}
    drawn = table.assign(
        width=np.maximum(np.round(2 * thick * np.abs(table["weight"])) / 2, THINNEST),
        strength=np.where(table["own"], 1.0, FADED),
        against=table["weight"] < 0,
        **{name: spots[table[end].to_numpy(), axis] for name, (end, axis) in ends.items()},
    )
    return [
        mark for own in (False, True) for mark in painted(drawn[drawn.own == own], size, strokeDash=[4, 3])
    ]


def layer_marks(layers: Sequence[ArrayLike], size: tuple[float, float]) -> list[Any]:
    """The units of three layers, each (n, 2): dots, squares, and for the answers their digits."""
    first, second, answers = layers
    digits = [(x, y, str(k), "center") for k, (x, y) in enumerate(np.asarray(answers).tolist())]
    return [
        dots(first, size, "panel", 10),
        dots(first, size, "layer-1", 7),
        dots(second, size, "panel", 11, "square"),
        dots(second, size, "layer-2", 8, "square"),
        dots(answers, size, "layer-3", 20),
        dots(answers, size, "paper", 17),
        *words(digits, size, colour=token("ink"), fontWeight=600),
    ]


def chosen(place: ArrayLike, name: str, size: tuple[float, float]) -> list[alt.Chart]:
    """The mark of the unit that is looked at: a thick outline, and above it its name."""
    x, y = np.asarray(place).tolist()
    at = [(x, y - 21, name, "center")]
    halo = {"stroke": token("panel"), "strokeWidth": 4, "strokeJoin": "round"}
    return [
        outlines([(x - 8, y - 8, 16, 16)], size, "focus", 2.5),
        *words(at, size, colour=token("panel"), fontWeight=600, **halo),
        *words(at, size, colour=token("focus"), fontWeight=600),
    ]
