"""The style of pictures counts for who draws, and for nobody else."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from choosing import chosen

import nnexplain
from nnexplain.pipeline.closure import DRAWING
from nnexplain.pipeline.launch import Spawner, can_fork
from nnexplain.pipeline.plan import Planner

from .conftest import Mini

PACKAGE = Path(nnexplain.__file__).parent


def parts(mini: Mini, body: str, figures: list[str]) -> set[str]:
    mini.script("lesson", body, figures=figures)
    plan = Planner(mini.project, chosen()).plan()
    assert not plan.broken
    return set(plan.scripts["lesson"].parts)


STYLE = {
    "module nnexplain/figures/picture.py",
    "module nnexplain/figures/vega.py",
    "module nnexplain/figures/fields.py",
    "module nnexplain/figures/widgets.py",
    "module nnexplain/figures/tables.py",
    "data nnexplain/runtime/tokens.css",
    "version vl-convert-python",
}


def test_the_style_counts_for_who_draws(mini: Mini) -> None:
    assert parts(mini, "", ["cube"]) >= STYLE


def test_it_does_not_count_for_who_cannot_draw(mini: Mini) -> None:
    found = parts(mini, "import numpy", [])
    assert not found & STYLE
    assert {"module nnexplain/figures/runs.py", "version numpy", "version safetensors"} <= found


def test_it_counts_for_who_goes_round_the_vocabulary(mini: Mini) -> None:
    mini.write("helper.py", "from nnexplain.figures import picture\n")
    for body in (
        "from nnexplain.figures.picture import compose",
        "from nnexplain.figures import figure_svg_panels",
        "import nnexplain.figures",
        "import nnexplain",
        "import helper",
    ):
        assert parts(mini, body, []) >= STYLE, body


def importers(module: str) -> set[str]:
    """Functions that import `module`, or files that do when they are imported."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for owner in ast.walk(tree := ast.parse(path.read_text("utf-8"))):
            if isinstance(owner, ast.FunctionDef | ast.Module):
                below = owner.body if owner is tree else ast.walk(owner)
                for node in below:
                    if isinstance(node, ast.ImportFrom) and node.module == module:
                        found.add(name if owner is tree else f"{name}:{getattr(owner, 'name', '')}")
    return found


def test_only_figure_uses_what_is_left_out() -> None:
    """If this fails, something else has come to use one of these modules: take that out of DRAWING."""
    allowed = {
        "nnexplain.figures",
        *(f"nnexplain.figures.session:{word}" for word in ("figure", "_drawn", "_network")),
        "nnexplain.figures.contract:read_figure",  # what the site reads
        *DRAWING,
    }
    for module in DRAWING:
        elsewhere = ("nnexplain.site", "nnexplain.pipeline")  # no script can reach these
        used_by = {name for name in importers(module) if not name.startswith(elsewhere)}
        assert used_by <= allowed, module


CHART = (
    "{'mark': 'point', 'data': {'values': [{'a': 1}]}, 'encoding': {'x': {'field': 'a', 'type': 'ordinal'}}}"
)


@pytest.mark.skipif(not can_fork(), reason="there is nothing to fork the engine from")
def test_the_engine_is_another_process(mini: Mini) -> None:
    """Its start would stop the script's for a quarter of a second."""
    body = f"""
    import sys
    figure("dot", {CHART}, description="A dot.")
    value("here", "vl_convert" in sys.modules)
    """
    mini.script("lesson", body, figures=["dot"])
    assert mini.ran() == ["lesson"]
    assert mini.values("lesson") == {"here": False}


def test_the_picture_is_the_same_without_it(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"figure('dot', {CHART}, description='A dot.')"
    mini.script("lesson", body, figures=["dot"])
    assert mini.ran() == ["lesson"]
    made = mini.made()
    for folder in (mini.project.store, mini.project.pictures, mini.project.figures):
        shutil.rmtree(folder)
    monkeypatch.setattr("nnexplain.pipeline.local.launcher", Spawner)
    assert mini.ran() == ["lesson"]
    assert mini.made() == made
