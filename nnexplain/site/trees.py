"""The page as a tree, its text worked out: cross-references, the notebook, what to tell the checks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from nnexplain.site import element
from nnexplain.site.context import Context
from nnexplain.site.elsewhere import asked, host_of, in_styles, mermaid, request
from nnexplain.site.facts import Link
from nnexplain.site.followed import tell_followed
from nnexplain.site.image import figure_at
from nnexplain.site.rendering import PIPE, Rendering

_HYPHEN = re.compile(r"^-(?=[\d.])|(?<=\de)-(?=\d)")
"""Of a negative number or exponent: in prose it is a minus."""


class Finish(Treeprocessor):
    """Gives empty links to figures their words, says what figures follow, and offers the notebook."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: ET.Element) -> None:
        rendering = self.context.rendering
        for link in root.iter("a"):
            href = link.get("href", "")
            if "#" in href and len(link) == 0 and not (link.text or "").strip():
                _refer(link, href, rendering)
        tell_followed(root, rendering)
        script = rendering.script
        if script and (rendering.root / "build" / f"{script}.py").is_file():
            _offer_notebook(root, script, self.context.colab)
        for span in root.iter("span"):
            if span.get("class") == "nn-value":  # now that those in addresses are plain text
                span.text = AtomicString(_HYPHEN.sub("−", span.text or ""))
        for item in root.iter():
            for name in ("text", "tail"):
                if PIPE in (text := getattr(item, name) or ""):
                    setattr(item, name, type(text)(text.replace(PIPE, "|")))


def _refer(link: ET.Element, href: str, rendering: Rendering) -> None:
    if words := rendering.reference(href):
        link.text = words
        return
    rendering.settled.append(link)
    if rendering.has_said(href):
        return
    message = rendering.report(
        f"[]({href}) points to no figure",
        f"[]({href})",
        hint="an empty link takes the number of a figure; to anything else, write the link's words",
    )
    link.append(element.problem(message))


def _offer_notebook(root: ET.Element, script: str, colab: str) -> None:
    line = element.sub(root, "p", class_="nn-notebook", data_search_exclude="")
    up = "../" * script.count("/")
    link = element.sub(
        line, "a", "The code of this page, as a notebook", href=f"{up}notebooks/{script}.ipynb", download=""
    )
    if colab:
        link.tail = " · "
        element.sub(line, "a", "open in Colab", href=f"{colab}{script}.ipynb")


class Tell(Treeprocessor):
    """Records ids, links and images for the checks; says at once where an image has no alternative text."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, root: ET.Element) -> None:
        rendering = self.context.rendering
        for item in root.iter():
            if not any(item is link for link in rendering.settled):
                tell(rendering, item.tag, dict(item.attrib))
        for block in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(block, str) and not block.startswith("<svg "):
                for address in in_styles(block) if "<style" in block.lower() else ():
                    _tell_of_request(rendering, "a style", address)
                for tag, attributes in raw_tags(block):
                    tell(rendering, tag, attributes, raw=True)
                    if self.context.policy:
                        _tell_of_handlers(rendering, tag, attributes)


def _tell_of_handlers(rendering: Rendering, tag: str, attributes: Mapping[str, str]) -> None:
    for name in attributes:
        if name.startswith("on"):
            hint = "listen in a <script>, or allow everything: nnexplain.site.extension: policy: false"
            rendering.report(f"<{tag} {name}=…> would not be run", f"{name}=", hint=hint)


def _tell_of_request(rendering: Rendering, what: str, address: str) -> None:
    if host := host_of(address):
        path = rendering.page.path if rendering.page else None
        rendering.advise(request(what, host, rendering.hosts, path, rendering.line(address, host)))


def tell(rendering: Rendering, tag: str, attributes: dict[str, str], raw: bool = False) -> None:
    """Record one element of the page."""
    facts = rendering.facts
    for what, address in asked(tag, attributes):
        _tell_of_request(rendering, what, address)
    if "mermaid" in attributes.get("class", "").split() and rendering.page:
        diagram = re.search(r"^.*\bmermaid\b", rendering.page.text, re.M)
        line = rendering.page.text.count("\n", 0, diagram.start()) + 1 if diagram else None
        rendering.advise(mermaid(rendering.hosts, rendering.page.path, line))
    if id := attributes.get("id"):
        facts.ids.add(id)
    if tag == "a" and (name := attributes.get("name")):
        facts.ids.add(name)
    ours = "nn-source" in attributes.get("class", "") or "download" in attributes
    if tag == "a" and "href" in attributes and not ours:
        href = attributes["href"]
        if not rendering.has_said(href):
            facts.links.append(Link(href, rendering.line(*_written(href, raw)), raw))
    if tag == "img":
        src = attributes.get("src", "")
        if rendering.page is None and figure_at(re.sub(r"\A(?:\.\./)+", "", src), ""):
            rendering.unknown()  # from a folder below content/, the figure is not seen
        place = (*(() if raw else (f"![{attributes.get('alt')}]({src}",)), *_written(src, raw))
        if not attributes.get("alt", "").strip() and attributes.get("role") != "presentation":
            hint = "say between the brackets what it shows: ![what it shows](…)"
            rendering.report(f"image {src!r} has no alternative text", *place, hint=hint)
        if not rendering.has_said(src):
            facts.links.append(Link(src, rendering.line(*place), raw, image=True))


def _written(href: str, raw: bool) -> tuple[str, ...]:
    """How an address may stand in the page's file, the likeliest first."""
    if raw:
        return f'"{href}"', f"'{href}'", f"={href}", href
    return f"]({href}", f"](<{href}", f'"{href}"', href


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def raw_tags(block: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The tags of a piece of HTML, with their attributes."""
    parser = _Tags()
    parser.feed(block)
    parser.close()
    yield from parser.found
