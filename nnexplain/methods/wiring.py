"""The connections of a network of dense layers as a table, one row a weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def wiring(matrices: Sequence[ArrayLike]) -> pd.DataFrame:
    """A table from, to, weight of all connections; `matrices` are (outputs, inputs), first layer first.

    Nodes are numbered through: the inputs of the first layer, then the units of each layer in turn.
    Raises `ValueError` where a layer does not have the units of the one before as its inputs.
    """
    parts, start = [], 0
    before = np.asarray(matrices[0]).shape[1]
    for given in matrices:
        matrix = np.asarray(given, dtype=np.float64)
        if matrix.shape[1] != before:
            raise ValueError(f"a layer of {matrix.shape[1]} inputs follows one of {before} units")
        row, column = np.indices(matrix.shape).reshape(2, -1)
        ends = {"from": start + column, "to": start + before + row}
        parts.append(pd.DataFrame({**ends, "weight": matrix.ravel()}))
        start, before = start + before, len(matrix)
    return pd.concat(parts, ignore_index=True)


def strongest(wires: pd.DataFrame, end: str, sign: int) -> tuple[int, float]:
    """The node at the `end` ("from" or "to") of the most positive (`sign` 1) or negative (−1) connection,
    and its weight. `wires` is a part of a `wiring`, with at least one row.
    """
    row = wires.iloc[int((sign * wires["weight"]).to_numpy().argmax())]
    return int(row[end]), float(row["weight"])


def drawn(wires: pd.DataFrame, node: int, most: int, least: float) -> pd.DataFrame:
    """The `most` strongest connections, and all of `node` from a size of `least` on, with a column own.

    Those of `node` come last; own says which they are.
    """
    own = (wires["from"] == node) | (wires["to"] == node)
    size = wires["weight"].abs()
    strong = size.nlargest(most).index
    rows = [wires[~own & wires.index.isin(strong)], wires[own & (size >= least)]]
    return pd.concat([part.assign(own=bool(k)) for k, part in enumerate(rows)], ignore_index=True)
