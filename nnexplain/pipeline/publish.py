"""Results go to where the site and other scripts find them: only what differs is touched, and
nothing of ours stays behind.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from nnexplain.figures.beside import write_atomically
from nnexplain.figures.made import Made
from nnexplain.figures.session import RUN
from nnexplain.pipeline.store import digest_of
from nnexplain.project import Project

_PART = re.compile(r"\..+\.\d+\.part")
"""What a killed build leaves where it was writing."""


def place(project: Project, script: str, name: str) -> Path:
    """Where the file `name` of a result lies: figures below the content, the run below the state."""
    return project.runs / f"{script}.safetensors" if name == RUN else project.figures / script / name


class Published:
    """What is published of a project's results. What others have put among the figures stays."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._figures = Made(project.figures, project.made(project.figures))

    def differing(self, script: str, wanted: Mapping[str, str]) -> dict[str, str]:
        """The files on disk that are not as the manifest `wanted` has them: name to what is wrong with it."""
        found = {}
        for name, digest in wanted.items():
            try:
                if digest_of(place(self.project, script, name).read_bytes()) != digest:
                    found[name] = "differs on disk"
            except OSError:
                found[name] = "is missing on disk"
        return found | dict.fromkeys(self._extra(script, wanted), "is no longer made")

    def publish(self, script: str, wanted: Mapping[str, str], contents: Mapping[str, bytes]) -> None:
        """Write `contents`, and remove what the manifest `wanted` does not list. Raises `OSError`."""
        self.claim(script, wanted)
        for name, content in contents.items():
            path = place(self.project, script, name)
            if name == RUN and path.is_dir():
                shutil.rmtree(path)  # nothing but runs is ever put there
            write_atomically(path, content)
        for name in list(self._extra(script, wanted)):
            if name == RUN:
                place(self.project, script, RUN).unlink(missing_ok=True)
            else:
                self._figures.remove([f"{script}/{name}"])

    def claim(self, script: str, names: Iterable[str]) -> None:
        """The files `names` of the result of `script` are ours. Raises `OSError`."""
        if figures := [f"{script}/{name}" for name in names if name != RUN]:
            self._figures.claim(figures)

    def _extra(self, script: str, wanted: Mapping[str, object]) -> Iterator[str]:
        for path in map(Path, sorted(self._figures.names)):
            if path.parent.as_posix() == script and path.name not in wanted:
                yield path.name
        if RUN not in wanted and place(self.project, script, RUN).is_file():
            yield RUN

    def remove_vanished(self, scripts: set[str]) -> None:
        """Remove what was published for scripts that are no more, and leftovers of killed builds."""
        names = self._figures.names
        self._figures.remove([name for name in names if Path(name).parent.as_posix() not in scripts])
        for folder in (self.project.figures, self.project.runs):
            for path in sorted(folder.rglob("*"), reverse=True):
                owner = path.relative_to(folder).as_posix().removesuffix(".safetensors")
                if path.is_dir() and not path.is_symlink():
                    with suppress(OSError):
                        path.rmdir()  # only an empty one goes
                elif _PART.fullmatch(path.name) or (folder == self.project.runs and owner not in scripts):
                    path.unlink(missing_ok=True)
