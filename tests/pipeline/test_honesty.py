"""A script that depends on what its key does not hold is an error at its line."""

from __future__ import annotations

from .conftest import Mini

FIRST = 5
"""The line where the body of a script with an empty header begins."""


READS = [
    "open('secret.txt').read()",
    "from pathlib import Path; Path('secret.txt').read_text()",
    "import os; os.read(os.open('secret.txt', os.O_RDONLY), 9)",
    "open('secret.txt', 'r+').close()",
    "import os; open(os.path.abspath('lib/../secret.txt')).close()",
    "import os; os.chdir('lib'); open('../secret.txt').close()",
    "import io; io.open('secret.txt', 'rb').close()",
    "open('way-round.txt').close()",
    "import shutil, tempfile; shutil.copy('secret.txt', tempfile.gettempdir())",
]


def test_an_undeclared_read(mini: Mini) -> None:
    mini.write("secret.txt", "1")
    mini.write("lib/__init__.py", "")
    (mini.root / "way-round.txt").symlink_to("secret.txt")
    for number, read in enumerate(READS):
        mini.script(f"lesson-{number}", f"x = 1\n{read}\nvalue('n', 1)", figures=[])
    problems = {problem.path: problem for problem in mini.build().problems}
    for number, read in enumerate(READS):
        problem = problems.pop(f"build/lesson-{number}.py")
        assert problem.message.startswith("reads ") and ".txt" in problem.message, read
        assert problem.line == FIRST + 1, read
        assert f'build/lesson-{number}.py:1: # data = ["' in problem.hint, read
    assert not problems and mini.made() == {}


def test_other_ways_to_an_undeclared_read(mini: Mini) -> None:
    """By a link from outside; with the error swallowed; by a local module, at its line; in a thread, as one
    problem; by listing a folder; and behind the back of needs.
    """
    mini.write("secret.txt", "1")
    mini.write("data/a.txt", "1")
    mini.write("helper.py", "def f():\n    return open('secret.txt').read()\n")
    link = mini.root.parent / "link.txt"
    link.symlink_to(mini.root / "secret.txt")
    mini.script("models/m", "import numpy as np\nsave_run({'w': np.ones(1)})")
    mini.ran()
    made = mini.made()
    thread = "import threading\nt = threading.Thread(target=lambda: open('secret.txt'))\nt.start(); t.join()"
    mini.script("a-link", f"open({str(link)!r}).close()")
    mini.script("b-swallowed", "try:\n    open('secret.txt')\nexcept BaseException:\n    pass\nvalue('n', 1)")
    mini.script("c-listed", "import os\nvalue('n', len(os.listdir('data')))", data=["data/a.txt"])
    mini.script("d-run", "open('.nnexplain/runs/models/m.safetensors', 'rb').read()")
    mini.script("e-thread", thread, figures=[])
    mini.script("f-helper", "import helper\nhelper.f()")
    report = mini.build()
    found = sorted(report.problems, key=lambda problem: problem.order)
    assert len(found) == 6 and mini.made() == made and "Traceback" not in mini.said
    by_link, swallowed, listed, run, thread_, helper = found
    assert "secret.txt" in by_link.message and "secret.txt" in swallowed.message
    assert "lists the folder data" in listed.message and listed.line == FIRST + 1
    assert "runs/models/m.safetensors" in run.message
    assert "reads secret.txt" in thread_.message
    assert (thread_.path, thread_.line) == ("build/e-thread.py", FIRST + 1)
    assert (helper.path, helper.line) == ("helper.py", 2)


def test_telling_of_a_fault_that_nobody_catches_reads_nothing(mini: Mini) -> None:
    mini.write("lib/helper.py", "")
    thread = "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start(); t.join()"
    for name, body in (("thread", thread), ("gone", "class C:\n    def __del__(self):\n        1 / 0\nC()")):
        mini.script(name, f"import lib.helper\n{body}\nvalue('done', True)")
    assert mini.ran(verbose=True) == ["gone", "thread"]
    assert mini.said.count("ZeroDivisionError") == 2


HIDDEN = [
    ("import importlib\nimportlib.import_module('hidden')", "hidden"),
    ("import importlib, pack\nimportlib.import_module('pack.hidden')", "pack.hidden"),
    ("import pack\n__import__('pack.hidden')", "pack.hidden"),
    ("import sys\nsys.path.insert(0, 'elsewhere'); import tucked", "tucked"),
    ("import runpy\nrunpy.run_path('hidden.py')", "hidden.py"),
    ("\nexec(open('hidden.py').read())", "hidden.py"),
    ("import importlib\nimportlib.import_module('nnexplain.site.blocks')", "nnexplain.site"),
]


def test_a_module_that_planning_cannot_see(mini: Mini) -> None:
    mini.write("hidden.py", "A = 1\n")
    mini.write("pack/__init__.py", "")
    mini.write("pack/hidden.py", "A = 1\n")
    mini.write("elsewhere/tucked.py", "A = 1\n")
    for number, (body, _) in enumerate(HIDDEN):
        mini.script(f"lesson-{number}", body, figures=[])
    problems = {problem.path: problem for problem in mini.build().problems}
    for number, (body, what) in enumerate(HIDDEN):
        problem = problems.pop(f"build/lesson-{number}.py")
        assert what in problem.message, body
        assert problem.line in (FIRST, FIRST + 1), body
    assert not problems


def test_reading_source_text(mini: Mini) -> None:
    """Comments are not part of the key."""
    bodies = {"a": "open(__file__).read()", "b": "import inspect\ndef f(): pass\ninspect.getsource(f)"}
    for name, body in bodies.items():
        mini.script(name, body)
    problems = mini.build().problems
    assert {problem.message.split(",")[0] for problem in problems} == {"reads build/a.py", "reads build/b.py"}
    for name, body in bodies.items():
        mini.script(name, body, data=[f"build/{name}.py"])
    assert mini.ran() == ["a", "b"]


HONEST = [
    "import warnings\nwarnings.warn('look')",
    "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()",
    "import tempfile\nwith tempfile.TemporaryFile() as file:\n    file.write(b'x')",
    "import zoneinfo, json, decimal, xml.dom.minidom",
    "import pandas as pd\nvalue('p', len(pd.__version__) > 0)",
    "import helper\nvalue('h', helper.A)",
    "import platform\nvalue('p', bool(platform.platform()))",
    "import os, tempfile\nwith tempfile.TemporaryDirectory() as f:\n    p = os.path.join(f, 'a')\n"
    "    open(p, 'w').close()\n    os.rename(p, p + 'b')\n    os.listdir(f)\n    open(p + 'b').close()",
    "import os\nos.environ['MINE'] = '1'\nvalue('n', os.environ['MINE'] + os.getenv('OMP_NUM_THREADS'))",
    "import sqlite3\nsqlite3.connect(':memory:').close()",
    "open('made.txt', 'w').close(); open('made.txt').close()",
    "import os\nvalue('n', len(open('/etc/passwd').read()) > len(os.path.expanduser('~')))",
    "import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int = 1\nvalue('x', P().x)",
    "import pickle\nclass P: pass\npickle.loads(pickle.dumps(P()))",
    "value('n', open('.venv/lib/site-packages/thing/data.txt').read())",
]


def test_what_an_honest_script_may_do(mini: Mini) -> None:
    """An installed package below the root may be read, too."""
    mini.write("helper.py", "A = 1\n")
    mini.write(".venv/lib/site-packages/thing/data.txt", "1")
    names = [f"lesson-{number:02}" for number in range(len(HONEST))]
    for name, body in zip(names, HONEST, strict=True):
        mini.script(name, f"{body}\nvalue('done', True)", figures=[])
    assert mini.ran() == names


UNCOUNTED = [
    ("import os\nvalue('x', os.environ.get('X_OF_MINE', ''))", "reads X_OF_MINE of the environment"),
    ("import os\nvalue('x', os.getenv('HOME'))", "reads HOME of the environment"),
    ("import os\nvalue('x', len(dict(os.environ)))", "reads all of the environment"),
    ("import os\nvalue('x', 'X_OF_MINE' in os.environ)", "reads X_OF_MINE of the environment"),
    ("import subprocess\nsubprocess.run(['cat', 'data/a.txt'])", "starts another program"),
    ("import os\nos.system('cat data/a.txt')", "starts another program"),
    ("import sqlite3\nsqlite3.connect('data/b.db')", "reads data/b.db, which the header does not declare"),
    ("import sqlite3\nsqlite3.connect('file:data/b.db?mode=ro', uri=True)", "reads data/b.db"),
    ("import socket\nsocket.socket().connect(('127.0.0.1', 9))", "asks the network"),
    ("open('data/b.db').close()", "reads data/b.db, which the header does not declare"),
    ("import os\nos.listdir('data')", "lists the folder data"),
    ("from pathlib import Path\nlist(Path('data').iterdir())", "lists the folder data"),
    ("open('../elsewhere.csv').close()", "elsewhere.csv, which lies outside the repository"),
    ("import os\nos.listdir('..')", "which lies outside the repository"),
    ("import linecache\nlinecache.getline('helper.py', 1)", "reads helper.py"),
]


def test_what_no_key_holds(mini: Mini) -> None:
    """Each at its line, whatever glob is declared beside it."""
    for name in ("data/a.txt", "data/b.db", "../elsewhere.csv", "helper.py"):
        mini.write(name, "1")
    names = [f"lesson-{number:02}" for number in range(len(UNCOUNTED))]
    for name, (body, _) in zip(names, UNCOUNTED, strict=True):
        mini.script(name, f"\n{body}", data=["data/*.txt"])
    problems = {problem.path: problem for problem in mini.build().problems}
    for name, (body, words) in zip(names, UNCOUNTED, strict=True):
        problem = problems.pop(f"build/{name}.py")
        assert words in problem.message, body
        assert problem.line == FIRST + 1 + body.count("\n"), body
    assert not problems


def test_what_is_declared_is_read_through_globs_folders_and_links(mini: Mini) -> None:
    for name in ("many/a.txt", "many/b.md", "folder/c.txt", "real/d.txt", "../outside.txt"):
        mini.write(name, name)
    (mini.root / "folder/linked").symlink_to(mini.root / "real")
    (mini.root / "real/back").symlink_to(mini.root / "folder")
    (mini.root / "out.txt").symlink_to("../outside.txt")
    body = """
    import glob, os
    from pathlib import Path
    globbed = [open(name).read() for name in glob.glob("many/*.txt")]
    globbed += [path.read_text() for path in Path("many").glob("*.txt")]
    walked = [open(f"{where}/{name}").read() for where, _, names in os.walk("folder") for name in names]
    linked = [path.read_text() for path in sorted(Path("folder/linked").iterdir()) if path.is_file()]
    value("all", " ".join([*globbed, *walked, *linked, open("out.txt").read()]))
    """
    mini.script("lesson", body, data=["many/*.txt", "folder", "out.txt"])
    assert mini.ran() == ["lesson"]
    said = mini.values("lesson")["all"]
    assert said == "many/a.txt many/a.txt folder/c.txt real/d.txt ../outside.txt"
    for name in ("real/d.txt", "../outside.txt"):
        mini.write(name, "changed")
        assert mini.ran() == ["lesson"], name
    mini.write("many/b.md", "changed")
    assert mini.ran() == []


def test_a_module_that_another_is_loaded_for(mini: Mini) -> None:
    mini.write("json.py", "def loads(text): return 7\n")
    mini.script("lesson", "import json\nvalue('n', json.loads('1'))")
    problem = mini.problem()
    assert problem.path == "json.py" and "is imported as json, which is the name of" in problem.message


def test_an_undeclared_need(mini: Mini) -> None:
    mini.script("models/m", "import numpy as np\nsave_run({'w': np.ones(1)})")
    mini.script("lesson", "need('models/m')", figures=[])
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
