"""The words of the glossary in a page: the first of each with a card, and marked where it is explained."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from nnexplain.site import element
from nnexplain.site.blocks import RUNTIME_AT
from nnexplain.site.brought import below_title
from nnexplain.site.context import Context
from nnexplain.site.glossary import Entry, Glossary, read_glossary

_HEADING = re.compile(r"h[1-6]")
_SILENT = {"code", "kbd", "math", "nn-figure", "pre", "samp", "script", "select", "style", "svg", "textarea"}
"""Nothing in them is prose."""
_SILENT_CLASSES = {"nn-now", "nn-number", "nn-problem", "nn-table"}
_BARE = {"a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "summary", "table"}
"""A word in them counts as used, and gets no card: it is pressed already, or there is no room."""
_STOWED = re.compile("\x02wzxhzdk:([0-9]+)\x03|\x02[^\x02\x03]*\x03(?:#?\\w+;)?")
"""What Markdown has put aside: a piece of HTML, or else a character."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")


@dataclass
class _Use:
    """A word of the glossary where it stands: in the text of `parent`, or in that behind its `child`."""

    entry: Entry
    parent: ET.Element
    child: ET.Element | None
    start: int
    end: int
    free: bool
    before: bool
    inside: bool

    def wrap(self, tag: str, attributes: dict[str, str]) -> ET.Element:
        """Put an element around it. The last of a text comes first."""
        holder, name = (self.parent, "text") if self.child is None else (self.child, "tail")
        text = getattr(holder, name)
        made = ET.Element(tag, attributes)
        made.text, made.tail = AtomicString(text[self.start : self.end]), text[self.end :]
        setattr(holder, name, text[: self.start])
        self.parent.insert(0 if self.child is None else list(self.parent).index(self.child) + 1, made)
        return made


@dataclass
class _Walk:
    """Goes through the tree of the page at `path` in reading order."""

    glossary: Glossary
    path: str
    stash: list[str | ET.Element]
    uses: list[_Use] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    headings: list[tuple[str, str]] = field(default_factory=list)
    """The headings, tag and id, below which the text is."""
    raw: list[str] = field(default_factory=list)
    """The tags that are open and that the author wrote as HTML."""

    def visit(self, element: ET.Element, bare: bool = False) -> None:
        if element.tag in _SILENT or _SILENT_CLASSES & set(element.get("class", "").split()):
            return
        if _HEADING.fullmatch(str(element.tag)):
            self.headings = [known for known in self.headings if known[0] < element.tag]
            self.headings.append((element.tag, element.get("id", "")))
            self.seen.add(element.get("id", ""))
        bare, depth = bare or element.tag in _BARE, len(self.raw)
        self._read(element, None, element.text, bare)
        for child in list(element):
            self.visit(child, bare)
            self._read(element, child, child.tail, bare)
        del self.raw[depth:]

    def _read(self, parent: ET.Element, child: ET.Element | None, text: str | None, bare: bool) -> None:
        place, text = 0, text or ""
        for stowed in _STOWED.finditer(text):
            self._find(parent, child, text, place, stowed.start(), bare)
            place = stowed.end()
            if stowed[1]:
                self._unstow(int(stowed[1]))
        self._find(parent, child, text, place, len(text), bare)

    def _unstow(self, number: int) -> None:
        block = self.stash[number]
        if isinstance(block, ET.Element):
            self.visit(block, bare=True)
            return
        for closing, tag in _TAG.findall(block):
            if not closing and tag in _SILENT | _BARE:
                self.raw.append(tag)
            elif closing and tag in self.raw:
                del self.raw[self.raw.index(tag) :]

    def _find(
        self, parent: ET.Element, child: ET.Element | None, text: str, start: int, end: int, bare: bool
    ) -> None:
        if _SILENT.intersection(self.raw):
            return
        free, ids = not bare and not self.raw, [id for _, id in self.headings]
        for match in self.glossary.words.finditer(text, start, end):
            entry = self.glossary.entry(match[0])
            own = entry.page == self.path
            before = own and entry.id != "" and entry.id not in self.seen
            inside = own and (not entry.id or entry.id in ids)
            self.uses.append(_Use(entry, parent, child, *match.span(), free, before, inside))


class Terms(Treeprocessor):
    """Links the first use of every term of the glossary, marks where it is explained, and notes for the
    checks where it is used.
    """

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: ET.Element) -> None:
        rendering = self.context.rendering
        glossary = read_glossary(rendering.root)
        if rendering.page is None or not glossary.entries:
            return
        path, facts = rendering.page.path, rendering.facts
        walk = _Walk(glossary, path, self.md.htmlStash.rawHtmlBlocks)
        walk.visit(root)
        facts.terms = {use.entry.term for use in walk.uses}
        facts.hasty = {use.entry.term for use in walk.uses if use.before}
        carded = False
        for use in reversed(list(_chosen(walk.uses, path))):
            if use.inside:
                facts.explained.add(use.entry.term)
                use.wrap("dfn", {})
                continue
            href = posixpath.relpath(use.entry.page, posixpath.dirname(path))
            href += f"#{use.entry.id}" if use.entry.id else ""
            given = {"class": "nn-term", "href": href, "aria-description": use.entry.says}
            # Where it leads is judged once, in the glossary, and not on every page.
            rendering.settled.append(use.wrap("a", given))
            carded = True
        if carded:
            at = f"{rendering.top}{RUNTIME_AT}/core/terms"
            root.insert(below_title(root), ET.Element("link", {"rel": "stylesheet", "href": f"{at}.css"}))
            element.sub(root, "script", type="module", src=f"{at}.js")


def _chosen(uses: list[_Use], path: str) -> Iterator[_Use]:
    """Of each term the use that is to be marked, in reading order: where it is explained the first that is
    emphasised, or else the first; on other pages the first.
    """
    best: dict[str, _Use] = {}
    for use in uses:
        wanted = use.inside if use.entry.page == path else True
        if not (use.free and wanted):
            continue
        known = best.get(use.entry.term)
        if known is None or (use.inside and _stressed(use) and not _stressed(known)):
            best[use.entry.term] = use
    return (use for use in uses if best.get(use.entry.term) is use)


def _stressed(use: _Use) -> bool:
    return use.parent.tag in ("em", "strong") and use.child is None
