"""The grammar of TeX's mathematics: what stands alone, in braces, above and below."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from xml.etree import ElementTree as ET

from nnexplain.site.formula.symbols import (
    ALPHABETS,
    BIG,
    COMMANDS,
    DELIMITERS,
    FUNCTIONS,
    INTEGRALS,
    LETTERS,
    LIMITS,
    OPERATORS,
    SPACES,
    UPRIGHT,
)
from nnexplain.site.formula.tokens import Token, tokens
from nnexplain.site.formula.tree import function, leaf, node, operator, plain, row, variable

Compose = Callable[["Parser", Token], ET.Element]
"""Reads what belongs to a command, whose token it is given."""

_DEEP = 100
"""How deep a formula may be nested."""
LIMITED = "nn-limits"
"""Marks, while a formula is read, what its scripts stand above and below."""


class FormulaError(ValueError):
    """What is wrong with a formula; `line` counts from 0 within it, `hint` says what is allowed."""

    def __init__(self, message: str, line: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.hint = hint


class Parser:
    """Reads one formula from start to end; `composed` are the commands that take what follows them."""

    def __init__(self, source: str, composed: Mapping[str, Compose]) -> None:
        self.source = source
        self.alphabet = ""
        self._tokens = tokens(source)
        self._at = 0
        self._depth = 0
        self._composed = composed

    def error(self, message: str, token: Token | None = None, hint: str = "") -> FormulaError:
        """An error at `token`, by default at the end."""
        place = token.start if token else len(self.source)
        return FormulaError(message, self.source.count("\n", 0, place), hint)

    def peek(self) -> Token | None:
        """The next token."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def next(self, wanted: str) -> Token:
        """Take the next token; `wanted` says who needs it."""
        token = self.peek()
        if token is None:
            raise self.error(f"nothing stands behind {wanted}")
        self._at += 1
        return token

    def back(self, token: Token) -> None:
        """Put `token` before what comes next, in the place of the last that was taken."""
        self._at -= 1
        self._tokens[self._at] = token

    def takes(self, kind: str, text: str) -> bool:
        """Whether the next token is this one; then it is taken."""
        token = self.peek()
        if token is None or (token.kind, token.text) != (kind, text):
            return False
        self._at += 1
        return True

    def skip_to(self, place: int) -> None:
        """Go on behind `place` of the source."""
        while (token := self.peek()) and token.start < place:
            self._at += 1

    @contextmanager
    def letters(self, alphabet: str) -> Iterator[None]:
        """What is read meanwhile is of `alphabet`."""
        before, self.alphabet = self.alphabet, alphabet
        try:
            yield
        finally:
            self.alphabet = before

    def expression(self, closing: str = "") -> list[ET.Element]:
        """What comes up to whatever ends or separates it, or to the character `closing`."""
        found: list[ET.Element] = []
        self._depth += 1
        if self._depth > _DEEP:
            raise self.error(f"it is nested more than {_DEEP} deep", self.peek())
        while (token := self.peek()) and not _ends(token, closing):
            if token.kind == "command" and token.text in ("displaystyle", "textstyle"):
                self._at += 1
                shown = "true" if token.text == "displaystyle" else "false"
                found.append(node("mstyle", self.expression(closing), displaystyle=shown, scriptlevel="0"))
                break
            found.append(self._scripted(found))
        self._depth -= 1
        return found

    def argument(self, of: str) -> ET.Element:
        """What belongs to `of`: a group, or the next thing alone."""
        return row(self.group(of))

    def group(self, of: str) -> list[ET.Element]:
        """The same, part by part."""
        token = self.next(of)
        if (token.kind, token.text) == ("character", "{"):
            found = self.expression()
            if not self.takes("character", "}"):
                raise self.error("{ is not closed", token)
            return found or [node("mrow", [])]
        if token.kind == "number" and len(token.text) > 1:  # as TeX does: \frac12 is a half
            self.back(Token("number", token.text[1:], token.start + 1, token.end))
            return [leaf("mn", token.text[0])]
        if _ends(token, "") or (token.kind == "character" and token.text in "^_"):
            raise self.error(f"nothing stands behind {of}", token)
        return [self.atom(token)]

    def raw(self, of: str) -> tuple[str, Token]:
        """The source between the braces behind `of`, as it is written."""
        opening = self.next(of)
        if (opening.kind, opening.text) != ("character", "{"):
            raise self.error(f"{of} is written with braces: {of}{{…}}", opening)
        depth = 1
        while (token := self.peek()) is not None:
            self._at += 1
            if token.kind == "character" and token.text in "{}":
                depth += 1 if token.text == "{" else -1
            if not depth:
                return self.source[opening.end : token.start], opening
        raise self.error("{ is not closed", opening)

    def _scripted(self, before: list[ET.Element]) -> ET.Element:
        """The next thing with what stands above and below it."""
        token = self.peek()
        assert token is not None
        if token.kind == "character" and token.text in "^_'":
            base = node("mrow", [])
        else:
            base = self.atom(self.next("it"))
        if _is_function(base):
            self._space(base, before)
        limits = bool(base.get(LIMITED))
        below: ET.Element | None = None
        above: ET.Element | None = None
        while token := self.peek():
            if token.kind == "command" and token.text in ("limits", "nolimits"):
                limits = token.text == "limits"
                self._at += 1
            elif token.kind == "character" and token.text in "^_'":
                if token.text == "_":
                    below = self._once(below, token)
                elif token.text == "^" or above is None:
                    above = self._once(above, token)
                else:
                    raise self.error("two powers: put one of them in braces", token)
            else:
                break
        return _with_scripts(base, below, above, limits)

    def _once(self, known: ET.Element | None, token: Token) -> ET.Element:
        if known is not None:
            raise self.error(f"two {token.text} in a row: put one of them in braces", token)
        if token.text != "'":
            self._at += 1
            return self.argument(token.text)
        count = 0
        while self.takes("character", "'"):
            count += 1
        prime = leaf("mo", "′" * count, lspace="0", rspace="0")
        if self.takes("character", "^"):
            return node("mrow", [prime, self.argument("^")])
        return prime

    def _space(self, base: ET.Element, before: list[ET.Element]) -> None:
        """A function stands apart from its neighbours, but for brackets and what is an operator already."""
        if not before or before[-1].tag in ("mo", "mspace"):
            base.set("lspace", "0")
        token = self.peek()
        if token and (token.text in "([" or token.text == "left"):
            base.set("rspace", "0")

    def atom(self, token: Token) -> ET.Element:
        """One thing without its scripts."""
        if token.kind == "number":
            if self.alphabet and self.alphabet not in ("mathrm", "mathit"):
                return node("mrow", [variable(digit, self.alphabet) for digit in token.text])
            return leaf("mn", token.text)
        if token.kind == "command":
            return self._command(token)
        if token.text == "{":
            self.back(token)
            return node("mrow", self.group("{"))
        if token.text == "~":
            return node("mspace", [], width="0.333em")
        if token.text in "#$":
            raise self.error(f"{token.text} is written \\{token.text} in a formula", token)
        return plain(token.text, self.alphabet)

    def _command(self, token: Token) -> ET.Element:
        name = token.text
        if compose := self._composed.get(name):
            return compose(self, token)
        if (made := self._symbol(name)) is not None:
            return made
        if name in ALPHABETS:
            with self.letters(ALPHABETS[name]):
                children = self.group(token.shown)
            if name == "mathrm" and len(children) > 1 and all(each.tag == "mi" for each in children):
                return leaf("mi", "".join(each.text or "" for each in children))
            return row(children)
        near = difflib.get_close_matches(name, [*COMMANDS, *self._composed], n=1, cutoff=0.7)
        hint = f"did you mean \\{near[0]}? " if near else ""
        raise self.error(f"\\{name} is not known", token, f"{hint}what is known: README, Mathematics")

    def _symbol(self, name: str) -> ET.Element | None:
        if name in LETTERS:
            return variable(LETTERS[name], self.alphabet)
        if name in UPRIGHT:
            character = UPRIGHT[name]
            return variable(character, self.alphabet or "mathrm")
        if name in OPERATORS:
            close = {"lspace": "0"} if name == "colon" else {}
            return leaf("mo", OPERATORS[name], **close)
        if name in BIG:
            return leaf("mo", BIG[name], movablelimits="true", **{LIMITED: "yes"})
        if name in INTEGRALS:
            return leaf("mo", INTEGRALS[name])
        if name in DELIMITERS:
            return operator(DELIMITERS[name], **_form(name))
        if name in FUNCTIONS:
            return function(name)
        if name in LIMITS:
            return function(LIMITS[name], movablelimits="true", **{LIMITED: "yes"})
        if name in SPACES:
            return node("mspace", [], width=SPACES[name])
        return None


def _form(name: str) -> dict[str, str]:
    if name in "{" or name[0] == "l":
        return {"form": "prefix"}
    if name in "}" or name[0] == "r":
        return {"form": "postfix"}
    return {"lspace": "0", "rspace": "0"}


def _ends(token: Token, closing: str) -> bool:
    if token.kind == "command":
        return token.text in ("right", "middle", "end", "\\")
    return token.kind == "character" and (token.text in "}&" or token.text == closing)


def _is_function(base: ET.Element) -> bool:
    return base.tag == "mo" and base.get("form") == "prefix" and base.get("lspace") == "0.167em"


def _with_scripts(
    base: ET.Element, below: ET.Element | None, above: ET.Element | None, limits: bool
) -> ET.Element:
    names = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
    if below is not None and above is not None:
        return node(names[2], [base, below, above])
    if below is not None:
        return node(names[0], [base, below])
    return base if above is None else node(names[1], [base, above])
