"""What a figure weighs for its reader: its picture, which is part of the page, and the data behind it."""

from __future__ import annotations

from nnexplain.figures.contract import Figure, dump
from nnexplain.figures.drawing import Columns

WORTH_A_WORD, MOST = 300_000, 2_000_000
"""Bytes from which a figure's weight is told, and from which it must be asked for."""

ADVICE = (
    "draw fewer marks: count them in cells (alt.X(…).bin(maxbins=60) and count() as colour), sample or "
    "aggregate the table, drop columns that are not drawn"
)


def weigh(figure: Figure, svg: str, tables: dict[str, Columns], megabytes: float) -> str:
    """A word about a heavy figure, "" for a light one. `megabytes` is what its author allows.

    Raises `ValueError` for one that is heavier than that.
    """
    drawn, told = len(svg.encode()), len(dump(figure.to_json())) + sum(len(dump(t)) for t in tables.values())
    weight = drawn + told
    parts = f"{_spelt(weight)}: {_spelt(drawn)} of picture in the page, {_spelt(told)} of data"
    if weight > max(megabytes * 1e6, 0):
        needed = f"{weight / 1e6 + 0.05:.1f}"
        raise ValueError(f"it weighs {parts}; {ADVICE}; or ask for it: figure(…, megabytes={needed})")
    return f"it weighs {parts}; {ADVICE}" if weight > WORTH_A_WORD else ""


def _spelt(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
