"""How long a page takes: its words, those of its values and captions with them, and its figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from markdown import Markdown

from nnexplain.site.extension import makeExtension
from nnexplain.site.facts import Facts

GOOD = Path(__file__).parents[1] / "sites/good"
FIGURE = '![{} words](figures/lesson/cube.svg "{}"){{ #c{} }}'


def words(count: int) -> str:
    return "word " * count


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "root")
    path = tmp_path / "root/content/figures/lesson/values.json"
    values = {"schema": 2, "values": {"told": words(400).strip(), "share": 0.5}}
    path.write_text(json.dumps(values), "utf-8")
    return tmp_path / "root"


def shown(root: Path, body: str, page: str = "lesson", written: str = "{{ minutes }}") -> str:
    """What stands for `written` on the page."""
    text = f"{written}\n\n{body}"
    (root / f"content/{page}.md").write_text(text, "utf-8")
    facts = Facts()
    made = Markdown(extensions=["attr_list", makeExtension(root=str(root), collector=facts)]).convert(text)
    assert facts.problems == []
    return made.split("</span>")[0].rpartition(">")[2]


@pytest.mark.parametrize(
    ("body", "minutes"),
    [
        ("", "1"),
        (words(999), "5"),
        (f"{words(500)}\n\n{FIGURE.format(words(900), words(500), 1)}\n\n{FIGURE.format('a', 'b', 2)}", "7"),
        ("{{ told }} {{ share | .0% }}", "2"),
        (f"{words(400)}\n\n```\n{words(800)}\n```\n\n<code>{words(800)}</code> <!-- {words(800)} -->", "2"),
        (f"[{words(300)}](https://example.org/{'a-' * 800}) — – ** {'— ' * 800}", "2"),
    ],
)
def test_words_and_figures_are_counted(root: Path, body: str, minutes: str) -> None:
    assert shown(root, body) == minutes


def test_another_page_may_say_it_and_it_is_the_same(root: Path) -> None:
    assert shown(root, words(1000)) == "5"
    assert shown(root, words(10), "index", "{{ lesson/minutes | 03d }}") == "005"


def test_a_script_s_own_value_of_that_name_comes_first(root: Path) -> None:
    path = root / "content/figures/lesson/values.json"
    path.write_text(json.dumps({"schema": 2, "values": {"minutes": 90}}), "utf-8")
    assert shown(root, words(10)) == "90"
