"""What a page tells of its ways, and the same ways by torch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnexplain.figures.runs import Run, read_run
from nnexplain.methods.paths import blend, pixel_by_pixel, through

torch = pytest.importorskip("torch")

FILE = Path(__file__).parents[2] / "content/figures/five-to-six-way/codes.safetensors.gz"
EVEN = ("blend", "code-8", "code-4", "code-2")
TOLD = """(kind) => ({
  pictures: way.pictures(kind).map((picture) => [...picture]),
  a: way.passes(kind).map(({ a }) => a.map((layer) => [...layer])),
  logits: way.passes(kind).map(({ logits }) => [...logits]),
  p: way.passes(kind).map(({ p }) => [...p]),
  verdict: way.verdict(kind),
  places: way.places(kind),
})"""


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

    @cached_property
    def _ways(self) -> dict[tuple[str, int, int], Any]:
        return {}

    def way(self, kind: str, one: int, other: int) -> Any:
        """The pictures of a way between two digits, (places, pixels)."""
        if (kind, one, other) not in self._ways:
            self._ways[kind, one, other] = self._way(kind, one, other)
        return self._ways[kind, one, other]

    def _way(self, kind: str, one: int, other: int) -> Any:
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
