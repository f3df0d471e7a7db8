"""Under hosts that know nothing of us: plain MkDocs, and Python-Markdown alone."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown import Markdown

from nnexplain.project import Project
from nnexplain.site.extension import FigureExtension, makeExtension
from nnexplain.site.facts import Facts
from nnexplain.site.host import render_site
from nnexplain.site.sources import Locator, Page, Sources

SITES = Path(__file__).parents[1] / "sites"


def mkdocs(case: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    root = tmp_path / "case"
    shutil.copytree(SITES / case, root)
    (root / "content/notebooks").mkdir()
    (root / "content/notebooks/lesson.ipynb").write_text("{}", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "out")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=120)


def test_mkdocs_alone_builds_a_good_site(tmp_path: Path) -> None:
    done = mkdocs("good", tmp_path)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out/index.html").read_text("utf-8")
    assert '<a href="lesson/#cube">Figure 1 of “One lesson”</a>' in html  # MkDocs has rewritten the address
    assert 'href="../figures/lesson/cube.json"' in (tmp_path / "out/lesson/index.html").read_text("utf-8")


def first_problem(case: str) -> str:
    return (SITES / case / "problems.txt").read_text("utf-8").splitlines()[0]


def test_mkdocs_alone_and_strict_fails_with_file_and_line(tmp_path: Path) -> None:
    done = mkdocs("unknown-value", tmp_path)
    assert done.returncode == 1
    assert f"WARNING -  {first_problem('unknown-value')}" in done.stderr


@pytest.mark.parametrize("case", ["unknown-figure", "unknown-value", "bad-format", "no-alt"])
def test_what_is_broken_is_a_warning_and_stands_on_the_page(
    case: str, caplog: pytest.LogCaptureFixture
) -> None:
    root = SITES / case
    extension = makeExtension(root=str(root))
    with caplog.at_level(logging.WARNING, "mkdocs.nnexplain"):
        html = Markdown(extensions=[extension]).convert((root / "content/lesson.md").read_text("utf-8"))
    assert first_problem(case) in [record.getMessage().splitlines()[0] for record in caplog.records]
    if case == "unknown-figure":
        assert "<span class=\"nn-problem\">unknown figure 'cubee'</span>" in html


def test_mkdocs_tells_the_page_whatever_hooks_have_made_of_its_text(tmp_path: Path) -> None:
    root = SITES / "hooks"
    (tmp_path / "hooks").mkdir()
    done = mkdocs("hooks", tmp_path / "hooks")
    told = (root / "problems.txt").read_text("utf-8").splitlines()
    assert [line for line in told if f"WARNING -  {line}" not in done.stderr] == []
    assert done.stderr.count("WARNING -") == len(told)


def test_a_page_that_is_not_known_is_told_why(caplog: pytest.LogCaptureFixture) -> None:
    md = Markdown(extensions=[makeExtension(root=str(SITES / "good"))])
    with caplog.at_level(logging.WARNING, "mkdocs.nnexplain"):
        html = md.convert("\n# No such page\n\n{{ songs }} {{ done }} {{ lesson/songs | q }}\n")
    first, second = (record.getMessage() for record in caplog.records)
    assert "begins '# No such page': its text is that of no file in content/" in first
    assert "plugins: - nnexplain" in first
    assert "'q' (on the page that begins '# No such page')" in second
    assert html.count("it is not known which page") == 2


def test_one_markdown_renders_many_pages() -> None:
    root = SITES / "good"
    md = Markdown(extensions=["attr_list", makeExtension(root=str(root))])
    lesson = (root / "content/lesson.md").read_text("utf-8").split("---\n", 2)[2]
    first = md.reset().convert(lesson)
    assert "Figure 1." in first and md.reset().convert(lesson) == first
    assert "Figure 2" not in first


def test_a_page_is_known_by_its_text_even_when_its_file_changes(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    page = tmp_path / "content/a.md"
    page.write_text("---\ntitle: A\n---\n\nOne\n", "utf-8")
    sources = Sources(tmp_path)
    found = sources.find("One")
    assert found is not None and found.name == "a" and found.title == "A"
    page.write_text("Two, longer\n", "utf-8")
    assert sources.find("One") is None
    found = sources.find("Two, longer\n")
    assert found is not None and found.title == "A"  # of the file's name
    assert sources.find("") is None


def test_titles_and_lines_below_front_matter_and_not_in_code() -> None:
    titles = {
        "": "Two words",
        "# The *best* [one](x.md) { .big }\n": "The best one",
        "```\n# code\n```\n\nUnderlined\n==========\n": "Underlined",
        "---\ntitle: Given\n---\n# Other\n": "Given",
    }
    for text, title in titles.items():
        assert Page("content/two-words.md", "two-words", text).title == title
    page = Page("content/a.md", "a", "---\ntitle: x\n---\n\n`x`\n\n```\nx\n```\n<!-- x -->\n\nx and\nx\n")
    locator = Locator(page.prose)
    assert [locator.line("x") for _ in range(3)] == [12, 13, 13]
    assert locator.line("absent", "and") == 12
    assert locator.line("absent") is None


def test_colab_is_offered_for_github_only_and_an_unknown_option_is_refused() -> None:
    colab = "https://colab.research.google.com/github/owner/name/blob/notebooks/"
    for address in ("https://github.com/owner/name", "https://github.com/owner/name.git/"):
        assert FigureExtension(repository=address).context.colab == colab
    for address in ("https://gitlab.example/owner/name", "https://github.com/owner", ""):
        assert FigureExtension(repository=address).context.colab == ""
    with pytest.raises(TypeError, match="root, repository"):
        makeExtension(colour="red")


def brought(html: str) -> list[str]:
    """The runtime's files that a page asks for, in order, but those of single widgets."""
    found = re.findall(r'(?:href|src)="([^"]*assets/runtime/[^"]*)"', html)
    return [name for name in found if "/core/" not in name and "/widgets/" not in name]


def test_a_page_brings_its_styles_and_its_script_where_no_head_has_them(tmp_path: Path) -> None:
    """From where the host shows it. A page without anything of ours brings nothing, our own host the same
    files with the head, and styles of the author's come after them.
    """
    files = ["tokens.css", "nnexplain.css", "nnexplain.js"]
    assert mkdocs("good", tmp_path).returncode == 0
    html = (tmp_path / "out/lesson/index.html").read_text("utf-8")
    assert brought(html) == [f"../assets/runtime/{name}" for name in files]
    assert "<title>One lesson" in html, "what is brought does not hide the title"
    assert brought(Markdown(extensions=[makeExtension(root=str(SITES / "good"))]).convert("Words.")) == []
    project = Project(tmp_path / "case")
    text = project.config.read_text("utf-8")
    project.config.write_text(text + "extra_css: [own.css]\n", "utf-8")
    (project.content / "own.css").write_text("", "utf-8")
    assert render_site(project, Facts(), tmp_path / "ours") == []
    html = (tmp_path / "ours/lesson/index.html").read_text("utf-8")
    head, _, body = html.partition("</head>")
    assert brought(head)[:2] == [f"../assets/runtime/{name}" for name in files[:2]]
    assert brought(body) == ["../assets/runtime/nnexplain.js"], "once"
    assert head.index("nnexplain.css") < head.index("own.css")
    assert '<script src="../assets/runtime/nnexplain.js" type="module">' in html
