"""Where the links of a page lead, and whether anything is there."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from html import unescape
from urllib.parse import parse_qsl, unquote, urlsplit

from markdown.util import AMP_SUBSTITUTE

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures import Param
from nnexplain.figures.contract import TAKEN
from nnexplain.project import Project
from nnexplain.site.facts import Facts, Link, PageFacts
from nnexplain.site.image import figure_at
from nnexplain.site.rendering import closest
from nnexplain.site.shelf import Shelf

_GENERATED = ("assets/runtime/", "notebooks/")
_FIGURES = "content/figures/"
PARTS = ("controls", "player", "reset", "table", "now")
"""What `?hide=` can name beside parameters, as in `runtime/core/address.js`."""


@dataclass(frozen=True)
class Links:
    """Judges the links of all pages; `used` collects the figures that are linked to. `unread` are pages that
    are there, although nothing is known of them.
    """

    project: Project
    facts: Facts
    shelf: Shelf
    directory_urls: bool = True
    unread: frozenset[str] = frozenset()

    def problems(self) -> Iterator[Problem]:
        """Every link that leads nowhere, and every number printed for a figure that has another."""
        for page in self.facts.pages.values():
            for link in page.links:
                if self._awaited(page, link):
                    continue
                if problem := self._unbuilt(page, link):
                    yield problem
                    continue
                for message, hint in self._judge(page, link):
                    yield Problem(message, page.path, link.line, hint)
            for path, id, number, line in page.references:
                target = self.facts.pages.get(path)
                use = target.figure(id) if target else None
                if use and use.number != number:
                    message = f"{path}#{id} is Figure {use.number} there, but Figure {number} is printed"
                    yield Problem(message, page.path, line, "write each figure as a paragraph of its own")

    def _judge(self, page: PageFacts, link: Link) -> Iterator[tuple[str, str]]:
        try:
            # Markdown hides the letters of a mail address from those who collect them.
            parts = urlsplit(unescape(link.href.replace(AMP_SUBSTITUTE, "&")).strip())
        except ValueError as error:
            yield f"{link.href!r} is no link: {error}", ""
            return
        if parts.scheme or parts.netloc:
            return
        path = unquote(parts.path)
        if path.startswith("/"):
            hint = "write it relative to this page"
            yield f"link {link.href!r} starts at the root, which breaks where the site has a sub-path", hint
            return
        if link.image and (figure := self._figure(page, link, path)):
            yield self._plain_picture(*figure)
            return
        target = self._target(page, link, path)
        if target is None and (figure := self._figure(page, link, path)):
            yield f"unknown figure {figure[1]!r}", closest(figure[1], self.shelf.all.get(figure[0], ()))
            return
        if target is None:
            here = posixpath.dirname(page.path)
            known = [posixpath.relpath(path, here) for path in self.facts.pages]
            yield f"link {link.href!r} leads to nothing", closest(path, known, "pages")
            return
        if there := self.facts.pages.get(target):
            yield from self._place(there, link.href, unquote(parts.fragment), parts.query)

    def _folders(self, page: PageFacts, link: Link) -> Iterator[str]:
        """The folders of content/ that a link may be meant to start from. A host leaves HTML alone: there, a
        path is seen from the page's address, not from its file.
        """
        stem = page.path.removesuffix(".md").removeprefix("content/")
        yield posixpath.dirname(stem)
        if link.raw and self.directory_urls and stem.rpartition("/")[2] != "index":
            yield stem

    def _figure(self, page: PageFacts, link: Link, path: str) -> tuple[str, str] | None:
        found = (figure_at(path, folder) for folder in self._folders(page, link))
        return next(filter(None, found), None)

    def _generated(self, page: PageFacts, link: Link) -> Iterator[str]:
        """The files of figure folders, below content/figures/, that a link may mean."""
        for folder in self._folders(page, link):
            path = posixpath.normpath(posixpath.join("content", folder, link.href.strip()))
            if path.startswith(_FIGURES):
                yield path.removeprefix(_FIGURES)

    def _awaited(self, page: PageFacts, link: Link) -> bool:
        """Whether a link leads to what a script has yet to make."""
        return any(
            self.shelf.awaited(posixpath.dirname(path)) and not (self.shelf.folder / path).exists()
            for path in self._generated(page, link)
        )

    def _unbuilt(self, page: PageFacts, link: Link) -> Problem | None:
        path = next(self._generated(page, link), None)
        return None if path is None else self.shelf.unbuilt(posixpath.dirname(path))

    def _plain_picture(self, script: str, name: str) -> tuple[str, str]:
        known = self.shelf.all.get(script, ())
        if name not in known:
            return f"unknown figure {name!r}", closest(name, known)
        alone = f'![what it shows](figures/{script}/{name}.svg "Caption.")'
        hint = f"a figure is shown with Markdown's image alone in its paragraph: {alone}"
        return f"figure {name!r} is only a picture here", hint

    def _target(self, page: PageFacts, link: Link, path: str) -> str | None:
        """The file below the root that a link's path means, or None."""
        if not path:
            return page.path
        folder = posixpath.dirname(page.path)
        joined = posixpath.normpath(posixpath.join(folder, path))
        if not link.raw:
            return joined if self._exists(joined) else None
        *_, seen_from = self._folders(page, link)
        joined = posixpath.normpath(posixpath.join("content", seen_from, path))
        pages = [f"{joined}.md", f"{joined}/index.md", f"{joined.removesuffix('.html')}.md"]
        return next((name for name in (*pages, joined) if self._exists(name)), None)

    def _exists(self, path: str) -> bool:
        if not path.startswith("content/"):
            return path == "content" and "content/index.md" in self.facts.pages
        if path.endswith(".md"):
            return path in self.facts.pages or path in self.unread
        generated = path.removeprefix("content/").startswith(_GENERATED)
        return generated or (self.project.root / path).is_file()

    def _place(self, target: PageFacts, href: str, fragment: str, query: str) -> Iterator[tuple[str, str]]:
        if fragment and fragment not in target.ids:
            yield (
                f"link {href!r}: no {fragment!r} on {target.path}",
                closest(fragment, target.ids, "ids there"),
            )
        shelf = self.shelf
        if not query or any(shelf.unbuilt(use.script) or shelf.awaited(use.script) for use in target.figures):
            return
        params = self._params(target)
        for name, value in parse_qsl(query, keep_blank_values=True):
            if name in TAKEN:
                yield from self._hidden(target, href, params, value) if name == "hide" else ()
            elif name not in params:
                hint = closest(name, params, "parameters there") or "no figure there has any parameter"
                yield f"link {href!r}: no figure on {target.path} has a parameter {name!r}", hint
            elif not any(_allows(param, value) for param in params[name]):
                yield f"link {href!r}: {name!r} cannot be {value!r}", f"it can be {_range(params[name][0])}"

    def _hidden(
        self, target: PageFacts, href: str, params: Collection[str], names: str
    ) -> Iterator[tuple[str, str]]:
        """What a link takes away that is not there."""
        known = (*PARTS, *params)
        for name in names.split(","):
            if name and name not in known:
                yield f"link {href!r}: nothing on {target.path} is called {name!r}", closest(name, known)

    def _params(self, page: PageFacts) -> dict[str, list[Param]]:
        found: dict[str, list[Param]] = {}
        for use in page.figures:
            try:
                figure = self.shelf.figure(use.script, use.name)
            except NnexplainError:
                continue  # reported where it is shown
            for param in figure.params:
                found.setdefault(param.name, []).append(param)
        return found

    @cached_property
    def used(self) -> set[tuple[str, str]]:
        """Every figure that some page shows or links to, or means to: a misspelt name is told alone."""
        uses = [(use.script, use.name) for page in self.facts.pages.values() for use in page.figures]
        shown = set(uses)
        for script, name in uses:
            scripts = (
                [script]
                if script in self.shelf.all
                else get_close_matches(script, self.shelf.all, n=1, cutoff=0.8)
            )
            for near in scripts:
                shown |= {
                    (near, other) for other in get_close_matches(name, self.shelf.all[near], n=1, cutoff=0.8)
                }
        for page in self.facts.pages.values():
            shown |= {known for link in page.links if (known := self._figure(page, link, link.href))}
        return shown


def _allows(param: Param, text: str) -> bool:
    """Whether a link may set `param` to `text`."""
    if param.value is None and text == "null":
        return True
    if param.input in ("select", "radio"):
        return text in map(_spelled, param.options)
    if param.input == "checkbox":
        return text in ("true", "false")
    if param.input == "range":
        try:
            return param.allows(float(text))
        except ValueError:
            return False
    return True


def _spelled(value: object) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _range(param: Param) -> str:
    if param.input == "range":
        return f"{param.min} to {param.max}"
    return ", ".join(map(_spelled, param.options)) or "true or false"
