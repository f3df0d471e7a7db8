"""Whatever is wrong: its file and line, what is allowed, the others built, nothing lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nnexplain.errors import NnexplainError, UsageError
from nnexplain.figures import beside

from .conftest import Mini

FIRST = 5


@pytest.fixture
def site(mini: Mini) -> Mini:
    """One script that is about to break, one that needs it, one that has nothing to do with either."""
    mini.script("model", "import numpy as np\nsave_run({'w': np.ones(1)})", figures=[])
    mini.script("below", "value('w', float(need('model')['w'][0]))", needs=["model"])
    mini.script("apart", "value('n', 1)")
    return mini


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("x = 1\nx = = 2", FIRST + 1, "SyntaxError: invalid syntax"),
        ("return 1", FIRST, "SyntaxError: 'return' outside function"),
        ("raise ValueError('no good')", FIRST, "ValueError: no good"),
        ("def f():\n    return {}['k']\n\nf()", FIRST + 1, "KeyError: 'k'"),
        ("import sys\nsys.exit(3)", FIRST + 1, r"sys.exit(3)"),
        ("import sys\nsys.exit('enough')", FIRST + 1, r"sys.exit('enough')"),
        ("raise KeyboardInterrupt", FIRST, "KeyboardInterrupt"),
        ("import os\nos.abort()", FIRST + 1, "signal 6 (SIGABRT)"),
        ("import os\nos.kill(os.getpid(), 11)", FIRST + 1, "signal 11 (SIGSEGV)"),
        ("import os\nos.kill(os.getpid(), 9)", None, "signal 9 (SIGKILL)"),
        ("import os\nos._exit(7)", None, "exit status 7"),
        ("import no_such_module", FIRST, "ModuleNotFoundError: No module named 'no_such_module'"),
        ("from . import x", None, "relative import"),
        ("import json\njson.loads('{')", FIRST + 1, "JSONDecodeError"),
        ("value('n', float('nan'))", FIRST, "nan"),
        ("figure('cube')", FIRST, "not promised"),
    ],
)
def test_a_broken_script(site: Mini, body: str, line: int | None, words: str) -> None:
    site.ran()
    good = site.made()
    site.script("model", body, figures=[])
    report = site.build()
    (problem,) = report.problems
    assert (problem.path, problem.line) == ("build/model.py", line)
    assert words in problem.message
    assert report.failed == ["model", "below"] and report.fresh == ["apart"]
    assert "needs model, which failed" in site.said
    assert site.made() == good, "the last good figures stay"
    assert "nnexplain/pipeline" not in f"{problem}{site.said}", "no frame of ours"


def test_the_message_leads_through_the_authors_frames_and_a_long_way_is_shown_by_its_ends(mini: Mini) -> None:
    mini.write("helper.py", "def f(x):\n    return 1 / x\n")
    mini.script("a", "import helper\nimport functools\nfunctools.reduce(lambda a, b: helper.f(0), [1, 2])")
    mini.script("b", "def f(n):\n    f(n + 1)\n\nf(0)")
    through, long = sorted(mini.build().problems, key=lambda problem: problem.order)
    assert (through.path, through.line) == ("build/a.py", 4)
    assert through.message == "ZeroDivisionError: division by zero"
    assert through.hint.splitlines()[-1] == "helper.py:2: return 1 / x"
    assert "functools.py" not in through.hint
    assert long.message.startswith("RecursionError: maximum recursion depth exceeded")
    shown = long.hint.splitlines()
    assert shown[0] == "build/b.py:5: f(0)" and shown[-1] == "build/b.py:3: f(n + 1)"
    assert len(shown) == 11 and shown[5].endswith(" more …")


def test_what_a_failed_script_printed_is_shown_and_with_verbose_a_good_one_is_heard_too(site: Mini) -> None:
    site.script("model", "import sys\nprint('on the way')\nprint('trouble', file=sys.stderr)\n1 / 0")
    site.script("apart", "print('all well')")
    site.build()
    assert "on the way" in site.said and "trouble" in site.said and "all well" not in site.said
    site.script("apart", "print('all well'); value('n', 1)")
    site.build(verbose=True)
    assert "all well" in site.said


@pytest.mark.parametrize(
    ("text", "path", "line", "words"),
    [
        (b"# /// nnexplain\n# figures = ['cube']\n# ///\n", "build/model.py", 1, "promised but not made"),
        (b"import helper\n", "helper.py", 1, "SyntaxError"),
        (b"x = 1\ny = '\xff'\n", "build/model.py", 2, "not UTF-8: byte 0xff"),
        (b"# /// nnexplain\n# colour = 1\n# ///\n", "build/model.py", 2, "unknown key 'colour'"),
    ],
)
def test_a_script_that_is_none(site: Mini, text: bytes, path: str, line: int, words: str) -> None:
    site.write("helper.py", "x = (\n")
    site.write("build/model.py", text)
    report = site.build()
    problem = next(problem for problem in report.problems if problem.path == path)
    assert problem.line == line and words in problem.message
    assert report.ran == ["apart"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")
def test_what_is_no_script_by_its_look_and_names_that_are_no_text(site: Mini) -> None:
    """None is waited for or parsed."""
    os.mkfifo(site.root / "build/pipe.py")
    for name in ("build/large.py", "alarge.py"):
        site.write(name, b"x = 1\n" * 2**20)
    site.script("imports", "import alarge")
    Path(os.fsdecode(os.fsencode(site.root) + b"/build/b\xff.py")).write_text("")
    site.write("folder/a.txt", "")
    Path(os.fsdecode(os.fsencode(site.root) + b"/folder/b\xff.txt")).write_text("")
    site.script("reads", "", data=["folder"])
    found = {problem.path: problem.message for problem in site.build().problems}
    assert found["build/pipe.py"] == "is no file"
    assert found["build/large.py"] == found["alarge.py"] == "has 6 MB, more than Python code ever had"
    assert "is not UTF-8: folder/b\\xff.txt; rename it" in found["build/reads.py"]
    assert found["build/b\udcff.py"] == "a script cannot have this name" and len(found) == 5


def test_data_larger_than_the_memory(site: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its digest needs no room for it; what has to be held and cannot be is told."""
    with (site.root / "large.bin").open("wb") as file:
        file.truncate(2**26)
    site.script("apart", "value('n', 1)", data=["large.bin"])
    monkeypatch.setattr(Path, "read_bytes", _as_if_small(Path.read_bytes))
    assert site.ran() == ["apart", "below", "model"]
    monkeypatch.setattr("nnexplain.pipeline.rounds.make_job", _no_memory)
    site.script("apart", "value('n', 2)", data=["large.bin"])
    problem = site.problem()
    assert (problem.path, problem.message) == (
        "build/apart.py", "its data or results are larger than the memory"
    )  # fmt: skip


def _as_if_small(read: Callable[[Path], bytes]) -> Callable[[Path], bytes]:
    def reading(path: Path) -> bytes:
        if path.stat().st_size > 2**25:
            raise MemoryError
        return read(path)

    return reading


def _no_memory(*_: object) -> None:
    raise MemoryError


def test_a_cycle_of_needs(mini: Mini) -> None:
    mini.script("a", "", figures=[], needs=["b"])
    mini.script("b", "", needs=["c"])
    mini.script("c", "", needs=["a"])
    mini.script("below", "", needs=["a"])
    mini.script("apart", "value('n', 1)")
    report = mini.build()
    said = {problem.path: (problem.line, problem.message) for problem in report.problems}
    assert said == {
        "build/a.py": (3, "a cycle of needs: a → b → c → a"),
        "build/b.py": (2, "a cycle of needs: b → c → a → b"),
        "build/c.py": (2, "a cycle of needs: c → a → b → c"),
    }
    assert report.ran == ["apart"]


def test_needs_of_no_script_of_itself_and_of_one_without_a_run(site: Mini) -> None:
    site.script("itself", "", needs=["itself"])
    site.script("model", "value('n', 1)")
    site.script("wrong", "", figures=[], needs=["modle"])
    below, itself, wrong = sorted(site.build().problems, key=lambda problem: problem.order)
    assert (below.path, below.line) == ("build/below.py", 2) and "saves no run" in below.message
    assert itself.message == "a cycle of needs: itself → itself"
    assert (wrong.path, wrong.line) == ("build/wrong.py", 3)
    assert "did you mean model?" in wrong.hint and "apart" in wrong.hint


def test_data_that_is_not_there_and_what_is_generated(site: Mini) -> None:
    with pytest.raises(UsageError, match="apart, below, model"):
        site.build(only=["modle"])
    assert site.ran(only=["bel*"]) == ["below", "model"], "it brings along what is needed"
    site.script("apart", "", figures=[], data=["nowhere.csv", "none/*.csv"])
    site.script("generated", "", data=["content/figures/below/values.json"])
    *missing, generated = sorted(site.build().problems, key=lambda problem: problem.order)
    assert [(p.path, p.line) for p in missing] == [("build/apart.py", 3)] * 2
    assert "nowhere.csv" in str(missing) and "none/*.csv" in str(missing)
    assert generated.path == "build/generated.py" and "generated" in generated.message


def refuse(monkeypatch: pytest.MonkeyPatch, what: str, number: int) -> None:
    write = Path.write_bytes

    def refusing(path: Path, content: bytes) -> int:
        if what in path.as_posix():
            write(path, content[: len(content) // 2])
            raise OSError(number, os.strerror(number), str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", refusing)


@pytest.mark.parametrize("place", ["store/blobs", "store/entries", "content/figures", ".nnexplain/last"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_disk_that_takes_nothing(site: Mini, place: str, number: int, another: Callable[[], Mini]) -> None:
    clean = another()
    for name in ("model", "below", "apart"):
        path = site.root / f"build/{name}.py"
        path.write_bytes(path.read_bytes() + b"\nvalue('published', True)\n")
        clean.write(f"build/{name}.py", (site.root / f"build/{name}.py").read_bytes())
    clean.ran()
    with pytest.MonkeyPatch.context() as patch:
        refuse(patch, place, number)
        report = site.build()
    assert report.problems and not report.ran
    problem = report.problems[0]
    assert problem.path is not None and place in problem.path and problem.hint
    assert not [name for name in site.made() if name.endswith(".part")]
    site.ran()
    assert site.made() == clean.made()


@pytest.fixture
def small_disk(mini: Mini) -> Iterator[Mini]:
    """A site whose state lies on a file system of one megabyte."""
    mini.project.state.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mini.project.state)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root can mount a small disk")
    yield mini
    subprocess.run(["umount", "-l", str(mini.project.state)], check=True)


def test_a_full_disk(small_disk: Mini) -> None:
    small_disk.script("small", "value('n', 1)")
    small_disk.script(
        "big", "import numpy as np\nsave_run({'w': np.random.default_rng(1).normal(size=200_000)})"
    )
    report = small_disk.build(jobs=1)
    assert report.failed == ["big"] and report.ran == ["small"]
    assert report.problems[0].message == "its results could not be written: the disk of .nnexplain is full"
    assert small_disk.values("small") == {"n": 1}


@pytest.mark.parametrize(
    "name", [".nnexplain", "content/figures", "content/figures/apart", ".nnexplain/store/blobs"]
)
def test_a_file_where_a_folder_should_be(site: Mini, name: str) -> None:
    shutil.rmtree(site.root / name, ignore_errors=True)
    site.write(name, "in the way")
    try:
        problems = site.build().problems
    except NnexplainError as error:
        problems = list(error.problems)
    assert {(p.path, p.message) for p in problems} == {(name, "a file stands where a folder should be")}
    assert (site.root / name).read_text() == "in the way"
    (site.root / name).unlink()
    assert not site.build().problems


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder(site: Mini) -> None:
    site.project.content.mkdir()
    site.project.content.chmod(0o500)
    try:
        report = site.build()
    finally:
        site.project.content.chmod(0o700)
    assert "no permission" in report.problems[0].message


def flip(path: Path) -> None:
    """Change one letter, inside what is quoted."""
    content = bytearray(path.read_bytes())
    place = next(i for i in range(len(content) // 2, len(content)) if chr(content[i]).islower())
    content[place] ^= 1
    path.write_bytes(content)


def nest(path: Path) -> None:
    path.write_text("[" * 100_000)


def stand(path: Path) -> None:
    path.unlink()
    (path / "inner").mkdir(parents=True)


@pytest.mark.parametrize("harm", [flip, nest, stand])
def test_damaged_memory_is_thrown_away_with_a_word(
    site: Mini, harm: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    site.ran()
    good = site.made()
    files = [path for path in sorted(site.project.state.rglob("*.json")) if "store" not in path.parts]
    assert {path.parent.name for path in files} == {"last", "made", "memory"}
    for path in files:
        harm(path)
    if harm == stand:
        stand(site.project.runs / "model.safetensors")
    assert site.ran() == [] and site.made() == good
    told = capfd.readouterr().err
    assert told.count("was damaged; it is made again") >= 3 and "Traceback" not in told
    site.script("apart", "value('n', 1, )\nvalue('m', 2)")
    assert site.ran() == ["apart"] and "last/apart.json was damaged" in capfd.readouterr().err
    assert site.ran() == [] and "damaged" not in capfd.readouterr().err
    for name in ("last", "made", "memory"):
        shutil.rmtree(site.project.state / name)
        (site.project.state / name).write_text("in the way")
    site.script("apart", "value('n', 1)")
    assert site.ran() == [] and site.made() == good, "it is stored"


def test_writing_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    beside.write_atomically(path, b"old")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(OSError, match="No space"):
        refuse(patch, "file", errno.ENOSPC)
        beside.write_atomically(path, b"new and longer")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
