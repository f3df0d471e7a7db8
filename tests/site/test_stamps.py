"""A page has another version when what it shows has changed, and only then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nnexplain.site.stamps import page_stamp, stamp

NAMES = (
    "index.html",
    "lesson/index.html",
    "assets/site.css",
    "figures/lesson/cube.json",
    "figures/lesson-two/cube.json",
    "search/search_index.json",
    "sitemap.xml",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in NAMES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<a href="../figures/lesson/cube.json">' if "lesson/index" in name else "", "utf-8")
    return tmp_path


def changes(site: Path, name: str) -> tuple[bool, bool]:
    """Whether the site's stamp changes with this file, and that of its lesson."""
    for number, known in enumerate(NAMES):
        os.utime(site / known, (number, number))
    page = site / "lesson/index.html"
    before = stamp(site), page_stamp(site, page)
    (site / name).touch()
    return stamp(site) != before[0], page_stamp(site, page) != before[1]


def test_what_a_page_shows_and_what_it_does_not(site: Path) -> None:
    for name in ("lesson/index.html", "assets/site.css", "figures/lesson/cube.json"):
        assert changes(site, name) == (True, True), name
    for name in ("index.html", "figures/lesson-two/cube.json", "search/search_index.json", "sitemap.xml"):
        assert changes(site, name) == (True, False), name


def test_a_new_file_and_one_that_is_gone(site: Path) -> None:
    page = site / "lesson/index.html"
    (site / "assets/more.css").touch()
    os.utime(site / "assets/more.css", (0, 0))
    with_more = page_stamp(site, page)
    (site / "assets/more.css").unlink()
    assert page_stamp(site, page) != with_more
    page.unlink()
    assert page_stamp(site, page) != with_more, "a page that is not there has a stamp too"
    assert stamp(site / "none") == "0-0", "and a site that is not there"
