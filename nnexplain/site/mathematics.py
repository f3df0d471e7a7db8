"""Formulas in Markdown: `$…$` in running text, `$$…$$` on lines of their own."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

from nnexplain.site import element
from nnexplain.site.context import Context
from nnexplain.site.formula import FormulaError, mathml
from nnexplain.site.inline import FORMULA, plain
from nnexplain.site.rendering import PIPE, Rendering
from nnexplain.site.values import EXPRESSION

_OPENS = re.compile(r" {0,3}\$\$(?!\$)")
_CLOSES = re.compile(r"(?<!\\)\$\$[ \t]*\Z")
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?%?")
_LONG = 24
"""Signs in a line of text that may be wider than a phone: such a formula scrolls within itself."""


def formula(rendering: Rendering, written: str, display: bool) -> ET.Element:
    """The formula `written`, or what is wrong with it: then it is reported."""
    source = written.replace(PIPE, "|")
    try:
        return mathml(EXPRESSION.sub(lambda match: _value(rendering, match[0]), source), display=display)
    except FormulaError as error:
        line = source.split("\n")[error.line] if error.line else source
        given = " ".join(source.split())
        shown = f"{given[:57]}…" if len(given) > 60 else given
        message = f"formula ${shown}$: {error}"
        return element.problem(rendering.report(message, line.strip(), source.strip(), hint=error.hint))


def _value(rendering: Rendering, written: str) -> str:
    """A value of the build as TeX."""
    text = plain(rendering, written)
    if _NUMBER.fullmatch(text):
        return "{" + text.replace("−", "-").replace("%", r"\%") + "}"
    return r"\text{" + re.sub(r"[{}$&#%_\\]", lambda match: f"\\{match[0]}", text) + "}"


class FormulaPattern(InlineProcessor):
    """Formulas in running text; a `$$…$$` among words stands on a line of its own, too."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(FORMULA.pattern, md)
        self.compiled_re = FORMULA
        self.context = context

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        display = m["block"] is not None
        made = formula(self.context.rendering, m["block"] if display else m["within"], display)
        signs = sum(len(part.text or "") for part in made.iter() if len(part) == 0)
        kind = " nn-math--block" if display else " nn-math--long" if signs > _LONG else ""
        # The span keeps Markdown from setting the formula as a paragraph.
        span = ET.Element("span", {"class": f"nn-math{kind}", **({"tabindex": "0"} if kind else {})})
        span.append(made)
        return span, m.start(0), m.end(0)


class FormulaBlocks(BlockProcessor):
    """Paragraphs from `$$` to `$$`."""

    def __init__(self, parser: BlockParser, context: Context) -> None:
        super().__init__(parser)
        self.context = context

    def test(self, parent: ET.Element, block: str) -> bool:
        opens = _OPENS.match(block)
        return opens is not None and "$$" not in _CLOSES.sub("", block[opens.end() :])

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        opens, closes = _OPENS.match(block), _CLOSES.search(block)
        assert opens is not None
        if closes and closes.start() >= opens.end():
            box = element.sub(parent, "div", class_="nn-math", tabindex="0")
            written = block[opens.end() : closes.start()]
            box.append(formula(self.context.rendering, written, display=True))
            return
        message = "a formula that begins with $$ does not end"
        hint = "close it with $$, with no empty line before; a dollar is written \\$"
        said = self.context.rendering.report(message, block.strip().split("\n")[0], hint=hint)
        element.sub(parent, "p").append(element.problem(said))
