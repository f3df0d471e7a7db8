"""Random networks, the same in torch and in a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import Engine, engine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch")
F = torch.nn.functional
Json = dict[str, Any]

MODULES = ("net/net.js", "net/functions.js", "net/random.js", "net/training.js", "net/network.js")
READ = """() => {
  nn.read = ({ shapes, parameters, x, y, ...rest }) => ({
    network: nn.networkOf(shapes, Float64Array.from(parameters)),
    x: Float64Array.from(x), y: Float64Array.from(y), ...rest,
  });
  nn.mlp = (sizes, hidden = "relu", output = "linear", seed = 0) => {
    const random = new nn.Random(seed);
    const shapes = sizes.slice(1).map((outputs, k) =>
      ({ inputs: sizes[k], outputs, activation: k === sizes.length - 2 ? output : hidden }));
    const { length } = nn.networkOf(shapes).parameters;
    return nn.networkOf(shapes, Float64Array.from({ length }, () => random.uniform(-0.7, 0.7)));
  };
}"""
WORKER = """import { step } from "./runtime/net/training.js";
onmessage = ({ data: [state, rule, x, y] }) => {
  for (let t = 0; t < 5; t++) ({ state } = step(state, rule, x, y));
  postMessage(state.network.parameters);
};"""
ACTIVATIONS = {
    "linear": lambda z: z,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softmax": lambda z: torch.softmax(z, dim=1),
}
# What torch calls the losses, and the activations of the last layer they are for; True: torch takes z.
LOSSES = {
    "binary-cross-entropy": (F.binary_cross_entropy_with_logits, ("sigmoid", "linear"), True),
    "cross-entropy": (F.cross_entropy, ("softmax", "linear"), True),
    "squared-error": (F.mse_loss, tuple(ACTIVATIONS), False),
}
BROWSER = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def open_nets(folder: Path) -> Iterator[Engine]:
    """A page in which `nn` has all that the modules of the network runtime export."""
    (folder / "worker.js").write_text(WORKER, "utf-8")
    with engine(folder, MODULES) as page:
        page.evaluate(READ)
        yield page


@dataclass
class Case:
    """A network with its parameters in torch's order, a batch, and a loss."""

    shapes: list[Json]
    parameters: np.ndarray
    x: np.ndarray  # n × inputs
    y: np.ndarray  # n × outputs
    loss: str

    def to_json(self) -> Json:
        flat = {
            "parameters": self.parameters.tolist(),
            "x": self.x.ravel().tolist(),
            "y": self.y.ravel().tolist(),
        }
        return {"shapes": self.shapes, "loss": self.loss, **flat}


def draw_case(
    seed: int, sizes: list[int], n: int, hidden: list[str], last: str, loss: str, scale: float
) -> Case:
    rng = np.random.default_rng(seed)
    shapes = [
        {"inputs": k, "outputs": m, "activation": activation, "bias": bool(rng.integers(4))}
        for (k, m), activation in zip(pairwise(sizes), [*hidden, last], strict=True)
    ]
    count = sum(shape["outputs"] * (shape["inputs"] + shape["bias"]) for shape in shapes)
    y = rng.normal(size=(n, sizes[-1]))
    if loss == "binary-cross-entropy":
        y = rng.choice([0, 1, 0.3], size=y.shape)
    elif loss == "cross-entropy":
        y = (
            np.eye(sizes[-1])[rng.integers(sizes[-1], size=n)]
            if seed % 2
            else np.exp(y) / np.exp(y).sum(1, keepdims=True)
        )
    return Case(shapes, rng.normal(size=count) * scale, rng.normal(size=(n, sizes[0])), y, loss)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sizes = draw(st.lists(st.integers(1, 7), min_size=2, max_size=5))
    loss = draw(st.sampled_from(list(LOSSES)))
    last = draw(st.sampled_from(LOSSES[loss][1]))
    hidden = [draw(st.sampled_from(list(ACTIVATIONS))) for _ in sizes[2:]]
    scale = draw(st.sampled_from([0, 0.1, 1, 1, 1, 10, 100]))
    return draw_case(draw(st.integers(0, 2**31)), sizes, draw(st.integers(1, 6)), hidden, last, loss, scale)


class Torch:
    """The same network in torch: leaves for every w and b, and a forward that keeps every z."""

    def __init__(self, case: Case) -> None:
        self.case, self.leaves, self.layers = case, [], []
        rest = torch.tensor(case.parameters, dtype=torch.float64)
        for shape in case.shapes:
            size = shape["outputs"] * shape["inputs"]
            w = rest[:size].reshape(shape["outputs"], shape["inputs"]).clone().requires_grad_()
            b = rest[size : size + shape["outputs"]].clone().requires_grad_() if shape["bias"] else None
            rest = rest[size + (shape["outputs"] if shape["bias"] else 0) :]
            self.layers.append((w, b, ACTIVATIONS[shape["activation"]]))
            self.leaves += [w] if b is None else [w, b]

    def forward(self, x: Any) -> tuple[list[Any], Any]:
        sums = []
        for w, b, activation in self.layers:
            sums.append(F.linear(x, w, b))
            x = activation(sums[-1])
        return sums, x

    def loss(self, x: Any, y: Any) -> Any:
        measure, _, of_sums = LOSSES[self.case.loss]
        sums, answer = self.forward(x)
        return measure(sums[-1] if of_sums else answer, y)


def flat(tensors: Any) -> np.ndarray:
    return np.concatenate([np.zeros(0), *(tensor.detach().numpy().ravel() for tensor in tensors)])


def error(got: Any, want: Any) -> float:
    """The greatest difference, relative to the greatest number wanted, or to 1."""
    got, want = np.asarray(got, dtype=np.float64), np.asarray(want, dtype=np.float64)
    assert got.shape == want.shape
    assert np.isfinite(got).all()
    return float(np.abs(got - want).max() / max(1.0, np.abs(want).max()))
