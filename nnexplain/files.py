"""The files that an author keeps in a folder, and what lies beside them that is nobody's."""

from __future__ import annotations

import os
from pathlib import Path

LEFTOVERS = (".*", "*~", r"\#*#")
"""What is hidden, and what editors leave beside the file that they edit, as .gitignore spells it."""


def is_leftover(name: str) -> bool:
    """Whether a file or folder is one: `.#lesson.py`, `.lesson.py.swp`, `lesson.py~`, `#lesson.py#`."""
    return name.startswith(".") or name.endswith("~") or (name[:1] == "#" == name[-1:])


def files_below(folder: Path, suffix: str = "", dangling: bool = False) -> list[Path]:
    """The files below `folder` whose names end with `suffix`, sorted, through linked folders as well, but
    never round in a circle. No leftovers; links that lead nowhere only where `dangling` ones are asked for.
    """
    found: list[Path] = []

    def visit(place: Path, above: frozenset[str]) -> None:
        real = os.path.realpath(place)
        if real in above:
            return
        try:
            entries = sorted(place.iterdir())
        except OSError:  # it is not there, or not for us to list
            return
        for path in entries:
            if is_leftover(path.name):
                continue
            if path.is_dir():
                visit(path, above | {real})
            elif path.name.endswith(suffix) and (dangling or path.exists()):
                found.append(path)

    visit(folder, frozenset())
    return sorted(found)
