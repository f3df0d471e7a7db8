"""The style of pictures counts for who draws, and for nobody else."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from choosing import chosen

import nnexplain
from nnexplain.pipeline.closure import DRAWING
from nnexplain.pipeline.plan import Planner

from .conftest import Mini

PACKAGE = Path(nnexplain.__file__).parent


def parts(mini: Mini, body: str, figures: list[str]) -> set[str]:
    mini.script("lesson", body, figures=figures)
    plan = Planner(mini.project, chosen()).plan()
    assert not plan.broken
    return set(plan.scripts["lesson"].parts)


STYLE = {
    "module nnexplain/figures/svg.py",
    "module nnexplain/figures/vega.py",
    "module nnexplain/figures/fields.py",
    "module nnexplain/figures/widgets.py",
    "module nnexplain/figures/tables.py",
    "data nnexplain/runtime/tokens.css",
    "version vl-convert-python",
}


def test_the_style_counts_for_who_draws_or_goes_round_the_vocabulary(mini: Mini) -> None:
    assert parts(mini, "", ["cube"]) >= STYLE
    found = parts(mini, "import numpy", [])
    assert not found & STYLE
    assert {"module nnexplain/figures/runs.py", "version numpy", "version safetensors"} <= found
    mini.write("helper.py", "from nnexplain.figures import svg\n")
    for body in (
        "from nnexplain.figures.svg import compose",
        "from nnexplain.figures import figure_svg_panels",
        "import nnexplain.figures",
        "import nnexplain",
        "import helper",
    ):
        assert parts(mini, body, []) >= STYLE, body


def importers() -> dict[str, set[str]]:
    """Of each module the functions that import it, and the files that do when they are imported."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for owner in ast.walk(tree := ast.parse(path.read_text("utf-8"))):
            if isinstance(owner, ast.FunctionDef | ast.Module):
                below = owner.body if owner is tree else ast.walk(owner)
                for node in below:
                    if isinstance(node, ast.ImportFrom) and node.module:
                        found[node.module].add(
                            name if owner is tree else f"{name}:{getattr(owner, 'name', '')}"
                        )
    return found


def test_only_figure_uses_what_is_left_out() -> None:
    """If this fails, something else has come to use one of these modules: take that out of DRAWING."""
    allowed = {
        "nnexplain.figures",
        *(f"nnexplain.figures.session:{word}" for word in ("figure", "picture", "_drawn", "_network")),
        "nnexplain.figures.contract:read_figure",  # what the site reads
        *DRAWING,
    }
    elsewhere = ("nnexplain.site", "nnexplain.pipeline", "nnexplain.author")  # no script can reach these
    found = importers()
    for module in DRAWING:
        assert {name for name in found[module] if not name.startswith(elsewhere)} <= allowed, module
