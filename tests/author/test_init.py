"""A site of one's own: what `nnexplain init` writes can be built, checked and published as it is."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from nnexplain.author.init import REQUIREMENTS, STARTER, init_site, requirements
from nnexplain.cli import main
from nnexplain.errors import NnexplainError, UsageError
from nnexplain.figures.beside import write_if_new
from nnexplain.site.runtime import VEGA

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel of this repository lies as pip would leave it: what is not in there, no author has."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    place = folder / "site-packages"
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(place)
    return place


def test_the_wheel_holds_the_package_and_nothing_else(installed: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "nnexplain"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    wanted = {*tracked.stdout.split("\n"), "nnexplain/constraints.txt"} - {""}
    there = (path for path in installed.rglob("*") if path.is_file())
    found = {path.relative_to(installed).as_posix() for path in there}
    assert {name for name in found if ".dist-info/" not in name} == wanted


def test_a_site_from_the_wheel_alone(installed: Path, tmp_path: Path, memory: Path, vega: bytes) -> None:
    """Nothing of this repository is near: begun, built, checked, and every number of the lesson is there."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "nnexplain", *words]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=250, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert run("init", "my-site").splitlines()[-1] == "next: cd my-site && nnexplain serve"
    root = tmp_path / "my-site"
    shutil.copytree(memory, root / ".nnexplain/memory")  # so that not every site must learn and bundle anew
    write_if_new(root / "content/assets/runtime" / VEGA, vega)
    assert "scripts: 2 run" in run("-C", "my-site", "build")
    assert "nothing to complain about" in run("-C", "my-site", "check")
    page = (root / "site/when-to-stop/index.html").read_text("utf-8")
    assert "When should a network stop learning? - My site" in page
    assert 'data-name="fit"' in page and "nn-problem" not in page and "{{" not in page
    for name in ("tokens.css", "nnexplain.css", "site.css", "nnexplain.js", "favicon.svg"):
        assert f"../assets/runtime/{name}" in page and (root / "site/assets/runtime" / name).is_file()
    loaded = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="(https?:[^"]*)""", page)
    assert [address for address in loaded if not address.startswith("http://127.0.0.1:8000/")] == []
    ignored = set((root / ".gitignore").read_text("utf-8").split())
    assert {"/.nnexplain/", "/content/assets/runtime/", "/content/figures/", "/site/"} <= ignored


def test_this_repositorys_site_is_built_the_same_way(tmp_path: Path) -> None:
    """What a new site has is what this one has, but for its own name, pages and repository; and its workflow
    takes the steps of this one's, by the same versions, without the tests and the notebooks' branch.
    """

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda loader, node: "of the environment")
    init_site(tmp_path / "s")
    ours, theirs = (
        yaml.load((root / "mkdocs.yml").read_text("utf-8"), Loader=Loader) for root in (ROOT, tmp_path / "s")
    )
    for config in (ours, theirs):
        for name in ("site_name", "site_description", "nav"):
            config.pop(name, None)
        config["markdown_extensions"] = [
            next(iter(entry)) if isinstance(entry, dict) and "nnexplain.site.extension" in entry else entry
            for entry in config["markdown_extensions"]
        ]
    assert theirs == ours

    def steps(root: Path) -> list[str]:
        """What each uses or runs, whatever it installs."""
        text = (root / ".github/workflows/site.yml").read_text("utf-8")
        jobs = yaml.safe_load(text)["jobs"]
        found = [step for job in ("build", "deploy") for step in jobs[job]["steps"]]
        return [step.get("uses") or re.split(r" -[cr] ", step["run"])[0] for step in found]

    left_out = {"pytest", "actions/upload-artifact@v4"}
    assert steps(tmp_path / "s") == [step for step in steps(ROOT) if step not in left_out]


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that holds anything is left alone, and what it holds is said; git's own may be there."""
    (tmp_path / ".git").mkdir()
    for name in ("notes.md", "mkdocs.yml"):
        (tmp_path / name).write_text("mine", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    assert main(["-C", str(tmp_path), "init", "."]) == 1
    said = capsys.readouterr().err
    assert "is not empty: it holds mkdocs.yml, notes.md" in said and "nnexplain new LESSON" in said
    assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises(NnexplainError, match="is a file"):
        init_site(tmp_path / "notes.md")
    for name in ("notes.md", "mkdocs.yml"):
        (tmp_path / name).unlink()
    init_site(tmp_path, 'Trees: "why"? *So*')
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {*STARTER.values(), REQUIREMENTS}
    assert 'site_name: "Trees: \\"why\\"? *So*"' in (tmp_path / "mkdocs.yml").read_text("utf-8")
    assert (tmp_path / "content/index.md").read_text("utf-8").startswith('# Trees: "why"? \\*So\\*\n')
    with pytest.raises(NnexplainError, match=r"lies in content/ of the site"):
        init_site(tmp_path / "content/another")


@pytest.mark.parametrize("name", ["-rf", "_site", "a\nb", "ünder", "a/.hidden", "what?", "trailing."])
def test_a_name_is_checked(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        init_site(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_whole_is_not_there_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_bytes

    def until_full(path: Path, content: bytes) -> int:
        if "wave.py" in path.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    with pytest.raises(NnexplainError, match="the disk is full"):
        init_site(tmp_path / "s")
    assert list(tmp_path.iterdir()) == []


def test_requirements_say_where_nnexplain_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository at its commit, the index at its version; a folder of this machine helps nobody else."""
    commit = {"url": "https://github.com/o/n", "vcs_info": {"vcs": "git", "commit_id": "abc123"}}
    cases = [
        ("null", "nnexplain==", False),
        ('{"url": "file:///elsewhere/nnexplain", "dir_info": {}}', "nnexplain==", True),
        (str(commit).replace("'", '"'), "nnexplain @ git+https://github.com/o/n@abc123", False),
        ('{"url": "https://example.org/n.whl"}', "nnexplain @ https://example.org/n.whl", False),
    ]
    for origin, line, told in cases:
        monkeypatch.setattr(
            "nnexplain.author.init.origin_of", lambda origin=origin: None if origin == "null" else origin
        )
        text, note = requirements()
        assert f"\n{line}" in text and bool(note) is told
        assert re.search(r"^mkdocs==[\d.]+$", text, re.M) and "+" not in text.replace("git+", "")
