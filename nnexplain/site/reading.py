"""How long a page takes to read, `{{ minutes }}`: counted, so that nobody has to guess or to keep it true."""

from __future__ import annotations

import posixpath
import re

from nnexplain.site.shelf import Shelf
from nnexplain.site.sources import Page
from nnexplain.site.values import EXPRESSION, parse_expression

NAME = "minutes"
RATE = "200 words a minute, and a minute for each figure"
"""What is counted: prose with its captions and values, and no code. A figure is there to be tried."""
_WORDS, _FIGURE = 200, 1
NOT_READ = re.compile(
    r"<(code|kbd|pre|samp)\b.*?</\1>|!\[[^\]]*\]|\]\([^\s)]*|<[^<>]*>|\{[^{}]*\}", re.I | re.S
)
"""Of a page's prose: code in HTML, alternative texts, addresses, tags, attributes."""
_WORD = re.compile(r"\S*\w\S*")


def minutes(page: Page, shelf: Shelf) -> int:
    """The minutes that `page` takes, at least one. A value that is not there yet counts as a word."""

    def shown(match: re.Match[str]) -> str:
        try:
            script, name, _ = parse_expression(match[1])
        except ValueError:
            return match[0]
        script = script or page.name
        return str(shelf.values(script)[name]) if shelf.has_value(script, name) else "1"

    folder = posixpath.dirname(page.name)
    figures = sum(image.figure(folder) is not None for image in page.images)
    words = len(_WORD.findall(NOT_READ.sub(" ", EXPRESSION.sub(shown, page.prose))))
    return max(1, round(words / _WORDS + figures * _FIGURE))
