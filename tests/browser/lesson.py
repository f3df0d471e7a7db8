"""The neuron of the first lesson in a browser: its page, and what can be read off it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from engine import Engine, engine
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from nnexplain.data import songs
from nnexplain.figures import Run, read_run
from nnexplain.project import Project

from .conftest import TALL, visiting
from .digits import Shown, in_view
from .server import Served

MODULES = (
    "net/net.js",
    "net/one/plane.js",
    "net/one/timeline.js",
    "net/one/history.js",
    "net/one/songs.js",
    "draw/camera.js",
    "widgets/graph/numbers.js",
    "widgets/graph/operations.js",
    "widgets/neuron/words.js",
    "widgets/neuron/cube-hand.js",
)


@contextmanager
def open_modules(folder: Path) -> Iterator[Engine]:
    """A page in which `nn` has all that the modules of the widgets export."""
    with engine(folder, MODULES) as page:
        yield page


@cache
def taste() -> Run:
    return read_run(Project(Path(__file__).parents[2]).runs / "models/taste.safetensors")


def theta_at(name: str, step: int) -> NDArray[np.float64]:
    """The weights and the bias of a recorded training, (4,)."""
    run = taste()
    return np.append(run[f"{name}_weights"][step], run[f"{name}_bias"][step]).astype(np.float64)


def letters(ratings: songs.Ratings) -> str:
    """One for each of the eight songs: l likes, d dislikes, - not rated."""
    return "".join("l" if s in ratings.likes else "d" if s in ratings.dislikes else "-" for s in songs.SONGS)


RATINGS = {"learnable": letters(songs.LEARNABLE), "impossible": letters(songs.UNLEARNABLE)}
RECORDED = {"learnable": "learnable", "impossible": "unlearnable"}


def sums(theta: Any) -> NDArray[np.float64]:
    """Of all eight songs, (8,)."""
    return np.asarray(songs.song_array() @ np.asarray(theta)[:3] + theta[3])


class Neuron(Shown):
    """The figure `cube` of the open lesson."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, "cube")

    def theta(self) -> NDArray[np.float64]:
        """The weights and the bias as the handles say them, to two decimals, (4,)."""
        self.settle()
        handles = self.figure.locator(".nn-neuron-pull").all()
        return np.array([float(str(handle.get_attribute("aria-valuenow"))) for handle in handles])

    def plane(self) -> NDArray[np.float64]:
        """The corners of the drawn plane in pixels of the panel, (k, 2)."""
        self.settle()
        numbers = re.findall(r"-?[\d.]+", self.figure.locator(".nn-neuron-plane").get_attribute("d") or "")
        return np.array(numbers, dtype=float).reshape(-1, 2)

    def forward(self, passes: int) -> None:
        for _ in range(passes):
            self.figure.locator(".nn-player__forward").click()

    def runs(self) -> list[str]:
        self.settle()
        options = self.figure.locator(".nn-neuron-runs select option")
        return options.all_inner_texts()


@contextmanager
def open_lesson(browser: Browser, served: Served, **context: Any) -> Iterator[Neuron]:
    """The lesson with its cube in view; at the end no console error, no request to another host."""
    with visiting(browser, f"{served.url}one-neuron/", **{**TALL, **context}) as seen:
        in_view(seen, "cube")
        yield Neuron(seen.page)
        assert seen.errors() == [] and seen.abroad == []


def projected(points: Any, turn: float = -32, tilt: float = 21) -> NDArray[np.float64]:
    """Where points of the cube, (k, 3), lie in a panel of 440 × 420 pixels, by rotation matrices, (k, 2)."""
    a, t = np.radians(turn), np.radians(tilt)
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(t), -np.sin(t)], [0, np.sin(t), np.cos(t)]])
    right, away, up = about_x @ about_z @ (np.asarray(points, dtype=float) - 0.5).T
    shrink = 5 / (5 + away) / 0.97 / 2
    return np.stack([440 * (0.5 + right * shrink), 420 * (0.5 - up * shrink)], axis=1)
