"""The recipe for a figure drawn by hand, as CONTRIBUTING has it, in a site of its own."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, Visit, until
from .server import serve

FILES = ("build/squash.py", "build/widgets/squash/squash.js", "build/widgets/squash/squash.css")
LESSON = '# Squash\n\n![A bar and a curve.](figures/squash/squash.svg "Turn it.")\n\nIt is {{ p | .2f }}.\n'


def recipe() -> list[str]:
    """The three files of the recipe, as they are written."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("**A figure drawn by hand.**")[2]
    return re.findall(r"^```\w+\n(.*?)^```", text, re.M | re.S)[: len(FILES)]


def build(root: Path, *how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nnexplain", "-C", str(root), "build", *how]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recipe's site, built."""
    root = tmp_path_factory.mktemp("recipe")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    config = re.sub(r"nav:\n( +.*\n)+", "nav:\n  - index.md\n  - squash.md\n", text)
    pages = {"content/index.md": "# A site\n", "content/squash.md": LESSON}
    for name, content in {**dict(zip(FILES, recipe(), strict=True)), **pages, "mkdocs.yml": config}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def test_it_is_as_short_as_it_is_said_to_be(root: Path) -> None:
    assert sum(text.count("\n") for text in recipe()) <= 120
    assert len(recipe()) == 3


def test_the_picture_and_the_words_come_from_the_widget(root: Path) -> None:
    p = 1 / (1 + math.exp(-1))
    assert json.loads((root / "content/figures/squash/values.json").read_text())["values"][
        "p"
    ] == pytest.approx(p)
    page = (root / "site/squash/index.html").read_text("utf-8")
    assert f"It is {p:.2f}." in re.sub(r"<[^>]+>", "", page)
    assert f"A sum of 1.0 becomes an answer of {p:.2f}." in page
    picture = (root / "content/figures/squash/squash.svg").read_text("utf-8")
    assert "nn-squash-curve" in picture and "data-grip" not in picture and "tabindex" not in picture


def test_it_lives_by_slider_by_pointer_and_by_keys(root: Path, visit: Callable[..., Visit]) -> None:
    with serve(root / "site") as served:
        seen = visit(served.url + "squash/")
        seen.alive("squash")
        now = seen.page.locator(".nn-now")
        seen.page.locator("nn-figure input[name=z]").fill("-2")
        until(seen.page, "document.querySelector('.nn-now').textContent.includes('sum of −2.0')")
        point = seen.page.locator(".nn-squash-point")
        point.focus()
        seen.page.keyboard.press("ArrowRight")
        until(seen.page, "document.querySelector('.nn-now').textContent.includes('sum of −1.9')")
        box = point.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        shown = seen.page.locator(".nn-panel > svg").nth(1).evaluate("(svg) => svg.clientWidth / 328")
        seen.page.mouse.move(x, y)
        seen.page.mouse.down()
        seen.page.mouse.move(x + 80, y, steps=4)
        seen.page.mouse.up()
        moved = float(point.get_attribute("aria-valuenow") or "nan")
        assert moved == pytest.approx(-1.9 + 80 / shown * 12 / 320, abs=0.11)
        assert f"becomes an answer of {1 / (1 + math.exp(-moved)):.2f}" in (now.text_content() or "")


def test_a_mistake_in_it_is_told_where_its_author_wrote_it(root: Path) -> None:
    widget = root / FILES[1]
    right = widget.read_text("utf-8")
    try:
        widget.write_text(right.replace("cy: yOf(p)", "cy: yOf(NaN)"), "utf-8")
        line = next(k for k, text in enumerate(right.splitlines(), 1) if 'h("circle"' in text)
        done = build(root, "--no-site")
        assert done.returncode == 1
        assert "build/squash.py:7" in done.stdout + done.stderr
        assert f"build/widgets/squash/squash.js:{line}" in done.stdout + done.stderr
    finally:
        widget.write_text(right, "utf-8")


def test_a_widget_cannot_be_called_as_one_of_ours(root: Path) -> None:
    other = root / "build/widgets/who"
    other.mkdir()
    try:
        done = build(root, "--no-site")
        assert done.returncode == 1
        assert "build/widgets/who: there is a widget 'who' already" in done.stdout + done.stderr
    finally:
        other.rmdir()
