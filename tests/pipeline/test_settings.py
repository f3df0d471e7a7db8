"""Settings: a word of the header, a word of the command line, and what it does to scripts and keys."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from choosing import chosen
from idxfiles import NAMES, TEST_NAMES

from nnexplain.data import mnist
from nnexplain.pipeline.jobs import make_job
from nnexplain.pipeline.plan import Planner
from nnexplain.pipeline.running import run_job
from nnexplain.site.rebuild import Rebuild

from .conftest import Mini

WHICH = "value('which', str(setting('digits')))"
READ = """
from nnexplain.data.digits import load_digits
chosen = setting("digits")
digits = load_digits(chosen, chosen.files)
save_run({"labels": digits.test_labels}, note=digits.note)
value("side", digits.side)
value("training", len(digits.train_labels))
"""


def block(mini: Mini, name: str, settings: str, body: str) -> Path:
    words = "from nnexplain.figures import need, save_run, setting, value"
    return mini.write(f"build/{name}.py", f"# /// nnexplain\n# {settings}\n# ///\n{words}\n{body}")


def given(folder: Path | None = None, digits: str = "mnist") -> dict[str, str]:
    return {"digits": digits} | ({"digits-folder": str(folder)} if folder else {})


def test_the_header_is_the_default_and_the_user_goes_before_it(mini: Mini, folder: Path) -> None:
    block(mini, "a", 'settings = { digits = "sklearn" }', WHICH)
    block(mini, "b", 'settings = { digits = "mnist" }', WHICH)
    assert mini.ran(settings={"digits-folder": str(folder)}) == ["a", "b"]
    assert (mini.values("a"), mini.values("b")) == ({"which": "sklearn"}, {"which": "mnist"})
    assert mini.ran(settings=given(digits="sklearn")) == ["b"]
    assert mini.values("b") == {"which": "sklearn"}
    assert mini.ran(settings=given(folder)) == ["a"]
    block(mini, "a", 'settings = { digits = "mnist" }', WHICH)
    ran = mini.ran(settings={"digits-folder": str(folder)})
    assert ran == [], "an editor of the header gets what the option gives"


def test_files_that_are_written_to_while_a_script_runs(mini: Mini, folder: Path) -> None:
    """Though their bytes are what they were: they were checked before, and may have been others since."""
    again = "for path in setting('digits').files.values():\n    path.write_bytes(path.read_bytes())\n"
    block(mini, "a", 'settings = { digits = "mnist" }', again + WHICH)
    problem = mini.problem(settings={"digits-folder": str(folder)})
    assert (problem.path, problem.message) == (
        "build/a.py", "the files of its settings changed while it ran"
    )  # fmt: skip


def test_there_and_back_runs_nothing_twice(mini: Mini, folder: Path) -> None:
    block(mini, "model", 'settings = { digits = "sklearn" }', READ)
    block(mini, "lesson", 'needs = ["model"]', "value('n', len(need('model')['labels']))")
    assert mini.ran() == ["lesson", "model"]
    first = mini.made()
    assert mini.values("model") == {"side": 8, "training": 1347}
    assert mini.ran(settings=given(folder)) == ["lesson", "model"]
    assert mini.values("model") == {"side": 28, "training": 60} and mini.values("lesson") == {"n": 40}
    report = mini.build()
    assert (report.ran, sorted(report.restored)) == ([], ["lesson", "model"]) and mini.made() == first
    mini.build(settings=given(folder), dry_run=True)
    assert mini.said.splitlines()[0] == "model: will be restored: this exact state was built before"


def test_what_it_says_of_a_change_and_the_test_files_alone(mini: Mini, folder: Path) -> None:
    block(mini, "a", 'settings = { digits = "sklearn" }', READ)
    mini.ran()
    mini.build(settings=given(folder), dry_run=True)
    assert mini.said == "a: will run: digits sklearn → mnist\n"
    mini.ran(settings=given(folder))
    for name in NAMES[:2]:
        (folder / f"{name}.gz").unlink()
    mini.build(settings=given(folder), dry_run=True)
    assert mini.said == "a: will run: the files of digits mnist changed\n"
    mini.ran(settings=given(folder))
    assert mini.values("a") == {"side": 28, "training": 30}
    assert f"note: {folder} has MNIST's test files only" in mini.said


def test_files_inside_the_repository_are_declared_by_the_setting(mini: Mini, folder: Path) -> None:
    inside = mini.root / "data/mnist"
    shutil.copytree(folder, inside)
    block(mini, "a", 'settings = { digits = "mnist" }', READ)
    assert mini.ran(settings={"digits-folder": str(inside)}) == ["a"]
    block(mini, "a", 'settings = { digits = "mnist" }', f"open('data/mnist/{NAMES[0]}.gz').close()")
    assert mini.ran(settings={"digits-folder": str(inside)}) == ["a"]
    block(mini, "a", 'settings = { digits = "sklearn" }', f"open('data/mnist/{NAMES[0]}.gz').close()")
    assert "which the header does not declare" in mini.problem().message


def test_a_setting_that_is_not_declared(mini: Mini) -> None:
    mini.write(
        "build/a.py", "from nnexplain.figures import setting\n\n# /// nnexplain\n# ///\nsetting('digits')\n"
    )
    problem = mini.problem()
    assert (problem.path, problem.line) == ("build/a.py", 5)
    assert problem.message == "setting('digits'), which the header does not declare"
    assert "build/a.py:3" in problem.hint


def test_a_damaged_file_breaks_its_script_and_no_other(mini: Mini, folder: Path) -> None:
    block(mini, "a", 'settings = { digits = "sklearn" }', WHICH)
    mini.script("b", "value('n', 1)")
    path = folder / f"{TEST_NAMES[0]}.gz"
    path.write_bytes(path.read_bytes()[:-1])
    report = mini.build(settings=given(folder))
    (problem,) = report.problems
    assert str(path) in problem.message and report.ran == ["b"]
    path.unlink()
    report = mini.build(settings=given(folder))
    (problem,) = report.problems
    assert f"{path.name} is not there" in problem.message and report.fresh == ["b"]


def test_files_are_checked_once_a_build_and_asked_for_only_when_a_script_runs(
    mini: Mini, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def checked(*given: Any) -> Any:
        seen.append(given[1])
        return check(*given)

    seen: list[str] = []
    check = mnist._checked
    for name in ("a", "b"):
        block(mini, name, 'settings = { digits = "mnist" }', WHICH)
    monkeypatch.setattr(mnist, "_checked", checked)
    monkeypatch.setattr(mnist, "_downloaded", lambda name, say, follow: folder / f"{name}.gz")
    assert mini.ran() == ["a", "b"]
    monkeypatch.delattr(mnist, "_downloaded")
    assert mini.ran() == [], "up to date: no network is needed"
    (mini.project.figures / "a/values.json").unlink()
    assert mini.build().restored == ["a"], "restored: nor here"
    for name in ("a", "b"):
        block(mini, name, 'settings = { digits = "mnist" }', f"{WHICH}\nvalue('n', 1)")
    assert seen == [] and mini.ran(settings={"digits-folder": str(folder)}) == ["a", "b"]
    assert seen == list(NAMES)


def test_files_travel_to_workers_that_share_no_disk(mini: Mini, folder: Path) -> None:
    block(mini, "a", 'settings = { digits = "sklearn" }', READ)
    planner = Planner(mini.project, chosen(given(folder)))
    script = planner.plan().scripts["a"]
    fetched = planner.settings.fetch(script.settings, print, print)
    job = make_job(replace(script, settings=fetched), {}, {}, mini.root, None, False)
    shutil.rmtree(folder)
    outcome = run_job(job)
    assert not outcome.problems and json.loads(outcome.files["values.json"])["values"]["side"] == 28


def test_serve_hands_the_choice_to_its_rebuilds(mini: Mini) -> None:
    block(mini, "a", 'settings = { digits = "sklearn" }', WHICH)
    empty = mini.root / "empty"
    empty.mkdir()
    rebuild = Rebuild.prepare(mini.project)
    rebuild.start(["--digits", "mnist", "--digits-folder", str(empty)])
    (problem, *_) = rebuild.result().problems
    assert f"--digits-folder {empty}" in problem.message and NAMES[0] in problem.message


def test_by_hand(mini: Mini, folder: Path) -> None:
    script = block(mini, "a", 'settings = { digits = "sklearn" }', WHICH)

    def by_hand(*words: str) -> str:
        command = [sys.executable, str(script), *words]
        done = subprocess.run(command, cwd=mini.root, capture_output=True, text=True, check=False)
        return done.stderr if done.returncode else str(mini.values("a")["which"])

    assert by_hand() == "sklearn"
    assert "not the file that MNIST has" in by_hand("--digits", "mnist", "--digits-folder", str(folder))
    assert "digits cannot be 'cifar'" in by_hand("--digits", "cifar")
    script.write_text(script.read_text().replace("# settings", "# full = true #"))
    assert "setting('digits'), which the header does not declare" in by_hand()


def test_who_needs_a_run_has_chosen_the_same(mini: Mini, folder: Path) -> None:
    block(mini, "model", 'settings = { digits = "mnist" }', READ)
    block(mini, "more", 'needs = ["model"]\n#\n# settings = { digits = "sklearn" }', "need('model')")
    problem = mini.problem(settings={"digits-folder": str(folder)})
    assert problem.message == "digits is sklearn here and mnist in model, which it needs"
    assert (problem.path, problem.line) == ("build/more.py", 4)
    assert mini.ran(settings=given(digits="sklearn")) == ["model", "more"]
