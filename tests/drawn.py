"""Drawings as a hand makes them, and the digits that come with scikit-learn, for tests."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from sklearn.datasets import load_digits

COUNTS, LABELS = load_digits(return_X_y=True)
IMAGES = COUNTS.reshape(-1, 8, 8).astype(int)


@st.composite
def drawings(draw: st.DrawFn) -> np.ndarray:
    """A few straight strokes of a round pen, anywhere."""
    bitmap = np.zeros((32, 32), np.uint8)
    y, x = np.mgrid[:32, :32]
    for _ in range(draw(st.integers(1, 5))):
        ends = draw(st.lists(st.integers(-2, 33), min_size=4, max_size=4))
        radius = draw(st.floats(0.6, 3))
        for part in np.linspace(0, 1, 40):
            row, column = ends[0] + part * (ends[2] - ends[0]), ends[1] + part * (ends[3] - ends[1])
            bitmap[(y - row) ** 2 + (x - column) ** 2 <= radius**2] = 1
    return bitmap
