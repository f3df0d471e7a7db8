"""Values of the build in prose: `{{ name }}`, `{{ name | .1% }}`, `{{ lesson/name | ,d }}`.

One there is without a script, unless it gives its own: `{{ minutes }}`, how long the page takes to read.

The format is Python's mini-language less what depends on the machine's locale, with widths and
precisions of at most two digits, so that no lesson can ask for a gigabyte of blanks.
"""

from __future__ import annotations

import re

from nnexplain.figures.contract import Scalar
from nnexplain.site.image import SCRIPT

EXPRESSION = re.compile(r"\{\{([^{}]*)\}\}")
_REFERENCE = re.compile(rf"(?:(?P<script>{SCRIPT.pattern})/)?(?P<name>[A-Za-z][\w-]*)", re.A)
_FORMAT = re.compile(
    r"(?:[^{}\n]?[<>=^])?[-+ ]?z?#?0?(?:[1-9]\d?)?[,_]?(?:\.\d{1,2})?(?P<type>[bdeEfFgGosxX%]?)", re.A
)
_ALLOWED = {
    int: ("a whole number", "d  ,d  .1f  .3g  .1%  .2e  x  b"),
    float: ("a number", ".2f  .3g  .1%  .2e  ,.0f"),
    str: ("text", "no format, or s"),
    bool: ("true or false", "no format"),
}
SYNTAX = "write {{ name }}, {{ name | .1% }} or, for another lesson's, {{ lesson/name }}"


class FormatError(ValueError):
    """A format that is none, or that this value cannot take; its text says what is allowed."""


def parse_expression(inner: str) -> tuple[str | None, str, str]:
    """What stands between the braces as (script or None, name, format or ""). Raises `ValueError`."""
    reference, _, spec = inner.partition("|")
    match = _REFERENCE.fullmatch(reference.strip())
    if not match:
        raise ValueError(SYNTAX)
    return match["script"], match["name"], spec.strip()


def show(value: Scalar, spec: str = "") -> str:
    """`value` as the reader sees it. Raises `FormatError`."""
    what, formats = _ALLOWED[type(value)]
    allowed = f"the value is {value!r:.60}, {what}; formats for it: {formats}"
    if not spec:
        return str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, bool) or not _FORMAT.fullmatch(spec):
        raise FormatError(allowed)
    try:
        return format(value, spec)
    except (ValueError, OverflowError) as error:
        raise FormatError(allowed) from error
