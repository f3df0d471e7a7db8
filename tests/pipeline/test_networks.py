"""Networks that other scripts make: declared like needs, in their order, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from nnexplain.pipeline.plan import Planner
from tests.choosing import chosen
from tests.tiny import tiny_runtime, write_widget

from .conftest import Mini
from .test_widgets import explained

OPENING = """
const bytes = async (url) => (await (await fetch(url)).arrayBuffer()).byteLength;
page.sum = await bytes(new URL(figure.network, source));"""


@pytest.fixture(autouse=True)
def runtime(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tiny_runtime(mini.root)
    path = write_widget(made, "sizes", opening=OPENING, says="`${sum}`")
    text = path.read_text().replace("says: ({ n })", "says: ({ sum })")
    path.write_text(text.replace("({ page }) => ({", "({ page }) => ({ sum: page.sum,"))
    monkeypatch.setattr("nnexplain.pipeline.plan.runtime_of", lambda _: made)
    return made


def maker(mini: Mini, size: int = 3, beside: int = 1, arrays: int = 1, name: str = "maker") -> None:
    body = f"""
    import numpy as np
    layers = [{{"kind": "dense", "weight": "w"}}]
    network("codes", {{"w": np.ones((1, {size}))}}, layers)
    network("beside", {{"w": np.ones((1, {beside}))}}, layers)
    figure("own", widget="dots", arrays={{"w": np.ones({arrays})}})
    """
    mini.script(name, body, figures=["own"], widgets=["dots"])


def lesson(mini: Mini, network: str = "maker/codes", name: str = "a-lesson", **header: object) -> None:
    body = f"figure('one', widget='sizes', network={network!r})"
    given = {"figures": ["one"], "widgets": ["sizes"], "networks": [network], **header}
    mini.script(name, body, **given)


def test_a_network_comes_before_who_shows_it(mini: Mini) -> None:
    maker(mini)
    lesson(mini)
    report = mini.build()
    assert not report.problems and report.ran == ["maker", "a-lesson"]
    made = mini.made()
    size = len(made["content/figures/maker/codes.safetensors.gz"])
    assert f'"now":"{size}"' in made["content/figures/a-lesson/one.json"].decode()
    assert mini.ran() == []


def test_who_shows_it_is_drawn_again_when_it_changes(mini: Mini) -> None:
    maker(mini)
    lesson(mini)
    assert explained(mini) == {
        "maker": "will run: never built",
        "a-lesson": "may change: needs maker/codes",
    }
    mini.ran()
    maker(mini, size=4)
    assert mini.ran() == ["a-lesson", "maker"]
    maker(mini, size=4, beside=2)
    mini.ran(only=["maker"])
    assert explained(mini)["a-lesson"] == "will run: network maker/codes changed"
    assert mini.ran() == ["a-lesson"], "it may name the one beside it"
    maker(mini, size=4, beside=2, arrays=2)
    assert mini.ran() == ["maker"], "a figure's arrays are no network"


def test_what_is_asked_for_brings_the_maker_along(mini: Mini) -> None:
    maker(mini)
    lesson(mini)
    mini.script("apart", "value('n', 1)")
    assert mini.ran(only=["a-lesson"]) == ["a-lesson", "maker"]


def test_a_network_that_vanished_comes_from_the_store(mini: Mini) -> None:
    maker(mini)
    lesson(mini)
    mini.ran()
    made = mini.made()
    (mini.project.figures / "maker/codes.safetensors.gz").write_bytes(b"of somebody")
    mini.script("a-lesson", "x = 1\nfigure('one', widget='sizes', network='maker/codes')",
                figures=["one"], widgets=["sizes"], networks=["maker/codes"])  # fmt: skip
    assert mini.ran() == ["a-lesson"]
    assert mini.made() == made


def test_a_failing_maker_leaves_out_who_shows_its_network(mini: Mini) -> None:
    mini.script("maker", "1 / 0")
    lesson(mini)
    report = mini.build()
    assert sorted(report.failed) == ["a-lesson", "maker"]
    assert [problem.path for problem in report.problems] == ["build/maker.py"]
    assert "needs maker, which failed" in mini.said


@pytest.mark.parametrize(
    ("network", "message", "hint"),
    [
        (
            "makr/codes",
            "declares the network 'makr/codes', but there is no script 'makr'",
            "did you mean maker? scripts: a-lesson, maker",
        ),
        ("a-lesson/codes", "declares its own network 'a-lesson/codes'", "leave it out"),
        (
            "maker/code",
            "declares the network 'maker/code', which its script does not make",
            "build/maker.py makes: beside, codes",
        ),
        (
            "maker/own",
            "declares the network 'maker/own', which its script does not make",
            "build/maker.py makes: beside, codes",
        ),
    ],
)
def test_a_network_that_there_is_not(mini: Mini, network: str, message: str, hint: str) -> None:
    maker(mini)
    lesson(mini, network)
    problem = mini.problem()
    assert (problem.path, problem.line) == ("build/a-lesson.py", 4)
    assert problem.message == message and hint in problem.hint


def test_a_network_that_is_not_declared(mini: Mini) -> None:
    maker(mini)
    lesson(mini, networks=[])
    problem = mini.problem()
    assert (problem.path, problem.line) == ("build/a-lesson.py", 7)
    assert problem.message == "the network 'maker/codes', which the header does not declare"
    assert problem.hint == 'declared: none; add it at build/a-lesson.py:1: # networks = ["maker/codes"]'


def test_charts_declare_what_they_name_as_well(mini: Mini) -> None:
    chart = "{'mark': 'point', 'data': {'values': [{'a': 1}]}}"
    maker(mini)
    mini.script("lesson", f"figure('one', {chart}, network='maker/codes')", figures=["one"])
    assert "which the header does not declare" in mini.problem().message


def test_what_is_declared_need_not_be_used(mini: Mini) -> None:
    """As with needs."""
    maker(mini)
    mini.script("lesson", "value('n', 1)", networks=["maker/codes"], widgets=["dots"])
    assert mini.ran() == ["lesson", "maker"]


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
