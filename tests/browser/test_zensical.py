"""The site under Zensical, from the same `mkdocs.yml`: the same articles, and figures that live."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .conftest import PAGES, ROOT, TALL, visiting, walk
from .server import Served, serve

MADE = "assets/runtime", "figures", "notebooks"
# What one host adds to an article and the other has elsewhere: where to skip to, what search leaves out, and
# the files of the runtime that MkDocs' pages have in their head.
HOSTS = re.compile(
    r'<a id="__skip" tabindex="-1"></a>| data-search-exclude=""'
    r'|<link [^>]*/(?:tokens|nnexplain)\.css"[^>]*>|<script [^>]*/nnexplain\.js"[^>]*></script>'
)

ABSENT = """[...document.querySelectorAll('link[rel="stylesheet"]')]
  .filter((link) => !link.sheet?.cssRules.length).map((link) => link.href)"""


def article(page: Path) -> list[str]:
    (found,) = re.findall(r"<article[^>]*>(.*?)</article>", page.read_text("utf-8"), re.DOTALL)
    return [line.strip() for line in HOSTS.sub("", found).splitlines() if line.strip()]


@pytest.fixture(scope="module")
def zensical(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that Zensical makes, in a folder where nothing has been made before."""
    root = tmp_path_factory.mktemp("zensical")
    for name in ("content", "build"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    return root / "site"


@pytest.fixture(scope="module")
def at_zensical(zensical: Path) -> Iterator[Served]:
    with serve(zensical, "/project/") as served:
        yield served


def test_the_articles_are_the_same(site: Path, zensical: Path) -> None:
    for path in PAGES:
        assert article(zensical / path / "index.html") == article(site / path / "index.html"), path
    for name in MADE:
        made = {file.relative_to(zensical) for file in (zensical / name).rglob("*") if file.is_file()}
        assert made and made >= {
            file.relative_to(site) for file in (site / name).rglob("*") if file.is_file()
        }


@pytest.mark.parametrize(
    "path", ["", "one-neuron/", "five-to-six-measured/"], ids=lambda path: path or "front"
)
def test_every_figure_lives(path: str, at_zensical: Served, browser: Browser) -> None:
    with visiting(browser, at_zensical.url + path, **TALL) as seen:
        assert walk(seen) == seen.page.locator("nn-figure").count() > 0
        assert seen.page.evaluate(ABSENT) == [], "no style sheet is where the page looks for it"
        assert seen.errors() == [] and seen.abroad == []
