"""Networks that Python writes, read in the page; and what does not fit together is refused by name."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from engine import Engine, EngineError

from nnexplain.figures.runs import pack
from nnexplain.figures.session import Session

from .nets import Case, Json, Torch, draw_case, error, flat, open_nets, torch


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_nets(tmp_path_factory.mktemp("net")) as page:
        yield page


def describe(case: Case, kinds: list[str]) -> tuple[dict[str, np.ndarray], list[Json]]:
    """The network as a build script hands it over, its arrays in the precisions `kinds`."""
    arrays, layers = {}, []
    for number, (shape, (w, b, _), kind) in enumerate(
        zip(case.shapes, Torch(case).layers, kinds, strict=True)
    ):
        arrays[f"{number}.weight"] = w.detach().numpy().astype(kind)
        layers.append({"kind": "dense", "weight": f"{number}.weight", "activation": shape["activation"]})
        if b is not None:
            arrays[f"{number}.bias"] = b.detach().numpy().astype(kind)
            layers[-1]["bias"] = f"{number}.bias"
    return arrays, layers


FILE = """([bytes, x]) => {
  const network = nn.readNetwork(new Uint8Array(bytes).buffer);
  return [[...network.parameters], [...nn.forward(network, Float64Array.from(x)).at(-1).a]];
}"""


def test_a_network_from_python_answers_as_in_torch(page: Engine) -> None:
    case = draw_case(4, [5, 4, 6, 3], 7, ["tanh", "relu"], "softmax", "cross-entropy", 1.0)
    case.shapes[1]["bias"] = False
    case.parameters = case.parameters[: sum(s["outputs"] * (s["inputs"] + s["bias"]) for s in case.shapes)]
    arrays, layers = describe(case, ["f4", "f2", "f8"])
    session = Session("digits", None, {})
    session.network("net", arrays, layers)
    file = gzip.decompress(session.finish()["net.safetensors.gz"])
    parameters, answer = page.evaluate(FILE, [list(file), case.x.ravel().tolist()])
    case.parameters = np.concatenate([array.astype("f8").ravel() for array in in_order(arrays, layers)])
    assert parameters == case.parameters.tolist(), "float32 and float16 are exact in float64"
    assert error(answer, flat([Torch(case).forward(torch.tensor(case.x))[1]])) < 1e-12


def in_order(arrays: dict[str, np.ndarray], layers: list[Json]) -> list[np.ndarray]:
    return [arrays[layer[part]] for layer in layers for part in ("weight", "bias") if part in layer]


DENSE = {"kind": "dense", "weight": "w", "bias": "b"}
WHOLE = {"w": np.ones((2, 3), "f4"), "b": np.ones(2, "f4")}


@pytest.mark.parametrize(
    ("arrays", "facts", "word"),
    [
        (WHOLE, {}, "no facts.layers"),
        (WHOLE, None, "no facts.layers"),
        (WHOLE, {"layers": []}, "0 parameters"),
        (WHOLE, {"layers": [None]}, "kind undefined"),
        (WHOLE, {"layers": [{**DENSE, "kind": "conv"}]}, "kind conv"),
        (WHOLE, {"layers": [{**DENSE, "weight": "v"}]}, "no array v"),
        (WHOLE, {"layers": [{**DENSE, "weight": "b"}]}, "shape [2]"),
        (WHOLE, {"layers": [{**DENSE, "activation": "constructor"}]}, "activation constructor"),
        (WHOLE, {"layers": [DENSE, DENSE]}, "3 inputs follows one of 2"),
        ({**WHOLE, "b": np.ones(3, "f4")}, {"layers": [DENSE]}, "3 biases"),
        ({**WHOLE, "w": np.full((2, 3), np.nan)}, {"layers": [DENSE]}, "not finite"),
        ({**WHOLE, "w": np.ones((0, 3))}, {"layers": [{**DENSE, "bias": "e"}]}, "no array e"),
        ({"w": np.ones((0, 3))}, {"layers": [{"kind": "dense", "weight": "w"}]}, "whole numbers from 1"),
    ],
)
def test_files_that_do_not_fit_together_are_refused(page: Engine, arrays: Any, facts: Any, word: str) -> None:
    with pytest.raises(EngineError, match="RangeError") as caught:
        page.evaluate(FILE, [list(pack(arrays, facts)), [1, 2, 3]])
    assert word in str(caught.value)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        ("nn.forward(nn.mlp([2, 1]), new Float64Array(3))", "3 numbers are no rows of 2"),
        ("nn.forward(nn.mlp([2, 1]), new Float64Array(0))", "0 numbers"),
        ("nn.mlp([2, 0, 1])", "2 inputs and 0 outputs"),
        ("nn.mlp([2, 1], 'relu', 'step')", "activation step is not one of linear"),
        ("nn.networkOf(nn.mlp([2, 1]).layers, new Float64Array(2))", "2 parameters for layers of 3"),
        ("test('hinge', 'linear', 1)", "loss hinge is not one of"),
        ("test('squared-error', 'linear', 2)", "2 targets for 1 answers"),
        ("test('cross-entropy', 'relu', 1)", "softmax or linear, not relu"),
        ("nn.backward(nn.mlp([2, 1]), nn.forward(nn.mlp([2, 1]), x), x)", "2 deltas for 1 sums"),
        ("nn.backward(nn.mlp([2, 2, 1]), nn.forward(nn.mlp([2, 1]), x), x.slice(1))", "not of this network"),
        ("nn.update({ name: 'sgb', rate: 1 }, x, x, nn.freshMemory(2))", "optimiser sgb is not one of"),
        ("nn.terms(nn.mlp([2, 1]).layers[0], x, 1)", "no unit 1"),
        ("nn.terms(nn.mlp([2, 1]).layers[0], x, 0, 1)", "no row 1"),
        ("nn.epoch(nn.begin(nn.mlp([2, 1])), rule, x, x.slice(1), 0)", "not 0"),
        ("nn.epoch(nn.begin(nn.mlp([2, 1])), rule, x, x, 1)", "2 targets for 1 rows"),
        ("nn.oneHot([0, 3], 3)", "class 3 is not one of 0 to 2"),
    ],
)
def test_what_does_not_fit_is_named(page: Engine, call: str, word: str) -> None:
    with pytest.raises(EngineError, match="RangeError") as caught:
        page.evaluate(f"""() => {{
          const x = new Float64Array(2);
          const rule = {{ loss: "squared-error", optimiser: {{ name: "sgd", rate: 1 }} }};
          const test = (loss, last, n) => {{
            const network = nn.mlp([2, 1], "relu", last);
            nn.measure(loss, network, nn.forward(network, x), new Float64Array(n));
          }};
          {call};
        }}""")
    assert word in str(caught.value)
