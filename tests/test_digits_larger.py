"""The scripts of the digit lesson at 28 by 28 pixels: what they draw and hand to the page fits those digits.

Stand-ins for MNIST, so that nothing is downloaded: scikit-learn's digits, enlarged, with a short training.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from idxfiles import idx, lay, pretend
from sklearn.datasets import load_digits

from nnexplain.figures import read_figure, read_run, read_values
from nnexplain.pipeline.build import build
from nnexplain.pipeline.header import parse_header
from nnexplain.project import Project

ROOT = Path(__file__).parents[1]
MODEL = "models/digits"


def enlarged() -> dict[str, bytes]:
    """The 1,797 digits in 28 × 28 pixels of 255 levels: half of them to train with."""
    pixels, labels = load_digits(return_X_y=True)
    large = np.kron(pixels.reshape(-1, 8, 8), np.ones((3, 3))) * 255 / 16
    images = np.pad(large, ((0, 0), (2, 2), (2, 2)))
    parts = {"train": slice(0, 900), "t10k": slice(900, None)}
    return {
        f"{part}-{kind}-idx{dims}-ubyte": idx(array[rows])
        for part, rows in parts.items()
        for kind, dims, array in (("images", 3, images), ("labels", 1, labels))
    }


def drawers() -> list[str]:
    """The lesson's scripts and what they need, without those that train many networks: that takes minutes."""
    paths = {
        p.relative_to(ROOT / "build").with_suffix("").as_posix(): p for p in ROOT.glob("build/**/digit*.py")
    }
    needs = {name: parse_header(p.read_text("utf-8"), name).needs for name, p in paths.items()}
    left_out = {"models/digits-seeds"}
    while more := {name for name in needs if left_out.intersection(needs[name])} - left_out:
        left_out |= more
    return sorted(needs.keys() - left_out)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A site of those scripts, built with `--digits mnist`."""
    root = tmp_path_factory.mktemp("larger").resolve()
    (root / "mkdocs.yml").write_text("site_name: larger\n", "utf-8")
    for name in drawers():
        script = root / f"build/{name}.py"
        script.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / f"build/{name}.py", script)
    model = root / f"build/{MODEL}.py"
    text = model.read_text("utf-8")
    assert text.count("else 60") == 1
    model.write_text(text.replace("else 60", "else 12"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        contents = enlarged()
        pretend(patch, contents)
        folder = lay(root / "files", contents)
        report = build(Project(root), site=False, settings={"digits": "mnist", "digits-folder": str(folder)})
    assert not report.problems, "\n".join(map(str, report.problems))
    yield Project(root)


def test_every_promised_figure_is_drawn(larger: Project) -> None:
    assert {"digit-ocr", "digit-ocr-fmri", "digit-ocr-words"} <= set(drawers())
    for name in drawers():
        header = parse_header((larger.scripts / f"{name}.py").read_text("utf-8"), name)
        for figure in header.figures:
            folder = larger.figures / name
            assert "NaN" not in (folder / f"{figure}.svg").read_text("utf-8")
            assert read_figure(folder / f"{figure}.json").panels


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
