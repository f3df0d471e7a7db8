"""The lesson "From 5 to 6" at 28 by 28 pixels: stand-ins for MNIST, few pairs and short trainings."""

from __future__ import annotations

import numpy as np
import pytest
from larger import built_larger, drawn_whole

from nnexplain.data.pad import fit_mass
from nnexplain.data.strokes import closing
from nnexplain.figures import Run, read_run
from nnexplain.project import Project

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


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site of those scripts, built with `--digits mnist`."""
    return built_larger(tmp_path_factory.mktemp("larger-five").resolve(), FEWER)


def run_of(project: Project, name: str) -> Run:
    return read_run(project.runs / f"{name}.safetensors", name)


def test_every_figure_is_drawn(larger: Project) -> None:
    for name in FEWER:
        drawn_whole(larger, name)


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
