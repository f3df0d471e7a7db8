"""Building: the same bytes twice, files that did not change untouched, no request to anyone else."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from nnexplain.errors import NnexplainError
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.made import Made
from nnexplain.project import Project
from nnexplain.site.build import build_site
from nnexplain.site.notebooks import update_notebooks
from nnexplain.site.sync import sync

ROOT = Path(__file__).parents[2]


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """`site` lies on another file system: nothing is renamed across its border."""
    rename = Path.replace

    def across(path: Path, target: Path) -> Path:
        if ("site" in path.parts) != ("site" in Path(target).parts):
            raise OSError(errno.EXDEV, "Invalid cross-device link", str(path), None, str(target))
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", across)


@pytest.fixture
def project(copy_of: Callable[[str], Project]) -> Project:
    """The good case under this repository's own mkdocs.yml."""
    project = copy_of("good")
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    text = re.sub(r"nav:\n( +.*\n)+", "nav:\n  - index.md\n  - lesson.md\n", text)
    project.config.write_text(text, "utf-8")
    return project


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_two_builds_are_the_same_bytes_and_only_what_changed_is_written(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def times() -> dict[str, int]:
        files = [path for path in project.site.rglob("*") if path.is_file()]
        return {path.relative_to(project.site).as_posix(): path.stat().st_mtime_ns for path in files}

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    build_site(project)
    before = times()
    again = build_site(project)
    assert (again.written, again.removed) == (0, 0) and times() == before
    # Another day, another folder: still the same.
    shutil.rmtree(project.notebooks)
    with monkeypatch.context() as patch:
        patch.setattr("mkdocs.utils.get_build_datetime", lambda: datetime(2031, 5, 6))
        build_site(project, site_dir=tmp_path / "other")
    assert digests(tmp_path / "other") == digests(project.site)
    page = project.content / "lesson.md"
    page.write_text(page.read_text("utf-8").replace("End", "Finish").replace("#end", "#finish"), "utf-8")
    assert build_site(project).removed == 0
    written = {name for name, time in times().items() if before.get(name) != time}
    outside = {name for name in written if not name.startswith("assets/runtime/")}  # may be edited meanwhile
    assert outside == {"lesson/index.html", "search/documents.json"}


def test_at_a_sub_path_no_link_is_from_the_root_and_no_page_asks_anyone_else(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even when the repository is known."""
    monkeypatch.setenv("SITE_URL", "https://owner.example/project/")
    monkeypatch.setenv("REPO_URL", "https://github.com/owner/name")
    build_site(project)
    html = (project.site / "lesson/index.html").read_text("utf-8")
    addresses = re.findall(r"""(?:href|src)="?([^"\s>]+)""", html)
    assert not [address for address in addresses if address.startswith("/")]
    assert "../figures/lesson/cube.json" in addresses
    assert "/project/assets/" in (project.site / "404.html").read_text("utf-8")
    assert "https://github.com/owner/name/edit/main/content/lesson.md" in html
    assert "https://colab.research.google.com/github/owner/name/blob/notebooks/lesson.ipynb" in html
    # Material asks GitHub for stars for each element of this kind, and for nothing else.
    assert 'data-md-component="source"' not in html
    loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*?\ssrc=\"?([^\"\s>]+)", html)
    links = re.findall(r"<link\b[^>]*>", html)
    loaded += [re.search(r"href=\"?([^\"\s>]+)", tag)[1] for tag in links if "canonical" not in tag]  # type: ignore[index]
    assert loaded and not [address for address in loaded if "//" in address]
    notebook = (project.notebooks / "lesson.ipynb").read_text("utf-8")
    assert "https://github.com/owner/name" in notebook and "google.colab" in notebook


def test_pages_run_their_own_scripts_and_no_others(project: Project) -> None:
    """One policy for all, before anything that it is about; a page's own script counts by its digest."""
    page = project.content / "lesson.md"
    with page.open("a") as lesson:
        lesson.write("\n\n<script>let mine = 1;</script>\n<script src='https://example.org/a.js'></script>\n")
    build_site(project)
    policies = set()
    for path in project.site.rglob("*.html"):
        text = path.read_text("utf-8")
        before, meta, after = text.partition('<meta http-equiv="Content-Security-Policy" content="')
        assert meta and not re.search(r"<(script|link|style)", before), path
        policies.add(after.partition('"')[0])
        for script in re.findall(r"<script(?: type=.?module.?)?>(.*?)</script>", text, re.S):
            assert b64encode(hashlib.sha256(script.encode()).digest()).decode() in after, script
    (policy,) = policies
    sources = policy.partition(";")[0].split()
    assert sources[:2] == ["script-src", "'self'"] and sources[-1] == "https://example.org"
    assert all(source.startswith("'sha256-") for source in sources[2:-1]) and len(sources) > 4
    text = page.read_text()
    page.write_text(text + '\n<button onclick="x()">x</button>\n')
    with pytest.raises(NnexplainError, match="<button onclick=…> would not be run"):
        build_site(project)
    option = "  - nnexplain.site.extension:\n      policy: false"
    config = project.config.read_text("utf-8")
    project.config.write_text(re.sub(r"  - nnexplain\.site\.extension:?(?=\n)", option, config), "utf-8")
    build_site(project)
    assert "Security-Policy" not in (project.site / "index.html").read_text("utf-8")


def test_the_site_needs_no_torch_altair_or_pandas(project: Project) -> None:
    """Once the notebooks are there: the first build makes them, by jupytext."""
    update_notebooks(project)
    code = (
        "import sys; from pathlib import Path; from nnexplain.project import Project\n"
        "for name in ('torch', 'altair', 'pandas', 'sklearn'): sys.modules[name] = None\n"
        "from nnexplain.site.build import build_site; from nnexplain.site.check import check_project\n"
        f"project = Project(Path({str(project.root)!r}))\n"
        "assert check_project(project) == []; build_site(project)\n"
        "assert not {'numpy', 'vl_convert', 'jupytext'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_sync_turns_files_into_folders_and_back(tmp_path: Path) -> None:
    made, site = tmp_path / "made", tmp_path / "site"
    write_if_new(site / "a" / "old.txt", b"old")
    write_if_new(site / "b", b"a file")
    write_if_new(made / "a", b"now a file")
    write_if_new(made / "b" / "c.txt", b"now a folder")
    ours = Made(site, tmp_path / "memory.json")
    ours.claim(["a/old.txt", "b"])
    sync(made, ours)
    assert digests(site).keys() == {"a", "b/c.txt"}
    assert (site / "a").read_bytes() == b"now a file"
    assert ours.keep_only(["a"]) == 1 and not (site / "b").exists()


def test_what_others_have_put_into_the_site_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Told where it is not known whose files are there; a folder of theirs is never made room of."""
    made, site, memory = tmp_path / "made", tmp_path / "site", tmp_path / "memory.json"
    theirs = [".git/config", ".nojekyll", "CNAME", "old/index.html"]
    for name in theirs:
        write_if_new(site / name, b"theirs")
    for name in ("index.html", "old/more.html"):
        write_if_new(made / name, b"one")
    sync(made, Made(site, memory))
    assert "made (.git/config, .nojekyll, CNAME, …); it stays" in capsys.readouterr().err
    (site / "later.txt").write_bytes(b"theirs")
    shutil.rmtree(made)
    write_if_new(made / "index.html", b"two")
    assert sync(made, Made(site, memory)) == (1, 1)
    assert digests(site).keys() == {*theirs, "later.txt", "index.html"}
    write_if_new(made / "old", b"a file")
    with pytest.raises(IsADirectoryError):
        sync(made, Made(site, memory))
    assert (site / "old/index.html").read_bytes() == b"theirs" and capsys.readouterr().err == ""


@pytest.mark.usefixtures("elsewhere")
def test_a_site_on_another_file_system(tmp_path: Path) -> None:
    site, made = tmp_path / "site", tmp_path / "made"
    write_if_new(site / "a.txt", b"old")
    write_if_new(site / "gone.txt", b"old")
    write_if_new(made / "a.txt", b"new")
    write_if_new(made / "b" / "c.txt", b"new")
    ours = Made(site, tmp_path / "memory.json")
    ours.claim(["a.txt", "gone.txt"])
    assert sync(made, ours) == (2, 1)
    assert digests(site) == digests(made)
    assert sync(made, ours) == (0, 0)


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no second file system to try")
def test_a_site_that_is_a_link_to_a_real_other_file_system(project: Project) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        project.site.symlink_to(other)
        assert build_site(project).written > 10
        again = build_site(project)
        assert (again.written, again.removed) == (0, 0)
        assert not list(project.site.glob(".*"))


@pytest.mark.usefixtures("elsewhere")
def test_a_full_disk_at_the_site_leaves_the_old_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, copied = shutil.copyfile, []

    def copyfile(source: Path, target: Path, **options: bool) -> object:
        if "site" in Path(target).parts and ".next" in Path(target).parts:
            copied.append(target)
            if len(copied) > 3:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source), None, str(target))
        return copy(source, target, **options)

    write_if_new(project.site / "index.html", b"the last good one")
    monkeypatch.setattr(shutil, "copyfile", copyfile)
    with pytest.raises(NnexplainError) as caught:
        build_site(project)
    (problem,) = caught.value.problems
    assert (problem.path, problem.message) == ("site", "the disk is full")
    assert [path.name for path in project.site.iterdir()] == ["index.html"]


def test_a_full_disk_below_mkdocs_is_no_fault_of_its_settings_and_a_broken_theme_is_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch, pytest.raises(NnexplainError) as caught:
        patch.setattr("mkdocs.utils.write_file", full)
        build_site(project)
    assert [problem.message for problem in caught.value.problems] == ["the disk is full"]
    text = project.config.read_text("utf-8").replace("name: material", "name: materiel")
    project.config.write_text(text, "utf-8")
    with pytest.raises(NnexplainError) as caught:
        build_site(project)
    assert "materiel" in str(caught.value) and not project.site.exists()
    line = text.split("\ntheme:")[0].count("\n") + 2
    assert str(caught.value).startswith(f"mkdocs.yml:{line}: theme: ")


@pytest.mark.parametrize("name", ["site", "content/notebooks", "content/assets/runtime", ".nnexplain"])
def test_a_file_where_a_generated_folder_belongs(project: Project, name: str) -> None:
    shutil.rmtree(project.root / name, ignore_errors=True)
    write_if_new(project.root / name, b"in the way")
    with pytest.raises(NnexplainError) as caught:
        build_site(project)
    (problem,) = caught.value.problems
    assert (problem.path, problem.message) == (name, "a file stands where a folder should be")


def test_content_that_is_a_link(project: Project, tmp_path: Path) -> None:
    """To a folder of the site or to one outside."""
    real = project.content
    for place in (project.root, tmp_path):
        real = real.rename(place / "the-real-one")
        project.content.unlink(missing_ok=True)
        project.content.symlink_to(real)
        assert build_site(project).pages == 2
    with (real / "lesson.md").open("a") as lesson:
        lesson.write("\n\n{{ nothing_like_it }}\n")
    with pytest.raises(NnexplainError) as caught:
        build_site(project)
    assert [problem.path for problem in caught.value.problems] == ["content/lesson.md"]


def test_a_folder_of_the_site_that_may_not_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, made = tmp_path / "site", tmp_path / "made"
    write_if_new(site / "a" / "b.txt", b"old")
    write_if_new(site / "c" / "d.txt", b"old")
    write_if_new(made / "a" / "b.txt", b"new")
    write_if_new(made / "c" / "new" / "d.txt", b"new")
    before = digests(site)
    monkeypatch.setattr(os, "access", lambda place, mode: Path(place) != site / "c")
    with pytest.raises(PermissionError) as caught:
        sync(made, Made(site, tmp_path / "memory.json"))
    assert caught.value.filename == str(site / "c")
    assert digests(site) == before


def test_what_editors_leave_is_not_published_and_linked_folders_are(project: Project, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "more.md").write_text("# More\n\n[Start](../index.md)\n", "utf-8")
    (project.content / "more").symlink_to(shared)
    text = project.config.read_text("utf-8")
    project.config.write_text(text.replace("  - lesson.md\n", "  - lesson.md\n  - more/more.md\n"), "utf-8")
    for name in ("#lesson.md#", "lesson.md~", ".lesson.md.swp"):
        (project.content / name).write_text("a draft", "utf-8")
    (project.content / ".#lesson.md").symlink_to("me@host.1:2")
    assert build_site(project).pages == 3
    assert (project.site / "more/more/index.html").is_file()
    published = [path.name for path in project.site.rglob("*") if "lesson.md" in path.name]
    assert published == []
