"""One page being rendered: which it is, what it may show, and what is found wrong with it."""

from __future__ import annotations

import difflib
import logging
import posixpath
from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures import Scalar
from nnexplain.figures.widgets import runtime_of
from nnexplain.site import reading
from nnexplain.site.facts import Facts, FigureUse, PageFacts
from nnexplain.site.shelf import Shelf
from nnexplain.site.sources import Locator, Page, Sources, mask_code
from nnexplain.site.values import SYNTAX, FormatError, parse_expression, show

PIPE = "\ue07c"
"""Stands for the bar of `{{ name | format }}` while Markdown runs, so that a table does not split there."""

NOT_YET = "…"
"""Stands for a value that is still being made."""

TOLD = "MkDocs tells the page with plugins: - nnexplain; elsewhere, take the change out"

log = logging.getLogger("mkdocs.nnexplain")
"""Under MkDocs' own logger, so that `mkdocs build --strict` counts what is said here."""


_LIST = 90
"""Letters of a list of names: as many as are read."""


def closest(name: str, known: Iterable[str], what: str = "known here") -> str:
    """A hint: what `name` may have meant, and all there is to choose from."""
    names = sorted(set(known))
    if not names:
        return ""
    near = difflib.get_close_matches(name, names, n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    fitting = sum(length <= _LIST for length in accumulate(len(each) + 2 for each in names)) or 1
    more = f" and {len(names) - fitting} more" if fitting < len(names) else ""
    return f"{meant}{what}: {', '.join(names[:fitting])}{more}"


class Rendering:
    """The `page` whose Markdown `text` is, or has become; None where that is not known. Without a `facts` to
    tell, problems are logged as warnings.
    """

    def __init__(
        self,
        root: Path,
        text: str,
        sources: Sources,
        page: Page | None,
        facts: Facts | None,
        directory_urls: bool = True,
    ) -> None:
        self.root = root
        self.directory_urls = directory_urls
        self.hosts: Collection[str] = ()
        """The hosts that pages may ask."""
        self.styles: set[str] = set()
        """The style sheets of the runtime that this page has asked for already."""
        self.sources = sources
        self.shelf = Shelf(root, facts.awaited) if facts else Shelf(root)
        self.page = page
        self._begins = next(filter(None, map(str.strip, text.split("\n"))), "")[:60]
        self._collected = facts
        self._told: list[Problem] = []
        self.settled: list[object] = []
        """Links of the page's tree of which everything has been said."""
        self._locator = Locator(self.page.prose if self.page else mask_code(text))
        path = self.page.path if self.page else ""
        self.facts = facts.start(path) if facts is not None and path else PageFacts(path)

    def picture(self, svg: str) -> str:
        """What stands in the page for a panel's picture."""
        return self._collected.hold(svg) if self._collected else svg

    @property
    def script(self) -> str:
        """The script whose figures and values this page names without saying whose."""
        return self.page.name if self.page else ""

    @cached_property
    def folder(self) -> str:
        """The page's folder below content/, "" for content/ itself."""
        return posixpath.dirname(self.script)

    @cached_property
    def runtime(self) -> Path:
        """The browser runtime of this site."""
        return runtime_of(self.root)

    @cached_property
    def top(self) -> str:
        """The way from this page's address up to the top of the site: MkDocs rewrites links, not styles. From
        its file, where a host rewrites both.
        """
        name = self.script.rpartition("/")[2]
        return "../" * (self.script.count("/") + (self.directory_urls and name not in ("index", "README")))

    def line(self, *needles: str) -> int | None:
        """The line of the file where the first of `needles` stands."""
        return self._locator.line(*needles)

    def report(self, message: str, *needles: str, hint: str = "", line: int | None = None) -> str:
        """Record a problem at `line`, or where the first of `needles` stands; returns `message` to show."""
        if self.page is None:
            self.record(Problem(f"{message} (on the page that begins {self._begins!r})", hint=hint))
            return message
        return self.record(Problem(message, self.page.path, line or self.line(*needles), hint))

    def unknown(self) -> str:
        """Record, once, that it is not known which page this is, and why; returns the message to show."""
        message = (
            f"it is not known which page begins {self._begins!r}: its text is that of no file in content/"
        )
        problem = Problem(message, hint=f"a plugin or a hook has changed it; {TOLD}")
        return problem.message if problem in self._told else self.record(problem)

    def advise(self, problem: Problem | None) -> None:
        """Note `problem` for `check`."""
        if problem and self._collected is not None:
            self._collected.advice.append(problem)

    def record(self, problem: Problem) -> str:
        """Record `problem`, once; returns its message to show."""
        if self._collected is not None:
            self._collected.problems.append(problem)
        elif problem not in self._told:
            log.warning("%s", problem)
        self._told.append(problem)
        return problem.message

    def has_said(self, href: str) -> bool:
        """Whether `href` holds something in the place of a value: what is wrong with it is known, or it will
        be there later.
        """
        return any(problem.message in href for problem in self._told) or (
            self.facts.waits and NOT_YET in href
        )

    def value(self, inner: str) -> tuple[str, str]:
        """What `{{ inner }}` shows: its text, and whose it is, how it is counted or what it waits for. Raises
        `ValueError` with what is wrong, already reported.
        """
        inner = inner.replace(PIPE, "|")
        written = "{{" + inner + "}}"
        try:
            script, name, spec = parse_expression(inner)
        except ValueError:
            shown = "{{ " + " ".join(inner.split())[:60] + " }}"
            raise ValueError(self.report(f"{shown} is no value of the build", written, hint=SYNTAX)) from None
        if not (script := script or self.script):
            raise ValueError(self.unknown())
        if name == reading.NAME and not self.shelf.has_value(script, name) and (page := self._page(script)):
            return self._shown(reading.minutes(page, self.shelf), name, spec, written), reading.RATE
        if (words := self.shelf.awaited(script)) and not self.shelf.has_value(script, name):
            self.facts.waits = True
            return NOT_YET, f"This value {words}."
        if problem := self.shelf.unbuilt(script):
            raise ValueError(self.record(problem))
        try:
            values = self.shelf.values(script)
        except NnexplainError as error:
            problem = error.problems[0]
            message = f"the values of {script!r}: {problem.message}"
            raise ValueError(self.report(message, written, hint=problem.hint)) from None
        if name not in values:
            raise ValueError(self._unknown_value(script, name, written, values))
        return self._shown(values[name], name, spec, written), f"{script}/{name}"

    def _shown(self, value: Scalar, name: str, spec: str, written: str) -> str:
        try:
            return show(value, spec)
        except FormatError as error:
            message = f"value {name!r} cannot be shown in the format {spec!r:.60}"
            raise ValueError(self.report(message, written, hint=str(error))) from None

    def _page(self, name: str) -> Page | None:
        """The page that is called as its script is."""
        return self.sources.page(self.root / "content" / f"{name}.md") if name else None

    def _unknown_value(self, script: str, name: str, written: str, values: Iterable[str]) -> str:
        hint = closest(name, values)
        if not hint:
            scripts = self.shelf.scripts_with_values()
            hint = closest(script, scripts, "scripts with values") or self.shelf.advice(script)
            return self.report(f"{script!r} has no values", written, hint=hint)
        return self.report(f"unknown value {name!r} of {script!r}", written, hint=hint)

    def add_figure(self, script: str, name: str, id: str, line: int | None) -> FigureUse:
        """Give the page's next figure its number; a figure named twice is reported."""
        use = FigureUse(script, name, len(self.facts.figures) + 1, id)
        if other := self.facts.figure(id):
            self.report(
                f"the id {id!r} is given twice on this page (Figure {other.number} has it)",
                line=line,
                hint='give this one another: ![…](… "…"){ #another-id }',
            )
        self.facts.figures.append(use)
        return use

    def reference(self, href: str) -> str | None:
        """The words for an empty link: "Figure 2", "Figure 2 of “Other”"; None when it leads to no figure."""
        path, _, id = href.partition("#")
        path = path.partition("?")[0]
        if not path:
            use = self.facts.figure(id)
            return f"Figure {use.number}" if use else None
        target = posixpath.normpath(posixpath.join("content", self.folder, path))
        page = None if target.startswith("../") else self.sources.page(self.root / target)
        if page is None:
            return "Figure" if target in self.sources.unread() else None
        folder = posixpath.dirname(page.name)
        figures = [(image, known) for image in page.images if (known := image.figure(folder))]
        for number, (image, (_, name)) in enumerate(figures, start=1):
            if (image.id or name) == id:
                self.facts.references.append((page.path, id, number, self.line(f"]({href}", href)))
                return f"Figure {number} of “{page.title}”"
        return None
