"""What there is room for: processor time of the whole site and of the suite, beside an earlier edition."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import Failed
from benchmarks.sites import Sites
from benchmarks.table import Row

ROOT = Path(__file__).parents[1]
BEFORE = "a7aad4e"
"""The edition of five lessons in which each figure was still drawn twice."""
LONGEST = 3 * 3600.0
"""Seconds after which a build or a suite is stopped."""


@contextmanager
def edition(folder: Path, commit: str) -> Iterator[Path]:
    """A checkout of `commit` below `folder`, which remembers nothing. `Failed` where there is none."""
    place = folder / f"edition-{commit}"
    git = ["git", "-C", str(ROOT), "worktree"]
    made = subprocess.run([*git, "add", "--detach", str(place), commit], capture_output=True, text=True)
    if made.returncode:
        raise Failed(f"there is no checkout of {commit}: {made.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run([*git, "remove", "--force", str(place)], capture_output=True)


def processor_seconds(folder: Path, words: Sequence[str]) -> float:
    """What `python -m …` in `folder` and its children take of the processors. Raises `Failed` like `run`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", *words]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise Failed(f"{' '.join(words)} in {folder} ended with {done.returncode}:\n{done.stdout[-3000:]}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _cold(folder: Path) -> float:
    for name in (".nnexplain", "site", "content/figures", "content/notebooks", "content/assets/runtime"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return processor_seconds(folder, ["nnexplain", "build"])


def lessons(given: Sites) -> list[Row]:
    """The site's own lessons, cold: processor time, beside the edition that drew each figure twice."""
    with edition(given.folder, "HEAD") as now, edition(given.folder, BEFORE) as then:
        given.progress.say("lessons: a cold build of this edition, then of the earlier one")
        ours, theirs = _cold(now), _cold(then)
    return [Row("all lessons, cold", "processor time", ours, theirs, f"edition {BEFORE}", 0.35)]


def suite(given: Sites) -> list[Row]:
    """The whole suite of tests, the site being built: processor time, beside the earlier edition's."""
    with edition(given.folder, "HEAD") as now, edition(given.folder, BEFORE) as then:
        seconds = []
        for folder in (now, then):
            _cold(folder)
            given.progress.say(f"suite: {folder.name}")
            seconds.append(processor_seconds(folder, ["pytest", "-q", "-p", "no:cacheprovider"]))
    return [Row("suite of tests", "processor time", *seconds, f"edition {BEFORE}", 0.4)]
