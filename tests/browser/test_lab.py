"""The laboratory of a page against torch, over all test digits; and what it does with nonsense."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import Engine, EngineError

from nnexplain.figures import Run
from nnexplain.params.lab import lab_facts, lab_params, run_facts

from .labs import PARAMS, Twin, damaged, open_lab, torch, worst


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Engine]:
    with open_lab(folder) as page:
        yield page


@pytest.fixture
def lab(opened: Engine) -> Engine:
    opened.evaluate("(params) => page.set(params)", PARAMS)
    return opened


@pytest.fixture(scope="module")
def twin() -> Twin:
    return Twin()


ALL = "() => Array.from({ length: lab.count }, (_, i) => numbers(lab.run(lab.pixels(i))))"


def layers(rows: list[Any]) -> list[list[float]]:
    """Of a pass for every digit, the answers of each layer for all digits, flat."""
    return [np.array([row[k] for row in rows]).ravel().tolist() for k in range(len(rows[0]))]


def test_activations_are_torch_s_for_every_digit(lab: Engine, twin: Twin) -> None:
    assert worst(layers(lab.evaluate(ALL)), twin.activations()) < 1e-5


def test_its_facts_and_units(lab: Engine, twin: Twin) -> None:
    facts, units, labels = lab.evaluate(
        "() => [lab.facts, lab.units, Array.from({ length: lab.count }, (_, i) => lab.label(i))]"
    )
    sizes = [twin.x.shape[1], *(answers.shape[1] for answers in twin.activations())]
    assert facts["sizes"] == sizes and facts["side"] ** 2 == sizes[0]
    assert labels == twin.labels.tolist()
    names = [f"a{k + 1}" for k in range(sizes[1])] + [f"b{k + 1}" for k in range(sizes[2])]
    assert [unit["id"] for unit in units] == names + [f"c{k}" for k in range(10)]
    assert units[sizes[1]] == {"id": "b1", "layer": 1, "index": 0}


def test_gains_and_lesions_are_torch_s_for_every_digit(lab: Engine, twin: Twin) -> None:
    rng = np.random.default_rng(5)
    sizes = [answers.shape[1] for answers in twin.activations()]
    for _ in range(3):
        silent = [f"{'ab'[k]}{i + 1}" for k in (0, 1) for i in range(sizes[k]) if rng.random() < 0.2]
        gains = {k: np.ones(sizes[k]) for k in (0, 1)}
        for unit in silent:
            gains["ab".index(unit[0])][int(unit[1:]) - 1] = 0
        turned = [(k, int(rng.integers(sizes[k])), round(rng.uniform(0, 3), 3)) for k in (0, 0, 1)]
        for k, i, gain in turned:
            gains[k][i] = 0 if gains[k][i] == 0 else gain
        lab.evaluate(
            """([silent, turned]) => {
              lab.restore();
              lab.silence(silent, true);
              for (const [k, i, gain] of turned) lab.turn("ab"[k] + (i + 1), gain);
            }""",
            [silent, turned],
        )
        expected = twin.activations(gains=gains)
        assert worst(layers(lab.evaluate(ALL)), expected) < 1e-5
        whole = lab.evaluate("() => ({ ...lab.whole(), answers: [...lab.whole().answers] })")
        answers = expected[-1].argmax(1)
        assert whole["answers"] == answers.tolist()
        assert whole["right"] == int((answers == twin.labels).sum())
        counts = [
            {"right": int((answers[twin.labels == c] == c).sum()), "of": int((twin.labels == c).sum())}
            for c in range(10)
        ]
        assert whole["byClass"] == counts
    original = lab.evaluate("() => lab.wholeOriginal().right")
    assert original == int((twin.activations()[-1].argmax(1) == twin.labels).sum())


def test_turned_weights_and_biases_are_torch_s(lab: Engine, twin: Twin) -> None:
    turns: list[tuple[str, int | str, float]] = [("a3", 17, 0.8), ("b16", "bias", -1.25), ("c9", 15, 2.125)]
    for turn in turns:
        lab.evaluate("([id, from, value]) => lab.turnWeight(id, from, value)", turn)
    with torch.no_grad():
        saved = [parameter.clone() for parameter in twin.model.parameters()]
        twin.model[0].weight[2, 17], twin.model[2].bias[15], twin.model[4].weight[9, 15] = 0.8, -1.25, 2.125
        expected = twin.activations()
        for parameter, old in zip(twin.model.parameters(), saved, strict=True):
            parameter.copy_(old)
    assert worst(layers(lab.evaluate(ALL)), expected) < 1e-5
    assert lab.evaluate("() => page.get('turned')") == "a3_17_0.8~b16_b_-1.25~c9_15_2.125"
    own = twin.model[0].weight[2, 17].item()
    assert lab.evaluate("(own) => (lab.turnWeight('a3', 17, own), page.get('turned'))", own) == (
        "b16_b_-1.25~c9_15_2.125"
    ), "its own number again is no turn"


def test_noise_is_of_the_size_it_says_and_repeats(lab: Engine, twin: Twin) -> None:
    weights = """(shake) => {
      page.set({ noise: 0.5, shake });
      return lab.network.layers.map(({ w, b }) => [[...w], [...b]]);
    }"""
    one, again, other = (lab.evaluate(weights, shake) for shake in (1, 1, 2))
    assert one == again and one != other
    for k, (w, b) in enumerate(one):
        clean = twin.model[2 * k].weight.detach().numpy().ravel()
        pushed = (np.array(w) - clean) / (0.5 * clean.std())
        assert b == twin.model[2 * k].bias.tolist(), "biases are left alone"
        # of n standard normal numbers: mean 0 ± 5/√n, deviation 1 ± 5/√(2n)
        assert abs(pushed.mean()) < 5 / np.sqrt(len(pushed))
        assert abs(pushed.std() - 1) < 5 / np.sqrt(2 * len(pushed))


def test_what_it_thinks_now(lab: Engine, twin: Twin) -> None:
    eight = int(np.flatnonzero(twin.labels == 8)[0])
    thought = lab.evaluate("(digit) => { page.set({ digit }); return lab.now(); }", eight)
    p = twin.activations()[-1][eight]
    assert thought["words"] == f"test digit no. {eight}, an 8"
    assert (thought["kind"], thought["index"], thought["label"]) == ("digit", eight, 8)
    assert thought["said"] == p.argmax() and abs(thought["sure"] - p.max()) < 1e-9
    assert lab.evaluate("() => lab.now() === lab.now()"), "kept until something changes"
    assert lab.evaluate("() => lab.now(1).index") == PARAMS["digit2"]


def test_a_drawing_stands_for_the_digit_until_one_is_picked(lab: Engine) -> None:
    kinds = lab.evaluate("""() => {
      const [bits, seen] = [new Uint8Array(1024), []];
      bits.fill(1, 300, 400);
      const note = () =>
        seen.push([lab.now().kind, lab.now().blank, lab.now(1).kind, page.get("ink").length]);
      note();
      lab.draw(0, bits);
      note();
      page.set({ digit: 7 });
      note();
      lab.draw(0, new Uint8Array(1024));
      note();
      return seen;
    }""")
    assert kinds == [
        ["digit", False, "digit", 0],
        ["drawing", False, "digit", 171],
        ["digit", False, "digit", 0],
        ["drawing", True, "digit", 171],
    ]


def test_nothing_drawn_gives_numbers(lab: Engine, twin: Twin) -> None:
    p = lab.evaluate("() => { lab.draw(0, new Uint8Array(1024)); return [...lab.now().p]; }")
    expected = twin.activations(torch.zeros(1, twin.x.shape[1], dtype=torch.float64))[-1][0]
    assert np.abs(np.array(p) - expected).max() < 1e-9


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("silent", "a0.a99.zz.b1b2.constructor"),
        ("silent", "__proto__"),
        ("turned", "a3_9999_1~a3_~a3_1e9~x_1~a3_17_0.8888~~a3_-1_2"),
        ("turned", "a3_NaN~a3_Infinity"),
        ("ink", "A" * 170),
        ("ink", "A" * 170 + "B"),
        ("ink", "ä" * 171),
        ("digit", "99999"),
        ("digit", "1.5"),
        ("digit", "-1"),
    ],
)
def test_nonsense_is_ignored(lab: Engine, name: str, text: str) -> None:
    lab.evaluate("said.splice(0)")
    one, other = lab.evaluate(
        """([name, text]) => {
          const plain = [...lab.now().p];
          page.set({ [name]: text });
          return [plain, [...lab.now().p]];
        }""",
        [name, text],
    )
    assert one == other
    said = lab.evaluate("said")
    assert set(said) <= {"info"}
    assert said or name == "digit"


def test_the_file_is_fetched_once_for_all_figures(lab: Engine) -> None:
    same = lab.evaluate("""async () => {
      const other = await nn.labOf(page, { ...figure, name: "y" }, new URL(location.href), life.signal);
      return other === lab;
    }""")
    assert same
    assert lab.evaluate("asked").count("digits.safetensors.gz") == 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda arrays, facts: arrays.pop("images"), "no array images"),
        (lambda arrays, facts: arrays.update(labels=arrays["labels"][:5]), "pixels for 5 labels"),
        (lambda arrays, facts: facts.update(side=9), "pictures of 9 × 9"),
        (lambda arrays, facts: facts.pop("levels"), "undefined levels"),
        (lambda arrays, facts: facts.pop("layers"), "no facts.layers"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(folder: Path, lab: Engine, change: Any, word: str) -> None:
    path = damaged(folder, change)
    with pytest.raises(EngineError, match=word):
        lab.evaluate(
            "(network) => nn.labOf(page, { name: 'x', network }, new URL(location.href), life.signal)",
            path.name,
        )


def test_the_parameters_are_those_the_page_expects() -> None:
    labels, said = np.array([1, 3, 3, 8, 8]), np.array([1, 8, 3, 8, 3])
    answers = np.array([[9, 0], [9, 0], [0.5, 2], [9, 0], [9, 0]])
    facts = lab_facts(labels, said, answers)
    assert facts == {"count": 5, "digit": 2, "digit2": 3, "unit": "a2"}
    arrays = {"labels": labels, "probabilities": np.eye(10)[said], "hidden1": answers}
    longer = {name: np.concatenate([array, array[:1]]) for name, array in arrays.items()}
    assert run_facts(Run("digits", longer, {"shown": 5})) == facts
    params = {param.name: param for param in lab_params(facts, "digit", "fit", names={"digit": "start"})}
    assert list(params) == list(PARAMS)
    assert [name for name, param in params.items() if param.input != "none"] == ["digit", "fit"]
    assert (params["digit"].label, params["digit"].max) == ("start", 4)
    with pytest.raises(ValueError, match="ink can have no control"):
        lab_params(facts, "ink")
    with pytest.raises(ValueError, match="none of the 5 digits is a 7"):
        lab_facts(labels, said, answers, (7, 1))
