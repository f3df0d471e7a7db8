"""Planning is light, and says what it knows."""

from __future__ import annotations

import subprocess
import sys

import pytest
from choosing import chosen

from nnexplain.site.image import figure_at
from nnexplain.site.values import parse_expression

from .conftest import Mini

HEAVY = (
    "torch",
    "altair",
    "pandas",
    "sklearn",
    "matplotlib",
    "numpy",
    "vl_convert",
    "rich",
    "jupytext",
    "distributed",
    "pooch",
    "requests",
)

PLAN = f"""
import sys
from nnexplain.cli import main
assert main(["build", "--no-site", "--explain"]) == 0
print("imported:", [name for name in {HEAVY!r} if name in sys.modules])
"""


def test_planning_an_up_to_date_tree_imports_nothing_heavy(mini: Mini) -> None:
    body = "def never():\n    import altair, pandas, torch, sklearn.datasets, matplotlib"
    mini.script("lesson", f"{body}\nvalue('n', 1)")
    assert mini.ran() == ["lesson"]
    done = subprocess.run([sys.executable, "-c", PLAN], cwd=mini.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "lesson: up to date" in done.stdout
    assert "imported: []" in done.stdout


def test_planning_a_setting_that_brings_files_imports_nothing_heavy(mini: Mini) -> None:
    """Not even to know its key: what would be downloaded is known by its digests."""
    header = "# /// nnexplain\n# settings.digits = 'mnist'\n# ///\n"
    mini.write("build/lesson.py", header + "from nnexplain.figures import setting\nsetting('digits')\n")
    plan = PLAN.replace('"--explain"', '"--dry-run"')
    done = subprocess.run([sys.executable, "-c", plan], cwd=mini.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "lesson: will run: never built" in done.stdout
    assert "imported: []" in done.stdout


def explained(mini: Mini) -> dict[str, str]:
    before = {path: path.stat().st_mtime_ns for path in mini.root.rglob("*")}
    mini.build(dry_run=True)
    assert {path: path.stat().st_mtime_ns for path in mini.root.rglob("*")} == before, (
        "a dry run writes nothing"
    )
    return dict(line.split(": ", 1) for line in mini.said.splitlines() if not line.startswith(" "))


def test_every_reason_in_words(mini: Mini) -> None:
    mini.write("theme.py", "A = 1\n")
    mini.write("data/a.csv", "1")
    mini.script("model", "import numpy as np\nsave_run({'w': np.ones(1)}, n=1)")
    body = "import theme\nopen('data/a.csv').read()\nvalue('n', theme.A + need('model').facts['n'])"
    mini.script("lesson", body, needs=["model"], data=["data/a.csv"])
    assert explained(mini) == {"model": "will run: never built", "lesson": "may change: needs model"}
    mini.ran()
    assert explained(mini) == {"model": "up to date", "lesson": "up to date"}
    mini.write("theme.py", "A = 2\n")
    mini.write("data/a.csv", "2")
    assert explained(mini)["lesson"] == "will run: theme.py changed, data/a.csv changed"
    mini.ran()
    mini.write("theme.py", "A = 1\n")
    mini.write("data/a.csv", "1")
    assert explained(mini)["lesson"] == "will be restored: this exact state was built before"
    mini.ran()
    (mini.project.figures / "lesson/values.json").unlink()
    assert explained(mini)["lesson"] == "will be restored: values.json is missing on disk"
    mini.ran()
    mini.script("model", "import numpy as np\nsave_run({'w': np.ones(1)}, n=2)")
    assert explained(mini) == {"model": "will run: its code changed", "lesson": "may change: needs model"}
    mini.ran(only=["model"])
    assert explained(mini)["lesson"] == "will run: model gave another run"
    mini.script("model", "import numpy as np\nsave_run({'w': np.ones(1)")
    assert explained(mini)["lesson"] == "skipped: needs model, which cannot be built"


def test_a_change_of_version_in_words() -> None:
    from nnexplain.pipeline.key import differences, key_of

    before, now = {"version altair": "6.2", "code": "a"}, {"version altair": "6.3", "code": "a"}
    assert differences(before, now) == ["altair 6.2 → 6.3"]
    assert key_of(before) != key_of(now)
    assert differences({}, {"version torch": "2.1"}) == ["torch not used → 2.1"]


def test_scripts_are_found_by_name(mini: Mini) -> None:
    from nnexplain.pipeline.plan import script_names

    for name in ("a", "models/b", "_helper", "models/_c", "__pycache__/d", ".hidden/e"):
        mini.write(f"build/{name}.py", "")
    assert script_names(mini.project) == ["a", "models/b"]


def test_a_site_without_scripts(mini: Mini) -> None:
    assert mini.ran() == []


def test_heavy_modules_are_wanted_only_by_who_imports_them(mini: Mini) -> None:
    from nnexplain.pipeline.jobs import make_job
    from nnexplain.pipeline.plan import Planner

    mini.write("through.py", "import pandas as pd\n")
    mini.script("chart", "import through\nimport altair as alt")
    mini.script("plain", "def f():\n    import torch")
    plan = Planner(mini.project, chosen()).plan()
    wants = {
        name: make_job(script, {}, {}, mini.root, mini.root, False).wants
        for name, script in plan.scripts.items()
    }
    assert wants == {"chart": ("altair", "pandas"), "plain": ()}


@pytest.mark.parametrize("name", ["my lesson", "über", "a.b", "models/v1.0"])
def test_a_script_whose_name_no_page_could_write(mini: Mini, name: str) -> None:
    mini.script(name, "value('n', 1)")
    mini.script("apart", "value('n', 1)")
    report = mini.build()
    (problem,) = report.problems
    assert (problem.path, problem.message) == (f"build/{name}.py", "a script cannot have this name")
    assert "letters a to z, digits, hyphens and underscores" in problem.hint
    assert report.ran == ["apart"]


@pytest.mark.parametrize("name", ["my_lesson", "My-Lesson", "models/VGG_16"])
def test_what_planning_takes_for_a_name_pages_do(mini: Mini, name: str) -> None:
    mini.script(name, "value('n', 1)")
    assert mini.ran() == [name]
    assert figure_at(f"figures/{name}/curve.svg") == (name, "curve")
    assert parse_expression(f"{name}/n") == (name, "n", "")
