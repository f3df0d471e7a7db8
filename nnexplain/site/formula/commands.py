"""The commands of TeX's mathematics that are put together of others: fractions, roots, brackets, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from nnexplain.site.formula.parse import LIMITED, Compose, Parser
from nnexplain.site.formula.symbols import ACCENTS, BELOW, DELIMITERS, OPERATORS, SIZES, WIDE
from nnexplain.site.formula.tokens import Token
from nnexplain.site.formula.tree import THIN, function, leaf, node, operator, row

_WIDTH = re.compile(r"-?\d*\.?\d+(?:em|ex|pt|px|mm|cm)")
_FENCES: dict[str, tuple[str, str]] = {
    "matrix": ("", ""),
    "smallmatrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{", ""),
}
_ALIGNED = ("aligned", "align", "align*", "split", "alignedat")
_ROWS = ("gathered", "gather", "gather*", "equation", "equation*", "multline", "multline*")
ENVIRONMENTS = (*_FENCES, "array", *_ALIGNED[:4], *_ROWS)


def _fraction(parser: Parser, token: Token) -> ET.Element:
    made = node("mfrac", [parser.argument(token.shown), parser.argument(token.shown)])
    return _styled(made, {"d": "true", "c": "true", "t": "false"}.get(token.text[0]))


def _binomial(parser: Parser, token: Token) -> ET.Element:
    parts = [parser.argument(token.shown), parser.argument(token.shown)]
    inside = node("mfrac", parts, linethickness="0")
    made = node("mrow", [_fence("(", "prefix"), inside, _fence(")", "postfix")])
    return _styled(made, {"d": "true", "t": "false"}.get(token.text[0]))


def _styled(made: ET.Element, display: str | None) -> ET.Element:
    if display is None:
        return made
    return node("mstyle", [made], displaystyle=display, scriptlevel="0")


def _root(parser: Parser, token: Token) -> ET.Element:
    if not parser.takes("character", "["):
        return node("msqrt", parser.group(token.shown))
    degree = row(parser.expression("]"))
    if not parser.takes("character", "]"):
        raise parser.error("[ is not closed", token)
    return node("mroot", [parser.argument(token.shown), degree])


def _accent(parser: Parser, token: Token) -> ET.Element:
    name = token.text
    wide = "true" if name in WIDE else "false"
    if name in BELOW:
        made = node("munder", [parser.argument(token.shown), leaf("mo", BELOW[name], stretchy=wide)])
        return _named(made) if name == "underbrace" else made
    mark = leaf("mo", ACCENTS[name], stretchy=wide)
    made = node("mover", [parser.argument(token.shown), mark], accent="true")
    return _named(made) if name == "overbrace" else made


def _named(made: ET.Element) -> ET.Element:
    """What is named by the script of its brace."""
    made.set(LIMITED, "yes")
    return made


def _over(parser: Parser, token: Token) -> ET.Element:
    """\\overset{a}{b} and \\stackrel{a}{b}: a above b; \\underset: below."""
    script, base = parser.argument(token.shown), parser.argument(token.shown)
    return node("munder" if token.text == "underset" else "mover", [base, script])


def _arrow(parser: Parser, token: Token) -> ET.Element:
    arrow = leaf("mo", "→" if token.text == "xrightarrow" else "←", stretchy="true", minsize="1.8em")
    return node("mover", [arrow, node("mpadded", parser.group(token.shown), width="+1em", lspace="0.5em")])


def _delimiter(parser: Parser, of: str) -> str:
    token = parser.next(of)
    if token.kind == "character" and token.text in "()[]|/.<>":
        return {"<": "⟨", ">": "⟩", ".": ""}.get(token.text, token.text)
    if token.kind == "command":
        known = DELIMITERS.get(token.text) or (
            OPERATORS[token.text] if token.text in ("uparrow", "downarrow", "updownarrow") else ""
        )
        if known or token.text == "backslash":
            return known or "\\"
    hint = "write a bracket, a bar, or a dot for none"
    raise parser.error(f"{of} {token.shown}: that is no bracket", token, hint)


def _fence(character: str, form: str) -> ET.Element:
    return leaf("mo", character, form=form, fence="true", stretchy="true", symmetric="true")


def _left(parser: Parser, token: Token) -> ET.Element:
    children = [_fence(mark, "prefix")] if (mark := _delimiter(parser, token.shown)) else []
    while True:
        children += parser.expression()
        if parser.takes("command", "middle"):
            mark = _delimiter(parser, "\\middle")
            children.append(leaf("mo", mark, stretchy="true", symmetric="true", lspace=THIN, rspace=THIN))
        elif parser.takes("command", "right"):
            mark = _delimiter(parser, "\\right")
            return node("mrow", [*children, *([_fence(mark, "postfix")] if mark else [])])
        else:
            raise parser.error("\\left without \\right", token)


def _sized(parser: Parser, token: Token) -> ET.Element:
    size = SIZES[token.text]
    forms = {"l": {"form": "prefix"}, "r": {"form": "postfix"}}
    form = forms.get(token.text[-1] if len(token.text.rstrip("lrm")) < len(token.text) else "", {})
    mark = _delimiter(parser, token.shown)
    return leaf("mo", mark, stretchy="true", symmetric="true", minsize=size, maxsize=size, **form)


def _text(parser: Parser, token: Token) -> ET.Element:
    written, opening = parser.raw(token.shown)
    if "$" in re.sub(r"\\\$", "", written):
        raise parser.error(f"{token.shown}{{…}} holds a formula", opening, "end the text before the formula")
    text = re.sub(r"\\([%&#$_{} ])", r"\1", written).replace("~", " ")
    if strange := re.search(r"\\[A-Za-z]+|\\.", text):
        raise parser.error(f"{strange[0]} stands in a text", opening, "commands belong outside of \\text{…}")
    text = re.sub(r"\A\s+|\s+\Z", "\u00a0", text)
    styles = {"textbf": "font-weight: bold", "textit": "font-style: italic", "emph": "font-style: italic"}
    style = styles.get(token.text)
    return leaf("mtext", text, **({"style": style} if style else {}))


def _operator_name(parser: Parser, token: Token) -> ET.Element:
    written, opening = parser.raw(token.shown)
    name = re.sub(r"\\[,;:> ]", "\u2009", written).strip()
    if not re.fullmatch(r"[\w\u2009 -]+", name):
        raise parser.error(f"{token.shown}{{{written}}} is no name", opening)
    if token.text.endswith("*"):
        return function(name, movablelimits="true", **{LIMITED: "yes"})
    return function(name)


def _not(parser: Parser, token: Token) -> ET.Element:
    struck = parser.atom(parser.next(token.shown))
    if struck.tag not in ("mo", "mi"):
        raise parser.error("\\not strikes one sign through", token)
    whole = {"∈": "∉", "=": "≠", "∃": "∄", "≡": "≢"}
    text = str(struck.text)
    return leaf(struck.tag, whole.get(text, f"{text}\u0338"), **struck.attrib)


def _space(parser: Parser, token: Token) -> ET.Element:
    width, opening = parser.raw(token.shown)
    if not _WIDTH.fullmatch(width.strip()):
        raise parser.error(f"{token.shown}{{{width}}}: that is no width", opening, "write it as 1em")
    return node("mspace", [], width=width.strip())


def _boxed(parser: Parser, token: Token) -> ET.Element:
    return node("mrow", parser.group(token.shown), style="border: 1px solid; padding: 0.25em")


def _phantom(parser: Parser, token: Token) -> ET.Element:
    return node("mphantom", parser.group(token.shown))


def _tag(parser: Parser, token: Token) -> ET.Element:
    written, _ = parser.raw(token.shown)
    return node("mrow", [node("mspace", [], width="2em"), leaf("mtext", f"({written})")])


def _modulo(parser: Parser, token: Token) -> ET.Element:
    if token.text == "bmod":
        return leaf("mo", "mod", lspace="0.222em", rspace="0.222em")
    word = leaf("mo", "mod", lspace="0", rspace="0.333em")
    inside = [operator("(", form="prefix"), word, *parser.group(token.shown)]
    return node("mrow", [node("mspace", [], width="1em"), *inside, operator(")", form="postfix")])


def _blank(parser: Parser, token: Token) -> ET.Element:
    return node("mspace", [], width="0.333em")


def _nothing(parser: Parser, token: Token) -> ET.Element:
    """\\nonumber: no line has a number."""
    return node("mrow", [])


def _stack(parser: Parser, token: Token) -> ET.Element:
    if not parser.takes("character", "{"):
        raise parser.error("\\substack is written with braces", token)
    rows = _cells(parser)
    if not parser.takes("character", "}"):
        raise parser.error("{ is not closed", token)
    return _table(rows, ["center"], "nn-tight")


def _environment(parser: Parser, token: Token) -> ET.Element:
    name, opening = parser.raw(token.shown)
    if name not in ENVIRONMENTS:
        known = "known: " + ", ".join(ENVIRONMENTS)
        raise parser.error(f"\\begin{{{name}}} is not known", opening, known)
    columns = [] if name != "array" else _columns(parser, token)
    rows = _cells(parser)
    ending = parser.peek()
    if not parser.takes("command", "end"):
        raise parser.error(f"\\begin{{{name}}} without \\end{{{name}}}", ending or opening)
    closed, place = parser.raw("\\end")
    if closed != name:
        raise parser.error(f"\\begin{{{name}}} is closed by \\end{{{closed}}}", place)
    if name in _ALIGNED:
        return _table(rows, ["right", "left"], "nn-aligned", displaystyle="true")
    if name in _ROWS:
        return _table(rows, ["center"], "nn-aligned", displaystyle="true")
    before, after = _FENCES.get(name, ("", ""))
    centred = ["left"] if name == "cases" else columns or ["center"]
    table = _table(rows, centred, "nn-tight" if name == "smallmatrix" else "nn-matrix")
    left = [_fence(before, "prefix")] if before else []
    return node("mrow", [*left, table, *([_fence(after, "postfix")] if after else [])])


def _columns(parser: Parser, token: Token) -> list[str]:
    written, opening = parser.raw("\\begin{array}")
    letters = re.sub(r"[\s|]", "", written)
    if not re.fullmatch(r"[lcr]+", letters):
        raise parser.error(f"columns {written!r}", opening, "write one of l, c and r for each: {lcr}")
    return [{"l": "left", "c": "center", "r": "right"}[letter] for letter in letters]


def _cells(parser: Parser) -> list[list[list[ET.Element]]]:
    """The rows and their cells, up to what ends them."""
    rows: list[list[list[ET.Element]]] = [[]]
    while True:
        rows[-1].append(parser.expression())
        if parser.takes("character", "&"):
            continue
        if not parser.takes("command", "\\"):
            break
        rows.append([])
    if len(rows) > 1 and rows[-1] == [[]]:
        rows.pop()
    return rows


def _table(
    rows: Sequence[Sequence[list[ET.Element]]], columns: Sequence[str], kind: str, **attributes: str
) -> ET.Element:
    made = []
    for cells in rows:
        line = []
        for number, children in enumerate(cells):
            side = columns[number % len(columns)]
            line.append(node("mtd", children, style=f"text-align: {side}"))
        made.append(node("mtr", line))
    return node("mtable", made, **{"class": kind}, **attributes)


COMPOSED: dict[str, Compose] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    "sqrt": _root,
    **dict.fromkeys((*ACCENTS, *BELOW), _accent),
    **dict.fromkeys(("overset", "underset", "stackrel"), _over),
    **dict.fromkeys(("xrightarrow", "xleftarrow"), _arrow),
    "left": _left,
    **dict.fromkeys(SIZES, _sized),
    **dict.fromkeys(("text", "textrm", "textbf", "textit", "emph", "mbox"), _text),
    **dict.fromkeys(("operatorname", "operatorname*"), _operator_name),
    "not": _not,
    "hspace": _space,
    "boxed": _boxed,
    "phantom": _phantom,
    "tag": _tag,
    **dict.fromkeys(("pmod", "bmod"), _modulo),
    **dict.fromkeys((" ", "\n"), _blank),
    **dict.fromkeys(("nonumber", "notag"), _nothing),
    "substack": _stack,
    "begin": _environment,
}
