"""The scripts of the digit lesson at 28 by 28 pixels: what they draw and hand to the page fits those digits.

Stand-ins for MNIST, so that nothing is downloaded: scikit-learn's digits, enlarged, with a short training.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from larger import SCRIPTS, built_larger, drawn_whole

from nnexplain.figures import read_run, read_values
from nnexplain.pipeline.header import parse_header
from nnexplain.project import Project

MODEL = "models/digits"


def drawers() -> list[str]:
    """The lesson's scripts and what they need, without those that train many networks: that takes minutes."""
    paths = {p.relative_to(SCRIPTS).with_suffix("").as_posix(): p for p in SCRIPTS.glob("**/digit*.py")}
    needs = {name: parse_header(p.read_text("utf-8"), name).needs for name, p in paths.items()}
    left_out = {"models/digits-seeds", "models/digits-tried", "models/digits-apart"}
    while more := {name for name in needs if left_out.intersection(needs[name])} - left_out:
        left_out |= more
    return sorted(needs.keys() - left_out)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site of those scripts, built with `--digits mnist`."""
    changes = {name: [("else 60", "else 12")] if name == MODEL else [] for name in drawers()}
    return built_larger(tmp_path_factory.mktemp("larger").resolve(), changes)


def test_every_promised_figure_is_drawn(larger: Project) -> None:
    assert {"digit-ocr", "digit-ocr-fmri", "digit-ocr-words"} <= set(drawers())
    for name in drawers():
        drawn_whole(larger, name)


def test_the_page_gets_a_network_of_784_inputs_and_digits_it_can_carry(larger: Project) -> None:
    run = read_run(larger.runs / f"{MODEL}.safetensors", MODEL)
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
    shown = read_run(larger.runs / f"{MODEL}.safetensors", MODEL).facts["shown"]
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
    assert (values["side"], values["pixels"], values["training_digits"], values["held_out"]) == (
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
