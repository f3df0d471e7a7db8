"""The files that `serve` asks for again and again, because no folder that it watches tells of them."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from nnexplain.project import Project

DATA = "nnexplain.pipeline.declared:stamps"
"""What knows the declared data. Named, not imported: the site needs no pipeline otherwise."""

PAUSE = 0.5
"""Seconds between two looks at the declared data, of which there may be many files."""


class Polled:
    """`mkdocs.yml`, which editors replace, so that watching the file itself would lose it; and the data
    that scripts declare outside the `watched` folders.
    """

    def __init__(self, project: Project, watched: Iterable[Path]) -> None:
        self._project = project
        self._watched = tuple(watched)
        self._config = self._config_stamp()
        self._data = self._data_stamps()
        self._due = time.monotonic() + PAUSE

    def changed(self) -> list[Path]:
        """What has changed since it was last asked: the file, or what the header names."""
        found = []
        if (stamp := self._config_stamp()) != self._config:
            self._config = stamp
            found.append(self._project.config)
        if time.monotonic() >= self._due:
            before, self._data = self._data, self._data_stamps()
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

    def _data_stamps(self) -> Mapping[str, object]:
        module, _, name = DATA.partition(":")
        found: Mapping[str, object] = getattr(importlib.import_module(module), name)(
            self._project, self._watched
        )
        return found
