"""Where an answer flips as one knob turns: the page's exact places against trying settings and halving."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from engine import Engine, engine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from nnexplain.methods.flips import stretches

Json = dict[str, Any]
Array = NDArray[np.float64]
READ = """() => {
  nn.read = ({ shapes, parameters, gains, x }) => {
    const network = nn.networkOf(shapes, Float64Array.from(parameters));
    const all = gains.map((gain) => gain && Float64Array.from(gain));
    return [network, all, nn.forward(network, Float64Array.from(x), { gains: all })];
  };
}"""
ACROSS = "(cases) => cases.map((c) => nn.answersAcross(...nn.read(c), c.knob, c.low, c.high))"


@pytest.fixture(scope="module")
def nets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("flips"), ("net/net.js", "net/flips.js")) as page:
        page.evaluate(READ)
        yield page


class Case:
    """A small network with its gains, an input, a knob and its range; `answers` tries settings."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        sizes = [int(n) for n in rng.integers(1, 9, size=rng.integers(2, 5))] + [int(rng.integers(2, 8))]
        scale = rng.choice([0.3, 1, 2])
        self.layers = [
            (rng.normal(size=(m, n)) * scale, rng.normal(size=m) * scale) for n, m in pairwise(sizes)
        ]
        self.kinds = [*rng.choice(["relu", "relu", "relu", "linear"], len(self.layers) - 1), "softmax"]
        self.gains = [rng.choice([0, 0.5, 1, 1, 3, -1], m) if rng.integers(2) else None for m in sizes[1:]]
        self.x = rng.normal(size=sizes[0]) * rng.integers(0, 2, sizes[0])
        layer = int(rng.integers(len(self.layers)))
        part: Any = ["gain", "bias", int(rng.integers(sizes[layer]))][rng.integers(3)]
        self.knob = {"layer": layer, "unit": int(rng.integers(sizes[layer + 1])), "part": part}
        self.low, self.high = (0.0, 6.0) if part == "gain" else (-4.0, 5.0)

    def probabilities(self, ts: Array) -> Array:
        """The answers at settings (n,) of the knob, times their gains: (n, classes)."""
        a = np.repeat(self.x[None], len(ts), 0)
        layer, unit, part = self.knob["layer"], self.knob["unit"], self.knob["part"]
        for index, ((w, b), kind, gain) in enumerate(zip(self.layers, self.kinds, self.gains, strict=True)):
            z = a @ w.T + b
            here = index == layer
            if here and part == "bias":
                z[:, unit] += ts - b[unit]
            elif here and part != "gain":
                z[:, unit] += (ts - w[unit, part]) * a[:, part]
            if kind == "softmax":
                z = np.exp(z - z.max(axis=1, keepdims=True))
                z /= z.sum(axis=1, keepdims=True)
            passed = np.maximum(z, 0) if kind == "relu" else z
            a = passed * (1 if gain is None else gain)
            if here and part == "gain":
                a[:, unit] = passed[:, unit] * ts
        return a

    def answers(self, ts: Array) -> NDArray[np.int64]:
        return self.probabilities(ts).argmax(axis=1)

    def clear(self, ts: Array) -> NDArray[np.bool_]:
        """Where the answer is ahead of the next one by more than rounding can tell."""
        best = np.sort(self.probabilities(ts), axis=1)
        return np.asarray(best[:, -1] - best[:, -2] > 1e-9 * np.abs(best[:, -1]))

    def to_json(self) -> Json:
        shapes = [
            {"inputs": w.shape[1], "outputs": w.shape[0], "activation": str(kind)}
            for (w, _), kind in zip(self.layers, self.kinds, strict=True)
        ]
        numbers = np.concatenate([part.ravel() for layer in self.layers for part in layer])
        gains = [None if gain is None else gain.tolist() for gain in self.gains]
        named = {"shapes": shapes, "parameters": numbers.tolist(), "gains": gains, "x": self.x.tolist()}
        return {**named, "knob": self.knob, "low": self.low, "high": self.high}


def check(case: Case, found: list[Json]) -> int:
    """Holds what the page found against trying; returns how many flips there were."""
    assert (found[0]["from"], found[-1]["to"]) == (case.low, case.high)
    for one, other in pairwise(found):
        assert one["to"] == other["from"] and one["said"] != other["said"]
    for stretch in found:
        low, high = stretch["from"], stretch["to"]
        assert low < high
        tried = np.linspace(low, high, 41)[1:-1]
        agrees = case.answers(tried) == stretch["said"]
        assert (agrees | ~case.clear(tried)).all(), (case.knob, stretch)
    flips = [stretch["from"] for stretch in found[1:]]
    slow = stretches(case.answers, case.low, case.high, samples=801)
    for start, _, _ in slow[1:]:
        near = np.clip([start - 1e-6, start + 1e-6], case.low, case.high)  # what lies outside is not asked
        assert not case.clear(near).all() or min(abs(np.array(flips) - start), default=1) < 1e-7, start
    return len(flips)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**31))
def test_an_answer_flips_where_trying_all_settings_finds_it(nets: Engine, seed: int) -> None:
    cases = [Case(seed + k) for k in range(12)]
    for case, found in zip(cases, nets.evaluate(ACROSS, [case.to_json() for case in cases]), strict=True):
        check(case, found)


def test_a_tie_at_the_end_of_the_range_alone_is_no_flip(nets: Engine) -> None:
    """Where all answers weigh nothing at a gain of 0 the first is said there, and nowhere else: a stretch of
    one point is none.
    """
    case = Case(455)
    assert case.knob["part"] == "gain" and case.probabilities(np.zeros(1)).tolist() == [[0, 0]]
    assert case.answers(np.array([0, 1e-12, 6])).tolist() == [0, 1, 1]
    assert nets.evaluate(ACROSS, [case.to_json()]) == [[{"from": 0, "to": 6, "said": 1}]]


def test_some_knobs_flip_an_answer_more_than_once(nets: Engine) -> None:
    """So that the tests above have something to find."""
    cases = [Case(seed) for seed in range(300)]
    found = nets.evaluate(ACROSS, [case.to_json() for case in cases])
    flips = [check(case, its) for case, its in zip(cases, found, strict=True)]
    assert sum(n == 0 for n in flips) > 50 and sum(n == 1 for n in flips) > 50 and max(flips) >= 3


def test_which_knobs_change_the_answer_is_what_each_alone_says(nets: Engine) -> None:
    cases = [Case(seed).to_json() for seed in range(80)]
    agreed = nets.evaluate(
        """(cases) => cases.flatMap((c) => {
            const [network, gains, pass] = nn.read(c);
            const { layer, unit } = c.knob;
            const parts = ["gain", "bias", ...Array(network.layers[layer].inputs).keys()];
            const knobs = parts.map((part) => ({ part, low: part === "gain" ? 0 : -4, high: 5 }));
            const all = nn.changing(network, gains, pass, layer, unit, knobs);
            return knobs.map(({ part, low, high }, k) => {
                const course = nn.answersAcross(network, gains, pass, { layer, unit, part }, low, high);
                return [all[k], course.length > 1];
            });
        })""",
        cases,
    )
    assert all(one == other for one, other in agreed)
    assert {one for one, _ in agreed} == {True, False}


def test_a_silent_unit_and_an_input_of_nothing_change_nothing(nets: Engine) -> None:
    case = Case(3)
    case.x = np.zeros_like(case.x)
    weight = case.to_json() | {"knob": {"layer": 0, "unit": 0, "part": 0}}
    gain = Case(3).to_json() | {"knob": {"layer": 0, "unit": 0, "part": "gain", "silent": True}}
    assert [len(found) for found in nets.evaluate(ACROSS, [weight, gain])] == [1, 1]


def test_the_flips_next_to_a_setting(nets: Engine) -> None:
    ends = [(-3, -1, 3), (-1, 2, 8), (2, 3, 3)]
    course = [{"from": low, "to": high, "said": said} for low, high, said in ends]
    nearest = "([course, settings]) => settings.map((t) => nn.nearest(course, t))"
    found = nets.evaluate(nearest, [course, [-2, 0, 2.5]])
    assert found == [{"down": None, "up": -1}, {"down": -1, "up": 2}, {"down": 2, "up": None}]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"knob": {"layer": 9, "unit": 0, "part": "bias"}}, "there is no unit 0 in layer 9"),
        ({"knob": {"layer": 0, "unit": 99, "part": "gain"}}, "there is no unit 99 in layer 0"),
        ({"knob": {"layer": 0, "unit": 0, "part": 99}}, "has no weight from 99"),
    ],
)
def test_a_knob_that_is_not_there_is_an_error(nets: Engine, change: Json, said: str) -> None:
    with pytest.raises(Exception, match=said):
        nets.evaluate(ACROSS, [Case(1).to_json() | change])


def test_a_network_that_is_not_made_of_straight_lines_is_an_error(nets: Engine) -> None:
    case = Case(1).to_json()
    case["shapes"][0]["activation"] = "tanh"
    with pytest.raises(Exception, match="layer 0 is tanh"):
        nets.evaluate(ACROSS, [case])
