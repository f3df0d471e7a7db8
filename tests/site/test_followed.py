"""A caption says what its figure follows that another figure of the page sets."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from nnexplain.site.extension import makeExtension
from nnexplain.site.facts import Facts

FOLLOWS = r'<p class="nn-follows">(.*?)</p>\s*<p class="nn-now">'
CASE = Path(__file__).parents[1] / "sites" / "player"
PASS: dict[str, Any] = {"name": "step", "value": 3, "input": "range", "min": 0, "max": 9, "step": 1}
SONG: dict[str, Any] = {"name": "song", "value": "jazz", "input": "select", "options": ["jazz", "rock"]}


@pytest.fixture
def followed(tmp_path: Path) -> Any:
    """What the captions of a page say, one figure for each list of parameters."""

    def told(*figures: list[dict[str, Any]]) -> list[str]:
        root = tmp_path / "site-of-figures"
        shutil.copytree(CASE, root, dirs_exist_ok=True)
        folder, text = root / "content" / "figures" / "lesson", "# A page\n"
        cube = json.loads((folder / "cube.json").read_text("utf-8"))
        for number, params in enumerate(figures, start=1):
            figure = {**cube, "name": f"figure-{number}", "params": params, "player": ""}
            (folder / f"figure-{number}.json").write_text(json.dumps(figure), "utf-8")
            shutil.copy(folder / "cube.svg", folder / f"figure-{number}.svg")
            text += f'\n![A picture.](figures/lesson/figure-{number}.svg "A caption.")\n'
        (root / "content" / "lesson.md").write_text(text, "utf-8")
        made = Markdown(extensions=[makeExtension(root=str(root), collector=Facts())]).convert(text)
        captions = re.findall(r"<figcaption>(.*?)</figcaption>", made, re.S)
        assert len(captions) == len(figures)
        lines = [
            re.search(r'<p class="nn-follows">(.*?)</p>\s*<p class="nn-now">', each) for each in captions
        ]
        return [re.sub(r"<[^>]*>", "", line[1]) if line else "" for line in lines]

    return told


def test_what_another_figure_sets_is_told_with_its_number(followed: Any) -> None:
    step, song = ({"name": name, "value": value, "input": "none", "label": label} for name, value, label in (
        ("step", 3, "pass"), ("song", "jazz", "song: by name")))  # fmt: skip
    told = followed([PASS], [step, song], [SONG, step])
    assert told == ["", "Follows Figure 1: pass; Figure 3: song.", "Follows Figure 1: pass."]


def test_what_it_sets_itself_or_nobody_sets_or_has_no_name_is_not(followed: Any) -> None:
    unnamed = {"name": "step", "value": 3, "input": "none"}
    alone = {"name": "song", "value": "jazz", "input": "none", "label": "song"}
    assert followed([PASS], [PASS], [unnamed], [alone]) == ["", "", "", ""]


def test_the_number_leads_to_the_figure(tmp_path: Path, followed: Any) -> None:
    step = {"name": "step", "value": 3, "input": "none", "label": "pass"}
    followed([PASS], [step])
    root = tmp_path / "site-of-figures"
    text = (root / "content" / "lesson.md").read_text("utf-8")
    facts = Facts()
    Markdown(extensions=[makeExtension(root=str(root), collector=facts)]).convert(text)
    (page,) = facts.pages.values()
    assert [link.href for link in page.links if link.href.startswith("#")] == ["#figure-1"]
    assert "figure-1" in page.ids and not facts.problems
