"""What builds have put into a generated folder, so that they take away nothing that is somebody else's."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from nnexplain.figures.memory import recall, remember


class Made:
    """The names of the files of `folder` that builds have written there, kept in the file `memory`. Without
    it nothing is known to be ours.
    """

    def __init__(self, folder: Path, memory: Path) -> None:
        self.folder = folder
        self._memory = memory
        document = recall(memory)
        self.known = document is not None
        self.names: frozenset[str] = frozenset(document["names"] if document else ())

    def claim(self, names: Iterable[str]) -> None:
        """To be called before the files `names` are written: a build may be killed in between. Raises
        `OSError`.
        """
        self._keep(self.names.union(names))

    def remove(self, names: Iterable[str]) -> int:
        """Remove those of the files that are ours, and folders that are empty then; returns how many files.
        Raises `OSError`.
        """
        gone = self.names.intersection(names)
        removed = 0
        for name in sorted(gone, reverse=True):
            path = self.folder / name
            with suppress(FileNotFoundError, NotADirectoryError):
                path.unlink()
                removed += 1
            with suppress(OSError):  # it has other files
                while (path := path.parent) != self.folder:
                    path.rmdir()
        self._keep(self.names - gone)
        return removed

    def keep_only(self, names: Iterable[str]) -> int:
        """All that there is to be: claimed, and what else is ours removed. Returns how many files."""
        wanted = frozenset(names)
        if not self.known:
            self._tell(wanted)
        self.claim(wanted)
        return self.remove(self.names - wanted)

    def make_room(self, name: str) -> None:
        """Remove what of ours is in the way of a file `name`: a folder in its place, files where its folder
        belongs. Raises `OSError` where anything else is.
        """
        target = self.folder / name
        if target.is_dir() and not target.is_symlink():
            self.remove(other for other in self.names if other.startswith(f"{name}/"))
            if any(files for _, _, files in os.walk(target)):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            shutil.rmtree(target, ignore_errors=True)
        parents = name.split("/")[:-1]
        self.remove("/".join(parents[:end]) for end in range(1, len(parents) + 1))
        target.parent.mkdir(parents=True, exist_ok=True)

    def _keep(self, names: frozenset[str]) -> None:
        if names != self.names:
            remember(self._memory, {"names": sorted(names)})
            self.names, self.known = names, True

    def _tell(self, wanted: frozenset[str]) -> None:
        found = (
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()
        )
        if others := sorted(set(found) - wanted):
            shown = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
            said = f"holds what no build is known to have made ({shown}); it stays"
            print(f"note: {self.folder} {said}", file=sys.stderr)  # noqa: T201
