"""The lesson from 5 to 6 at 28 × 28 pixels of 0 to 255, as MNIST has them, without MNIST: the same
pictures laid out larger, and the same networks, which first make them small again."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnexplain.figures.runs import Run, pack

from .five import twin

SIDE, LEVELS = 28, 255
_AT = np.arange(SIDE) * 8 // SIDE
LAID = np.eye(64)[(_AT[:, None] * 8 + _AT).ravel()]
"""(784, 64): which of 8 × 8 pixels each of 28 × 28 is laid over."""
SMALL = (LAID / LAID.sum(axis=0)).T
"""(64, 784): each of 8 × 8 pixels is the mean of those."""


def levels_of(pictures: np.ndarray) -> np.ndarray:
    """8 × 8 pixels of 0 to 1 as 28 × 28 of 0 to 255."""
    return np.floor(pictures @ LAID.T * LEVELS + 0.5).astype(np.uint8).reshape(-1, SIDE, SIDE)


def _wider(run: Run, first: set[str], last: set[str]) -> dict[str, Any]:
    """The arrays of a file, with layers that begin with pictures, and some that end with them."""
    arrays = {name: run[name] for name in run.arrays}
    for name in first:
        arrays[name] = (run[name] @ SMALL).astype(np.float32)
    for name in last:
        arrays[name] = (LAID @ run[name]).astype(np.float32)
    return arrays


def codes() -> bytes:
    run = twin().run
    arrays = _wider(run, {run.facts["layers"][0]["weight"]}, set())
    arrays |= {"images": levels_of(twin().x.numpy()), "stroke": levels_of(twin().stroke)}
    return pack(arrays, {**run.facts, "side": SIDE, "levels": LEVELS, "prepare": "mass"})


def coders() -> bytes:
    run = twin().coders
    described = run.facts["coders"].values()
    last = {half["decode"][-1][part] for half in described for part in ("weight", "bias")}
    return pack(_wider(run, {half["encode"][0]["weight"] for half in described}, last), run.facts)
