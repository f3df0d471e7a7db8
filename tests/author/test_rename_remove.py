"""A lesson renamed or removed: with all that names it, and never by half."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from choosing import chosen

from nnexplain.author.lessons import remove_lesson, rename_lesson
from nnexplain.cli import main
from nnexplain.errors import NnexplainError, UsageError
from nnexplain.pipeline.build import build
from nnexplain.project import Project
from nnexplain.site.check import check_project

YML = """\
site_name: A case   # a comment
nav:
  - index.md
  - Basics:
      - Hills: hill.md    # the first
  - hill-walks.md
docs_dir: content
markdown_extensions: [nnexplain.site.extension]
"""
HILL = """\
# Hills

The top is {{ top }}, its side {{ hill-side/steep }}, [again](hill.md), [a notebook](notebooks/hill.ipynb).
In code `hill.md` and `{{ hill/top }}` stay.
"""
INDEX = """\
# Start

[Hills](hill.md#hills), [hills][h], <a href="hill/">hills</a>: {{ hill/top }} m, {{ hill-side/steep | .1f }}.
[Walks](hill-walks.md), {{ hill-walks/far }}, [elsewhere](https://example.org/hill.md).

[h]: hill.md "A title"
"""
SCRIPT = "from nnexplain.figures import value\nvalue({name!r}, {number})\n"
SAVES = "from nnexplain.figures import save_run, value\nsave_run({}, top=4)\nvalue('top', 4)\n"
NEEDS = """\
# /// nnexplain
# needs = [
#   "hill",
# ]
# ///
from nnexplain.figures import need, value
value("far", need("hill").facts["top"] * 2)
told = "hill/top"
"""


@pytest.fixture
def project(tmp_path: Path, memory: Path) -> Project:
    root = tmp_path / "s"
    files = {
        "mkdocs.yml": YML,
        "content/index.md": INDEX,
        "content/hill.md": HILL,
        "content/hill-walks.md": "# Walks\n\nAs far as {{ far }}.\n",
        "content/glossary.yml": 'slope:\n  says: How steep it is.\n  where: "hill.md#hills"\n',
        "build/hill.py": SAVES,
        "build/hill-side.py": SCRIPT.format(name="steep", number=0.5),
        "build/hill-walks.py": NEEDS,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    shutil.copytree(memory, root / ".nnexplain/memory")
    return Project(root)


def sources(project: Project) -> dict[str, str]:
    found = [project.config, *project.scripts.rglob("*.py"), *project.content.glob("*.*")]
    return {project.relative(path): path.read_bytes().decode() for path in found}


@pytest.mark.usefixtures("one_server")
def test_a_renamed_lesson_builds_as_it_did(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything that names it follows, code in pages and other sites' addresses do not, and no figure of the
    old name stays.
    """
    assert build(project, chosen(), jobs=1).problems == []
    before, problems = sources(project), check_project(project)
    capsys.readouterr()
    assert main(["-C", str(project.root), "rename", "hill", "mountain", "--dry-run"]) == 0
    assert sources(project) == before
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "nothing was changed" and "build/hill.py → build/mountain.py" in said
    assert main(["-C", str(project.root), "rename", "hill", "mountain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:-1] == said[:-1] and "runs its 2 scripts once more" in lines[-1]
    assert "build/hill-walks.py:8: names it, too; look at it" in lines
    after = sources(project)
    assert set(before) - set(after) == {"content/hill.md", "build/hill.py", "build/hill-side.py"}
    assert after["mkdocs.yml"] == YML.replace("Hills: hill.md ", "Hills: mountain.md ")
    text = HILL.replace("](hill.md", "](mountain.md").replace("s/hill.i", "s/mountain.i")
    assert after["content/mountain.md"] == text.replace("hill-side/steep", "mountain-side/steep")
    linked = INDEX.replace("(hill.md#", "(mountain.md#").replace("[h]: hill", "[h]: mountain")
    linked = linked.replace('"hill/"', '"mountain/"').replace("hill/top", "mountain/top")
    assert after["content/index.md"] == linked.replace("hill-side/steep", "mountain-side/steep")
    assert after["content/glossary.yml"].endswith('where: "mountain.md#hills"\n')
    assert after["build/hill-walks.py"] == NEEDS.replace('"hill"', '"mountain"')
    assert not (project.figures / "hill").exists() and not (project.figures / "hill-side").exists()
    report = build(project, chosen(), jobs=1)
    assert report.problems == [] and sorted(report.ran) == ["hill-walks", "mountain", "mountain-side"]
    assert [str(problem) for problem in check_project(project)] == [str(problem) for problem in problems]


@pytest.mark.usefixtures("one_server")
def test_who_depends_on_a_lesson_is_told_and_then_it_can_go(project: Project) -> None:
    assert build(project, chosen(), jobs=1).problems == []
    before = sources(project)
    with pytest.raises(NnexplainError) as caught:
        remove_lesson(project, "hill")
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [
        ("build/hill-walks.py", 3),
        ("content/glossary.yml", 3),
        ("content/index.md", 3),
    ]
    assert "also in lines 7" in caught.value.problems[0].message
    assert sources(project) == before
    (project.content / "index.md").write_text("# Start\n\n[Walks](hill-walks.md)\n", "utf-8")
    (project.content / "glossary.yml").unlink()
    (project.scripts / "hill-walks.py").write_text(SCRIPT.format(name="far", number=8), "utf-8")
    now = sources(project)
    assert remove_lesson(project, "hill", dry_run=True)[-1] == "nothing was changed"
    assert sources(project) == now
    said = remove_lesson(project, "hill")
    assert "content/hill.md → .nnexplain/removed/hill/content/hill.md" in said
    assert "content/figures/hill/: its figures" in said
    assert not [name for name in sources(project) if "hill." in name or "side" in name]
    assert not (project.figures / "hill").exists() and (project.figures / "hill-walks").is_dir()
    basics = "  - Basics:\n      - Hills: hill.md    # the first\n"
    assert project.config.read_text("utf-8") == YML.replace(basics, "")
    assert (project.state / "removed/hill/build/hill-side.py").is_file()
    assert build(project, chosen(), jobs=1).problems == []


def test_what_only_the_removed_lesson_needed_is_named_and_stays(project: Project) -> None:
    (project.scripts / "models").mkdir()
    (project.scripts / "models/rock.py").write_text(
        "from nnexplain.figures import save_run\nsave_run({}, a=1)\n"
    )
    text = '# /// nnexplain\n# needs = ["models/rock"]\n# ///\n' + SCRIPT.format(name="far", number=8)
    (project.scripts / "hill-walks.py").write_text(text)
    (project.content / "index.md").write_text("# Start\n")
    assert "build/models/rock.py: stays, and is needed by none now" in remove_lesson(project, "hill-walks")
    assert (project.scripts / "models/rock.py").is_file()


def test_what_cannot_be_is_refused_before_anything_is_changed(project: Project) -> None:
    before = sources(project)
    for old, new in (("hil", "x"), ("hill", "Hill"), ("hill", "a/hill"), ("hill", "hill")):
        with pytest.raises(UsageError):
            rename_lesson(project, old, new)
    with pytest.raises(UsageError, match="did you mean 'hill'"):
        remove_lesson(project, "hil")
    (project.scripts / "hut-side.py").write_text(SCRIPT.format(name="a", number=1))
    with pytest.raises(NnexplainError, match=r"build/hut-side\.py: is there already"):
        rename_lesson(project, "hill", "hut")
    (project.scripts / "hut-side.py").unlink()
    assert sources(project) == before
    project.config.write_text(
        YML.replace("  - hill-walks.md\n", "  - {Walks: hill-walks.md, Other: index.md}\n")
    )
    (project.content / "index.md").write_text("# Start\n")
    with pytest.raises(NnexplainError, match=r"mkdocs\.yml:6: the navigation cannot be written"):
        remove_lesson(project, "hill-walks")
    assert (project.content / "hill-walks.md").is_file()


def test_line_ends_and_marks_of_files_stay(project: Project) -> None:
    text = "\ufeff" + INDEX.replace("\n", "\r\n")
    (project.content / "index.md").write_bytes(text.encode())
    rename_lesson(project, "hill-walks", "ways")
    made = (project.content / "index.md").read_bytes().decode()
    assert made == text.replace("hill-walks", "ways")
