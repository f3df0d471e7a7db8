"""The static closure of a script: every local module it imports, also through other modules.

Local is what resolves beside the script, below the repository's root, or in a folder of `sys.path` that
holds no installed packages (an editable install), and the package nnexplain wherever it lies. Everything
else is a third party's, which counts by its version.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder
from pathlib import Path

import nnexplain
from nnexplain.errors import NnexplainError
from nnexplain.pipeline.sources import Import, Source, Sources

_HOME = Path(nnexplain.__file__).resolve().parent.parent
WORKERS = ("nnexplain.pipeline.child",)
"""What every script's process runs besides the script, with all that it imports."""
DRAWING = frozenset(
    f"nnexplain.figures.{name}"
    for name in [
        "asked",
        "cells",
        "drawing",
        "engine",
        "given",
        "handmade",
        "plot",
        "render",
        "sheets",
        "still",
        "svg",
        "tables",
        "vega",
        "weight",
        "widgets",
    ]
)
"""What only `figure()` and `picture()` use. A script that promises no figure cannot call them, so a change of
the pictures' style, or one more widget, redraws figures and retrains nothing.
"""
_WORDS = {"figure", "full", "need", "network", "picture", "save_run", "setting", "value"}


@dataclass(frozen=True)
class Module:
    """A local module. `file` is below the folder `base`; a folder without `__init__.py` has no `source`."""

    name: str
    base: Path
    file: str
    package: bool
    source: Source | None

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return self.source.imports if self.source else ()


@dataclass(frozen=True)
class Closure:
    """All `modules`, the names of those that are `counted` in the key, and what is imported from third
    parties: `foreign` dotted names, and `eager` ones, imported without a call. `docs`: docstrings are read;
    `lines`: so are lines or their numbers.
    """

    modules: tuple[Module, ...]
    counted: frozenset[str]
    foreign: frozenset[str]
    eager: frozenset[str]
    docs: bool
    lines: bool

    def digest(self, source: Source | None) -> str:
        """Of one of its files, with all that its modules may see of it."""
        if source is None:
            return ""
        if self.lines:
            return source.exact
        return source.documented if self.docs else source.bare


class Closures:
    """Finds closures. One per plan: every module is looked up and read once per search path."""

    def __init__(self, root: Path, sources: Sources, installed: Iterable[str]) -> None:
        self._root = root
        self._sources = sources
        self._installed = frozenset(installed)
        self._found: dict[tuple[Path, str], Module | None] = {}
        self._edges: dict[tuple[Path, str], tuple[list[Module], set[str], set[str]]] = {}
        self._extra = _editable_folders()

    def folders(self, script: Path) -> list[Path]:
        """Where the local modules of a script may lie, first come first served."""
        return list(dict.fromkeys((script.parent, self._root, *self._extra, _HOME)))

    def of(self, script: Path, source: Source, draws: bool = True) -> Closure:
        """The closure of one script, which `draws` figures or does not.

        Raises `NnexplainError` for a module that is not Python.
        """
        here = script.parent
        modules, foreign, eager = self._reach(here, source, frozenset())
        counted = frozenset(modules)
        if not draws and _only_words(
            [source, *(m.source for m in modules.values() if m.source and _free(m))]
        ):
            fewer, foreign, _ = self._reach(here, source, DRAWING)
            counted = frozenset(fewer)
        docs = source.docs or any(m.source.docs for m in modules.values() if m.source)
        lines = source.lines or any(m.source.lines for m in modules.values() if m.source and _free(m))
        ordered = tuple(modules[name] for name in sorted(modules))
        return Closure(ordered, counted, frozenset(foreign), frozenset(eager), docs, lines)

    def _reach(
        self, here: Path, source: Source, without: frozenset[str]
    ) -> tuple[dict[str, Module], set[str], set[str]]:
        waiting, foreign, eager = self._targets(here, "", source.imports)
        for name in WORKERS:
            waiting += self._lineage(here, name)
        modules: dict[str, Module] = {}
        while waiting:
            module = waiting.pop()
            if module.name not in modules and module.name not in without:
                modules[module.name] = module
                more, its_foreign, its_eager = self._edges_of(here, module)
                waiting += more
                foreign |= its_foreign
                eager |= its_eager
        return modules, foreign, eager

    def _edges_of(self, here: Path, module: Module) -> tuple[list[Module], set[str], set[str]]:
        key = (here, module.name)
        if key not in self._edges:
            package = module.name if module.package else module.name.rpartition(".")[0]
            self._edges[key] = self._targets(here, package, module.imports)
        return self._edges[key]

    def _targets(
        self, here: Path, package: str, imports: Iterable[Import]
    ) -> tuple[list[Module], set[str], set[str]]:
        local: list[Module] = []
        foreign: set[str] = set()
        eager: set[str] = set()
        for given in imports:
            name = _absolute(given, package)
            found = self._lineage(here, name)
            if not found:
                foreign.add(name)
                if given.eager:
                    eager.add(name)
                continue
            local += found
            for below in given.names:
                local += self._lineage(here, f"{name}.{below}")
        return local, foreign, eager

    def _lineage(self, here: Path, name: str) -> list[Module]:
        """The module `name` and the packages on the way to it, as far as they are local."""
        parts = name.split(".")
        found = (self._module(here, ".".join(parts[: end + 1])) for end in range(len(parts)))
        return [module for module in found if module]

    def _module(self, here: Path, name: str) -> Module | None:
        key = (here, name)
        if key not in self._found:
            self._found[key] = self._look(here, name)
        return self._found[key]

    def _look(self, here: Path, name: str) -> Module | None:
        parent, _, tail = name.rpartition(".")
        if parent:
            above = self._module(here, parent)
            if above is None or not above.package:
                return None
            stem = Path(above.file) if above.source is None else Path(above.file).parent
            places = [(above.base, (stem / tail).as_posix())]
        else:
            folders = [_HOME] if name == "nnexplain" else self.folders(here / "script")
            places = [] if name in sys.builtin_module_names else [(folder, tail) for folder in folders]
        for base, stem_name in places:
            for file, package in ((f"{stem_name}/__init__.py", True), (f"{stem_name}.py", False)):
                if (base / file).is_file():
                    return self._make(name, base, file, package)
        if not parent and (found := _hooked(name)):
            return self._make(name, *found)
        if not parent and (name in self._installed or name in sys.stdlib_module_names):
            return None
        for base, stem_name in places:
            if (base / stem_name).is_dir():
                return Module(name, base, stem_name, True, None)
        return None

    def _make(self, name: str, base: Path, file: str, package: bool) -> Module:
        path = base / file
        shown = (
            path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else path.as_posix()
        )
        return Module(name, base, file, package, self._sources.read(path, shown))


def _hooked(name: str) -> tuple[Path, str, bool] | None:
    """Where an import hook has the module `name`, as of a package that is installed editable: the folder, the
    file in it, and whether it is a package.
    """
    for finder in sys.meta_path:
        if finder in (BuiltinImporter, FrozenImporter, PathFinder):
            continue
        spec = None
        with suppress(Exception):  # a hook may do anything
            spec = finder.find_spec(name, None)
        if spec and spec.origin and spec.origin.endswith(".py") and not _counts_by_version(spec.origin):
            path, package = Path(spec.origin), spec.submodule_search_locations is not None
            base = path.parent.parent if package else path.parent
            return base, path.relative_to(base).as_posix(), package
    return None


def _free(module: Module) -> bool:
    return not module.name.startswith(("nnexplain.figures", "nnexplain.pipeline", "nnexplain.errors"))


def _only_words(sources: Iterable[Source]) -> bool:
    """Whether these files use nothing of nnexplain.figures but the vocabulary."""
    for given in (given for source in sources for given in source.imports):
        if given.module == "nnexplain.figures" and given.names and _WORDS.issuperset(given.names):
            continue
        if given.module.startswith("nnexplain.figures") or given.module == "nnexplain":
            return False
    return True


def _absolute(given: Import, package: str) -> str:
    if not given.level:
        return given.module
    base = package.split(".")[: len(package.split(".")) - given.level + 1]
    return ".".join([*filter(None, base), *filter(None, [given.module])])


def _editable_folders() -> list[Path]:
    paths = map(os.path.realpath, filter(None, sys.path[1:]))
    return [Path(path) for path in paths if Path(path).is_dir() and not _counts_by_version(path)]


def _counts_by_version(path: str) -> bool:
    """Whether the standard library or installed packages lie there."""
    standard = str(Path(os.__file__).resolve().parent)
    return "-packages" in path or f"{os.path.realpath(path)}{os.sep}".startswith(standard + os.sep)


def check_relative(imports: Iterable[Import], path: str) -> None:
    """A script is no package: `from . import x` cannot work there."""
    if any(given.level for given in imports):
        raise NnexplainError("a relative import in a script", path, None, "name the module in full")
