"""Whether a process lives, and waiting until something has come to be."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def lives(process: int) -> bool:
    """Whether a process of that number runs; one that has ended may wait for its parent to notice."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def eventually(condition: Callable[[], bool]) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.025)
    raise AssertionError("it never came to be")
