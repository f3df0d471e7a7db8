"""Small pictures side by side, cell by cell: ink on paper, weights, or what is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from nnexplain.charts.theme import panel, sans_text, sign_colour, token

PAINTS = ("ink", "sign", "glow")
INSET = 0.16
FAINT = 0.02  # weaker than this share of the strongest cell, a cell is not drawn


def tiles(pictures: ArrayLike, columns: int, gap: tuple[float, float] = (1.0, 1.0)) -> pd.DataFrame:
    """`pictures` (n, height, width) laid out in rows of `columns`, as a table of cells.

    Columns: tile (which picture), x and y (the cell's left and upper edge, in cells from the upper left
    corner of the whole) and value. `gap` is the room between the pictures, across and down, in cells.
    """
    values = np.asarray(pictures)
    tile, row, column = np.indices(values.shape)
    x = column + (tile % columns) * (values.shape[2] + gap[0])
    y = row + (tile // columns) * (values.shape[1] + gap[1])
    cells = {"tile": tile, "x": x, "y": y, "value": values}
    return pd.DataFrame({name: cell.ravel() for name, cell in cells.items()})


def pooled(pictures: ArrayLike, most: int) -> tuple[NDArray[Any], int]:
    """`pictures` (n, side, side) with at most `most` cells a side, each the mean of a square block of values,
    and the side of the block: the smallest that fits, 1 where nothing has to be done.
    """
    values = np.asarray(pictures)
    side = values.shape[1]
    block = next(size for size in range(1, side + 1) if side % size == 0 and side <= size * most)
    blocks = values.reshape(len(values), side // block, block, side // block, block)
    return (values if block == 1 else blocks.mean(axis=(2, 4))), block


def captions(
    cells: pd.DataFrame, size: tuple[int, int], words: Sequence[str], line: float = 0.0
) -> pd.DataFrame:
    """One word below each tile of `size` (height, width) as a table x, y, word, align, `line` cells down."""
    corners = _corners(cells)
    return pd.DataFrame(
        {
            "x": corners.x + size[1] / 2,
            "y": corners.y + size[0] + line,
            "word": list(words),
            "align": "center",
        }
    )


def pictures(
    cells: pd.DataFrame,
    size: tuple[int, int],
    *,
    paint: str = "ink",
    cell: int = 10,
    strongest: float = 1.0,
    strength: str | None = None,
    words: pd.DataFrame | None = None,
    faint_words: pd.DataFrame | None = None,
    title: str = "",
    where: str = "true",
    params: tuple[alt.Parameter, ...] = (),
) -> alt.LayerChart:
    """Cells made by `tiles` as pictures of `size` (height, width), `cell` pixels a cell.

    `paint` is `ink` (0 is paper), `sign` (hue for the sign) or `glow` (0 is off); the strength is the
    opacity, full at `strongest`. It is the size of `value`, or what the Vega expression `strength` says,
    which may name other columns and a parameter. `words` and `faint_words` (x, y in cells, word, align) are
    printed where they say, hanging from there: see `captions`. `where` picks cells by a Vega expression that
    may name a parameter.
    """
    if paint not in PAINTS:
        raise ValueError(f"paint is {paint!r}; there are {', '.join(PAINTS)}")
    corners = _corners(cells)
    texts = [(table, ink) for table, ink in ((words, "ink"), (faint_words, "muted")) if table is not None]
    ends = [corners.y.max() + size[0], *(table.y.max() + 20 / cell for table, _ in texts)]
    scales = {"x": (corners.x.max() + size[1], False), "y": (max(ends), True)}
    strong = cells if strength else cells[cells.value.abs() > FAINT * strongest]
    # against is told from for by more than its hue: its cells are smaller
    inset = f"datum.value < 0 ? {INSET} : 0" if paint == "sign" else "0"
    shown = alt.Chart(strong).transform_filter(where).transform_calculate(inset=inset)
    marks = _place(shown, (1, 1), scales, "datum.inset").mark_rect(strokeWidth=0)
    opacity = alt.Opacity("strength:Q", scale=alt.Scale(domain=[0, strongest], range=[0, 1], clamp=True))
    marks = marks.transform_calculate(strength=strength or "abs(datum.value)").encode(
        color=sign_colour("value") if paint == "sign" else alt.value(token(paint)), opacity=opacity
    )
    frames = _place(alt.Chart(corners), size, scales).mark_rect(fillOpacity=0, stroke=token("rule-strong"))
    layers = [marks, frames, *(text for table, ink in texts for text in _words(table, token(ink), scales))]
    return panel(layers, params, round(scales["x"][0] * cell), round(scales["y"][0] * cell), title)


def _corners(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.groupby("tile", as_index=False)[["x", "y"]].min()


def _place(
    chart: alt.Chart, size: tuple[int, int], scales: dict[str, tuple[float, bool]], inset: str = "0"
) -> alt.Chart:
    """A rectangle of `size` cells with its upper left corner at x, y, smaller by `inset` on every side."""
    placed: alt.Chart = chart.transform_calculate(
        left=f"datum.x + {inset}",
        top=f"datum.y + {inset}",
        right=f"datum.x + {size[1]} - {inset}",
        bottom=f"datum.y + {size[0]} - {inset}",
    )
    across, down = _axis(alt.X, "left", scales["x"]), _axis(alt.Y, "top", scales["y"])
    return placed.encode(x=across, x2="right:Q", y=down, y2="bottom:Q")


def _axis(channel: Any, field: str, scale: tuple[float, bool]) -> Any:
    end, downward = scale
    domain = [end, 0] if downward else [0, end]
    return channel(f"{field}:Q", axis=None, scale=alt.Scale(domain=domain, nice=False, zero=False))


def _words(table: pd.DataFrame, colour: str, scales: dict[str, tuple[float, bool]]) -> list[alt.Chart]:
    parts = []
    for align in dict.fromkeys(table["align"]):
        text = alt.Chart(table[table["align"] == align])
        text = text.mark_text(**sans_text(colour) | {"align": align, "baseline": "top"}, dy=5)
        place = {"x": _axis(alt.X, "x", scales["x"]), "y": _axis(alt.Y, "y", scales["y"])}
        parts.append(text.encode(**place, text="word:N"))
    return parts
