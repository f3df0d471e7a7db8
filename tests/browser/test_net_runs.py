"""What a live run stands on: repeatable chance, reported divergence, states that are values, open sums."""

from __future__ import annotations

import gzip
import math
from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
import pytest
from engine import Engine
from hypothesis import given

from .harness import RUNTIME
from .nets import BROWSER, MODULES, Case, cases, open_nets


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with open_nets(tmp_path_factory.mktemp("net")) as page:
        yield page


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
