"""The site's words, `content/glossary.yml`: each with a sentence and the place that explains it.

    hidden layer:
      says: A layer of units between what comes in and the answers.
      where: digit-ocr.md#what-the-network-is-made-of   # below this heading; or a page, for all of it
      forms: [hidden layers]                            # its other forms
      early: true                                       # it may stand before that: its card is enough

A form is found as a word of its own, with a first letter of either case. Without the file nothing happens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import yaml

from nnexplain.errors import NnexplainError, Problem
from nnexplain.site.config import reading_yaml
from nnexplain.site.rendering import closest

NAME = "glossary.yml"
PATH = f"content/{NAME}"
_KEYS = ("says", "where", "forms", "early")
_WHERE = re.compile(r"(?P<page>[^\s#?:/\\][^\s#?:\\]*\.md)(?:#(?P<id>[^\s#?]+))?")
_EXAMPLE = "write a page, and a heading of it: lesson.md#how-it-learns"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _plain(form: str) -> str:
    """What all spellings of a form have in common: its first letter small, one blank between words."""
    words = " ".join(form.split())
    return words[:1].lower() + words[1:]


@dataclass(frozen=True)
class Entry:
    """One term: what its card `says`, and the `id` on the `page` (a path below the root) that explains it, ""
    for the whole page. `line` is where it stands in the file.
    """

    term: str
    says: str
    page: str
    id: str
    forms: tuple[str, ...]
    early: bool
    line: int

    @property
    def where(self) -> str:
        """The place as the file spells it."""
        return self.page.removeprefix("content/") + (f"#{self.id}" if self.id else "")


@dataclass(frozen=True)
class Glossary:
    """The terms of a site, and what is wrong with their file."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _by_form(self) -> dict[str, Entry]:
        return {_plain(form): entry for entry in self.entries for form in entry.forms}

    def pattern(self, *entries: Entry) -> re.Pattern[str]:
        """Finds the forms of `entries`, of all without any; the longest of those that begin at one place."""
        forms = {_plain(form) for entry in entries or self.entries for form in entry.forms}
        spelled = (_spelled(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
        return re.compile(rf"(?<![\w-])(?:{'|'.join(spelled)})(?![\w]|-\w)")

    @cached_property
    def words(self) -> re.Pattern[str]:
        """Finds every form of every term."""
        return self.pattern()

    def entry(self, written: str) -> Entry:
        """Whose form was found."""
        return self._by_form[_plain(written)]


def _spelled(form: str) -> str:
    """A regular expression for a plain form."""
    upper = form[0].upper()
    words = r"\s+".join(map(re.escape, form[1:].split(" ")))
    if upper.lower() != form[0]:  # ß has no capital letter that leads back to it
        return re.escape(form[0]) + words
    return f"(?:{re.escape(form[0])}|{re.escape(upper)}){words}"


def read_glossary(root: Path) -> Glossary:
    """The glossary of the site in `root`; none where it has no such file."""
    path = root / PATH
    try:
        with reading_yaml(PATH):
            return _parsed(path.read_bytes()) if path.exists() else Glossary()
    except NnexplainError as error:
        return Glossary(problems=error.problems)


@lru_cache(maxsize=4)
def _parsed(content: bytes) -> Glossary:
    tree = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    if tree is None:
        return Glossary()
    if not isinstance(tree, yaml.MappingNode):
        hint = "write a term and a colon, and below it says: and where:"
        raise NnexplainError("not a mapping of terms", PATH, 1, hint)
    entries: list[Entry] = []
    problems: list[Problem] = []
    known: dict[str, str] = {}
    for key, value in tree.value:
        try:
            entry = _entry(key, value)
        except NnexplainError as error:
            problems += error.problems
            continue
        for form in dict.fromkeys(map(_plain, entry.forms)):
            if form in known:
                message = f"{form!r} is a form of two terms, {known[form]!r} and {entry.term!r}"
                problems.append(Problem(message, PATH, entry.line, "give each form to one of them"))
            known.setdefault(form, entry.term)
        entries.append(entry)
    return Glossary(tuple(entries), tuple(problems))


def _entry(key: yaml.Node, value: yaml.Node) -> Entry:
    """One entry of the file. Raises `NnexplainError`."""
    line = key.start_mark.line + 1
    term = _text(key, "a term")
    if not isinstance(value, yaml.MappingNode):
        raise NnexplainError(f"{term!r} has no sentence", PATH, line, "write says: and where: below it")
    given: dict[str, yaml.Node] = {}
    for name, node in value.value:
        word = _text(name, f"what {term!r} has")
        if word not in _KEYS or word in given:
            what = "is given twice" if word in given else "is not known"
            raise NnexplainError(
                f"{term!r}: {word!r} {what}", PATH, name.start_mark.line + 1, closest(word, _KEYS, "allowed")
            )
        given[word] = node
    for word, hint in (("says", "say in a sentence what it is"), ("where", _EXAMPLE)):
        if word not in given:
            raise NnexplainError(f"{term!r} lacks {word!r}", PATH, line, hint)
    where = _text(given["where"], f"{term!r}: where")
    match = _WHERE.fullmatch(where)
    if not match or ".." in match["page"].split("/"):
        at = given["where"].start_mark.line + 1
        raise NnexplainError(f"{term!r}: {where!r} is no place in content/", PATH, at, _EXAMPLE)
    forms = dict.fromkeys([term, *_forms(term, given.get("forms"))])
    says = _text(given["says"], f"{term!r}: says")
    early = _text(given["early"], f"{term!r}: early") if "early" in given else "false"
    if early not in ("true", "false"):
        at = given["early"].start_mark.line + 1
        raise NnexplainError(f"{term!r}: early is {early!r:.60}", PATH, at, "write true or false")
    page, id = f"content/{match['page']}", match["id"] or ""
    return Entry(term, says, page, id, tuple(forms), early == "true", line)


def _text(node: yaml.Node, what: str) -> str:
    """The text of a scalar, whatever YAML takes it for: `no` and `2` are words, too."""
    text = " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""
    if not text or _CONTROL.search(text):
        raise NnexplainError(f"{what} is no text", PATH, node.start_mark.line + 1, "write words on one line")
    return text


def _forms(term: str, node: yaml.Node | None) -> Iterator[str]:
    if node is None:
        return
    if not isinstance(node, yaml.SequenceNode):
        hint = "write them in brackets: forms: [weights, weighted]"
        raise NnexplainError(f"{term!r}: forms is no list", PATH, node.start_mark.line + 1, hint)
    for item in node.value:
        yield _text(item, f"a form of {term!r}")
