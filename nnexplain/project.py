"""Where the parts of one site lie on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from nnexplain.errors import UsageError


@dataclass(frozen=True)
class Project:
    """The folders of the site whose `mkdocs.yml` stands in `root` (an absolute path)."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Project:
        """The project that `start` (default: the current folder) lies in.

        Raises `UsageError` when neither it nor a folder above it has a `mkdocs.yml`.
        """
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / "mkdocs.yml").is_file():
                return cls(folder)
        raise UsageError(
            f"no mkdocs.yml in {here} or above it",
            hint="run this inside a site, or name its folder: nnexplain -C FOLDER …",
        )

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def scripts(self) -> Path:
        return self.root / "build"

    @property
    def figures(self) -> Path:
        return self.content / "figures"

    @property
    def notebooks(self) -> Path:
        return self.content / "notebooks"

    @property
    def runtime(self) -> Path:
        """The site's copy of the browser runtime."""
        return self.content / "assets" / "runtime"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def state(self) -> Path:
        """What builds remember: the store, the published runs, the lock. Safe to cache, safe to delete."""
        return self.root / ".nnexplain"

    @property
    def store(self) -> Path:
        return self.state / "store"

    @property
    def runs(self) -> Path:
        return self.state / "runs"

    @property
    def pictures(self) -> Path:
        """The memory of drawn charts: nothing is lost with it but time."""
        return self.state / "memory" / "pictures"

    def made(self, folder: Path) -> Path:
        """The memory of what builds have put into the generated `folder`."""
        return self.state / "made" / f"{folder.name}.json"

    def relative(self, path: Path) -> str:
        """`path` as people write it: from the root on if it is below it, forward slashes, links kept."""
        for place in (Path(os.path.abspath(path)), path.resolve()):  # noqa: PTH100  (keeps links)
            if place.is_relative_to(self.root):
                return place.relative_to(self.root).as_posix()
        return path.as_posix()
