"""Strokes are the matrix they were made of: painted pixel by pixel, by a slow painter."""

from __future__ import annotations

import json

import altair as alt
import numpy as np
import pandas as pd

from nnexplain.charts.strokes import cell_strokes, dots, key_strokes, outlines, painted, shades, words
from nnexplain.charts.theme import panel
from nnexplain.charts.wires import wires

MATRIX = np.random.default_rng(0).normal(scale=0.5, size=(7, 9))
CELL, STEPS = 6, 4


def repainted(table: pd.DataFrame, rows: int, columns: int) -> np.ndarray:
    """What lies in the middle of each cell: the strength with its sign, 0 where nothing does."""
    canvas = np.zeros((rows, columns))
    for stroke in table.itertuples():
        for column in range(columns):
            middle = 10 + (column + 0.5) * CELL
            row = (stroke.y - 20) / CELL - 0.5
            assert row == round(row)
            if stroke.x < middle < stroke.x2:
                assert canvas[round(row), column] == 0  # no cell is painted twice
                canvas[round(row), column] = -stroke.strength if stroke.against else stroke.strength
    return canvas


def test_every_cell_has_its_shade() -> None:
    table = cell_strokes(MATRIX, (10, 20), (CELL, CELL), full=1.0, steps=STEPS)
    nearest = [
        min(range(-4, 5), key=lambda k: abs(np.clip(number, -1, 1) - k / 4)) for number in MATRIX.ravel()
    ]
    assert np.array_equal(repainted(table, 7, 9), np.reshape(nearest, (7, 9)) / 4)
    assert np.array_equal(shades(MATRIX, 1.0, STEPS), np.reshape(nearest, (7, 9)))


def test_cells_against_are_smaller_and_alone_and_those_for_share_strokes() -> None:
    table = cell_strokes([[0.5, 0.5, 0.5, -0.5, -0.5, 0.05]], (0, 0), (6, 6), full=1.0, steps=STEPS)
    assert table[["x", "x2", "y", "width"]].to_numpy().tolist() == [
        [0, 18, 3, 6],
        [19, 23, 3, 4],
        [25, 29, 3, 4],
    ]
    assert table["against"].tolist() == [False, True, True]


def test_the_key_has_every_shade_once() -> None:
    key = key_strokes((0, 0), STEPS)
    signed = np.where(key["against"], -1, 1) * key["strength"]
    assert signed.tolist() == [-1, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1]


def test_lines_are_as_thick_as_their_weight_and_the_units_own_are_not_faded() -> None:
    table = pd.DataFrame(
        {"from": [0, 0, 1], "to": [2, 3, 2], "weight": [1.0, -0.5, 0.01], "own": [True, False, True]}
    )
    places = [(0, 0), (0, 10), (50, 0), (50, 10)]
    spec = panel(wires(table, places, (60, 20), thick=2.4), (), 60, 20).to_dict()
    rows = [row for data in spec["datasets"].values() for row in data]
    drawn = {(row["x"], row["y"], row["x2"], row["y2"]): (row["width"], row["strength"]) for row in rows}
    assert drawn == {(0, 0, 50, 0): (2.5, 1), (0, 0, 50, 10): (1, 0.3), (0, 10, 50, 0): (0.5, 1)}
    dashed = [
        layer["mark"].get("strokeDash")
        for layer in spec["layer"]
        if layer["mark"]["stroke"] == "var(--nn-neg)"
    ]
    assert dashed == [[4, 3]]  # a sign is told by more than its colour


def test_colours_are_tokens() -> None:
    size = (100, 100)
    table = cell_strokes(MATRIX, (0, 0), (6, 6), 1.0, STEPS)
    marks: list[alt.Chart] = [*painted(table, size), dots([(1, 2)], size, "focus", 7)]
    marks += [outlines([(0, 0, 5, 5)], size, "rule-strong", 1), *words([(0, 0, "a1", "left")], size)]
    text = json.dumps(panel(marks, (), 100, 100).to_dict()["layer"])
    assert {"var(--nn-pos)", "var(--nn-neg)", "var(--nn-focus)", "var(--nn-muted)"} <= set(text.split('"'))
    assert "#" not in text
