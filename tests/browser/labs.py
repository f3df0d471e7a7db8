"""The laboratory of the digits in a page, and the same network in torch."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from built import built
from engine import Engine, engine

from nnexplain.figures.runs import Run, read_run

torch = pytest.importorskip("torch")

MODULES = (
    "net/lab/lab.js",
    "core/page.js",
    "net/ink/ink.js",
    "net/net.js",
    "net/random.js",
    "net/lab/altered.js",
    "net/ink/prepare.js",
)
PARAMS = {
    "digit": 0, "ink": "", "digit2": 1, "ink2": "", "fit": True, "unit": "a1", "silent": "", "turned": "",
    "noise": 0, "shake": 0,
}  # fmt: skip
OPEN = """async (params) => {
  globalThis.page = new nn.Page();
  page.declare(Object.entries(params).map(([name, value]) => ({ name, value, input: "none" })));
  globalThis.figure = { name: "x", network: "digits.safetensors.gz" };
  globalThis.life = new AbortController();
  globalThis.lab = await nn.labOf(page, figure, new URL(location.href), life.signal);
  globalThis.numbers = (pass) => pass.map(({ a }) => [...a]);
}"""


def network_file() -> Path:
    """The network of the digits as the page gets it."""
    return built().figures / "digit-ocr" / "digits.safetensors.gz"


@contextmanager
def open_lab(folder: Path) -> Iterator[Engine]:
    """A page with `lab` and its `page` of parameters, without any figure."""
    shutil.copy(network_file(), folder / "digits.safetensors.gz")
    with engine(folder, MODULES) as page:
        page.evaluate(OPEN, PARAMS)
        yield page


class Twin:
    """The network of the same file in torch, float64: a Sequential whose modules can be hooked."""

    def __init__(self) -> None:
        self.run: Run = read_run(network_file())
        side, levels = self.run.facts["side"], self.run.facts["levels"]
        images = self.run["images"].reshape(-1, side * side)
        self.x = torch.tensor(images.astype(np.float64) / levels)
        self.labels = self.run["labels"].astype(int)
        modules: list[Any] = []
        for layer in self.run.facts["layers"]:
            w, b = (torch.tensor(self.run[layer[part]].astype(np.float64)) for part in ("weight", "bias"))
            dense = torch.nn.Linear(w.shape[1], w.shape[0], dtype=torch.float64)
            dense.weight, dense.bias = torch.nn.Parameter(w), torch.nn.Parameter(b)
            modules += [dense, {"relu": torch.nn.ReLU(), "softmax": torch.nn.Softmax(1)}[layer["activation"]]]
        self.model = torch.nn.Sequential(*modules)

    def activations(self, x: Any = None, gains: dict[int, Any] | None = None) -> list[np.ndarray]:
        """What each layer answers, (n, units) each, with every answer times its gain, by forward hooks."""
        heard: list[np.ndarray] = []

        def hook(layer: int) -> Any:
            def hear(_module: Any, _given: Any, answer: Any) -> Any:
                answer = answer * torch.tensor(gains[layer]) if gains and layer in gains else answer
                heard.append(answer.detach().numpy())
                return answer

            return hear

        handles = [self.model[2 * k + 1].register_forward_hook(hook(k)) for k in range(len(self.model) // 2)]
        try:
            self.model(self.x if x is None else x)
        finally:
            for handle in handles:
                handle.remove()
        return heard


def worst(got: Any, expected: list[np.ndarray]) -> float:
    """The greatest distance of any number of `got`, flat layers, from `expected`."""
    gaps = [np.abs(np.array(one) - other.ravel()).max() for one, other in zip(got, expected, strict=True)]
    return float(max(gaps))


def damaged(folder: Path, change: Any) -> Path:
    """A file of its own: the network's with other arrays or facts, `change(arrays, facts)`."""
    from nnexplain.figures.runs import pack

    run = read_run(network_file())
    arrays, facts = dict(run.arrays), json.loads(json.dumps(run.facts))
    change(arrays, facts)
    path = folder / f"{len(list(folder.iterdir()))}.safetensors"
    path.write_bytes(pack(arrays, facts))
    return path
