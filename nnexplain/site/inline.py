"""Values in prose, whatever Markdown makes of the text around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from nnexplain.site.context import Context
from nnexplain.site.element import problem
from nnexplain.site.rendering import PIPE, Rendering
from nnexplain.site.sources import mask_code
from nnexplain.site.values import EXPRESSION

_IN_TAG = re.compile(r"<[A-Za-z][^<>]*\Z")
_TASK = re.compile(r'<input type="checkbox" disabled(?: checked)?(?=/?>)')
ZENSICAL = "rendering_context"
"""What Zensical calls the preprocessor that knows the page."""
_LITERAL = re.compile(r"\s*<(?:!--|(?:script|style|pre|code|textarea)\b)", re.I)


def plain(rendering: Rendering, text: str) -> str:
    """`text` with its values put in as plain text; a broken one becomes its message."""

    def one(match: re.Match[str]) -> str:
        try:
            return rendering.value(match[1])[0]
        except ValueError as error:
            return str(error)

    return EXPRESSION.sub(one, text)


def entities(text: str) -> str:
    """`text` for raw HTML: nothing in it is markup, neither HTML's nor Markdown's nor ours."""
    return re.sub(r"[^\w\s]", lambda match: f"&#{ord(match[0])};", text)


def literal(text: str) -> str:
    """`text` for an element of Markdown's tree, whose writer leaves what looks like an entity as it is."""
    return text.replace("&", "&amp;")


FORMULA = re.compile(
    r"""(?<![\\$]) (?: \$\$ (?P<block> (?: \\. | [^\\$] )+ ) \$\$ (?!\$)
    | \$ (?! [\s$] ) (?P<within> (?: \\. | [^\\$] )+? ) (?<! \s ) \$ (?! [\d$] ) )""",
    re.X | re.S,
)
"""A formula in running text. What stands between two prices is none: "$5 and $6"."""


def _hide_bars(text: str) -> str:
    """`text` with the bars of formulas hidden; where that is code, `UnBar` brings them back."""
    return FORMULA.sub(lambda match: match[0] if "\n\n" in match[0] else match[0].replace("|", PIPE), text)


class Begin(Preprocessor):
    """Learns which text is being rendered, before anything changes it. Zensical tells the page, too, by an
    extension in front of all others.
    """

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, lines: list[str]) -> list[str]:
        if ZENSICAL in self.md.preprocessors:
            given: Any = self.md.preprocessors[ZENSICAL]
            self.context.told = str(given.page.path)
            self.context.rewrites = True
        self.context.begin("\n".join(lines))
        return lines


class Bars(Preprocessor):
    """Hides the bars of `{{ name | format }}` and of formulas from tables, and fills values into the tags of
    inline HTML.
    """

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context
        self.stowed = 0

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        self.stowed = len(self.md.htmlStash.rawHtmlBlocks)
        if "$" in text:
            text = _hide_bars(text)
        if "{{" not in text:
            return text.split("\n")
        masked, parts, end = mask_code(text), [], 0
        for match in EXPRESSION.finditer(text):
            parts.append(text[end : match.start()])
            start = masked.rfind("<", 0, match.start())
            in_tag = start >= 0 and _IN_TAG.match(masked[start : match.start()])
            if in_tag and masked[match.start()] == "{":
                parts.append(entities(plain(self.context.rendering, match[0])))
            else:
                parts.append(match[0].replace("|", PIPE))
            end = match.end()
        return ("".join(parts) + text[end:]).split("\n")


class RawValues(Preprocessor):
    """Fills values into blocks of raw HTML, as text."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, lines: list[str]) -> list[str]:
        blocks = self.md.htmlStash.rawHtmlBlocks
        bars = self.md.preprocessors["nnexplain-bars"]
        for i in range(bars.stowed if isinstance(bars, Bars) else 0, len(blocks)):
            block = blocks[i]
            if isinstance(block, str) and "{{" in block and not _LITERAL.match(block):
                blocks[i] = self._filled(block, entities)
            elif isinstance(block, ET.Element):
                self._fill(block)
        return lines

    def _fill(self, element: ET.Element) -> None:
        """Elements among Markdown that say nothing of it themselves, as a `<summary>`, are kept out of it."""
        if "markdown" not in element.attrib:
            for part in element.iter():
                part.text = part.text and self._filled(part.text, literal)
                part.tail = part.tail and self._filled(part.tail, literal)

    def _filled(self, text: str, written: Callable[[str], str]) -> str:
        return EXPRESSION.sub(lambda match: written(plain(self.context.rendering, match[0])), text)


class UnBar(Postprocessor):
    """Puts the bar back wherever no value was made of it: in code."""

    def run(self, text: str) -> str:
        return text.replace(PIPE, "|")


class Tasks(Postprocessor):
    """Says what the boxes of a task list say: as Markdown's extension writes them, they have no name."""

    def run(self, text: str) -> str:
        return _TASK.sub(
            lambda box: f'{box[0]} aria-label="{"done" if "checked" in box[0] else "to do"}"', text
        )


class ValuePattern(InlineProcessor):
    """`{{ name | format }}` in running text."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(EXPRESSION.pattern, md)
        self.context = context

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        try:
            shown, origin = self.context.rendering.value(m[1])
        except ValueError as error:
            return problem(str(error)), m.start(0), m.end(0)
        span = ET.Element("span", {"class": "nn-value", "title": origin})
        span.text = AtomicString(literal(shown))
        return span, m.start(0), m.end(0)
