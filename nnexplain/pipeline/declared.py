"""What scripts depend on, whether or not they can be planned: what `serve` looks at."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from nnexplain.errors import NnexplainError
from nnexplain.pipeline.closure import Closure, Closures
from nnexplain.pipeline.data import files_of
from nnexplain.pipeline.distributions import Distributions
from nnexplain.pipeline.header import parse_header
from nnexplain.pipeline.plan import script_names
from nnexplain.pipeline.sources import Sources, decode, read_python
from nnexplain.project import Project

Stamp = tuple[str, int, int]
"""A file, and when it was last changed, in ns, and its size in bytes."""


class Followed:
    """The declared data and the local modules of a project's scripts. Scripts are read again when one of
    them, or a module, has changed.
    """

    def __init__(self) -> None:
        self._code: dict[Path, list[Stamp]] = {}
        self._modules: set[Path] = set()
        self._data: set[tuple[str, Path]] = set()

    def __call__(self, project: Project, watched: Sequence[Path] = ()) -> dict[str, list[Stamp]]:
        """The files of every module and of every declared entry that does not lie in one of the `watched`
        folders, by its name. A file that is not there has no stamp: the next build tells of it.
        """
        if self._stamped(project) != self._code:
            self._learn(project)
            self._code = self._stamped(project)
        found = {path: list(_stamps(path.name, path.parent)) for path in self._modules}
        found |= {base / name: list(_stamps(name, base)) for name, base in self._data}
        return {
            project.relative(path): stamps
            for path, stamps in sorted(found.items())
            if not any(map(path.is_relative_to, watched))
        }

    def _stamped(self, project: Project) -> dict[Path, list[Stamp]]:
        scripts = (project.scripts / f"{name}.py" for name in script_names(project))
        return {path: list(_stamps(path.name, path.parent)) for path in (*scripts, *self._modules)}

    def _learn(self, project: Project) -> None:
        memory = project.state / "memory"
        sources = Sources(memory / "sources.json")
        installed = Distributions(memory / "distributions.json").imports
        closures = Closures(project.root, sources, installed)
        self._modules, self._data = set(), set()
        for name in script_names(project):
            path = project.scripts / f"{name}.py"
            with suppress(OSError, NnexplainError):
                text = decode(read_python(path, name), name)
                self._data |= {(entry, project.root) for entry in parse_header(text, name).data}
                closure = closures.of(path, sources.analyse(text, name))
                self._modules |= set(_files(closure, closures.folders(path), installed))
                self._data |= set(_data(closure))


def _files(closure: Closure, folders: Sequence[Path], installed: Mapping[str, object]) -> Iterator[Path]:
    """The modules, and where those may come to lie that are not there."""
    yield from (module.base / module.file for module in closure.modules if module.source)
    for name in closure.foreign:
        top = name.partition(".")[0]
        if top not in installed and top not in sys.stdlib_module_names:
            for stem in {top, name.replace(".", "/")}:
                yield from (
                    folder / file for folder in folders for file in (f"{stem}.py", f"{stem}/__init__.py")
                )


def _data(closure: Closure) -> Iterator[tuple[str, Path]]:
    for module in closure.modules:
        if module.source and "# /// nnexplain" in module.source.text:
            with suppress(NnexplainError):
                header = parse_header(module.source.text, module.file)
                yield from ((entry, module.base) for entry in header.data)


def _stamps(name: str, base: Path) -> Iterator[Stamp]:
    with suppress(OSError, NnexplainError):
        for file in files_of(name, base).files:
            stat = (base / file).stat()
            yield file, stat.st_mtime_ns, stat.st_size
