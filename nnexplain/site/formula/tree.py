"""Elements of MathML, as browsers draw them (MathML Core)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from markdown.util import AtomicString

from nnexplain.site.formula.symbols import letter

THIN = "0.167em"
OPENING, CLOSING = "([", ")]!"


def leaf(tag: str, text: str, **attributes: str) -> ET.Element:
    """An element that holds only `text`."""
    made = ET.Element(tag, attributes)
    made.text = AtomicString(text.replace("&", "&amp;"))
    return made


def node(tag: str, children: Sequence[ET.Element], **attributes: str) -> ET.Element:
    """An element with `children`."""
    made = ET.Element(tag, attributes)
    made.extend(children)
    return made


def row(children: Sequence[ET.Element]) -> ET.Element:
    """`children` as one."""
    return children[0] if len(children) == 1 else node("mrow", children)


def operator(character: str, **attributes: str) -> ET.Element:
    """An operator that is as large as it is written."""
    return leaf("mo", character, stretchy="false", **attributes)


def function(name: str, **attributes: str) -> ET.Element:
    """A function by its name, a little apart from what it is applied to."""
    return leaf("mo", name, form="prefix", lspace=THIN, rspace=THIN, **attributes)


def variable(character: str, alphabet: str) -> ET.Element:
    """A letter, or a digit of another alphabet."""
    if alphabet == "mathrm":
        return leaf("mi", character, mathvariant="normal")
    return leaf("mi", letter(alphabet, character))


def plain(character: str, alphabet: str) -> ET.Element:
    """What stands for itself in a formula."""
    known = {"-": "−", "*": "∗", "'": "′"}.get(character, character)
    if character.isalpha():
        return variable(character, alphabet)
    if character == "|":
        return operator("|", lspace="0", rspace="0")
    if character in "()[]":
        form = "prefix" if character in OPENING else "postfix"
        return operator(character, form=form)
    if character in "+-*/=<>:,;!?." or unicodedata.category(character) == "Sm":
        close = {"lspace": "0", "rspace": "0"} if character in "/?." else {}
        return leaf("mo", known, **close)
    return leaf("mi", known, mathvariant="normal")
