"""Measuring: commands as fresh processes, taken in turn, and the median of what each took."""

from __future__ import annotations

import os
import statistics
import subprocess
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress

LONGEST = 900.0
"""Seconds after which a command is stopped: nothing measured here may take that long."""


@dataclass(frozen=True)
class Effort:
    """How much is done. `quick` sizes only show that everything runs; their numbers claim nothing."""

    quick: bool = False

    def of(self, thorough: int, quick: int) -> int:
        """The one or the other."""
        return quick if self.quick else thorough


class Failed(Exception):
    """A measured command ended badly, or did not do what its measurement is about."""


def command(name: str, *arguments: str) -> list[str]:
    """The installed command `name` of this interpreter's environment, with `arguments`."""
    path = Path(sysconfig.get_path("scripts"), name)
    if not path.exists():
        raise Failed(f"{path} is missing: install the repository first")
    return [str(path), *arguments]


def run(words: Sequence[str], folder: Path) -> tuple[float, str]:
    """Run a command in `folder`: wall-clock seconds and what it printed. `Failed` unless it ends well."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "COLUMNS": "160"}
    start = time.perf_counter()
    try:
        done = subprocess.run(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{' '.join(words)} took more than {LONGEST:.0f} s") from error
    seconds = time.perf_counter() - start
    if done.returncode:
        raise Failed(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout[-3000:]}")
    return seconds, done.stdout


def interleaved(rounds: int, *actions: Callable[[], float], discard: int = 1) -> list[list[float]]:
    """What each action returned in each of `rounds` rounds, after `discard` rounds that are thrown away.

    The actions take turns, A B A B, so that a machine that grows slower meanwhile is slower for all of them.
    """
    taken: list[list[float]] = [[] for _ in actions]
    for turn in range(-discard, rounds):
        for action, values in zip(actions, taken, strict=True):
            value = action()
            if turn >= 0:
                values.append(value)
    return taken


def medians(rounds: int, *actions: Callable[[], float], discard: int = 1) -> list[float]:
    """The median of every action's `interleaved` values."""
    return [statistics.median(values) for values in interleaved(rounds, *actions, discard=discard)]


class Progressing:
    """Says on the terminal what is being measured; `say` does nothing where nobody looks."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None) if progress else None

    def say(self, text: str) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=text)
