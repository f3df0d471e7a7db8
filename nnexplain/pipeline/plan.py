"""What there is to build: every script with its header, closure and data, and the order of their needs."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from nnexplain.errors import NnexplainError, Problem, UsageError
from nnexplain.figures.contract import CHARTS, SCHEMA
from nnexplain.figures.still import ENGINE
from nnexplain.figures.widgets import author_name, entry_of, files_of, runtime_of, widget_digest, widget_names
from nnexplain.files import files_below
from nnexplain.pipeline.closure import Closure, Closures, check_relative
from nnexplain.pipeline.data import Data, State, declared, state_of
from nnexplain.pipeline.distributions import Distributions
from nnexplain.pipeline.header import SCRIPT, Header, maker_of, parse_header
from nnexplain.pipeline.key import key_of
from nnexplain.pipeline.launch import PINNED
from nnexplain.pipeline.settings import Chosen, Settings
from nnexplain.pipeline.sources import Sources, decode, read_python
from nnexplain.project import Project


@dataclass(frozen=True)
class Script:
    """A script that can be run. `parts` are all parts of its key but the runs that it needs and the networks
    that it shows; `drawing` the files that its widgets draw with, if it declares any, in the folder `runtime`
    and elsewhere in nnexplain.
    """

    name: str
    path: str
    text: str
    header: Header
    closure: Closure
    data: tuple[Data, ...]
    folders: tuple[Path, ...]
    versions: Mapping[str, str]
    settings: Mapping[str, Chosen]
    parts: Mapping[str, str]
    runtime: Path
    drawing: Mapping[Path, State] = field(default_factory=dict)


@dataclass
class Plan:
    """The scripts of one build, each with all that must have run before it (`needs`, the makers of its
    networks among them), and in that order. A name is either in `scripts` or in `broken`.
    """

    needs: dict[str, tuple[str, ...]]
    order: list[str] = field(default_factory=list)
    scripts: dict[str, Script] = field(default_factory=dict)
    broken: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    known: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """One key for all of it, from what is known before anything runs: what a cache is named by."""
        return key_of({name: key_of(script.parts) for name, script in self.scripts.items()})


class Planner:
    """Makes plans of `project`, whose files it reads once. With `full`, scripts that ask get their
    full length. The user's `settings` go before those of headers.
    """

    def __init__(self, project: Project, settings: Settings, full: bool = False) -> None:
        self.project = project
        self.full = full
        self.settings = settings
        self.runtime = runtime_of(project.root)
        self._sources = Sources(project.state / "memory" / "sources.json")
        self._distributions = Distributions(project.state / "memory" / "distributions.json")
        self._closures = Closures(project.root, self._sources, self._distributions.imports)

    def plan(self, only: Sequence[str] = ()) -> Plan:
        """The plan of all scripts, or of those matching `only` and what they need.

        A script that cannot be run is `broken` in the plan. Raises `UsageError` for a pattern that
        matches none.
        """
        names = script_names(self.project)
        texts: dict[str, str] = {}
        headers: dict[str, Header] = {}
        broken: dict[str, list[Problem]] = {}
        for name in names:
            try:
                texts[name], headers[name] = self._head(name)
            except NnexplainError as error:
                broken[name] = list(error.problems)
        self.settings.check(header.settings for header in headers.values())
        needs = {name: headers[name].after(name) if name in headers else () for name in names}
        bad = (*_bad_needs(names, headers), *self._bad_widgets(headers), *self._disagreements(headers))
        for problem_of, problem in bad:
            broken.setdefault(problem_of, []).append(problem)
        chosen = _with_needs(_chosen(names, only), needs)
        plan = Plan({name: tuple(n for n in needs[name] if n in needs) for name in names if name in chosen})
        plan.known = tuple(names)
        _break_cycles(plan, headers, broken)
        plan.order = list(TopologicalSorter(plan.needs).static_order())
        for name in plan.order:
            try:
                if name not in headers:
                    raise NnexplainError.of(broken[name])
                plan.scripts[name] = self.inspect(name, texts[name], headers[name])
            except NnexplainError as error:
                broken.setdefault(name, []).extend(error.problems)
            if name in broken:
                plan.scripts.pop(name, None)
                plan.broken[name] = tuple(dict.fromkeys(broken[name]))
        return plan

    def _disagreements(self, headers: Mapping[str, Header]) -> Iterator[tuple[str, Problem]]:
        """A script and the one whose run or network it needs must have chosen the same."""
        for name, header in headers.items():
            chosen = self.settings.values(header.settings)
            for need in header.after(name):
                other = self.settings.values(headers[need].settings) if need in headers else {}
                for key in sorted(chosen.keys() & other.keys()):
                    if chosen[key] != other[key]:
                        message = f"{key} is {chosen[key]} here and {other[key]} in {need}, which it needs"
                        place = f"build/{name}.py", header.line_of("settings")
                        yield name, Problem(message, *place, "choose the same in both headers")

    def _bad_widgets(self, headers: Mapping[str, Header]) -> Iterator[tuple[str, Problem]]:
        known = [name for name in widget_names(self.runtime) if name != CHARTS]
        for name, header in headers.items():
            for widget in header.widgets:
                if widget not in known:
                    hint = _meant(widget, known, "widgets")
                    place = f"build/{name}.py", header.line_of("widgets")
                    yield name, Problem(f"declares the widget {widget!r}, but there is no such", *place, hint)

    def _head(self, name: str) -> tuple[str, Header]:
        path = f"build/{name}.py"
        if not SCRIPT.fullmatch(name):  # no page could show its figures
            hint = "allowed: letters a to z, digits, hyphens and underscores, like build/my-lesson.py"
            raise NnexplainError("a script cannot have this name", path, None, hint)
        try:
            text = decode(read_python(self.project.root / path, path), path)
        except OSError as error:
            raise NnexplainError(f"cannot be read: {error.strerror}", path) from error
        return text, parse_header(text, path)

    def inspect(self, name: str, text: str, header: Header) -> Script:
        """One script, looked at afresh. Raises `NnexplainError` with what is wrong in it, its
        modules or its data.
        """
        path = f"build/{name}.py"
        file = self.project.root / path
        source = self._sources.analyse(text, path)
        check_relative(source.imports, path)
        closure = self._closures.of(file, source, bool(header.figures))
        data = data_of(header, closure, self.project.root, path)
        engine = [ENGINE] if header.widgets else []
        versions = self._distributions.versions((*closure.foreign, *engine))
        folders = tuple(self._closures.folders(file))
        settings = self.settings.of(header.settings)
        parts = {
            "script": name,
            "code": closure.digest(source),
            "figures": " ".join(sorted(header.figures)),
            "needs": " ".join(sorted(header.needs)),
            "python": "{}.{}".format(*sys.version_info),
            "schema": str(SCHEMA),
            "process": repr(sorted(PINNED.items())),
        }
        if header.full:
            parts["length"] = "full" if self.full else "short"
        parts |= {f"setting {key}": chosen.part for key, chosen in settings.items()}
        parts |= {f"version {dist}": version for dist, version in versions.items()}
        parts |= {f"data {entry.name}": entry.digest for entry in data}
        widgets, drawing = self._widgets(header, path)
        parts |= widgets
        parts |= {
            f"module {module.file}": f"{module.name} {closure.digest(module.source)}"
            for module in closure.modules
            if module.name in closure.counted
        }
        given = name, path, text, header, closure, data, folders, versions, settings, parts
        return Script(*given, self.runtime, drawing)

    def _widgets(self, header: Header, path: str) -> tuple[dict[str, str], dict[Path, State]]:
        """The parts that a header's widgets are of a key, and all files that they draw with, as they were
        before.
        """
        parts: dict[str, str] = {}
        files: dict[Path, State] = {}
        for widget in header.widgets:
            if not entry_of(widget, self.runtime).is_file():
                continue  # told already
            try:
                files = {file: state_of(file) for file in files_of(widget, self.runtime)} | files
                parts[f"widget {widget}"] = widget_digest(widget, self.runtime)
            except OSError as error:
                message = f"the widget {widget} lacks a file: {error.strerror}"
                hint = author_name(os.path.relpath(error.filename, self.runtime), self.runtime)
                raise NnexplainError(message, path, header.line_of("widgets"), hint) from error
        return parts, files

    def save(self) -> None:
        """Keep what was learnt of unchanged files for the next plan. Raises `OSError`."""
        self._sources.save()
        self._distributions.save()


def script_names(project: Project) -> list[str]:
    """The names of all scripts: `one-neuron`, `models/taste`. Files that start with `_` are none."""
    found = (path.relative_to(project.scripts) for path in files_below(project.scripts, ".py"))
    names = (path for path in found if not any(part.startswith("_") for part in path.parts))
    return sorted(path.with_suffix("").as_posix() for path in names)


def data_of(header: Header, closure: Closure, root: Path, path: str) -> tuple[Data, ...]:
    """What the script `path` declares, and what local modules do, in a block of their own, relative to the
    folder they are imported from. Raises `NnexplainError` for every bad entry.
    """
    return (*declared(header, root, path), *_module_data(closure))


def _module_data(closure: Closure) -> Iterator[Data]:
    for module in closure.modules:
        if module.name in closure.counted and module.source and "# /// nnexplain" in module.source.text:
            yield from declared(parse_header(module.source.text, module.file), module.base, module.file)


def _bad_needs(names: Sequence[str], headers: Mapping[str, Header]) -> Iterator[tuple[str, Problem]]:
    """Runs and networks of scripts that there are not, and networks that are a script's own."""
    for name, header in headers.items():
        path = f"build/{name}.py"
        for need in header.needs:
            if need not in names:
                hint = _meant(need, names, "scripts")
                message = f"needs {need!r}, but there is no such script"
                yield name, Problem(message, path, header.line_of("needs"), hint)
        for network in header.networks:
            maker = maker_of(network)
            line = header.line_of("networks")
            if maker == name:
                hint = "leave it out: what a script makes itself needs no declaration"
                yield name, Problem(f"declares its own network {network!r}", path, line, hint)
            elif maker not in names:
                message = f"declares the network {network!r}, but there is no script {maker!r}"
                yield name, Problem(message, path, line, _meant(maker, names, "scripts"))


def _meant(given: str, known: Sequence[str], what: str) -> str:
    close = difflib.get_close_matches(given, known, 1)
    return (f"did you mean {close[0]}? " if close else "") + f"{what}: {', '.join(known)}"


def _chosen(names: Sequence[str], only: Sequence[str]) -> set[str]:
    chosen = set() if only else set(names)
    for pattern in only:
        matching = {name for name in names if fnmatchcase(name, pattern)}
        if not matching:
            raise UsageError(
                f"--only {pattern}: no script has such a name", hint="scripts: " + ", ".join(names)
            )
        chosen |= matching
    return chosen


def _with_needs(chosen: Iterable[str], needs: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(chosen)
    while waiting:
        name = waiting.pop()
        if name in needs and name not in found:
            found.add(name)
            waiting += needs[name]
    return found


def _break_cycles(plan: Plan, headers: Mapping[str, Header], broken: dict[str, list[Problem]]) -> None:
    """Every script of a cycle is broken; its needs are dropped, so that the others still have an order."""
    while True:
        try:
            TopologicalSorter(plan.needs).prepare()
            return
        except CycleError as error:
            cycle: list[str] = list(error.args[1])[::-1]  # from the one that needs to the one that is needed
        for name in cycle[:-1]:
            start = cycle.index(name)
            turned = [*cycle[start:-1], *cycle[:start], name]
            line = headers[name].line_naming(turned[1] if len(turned) > 1 else name)
            problem = Problem(f"a cycle of needs: {' → '.join(turned)}", f"build/{name}.py", line)
            broken.setdefault(name, []).append(problem)
            plan.needs[name] = ()
