"""The files that `serve` asks for again and again, because no folder that it watches tells of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from nnexplain.project import Project

Stamps = Callable[[Project, Sequence[Path]], Mapping[str, object]]
"""Gives all that scripts depend on outside the watched folders a stamp that changes when its files do."""

PAUSE = 0.5
"""Seconds between two looks at declared data and modules, of which there may be many files."""


class Polled:
    """`mkdocs.yml`, which editors replace, so that watching the file itself would lose it; and the modules
    and declared data of scripts outside the `watched` folders, of which `data` knows.
    """

    def __init__(self, project: Project, watched: Iterable[Path], data: Stamps) -> None:
        self._project = project
        self._stamps = data
        self._watched = tuple(watched)
        self._config = self._config_stamp()
        self._data = data(self._project, self._watched)
        self._due = time.monotonic() + PAUSE

    def changed(self) -> list[Path]:
        """What has changed since it was last asked: the file, or what the header names."""
        found = []
        if (stamp := self._config_stamp()) != self._config:
            self._config = stamp
            found.append(self._project.config)
        if time.monotonic() >= self._due:
            before, self._data = self._data, self._stamps(self._project, self._watched)
            found += [
                self._project.root / name
                for name, stamp in self._data.items()
                if stamp != before.get(name, stamp)  # a new entry comes with an edit of its script
            ]
            self._due = time.monotonic() + PAUSE
        return found

    def _config_stamp(self) -> tuple[int, int]:
        try:
            stat = self._project.config.stat()
        except OSError:
            return 0, 0
        return stat.st_mtime_ns, stat.st_size
