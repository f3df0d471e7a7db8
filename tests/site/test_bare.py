"""Readers get scripts and styles without comments, and nothing else is gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.figures.render import Renderer
from nnexplain.figures.widgets import RUNTIME
from nnexplain.site.bare import bare

NOWHERE = Renderer()
KEPT = {
    "a string": 'const host = "http://127.0.0.1"; // told',
    "a pattern": r"const end = /[/]{2}\/\//.test(text) ? 1 / 2 : 3;",
    "a template of lines": "const lines = `one   \n// two\n  /* three */\n * four`;\n",
    "a template in a template": "const word = `${inner(`\n// in here\n`)}\n// and here`;\n",
    "division": "const half = width / 2 / 3;\nconst more = half\n  / 2;\n",
    "a private generator": "class A {\n  *#all() {\n    yield 1;\n  }\n}\n",
}


@pytest.mark.parametrize("source", KEPT.values(), ids=KEPT)
def test_what_is_no_comment_stays(source: str) -> None:
    assert bare(source, ".js", NOWHERE) == source


def test_comments_go_and_lines_stay() -> None:
    source = "// why\nlet a;\n  /** @type {A}\n   * b */\n  let c; // d\n/* e */ let f;\n"
    assert bare(source, ".js", NOWHERE) == "\nlet a;\n\n\n  let c; // d\n let f;\n"
    assert bare("/* why\n   so */\na::after { content: '/* x */'; }\n", ".css", NOWHERE) == (
        "\n\na::after { content: '/* x */'; }\n"
    )


@pytest.mark.parametrize("suffix", [".js", ".css"])
def test_of_the_runtime_only_lines_of_comments_are_changed(suffix: str) -> None:
    files = sorted(RUNTIME.rglob(f"*{suffix}"))
    assert files
    saved = 0
    for path in files:
        before, after = (
            text.split("\n") for text in (path.read_text(), bare(path.read_text(), suffix, NOWHERE))
        )
        assert len(before) == len(after), path
        inside = False
        for was, now in zip(before, after, strict=True):
            begins = was.lstrip().startswith("/*")
            if was != now:
                assert inside or begins or was.lstrip().startswith("//"), f"{path}: {was}"
                assert now.strip() == re.sub(r"^.*\*/", "", was).strip() if "*/" in was else now == "", path
                saved += len(was)
            inside = (inside or begins) and "*/" not in was
    assert saved > 1000


@given(st.text(alphabet="/*`$'\"\n {}ab;=#", max_size=60))
def test_anything_keeps_its_lines_and_is_a_part_of_what_it_was(source: str) -> None:
    for suffix in (".js", ".css"):
        made = bare(source, suffix, NOWHERE)
        assert made.count("\n") == source.count("\n")
        letters = iter(source)
        assert all(letter in letters for letter in made)


def test_it_is_remembered(tmp_path: Path) -> None:
    memory = Renderer(tmp_path)
    first = bare("// a\nb;\n", ".js", memory)
    assert bare("// a\nb;\n", ".js", memory) == first == "\nb;\n"
    assert len(list(tmp_path.iterdir())) == 1
