"""A miniature site in a temporary folder, with scripts that import next to nothing."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from choosing import chosen
from idxfiles import lay, pretend, tiny

from nnexplain.errors import Problem
from nnexplain.pipeline.build import BuildReport, build
from nnexplain.pipeline.launch import launcher
from nnexplain.project import Project
from tests.tiny import tiny_runtime


class Mini:
    """A site to build. `said` is what the last build printed."""

    def __init__(self, root: Path, memory: Path) -> None:
        self.root = root
        self.project = Project(root)
        self.said = ""
        self.write("mkdocs.yml", "site_name: miniature\n")
        shutil.copytree(memory, self.project.state / "memory")

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode())
        return path

    def script(self, name: str, body: str, **header: Any) -> Path:
        lines = [f"# {key} = {json.dumps(given)}" for key, given in header.items()]
        block = ["# /// nnexplain", *lines, "# ///"] if header else []
        words = "from nnexplain.figures import figure, full, need, network, save_run, setting, value"
        return self.write(f"build/{name}.py", "\n".join([*block, words, dedent(body)]))

    def build(self, *, settings: Mapping[str, str] | None = None, **options: Any) -> BuildReport:
        console = io.StringIO()
        try:
            return build(self.project, chosen(settings), console=console, **options)
        finally:
            self.said = console.getvalue()

    def ran(self, **options: Any) -> list[str]:
        """The names of the scripts that a build, which must go well, has run."""
        report = self.build(**options)
        assert not report.problems, report.problems
        return sorted(report.ran)

    def problem(self, **options: Any) -> Problem:
        """The only problem of a build."""
        (problem,) = self.build(**options).problems
        return problem

    def explained(self) -> dict[str, str]:
        """What a dry run, which writes nothing, says of each script."""
        before = {path: path.stat().st_mtime_ns for path in self.root.rglob("*")}
        self.build(dry_run=True)
        assert {path: path.stat().st_mtime_ns for path in self.root.rglob("*")} == before
        return dict(line.split(": ", 1) for line in self.said.splitlines() if not line.startswith(" "))

    def made(self) -> dict[str, bytes]:
        """Everything that was published."""
        places = (self.project.figures, self.project.runs)
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for place in places
            for path in sorted(place.rglob("*"))
            if path.is_file()
        }

    def values(self, script: str) -> dict[str, Any]:
        document = json.loads((self.project.figures / script / "values.json").read_bytes())
        values: dict[str, Any] = document["values"]
        return values


@pytest.fixture
def another(tmp_path: Path, memory: Path, one_server: None) -> Callable[[], Mini]:
    """Makes empty sites."""
    made: list[Mini] = []

    def make() -> Mini:
        root = tmp_path / f"site-{len(made)}"
        root.mkdir()
        made.append(Mini(root.resolve(), memory))
        return made[-1]

    return make


@pytest.fixture
def mini(another: Callable[[], Mini]) -> Mini:
    return another()


@pytest.fixture
def runtime(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tiny widgets in the site's own folder, where a file that is read must have been declared."""
    made = tiny_runtime(mini.root)
    monkeypatch.setattr("nnexplain.pipeline.plan.runtime_of", lambda _: made)
    monkeypatch.setattr("nnexplain.pipeline.local.launcher", launcher)
    return made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the four files of what is taken for MNIST meanwhile."""
    contents = tiny()
    pretend(monkeypatch, contents)
    return lay(tmp_path / "files", contents)
