"""What tells two states of a built site apart, or of one of its pages: builds touch only what differs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_NO_PAGE_SHOWS = ("search", "notebooks", "sitemap.xml", "sitemap.xml.gz")


def stamp(site: Path) -> str:
    """Changes whenever a file of the site does."""
    return _stamp(_files(site))


def page_stamp(site: Path, page: Path) -> str:
    """Changes whenever a file of the site does that the page in the file `page` may show: itself, figures of
    the scripts that it names, and whatever all pages share.
    """
    try:
        text = page.read_text("utf-8", "replace")
    except OSError:
        text = ""

    def shown(path: Path) -> bool:
        first, *rest = path.relative_to(site).parts
        if first == "figures" and rest:
            return path.parent.relative_to(site).as_posix() + "/" in text
        return path == page or (path.suffix != ".html" and first not in _NO_PAGE_SHOWS)

    return _stamp(filter(shown, _files(site)))


def _files(site: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(site):
        yield from (Path(folder, name) for name in names)


def _stamp(files: Iterable[Path]) -> str:
    newest, count = 0, 0
    for path in files:
        with suppress(FileNotFoundError):  # a build that is under way may remove it meanwhile
            newest, count = max(newest, path.stat().st_mtime_ns), count + 1
    return f"{newest}-{count}"
