"""What `check` tells although pages can be made: other hosts, syntax that is off, settings without effect."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nnexplain.project import Project
from nnexplain.site.check import check_project

HEAD = "site_name: A case\ndocs_dir: content\n"
EXTENSION = "markdown_extensions:\n  - attr_list\n  - nnexplain.site.extension\n"
Told = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """What is told of a site with this page and these settings."""

    def told(
        page: str = "# Page\n", settings: str = EXTENSION, theme: str = "mkdocs", **files: str
    ) -> list[str]:
        root = tmp_path / "site"
        shutil.rmtree(root, ignore_errors=True)
        (root / "content" / "assets").mkdir(parents=True)
        (root / "content" / "page.md").write_text(page, "utf-8")
        for name, text in files.items():
            (root / "content" / "assets" / f"{name}.css").write_text(text, "utf-8")
        named = f"theme:\n  name: {theme}\n" if "theme:" not in settings else ""
        (root / "mkdocs.yml").write_text(HEAD + named + settings, "utf-8")
        return [str(problem).split("\n")[0] for problem in check_project(Project(root))]

    return told


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("![a](https://one.example/a.png)", "an image asks another host, one.example"),
        ('<script src="//one.example/a.js"></script>', "<script> asks another host, one.example"),
        ('<iframe src="https://one.example/"></iframe>', "<iframe> asks another host, one.example"),
        (
            '<p>A <img alt="a" srcset="a.png 1x, https://one.example/b 2x"></p>',
            "an image asks another host, one.example",
        ),
        (
            '<link rel="stylesheet" href="https://one.example/a.css">',
            "a <link> asks another host, one.example",
        ),
        ("<style>\n@import 'https://one.example/a.css';\n</style>", "a style asks another host, one.example"),
        (
            '<p style="background: url(https://one.example/a.png)">a</p>',
            "a style asks another host, one.example",
        ),
        (
            '<pre class="mermaid">\na\n</pre>',
            "what draws Mermaid's diagrams: it asks another host, unpkg.com",
        ),
    ],
)
def test_requests_of_pages_are_told(told: Told, written: str, what: str) -> None:
    line = 5 if "@import" in written else 4
    (only,) = told(f"# Page\n\nText\n{written}\n" if written[0] == "!" else f"# Page\n\n\n{written}\n")
    assert only in (f"content/page.md:{line}: {what}", f"content/page.md:4: {what}")
    allowed = f"{EXTENSION}      hosts: [one.example, unpkg.com]\n".replace("extension\n", "extension:\n")
    assert told(f"# Page\n\n{written}\n", allowed) == []


def test_links_ask_nobody_and_one_host_is_one_problem(told: Told) -> None:
    image = "![a](https://one.example/a.png)"
    page = f"# P\n\n[a](https://one.example) <link rel='canonical' href='https://one.example'>\n\n{image}\n\n{image}\n"
    assert told(page) == ["content/page.md:5: an image asks another host, one.example (as in line 7)"]


def test_requests_and_overrides_of_settings_are_told(told: Told) -> None:
    settings = (
        "theme:\n  name: material\n  features:\n    - toc.follow\n    - content.code.copy\n"
        "repo_url: https://github.com/a/b\nextra_css:\n  - assets/own.css\n  - assets/runtime/site.css\n"
        "  - assets/last.css\n  - assets/gone.css\nextra_javascript:\n  - path: https://two.example/a.js\n"
    )
    own, last = "p { color: red }", "p {\n  background: url('https://one.example/a.png');\n}"
    assert told(settings=settings + EXTENSION, own=own, last=last) == [
        "content/assets/last.css:2: this style asks another host, one.example",
        "mkdocs.yml:3: Material asks another host, fonts.googleapis.com",
        "mkdocs.yml:6: theme.features: toc.follow is overridden by assets/runtime/site.css",
        "mkdocs.yml:8: repo_url is overridden by assets/runtime/site.css",
        "mkdocs.yml:8: repo_url: Material asks another host, api.github.com",
        "mkdocs.yml:10: 'assets/own.css' is overridden by assets/runtime/site.css, which comes after it",
        "mkdocs.yml:13: extra_css names 'assets/gone.css', which is not there",
        "mkdocs.yml:15: extra_javascript asks another host, two.example",
    ]


OFF = {
    "!!! note": "a box",
    '??? tip "x"': "a box that folds",
    '=== "One"': "a tab",
    "- [x] done": "a task",
    "*[LRP]: words": "an abbreviation",
    "[^1]: words": "a footnote",
    "a ==marked== word": "a mark",
    "press ++ctrl+c++": "a key",
    "a ~~struck~~ word": "a deletion",
    ":material-check:": "an icon",
    "--8<-- a.md": "a snippet",
    "<div markdown>": "Markdown in HTML",
}


@pytest.mark.parametrize("written", OFF)
def test_syntax_that_is_off_is_told(told: Told, written: str) -> None:
    (only,) = told(f"# Page\n\n{written}\n")
    assert only.startswith("content/page.md:3: ") and only.endswith(
        f" looks like {OFF[written]}, which is off"
    )


def test_a_definition_and_attributes_that_are_off_are_told(told: Told) -> None:
    page = "# Page\n\nNeuron\n:   It sums.\n\n[a](page.md){ .b }\n"
    assert told(page, EXTENSION.replace("  - attr_list\n", "")) == [
        "content/page.md:4: ':   It sums.' looks like a definition, which is off",
        "content/page.md:6: '[a](page.md){ .b }' looks like attributes, which is off",
    ]


def test_what_only_resembles_such_syntax_is_not_told(told: Told) -> None:
    prose = "C++ and g++; a == b and c == d; i++; `==code==`; 1:30: a; ~5 ~ 6; 2 ++ 3."
    assert told(f"# Page\n\n{prose}\n\n```\n- [x] a\n!!! note\n```\n") == []


def test_one_cause_is_one_problem(told: Told) -> None:
    page = "# Page\n\n" + "[a](gone.md)\n\n" * 5 + "{{ lessn/a }} {{ lessn/b }} {{ lessn/c }}\n"
    assert told(page, EXTENSION + "nav:\n  - pagee.md\n") == [
        "content/page.md:3: link 'gone.md' leads to nothing (as in lines 5, 7, 9 and 1 more)",
        "content/page.md:13: 'lessn' has no values",
        "mkdocs.yml:9: nav names 'pagee.md', which is not there",
    ]
