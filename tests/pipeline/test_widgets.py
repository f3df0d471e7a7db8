"""Figures that widgets draw, in whole builds: which are drawn again, by which engine, and what goes wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from nnexplain.figures.widgets import RUNTIME
from nnexplain.pipeline.jobs import make_job
from nnexplain.pipeline.launch import Spawner, can_fork
from nnexplain.pipeline.plan import Planner
from nnexplain.pipeline.running import run_job
from tests.choosing import chosen
from tests.tiny import tiny_runtime, write_widget

from .conftest import Mini

FOREVER = "for (;;);"
LESSON = """
from nnexplain.figures import Param
dot = figure("dot", widget="dots", params=(Param("n", need("models/m").facts["n"]),))
value("third", dot.quotes["third"])
"""


@pytest.fixture
def runtime(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In the site's own folder, where a file that is read must have been declared."""
    made = tiny_runtime(mini.root)
    monkeypatch.setattr("nnexplain.pipeline.plan.runtime_of", lambda _: made)
    return made


def fill(mini: Mini, n: int = 6) -> None:
    mini.script("models/m", f"import numpy as np\nsave_run({{'w': np.ones(1)}}, n={n})")
    mini.script("lesson", LESSON, needs=["models/m"], widgets=["dots"], figures=["dot"])


def explained(mini: Mini) -> dict[str, str]:
    mini.build(dry_run=True)
    return dict(line.split(": ", 1) for line in mini.said.splitlines())


def test_a_lesson_is_drawn_and_quotes_its_figure(mini: Mini, runtime: Path) -> None:
    fill(mini)
    assert mini.ran() == ["lesson", "models/m"]
    assert mini.values("lesson") == {"third": 2}
    made = mini.made()
    assert b'cx="6"' in made["content/figures/lesson/dot.svg"]
    assert b'"now":"n is 6"' in made["content/figures/lesson/dot.json"]


def test_an_edit_of_a_widget_redraws_and_retrains_nothing(mini: Mini, runtime: Path) -> None:
    fill(mini)
    mini.script("other", "value('n', 1)")
    mini.ran()
    write_widget(runtime, "dots", says="`now n is ${n}`")
    assert explained(mini)["lesson"] == "will run: widget dots changed"
    assert mini.ran() == ["lesson"]
    assert b"now n is 6" in mini.made()["content/figures/lesson/dot.json"]
    write_widget(runtime, "dots", top="// A word, and no more.\n/* Another. */\n", says="`now n is ${n}`")
    assert mini.ran() == []


@pytest.mark.parametrize(
    ("file", "more"),
    [
        ("widgets/dots/dots.css", ".nn-dots-dot { stroke: none; }"),
        ("core/still.js", "export const more = 1;"),
        ("draw/tree.js", "export const more = 1;"),
    ],
)
def test_what_else_a_picture_follows_from(mini: Mini, runtime: Path, file: str, more: str) -> None:
    fill(mini)
    mini.ran()
    path = runtime / file
    path.write_text(path.read_text() + more)
    assert mini.ran() == ["lesson"]


def test_a_widget_counts_for_who_declares_it(mini: Mini, runtime: Path) -> None:
    fill(mini)
    write_widget(runtime, "unused")
    mini.script("plain", "value('n', 1)", figures=[])
    scripts = Planner(mini.project, chosen()).plan().scripts
    wanted = {"widget dots", "version deno"}
    assert scripts["lesson"].parts.keys() & {*wanted, "widget unused"} == wanted
    assert scripts["lesson"].parts["version deno"] == version("deno")
    for name in ("models/m", "plain"):
        assert not scripts[name].parts.keys() & wanted


def test_a_change_of_a_widget_in_words() -> None:
    from nnexplain.pipeline.key import differences

    before = {"widget who": "1", "network a/b": "1", "version deno": "2.9.8"}
    now = {"widget who": "2", "network a/b": "2", "version deno": "2.9.9"}
    assert differences(before, now) == ["widget who changed", "network a/b changed", "deno 2.9.8 → 2.9.9"]
    assert differences({}, {"widget who": "2"}) == ["widget who is new to it"]


def test_an_unknown_widget_is_an_error_of_the_header(mini: Mini, runtime: Path) -> None:
    fill(mini)
    mini.script("bad", "", figures=["one"], widgets=["dot"])
    problem, report = mini.problem(), mini.build()
    assert (problem.path, problem.line) == ("build/bad.py", 3)
    assert problem.message == "declares the widget 'dot', but there is no such"
    assert problem.hint == "did you mean dots? widgets: dots"
    assert report.failed == ["bad"]


def test_the_charts_need_no_declaration(mini: Mini) -> None:
    mini.script("bad", "", figures=["one"], widgets=["vega"])
    assert mini.problem().message == "declares the widget 'vega', but there is no such"


def test_a_widget_that_imports_what_is_not_there(mini: Mini, runtime: Path) -> None:
    fill(mini)
    write_widget(runtime, "bad", top='import "./nowhere.js";')
    mini.script("bad", "figure('one', widget='bad')", figures=["one"], widgets=["bad"])
    problem = mini.problem()
    assert (problem.path, problem.line) == ("build/bad.py", 3)
    assert problem.message == "the widget bad lacks a file: No such file or directory"
    assert problem.hint.endswith("widgets/bad/nowhere.js")


def test_a_widget_that_is_not_declared_is_an_error_of_the_script(mini: Mini, runtime: Path) -> None:
    mini.script("lesson", "\nfigure('one', widget='dots')", figures=["one"])
    problem = mini.problem()
    assert (problem.path, problem.line) == ("build/lesson.py", 6)
    assert problem.message == "figure('one') with the widget 'dots', which the header does not declare"
    assert problem.hint == 'declared: none; add it at build/lesson.py:1: # widgets = ["dots"]'


def test_a_widget_that_fails_is_told_at_the_line_and_the_others_go_on(mini: Mini, runtime: Path) -> None:
    write_widget(runtime, "bad", opening="Math.random();")
    mini.script("bad", "x = 1\nfigure('one', widget='bad')", figures=["one"], widgets=["bad"])
    fill(mini)
    report = mini.build()
    assert sorted(report.ran) == ["lesson", "models/m"]
    (problem,) = report.problems
    assert (problem.path, problem.line) == ("build/bad.py", 7)
    assert problem.message.startswith("figure 'one': the widget bad cannot draw it: Math.random() is not")
    assert problem.hint.endswith("widgets/bad/bad.js:5")


ENGINE = """
from nnexplain.figures.session import current
figure("dot", widget="dots")
stills = current().stills
value("own", stills._own is not None)
value("engine", stills._shared.pid if stills._shared else stills._own.pid)
"""


def lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def eventually(condition: Callable[[], bool]) -> None:
    for _ in range(400):
        if condition():
            return
        time.sleep(0.025)
    raise AssertionError("it never came to be")


@pytest.mark.skipif(not can_fork(), reason="nothing forks here")
def test_one_engine_draws_for_a_whole_build_and_ends_with_it(mini: Mini, runtime: Path) -> None:
    names = [f"lesson-{number}" for number in range(4)]
    for name in names:
        mini.script(name, ENGINE, figures=["dot"], widgets=["dots"])
    assert mini.ran(jobs=2) == names
    engines = {mini.values(name)["engine"] for name in names}
    assert not any(mini.values(name)["own"] for name in names)
    (engine,) = engines
    eventually(lambda: not lives(engine))


@pytest.mark.skipif(not can_fork(), reason="nothing forks here")
def test_a_script_that_is_killed_while_it_is_drawn_disturbs_nobody(mini: Mini, runtime: Path) -> None:
    write_widget(runtime, "slow", opening=FOREVER)
    body = """
    import os, threading
    threading.Timer(0.7, lambda: os.kill(os.getpid(), 9)).start()
    figure("one", widget="slow")
    """
    mini.script("a-killed", body, figures=["one"], widgets=["slow"])
    for name in ("lesson-1", "lesson-2"):
        mini.script(name, ENGINE, figures=["dot"], widgets=["dots"], needs=[])
    report = mini.build(jobs=2)
    (problem,) = report.problems
    assert "its process was ended by signal 9" in problem.message
    assert sorted(report.ran) == ["lesson-1", "lesson-2"]
    assert not any(mini.values(name)["own"] for name in ("lesson-1", "lesson-2"))


BUILD = """
import sys
from pathlib import Path
import nnexplain.pipeline.plan as plan
plan.runtime_of = lambda root: Path(sys.argv[1])
from nnexplain.cli import main
sys.exit(main(["build", "--no-site"]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_killed_leaves_no_engine(mini: Mini, runtime: Path, number: int) -> None:
    """Not even one that is in the middle of a drawing that never ends."""
    write_widget(runtime, "slow", opening=FOREVER)
    body = """
    from nnexplain.figures.session import current
    from pathlib import Path
    Path("engine").write_text(str(current().stills._shared.pid))
    figure("one", widget="slow")
    """
    mini.script("lesson", body, figures=["one"], widgets=["slow"])
    command = [sys.executable, "-c", BUILD, str(runtime)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=mini.root, stdout=pipe, stderr=pipe, start_new_session=True) as build:
        eventually(lambda: (mini.root / "engine").exists() and (mini.root / "engine").read_text() != "")
        engine = int((mini.root / "engine").read_text())
        time.sleep(0.5)
        assert lives(engine)
        build.send_signal(number)
        build.communicate()
    eventually(lambda: not lives(engine))


def test_the_picture_is_the_same_from_an_engine_of_the_script_s_own(
    mini: Mini, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(mini)
    mini.ran()
    made = mini.made()
    for folder in (mini.project.store, mini.project.pictures, mini.project.figures):
        shutil.rmtree(folder)
    monkeypatch.setattr("nnexplain.pipeline.local.launcher", Spawner)
    assert mini.ran() == ["lesson", "models/m"]
    assert mini.made() == made


def test_what_was_drawn_is_remembered_when_the_script_runs_again(mini: Mini, runtime: Path) -> None:
    fill(mini)
    mini.ran()
    memory = {path.name: path.stat().st_ctime_ns for path in mini.project.pictures.iterdir()}
    mini.script(
        "lesson", LESSON + "value('more', 1)\n", needs=["models/m"], widgets=["dots"], figures=["dot"]
    )
    assert mini.ran() == ["lesson"]
    assert memory.keys() == {path.name for path in mini.project.pictures.iterdir()}
    assert len(memory) == 1


def test_a_widget_that_is_edited_while_the_script_runs_is_drawn_again(mini: Mini, runtime: Path) -> None:
    body = """
    from pathlib import Path
    dot = figure("dot", widget="edited")
    value("now", dot.now)
    module = Path(MODULE)
    module.write_bytes(b"AFTER")
    """
    after = write_widget(runtime, "edited", says="'after'").read_bytes()
    module = write_widget(runtime, "edited", says="'before'")
    body = body.replace("MODULE", repr(str(module))).replace('b"AFTER"', repr(after))
    mini.script("lesson", body, figures=["dot"], widgets=["edited"])
    assert mini.ran() == ["lesson"]
    assert mini.values("lesson") == {"now": "after"}
    assert mini.ran() == []


def test_elsewhere_without_the_repository(mini: Mini, runtime: Path) -> None:
    """As on a cluster's worker: the widgets travel with the job, and so does what the engine runs."""
    fill(mini)
    mini.ran()
    script = Planner(mini.project, chosen()).plan().scripts["lesson"]
    run = (mini.project.runs / "models/m.safetensors").read_bytes()
    job = make_job(script, {"models/m": run}, {}, mini.root, None, False)
    assert "nnexplain/runtime/widgets/dots/dots.js" in job.files
    assert job.document["stills"] is None
    outcome = run_job(job)
    assert not outcome.problems, outcome.problems
    folder = mini.project.figures / "lesson"
    assert dict(outcome.files) == {path.name: path.read_bytes() for path in folder.iterdir()}
    versions = {**job.document["versions"], "deno": "0.1"}
    (problem,) = run_job(replace(job, document={**job.document, "versions": versions})).problems
    assert problem.message == f"the worker has deno {version('deno')}, planned for 0.1"


def test_the_widgets_that_there_are_can_be_planned(mini: Mini) -> None:
    """None imports what is not there."""
    names = [path.name for path in (RUNTIME / "widgets").iterdir() if path.name != "vega"]
    mini.script("lesson", "", figures=["one"], widgets=sorted(names))
    plan = Planner(mini.project, chosen()).plan()
    assert not plan.broken
    assert {f"widget {name}" for name in names} <= plan.scripts["lesson"].parts.keys()


def test_no_variable_of_the_reader_s_reaches_the_engine(mini: Mini, runtime: Path) -> None:
    """Were it otherwise, two readers could get two pictures."""
    fill(mini)
    os.environ["LANG"] = "de_DE.UTF-8"
    try:
        write_widget(runtime, "dots", says="(1234.5).toLocaleString() + new Date(0).getHours()")
        mini.ran()
    finally:
        del os.environ["LANG"]
    assert '"now":"1,234.50"' in mini.made()["content/figures/lesson/dot.json"].decode()
