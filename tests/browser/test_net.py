"""The network runtime is torch's: passes, losses, gradients, optimisers and files, in float64."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from engine import Engine, EngineError
from hypothesis import given

from nnexplain.figures.runs import pack
from nnexplain.figures.session import Session

from .nets import BROWSER, LOSSES, Case, Json, Torch, cases, draw_case, error, flat, open_nets, torch


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_nets(tmp_path_factory.mktemp("net")) as page:
        yield page


PASSES = """(given) => {
  const { network, x, y, loss } = nn.read(given);
  const pass = nn.forward(network, x);
  const measured = nn.measure(loss, network, pass, y);
  const { gradient, deltas, dx } = nn.backward(network, pass, measured.delta);
  const plain = (arrays) => arrays.map((array) => Array.from(array));
  return {
    sums: plain(pass.map(({ z }) => z)), answer: [...pass.at(-1).a],
    loss: measured.loss, each: [...measured.each],
    gradient: [...gradient.parameters], deltas: plain(deltas), dx: [...dx],
  };
}"""


@BROWSER
@given(cases())
def test_both_passes_are_torch_s(page: Engine, case: Case) -> None:
    got = page.evaluate(PASSES, case.to_json())
    network = Torch(case)
    x, y = torch.tensor(case.x, requires_grad=True), torch.tensor(case.y)
    measure, _, of_sums = LOSSES[case.loss]
    sums, answer = network.forward(x)
    for z in sums:
        z.retain_grad()
    each = measure(sums[-1] if of_sums else answer, y, reduction="none")
    loss = measure(sums[-1] if of_sums else answer, y)
    loss.backward()
    for z, delta, expected in zip(got["sums"], got["deltas"], sums, strict=True):
        assert error(z, flat([expected])) < 1e-12
        assert error(delta, flat([expected.grad])) < 1e-9
    assert error(got["answer"], flat([answer])) < 1e-12
    assert error([got["loss"]], [float(loss.detach())]) < 1e-12
    assert error(got["each"], flat([each])) < 1e-12
    assert error(got["gradient"], flat(leaf.grad for leaf in network.leaves)) < 1e-9
    assert error(got["dx"], flat([x.grad])) < 1e-9


def test_certain_answers_have_finite_losses(page: Engine) -> None:
    for loss, y in (("binary-cross-entropy", [[0.0, 1.0]]), ("cross-entropy", [[0.0, 1.0]])):
        shape = {"inputs": 1, "outputs": 2, "activation": LOSSES[loss][1][0], "bias": False}
        case = Case([shape], np.array([3000.0, -2000.0]), np.array([[1.0]]), np.array(y), loss)
        expected = {"binary-cross-entropy": 2500.0, "cross-entropy": 5000.0}[loss]
        assert page.evaluate(PASSES, case.to_json())["loss"] == expected


NUMERIC = """(given) => {
  const { network, x, y, loss } = nn.read(given);
  const lossAt = (net, at) => nn.measure(loss, net, nn.forward(net, at), y).loss;
  const slopes = (numbers, f) => Array.from(numbers, (_, i) => {
    const [up, down] = [numbers.slice(), numbers.slice()];
    up[i] += 1e-5; down[i] -= 1e-5;
    return (f(up) - f(down)) / 2e-5;
  });
  const moved = (theta) => nn.networkOf(network.layers, theta);
  const gradient = slopes(network.parameters, (theta) => lossAt(moved(theta), x));
  return [gradient, slopes(x, (at) => lossAt(network, at))];
}"""


@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_are_what_a_nudge_shows(page: Engine, loss: str) -> None:
    last = LOSSES[loss][1][0]
    case = draw_case(3, [3, 5, 4, 2], 4, ["tanh", "sigmoid"], last, loss, 1.0)
    gradient, dx = page.evaluate(NUMERIC, case.to_json())
    got = page.evaluate(PASSES, case.to_json())
    assert error(got["gradient"], gradient) < 1e-9
    assert error(got["dx"], dx) < 1e-9


OPTIMISERS = {
    "sgd": ({"rate": 0.3}, torch.optim.SGD, {"lr": 0.3}),
    "sgd, decay": ({"rate": 0.3, "decay": 0.01}, torch.optim.SGD, {"lr": 0.3, "weight_decay": 0.01}),
    "momentum": ({"rate": 0.05}, torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    "momentum, decay": (
        {"rate": 0.05, "momentum": 0.5, "decay": 0.01},
        torch.optim.SGD,
        {"lr": 0.05, "momentum": 0.5, "weight_decay": 0.01},
    ),
    "adam": ({"rate": 0.02}, torch.optim.Adam, {"lr": 0.02}),
    "adam, decay": (
        {"rate": 0.02, "betas": [0.8, 0.99], "epsilon": 1e-6, "decay": 0.01},
        torch.optim.Adam,
        {"lr": 0.02, "betas": (0.8, 0.99), "eps": 1e-6, "weight_decay": 0.01},
    ),
    "adamw": ({"rate": 0.02}, torch.optim.AdamW, {"lr": 0.02}),
}
TRAINING = """(given) => {
  const { network, x, y, loss, optimiser } = nn.read(given);
  let state = nn.begin(network);
  const losses = [];
  for (let t = 0; t < 200; t++) {
    const outcome = nn.step(state, { loss, optimiser }, x, y);
    if (outcome.diverged) throw new Error("diverged");
    state = outcome.state;
    losses.push(outcome.loss);
  }
  return { losses, parameters: [...state.network.parameters] };
}"""


@pytest.mark.parametrize("name", OPTIMISERS)
def test_two_hundred_steps_follow_torch_s(page: Engine, name: str) -> None:
    setting, kind, keywords = OPTIMISERS[name]
    case = draw_case(11, [3, 8, 4, 3], 18, ["relu", "tanh"], "softmax", "cross-entropy", 0.5)
    optimiser = {"name": name.split(",")[0], **setting}
    got = page.evaluate(TRAINING, {**case.to_json(), "optimiser": optimiser})
    network = Torch(case)
    descent = kind(network.leaves, **keywords)
    x, y = torch.tensor(case.x), torch.tensor(case.y)
    losses = []
    for _ in range(200):
        descent.zero_grad()
        loss = network.loss(x, y)
        loss.backward()
        descent.step()
        losses.append(loss.item())
    assert losses[-1] < 0.7 * losses[0], "the run is to be one that learns"
    assert error(got["losses"], losses) < 1e-9
    assert error(got["parameters"], flat(network.leaves)) < 1e-9


# ---- networks that Python writes; and what does not fit together is refused by name ----


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
  const { network } = nn.readNetworkFile(new Uint8Array(bytes).buffer);
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
