"""A script that depends on what its key does not hold is an error at its line."""

from __future__ import annotations

import pytest

from .conftest import Mini

FIRST = 5
"""The line where the body of a script with an empty header begins."""


def lesson(mini: Mini, body: str, **header: object) -> None:
    mini.script("lesson", body, **(header or {"figures": []}))


@pytest.mark.parametrize(
    "read",
    [
        "open('secret.txt').read()",
        "from pathlib import Path; Path('secret.txt').read_text()",
        "import os; os.read(os.open('secret.txt', os.O_RDONLY), 9)",
        "open('secret.txt', 'r+').close()",
        "import os; open(os.path.abspath('lib/../secret.txt')).close()",
        "import os; os.chdir('lib'); open('../secret.txt').close()",
        "import io; io.open('secret.txt', 'rb').close()",
        "open('way-round.txt').close()",
        "import shutil, tempfile; shutil.copy('secret.txt', tempfile.gettempdir())",
    ],
)
def test_an_undeclared_read(mini: Mini, read: str) -> None:
    mini.write("secret.txt", "1")
    mini.write("lib/__init__.py", "")
    (mini.root / "way-round.txt").symlink_to("secret.txt")
    lesson(mini, f"x = 1\n{read}\nvalue('n', 1)")
    problem = mini.problem()
    assert problem.message.startswith("reads ") and ".txt" in problem.message
    assert (problem.path, problem.line) == ("build/lesson.py", FIRST + 1)
    assert 'build/lesson.py:1: # data = ["' in problem.hint
    assert mini.made() == {}


def test_a_link_from_outside(mini: Mini) -> None:
    mini.write("secret.txt", "1")
    link = mini.root.parent / "link.txt"
    link.symlink_to(mini.root / "secret.txt")
    lesson(mini, f"open({str(link)!r}).close()")
    assert "secret.txt" in mini.problem().message


def test_an_error_swallowed_by_the_script_still_fails_it(mini: Mini) -> None:
    mini.write("secret.txt", "1")
    lesson(mini, "try:\n    open('secret.txt')\nexcept BaseException:\n    pass\nvalue('n', 1)")
    assert "secret.txt" in mini.problem().message
    assert mini.made() == {}


def test_a_read_by_a_local_module_names_its_line(mini: Mini) -> None:
    mini.write("secret.txt", "1")
    mini.write("helper.py", "def f():\n    return open('secret.txt').read()\n")
    lesson(mini, "import helper\nhelper.f()")
    problem = mini.problem()
    assert (problem.path, problem.line) == ("helper.py", 2)


def test_listing_an_undeclared_folder(mini: Mini) -> None:
    mini.write("data/a.txt", "1")
    lesson(mini, "import os\nvalue('n', len(os.listdir('data')))", data=["data/a.txt"])
    problem = mini.problem()
    assert "lists the folder data" in problem.message
    assert problem.line == FIRST + 1


def test_a_run_that_is_read_behind_needs_back(mini: Mini) -> None:
    mini.script("models/m", "import numpy as np\nsave_run({'w': np.ones(1)})")
    mini.ran()
    lesson(mini, "open('.nnexplain/runs/models/m.safetensors', 'rb').read()")
    assert "runs/models/m.safetensors" in mini.problem().message


def test_an_undeclared_read_in_a_thread_is_one_problem(mini: Mini) -> None:
    mini.write("secret.txt", "1")
    lesson(
        mini, "import threading\nt = threading.Thread(target=lambda: open('secret.txt'))\nt.start(); t.join()"
    )
    problem = mini.problem()
    assert "reads secret.txt" in problem.message
    assert (problem.path, problem.line) == ("build/lesson.py", FIRST + 1)
    assert "Traceback" not in mini.said


@pytest.mark.parametrize(
    "body",
    [
        "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start(); t.join()",
        "class C:\n    def __del__(self):\n        1 / 0\nC()",
    ],
)
def test_telling_of_a_fault_that_nobody_catches_reads_nothing(mini: Mini, body: str) -> None:
    lesson(mini, f"import lib.helper\n{body}\nvalue('done', True)")
    mini.write("lib/helper.py", "")
    assert mini.ran(verbose=True) == ["lesson"]
    assert "ZeroDivisionError" in mini.said


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("import importlib\nimportlib.import_module('hidden')", "hidden"),
        ("import importlib, pack\nimportlib.import_module('pack.hidden')", "pack.hidden"),
        ("import pack\n__import__('pack.hidden')", "pack.hidden"),
        ("import sys\nsys.path.insert(0, 'elsewhere'); import tucked", "tucked"),
        ("import runpy\nrunpy.run_path('hidden.py')", "hidden.py"),
        ("\nexec(open('hidden.py').read())", "hidden.py"),
    ],
)
def test_a_module_that_planning_cannot_see(mini: Mini, body: str, what: str) -> None:
    mini.write("hidden.py", "A = 1\n")
    mini.write("pack/__init__.py", "")
    mini.write("pack/hidden.py", "A = 1\n")
    mini.write("elsewhere/tucked.py", "A = 1\n")
    lesson(mini, body)
    problem = mini.problem()
    assert what in problem.message
    assert problem.path == "build/lesson.py"
    assert problem.line in (FIRST, FIRST + 1)


def test_a_module_of_the_package_itself_that_planning_cannot_see(mini: Mini) -> None:
    lesson(mini, "import importlib\nimportlib.import_module('nnexplain.site.blocks')")
    assert "nnexplain.site" in mini.problem().message


@pytest.mark.parametrize(
    "body", ["open(__file__).read()", "import inspect\ndef f(): pass\ninspect.getsource(f)"]
)
def test_reading_source_text(mini: Mini, body: str) -> None:
    """Comments are not part of the key."""
    lesson(mini, body)
    assert "reads build/lesson.py" in mini.problem().message
    lesson(mini, body, data=["build/lesson.py"])
    assert mini.ran() == ["lesson"]


@pytest.mark.parametrize(
    "body",
    [
        "import warnings\nwarnings.warn('look')",
        "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()",
        "import tempfile\nwith tempfile.TemporaryFile() as file:\n    file.write(b'x')",
        "import zoneinfo, json, decimal, xml.dom.minidom",
        "import pandas as pd\nvalue('p', len(pd.__version__) > 0)",
        "import helper\nvalue('h', helper.A)",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''], check=True)",
        "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int = 1\nvalue('x', P().x)",
        "import pickle\nclass P: pass\npickle.loads(pickle.dumps(P()))",
    ],
)
def test_what_an_honest_script_may_do(mini: Mini, body: str) -> None:
    mini.write("helper.py", "A = 1\n")
    lesson(mini, f"{body}\nvalue('done', True)")
    assert mini.ran() == ["lesson"]


def test_an_installed_package_below_the_root_may_be_read(mini: Mini) -> None:
    mini.write(".venv/lib/site-packages/thing/data.txt", "1")
    lesson(mini, "value('n', open('.venv/lib/site-packages/thing/data.txt').read())")
    assert mini.ran() == ["lesson"]


def test_an_undeclared_need(mini: Mini) -> None:
    mini.script("models/m", "import numpy as np\nsave_run({'w': np.ones(1)})")
    lesson(mini, "need('models/m')")
    problem = mini.problem()
    assert "models/m" in problem.message and "build/lesson.py:1" in problem.hint
    assert (problem.path, problem.line) == ("build/lesson.py", FIRST)


def test_a_module_may_ask_for_the_version_of_another(mini: Mini) -> None:
    """As NumPy's testing does when SciPy is imported late: it looks for packages in all of `sys.path`."""
    ask = "import importlib.metadata, os, sys\nsys.path.insert(0, os.getcwd())\n"
    mini.script("lesson", f"{ask}value('version', importlib.metadata.version('numpy'))")
    assert mini.ran() == ["lesson"]
    mini.script("lesson", f"{ask}value('files', len(os.listdir(sys.path[0])))")
    assert "lists the folder" in mini.problem().message
