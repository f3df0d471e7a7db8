"""Sites of lesson scripts at 28 by 28 pixels: stand-ins for MNIST, and the scripts with shorter trainings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest
from choosing import chosen
from idxfiles import idx, lay, pretend
from sklearn.datasets import load_digits

from nnexplain.figures import read_figure
from nnexplain.pipeline.build import build
from nnexplain.pipeline.header import parse_header
from nnexplain.project import Project

SCRIPTS = Path(__file__).parents[1] / "build"
Changes = Iterable[tuple[str, str]]


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


def built_larger(root: Path, scripts: Mapping[str, Changes]) -> Project:
    """A site of these scripts below `root`, each with its changes, built with `--digits mnist`."""
    (root / "mkdocs.yml").write_text("site_name: larger\n", "utf-8")
    for name, changes in scripts.items():
        text = (SCRIPTS / f"{name}.py").read_text("utf-8")
        for before, after in changes:
            assert text.count(before) == 1, (name, before)
            text = text.replace(before, after)
        script = root / f"build/{name}.py"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        contents = enlarged()
        pretend(patch, contents)
        folder = lay(root / "files", contents)
        report = build(Project(root), chosen({"digits": "mnist", "digits-folder": str(folder)}))
    assert not report.problems, "\n".join(map(str, report.problems))
    return Project(root)


def drawn_whole(project: Project, name: str) -> None:
    """Every figure that the script promises is there, with panels, and no number is missing in it."""
    for figure in parse_header((SCRIPTS / f"{name}.py").read_text("utf-8"), name).figures:
        folder = project.figures / name
        assert "NaN" not in (folder / f"{figure}.svg").read_text("utf-8")
        assert read_figure(folder / f"{figure}.json").panels
