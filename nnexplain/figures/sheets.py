"""The rules of style sheets that a picture needs when it is a file: those that can match something in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_NOT = re.compile(r":not\([^()]*\)")
_ANY = re.compile(r":(?:is|where)\(([^()]*)\)")
_HANDS = re.compile(r":(?:hover|active|focus(?:-visible|-within)?)\b")
_CLASS, _ATTRIBUTE = re.compile(r"\.([\w-]+)"), re.compile(r"\[([\w-]+)[^\]]*\]")
_TAG = re.compile(r"(?:^|[\s>+~])([a-zA-Z][\w-]*)")
_IDLE = (
    "cursor",
    "outline",
    "pointer-events",
    "touch-action",
    "transition",
    "user-select",
    "-webkit-user-select",
)
"""Properties that say nothing of a still picture."""


@dataclass(frozen=True)
class Marks:
    """What stands in a picture: the names of its elements, of their classes and of their attributes."""

    tags: frozenset[str]
    classes: frozenset[str]
    attributes: frozenset[str]

    @classmethod
    def of(cls, roots: Iterable[ET.Element]) -> Marks:
        elements = [element for root in roots for element in root.iter()]
        return cls(
            frozenset(element.tag.rpartition("}")[2] for element in elements),
            frozenset(name for element in elements for name in element.get("class", "").split()),
            frozenset(name for element in elements for name in element.attrib),
        )

    def match(self, selector: str) -> bool:
        """Whether `selector` names nothing that stands nowhere here, as far as it can be known without
        looking at every element. What hands do to a picture does not count.
        """
        if _HANDS.search(selector):
            return False
        bare = _NOT.sub("", selector)
        if not all(any(map(self.match, found[1].split(","))) for found in _ANY.finditer(bare)):
            return False
        bare = _ANY.sub("", bare)
        attributes = {found[1] for found in _ATTRIBUTE.finditer(bare)}
        bare = _ATTRIBUTE.sub("", bare).strip()
        classes, tags = set(_CLASS.findall(bare)), set(_TAG.findall(bare))
        return classes <= self.classes and tags <= self.tags and attributes <= self.attributes


def rules_for(marks: Marks, sheets: Iterable[str]) -> str:
    """The rules of `sheets`, in their order, that can match something in a picture with these `marks`."""
    return "".join(_rules(marks, _COMMENT.sub("", sheet)) for sheet in sheets)


def _rules(marks: Marks, css: str) -> str:
    kept = []
    for prelude, body in _blocks(css):
        if prelude.startswith("@media"):
            inner = "" if "print" in prelude else _rules(marks, body)
            kept.append(f"{prelude}{{{inner}}}" if inner else "")
        elif not prelude.startswith("@"):
            selectors = ",".join(each for each in _selectors(prelude) if marks.match(each))
            said = _said(body)
            kept.append(f"{selectors}{{{said}}}" if selectors and said else "")
    return "".join(kept)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """What stands before each pair of braces of the outermost level, and what between them."""
    start = depth = opened = 0
    for found in re.finditer(r"[{}]", css):
        depth += 1 if found[0] == "{" else -1
        if found[0] == "{" and depth == 1:
            opened = found.end()
        elif found[0] == "}" and depth == 0:
            yield " ".join(css[start : opened - 1].split()), css[opened : found.start()]
            start = found.end()


def _selectors(prelude: str) -> list[str]:
    """The parts of a list of selectors; commas in parentheses part none."""
    return [each.strip() for each in re.split(r",(?![^()]*\))", prelude)]


def _said(body: str) -> str:
    pairs = (each.partition(":") for each in body.split(";"))
    said = ((name.strip(), " ".join(value.split())) for name, _, value in pairs if value.strip())
    return ";".join(f"{name}:{value}" for name, value in said if name not in _IDLE)
