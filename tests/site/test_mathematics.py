"""Formulas: what they become, and that nothing is drawn on a guess."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from nnexplain.site.extension import makeExtension
from nnexplain.site.facts import Facts
from nnexplain.site.formula import FormulaError, mathml
from nnexplain.site.formula.commands import COMPOSED, ENVIRONMENTS
from nnexplain.site.formula.symbols import COMMANDS


def drawn(source: str) -> str:
    """The formula's MathML without attributes, and without what holds it."""
    made = mathml(source)
    for part in made.iter():
        part.attrib.clear()
    text = ET.tostring(made, encoding="unicode").replace("&amp;amp;", "&amp;")
    return text.removeprefix("<math><mrow>").removesuffix("</mrow></math>")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        ("f'", "<msup><mi>f</mi><mo>′</mo></msup>"),
        (r"\sum_i x", "<munder><mo>∑</mo><mi>i</mi></munder><mi>x</mi>"),
        (r"\int_0^1", "<msubsup><mo>∫</mo><mn>0</mn><mn>1</mn></msubsup>"),
        (r"\sum\nolimits_i", "<msub><mo>∑</mo><mi>i</mi></msub>"),
        (r"\operatorname*{arg\,max}_\theta", "<munder><mo>arg\u2009max</mo><mi>θ</mi></munder>"),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        (r"\mathbb{R}\mathcal L\mathbf{w}", "<mi>ℝ</mi><mi>ℒ</mi><mi>𝐰</mi>"),
        (r"\mathrm{ReLU}", "<mi>ReLU</mi>"),
        (r"\text{a_b \& c}", "<mtext>a_b &amp; c</mtext>"),
        (
            "1,797 - f(1,2)",
            "<mn>1,797</mn><mo>−</mo><mi>f</mi><mo>(</mo><mn>1</mn><mo>,</mo><mn>2</mn><mo>)</mo>",
        ),
        (r"\left.x\right|", "<mrow><mi>x</mi><mo>|</mo></mrow>"),
        (r"\hat{y}_i", "<msub><mover><mi>y</mi><mo>^</mo></mover><mi>i</mi></msub>"),
        (
            r"\begin{aligned}a&=b\\c&=d\end{aligned}",
            "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr>"
            "<mtr><mtd><mi>c</mi></mtd><mtd><mo>=</mo><mi>d</mi></mtd></mtr></mtable>",
        ),
        (
            r"\begin{pmatrix}1&2\end{pmatrix}",
            "<mrow><mo>(</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable><mo>)</mo></mrow>",
        ),
    ],
)
def test_tex_becomes_mathml(source: str, expected: str) -> None:
    assert drawn(source) == expected


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (r"\foo x", r"\foo is not known"),
        (r"\begin{tikz}x\end{tikz}", r"\begin{tikz} is not known"),
        (r"\begin{matrix}x\end{cases}", r"\begin{matrix} is closed by \end{cases}"),
        (r"\begin{matrix}x", r"\begin{matrix} without \end{matrix}"),
        (r"\frac{1}", r"nothing stands behind \frac"),
        ("x_", "nothing stands behind _"),
        ("x^2^3", "two ^ in a row: put one of them in braces"),
        ("{a", "{ is not closed"),
        ("a}b", "} has nothing to close or to separate"),
        ("a & b", "& has nothing to close or to separate"),
        (r"\left( x", r"\left without \right"),
        (r"\left x \right)", r"\left x: that is no bracket"),
        (r"\text{\foo}", r"\foo stands in a text"),
        (r"\href{javascript:alert(1)}{x}", r"\href is not known"),
        (" ", "it is empty"),
        ("{" * 300 + "}" * 300, "it is nested more than 100 deep"),
    ],
)
def test_what_is_not_known_or_not_whole_is_an_error(source: str, message: str) -> None:
    with pytest.raises(FormulaError) as error:
        mathml(source)
    assert str(error.value) == message


NAMES = sorted({*COMMANDS, *COMPOSED})
PARTS = [
    *(f"\\{name}" for name in NAMES),
    *"{}[]()|_^'&~$%#a1 .,\\",
    *(f"\\begin{{{e}}}" for e in ENVIRONMENTS),
]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=12))
def test_whatever_is_written_is_a_formula_or_an_error(parts: list[str]) -> None:
    try:
        made = mathml("".join(parts))
    except FormulaError as error:
        assert str(error)
    else:
        sides = {
            "mfrac": 2,
            "msub": 2,
            "msup": 2,
            "msubsup": 3,
            "munder": 2,
            "mover": 2,
            "munderover": 3,
            "mroot": 2,
        }
        assert all(len(part) == sides.get(part.tag, len(part)) for part in made.iter())


def test_each_command_stands_for_something() -> None:
    """With two arguments, and with a bracket or a width or a name behind those that want one."""
    wanted = ("{a}{b}", "(x\\right)", "(x", "{1em}", "{matrix}a\\end{matrix}")
    for name in NAMES:
        assert any(is_drawn(f"\\{name}{behind}") for behind in wanted), name


def is_drawn(source: str) -> bool:
    try:
        mathml(source)
    except FormulaError:
        return False
    return True


def test_a_misspelt_command_is_told_the_nearest() -> None:
    with pytest.raises(FormulaError) as error:
        mathml("a\n+\n\\alhpa")
    assert error.value.line == 2 and "\\alpha" in error.value.hint


def page(text: str) -> tuple[str, Facts]:
    facts = Facts()
    extensions = ["admonition", "tables", "attr_list", "smarty"]
    return Markdown(extensions=[*extensions, makeExtension(collector=facts, page="a.md")]).convert(
        text
    ), facts


def test_prices_code_and_what_is_escaped_stay_text() -> None:
    text = r"From $5 to $6, US$5/US$6, \$x\$, `$x$`, a $ b $ c."
    html, _ = page(text)
    assert html == "<p>From $5 to $6, US$5/US$6, $x$, <code>$x$</code>, a $ b $ c.</p>"


def test_formulas_stand_in_words_in_tables_in_boxes_and_alone() -> None:
    html, facts = page(
        "A *b* $a*b*c$.\n\n| $p(y|x)$ | b |\n|---|---|\n| $|z|$ | `|` |\n\n"
        "!!! note\n\n    $$\n    x_i\n    < 1\n    $$\n"
    )
    assert html.count("<math>") == 3 and html.count('<math display="block">') == 1
    assert "<em>b</em>" in html and html.count("<mo>∗</mo>") == 2
    assert html.count("<th>") == 2 and html.count("<td>") == 2 and "<code>|</code>" in html
    assert '<div class="admonition note">' in html and "<mo>&lt;</mo>" in html
    assert not facts.problems


def test_values_of_the_build_stand_in_formulas() -> None:
    root = Path(__file__).parents[1] / "sites" / "good"
    text = "$p = {{ lesson/accuracy | .1% }} \\text{ of } {{ lesson/songs | ,d }}$"
    html = Markdown(extensions=[makeExtension(root=str(root))]).convert(text)
    assert "<mn>98.5</mn>" in html and ">%</mi>" in html and "<mn>1,797</mn>" in html


def test_a_formula_that_does_not_end_is_told() -> None:
    html, facts = page("$$ 5 dollars twice\n\nmore")
    assert [problem.message for problem in facts.problems] == ["a formula that begins with $$ does not end"]
    assert "<p>more</p>" in html
