"""What looks like Markdown of an extension that is off: it would stand in the page as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nnexplain.errors import Problem
from nnexplain.site.config import SiteConfig
from nnexplain.site.sources import Page


@dataclass(frozen=True)
class _Syntax:
    """What `pattern` finds is written for one of the extensions `known`, first the usual one."""

    what: str
    pattern: re.Pattern[str]
    known: tuple[str, ...]
    settings: str = ""


def _syntax(what: str, pattern: str, *known: str, settings: str = "") -> _Syntax:
    return _Syntax(what, re.compile(pattern, re.M), known, settings)


_KINDS = (
    _syntax("a box", r"^ *!!! ?[\w-]+", "admonition"),
    _syntax("a box that folds", r"^ *\?\?\?\+? [\w-]+", "pymdownx.details"),
    _syntax("a tab", r"^ *===[+!]* +[\"'].+[\"'] *$", "pymdownx.tabbed", settings="alternate_style: true"),
    _syntax("a task", r"^ *[-*+] +\[[ xX]\] ", "pymdownx.tasklist", settings="custom_checkbox: true"),
    _syntax("a definition", r"(?<=\S\n):   ?\S.*$", "def_list"),
    _syntax("an abbreviation", r"^\*\[[^\[\]\n]+\]: ?\S", "abbr"),
    _syntax("a footnote", r"^\[\^[\w-]+\]: ", "footnotes"),
    _syntax("a mark", r"(?<![\w=\\])==(?=[^\s=])[^=\n]*[^\s=]==(?![\w=])", "pymdownx.mark"),
    _syntax("a key", r"(?<![\w+\\])\+\+[a-z0-9_-]+(?:\+[a-z0-9_-]+)*\+\+(?![\w+])", "pymdownx.keys"),
    _syntax("a deletion", r"(?<![\w~\\])~~(?=[^\s~])[^~\n]*[^\s~]~~(?![\w~])", "pymdownx.tilde"),
    _syntax("an icon", r"(?<![\w:\\]):(?:material|fontawesome|octicons|simple)-[\w-]+:", "pymdownx.emoji"),
    _syntax("attributes", r"^(?! *!\[).*[)\]*_] ?\{:? *[.#][\w-]+[^{}\n]*\}", "attr_list"),
    _syntax("Markdown in HTML", r"<\w+[^<>]*\smarkdown(?:=[^<>]*)?>", "md_in_html"),
    _syntax("a snippet", r"^ *-+8<-+ ", "pymdownx.snippets"),
)
_SUITES = {
    "extra": ("abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables"),
    "pymdownx.extra": ("abbr", "attr_list", "def_list", "footnotes", "md_in_html", "tables"),
}


def switched_off(page: Page, config: SiteConfig) -> Iterator[Problem]:
    """The first place on `page` of each such syntax, and how to switch it on."""
    on = {name.removeprefix("markdown.extensions.") for name in config.extensions}
    on |= {part for suite, parts in _SUITES.items() if suite in on for part in parts}
    for kind in _KINDS:
        if on.intersection(kind.known) or not (found := list(kind.pattern.finditer(page.prose))):
            continue
        start = found[0].start()
        line = page.prose.count("\n", 0, start + len(found[0][0]) - len(found[0][0].lstrip())) + 1
        written = found[0][0].strip()[:40]
        more = f" (as {len(found) - 1} more here)" if len(found) > 1 else ""
        hint = f"switch it on under markdown_extensions: - {kind.known[0]}"
        hint += f", with {kind.settings}" if kind.settings else ""
        hint += "; or write it as `code`"
        yield Problem(f"{written!r} looks like {kind.what}, which is off{more}", page.path, line, hint)
