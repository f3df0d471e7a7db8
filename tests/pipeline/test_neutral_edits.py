"""Generated edits of a source: layout never changes its digest, code always does."""

from __future__ import annotations

import ast
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from nnexplain.pipeline.sources import Source, Sources

names = st.sampled_from(["a", "b", "loss", "w"])
atoms = st.sampled_from(["a", "b", "loss", "1", "23", "'x'", '"y"', "None"])
operators = st.sampled_from(["+", "*", "==", "and"])
expressions = st.builds("({} {} ({} {} {}))".format, atoms, operators, atoms, operators, atoms)
statements = st.builds("{} = {}".format, names, expressions)
programs = st.lists(statements, min_size=1, max_size=6)
layout = st.sampled_from(
    ["", "# comment", "# %% [markdown]", '"""prose"""', "'bare'", "   # indented comment"]
)


def source(text: str) -> Source:
    return Sources(Path("nowhere")).analyse(text, "build/a.py")


@given(programs, st.lists(layout, min_size=7, max_size=7))
def test_layout_does_not_count(lines: list[str], between: list[str]) -> None:
    laid_out = [between[0]]
    for line, more in zip(lines, between[1:], strict=False):
        laid_out += [line.replace(" ", "  ") + "  # said", more]
    assert source("\n".join(lines)).bare == source("\n".join(laid_out)).bare


@given(programs)
def test_brackets_and_line_breaks_do_not_count(lines: list[str]) -> None:
    spread = [f"{name} = (\n    {rest}\n)" for name, rest in (line.split(" = ", 1) for line in lines)]
    assert source("\n".join(lines)).bare == source("\n".join(spread)).bare


@given(programs, programs)
def test_code_counts(one: list[str], two: list[str]) -> None:
    """The oracle is Python's own printer of programs."""
    same = ast.unparse(ast.parse("\n".join(one))) == ast.unparse(ast.parse("\n".join(two)))
    assert (source("\n".join(one)).bare == source("\n".join(two)).bare) is same
