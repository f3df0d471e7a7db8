"""The doctor names what is in the way, says what to do, and is quiet where nothing is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nnexplain.author import doctor
from nnexplain.author.doctor import examine
from nnexplain.author.findings import OK, PROBLEM, WARNING, Finding
from nnexplain.author.init import init_site
from nnexplain.cli import main
from nnexplain.figures.still import StillError
from nnexplain.project import Project

PORT = 0
"""Any that is free."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "s"
    init_site(root)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "remote", "add", "origin", "https://example.org/s"], check=True)
    return Project(root)


def found(project: Project | None, state: str, port: int = PORT) -> list[Finding]:
    return [finding for finding in examine(project, port) if finding.state == state]


def about(project: Project, words: str) -> Finding:
    (finding,) = [finding for finding in examine(project, PORT) if words in finding.what]
    return finding


def test_a_new_site_on_this_machine_has_no_problem(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(project.root.rglob("*"))
    assert found(project, PROBLEM) == []
    assert [finding for finding in found(project, WARNING) if "mkdocs.yml" in finding.what] == []
    assert main(["-C", str(project.root), "doctor", "--port", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("✓ ok       git pushes to origin") for line in lines)
    assert any("drawing engine deno" in line and "runs" in line for line in lines)
    assert sorted(project.root.rglob("*")) == before, "looking changes nothing"
    monkeypatch.chdir(project.root.parent)
    assert main(["doctor", "--port", "0"]) == 0
    assert "no site here" in capsys.readouterr().out
    assert main(["-C", "nowhere", "doctor"]) == 2


SETTINGS = [
    ("  - nnexplain.site.extension\n", "", PROBLEM, "nnexplain.site.extension is not switched on"),
    ("docs_dir: content", "docs_dir: pages", PROBLEM, "docs_dir is pages"),
    ("site_dir: site", "site_dir: public", WARNING, "site_dir is public"),
    ("  name: material", "  name: readthedocs", WARNING, "the theme is readthedocs"),
    ("  font: false\n", "", WARNING, "fonts from Google"),
    ("nav:", "repo_url: https://github.com/o/n\nnav:", WARNING, "repo_url"),
    ("  - assets/runtime/site.css", "  - assets/runtime/tokens.css", WARNING, "tokens.css comes by itself"),
    ("  - assets/runtime/site.css", "  - own.css", WARNING, "pages look as Material does"),
    ("  - attr_list\n", "", WARNING, "not switched on: attr_list"),
    ("  font: false", "  font: false\n  custom_dir: theme", WARNING, "theme/main.html is not used"),
    ("nav:", "nav: [", PROBLEM, "not YAML"),
]


@pytest.mark.parametrize(("written", "instead", "state", "said"), SETTINGS, ids=[row[3] for row in SETTINGS])
def test_a_setting_in_the_way_is_named(
    project: Project, written: str, instead: str, state: str, said: str
) -> None:
    text = project.config.read_text("utf-8")
    assert written in text
    project.config.write_text(text.replace(written, instead, 1), "utf-8")
    (project.root / "theme").mkdir()
    (project.root / "theme/main.html").write_text("")
    finding = about(project, said)
    assert finding.state == state and (finding.hint or "YAML" in said)
    assert (main(["-C", str(project.root), "doctor", "--port", "0"]) == 1) is (state == PROBLEM)


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def ends(status: int, said: str = "") -> Callable[..., Any]:
    return lambda *_, **__: subprocess.CompletedProcess([], status, said, "")


ENGINES = [
    (ends(-9), PROBLEM, "ends with signal 9"),
    (ends(0, "deno 1.0.0 (stable)\n"), WARNING, "is 1.0.0; tested is"),
    (raising(PermissionError(13, "Permission denied")), PROBLEM, "cannot be run: Permission denied"),
    (raising(subprocess.TimeoutExpired("deno", 1)), PROBLEM, "does not answer"),
]


@pytest.mark.parametrize(("run", "state", "said"), ENGINES, ids=[row[2] for row in ENGINES])
def test_an_engine_that_does_not_run_is_named(
    monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any], state: str, said: str
) -> None:
    changed = SimpleNamespace(**{**vars(subprocess), "run": run})
    monkeypatch.setattr(doctor, "subprocess", changed)
    (finding,) = [finding for finding in examine(None, PORT) if "engine" in finding.what]
    assert finding.state == state and said in finding.what and "pip install" in finding.hint


def test_a_machine_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old Python, no engine, a port that is taken, a package that is missing, too old or another."""
    taken = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setattr(doctor, "start_of_engine", raising(StillError("no engine", "install it")))
    monkeypatch.setattr(doctor, "sys", SimpleNamespace(version_info=(3, 10, 2)))
    needed = ["numpy>=999", "there-is-no-such-package>=1", "rich>=13.7", "pooch>=1.8; extra == 'other'"]
    monkeypatch.setattr(doctor, "distribution", lambda name: SimpleNamespace(requires=needed))
    monkeypatch.setattr(doctor, "tested", lambda: {"rich": "0.0.1"})
    with taken:
        findings = list(examine(None, taken.getsockname()[1]))
    problems = [finding.what for finding in findings if finding.state == PROBLEM]
    assert [words.split(" is ")[0] for words in problems[:2]] == ["Python 3.10.2", "numpy"]
    assert problems[2:] == ["the package there-is-no-such-package is missing", "no engine"]
    warnings = [finding.what for finding in findings if finding.state == WARNING]
    assert "rich" in warnings[0] and "tested: 0.0.1" in warnings[0]
    assert "cannot be used" in warnings[1] and "no site here" in warnings[2]


def test_folders_state_and_git(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not to be written to, figures of another edition, and no way to publish by a push."""
    locked = project.content / "figures/lesson"
    locked.mkdir(parents=True)
    (locked / "cube.json").write_text('{"schema": 1}')
    asked = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != project.figures and asked(path, mode))
    assert about(project, "content/figures may not be written to").state == PROBLEM
    finding = about(project, "made by another version of nnexplain: content/figures/lesson/cube.json")
    assert finding.state == WARNING and "nnexplain build" in finding.hint
    project.site.write_text("a file")
    assert "is a file" in about(project, str(project.site)).what
    subprocess.run(["git", "-C", str(project.root), "remote", "remove", "origin"], check=True)
    assert about(project, "has no remote").state == WARNING
    (project.root / ".gitignore").unlink()
    assert "does not ignore" in about(project, "what builds make").what
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.root))
    monkeypatch.setenv("GIT_DIR", str(project.root / "nowhere"))
    assert about(project, "no git repository").state == WARNING


def test_the_versions_that_are_tested_are_known() -> None:
    known = doctor.tested()
    assert {"mkdocs", "torch", "deno", "jinja2", "vl-convert-python"} <= set(known)
    assert all(number[0].isdigit() for number in known.values())
    assert OK in {finding.state for finding in examine(None, PORT)} and sys.version_info >= doctor.OLDEST
