"""Neither too little is run nor too much: the headline."""

from __future__ import annotations

import os
from typing import Any

import pytest

from .conftest import Mini

LESSON = """
from lib.outer import scale
value("size", scale(2))
"""


@pytest.fixture
def site(mini: Mini) -> Mini:
    mini.write("lib/__init__.py", "")
    mini.write("lib/outer.py", "from lib.inner import FACTOR\ndef scale(x):\n    return FACTOR * x\n")
    mini.write("lib/inner.py", "FACTOR = 3\n")
    mini.write("lib/other.py", "UNUSED = 1\n")
    mini.script("lesson", LESSON)
    mini.script("bystander", "value('n', 1)")
    assert mini.ran() == ["bystander", "lesson"]
    assert mini.values("lesson") == {"size": 6}
    return mini


def test_nothing_changed(site: Mini) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.project.figures.rglob("*.json")}
    assert site.ran() == []
    assert {path: path.stat().st_mtime_ns for path in site.project.figures.rglob("*.json")} == before


def test_a_module_imported_through_another(site: Mini) -> None:
    site.write("lib/inner.py", "FACTOR = 5\n")
    assert site.ran() == ["lesson"]
    assert site.values("lesson") == {"size": 10}


def test_an_edit_of_equal_length_in_the_same_second(site: Mini) -> None:
    """Python itself would take its bytecode for fresh here."""
    path = site.root / "lib/inner.py"
    for factor in (4, 7, 8):
        site.write("lib/inner.py", f"FACTOR = {factor}\n")
        os.utime(path, ns=(10**18, 10**18))
        assert site.ran() == ["lesson"]
        assert site.values("lesson") == {"size": 2 * factor}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lib/inner.py", "# a comment\nFACTOR  =  3   # another\n\n\n"),
        ("lib/inner.py", '"""A docstring."""\nFACTOR = (3)\n'),
        (
            "lib/outer.py",
            'from lib.inner import (\n  FACTOR,\n)\ndef scale(x):\n  """Say."""\n  return FACTOR*x\n',
        ),
        ("lib/other.py", "UNUSED = 2\n"),
        ("lib/unseen.py", "NEW = 1\n"),
        ("content/page.md", "# A page\n"),
    ],
)
def test_edits_that_change_no_result(site: Mini, name: str, text: str) -> None:
    site.write(name, text)
    assert site.ran() == []


@pytest.mark.parametrize(
    "text",
    [
        "# %% [markdown]\n# # Title\n# prose\n# %%\n",
        '# %% [markdown]\n"""\nprose in a string\n"""\n# %%\n',
        "\n\n\n# only a comment\n",
    ],
)
def test_markdown_cells_are_no_code(site: Mini, text: str) -> None:
    path = site.root / "build/lesson.py"
    site.write("build/lesson.py", text + path.read_text())
    assert site.ran() == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lib/__init__.py", "import sys\n"),
        ("lib/outer.py", "from lib.inner import FACTOR\ndef scale(x):\n    return FACTOR * x + 0\n"),
        (
            "build/lesson.py",
            "from lib.outer import scale\nfrom nnexplain.figures import value\nvalue('size', scale(3))\n",
        ),
    ],
)
def test_edits_of_code(site: Mini, name: str, text: str) -> None:
    site.write(name, text)
    assert site.ran() == ["lesson"]


def test_docstrings_count_where_somebody_reads_them(mini: Mini) -> None:
    mini.script("reads", "import notes\nvalue('text', notes.__doc__)")
    mini.write("notes.py", '"""one"""\n')
    assert mini.ran() == ["reads"]
    mini.write("notes.py", '"""two"""\n')
    assert mini.ran() == ["reads"]
    assert mini.values("reads") == {"text": "two"}


@pytest.mark.parametrize(
    "statement",
    [
        "import pack.part as part",
        "from pack import part",
        "from pack.part import N",
        "from pack import via",
        "from pack.via import part",
        "import beside",
        "def f():\n    import pack.part\nf()",
        "if 1 > 0:\n    try:\n        import pack.part\n    except ImportError:\n        pass",
        "class C:\n    from pack.part import N",
    ],
)
def test_every_way_to_import(mini: Mini, statement: str) -> None:
    mini.write("pack/__init__.py", "")
    mini.write("pack/part.py", "N = 1\n")
    mini.write("pack/via.py", "from . import part\n")
    mini.write("build/beside.py", "import pack.part\n")
    mini.script("lesson", f"{statement}\nimport sys\nvalue('n', sys.modules['pack.part'].N)")
    assert "lesson" in mini.ran(only=["lesson"])
    mini.write("pack/part.py", "N = 2\n")
    assert mini.ran(only=["lesson"]) == ["lesson"]
    assert mini.values("lesson") == {"n": 2}


def test_imports_for_the_type_checker_do_not_count(mini: Mini) -> None:
    mini.write("types_only.py", "A = 1\n")
    mini.script(
        "lesson", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import types_only\nvalue('n', 1)"
    )
    mini.ran()
    mini.write("types_only.py", "A = 2\n")
    assert mini.ran() == []


def test_there_and_back_again_runs_nothing(site: Mini) -> None:
    first = site.made()
    site.write("lib/inner.py", "FACTOR = 5\n")
    assert site.ran() == ["lesson"]
    site.write("lib/inner.py", "FACTOR = 3\n")
    report = site.build()
    assert (report.ran, report.restored, report.problems) == ([], ["lesson"], [])
    assert site.made() == first
    assert "this exact state was built before" in site.said


def test_declared_data(mini: Mini) -> None:
    mini.write("data/a.csv", "1")
    mini.write("data/deep/b.csv", "2")
    body = """
    from pathlib import Path
    value("n", ",".join(sorted(path.read_text() for path in Path("data").rglob("*.csv"))))
    """
    mini.script("lesson", body, data=["data/"])
    assert mini.ran() == ["lesson"]
    mini.write("data/deep/b.csv", "3")
    assert mini.ran() == ["lesson"]
    mini.write("data/c.csv", "4")
    assert mini.ran() == ["lesson"]
    assert mini.values("lesson") == {"n": "1,3,4"}
    assert mini.ran() == []


def test_a_glob_of_data(mini: Mini) -> None:
    mini.write("data/a.csv", "1")
    mini.write("data/a.txt", "x")
    mini.script("lesson", "import glob\nvalue('n', len(glob.glob('data/*.csv')))", data=["data/*.csv"])
    assert mini.ran() == ["lesson"]
    mini.write("data/a.txt", "y")
    assert mini.ran() == []
    mini.write("data/b.csv", "1")
    assert mini.ran() == ["lesson"]
    assert mini.values("lesson") == {"n": 2}


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


@pytest.mark.parametrize("harm", ["delete", "edit", "add"])
def test_what_is_published_is_put_right(site: Mini, harm: str) -> None:
    good = site.made()
    path = site.project.figures / "lesson/values.json"
    if harm == "delete":
        path.unlink()
    elif harm == "edit":
        path.write_bytes(path.read_bytes().replace(b"6", b"7"))
    else:
        (path.parent / "old.svg").write_text("<svg/>")
    report = site.build()
    assert (report.ran, report.restored) == ([], ["lesson"])
    assert site.made() == good


def test_the_figures_of_a_removed_script_go(site: Mini) -> None:
    (site.root / "build/lesson.py").unlink()
    assert site.ran() == []
    assert set(site.made()) == {"content/figures/bystander/values.json"}
    assert not (site.project.figures / "lesson").exists()


def test_figures_no_longer_made_go(mini: Mini) -> None:
    mini.script("models/m", "import numpy as np\nsave_run({'w': np.ones(1)})\nvalue('n', 1)")
    mini.ran()
    assert set(mini.made()) == {
        "content/figures/models/m/values.json",
        ".nnexplain/runs/models/m.safetensors",
    }
    mini.script("models/m", "value('n', 1)")
    mini.ran()
    assert set(mini.made()) == {"content/figures/models/m/values.json"}


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


def test_versions_of_distributions_count_also_those_they_require() -> None:
    from pathlib import Path

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


def test_a_script_edited_while_it_runs_keeps_its_key_honest(mini: Mini) -> None:
    body = "from pathlib import Path\nvalue('n', 1)\nPath(__file__).write_text('broken here (')"
    path = mini.script("lesson", body)
    good = path.read_bytes()
    assert mini.ran() == ["lesson"]
    assert "SyntaxError" in mini.problem().message
    path.write_bytes(good.replace(b"Path(__file__)", b"Path(__file__)"))
    assert mini.ran() == []
