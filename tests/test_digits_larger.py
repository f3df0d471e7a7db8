"""The scripts of both lessons of digits at 28 by 28 pixels: stand-ins for MNIST, few pairs, short trainings.

What they draw and hand to the page fits those digits.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from larger import SCRIPTS, built_larger, drawn_whole

from nnexplain.data.pad import fit_mass
from nnexplain.data.strokes import closing
from nnexplain.figures import Run, read_run, read_values
from nnexplain.pipeline.header import parse_header
from nnexplain.project import Project

MODEL = "models/digits"
FEWER: dict[str, list[tuple[str, str]]] = {
    "models/digits": [("else 60", "else 12")],
    "models/digits-seeds": [("SEEDS = 10", "SEEDS = 3")],
    "models/codes": [("{8: 30, 4: 30, 2: 60}", "{8: 4, 4: 4, 2: 4}")],
    "models/five-to-six": [
        ("(400, 50, 10)", "(5, 3, 10)"),
        ("KNOWN, FIVES = 5000, 200", "KNOWN, FIVES = 500, 8"),
    ],
    "five-to-six-measured": [("FEW = 30", "FEW = 1")],
    "five-to-six-words": [("FEW = 30", "FEW = 1")],
    "five-to-six-chance": [],
    "five-to-six-stroke": [],
    "five-to-six-way": [],
    "five-to-six-paths": [],
    "five-to-six-units": [],
    "five-to-six-who": [],
}


def drawers() -> list[str]:
    """The digit lesson's scripts, without those that need many networks measured: that takes minutes."""
    paths = {p.relative_to(SCRIPTS).with_suffix("").as_posix(): p for p in SCRIPTS.glob("**/digit*.py")}
    needs = {name: parse_header(p.read_text("utf-8"), name).needs for name, p in paths.items()}
    left_out = {"models/digits-seeds", "models/digits-tried", "models/digits-apart"}
    while more := {name for name in needs if left_out.intersection(needs[name])} - left_out:
        left_out |= more
    return sorted(needs.keys() - left_out)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site of those scripts, built with `--digits mnist`."""
    scripts = dict.fromkeys(drawers(), ()) | FEWER
    return built_larger(tmp_path_factory.mktemp("larger").resolve(), scripts)


def run_of(project: Project, name: str) -> Run:
    return read_run(project.runs / f"{name}.safetensors", name)


def test_every_promised_figure_is_drawn(larger: Project) -> None:
    assert {"digit-ocr", "digit-ocr-fmri", "digit-ocr-words"} <= set(drawers())
    for name in {*drawers(), *FEWER}:
        drawn_whole(larger, name)


def test_the_page_gets_a_network_of_784_inputs_and_digits_it_can_carry(larger: Project) -> None:
    run = run_of(larger, MODEL)
    network = read_run(larger.figures / "digit-ocr/digits.safetensors.gz", "digits")
    assert network["hidden1.weight"].shape == (32, 784)
    images, shown = network["images"], run.facts["shown"]
    assert len(images) == len(network["labels"]) == shown < len(run["labels"])
    assert images.dtype == np.uint8 and images.size == shown * 784 <= 250_000
    assert np.allclose(images.reshape(shown, -1) / 255, run["images"][:shown].reshape(shown, -1), atol=1e-6)
    assert {k: network.facts[k] for k in ("side", "levels", "prepare", "dataset")} == {
        "side": 28,
        "levels": 255,
        "prepare": "mass",
        "dataset": "MNIST",
    }


def test_no_control_leads_to_a_digit_that_the_page_does_not_have(larger: Project) -> None:
    shown = run_of(larger, MODEL).facts["shown"]
    seen = 0
    for path in larger.figures.glob("digit-*/*.json"):
        document = json.loads(path.read_bytes())
        for param in document.get("params", ()):
            if param["name"] not in ("digit", "digit2"):
                continue
            seen += 1
            bind = param.get("bind") or {}
            reach = [param["value"], bind.get("max", 0), *bind.get("options", ())]
            assert max(reach) < shown, path.name
    assert seen


def test_the_words_are_of_these_digits(larger: Project) -> None:
    values = read_values(larger.figures / "digit-ocr/values.json")
    assert (values["side"], values["pixels"], values["training_digits"], values["test_digits"]) == (
        28,
        784,
        900,
        897,
    )
    words = read_values(larger.figures / "digit-ocr-words/values.json")
    assert (
        words["dataset"] == "MNIST"
        and "13 people" not in str(words["writers"])
        and "carries 306 of" in str(words["dataset_note"])
    )


def test_the_pairs_are_measured_in_parts_and_in_order(larger: Project) -> None:
    run, digits, sisters = (
        run_of(larger, name) for name in ("models/five-to-six", "models/digits", "models/digits-seeds")
    )
    assert run["own.settled"].shape == (7, 3, 5) and run["own.met"].shape == (7, 3, 5, 10)
    assert run["any.settled"].shape == (6, 3, 5) and run.facts["ways"][-1] == "stroke"
    assert run["own.pairs"].shape == (5, 2)
    for k in range(3):
        x = digits["images"][run["own.pairs"]]
        for layer in ("hidden1", "hidden2", "output"):
            x = x @ sisters[f"{layer}.weight"][k].T + sisters[f"{layer}.bias"][k]
            x = np.maximum(x, 0) if layer != "output" else x
        assert np.array_equal(run["own.ends"][0, k] > 0, (x.argmax(axis=2) == [5, 6]).all(axis=1))


def test_the_stroke_is_drawn_as_the_data_sets_digits_are(larger: Project) -> None:
    run = run_of(larger, "models/five-to-six")
    assert run["stroke"].shape == (101, 784) and run["arc"].shape == (784,)
    for share in (0, 50, 100):
        five, arc = closing(share / 100)
        assert np.allclose(run["stroke"][share], fit_mass(five | arc).ravel() / 255, atol=1e-6)
    rows, columns = np.nonzero(run["arc"].reshape(28, 28))
    assert rows.min() >= 4 and rows.max() < 24 and columns.min() >= 4 and columns.max() < 14  # lower left
    assert rows.mean() > 13.5
    assert len(run["fives"]) == len(run["l2_pictures"]) == 8 and run["l2_pictures"].shape[1] == 784
