"""Which class is taken for which, as a table of counts."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from nnexplain.charts.theme import either, panel, sans_text, token


def confusions(
    counts: ArrayLike,
    *,
    row_title: str,
    column_title: str,
    title: str = "",
    width: int = 346,
    height: int = 340,
) -> alt.LayerChart:
    """The counts (classes, classes): quiet where row and column are one class, loud where they are not.

    A cell without a count stays empty. Raises `ValueError` for a table that is not square.
    """
    table = np.asarray(counts)
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise ValueError(f"a square table of counts is wanted, not one of shape {table.shape}")
    row, column = np.indices(table.shape)
    cells = {"row": row, "column": column, "count": table, "same": row == column}
    grid = alt.Chart(pd.DataFrame({name: cell.ravel() for name, cell in cells.items()})).encode(
        x=alt.X("column:O", title=column_title), y=alt.Y("row:O", title=row_title)
    )
    ground = (
        grid.mark_rect(stroke=token("panel"), strokeWidth=2)
        .transform_calculate(shade="datum.count > 0 ? 1 : 0.35")
        .encode(
            color=either("datum.same || datum.count == 0", "rule", "ink"),
            opacity=alt.Opacity("shade:Q", scale=None),
        )
    )
    counted = grid.transform_filter("datum.count > 0").encode(text="count:Q")
    hits = counted.transform_filter("datum.same").mark_text(**sans_text(token("muted")))
    misses = counted.transform_filter("!datum.same").mark_text(**sans_text(token("paper"), 14, 700))
    return panel([ground, hits, misses], (), width, height, title)
