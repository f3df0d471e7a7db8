"""The ways of a page, without any figure; and the same ways by torch."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import Engine, engine

from nnexplain.figures.runs import Run, read_run
from nnexplain.methods.paths import blend, pixel_by_pixel, through

from .labs import PARAMS

torch = pytest.importorskip("torch")

FILE = Path(__file__).parents[2] / "content/figures/five-to-six-way/codes.safetensors.gz"
MODULES = (
    "net/way/way.js",
    "core/page.js",
    "net/net.js",
    "net/way/own.js",
    "net/way/verdict.js",
    "net/way/nearest.js",
)
START = {**PARAMS, "digit": 0, "digit2": 1, "way": "blend", "t": 0.5, "own": "", "order": "number"}
EVEN = ("blend", "code-8", "code-4", "code-2")
OPEN = """async (params) => {
  globalThis.page = new nn.Page();
  page.declare(Object.entries(params).map(([name, value]) => ({ name, value, input: "none" })));
  globalThis.figure = { name: "x", network: "codes.safetensors.gz" };
  globalThis.life = new AbortController();
  globalThis.way = await nn.wayOf(page, figure, new URL(location.href), life.signal);
}"""
TOLD = """(kind) => ({
  pictures: way.pictures(kind).map((picture) => [...picture]),
  a: way.passes(kind).map(({ a }) => a.map((layer) => [...layer])),
  logits: way.passes(kind).map(({ logits }) => [...logits]),
  p: way.passes(kind).map(({ p }) => [...p]),
  verdict: way.verdict(kind),
  places: way.places(kind),
})"""


@contextmanager
def open_way(folder: Path, file: Path = FILE) -> Iterator[Engine]:
    """A page with `way` and its `page` of parameters."""
    for name in ("codes.safetensors.gz", "coders.safetensors.gz"):
        shutil.copy(file.with_name(name), folder / name)
    with engine(folder, MODULES) as page:
        page.evaluate(OPEN, START)
        yield page


@dataclass(frozen=True)
class Twin:
    """What is in the same file, as torch modules in float64."""

    file: Path = FILE

    @cached_property
    def run(self) -> Run:
        return read_run(self.file)

    @cached_property
    def x(self) -> Any:
        return torch.tensor(self._pictures("images"))

    @cached_property
    def stroke(self) -> np.ndarray:
        return self._pictures("stroke")

    @cached_property
    def coders(self) -> Run:
        return read_run(self.file.with_name("coders.safetensors.gz"))

    def _pictures(self, name: str) -> np.ndarray:
        side, levels = self.run.facts["side"], self.run.facts["levels"]
        return self.run[name].reshape(-1, side * side).astype(np.float64) / levels

    @property
    def labels(self) -> list[int]:
        return [int(label) for label in self.run["labels"]]

    def sequential(self, run: Run, layers: list[dict[str, str]]) -> Any:
        modules: list[Any] = []
        for layer in layers:
            w, b = (torch.tensor(run[layer[part]].astype(np.float64)) for part in ("weight", "bias"))
            dense = torch.nn.Linear(w.shape[1], w.shape[0], dtype=torch.float64)
            dense.weight, dense.bias = torch.nn.Parameter(w), torch.nn.Parameter(b)
            kinds = {"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid}
            modules += [dense, kinds.get(layer["activation"], torch.nn.Identity)()]
        return torch.nn.Sequential(*modules).requires_grad_(False)

    @cached_property
    def model(self) -> Any:
        """Pictures to logits."""
        return self.sequential(self.run, self.run.facts["layers"])

    def coder(self, kind: str) -> tuple[Any, Any]:
        """Pictures to codes, and codes to pictures."""
        described = self.coders.facts["coders"][kind]
        encode, decode = (self.sequential(self.coders, described[half]) for half in ("encode", "decode"))
        return encode, decode

    def way(self, kind: str, one: int, other: int) -> Any:
        """The pictures of a way between two digits, (places, pixels)."""
        start, end = self.x[one], self.x[other]
        if kind == "stroke":
            return torch.tensor(self.stroke)
        if kind == "blend":
            return blend(start, end, 100)
        if kind not in ("keep", "lose"):
            return through(*self.coder(kind), start, end, 100)

        def lead(tried: Any) -> Any:
            logits = self.model(tried)
            return logits[:, self.labels[one]] - logits[:, self.labels[other]]

        found = pixel_by_pixel(lead, start[None], end[None], kind == "keep")
        return found.pictures(start[None], end[None])[0, : int(found.changes[0]) + 1]
