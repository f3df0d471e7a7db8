"""A new lesson works as it is, and nothing that was there is lost."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from choosing import chosen

from nnexplain.author.new import new_lesson
from nnexplain.errors import NnexplainError, UsageError
from nnexplain.figures.beside import write_if_new
from nnexplain.pipeline.build import build
from nnexplain.project import Project
from nnexplain.site.check import check_project
from nnexplain.site.pages import Pages
from nnexplain.site.runtime import VEGA

ROOT = Path(__file__).parents[2]
YML = """\
site_name: A case   # a comment
docs_dir: content
nav:
  # the pages, in reading order
  - Home: index.md
  - Basics:
      - one.md    # first

theme: {name: mkdocs}
markdown_extensions:
  - nnexplain.site.extension
"""


@pytest.fixture
def project(tmp_path: Path, memory: Path) -> Project:
    (tmp_path / "content").mkdir()
    (tmp_path / "mkdocs.yml").write_text(YML, "utf-8")
    for name in ("index", "one"):
        (tmp_path / f"content/{name}.md").write_text(f"# {name}\n", "utf-8")
    project = Project(tmp_path)
    shutil.copytree(memory, project.state / "memory")
    return project


@pytest.mark.usefixtures("one_server")
def test_it_builds_and_checks_clean(project: Project, vega: bytes) -> None:
    write_if_new(project.runtime / VEGA, vega)
    told = new_lesson(project, "gradient-descent", "Down *the* hill")
    assert "content/gradient-descent.md" in told[0] and "nnexplain serve" in told[1]
    report = build(project, chosen(), jobs=1, pages=Pages(project))
    assert report.problems == [] and report.ran == ["gradient-descent"]
    assert check_project(project) == []
    html = (project.site / "gradient-descent/index.html").read_text("utf-8")
    assert '<h1 id="down-the-hill">Down *the* hill</h1>' in html
    assert ">0.88</span>" in html  # the sigmoid of 2, to two places
    assert 'name="steepness"' in html and 'href="#curve">Figure 1</a>' in html


def test_the_navigation_keeps_its_comments_and_so_does_this_repositorys_own(project: Project) -> None:
    new_lesson(project, "two")
    assert project.config.read_text("utf-8") == YML.replace("# first\n", "# first\n  - two.md\n")
    shutil.copy(ROOT / "mkdocs.yml", project.config)
    before = project.config.read_text("utf-8")
    new_lesson(project, "x2")
    after = project.config.read_text("utf-8")
    assert "  - x2.md\n" in after and after.replace("  - x2.md\n", "") == before


def test_a_strange_name_is_refused(project: Project) -> None:
    for name in ("", "Bad", "two words", "a--b", "-a", "a_b", "../up", "a/b", "ünder", "a.md", "a\n"):
        with pytest.raises(UsageError, match="small letters"):
            new_lesson(project, name)


@pytest.mark.parametrize("there", ["content/two.md", "build/two.py"])
def test_nothing_is_overwritten(project: Project, there: str) -> None:
    path = project.root / there
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine", "utf-8")
    with pytest.raises(NnexplainError, match=f"{there}: is there already"):
        new_lesson(project, "two")
    assert path.read_text("utf-8") == "mine"
    assert project.config.read_text("utf-8") == YML
    assert len(list(project.root.rglob("two.*"))) == 1


def test_a_navigation_that_cannot_be_extended_is_left_alone(project: Project) -> None:
    project.config.write_text("site_name: A\nnav: [index.md]\n", "utf-8")
    with pytest.raises(NnexplainError, match=r"mkdocs\.yml:2"):
        new_lesson(project, "two")
    assert not (project.content / "two.md").exists()


def test_a_folder_that_cannot_be_written_to(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, content: bytes) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(NnexplainError) as caught:
        new_lesson(project, "hill")
    (problem,) = caught.value.problems
    assert (problem.path, problem.message) == ("content/hill.md", "no permission to write here")
