"""The command line: what it says, and its exit status."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from nnexplain.cli import main


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: Path, one_server: None) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: miniature\n")
    (tmp_path / "build").mkdir()
    shutil.copytree(memory, tmp_path / ".nnexplain/memory")
    (tmp_path / "build/lesson.py").write_text("from nnexplain.figures import value\nvalue('n', 1)\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a build teaches by example; no command at all shows the help."""

    def said(*words: str, status: int = 0) -> str:
        assert main([*words]) == status
        return capsys.readouterr().out

    commands = ("init", "build", "serve", "check", "new")
    assert all(f"nnexplain {command}" in said(status=2) for command in commands)
    assert all("usage: nnexplain" in said(*command, "--help") for command in ([], *([c] for c in commands)))
    assert "--explain --dry-run" in said("build", "--help")
    assert said("--version").strip() == f"nnexplain {version('nnexplain')}"


def test_wrong_usage(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [
        "bild",
        "build --jobs 0",
        "build --jobs two",
        "build --only nothing",
        "serve --port 99999",
        "new",
    ]
    for words in [*wrong, "-C nowhere build", "new Not-A-Name"]:
        assert main(words.split()) == 2, words
        said = capsys.readouterr().err
        assert said and "Traceback" not in said, words


def test_a_build_after_a_dry_run(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert main(["build", "--dry-run"]) == 0
    assert capsys.readouterr().out == "lesson: will run: never built\n"
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before
    assert main(["build", "--no-site"]) == 0
    assert "1 run, 0 restored, 0 fresh" in capsys.readouterr().out
    assert (site / "content/figures/lesson/values.json").is_file()
    assert main(["-C", str(site), "build", "--no-site"]) == 0
    assert "0 run, 0 restored, 1 fresh" in capsys.readouterr().out
    monkeypatch.chdir(site.parent)
    assert main(["build"]) == 2
    assert "no mkdocs.yml" in capsys.readouterr().err


CHECKED = """\
# /// nnexplain
# figures = ["curve"]
# ///
from nnexplain.figures import figure
figure("curve", {"data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x"}}})
"""


@pytest.fixture
def pages(site: Path) -> Path:
    (site / "mkdocs.yml").write_text(
        "site_name: m\ndocs_dir: content\nmarkdown_extensions: [nnexplain.site.extension]\n"
    )
    (site / "content").mkdir()
    (site / "content/lesson.md").write_text('# L\n\n![A.](figures/lesson/curve.svg "C.")\n')
    (site / "build/lesson.py").write_text(CHECKED)
    return site


def test_check_tells_of_scripts(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told() -> list[str]:
        capsys.readouterr()
        status = main(["check"])
        lines = capsys.readouterr().err.splitlines()
        assert status == (1 if lines else 0)
        return [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]

    script = pages / "build/lesson.py"
    assert told() == ["build/lesson.py: its figures have not been built"]
    assert [path.name for path in (pages / ".nnexplain").iterdir()] == ["memory"], "looking writes nothing"
    assert main(["build", "--no-site"]) == 0
    assert told() == []
    script.write_text(CHECKED + "x = 1\n")
    assert told() == ["build/lesson.py: its figures are stale: its code changed"]
    script.write_text(CHECKED.replace("figures =", "figure ="))
    assert told() == ["build/lesson.py:2: unknown key 'figure' in the nnexplain block"]
    script.write_text(CHECKED + "x = (\n")
    assert told() == ["build/lesson.py:6: SyntaxError: '(' was never closed"]


def test_a_build_at_full_length_is_not_stale(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CHECKED.replace("# ///\nfrom", "# full = true\n# ///\nfrom")
    (pages / "build/lesson.py").write_text(text)
    for length in ([], ["--full"]):
        assert main(["build", "--no-site", *length]) == 0
        assert main(["check"]) == 0, capsys.readouterr().err


def test_the_key_follows_code_and_not_comments(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def key() -> str:
        assert main(["key"]) == 0
        return capsys.readouterr().out.strip()

    script = site / "build/lesson.py"
    first, text = key(), script.read_text()
    script.write_text(text + "# a remark\n")
    assert key() == first
    script.write_text(text + "x = 1\n")
    assert key() != first
    script.write_text("(")
    assert main(["key"]) == 1


def test_all_problems_are_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "build/a.py").write_text("x = 1\nraise ValueError('first')\n")
    (site / "build/b.py").write_text("y = (\n")
    assert main(["build"]) == 1
    said = capsys.readouterr()
    assert "error: build/a.py:2: ValueError: first" in said.err
    assert "error: build/b.py:1: SyntaxError" in said.err
    assert "2 problems" in said.err
    assert "Traceback" not in said.err + said.out
    assert not (site / "site").exists()
    assert (site / "content/figures/lesson/values.json").is_file(), "the good one was built"


def test_a_broken_pipe_is_no_traceback(site: Path) -> None:
    command = f"{sys.executable} -m nnexplain build --no-site | true"
    done = subprocess.run(["sh", "-c", command], cwd=site, capture_output=True, text=True)
    assert "Traceback" not in done.stderr


def test_the_command_line_imports_late() -> None:
    code = "import sys, nnexplain.cli; print([m for m in sys.modules if m.startswith('nnexplain.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['nnexplain.arguments', 'nnexplain.errors', 'nnexplain.cli']"
