"""Planning is light, and says what it knows."""

from __future__ import annotations

import subprocess
import sys

import pytest
from choosing import chosen

from nnexplain.site.image import figure_at
from nnexplain.site.values import parse_expression

from .conftest import Mini

HEAVY = "torch altair pandas sklearn matplotlib numpy vl_convert rich jupytext distributed pooch requests"
PLAN = f"""
import sys
from nnexplain.cli import main
assert main(["build", "--no-site", "--explain", "--only", "lesson"]) == 0
assert main(["build", "--no-site", "--dry-run", "--only", "digits"]) == 0
print("imported:", set({HEAVY!r}.split()) & set(sys.modules))
"""


def test_planning_imports_nothing_heavy(mini: Mini) -> None:
    """Not even to know the key of a setting that brings files: what would be downloaded is known by its
    digests.
    """
    body = "def never():\n    import altair, pandas, torch, sklearn.datasets, matplotlib"
    mini.script("lesson", f"{body}\nvalue('n', 1)")
    assert mini.ran() == ["lesson"]
    header = "# /// nnexplain\n# settings.digits = 'mnist'\n# ///\n"
    mini.write("build/digits.py", header + "from nnexplain.figures import setting\nsetting('digits')\n")
    done = subprocess.run([sys.executable, "-c", PLAN], cwd=mini.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "lesson: up to date" in done.stdout and "digits: will run: never built" in done.stdout
    assert "imported: set()" in done.stdout


def test_every_reason_in_words(mini: Mini) -> None:
    mini.write("theme.py", "A = 1\n")
    mini.write("data/a.csv", "1")
    mini.script("model", "import numpy as np\nsave_run({'w': np.ones(1)}, n=1)")
    body = "import theme\nopen('data/a.csv').read()\nvalue('n', theme.A + need('model').facts['n'])"
    mini.script("lesson", body, needs=["model"], data=["data/a.csv"])
    assert mini.explained() == {"model": "will run: never built", "lesson": "may change: needs model"}
    mini.ran()
    assert mini.explained() == {"model": "up to date", "lesson": "up to date"}
    mini.write("theme.py", "A = 2\n")
    mini.write("data/a.csv", "2")
    assert mini.explained()["lesson"] == "will run: theme.py changed, data/a.csv changed"
    mini.ran()
    mini.write("theme.py", "A = 1\n")
    mini.write("data/a.csv", "1")
    assert mini.explained()["lesson"] == "will be restored: this exact state was built before"
    mini.ran()
    (mini.project.figures / "lesson/values.json").unlink()
    assert mini.explained()["lesson"] == "will be restored: values.json is missing on disk"
    mini.ran()
    mini.script("model", "import numpy as np\nsave_run({'w': np.ones(1)}, n=2)")
    assert mini.explained() == {"model": "will run: its code changed", "lesson": "may change: needs model"}
    mini.ran(only=["model"])
    assert mini.explained()["lesson"] == "will run: model gave another run"
    mini.script("model", "import numpy as np\nsave_run({'w': np.ones(1)")
    assert mini.explained()["lesson"] == "skipped: needs model, which cannot be built"


def test_a_change_of_version_in_words() -> None:
    from nnexplain.pipeline.key import differences, key_of

    before, now = {"version altair": "6.2", "code": "a"}, {"version altair": "6.3", "code": "a"}
    assert differences(before, now) == ["altair 6.2 → 6.3"]
    assert key_of(before) != key_of(now)
    assert differences({}, {"version torch": "2.1"}) == ["torch not used → 2.1"]


def test_scripts_are_found_by_name(mini: Mini) -> None:
    from nnexplain.pipeline.plan import script_names

    assert mini.ran() == [], "a site without scripts"
    for name in ("a", "models/b", "_helper", "models/_c", "__pycache__/d", ".hidden/e"):
        mini.write(f"build/{name}.py", "")
    assert script_names(mini.project) == ["a", "models/b"]


def test_what_editors_leave_is_no_script_and_linked_folders_are_followed(
    mini: Mini, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Locks, which may be links to nowhere, copies, and a folder that leads back into itself."""
    from nnexplain.pipeline.plan import script_names

    mini.script("lesson", "value('n', need('models/a').facts['n'])", needs=["models/a"])
    for name in ("#lesson.py#", ".lesson.py.swp", "lesson.py~", ".#copy.py", "4913"):
        mini.write(f"build/{name}", "(")
    for name, target in ((".#lesson.py", "me@host.1:2"), ("gone.py", "nowhere.py"), ("again", ".")):
        (mini.root / "build" / name).symlink_to(target)
    shared = tmp_path_factory.mktemp("shared")
    (shared / "a.py").write_text("from nnexplain.figures import save_run\nsave_run({}, n=1)\n")
    (mini.root / "build/models").symlink_to(shared)
    assert script_names(mini.project) == ["lesson", "models/a"]
    assert mini.ran() == ["lesson", "models/a"]
    (shared / "a.py").write_text("from nnexplain.figures import save_run\nsave_run({}, n=2)\n")
    assert mini.ran() == ["lesson", "models/a"]


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


def test_what_planning_takes_for_a_name_pages_do_and_no_other(mini: Mini) -> None:
    bad, good = ["a.b", "models/v1.0", "my lesson", "über"], ["My-Lesson", "models/VGG_16", "my_lesson"]
    for name in bad + good:
        mini.script(name, "value('n', 1)")
    report = mini.build()
    assert sorted(report.ran) == good
    assert sorted(problem.path or "" for problem in report.problems) == [f"build/{name}.py" for name in bad]
    for problem in report.problems:
        assert problem.message == "a script cannot have this name"
        assert "letters a to z, digits, hyphens and underscores" in problem.hint
    for name in good:
        assert figure_at(f"figures/{name}/curve.svg") == (name, "curve")
        assert parse_expression(f"{name}/n") == (name, "n", "")
