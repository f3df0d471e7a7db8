"""The names of the runs: each has its own, and they stand where no line goes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from engine import engine

MODULES = ("widgets/neuron/legend.js", "net/one/history.js")
WITHIN = {"width": 380, "height": 150}
PLACE = """({ lines, size, within }) => {
  const written = lines.map((line) => line.map(([x, y]) => ({ x, y })));
  return nn.freePlace(written, size, within);
}"""


def crossed(line: np.ndarray, box: dict[str, float]) -> bool:
    """Whether the line, point by point, is anywhere in the box."""
    along = np.linspace(0, len(line) - 1, 4000)
    x, y = (np.interp(along, np.arange(len(line)), line[:, k]) for k in (0, 1))
    inside_x = (box["x"] < x) & (x < box["x"] + box["width"])
    return bool((inside_x & (box["y"] < y) & (y < box["y"] + box["height"])).any())


def test_names_stand_within_the_picture_and_no_line_crosses_them(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    passes = np.linspace(0, 380, 61)
    with engine(tmp_path, MODULES) as page:
        for runs in range(1, 6):
            for _ in range(10):
                ends, speeds = rng.uniform(70, 150, runs), rng.uniform(0.01, 0.2, runs)
                lines = [
                    np.stack([passes, end - (end - 5) * np.exp(-speed * passes)], axis=1)
                    for end, speed in zip(ends, speeds, strict=True)
                ]
                size = {"width": float(rng.uniform(80, 190)), "height": 11.0 * runs}
                given = {"lines": [line.tolist() for line in lines], "size": size, "within": WITHIN}
                box = page.evaluate(PLACE, given)
                assert 0 <= box["x"] <= 380 - size["width"] and 0 <= box["y"] <= 150 - size["height"]
                assert not any(crossed(line, box) for line in lines)
        everywhere = [[[0, y], [380, y]] for y in range(0, 151, 5)]
        size = {"width": 100, "height": 60}
        corner = page.evaluate(PLACE, {"lines": everywhere, "size": size, "within": WITHIN})
        assert (corner["x"], corner["y"]) == (280, 0)  # nothing is free: where they always were


def test_no_two_runs_have_one_name(tmp_path: Path) -> None:
    names = ["rate 2", "by hand from 0", "by hand from 0", "rate 8 from 3", "by hand from 0"]
    with engine(tmp_path, MODULES) as page:
        told = page.evaluate("(names) => nn.unlike(names)", names)
    assert told == [
        "rate 2", "by hand from 0", "by hand from 0 (2)", "rate 8 from 3", "by hand from 0 (3)",
    ]  # fmt: skip
