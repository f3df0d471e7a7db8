"""Which class is taken for which, as a table of counts."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from nnexplain.charts.theme import on_shade, panel, sans_text, shade, token


def confusions(
    counts: ArrayLike,
    *,
    row_title: str,
    column_title: str,
    title: str = "",
    strongest: float | None = None,
    width: int = 346,
    height: int = 340,
) -> alt.LayerChart:
    """The counts (classes, classes), each as a number: quiet where row and column are one class, and where
    they are not, the darker, the larger the share of its row.

    Full ink is the share `strongest`, 0…1, or the largest that is there: `greatest_mistake`. A cell without a
    count stays empty. Raises `ValueError` for a table that is not square.
    """
    table = np.asarray(counts)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise ValueError(f"a square table of counts is wanted, not one of shape {table.shape}")
    row, column = np.indices(table.shape)
    share = _mistakes(table) / (strongest or greatest_mistake(table) or 1)
    cells = {"row": row, "column": column, "count": table, "same": row == column, "share": share.clip(0, 1)}
    grid = alt.Chart(pd.DataFrame({name: cell.ravel() for name, cell in cells.items()})).encode(
        x=alt.X("column:O", title=column_title), y=alt.Y("row:O", title=row_title)
    )
    cell: Any = {"stroke": token("panel"), "strokeWidth": 2}
    ground = grid.mark_rect(**cell, fill=token("rule")).encode(
        opacity=alt.when("datum.same").then(alt.value(1)).otherwise(alt.value(0.35))
    )
    counted = grid.transform_filter("datum.count > 0")
    missed = counted.transform_filter("!datum.same")
    dark = missed.mark_rect(**cell, fill=token("ink")).encode(opacity=shade("share"))
    numbers = missed.mark_text(**sans_text(None, 14, 700)).encode(text="count:Q", color=on_shade("share"))
    hits = (
        counted.transform_filter("datum.same").mark_text(**sans_text(token("muted"))).encode(text="count:Q")
    )
    return panel([ground, dark, hits, numbers], (), width, height, title)


def greatest_mistake(counts: ArrayLike) -> float:
    """The largest share of a row (0…1) that is taken for one other class; of counts (classes, classes)."""
    return float(_mistakes(np.asarray(counts)).max())


def _mistakes(table: NDArray[Any]) -> NDArray[Any]:
    """The share of its row that each cell is; 0 where row and column are one class, and in an empty row."""
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    return np.where(np.eye(len(table), dtype=bool), 0, shares)
