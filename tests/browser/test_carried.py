"""The connections that carry most, as lines, and where the units stand between which they go."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from engine import Engine, engine

MODULES = ("instruments/wires.js", "instruments/units.js", "widgets/fmri/scan.js")
LAYER = """const layer = ({ w, b }) => ({
  inputs: w[0].length, outputs: w.length, w: Float64Array.from(w.flat()), b: Float64Array.from(b),
});"""


@pytest.fixture(scope="module")
def wires(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("carried"), MODULES) as page:
        yield page


def test_those_that_carry_most_are_chosen_and_none_that_carries_nothing(wires: Engine) -> None:
    rng = np.random.default_rng(1)
    w, b, x = rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=4)
    x[2] = 0
    terms = {(k, j): w[j, k] * x[k] for j in range(3) for k in range(4)} | {(-1, j): b[j] for j in range(3)}
    script = f"({{ w, b, x, most }}) => {{ {LAYER} return nn.strongest(layer({{ w, b }}), x, most); }}"
    given = {"w": w.tolist(), "b": b.tolist(), "x": x.tolist()}
    found = wires.evaluate(script, {**given, "most": 5})
    expected = sorted(terms, key=lambda key: -abs(terms[key]))[:5]
    assert {(wire["from"], wire["to"]): wire["value"] for wire in found} == {
        key: terms[key] for key in expected
    }
    assert len(wires.evaluate(script, {**given, "most": 50})) == 12  # the input that is 0 carries nothing
    assert wires.evaluate(script, {"w": w.tolist(), "b": [0] * 3, "x": [0] * 4, "most": 5}) == []


def test_the_thickest_line_carries_most_and_a_sign_has_a_look(wires: Engine) -> None:
    drawn = wires.evaluate(
        """() => {
          const all = [{ d: "a", value: 0.1 }, { d: "b", value: -2 }, { d: "c", value: 1.4 }];
          const drawn = nn.bundled(all, ({ d }) => d, 2);
          return drawn.map(({ attributes }) => [attributes.class, attributes["data-thick"], attributes.d]);
        }"""
    )
    assert [each for each in drawn if each[2]] == [
        ["nn-wire-pos", 0, "a"],
        ["nn-wire-pos", 2, "c"],
        ["nn-wire-neg", 3, "b"],
    ]


def test_every_unit_has_a_place_of_its_own(wires: Engine) -> None:
    placed = wires.evaluate(
        """() => {
          const sizes = [64, 32, 16, 10];
          const unit = (layer, index) => ({ id: "abc"[layer] + (index + (layer < 2)), layer, index });
          const all = (count, layer) => Array.from({ length: count }, (_, index) => unit(layer, index));
          const units = sizes.slice(1).flatMap(all);
          return nn.standing({ units, facts: { sizes } });
        }"""
    )
    assert [unit["id"] for unit in placed][31:33] == ["a32", "b1"] and placed[-1]["id"] == "c9"
    gaps = [np.hypot(u["x"] - v["x"], u["y"] - v["y"]) for k, u in enumerate(placed) for v in placed[:k]]
    assert min(gaps) >= 22  # discs of 18 and their rims
    assert all(20 <= unit["x"] <= 435 for unit in placed)
    assert [unit["row"] for unit in placed] == sorted(unit["row"] for unit in placed)
    assert placed[-1]["row"] == 3  # the first layer has two rows
