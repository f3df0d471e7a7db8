"""Neither too little is run nor too much: the headline."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from .conftest import Mini

LESSON = """
from lib.outer import scale
value("size", scale(2))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, memory: Path) -> Path:
    mini = Mini(tmp_path_factory.mktemp("built").resolve(), memory)
    mini.write("lib/__init__.py", "")
    mini.write("lib/outer.py", "from lib.inner import FACTOR\ndef scale(x):\n    return FACTOR * x\n")
    mini.write("lib/inner.py", "FACTOR = 3\n")
    mini.write("lib/other.py", "UNUSED = 1\n")
    mini.script("lesson", LESSON)
    mini.script("bystander", "value('n', 1)")
    assert mini.ran() == ["bystander", "lesson"]
    assert mini.values("lesson") == {"size": 6}
    return mini.root


@pytest.fixture
def site(mini: Mini, built: Path) -> Mini:
    """A copy of what was built, which is as fresh as that."""
    shutil.copytree(built, mini.root, dirs_exist_ok=True)
    return mini


def test_nothing_changed(site: Mini) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.project.figures.rglob("*.json")}
    assert site.ran() == []
    assert {path: path.stat().st_mtime_ns for path in site.project.figures.rglob("*.json")} == before


def test_an_edit_of_equal_length_in_the_same_second(site: Mini) -> None:
    """Python itself would take its bytecode for fresh here."""
    path = site.root / "lib/inner.py"
    for factor in (4, 7):
        site.write("lib/inner.py", f"FACTOR = {factor}\n")
        os.utime(path, ns=(10**18, 10**18))
        assert site.ran() == ["lesson"]
        assert site.values("lesson") == {"size": 2 * factor}


WORDS = "from nnexplain.figures import figure, full, need, network, save_run, setting, value\n"
SAME = [
    ("lib/inner.py", "# a comment\nFACTOR  =  3   # another\n\n\n"),
    ("lib/inner.py", '"""A docstring."""\nFACTOR = (3)\n'),
    (
        "lib/outer.py",
        'from lib.inner import (\n  FACTOR,\n)\ndef scale(x):\n  """Say."""\n  return FACTOR*x\n',
    ),
    ("lib/other.py", "UNUSED = 2\n"),
    ("lib/unseen.py", "NEW = 1\n"),
    ("content/page.md", "# A page\n"),
    ("build/lesson.py", f"# %% [markdown]\n# # Title\n# prose\n# %%\n{WORDS}{LESSON}"),
    ("build/lesson.py", f'# %% [markdown]\n"""\nprose in a string\n"""\n# %%\n{WORDS}{LESSON}'),
    ("build/lesson.py", f"\n\n\n# only a comment\n{WORDS}{LESSON}"),
]
OTHER = [
    ("lib/__init__.py", "import sys\n"),
    ("lib/outer.py", "from lib.inner import FACTOR\ndef scale(x):\n    return FACTOR * x + 0\n"),
    ("build/lesson.py", f"{WORDS}{LESSON.replace('2', '3')}"),
]


def test_edits_of_code_and_those_that_change_no_result(site: Mini) -> None:
    """In words, as the planner decides; what runs then is told by the others."""
    for edits, said in ((SAME, "up to date"), (OTHER, "will run: ")):
        for name, text in edits:
            path = site.root / name
            before = path.read_text() if path.exists() else ""
            site.write(name, text)
            told = site.explained()
            assert told["lesson"].startswith(said) and told["bystander"] == "up to date", text
            site.write(name, before)
    site.write(*OTHER[1])
    assert site.ran() == ["lesson"]


def test_docstrings_count_where_somebody_reads_them_and_imports_for_types_do_not(mini: Mini) -> None:
    types = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import types_only"
    mini.script("reads", f"{types}\nimport notes\nvalue('text', notes.__doc__)")
    mini.write("notes.py", '"""one"""\n')
    mini.write("types_only.py", "A = 1\n")
    assert mini.ran() == ["reads"]
    mini.write("types_only.py", "A = 2\n")
    assert mini.ran() == []
    mini.write("notes.py", '"""two"""\n')
    assert mini.ran() == ["reads"]
    assert mini.values("reads") == {"text": "two"}


IMPORTS = [
    "import pack.part as part",
    "from pack import part",
    "from pack.part import N",
    "from pack import via",
    "from pack.via import part",
    "import beside",
    "def f():\n    import pack.part\nf()",
    "if 1 > 0:\n    try:\n        import pack.part\n    except ImportError:\n        pass",
    "class C:\n    from pack.part import N",
]


def test_every_way_to_import(mini: Mini) -> None:
    """One script each."""
    mini.write("pack/__init__.py", "")
    mini.write("pack/part.py", "N = 1\n")
    mini.write("pack/via.py", "from . import part\n")
    mini.write("build/beside.py", "import pack.part\n")
    names = [f"lesson-{number}" for number in range(len(IMPORTS))]
    for name, statement in zip(names, IMPORTS, strict=True):
        mini.script(name, f"{statement}\nimport sys\nvalue('n', sys.modules['pack.part'].N)")
    for n in (1, 2):
        mini.write("pack/part.py", f"N = {n}\n")
        assert mini.ran(only=["lesson-*"]) == names
        assert [mini.values(name) for name in names] == [{"n": n}] * len(names)


def test_there_and_back_again_runs_nothing(site: Mini) -> None:
    first = site.made()
    site.write("lib/inner.py", "FACTOR = 5\n")
    assert site.ran() == ["lesson"]
    site.write("lib/inner.py", "FACTOR = 3\n")
    report = site.build()
    assert (report.ran, report.restored, report.problems) == ([], ["lesson"], [])
    assert site.made() == first
    assert "this exact state was built before" in site.said


def test_declared_data_as_a_folder_and_by_a_pattern(mini: Mini) -> None:
    mini.write("data/a.csv", "1")
    mini.write("data/deep/b.csv", "2")
    body = """
    from pathlib import Path
    value("n", ",".join(sorted(path.read_text() for path in Path("data").rglob("*.csv"))))
    """
    mini.script("folder", body, data=["data/"])
    mini.script("some", "import glob\nvalue('n', len(glob.glob('data/*.csv')))", data=["data/*.csv"])
    assert mini.ran() == ["folder", "some"]
    mini.write("data/deep/b.csv", "3")
    assert mini.ran() == ["folder"]
    mini.write("data/c.csv", "4")
    assert mini.ran() == ["folder", "some"]
    assert (mini.values("folder"), mini.values("some")) == ({"n": "1,3,4"}, {"n": 2})
    assert mini.ran() == []


MODEL = """
import numpy as np
noise = 0.25
save_run({"w": np.ones(2)}, loss=round(noise))
"""


def test_an_unchanged_run_cuts_off_what_is_below(mini: Mini) -> None:
    mini.script("models/m", MODEL)
    mini.script("lesson", "value('loss', need('models/m').facts['loss'])", needs=["models/m"])
    assert mini.ran() == ["lesson", "models/m"]
    mini.script("models/m", MODEL.replace("0.25", "0.3"))
    assert mini.ran() == ["models/m"]
    mini.script("models/m", MODEL.replace("0.25", "0.9"))
    assert mini.ran() == ["lesson", "models/m"]
    assert mini.values("lesson") == {"loss": 1}


def test_both_lengths_live_side_by_side(mini: Mini) -> None:
    mini.script("long", "value('full', full())", full=True)
    mini.script("short", "value('n', 1)")
    assert mini.ran() == ["long", "short"]
    assert mini.ran(full=True) == ["long"]
    assert mini.values("long") == {"full": True}
    report = mini.build()
    assert (report.ran, report.restored) == ([], ["long"])
    assert mini.values("long") == {"full": False}


@pytest.mark.parametrize("harm", ["delete", "edit", "rename"])
def test_what_is_published_is_put_right(site: Mini, harm: str) -> None:
    good = site.made()
    path = site.project.figures / "lesson/values.json"
    if harm == "delete":
        path.unlink()
    elif harm == "edit":
        path.write_bytes(path.read_bytes().replace(b"6", b"7"))
    else:
        path.rename(path.with_name("other.json"))
    report = site.build()
    assert (report.ran, report.restored) == ([], ["lesson"])
    (path.parent / "other.json").unlink(missing_ok=True)
    assert site.made() == good


def test_what_the_author_keeps_among_the_figures_stays(site: Mini) -> None:
    """Through builds that make less and less, whether or not builds know what they have made."""
    site.script("lesson", "value('n', 1)\nimport numpy as np\nnetwork('net', {'w': np.ones(2)}, layers=[])")
    site.ran()
    site.write("content/figures/photo.jpg", "mine")
    site.write("content/figures/lesson/notes.txt", "mine")
    shutil.rmtree(site.project.state / "made")
    assert site.ran() == []
    site.script("lesson", "value('n', 1)")
    assert site.ran() == ["lesson"]
    left = {f"content/figures/{name}" for name in ("photo.jpg", "lesson/notes.txt", "bystander/values.json")}
    assert set(site.made()) == {*left, "content/figures/lesson/values.json"}
    (site.root / "build/lesson.py").unlink()
    site.ran()
    assert set(site.made()) == left


def test_figures_no_longer_made_go_and_those_of_a_removed_script(site: Mini) -> None:
    script = site.script("models/m", "import numpy as np\nsave_run({'w': np.ones(1)})\nvalue('n', 1)")
    (site.root / "build/lesson.py").unlink()
    site.ran()
    kept = {f"content/figures/{name}/values.json" for name in ("bystander", "models/m")}
    assert set(site.made()) == kept | {".nnexplain/runs/models/m.safetensors"}
    assert not (site.project.figures / "lesson").exists()
    site.script("models/m", "value('n', 1)")
    site.ran()
    assert set(site.made()) == kept
    script.unlink()
    assert site.ran() == [] and set(site.made()) == {"content/figures/bystander/values.json"}


def test_two_clean_builds_give_the_same_bytes(mini: Mini, another: Any) -> None:
    twin = another()
    for site in (mini, twin):
        site.script(
            "models/m",
            "import numpy as np\nsave_run({'w': np.random.default_rng(1).normal(size=9)}, a=hash('a'))",
        )
        body = """
        value("names", " ".join({"a", "b", "c", "d", "e"}))
        value("w", float(need("models/m")["w"].sum()))
        """
        site.script("lesson", body, needs=["models/m"])
        site.ran()
    assert mini.made() == twin.made()


def test_twice_compares_bytes(mini: Mini) -> None:
    """Also of what is up to date; nothing is kept of what differs."""
    mini.script("steady", "value('n', 1)")
    assert mini.ran() == ["steady"]
    mini.script("chance", "import random\nvalue('n', random.random())")
    mini.script("clock", "import time\nvalue('t', time.time_ns())")
    report = mini.build(twice=True)
    words = "makes other bytes each time that it runs: values.json"
    assert [(p.path, p.message) for p in report.problems] == [
        ("build/chance.py", words), ("build/clock.py", words)
    ]  # fmt: skip
    assert report.ran == ["steady"] and not (mini.project.figures / "chance").exists()


def test_versions_of_distributions_count_also_those_they_require() -> None:
    from nnexplain.pipeline.distributions import Distributions

    found = Distributions(Path("nowhere")).versions({"pandas.core", "json", "no_such_module"})
    import importlib.metadata as metadata

    assert found["pandas"] == metadata.version("pandas")
    assert found["numpy"] == metadata.version("numpy"), "pandas requires it"
    assert found["no_such_module"] == "not installed"
    assert "json" not in found and "hypothesis" not in found, "the standard library and extras do not count"


def test_data_that_changes_while_the_script_runs(mini: Mini) -> None:
    """The result belongs to neither state, so it is made again."""
    mini.write("data.txt", "old")
    body = """
    from pathlib import Path
    text = Path("data.txt").read_text()
    value("text", text)
    if text == "old":
        Path("data.txt").write_text("new")
    """
    mini.script("lesson", body, data=["data.txt"])
    assert mini.ran() == ["lesson"]
    assert mini.values("lesson") == {"text": "new"}
    assert mini.ran() == []


def test_data_that_come_back_while_the_script_runs(mini: Mini) -> None:
    """A script's, and a module's: the bytes that were hashed are there again, and the script saw others."""
    mini.write("data.txt", "A")
    mini.write("lib/notes.txt", "A")
    mini.write("lib/__init__.py", "")
    declares = '# /// nnexplain\n# data = ["lib/notes.txt"]\n# ///\n'
    mini.write("lib/reader.py", f"{declares}def read():\n    return open('lib/notes.txt').read()\n")
    swap = """
    from pathlib import Path
    told = Path("{0}-told")
    first = not told.exists()
    told.write_text("")
    if first:
        Path("{0}").write_text("B")
    value("text", {1})
    if first:
        Path("{0}").write_text("A")
    """
    mini.script("own", swap.format("data.txt", "open('data.txt').read()"), data=["data.txt"])
    mini.script("below", "import lib.reader\n" + dedent(swap.format("lib/notes.txt", "lib.reader.read()")))
    assert mini.ran() == ["below", "own"]
    assert (mini.values("own"), mini.values("below")) == ({"text": "A"}, {"text": "A"})
    assert mini.ran() == []


def test_a_script_that_writes_its_own_data_each_time_is_told_so(mini: Mini) -> None:
    mini.write("data.txt", "A")
    mini.script("lesson", "from pathlib import Path\nPath('data.txt').write_text('A')", data=["data.txt"])
    problem = mini.problem()
    assert problem.message == "its data changed each of the 3 times that it ran" and problem.line == 2


def test_lines_count_where_somebody_asks_for_them(mini: Mini) -> None:
    """In a module, in a script that asks another's; elsewhere comments are nobody's business."""
    mini.write("helper.py", "def fail():\n    1 / 0\n")
    catch = "try:\n    helper.fail()\nexcept ZeroDivisionError:\n"
    mini.script("number", f"import helper, sys\n{catch}    value('n', sys.exc_info()[2].tb_next.tb_lineno)")
    mini.script("text", f"import helper, traceback\n{catch}    value('t', traceback.format_exc()[-70:])")
    mini.script("neither", f"import helper\n{catch}    value('n', 1)")
    assert mini.ran() == ["neither", "number", "text"] and mini.values("number") == {"n": 2}
    mini.write("helper.py", "# a comment\ndef fail():\n    1 / 0\n")
    assert mini.ran() == ["number", "text"] and mini.values("number") == {"n": 3}


def test_a_package_that_an_import_hook_finds(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one is that is installed editable: its code counts, and is what runs."""
    package = mini.write("../away/source/__init__.py", "N = 1\n")
    mini.write("../away/source/part.py", "M = 1\n")

    class Hook:
        @classmethod
        def find_spec(cls, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
            return spec_from_file_location(name, package) if name == "hooked_package" else None

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Hook])
    mini.script(
        "lesson", "import hooked_package\nfrom hooked_package.part import M\nvalue('n', hooked_package.N + M)"
    )
    assert mini.ran() == ["lesson"] and mini.values("lesson") == {"n": 2}
    mini.write("../away/source/part.py", "M = 2\n")
    assert mini.ran() == ["lesson"] and mini.values("lesson") == {"n": 3}


def test_a_script_edited_while_it_runs_keeps_its_key_honest(mini: Mini) -> None:
    body = "from pathlib import Path\nvalue('n', 1)\nPath(__file__).write_text('broken here (')"
    path = mini.script("lesson", body)
    good = path.read_bytes()
    assert mini.ran() == ["lesson"]
    assert "SyntaxError" in mini.problem().message
    path.write_bytes(good.replace(b"Path(__file__)", b"Path(__file__)"))
    assert mini.ran() == []
