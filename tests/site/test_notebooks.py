"""Notebooks: every script's cells, valid, the same bytes each time, remade only when something changed."""

from __future__ import annotations

import json
from pathlib import Path

import jupytext
import nbformat
import pytest

from nnexplain.project import Project
from nnexplain.site.notebooks import update_notebooks

SCRIPT = """\
# /// nnexplain
# figures = ["cube"]
# ///

# %% [markdown]
# # A title
# with *text*

# %%
x = 1

# %%
print(x)
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "build/models").mkdir(parents=True)
    (tmp_path / "build/lesson.py").write_text(SCRIPT, "utf-8")
    (tmp_path / "build/models/taste.py").write_text("y = 2\n", "utf-8")
    return Project(tmp_path)


def cells(path: Path) -> list[tuple[str, str]]:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def test_it_holds_the_scripts_cells_after_how_to_run_it(project: Project) -> None:
    assert update_notebooks(project) == []
    first, *rest = cells(project.notebooks / "lesson.ipynb")
    assert first[0] == "markdown" and "pip install" in first[1]
    expected = jupytext.reads(SCRIPT, fmt="py:percent").cells
    assert rest == [(cell.cell_type, cell.source) for cell in expected]
    assert (project.notebooks / "models/taste.ipynb").is_file()


def test_the_same_bytes_and_untouched_until_something_changes(project: Project) -> None:
    update_notebooks(project)
    path = project.notebooks / "lesson.ipynb"
    before, stamp = path.read_bytes(), path.stat().st_mtime_ns
    update_notebooks(project)
    assert path.stat().st_mtime_ns == stamp
    path.unlink()
    update_notebooks(project)
    assert path.read_bytes() == before
    (project.scripts / "lesson.py").write_text(SCRIPT.replace("x = 1", "x = 3"), "utf-8")
    update_notebooks(project)
    assert ("code", "x = 3") in cells(path)
    update_notebooks(project, "https://github.com/owner/name")
    assert path.read_bytes() != before and "x = 3" in path.read_text("utf-8")


def test_in_colab_it_fetches_the_repository(project: Project) -> None:
    update_notebooks(project, "https://github.com/owner/name.git")
    code = cells(project.notebooks / "lesson.ipynb")[1][1]
    compile(code, "cell", "exec")
    assert '"https://github.com/owner/name"' in code and '"google.colab" in sys.modules' in code


def test_an_address_that_is_none_is_not_run_and_a_removed_scripts_notebook_goes(project: Project) -> None:
    for address in ("javascript:alert(1)", 'https://x/"+evil+"', "https://x/\\", "owner/name"):
        update_notebooks(project, address)
        assert "google.colab" not in (project.notebooks / "lesson.ipynb").read_text("utf-8"), address
    (project.scripts / "models/taste.py").unlink()
    update_notebooks(project)
    assert [path.name for path in project.notebooks.rglob("*")] == ["lesson.ipynb"]


def test_a_script_that_is_not_utf8_is_named(project: Project) -> None:
    (project.scripts / "lesson.py").write_bytes(b"# caf\xe9\n")
    problems = update_notebooks(project)
    assert [problem.path for problem in problems] == ["build/lesson.py"]
    assert json.loads((project.notebooks / "models/taste.ipynb").read_bytes())["nbformat"] == 4
