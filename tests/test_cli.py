"""The command line: what it says, and its exit status."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from nnexplain.cli import main


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_name: miniature\n")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/lesson.py").write_text("from nnexplain.figures import value\nvalue('n', 1)\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr().out
    for command in ("build", "serve", "check", "new"):
        assert f"nnexplain {command}" in said


@pytest.mark.parametrize("command", [[], ["build"], ["serve"], ["check"], ["new"]])
def test_help(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--help"]) == 0
    assert "usage: nnexplain" in capsys.readouterr().out


def test_the_help_of_build_teaches_by_example(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "--help"])
    assert "--explain --dry-run" in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == f"nnexplain {version('nnexplain')}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["bild"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "two"],
        ["build", "--only", "nothing"],
        ["serve", "--port", "99999"],
        ["new"],
        ["-C", "nowhere", "build"],
        ["new", "Not A Name"],
    ],
)
def test_wrong_usage(site: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert said and "Traceback" not in said


def test_outside_of_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 2
    assert "no mkdocs.yml" in capsys.readouterr().err


def test_a_build(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--no-site"]) == 0
    assert "1 run, 0 restored, 0 fresh" in capsys.readouterr().out
    assert (site / "content/figures/lesson/values.json").is_file()
    assert main(["-C", str(site), "build", "--no-site"]) == 0
    assert "0 run, 0 restored, 1 fresh" in capsys.readouterr().out


def test_a_dry_run(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--dry-run"]) == 0
    assert capsys.readouterr().out == "lesson: will run: never built\n"
    assert sorted(path.name for path in site.iterdir()) == ["build", "mkdocs.yml"]


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
    assert not (pages / ".nnexplain").exists(), "looking writes nothing"
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
    assert done.stdout.strip() == "['nnexplain.errors', 'nnexplain.cli']"
