"""In which order the navigation shows what scripts make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from nnexplain.errors import NnexplainError
from nnexplain.project import Project
from nnexplain.site.config import read_config
from nnexplain.site.reading import NAME as MINUTES
from nnexplain.site.sources import Page, Sources
from nnexplain.site.values import EXPRESSION, parse_expression


def page_numbers(project: Project) -> dict[str, int]:
    """Of every script that a page shows a figure or a value of, the number of the first such page, from 0."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(reading_order(project)):
        for script in shown_by(page):
            numbers.setdefault(script, number)
    return numbers


def reading_order(project: Project) -> list[Page]:
    """The pages as the navigation has them, then those that it lacks; without one, as their files."""
    entries: list[str] = []
    with suppress(NnexplainError):  # what is wrong with mkdocs.yml is told where the pages are made
        entries = [entry for entry, _ in read_config(project.config).nav or ()]
    places = {f"content/{entry}": place for place, entry in reversed(list(enumerate(entries)))}
    return sorted(Sources(project.root).pages(), key=lambda page: places.get(page.path, len(places)))


def shown_by(page: Page) -> Iterator[str]:
    """The scripts that `page` shows figures or values of, in order, each as often as it does."""
    folder = page.name.rpartition("/")[0]
    for image in page.images:
        if known := image.figure(folder):
            yield known[0]
    for match in EXPRESSION.finditer(page.prose):
        with suppress(ValueError):
            script, name, _ = parse_expression(match[1])
            if name != MINUTES:  # of which no script need run
                yield script or page.name
