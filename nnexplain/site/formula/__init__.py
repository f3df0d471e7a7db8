"""Formulas: TeX's mathematics as MathML, which browsers draw by themselves, without a script. What is not
known, or not whole, is an error: nothing is drawn on a guess.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from nnexplain.site.formula.commands import COMPOSED
from nnexplain.site.formula.parse import LIMITED, FormulaError, Parser
from nnexplain.site.formula.tree import node

__all__ = ["FormulaError", "mathml"]


def mathml(source: str, *, display: bool = False) -> ET.Element:
    """The formula `source`, written in TeX; on a line of its own when `display`. Raises `FormulaError`."""
    parser = Parser(source, COMPOSED)
    children = parser.expression()
    if left := parser.peek():
        raise parser.error(f"{left.shown} has nothing to close or to separate", left)
    if not children:
        raise parser.error("it is empty")
    made = node("math", [node("mrow", children)], **({"display": "block"} if display else {}))
    for element in made.iter():
        element.attrib.pop(LIMITED, None)
    return made
