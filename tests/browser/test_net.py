"""The network runtime is torch's: passes, losses, gradients, optimisers and files, in float64; and what a
live run stands on: repeatable chance, reported divergence, states that are values, open sums.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from engine import Engine, EngineError
from hypothesis import given

from nnexplain.figures.runs import pack
from nnexplain.figures.session import Session

from .harness import RUNTIME
from .nets import BROWSER, LOSSES, MODULES, Case, Json, Torch, cases, draw_case, error, flat, open_nets, torch


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


# ---- what a live run stands on ----


def splitmix(seed: int, count: int) -> list[float]:
    """The twin of `Random.uniform`, with whole numbers that do not overflow."""
    numbers, full = [], 2**32
    for step in range(1, count + 1):
        bits = (seed + step * 0x9E3779B9) % full
        bits = (bits ^ bits >> 16) * 0x7FEB352D % full
        bits = (bits ^ bits >> 15) * 0x846CA68B % full
        numbers.append((bits ^ bits >> 16) / full)
    return numbers


@pytest.mark.parametrize("seed", [0, 1, 12345, 2**32 - 1, -1])
def test_the_generator_is_splitmix(page: Engine, seed: int) -> None:
    draw = (
        "(seed) => { const r = new nn.Random(seed); return Array.from({ length: 50 }, () => r.uniform()); }"
    )
    assert page.evaluate(draw, seed) == splitmix(seed, 50)


def test_chance_is_fair(page: Engine) -> None:
    uniform, normal = page.evaluate("""() => {
      const random = new nn.Random(5);
      const draw = (f) => Array.from({ length: 20000 }, f);
      return [draw(() => random.uniform(-3, 1)), draw(() => random.normal(2, 3))];
    }""")
    assert min(uniform) >= -3
    assert max(uniform) < 1
    # Within five standard errors: of a mean s/√n, of a share √(p (1 − p)/n).
    assert np.histogram(uniform, 20, (-3, 1))[0] == pytest.approx(1000, abs=5 * 31)
    assert abs(np.corrcoef(uniform[1:], uniform[:-1])[0, 1]) < 5 / math.sqrt(20000)
    assert np.mean(normal) == pytest.approx(2, abs=5 * 3 / math.sqrt(20000))
    for quantile in (0.025, 0.16, 0.5, 0.84, 0.975):
        below = np.mean(np.array(normal) < NormalDist(2, 3).inv_cdf(quantile))
        assert below == pytest.approx(quantile, abs=5 * math.sqrt(quantile * (1 - quantile) / 20000))


DIVERGE = """([rate, scale]) => {
  const x = Float64Array.of(1, 2, -1, 3), y = Float64Array.of(scale, -scale);
  const rule = { loss: "squared-error", optimiser: { name: "momentum", rate } };
  let state = nn.begin(nn.mlp([2, 3, 1], "linear"));
  for (let t = 0; t < 2000; t++) {
    const outcome = nn.step(state, rule, x, y);
    const finite = [...outcome.state.network.parameters, ...outcome.state.memory.m].every(Number.isFinite);
    if (!finite) throw new Error("a number that is not finite was kept");
    if (outcome.diverged) return { t, same: outcome.state === state, loss: String(outcome.loss) };
    state = outcome.state;
  }
  return { t: null };
}"""


def test_divergence_is_reported_and_keeps_the_last_good_state(page: Engine) -> None:
    late = page.evaluate(DIVERGE, [3, 1])
    assert late["t"] > 0
    assert late["same"]
    at_once = page.evaluate(DIVERGE, [0.01, 1e200])
    assert at_once == {"t": 0, "same": True, "loss": "Infinity"}
    assert page.evaluate(DIVERGE, [0.001, 1])["t"] is None


@BROWSER
@given(cases())
def test_the_terms_of_every_unit_add_up(page: Engine, case: Case) -> None:
    wrong = page.evaluate(
        """(given) => {
          const { network, x } = nn.read(given);
          const pass = nn.forward(network, x);
          return network.layers.flatMap((layer, index) => Array.from(pass[index].z, (z, i) => {
            const [unit, row] = [i % layer.outputs, Math.floor(i / layer.outputs)];
            const terms = nn.terms(layer, pass[index].x, unit, row);
            const inputs = [...Array(layer.inputs).keys(), ...(layer.bias ? [null] : [])];
            const named = terms.length === inputs.length
              && terms.every(({ input, x, w, term }, k) => input === inputs[k] && term === x * w);
            const sum = terms.reduce((total, { term }) => total + term, 0);
            return named && sum === z ? [] : [{ unit, row, terms, z }];
          }).flat());
        }""",
        case.to_json(),
    )
    assert wrong == []


def test_states_are_values_that_can_be_sent_and_continued(page: Engine) -> None:
    here, there, branch, kept, windows = page.evaluate("""async () => {
      const x = Float64Array.of(1, 0, 0, 1, 1, 1), y = Float64Array.of(1, 0, 1);
      const rule = { loss: "binary-cross-entropy", optimiser: { name: "adam", rate: 0.1 } };
      let state = nn.begin(nn.mlp([2, 3, 1], "tanh", "sigmoid"));
      for (let t = 0; t < 5; t++) ({ state } = nn.step(state, rule, x, y));
      const numbers = ({ network, memory }) => [...network.parameters, ...memory.m];
      const [old, before, sent] = [state, numbers(state), structuredClone(state)];
      const worker = new Worker(new URL("worker.js", location.href), { type: "module" });
      const answer = new Promise((resolve) => (worker.onmessage = ({ data }) => resolve([...data])));
      worker.postMessage([state, rule, x, y]);
      for (let t = 0; t < 5; t++) ({ state } = nn.step(state, rule, x, y));
      const edited = nn.copy(old.network);
      edited.layers[0].w[0] += 1;
      const other = { ...rule, optimiser: { name: "sgd", rate: 1 } };
      const faster = nn.step({ ...old, network: edited }, other, x, y);
      const there = await answer;
      worker.terminate();
      const same = before.every((number, i) => number === numbers(old)[i]);
      const windows = sent.network.layers[0].w.buffer === sent.network.parameters.buffer;
      return [[...state.network.parameters], there, [...faster.state.network.parameters], same, windows];
    }""")
    assert here == there
    assert branch != here
    assert kept, "a step changed the state it came from"
    assert windows, "a copy's weights no longer lie in its parameters"


def test_it_is_small() -> None:
    sizes = {name: len(gzip.compress((RUNTIME / name).read_bytes(), 6)) for name in MODULES}
    assert sum(sizes.values()) < 12_000, sizes
