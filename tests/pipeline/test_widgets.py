"""Figures that widgets draw, in whole builds: which are drawn again, by which engine, and what goes wrong."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
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
from tests.processes import eventually, lives
from tests.tiny import write_widget

from .conftest import Mini

FOREVER = "for (;;);"
LESSON = """
from nnexplain.figures import Param
dot = figure("dot", widget="dots", params=(Param("n", need("models/m").facts["n"]),))
value("third", dot.quotes["third"])
"""


def fill(mini: Mini, n: int = 6) -> None:
    mini.script("models/m", f"import numpy as np\nsave_run({{'w': np.ones(1)}}, n={n})")
    mini.script("lesson", LESSON, needs=["models/m"], widgets=["dots"], figures=["dot"])


def test_a_lesson_is_drawn_and_an_edit_of_a_widget_redraws_and_retrains_nothing(
    mini: Mini, runtime: Path
) -> None:
    fill(mini)
    mini.script("other", "value('n', 1)")
    assert mini.ran() == ["lesson", "models/m", "other"]
    assert mini.values("lesson") == {"third": 2}
    made = mini.made()
    assert b'cx="6"' in made["content/figures/lesson/dot.svg"]
    assert b'"now":"n is 6"' in made["content/figures/lesson/dot.json"]
    (drawn,) = mini.project.pictures.iterdir()
    again = LESSON + "value('more', 1)\n"
    mini.script("lesson", again, needs=["models/m"], widgets=["dots"], figures=["dot"])
    assert mini.ran() == ["lesson"]
    assert list(mini.project.pictures.iterdir()) == [drawn], "what was drawn is remembered"
    write_widget(runtime, "dots", says="`now n is ${n}`")
    assert mini.explained()["lesson"] == "will run: widget dots changed"
    assert mini.ran() == ["lesson"]
    assert b"now n is 6" in mini.made()["content/figures/lesson/dot.json"]
    write_widget(runtime, "dots", top="// A word, and no more.\n/* Another. */\n", says="`now n is ${n}`")
    assert mini.ran() == []
    for file, more in (
        ("widgets/dots/dots.css", ".nn-dots-dot { stroke: none; }"),
        ("core/still.js", "export const more = 1;"),
        ("draw/tree.js", "export const more = 1;"),
    ):
        before = (runtime / file).read_text()
        (runtime / file).write_text(before + more)
        told = mini.explained()
        assert {name for name, word in told.items() if word != "up to date"} == {"lesson"}, file
        (runtime / file).write_text(before)


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


def test_what_is_wrong_with_widgets_is_told_at_its_line_and_the_others_go_on(
    mini: Mini, runtime: Path
) -> None:
    """Charts need no declaration: there is no widget of theirs to name."""
    fill(mini)
    write_widget(runtime, "bad", opening="Math.random();")
    write_widget(runtime, "lost", top='import "./nowhere.js";')
    drawn, undeclared = "x = 1\nfigure('one', widget='bad')", "\nfigure('one', widget='dots')"
    mini.script("fails", drawn, figures=["one"], widgets=["bad"])
    mini.script("lost", "figure('one', widget='lost')", figures=["one"], widgets=["lost"])
    mini.script("undeclared", undeclared, figures=["one"])
    mini.script("unknown", "", figures=["one"], widgets=["dot"])
    mini.script("vega", "", figures=["one"], widgets=["vega"])
    report = mini.build()
    assert sorted(report.ran) == ["lesson", "models/m"]
    assert sorted(report.failed) == ["fails", "lost", "undeclared", "unknown", "vega"]
    fails, lost, undeclared_, unknown, vega = sorted(report.problems, key=lambda problem: problem.order)
    assert (fails.path, fails.line) == ("build/fails.py", 7)
    assert fails.message.startswith("figure 'one': the widget bad cannot draw it: Math.random() is not")
    assert fails.hint.endswith("widgets/bad/bad.js:5")
    assert (lost.path, lost.line) == ("build/lost.py", 3)
    assert lost.message == "the widget lost lacks a file: No such file or directory"
    assert lost.hint.endswith("widgets/lost/nowhere.js")
    assert (undeclared_.path, undeclared_.line) == ("build/undeclared.py", 6)
    assert undeclared_.message == "figure('one') with the widget 'dots', which the header does not declare"
    assert undeclared_.hint == 'declared: none; add it at build/undeclared.py:1: # widgets = ["dots"]'
    assert (unknown.path, unknown.line) == ("build/unknown.py", 3)
    assert unknown.message == "declares the widget 'dot', but there is no such"
    assert unknown.hint == "did you mean dots? widgets: bad, dots, lost"
    assert vega.message == "declares the widget 'vega', but there is no such"


ENGINE = """
from nnexplain.figures.session import current
figure("dot", widget="dots")
stills = current().stills
value("own", stills._own is not None)
value("engine", stills._shared.pid if stills._shared else stills._own.pid)
"""


@pytest.mark.skipif(not can_fork(), reason="nothing forks here")
def test_one_engine_draws_for_a_whole_build_and_ends_with_it(mini: Mini, runtime: Path) -> None:
    """A script that is killed while it is drawn disturbs nobody."""
    write_widget(runtime, "slow", opening=FOREVER)
    body = """
    import os, threading
    threading.Timer(0.5, lambda: os.kill(os.getpid(), 9)).start()
    figure("one", widget="slow")
    """
    mini.script("a-killed", body, figures=["one"], widgets=["slow"])
    names = [f"lesson-{number}" for number in range(3)]
    for name in names:
        mini.script(name, ENGINE, figures=["dot"], widgets=["dots"])
    report = mini.build(jobs=2)
    (problem,) = report.problems
    assert "its process was ended by signal 9" in problem.message
    assert sorted(report.ran) == names
    assert not any(mini.values(name)["own"] for name in names)
    (engine,) = {mini.values(name)["engine"] for name in names}
    eventually(lambda: not lives(engine))


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
        time.sleep(0.3)
        assert lives(engine)
        build.send_signal(number)
        build.communicate()
    eventually(lambda: not lives(engine))


CHART = (
    "{'mark': 'point', 'data': {'values': [{'a': 1}]}, 'encoding': {'x': {'field': 'a', 'type': 'ordinal'}}}"
)


def test_pictures_are_the_same_from_engines_of_the_script_s_own(
    mini: Mini, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What draws charts is another process, where something forks: its start would stop the script's for a
    quarter of a second.
    """
    fill(mini)
    body = f"import sys\nfigure('a', {CHART}, description='A dot.')"
    mini.script("chart", f"{body}\nprint('here:', 'vl_convert' in sys.modules)", figures=["a"])
    assert mini.ran(verbose=True) == ["chart", "lesson", "models/m"]
    assert f"here: {not can_fork()}" in mini.said
    made = mini.made()
    for folder in (mini.project.store, mini.project.pictures, mini.project.figures):
        shutil.rmtree(folder)
    monkeypatch.setattr("nnexplain.pipeline.local.launcher", Spawner)
    assert mini.ran() == ["chart", "lesson", "models/m"]
    assert mini.made() == made


def test_a_widget_that_is_edited_while_the_script_runs_is_drawn_again(mini: Mini, runtime: Path) -> None:
    body = """
    from pathlib import Path
    dot = figure("dot", widget="edited")
    value("now", dot.now)
    module = Path(MODULE)
    if module.read_bytes() != b"AFTER":
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


def test_no_variable_of_the_reader_s_reaches_the_engine(
    mini: Mini, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were it otherwise, two readers could get two pictures."""
    fill(mini)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    write_widget(runtime, "dots", says="(1234.5).toLocaleString() + new Date(0).getHours()")
    mini.ran()
    assert '"now":"1,234.50"' in mini.made()["content/figures/lesson/dot.json"].decode()
