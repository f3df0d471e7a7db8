"""Whether every term of the glossary is explained, and before it is used: in the order of the navigation."""

from __future__ import annotations

from collections.abc import Iterator

from nnexplain.errors import Problem
from nnexplain.project import Project
from nnexplain.site.facts import Facts
from nnexplain.site.glossary import PATH, Entry, Glossary, read_glossary
from nnexplain.site.order import reading_order
from nnexplain.site.reading import NOT_READ
from nnexplain.site.rendering import closest
from nnexplain.site.sources import Page, blank
from nnexplain.site.values import EXPRESSION

FRONT_PAGES = ("index", "README")
"""A site's first page says what is to come, so it may use any word: with its card."""


def term_problems(project: Project, facts: Facts, unread: bool) -> Iterator[Problem]:
    """What is wrong with the glossary and with the places of its words. While a page is `unread`, or waits
    for a value, nothing is said of what may be missing only now.
    """
    glossary = read_glossary(project.root)
    yield from glossary.problems
    complete = not (unread or any(page.waits for page in facts.pages.values()))
    pages = [page for page in reading_order(project) if page.path in facts.pages]
    for entry in glossary.entries:
        wrong = _place_problem(entry, facts) if complete else None
        if wrong:
            yield Problem(wrong[0], PATH, entry.line, wrong[1])
        elif entry.page in facts.pages and not entry.early:
            yield from _hasty(glossary, entry, pages, facts)


def _place_problem(entry: Entry, facts: Facts) -> tuple[str, str] | None:
    """What is wrong with where a term is said to be explained, and a hint."""
    place = facts.pages.get(entry.page)
    if place is None:
        known = [path.removeprefix("content/") for path in facts.pages]
        return f"{entry.term!r}: there is no page {entry.where.partition('#')[0]!r}", closest(
            entry.where.partition("#")[0], known, "pages"
        )
    if entry.id and entry.id not in place.ids:
        hint = closest(entry.id, place.ids, "ids there")
        return f"{entry.term!r}: no {entry.id!r} on {entry.page}", hint
    if not any(entry.term in page.terms for page in facts.pages.values()):
        return f"no page uses the term {entry.term!r}", "use it, or take it out"
    if entry.term not in place.explained:
        hint = "write it there, below that heading, in running text: *like this*"
        return f"{entry.term!r} is not explained in {entry.where}", hint
    return None


def _hasty(glossary: Glossary, entry: Entry, pages: list[Page], facts: Facts) -> Iterator[Problem]:
    """The pages on which a term stands before its place."""
    hint = f"explain it before, or say it otherwise; if its card is enough: early: true in {PATH}"
    for page in pages:
        known, last = facts.pages[page.path], page.path == entry.page
        hasty = known.hasty if last else known.terms
        if entry.term in hasty and page.name not in FRONT_PAGES:
            found = glossary.pattern(entry).search(_read(page))
            line = page.prose.count("\n", 0, found.start()) + 1 if found else None
            message = f"{entry.term!r} is used before it is explained, in {entry.where}"
            yield Problem(message, page.path, line, hint)
        if last:
            return


def _read(page: Page) -> str:
    """The page's text with all blanked that is no prose: every place is that of the file."""
    text = EXPRESSION.sub(lambda match: blank(match[0]), page.prose)
    return NOT_READ.sub(lambda match: blank(match[0]), text)
