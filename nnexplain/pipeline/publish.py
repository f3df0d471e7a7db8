"""Results go to where the site and other scripts find them: only what differs is touched, and
nothing stays behind.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from nnexplain.figures.beside import write_atomically
from nnexplain.figures.session import RUN
from nnexplain.pipeline.store import digest_of
from nnexplain.project import Project


def place(project: Project, script: str, name: str) -> Path:
    """Where the file `name` of a result lies: figures below the content, the run below the state."""
    return project.runs / f"{script}.safetensors" if name == RUN else project.figures / script / name


def differing(project: Project, script: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """The files on disk that are not as the manifest `wanted` has them: name to what is wrong with it."""
    found = {}
    for name, digest in wanted.items():
        try:
            if digest_of(place(project, script, name).read_bytes()) != digest:
                found[name] = "differs on disk"
        except OSError:
            found[name] = "is missing on disk"
    return found | {path.name: "is no longer made" for path in _extra(project, script, wanted)}


def publish(project: Project, script: str, wanted: Mapping[str, str], contents: Mapping[str, bytes]) -> None:
    """Write `contents`, and remove what the manifest `wanted` does not list. Raises `OSError`."""
    for name, content in contents.items():
        write_atomically(place(project, script, name), content)
    for path in list(_extra(project, script, wanted)):
        path.unlink(missing_ok=True)


def _extra(project: Project, script: str, wanted: Mapping[str, object]) -> Iterator[Path]:
    folder = project.figures / script
    if folder.is_dir():
        yield from (path for path in folder.iterdir() if path.name not in wanted and not path.is_dir())
    run = place(project, script, RUN)
    if RUN not in wanted and run.is_file():
        yield run


def remove_vanished(project: Project, names: set[str]) -> None:
    """Remove what was published for scripts that are no more, and leftovers of killed builds."""
    for folder, suffix in ((project.figures, ""), (project.runs, ".safetensors")):
        for path in sorted(folder.rglob("*"), reverse=True):
            below = path.relative_to(folder)
            owner = below.as_posix().removesuffix(suffix) if suffix else below.parent.as_posix()
            if path.is_dir() and not path.is_symlink():
                with contextlib.suppress(OSError):
                    path.rmdir()  # only an empty one goes
            elif owner not in names:
                path.unlink(missing_ok=True)
