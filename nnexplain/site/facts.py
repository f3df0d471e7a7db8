"""What rendering a page tells about it, for the checks that need all pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nnexplain.errors import Problem

Awaited = Callable[[str], str]
"""What is to be said of what a script has not made yet, as the end of a sentence: "is being made: …". Nothing
is said of a script that has made all it will; what is missing of it is a mistake.
"""


def nothing_awaited(script: str) -> str:
    """Every script has made all it will."""
    return ""


@dataclass(frozen=True)
class Link:
    """A link or an image as its author wrote it; `raw` when in HTML, where a host rewrites nothing."""

    href: str
    line: int | None
    raw: bool = False
    image: bool = False


@dataclass(frozen=True)
class FigureUse:
    """A figure shown on a page, under its number and id there."""

    script: str
    name: str
    number: int
    id: str


@dataclass
class PageFacts:
    """One page; `path` is relative to the root."""

    path: str
    ids: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)
    figures: list[FigureUse] = field(default_factory=list)
    references: list[tuple[str, str, int, int | None]] = field(default_factory=list)
    """Numbers printed for figures of other pages: (page, id, number, line)."""
    waits: bool = False
    """Whether a value that it shows is still being made."""
    terms: set[str] = field(default_factory=set)
    """The terms of the glossary that it uses; `hasty` those used above the heading on it that explains them,
    `explained` those that are marked below it."""
    hasty: set[str] = field(default_factory=set)
    explained: set[str] = field(default_factory=set)

    def figure(self, id: str) -> FigureUse | None:
        """The figure with that id."""
        return next((use for use in self.figures if use.id == id), None)


@dataclass
class Facts:
    """Everything rendering has told: pages by path, and what went wrong on the way."""

    pages: dict[str, PageFacts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    advice: list[Problem] = field(default_factory=list)
    """What `check` tells as well, and pages are made in spite of."""
    pictures: dict[str, str] | None = None
    """Where given, pages get comments instead of pictures, and these are the pictures by their comments."""

    awaited: Awaited = nothing_awaited
    """Given, where pages are made before all their figures are."""

    def hold(self, picture: str) -> str:
        """What stands in the page for `picture`: a comment where pictures are held back, else itself."""
        if self.pictures is None:
            return picture
        comment = f"<!--nnexplain picture {len(self.pictures)}-->"
        self.pictures[comment] = picture
        return comment

    def start(self, path: str) -> PageFacts:
        """A new record for the page at `path`; an older one of it is forgotten."""
        self.pages[path] = PageFacts(path)
        return self.pages[path]
