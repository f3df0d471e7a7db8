"""The lessons as they lie in `content/`: which page a text is, and where in it something stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

from nnexplain.files import files_below
from nnexplain.site.image import Image, parse_image

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:\.{3}|-{3})[ \t]*(?:\n|\Z)", re.S)
_SETTING = re.compile(r"\A---[ \t]*\n(?:[ \t]*#[^\n]*\n)*[\w\"'-]+[ \t]*:(?:\s|\Z)")
_FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*\2[`~]*[ \t]*$|\Z)", re.S | re.M)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.S)
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t]*#*[ \t]*$|^(\S[^\n]*)\n=+[ \t]*$", re.M)


def blank(text: str) -> str:
    """`text` with everything but its line breaks turned into spaces: places stay where they are."""
    return re.sub(r"[^\n]", " ", text)


def mask_code(text: str) -> str:
    """`text` with fences, comments and code spans blanked, for looking only at what is prose."""
    for pattern in (_FENCE, _COMMENT, _SPAN):
        text = pattern.sub(lambda match: blank(match[0]), text)
    return text


def begins_settings(text: str) -> bool:
    """Whether `text` begins with front matter, whole or not: a line `---`, and at once a setting."""
    return _SETTING.match(text) is not None


def front_matter(text: str) -> re.Match[str] | None:
    """The front matter of a page's `text`, its settings as group 1. What holds no settings is none, as for
    MkDocs: then the page begins with a rule.
    """
    front = _FRONT.match(text)
    if not front or begins_settings(text):
        return front
    try:
        return front if isinstance(yaml.safe_load(front[1] or ""), dict) else None
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Page:
    """One Markdown file: `path` is relative to the root, `name` is what its build script is called."""

    path: str
    name: str
    text: str

    @cached_property
    def _start(self) -> int:
        """Where the Markdown begins: behind the front matter. A rule at the top is none."""
        front = front_matter(self.text)
        return front.end() if front else 0

    @cached_property
    def body(self) -> str:
        """The Markdown that a host renders: without front matter, stripped."""
        return self.text[self._start :].strip()

    @cached_property
    def prose(self) -> str:
        """The whole file with front matter and code blanked; every place is that of the file."""
        return blank(self.text[: self._start]) + mask_code(self.text[self._start :])

    @cached_property
    def images(self) -> list[Image]:
        """The paragraphs that are only an image, in order: the figures among them are numbered so."""
        blocks = re.split(r"\n(?:[ \t>]*\n)+", self.prose)
        found = (parse_image(re.sub(r"(?m)^[ \t>]+", "", block)) for block in blocks)
        return [image for image in found if image]

    @cached_property
    def title(self) -> str:
        """The front matter's title, the first heading, or the file's name."""
        if (given := self.meta.get("title")) is not None:
            return str(given)
        if heading := _HEADING.search(self.prose):
            text = re.sub(r"\s*\{[^{}]*\}\s*$", "", heading[1] or heading[2])
            return re.sub(r"(?<!\w)[*_`]+|[*_`]+(?!\w)|\[|\]\([^)]*\)", "", text)
        return self.name.rpartition("/")[2].replace("-", " ").capitalize()

    @cached_property
    def meta(self) -> dict[str, object]:
        front = front_matter(self.text)
        try:
            found = yaml.safe_load(front[1] or "") if front else None
        except (yaml.YAMLError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


@dataclass
class Locator:
    """Finds the line of what is being rendered, by looking for its text in the file.

    Rendering forgets lines. The nth question for a text is answered with its nth place, which is right
    as long as like texts are rendered in order, and harmless otherwise: like texts have like faults.
    """

    prose: str
    _asked: Counter[str] = field(default_factory=Counter)

    def line(self, *needles: str) -> int | None:
        """The line, counted from 1, of the first of `needles` that is found at all."""
        for needle in filter(None, needles):
            place = -1
            for _ in range(self._asked[needle] + 1):
                following = self.prose.find(needle, place + 1)
                if following < 0:
                    break
                place = following
            if place >= 0:
                self._asked[needle] += 1
                return self.prose.count("\n", 0, place) + 1
        return None


class Sources:
    """The pages below one root. Files are read again when they change, so it may live long."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pages: dict[str, tuple[tuple[int, int], Page]] = {}
        self._names: dict[str, str] = {}

    def paths(self) -> Iterator[Path]:
        """Every Markdown file of `content/`, sorted; generated folders hold none. A host wants what a link
        promises, too.
        """
        yield from files_below(self.root / "content", ".md", dangling=True)

    def page(self, path: Path) -> Page | None:
        """The page at `path`, or None when it is missing or not UTF-8 (`check` says so)."""
        name = path.relative_to(self.root).as_posix()
        try:
            stat = path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            known = self._pages.get(name)
            if known and known[0] == stamp:
                return known[1]
            text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except (OSError, ValueError):
            return None
        page = Page(name, name.removeprefix("content/").removesuffix(".md"), text)
        self._pages[name] = (stamp, page)
        return page

    def unread(self) -> set[str]:
        """The pages that are there and cannot be read, by their paths: nothing is known of what they hold."""
        return {path.relative_to(self.root).as_posix() for path in self.paths() if self.page(path) is None}

    def pages(self) -> Iterator[Page]:
        """All pages that can be read."""
        for path in self.paths():
            if page := self.page(path):
                yield page

    def told(self, name: str, text: str) -> Page:
        """The page at `name` below content/; without such a file, the one that a plugin makes of `text`."""
        path = f"content/{name}"
        return self.page(self.root / path) or Page(path, name.removesuffix(".md"), text)

    def find(self, text: str) -> Page | None:
        """The page whose Markdown `text` is, as far as a host leaves it alone."""
        text = text.strip()
        if (path := self._names.get(text)) and (page := self.page(self.root / path)) and page.body == text:
            return page
        pages = list(self.pages())
        self._names = {page.body: page.path for page in pages}
        ends = [page for page in pages if page.body == text] or [
            page for page in pages if text and page.body.endswith(text)
        ]
        return ends[0] if ends else None
