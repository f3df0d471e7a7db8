"""Networks that other scripts make: declared like needs, in their order, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnexplain.pipeline.plan import Planner
from tests.choosing import chosen
from tests.tiny import write_widget

from .conftest import Mini

OPENING = """
const bytes = async (url) => (await (await fetch(url)).arrayBuffer()).byteLength;
page.sum = await bytes(new URL(figure.network, source));"""


@pytest.fixture(autouse=True)
def sizes(runtime: Path) -> None:
    write_widget(runtime, "sizes", opening=OPENING, model="said: page.sum,", says="`${said}`")


def maker(mini: Mini, size: int = 3, beside: int = 1, arrays: int = 1) -> None:
    body = f"""
    import numpy as np
    layers = [{{"kind": "dense", "weight": "w"}}]
    network("codes", {{"w": np.ones((1, {size}))}}, layers)
    network("beside", {{"w": np.ones((1, {beside}))}}, layers)
    figure("own", widget="dots", arrays={{"w": np.ones({arrays})}})
    """
    mini.script("maker", body, figures=["own"], widgets=["dots"])


def lesson(mini: Mini, network: str = "maker/codes", before: str = "", **header: object) -> None:
    body = f"{before}figure('one', widget='sizes', network={network!r})"
    given = {"figures": ["one"], "widgets": ["sizes"], "networks": [network], **header}
    mini.script("a-lesson", body, **given)


def test_a_network_comes_before_who_shows_it_and_that_is_drawn_again_when_it_changes(mini: Mini) -> None:
    """Who only declares it follows it, too, as with needs; what is asked for brings the maker along."""
    maker(mini)
    lesson(mini)
    mini.script("apart", "value('n', 1)")
    told = mini.explained()
    assert told["maker"] == "will run: never built" and told["a-lesson"] == "may change: needs maker/codes"
    report = mini.build(only=["a-lesson"])
    assert not report.problems and report.ran == ["maker", "a-lesson"]
    (mini.root / "build/apart.py").unlink()
    made = mini.made()
    size = len(made["content/figures/maker/codes.safetensors.gz"])
    assert f'"now":"{size}"' in made["content/figures/a-lesson/one.json"].decode()
    assert mini.ran() == []
    maker(mini, size=4)
    assert mini.ran() == ["a-lesson", "maker"]
    maker(mini, size=4, beside=2)
    mini.ran(only=["maker"])
    assert mini.explained()["a-lesson"] == "will run: network maker/codes changed"
    assert mini.ran() == ["a-lesson"], "it may name the one beside it"
    maker(mini, size=4, beside=2, arrays=2)
    assert mini.ran() == ["maker"], "a figure's arrays are no network"
    made = mini.made()
    (mini.project.figures / "maker/codes.safetensors.gz").write_bytes(b"of somebody")
    lesson(mini, before="x = 1\n")
    assert mini.ran() == ["a-lesson"], "who runs gets the network of the store"
    assert mini.made() == made
    mini.script("a-lesson", "value('n', 1)", networks=["maker/codes"], widgets=["dots"])
    assert mini.ran() == ["a-lesson"], "what is declared need not be used"
    mini.script("maker", "1 / 0")
    report = mini.build()
    assert sorted(report.failed) == ["a-lesson", "maker"]
    assert [problem.path for problem in report.problems] == ["build/maker.py"]
    assert "needs maker, which failed" in mini.said


NONE = "which its script does not make"


@pytest.mark.parametrize(
    ("network", "message", "hint"),
    [
        (
            "makr/codes",
            "network 'makr/codes', but there is no script 'makr'",
            "did you mean maker? scripts: a-",
        ),
        ("a-lesson/codes", "own network 'a-lesson/codes'", "leave it out"),
        ("maker/code", f"network 'maker/code', {NONE}", "build/maker.py makes: beside, codes"),
        ("maker/own", f"network 'maker/own', {NONE}", "build/maker.py makes: beside, codes"),
    ],
)
def test_a_network_that_there_is_not(mini: Mini, network: str, message: str, hint: str) -> None:
    maker(mini)
    lesson(mini, network)
    problem = mini.problem()
    assert (problem.path, problem.line) == ("build/a-lesson.py", 4)
    assert problem.message.startswith("declares ") and problem.message.endswith(message)
    assert hint in problem.hint


def test_a_network_that_is_not_declared(mini: Mini) -> None:
    """Charts declare what they name as well."""
    chart = "{'mark': 'point', 'data': {'values': [{'a': 1}]}}"
    maker(mini)
    lesson(mini, networks=[])
    mini.script("chart", f"figure('one', {chart}, network='maker/codes')", figures=["one"])
    problem, other = sorted(mini.build().problems, key=lambda problem: problem.order)
    assert (problem.path, problem.line) == ("build/a-lesson.py", 7)
    assert problem.message == "the network 'maker/codes', which the header does not declare"
    assert problem.hint == 'declared: none; add it at build/a-lesson.py:1: # networks = ["maker/codes"]'
    assert other.path == "build/chart.py" and "which the header does not declare" in other.message


def test_a_circle_of_needs_and_networks(mini: Mini) -> None:
    mini.script("a", "", networks=["b/codes"])
    mini.script("b", "", full=True, needs=["a"])
    problems = sorted(mini.build().problems, key=lambda problem: problem.order)
    assert [(problem.path, problem.line, problem.message) for problem in problems] == [
        ("build/a.py", 2, "a cycle of needs: a → b → a"),
        ("build/b.py", 3, "a cycle of needs: b → a → b"),
    ]  # fmt: skip


def test_both_choose_the_same_setting(mini: Mini) -> None:
    mini.write("build/maker.py", '# /// nnexplain\n# settings.digits = "sklearn"\n# ///\n')
    text = '# /// nnexplain\n# settings.digits = "mnist"\n# networks = ["maker/codes"]\n# ///\n'
    mini.write("build/a-lesson.py", text)
    problems = Planner(mini.project, chosen()).plan().broken["a-lesson"]
    assert problems[0].message == "digits is mnist here and sklearn in maker, which it needs"
