"""A build killed at any moment, and two at once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.processes import eventually

from .conftest import Mini

COMMAND = [sys.executable, "-m", "nnexplain", "build", "--no-site"]


def fill(mini: Mini) -> None:
    mini.script("models/m", "import numpy as np, time\ntime.sleep(0.1)\nsave_run({'w': np.ones(1000)}, n=1)")
    for number in range(4):
        body = f"import time\ntime.sleep(0.05)\nvalue('n', need('models/m').facts['n'] + {number})"
        mini.script(f"lesson-{number}", body, needs=["models/m"])


def start(mini: Mini) -> subprocess.Popen[str]:
    return subprocess.Popen(
        COMMAND,
        cwd=mini.root,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def jobs_of(mini: Mini) -> list[int]:
    """Processes that have the site's folder as theirs."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with suppress(OSError):
                if (path / "cwd").readlink() == mini.root:
                    found.append(int(path.name))
    return found


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, memory: Path) -> dict[str, bytes]:
    mini = Mini(tmp_path_factory.mktemp("clean").resolve(), memory)
    fill(mini)
    mini.ran()
    return mini.made()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment(mini: Mini, clean: dict[str, bytes], seed: int) -> None:
    fill(mini)
    chance = random.Random(seed)
    for _ in range(3):
        build = start(mini)
        time.sleep(chance.uniform(0.05, 0.9))
        build.kill()
        build.communicate()
    mini.ran()
    assert mini.made() == clean
    assert not list(mini.root.rglob("*.part")), "nothing half written is left where things are published"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_scripts_of_an_ended_build_end(mini: Mini, number: signal.Signals) -> None:
    body = "import time\nopen('/dev/null')\nfrom pathlib import Path\nPath('started').touch()\ntime.sleep(60)"
    mini.script("long", body)
    build = start(mini)
    eventually(lambda: (mini.root / "started").exists())
    assert len(jobs_of(mini)) > 1, "the build and its script"
    build.send_signal(number)
    said, _ = build.communicate(timeout=60)
    eventually(lambda: not jobs_of(mini))
    assert "Traceback" not in said
    if number != signal.SIGKILL:
        word = "stopped" if number == signal.SIGINT else f"stopped by {number.name}"
        assert (build.returncode, said.splitlines()[-1]) == (128 + number, word)
        assert not list((mini.project.state / "jobs").iterdir())


def test_two_builds_at_once(mini: Mini, clean: dict[str, bytes]) -> None:
    fill(mini)
    body = """
    import time
    from pathlib import Path
    Path("started").touch()
    while not Path("go").exists():
        time.sleep(0.02)
    """
    mini.script("gate", body)
    first = start(mini)
    eventually(lambda: (mini.root / "started").exists())
    second = start(mini)
    assert second.stdout is not None
    line = second.stdout.readline()
    assert f"another build of this site is running (process {first.pid})" in line
    (mini.root / "go").touch()
    assert first.wait(30) == 0
    said, _ = second.communicate(timeout=30)
    assert second.returncode == 0 and "0 run, 0 restored, 6 fresh" in said
    first.communicate()
    assert mini.made() == clean
