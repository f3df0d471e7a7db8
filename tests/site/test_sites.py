"""Every folder of tests/sites is a site with what is to be said of it.

`problems.txt` holds the first line of every problem, in order, `<the widgets>` standing for those there
are; `html.txt` has lines `page.md fragment`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nnexplain.errors import NnexplainError
from nnexplain.figures.made import Made
from nnexplain.figures.widgets import widget_names
from nnexplain.project import Project
from nnexplain.site.build import build_site
from nnexplain.site.check import check_project
from nnexplain.site.extension import makeExtension
from nnexplain.site.facts import Facts

SITES = Path(__file__).parent.parent / "sites"
CASES = sorted(path.parent for path in SITES.glob("*/problems.txt"))


def name(path: Path) -> str:
    return path.name


def first_lines(problems: object) -> list[str]:
    return [str(problem).split("\n")[0] for problem in problems]  # type: ignore[attr-defined]


def expected(case: Path) -> list[str]:
    text = (case / "problems.txt").read_text("utf-8")
    return text.replace("<the widgets>", ", ".join(widget_names())).splitlines()


def test_there_are_cases() -> None:
    assert len(CASES) >= 16


@pytest.mark.parametrize("case", CASES, ids=name)
def test_check_says_everything_that_is_wrong(case: Path) -> None:
    assert first_lines(check_project(Project(case))) == expected(case)


@pytest.mark.parametrize("case", [case for case in CASES if (case / "html.txt").is_file()], ids=name)
def test_html_holds(case: Path) -> None:
    from markdown import Markdown

    for line in (case / "html.txt").read_text("utf-8").splitlines():
        page, _, fragment = line.partition(" ")
        facts = Facts()
        extension = makeExtension(root=str(case), collector=facts)
        text = (case / "content" / page).read_text("utf-8")
        body = text.split("---\n", 2)[-1] if text.startswith("---") else text
        html = Markdown(extensions=["toc", "tables", "fenced_code", "attr_list", extension]).convert(body)
        assert fragment in html, html


@pytest.mark.parametrize("case", CASES, ids=name)
def test_building_says_the_same_and_leaves_the_last_good_site(
    case: Path, copy_of: Callable[[str], Project]
) -> None:
    project = copy_of(case.name)
    project.site.mkdir()
    (project.site / "last-good.html").write_text("good", "utf-8")
    Made(project.site, project.made(project.site)).claim(["last-good.html"])
    try:
        build_site(project)
    except NnexplainError as error:
        assert first_lines(error.problems) == expected(case)
        assert [path.name for path in project.site.iterdir()] == ["last-good.html"]
    else:
        assert expected(case) == []
        assert (project.site / "lesson" / "index.html").is_file()
        assert not (project.site / "last-good.html").exists()
