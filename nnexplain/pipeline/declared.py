"""All declared data of a project, whether or not its scripts can be planned: what `serve` looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from nnexplain.errors import NnexplainError
from nnexplain.pipeline.data import files_of
from nnexplain.pipeline.header import parse_header
from nnexplain.pipeline.plan import script_names
from nnexplain.pipeline.sources import decode, read_python
from nnexplain.project import Project

Stamp = tuple[str, int, int]
"""A file, and when it was last changed, in ns, and its size in bytes."""


def stamps(project: Project, watched: Sequence[Path] = ()) -> dict[str, list[Stamp]]:
    """The files of every declared entry that does not lie in one of the `watched` folders, by its name.

    A file that is not there has no stamp, and a script that cannot be read declares nothing: the next build
    tells of them.
    """
    root = project.root
    names = sorted({name for name in _names(project) if not any(map((root / name).is_relative_to, watched))})
    return {name: list(_stamps(name, root)) for name in names}


def _names(project: Project) -> Iterator[str]:
    for script in script_names(project):
        path = f"build/{script}.py"
        with suppress(OSError, NnexplainError):
            yield from parse_header(decode(read_python(project.root / path, path), path), path).data


def _stamps(name: str, root: Path) -> Iterator[Stamp]:
    with suppress(OSError, NnexplainError):
        for file in files_of(name, root).files:
            stat = (root / file).stat()
            yield file, stat.st_mtime_ns, stat.st_size
