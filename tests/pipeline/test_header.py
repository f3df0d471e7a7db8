"""The header block: what it may say, and that nothing else gets through."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnexplain.errors import NnexplainError
from nnexplain.pipeline.header import Header, parse_header


def block(*lines: str) -> str:
    return "\n".join(["import os", "# /// nnexplain", *(f"# {line}" for line in lines), "# ///", "x = 1"])


def test_all_keys() -> None:
    given = {"needs": ["models/taste"], "data": ["data/*.csv"], "figures": ["cube", "loss-2"]}
    given |= {"widgets": ["who"], "networks": ["deep/ocr/digits", "a/codes"]}
    header = parse_header(
        block(*(f"{key} = {word}" for key, word in given.items()), "full = true"), "build/a.py"
    )
    assert {key: list(getattr(header, key)) for key in given} == given and header.full
    assert header.line == 2 and [header.line_of(key) for key in (*given, "full")] == [3, 4, 5, 6, 7, 8]
    several = parse_header(block("figures = [", '  "a",', '  "b",', "]"), "build/a.py")
    assert several.figures == ("a", "b")
    assert parse_header("import os\n", "build/a.py") == Header(), "without a block nothing is declared"


def test_what_must_have_run_before() -> None:
    text = block('needs = ["a", "models/b"]', 'networks = ["a/n", "c/n", "c/m", "own/n"]')
    header = parse_header(text, "build/own.py")
    assert header.after("own") == ("a", "models/b", "c")
    assert [header.line_naming(script) for script in ("a", "c")] == [3, 4]


def test_settings() -> None:
    for lines in (
        'settings = { digits = "mnist" }',
        'settings.digits = "mnist"',
        '[settings]\n# digits = "mnist"',
    ):
        header = parse_header(block(lines), "build/a.py")
        assert header.settings == {"digits": "mnist"} and header.line_of("settings") == 3


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (["figure = []"], 3, "unknown key 'figure'.*allowed: needs, data, figures, widgets, networks, full"),
        (["full = true", "needs = 'models/taste'"], 4, "expected a list.*'models/taste'"),
        (["needs = [1]"], 3, "expected a list"),
        (["full = 1"], 3, "true or false"),
        (["needs = ['../x']"], 3, "'../x'"),
        (["data = ['../x']"], 3, "'../x'"),
        (["data = ['/etc/passwd']"], 3, "passwd"),
        (["data = ['a/../../x']"], 3, "x"),
        (["data = ['']"], 3, "''"),
        (["figures = ['Cube']"], 3, "'Cube'"),
        (["figures = ['a/b']"], 3, "'a/b'"),
        (["figures = ['values']"], 3, "'values'"),
        (["figures = ['a', 'a']"], 3, "listed twice"),
        (["widgets = ['Who']"], 3, "widgets: expected widgets' names, like 'neuron'; given is 'Who'"),
        (["widgets = ['../who']"], 3, "'../who'"),
        (["widgets = 'who'"], 3, "expected a list.*'who'"),
        (["networks = ['codes']"], 3, "networks: expected networks' names, with.*given is 'codes'"),
        (["networks = ['a/Codes']"], 3, "'a/Codes'"),
        (["networks = ['../a/codes']"], 3, "'../a/codes'"),
        (["networks = ['a/n', 'a/n']"], 3, "listed twice"),
        (["figures = ['a'"], 3, "not TOML"),
        (["", "figures = = 1"], 4, "not TOML"),
        (["settings = 'mnist'"], 3, "expected a table.*'mnist'"),
        (["settings = { digit = 'mnist' }"], 3, "no setting 'digit'; there is digits"),
        (["settings = { digits = 'cifar' }"], 3, "digits cannot be 'cifar'; it is one of sklearn, mnist"),
        (["settings = { digits = true }"], 3, "digits cannot be True"),
        (["", "[settings]", "digits = []"], 4, "digits cannot be"),
        (["full = " + "9" * 4301], 3, "not TOML: Exceeds the limit"),
        (["full = 0x" + "f" * 4301], 3, "full: a number of thousands of digits"),
        (["needs = [[0x" + "f" * 4301 + "]]"], 3, "needs: a number of thousands of digits"),
    ],
)
def test_what_is_refused(lines: list[str], line: int, words: str) -> None:
    with pytest.raises(NnexplainError) as caught:
        parse_header(block(*lines), "build/a.py")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("build/a.py", line)
    assert re.search(words, str(problem), re.S), str(problem)


def test_all_problems_at_once_and_blocks_that_are_not_closed_or_two() -> None:
    with pytest.raises(NnexplainError) as caught:
        parse_header(block("full = 1", "figure = []", "needs = 3"), "build/a.py")
    assert [problem.line for problem in caught.value.problems] == [3, 4, 5]
    for text in ("# /// nnexplain\n# full = true\n", "# /// nnexplain\nfull = true\n# ///\n"):
        with pytest.raises(NnexplainError, match="not closed"):
            parse_header(text, "build/a.py")
    with pytest.raises(NnexplainError, match="second"):
        parse_header(block() + "\n" + block(), "build/a.py")


KEYS = ["needs", "data", "figures", "widgets", "networks", "full", "settings", "x", "[x]", '"needs"']
VALUES = ["[]", '["a"]', "[[", "true", "1", "{digits = 1}", '"\\u0000"', "", "[" * 3000]
lines_of_toml = st.text(max_size=40) | st.builds(
    "{}{}".format, st.sampled_from(KEYS), st.sampled_from([*(f" = {value}" for value in VALUES), " .a = 1"])
)


@given(st.lists(lines_of_toml, max_size=6))
def test_never_anything_but_a_header_or_an_error(lines: list[str]) -> None:
    try:
        header = parse_header(block(*lines), "build/a.py")
    except NnexplainError as error:
        assert all(problem.path == "build/a.py" and problem.line for problem in error.problems)
    else:
        assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in header.figures)
        assert all(re.fullmatch(r"[a-z-]+", name) for name in header.widgets)
        assert not any(".." in name.split("/") or name.startswith("/") for name in header.data)


@given(st.text())
def test_any_text_is_a_header_or_an_error(text: str) -> None:
    try:
        assert isinstance(parse_header(text, "build/a.py"), Header)
    except NnexplainError as error:
        assert error.problems
