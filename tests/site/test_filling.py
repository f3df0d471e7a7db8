"""Pages are there before their figures, say what these wait for, and get them as scripts end."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from served import Reader, get, running

from nnexplain.errors import NnexplainError
from nnexplain.project import Project
from nnexplain.site import filling
from nnexplain.site.build import build_site
from nnexplain.site.filling import Filling
from nnexplain.site.telling import Report

MODEL = """\
# /// nnexplain
# ///
import os
import time

from nnexplain.figures import save_run

while not os.path.exists({gate!r}):
    time.sleep(0.02)
save_run({{}}, accuracy={accuracy})
"""
LESSON = """\
# /// nnexplain
# needs = ["models/songs"]
# figures = ["cube"]
# ///
from nnexplain.figures import figure, need, value

step = {"name": "step", "value": 60, "bind": {"input": "range", "min": 0, "max": 60, "step": 1}}
song = {"name": "song", "value": "jazz", "bind": {"input": "select", "options": ["jazz", "rock"]}}
x = {"field": "x", "type": "quantitative"}
chart = {"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": x}, "params": [step, song]}
figure("cube", chart)
value("songs", 1797)
value("accuracy", need("models/songs").facts["accuracy"])
value("title", "Blue <in> Green")
value("done", True)
"""
QUICK = """\
# /// nnexplain
# ///
from nnexplain.figures import value

value("n", 17)
"""


@pytest.fixture
def project(tmp_path: Path, copy_of: Callable[[str], Project]) -> Project:
    """The good site of tests/sites, of which nothing has been built. Its model waits for the file `gate`."""
    project = copy_of("good")
    root = project.root
    shutil.rmtree(project.figures)
    (root / "build/models").mkdir()
    gate = str(tmp_path / "gate")
    (root / "build/models/songs.py").write_text(MODEL.format(gate=gate, accuracy=0.985), "utf-8")
    (root / "build/lesson.py").write_text(LESSON, "utf-8")
    (root / "build/quick.py").write_text(QUICK, "utf-8")
    index = root / "content/index.md"
    index.write_text(
        index.read_text("utf-8") + "\nOf {{ quick/n }}, [{{ quick/n }}](lesson.md?step={{ quick/n }}).\n"
    )
    return project


def awaiting(text: str) -> str:
    return f'<p class="nn-awaited">This figure {text}.</p>'


def test_pages_come_before_their_figures_and_fill(project: Project, tmp_path: Path) -> None:
    """Each with what a script has made as soon as that has ended, while others run."""
    with running(project, jobs=2) as server:
        reader = Reader(server.server_port)
        running_now = "is being made: it waits for build/models/songs.py, which is running"
        while ">17</span>" not in (home := get(server, "/")[1]):
            assert reader.next()["problems"] == []
        assert awaiting(running_now) in home
        while awaiting(running_now) not in (page := get(server, "/lesson/")[1]):
            assert reader.next()["problems"] == []
        assert '<figure class="nn-figure" id="cube">' in page and "<nn-figure" not in page
        assert f'title="This value {running_now}.">…</span>' in page
        assert '<a href="#cube">Figure 1</a>' in page and "nn-problem" not in page

        lesson = project.content / "lesson.md"
        lesson.write_text(lesson.read_text("utf-8").replace("## End", "Edited.\n\n## End"), "utf-8")
        while "Edited" not in (page := get(server, "/lesson/")[1]):
            assert reader.next()["problems"] == [], "prose does not wait for a script"
        assert running_now in page

        (tmp_path / "gate").touch()
        while "<nn-figure" not in (page := get(server, "/lesson/")[1]):
            assert reader.next()["problems"] == []
        assert 'nn-awaited"' not in page and ">98.5%</span>" in page and "…</span>" not in page
        home = get(server, "/")[1]
        assert 'nn-awaited"' not in home and "<nn-figure" in home and 'href="lesson/?step=17">' in home


def test_what_could_not_be_made_is_said_in_its_place(project: Project, tmp_path: Path) -> None:
    (project.scripts / "models/songs.py").write_text(MODEL.format(gate=str(tmp_path), accuracy="1 / 0"))
    with running(project) as server:
        reader = Reader(server.server_port)
        (problem,) = reader.until(lambda state: state["problems"])["problems"]
        assert problem.startswith("build/models/songs.py:10: ZeroDivisionError")
        failed = "could not be made: build/models/songs.py failed"
        assert awaiting(failed) in get(server, "/lesson/")[1]
        assert f'title="This value {failed}."' in get(server, "/lesson/")[1]
        assert ">17</span>" in get(server, "/")[1]


def waits_for(script: str) -> Any:
    return lambda name: "is being made: wait" if name == script else ""


def test_only_what_is_awaited_may_be_missing(project: Project) -> None:
    index = project.content / "index.md"
    index.write_text(
        '# Home\n\n![A.](figures/lesson/cube.svg "C.")\n\n{{ quick/n }}\n\n[a](figures/quick/a.csv)\n'
    )
    with pytest.raises(NnexplainError) as caught:
        build_site(project, awaited=waits_for("lesson"))
    assert {problem.path for problem in caught.value.problems} == {"build/quick.py"}
    assert not project.site.exists()
    build_site(project, awaited=lambda name: "is being made: wait" if name in ("lesson", "quick") else "")
    assert awaiting("is being made: wait") in (project.site / "lesson/index.html").read_text("utf-8")


def test_a_script_that_runs_again_may_still_show_what_it_made(copy_of: Callable[[str], Project]) -> None:
    """Nor is anything a mistake yet that its new figures may put right."""
    project = copy_of("good")
    (project.content / "index.md").write_text('# Home\n\n![A.](figures/lesson/renamed.svg "C.")\n', "utf-8")
    lesson = project.content / "lesson.md"
    build_site(project, awaited=waits_for("lesson"))
    assert "<nn-figure" in (project.site / "lesson/index.html").read_text("utf-8")
    assert awaiting("is being made: wait") in (project.site / "index.html").read_text("utf-8")
    lesson.write_text("# It shows the cube no more\n", "utf-8")
    build_site(project, awaited=waits_for("lesson"))
    with pytest.raises(NnexplainError, match="unknown figure 'renamed'") as caught:
        build_site(project)
    assert "no page shows figure 'cube'" in str(caught.value)


class Made:
    """Stands for making the pages, which takes until it is let go. `said` is what each was to say of "c"."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, project: Project, *, awaited: Any) -> None:
        self.said.append(awaited("c"))
        self.begun.release()
        assert self.go.acquire(timeout=60)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Made:
    made = Made()
    monkeypatch.setattr(filling, "build_site", made)
    monkeypatch.setattr(filling, "PAUSE", 0.0)
    return made


def words(*names: str) -> Mapping[str, str]:
    return {name: f"{len(names)} to come" for name in names}


def test_scripts_that_end_meanwhile_are_shown_together(project: Project, made: Made) -> None:
    told: list[Report] = []
    with Filling(project, told.append) as pages:
        pages.follow(words("lesson", "a", "b", "c"), last=False)
        assert made.begun.acquire(timeout=60)
        for left in (("a", "b", "c"), ("b", "c"), ("c",)):
            pages.follow(words(*left), last=False)
        made.go.release()
        assert made.begun.acquire(timeout=60)
        made.go.release(2)
        pages.follow({}, last=True)
        pages.make()
    assert made.said == ["4 to come", "1 to come", ""]
    assert [report.wishes for report in told] == [0, 0]


@pytest.mark.parametrize("failed", [{}, {"c": "could not be made"}])
def test_nothing_is_made_between_when_all_is_there_and_the_last_pages_say_what_has_failed(
    copy_of: Callable[[str], Project], made: Made, failed: dict[str, str]
) -> None:
    told: list[Report] = []
    project = copy_of("good")
    if failed:
        shutil.rmtree(project.figures)
    with Filling(project, told.append) as pages:
        pages.follow(words("lesson", *failed), last=False)
        assert not failed or made.begun.acquire(timeout=60)
        pages.follow(failed, last=True)
        made.go.release(2)
        pages.make()
    assert made.said == (["2 to come", "could not be made"] if failed else [""]) and len(told) == len(failed)


def test_wishes_are_counted_when_they_are_fulfilled(project: Project, made: Made) -> None:
    told: list[Report] = []
    with Filling(project, told.append) as pages:
        pages.wish()
        assert made.begun.acquire(timeout=60)
        pages.wish()
        pages.wish()
        made.go.release()
        assert made.begun.acquire(timeout=60)
        made.go.release(2)
        pages.make()
    assert [report.wishes for report in told] == [1, 3] and pages.fulfilled == 3
    assert made.said[0] == filling.UNKNOWN, "no plan has been made yet"


def test_what_goes_wrong_is_told_and_the_next_pages_are_made(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Report] = []
    heard = threading.Semaphore(0)
    errors: list[Exception] = [NnexplainError("wrong", "content/a.md", 3), KeyError("k")]

    def fail(project: Project, *, awaited: Any) -> None:
        raise errors.pop(0)

    def tell(report: Report) -> None:
        told.append(report)
        heard.release()

    monkeypatch.setattr(filling, "build_site", fail)
    with Filling(project, tell) as pages:
        for _ in range(2):
            pages.wish()
            assert heard.acquire(timeout=60)
    (first,), (second,) = (report.problems for report in told)
    assert str(first) == "content/a.md:3: wrong" and second.message == "KeyError: 'k'"
    assert Report.read(told[0].line()) == told[0]
