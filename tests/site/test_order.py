"""Scripts come in the order of the navigation, unless they need each other."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from choosing import chosen

from nnexplain.pipeline.build import build
from nnexplain.project import Project
from nnexplain.site.order import page_numbers

NAV = "site_name: S\nnav:\n  - index.md\n  - Part:\n      - Last of the files: z.md\n  - sub/b.md\n"
PAGES = {
    "index": "# Home\n\nNothing.",
    "a": "# Not in the navigation\n\n{{ a }}",
    "sub/b": '# B\n\n![Alt.](../figures/b-drawn/one.svg "C.")\n\n{{ z-words/n }} and {{ own | .1f }}',
    "z": "# Z\n\n{{ z-words/n }}\n\n`{{ code/n }}`\n\n{{ no value }}",
}
VALUE = "from nnexplain.figures import need, save_run, value\nvalue('n', 1)\nsave_run({}, x=1)\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "mkdocs.yml").write_text(NAV, "utf-8")
    for name, text in PAGES.items():
        path = tmp_path / f"content/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Project(tmp_path)


def test_the_first_page_that_shows_what_a_script_makes(project: Project) -> None:
    assert page_numbers(project) == {"z-words": 1, "b-drawn": 2, "sub/b": 2, "a": 3}


def test_without_a_navigation_the_files_are_the_order(project: Project) -> None:
    project.config.write_text("site_name: S\n", "utf-8")
    assert page_numbers(project)["a"] == 0
    project.config.write_text("site_name: [", "utf-8")
    assert page_numbers(project)["a"] == 0, "it is told elsewhere that this is no YAML"


@pytest.mark.usefixtures("one_server")
def test_what_an_early_page_waits_for_runs_first(project: Project) -> None:
    """Also when it becomes ready after what only a later page shows, and although more wait for that."""
    needs = {
        "b-drawn": '["late-model"]',
        "late-model": "[]",
        "sub/b": '["late-model"]',
        "early-model": "[]",
        "z-words": '["early-model"]',
        "unseen": "[]",
    }
    for name, wanted in needs.items():
        path = project.scripts / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# /// nnexplain\n# needs = {wanted}\n# ///\n{VALUE}", "utf-8")
    report = build(project, chosen(), jobs=1, order=lambda: page_numbers(project), console=io.StringIO())
    assert report.ran == ["early-model", "z-words", "late-model", "b-drawn", "sub/b", "unseen"]
    shutil.rmtree(project.state)
    report = build(project, chosen(), jobs=1, console=io.StringIO())
    assert report.ran[0] == "late-model", "without pages, what most scripts wait for"
