"""Scripts run by hand, each in a process of its own: what they write, and what they say."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny import tiny_runtime, write_widget

WORDS = "from nnexplain.figures import figure, full, need, network, save_run, value\n"
MODEL = WORDS + "import numpy as np\nsave_run({'w': np.ones(2)}, seed=7)\n"
CHART = {"data": {"values": [{"x": 1, "y": 2}]}, "mark": "point", "encoding": {"x": {"field": "x"}}}


@pytest.fixture
def site(tmp_path: Path, memory: Path) -> Path:
    root = tmp_path / "site-of-mine"
    (root / "build/models").mkdir(parents=True)
    shutil.copytree(memory, root / ".nnexplain/memory")
    (root / "mkdocs.yml").write_text("site_name: miniature\n", "utf-8")
    (root / "build/models/taste.py").write_text(MODEL, "utf-8")
    return root


def run(site: Path, name: str, body: str | None = None, cwd: Path | None = None) -> tuple[int, str]:
    """Run `build/NAME.py` by hand, in the site's folder or in `cwd`: its exit status, and what it said."""
    script = site / f"build/{name}.py"
    if body is not None:
        script.write_text(WORDS + body, "utf-8")
    command = [sys.executable, str(script)]
    done = subprocess.run(
        command, cwd=cwd or site, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert "Traceback" not in done.stdout or "ZeroDivisionError" in done.stdout, done.stdout
    return done.returncode, done.stdout


def values(site: Path, name: str) -> dict[str, object]:
    document = json.loads((site / f"content/figures/{name}/values.json").read_bytes())
    found: dict[str, object] = document["values"]
    return found


def test_what_it_makes_is_written_to_its_own_site_from_wherever_it_is_run(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "build").mkdir(parents=True)
    (other / "mkdocs.yml").write_text("site_name: other\n", "utf-8")
    assert run(site, "lesson", f"figure('dot', {CHART!r})\nvalue('n', 1)\n", cwd=other) == (0, "")
    folder = site / "content/figures/lesson"
    assert sorted(path.name for path in folder.iterdir()) == ["dot.json", "dot.svg", "values.json"]
    assert values(site, "lesson") == {"n": 1}
    assert sorted(path.name for path in other.iterdir()) == ["build", "mkdocs.yml"]


def test_a_need_is_brought_up_to_date(site: Path, tmp_path: Path) -> None:
    """From another folder as from the site's."""
    body = "value('seed', need('models/taste').facts['seed'])"
    status, said = run(site, "lesson", body, cwd=tmp_path)
    assert (status, values(site, "lesson")) == (0, {"seed": 7}), said
    (site / "build/models/taste.py").write_text(MODEL.replace("7", "8"), "utf-8")
    assert run(site, "lesson", body)[0] == 0
    assert values(site, "lesson") == {"seed": 8}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("need('models/broken')", "2: the run of 'models/broken' could not be brought up to date"),
        ("need('models/runless')", "2: there is no run of 'models/runless'"),
        ("need('models/nowhere')", "2: there is no run of 'models/nowhere'"),
        ("value('n', 1)\nvalue('n', 2)", "3: value('n') a second time"),
        ("figure('a', widget='whom')", "2: figure 'a': unknown widget 'whom'; did you mean 'who'? allowed: "),
    ],
)
def test_errors_are_plain(site: Path, body: str, words: str) -> None:
    (site / "build/models/broken.py").write_text("1 / 0\n", "utf-8")
    (site / "build/models/runless.py").write_text(WORDS + "value('n', 1)\n", "utf-8")
    status, said = run(site, "lesson", body)
    assert status == 1 and f"error: build/lesson.py:{words}" in said
    assert "byhand.py" not in said and "session.py" not in said
    assert not (site / "content/figures/lesson").exists()
    if "broken" in body:
        assert "error: build/models/broken.py:1: ZeroDivisionError: division by zero" in said


def test_a_script_of_no_site_and_one_whose_results_cannot_be_written(site: Path, tmp_path: Path) -> None:
    stray = tmp_path / "stray"
    (stray / "build").mkdir(parents=True)
    status, said = run(stray, "lesson", "value('n', 1)")
    assert status == 1 and said.startswith("error: no mkdocs.yml in ")
    (site / "content").mkdir()
    (site / "content/figures").write_text("in the way", "utf-8")
    status, said = run(site, "lesson", "value('n', 1)")
    assert status == 1
    assert said.startswith("error: content/figures: a file stands where a folder should be\n")


def test_a_crash_of_its_own_keeps_its_traceback_and_writes_nothing(site: Path) -> None:
    status, said = run(site, "lesson", "value('n', 1)\n1 / 0\n")
    assert status == 1
    assert said.startswith("Traceback") and "ZeroDivisionError" in said
    assert not (site / "content").exists()


HAND = """
from pathlib import Path
from nnexplain.figures.byhand import open_session
from nnexplain.figures.still import Stills
open_session().stills = Stills(Path("runtime"))
"""
MAKER = f"""# /// nnexplain
# figures = ["of-its-own"]
# ///
{WORDS}import numpy as np
network("codes", {{"w": np.ones((1, 2))}}, [{{"kind": "dense", "weight": "w"}}])
figure("of-its-own", {CHART!r}, arrays={{"w": np.ones(3)}})
"""
READS = "page.size = (await (await fetch(new URL(figure.network, source))).arrayBuffer()).byteLength;"


def test_a_widget_draws_and_shows_a_network_brought_up_to_date(site: Path) -> None:
    write_widget(tiny_runtime(site), "sizes", opening=READS, model="said: page.size,", says="`${said} bytes`")
    (site / "build/maker.py").write_text(MAKER, "utf-8")
    body = "print(figure('one', widget='sizes', network='maker/codes').now)"
    status, said = run(site, "lesson", HAND + body)
    size = (site / "content/figures/maker/codes.safetensors.gz").stat().st_size
    assert (status, said.splitlines()[-1]) == (0, f"{size} bytes")
    status, said = run(site, "lesson", HAND + body.replace("/codes", "/of-its-own"))
    assert status == 1 and "there is no network 'maker/of-its-own'" in said
    status, said = run(site, "lesson", HAND + body.replace("maker", "nobody"))
    assert status == 1 and "build/lesson.py:7: there is no network 'nobody/codes'" in said
