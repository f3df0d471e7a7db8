"""A job and its outcome, both by value, so that it may run in a thread here or on a worker that
shares no disk.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nnexplain.errors import Problem
from nnexplain.figures.still import StillError, start_of_engine
from nnexplain.pipeline.closure import Module
from nnexplain.pipeline.data import Data
from nnexplain.pipeline.plan import Script

_RUNTIME = "nnexplain/runtime"
HEAVY = ("altair", "captum", "matplotlib", "numpy", "pandas", "scipy", "sklearn", "torch")
"""What is worth importing once for all scripts, and known to be safe to fork after."""


@dataclass(frozen=True)
class Job:
    """One run of one script, with the runs of others by their names, and files of networks by their scripts'
    and their own. `root` is None where the repository is not at hand: `files` then brings its files.
    """

    script: str
    path: str
    document: Mapping[str, Any]
    needs: Mapping[str, bytes]
    networks: Mapping[str, Mapping[str, bytes]]
    wants: tuple[str, ...] = ()
    root: str | None = None
    workspace: str | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a job left: its files, or its problems; what it printed; how long it took."""

    script: str
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    log: str
    seconds: float


def make_job(
    script: Script,
    needs: Mapping[str, bytes],
    networks: Mapping[str, Mapping[str, bytes]],
    root: Path,
    workspace: Path | None,
    full: bool,
) -> Job:
    """The job of running `script` with the runs that it needs and the networks that it shows: here below
    `workspace`, or anywhere when that is None.
    """
    remote = workspace is None
    wants = tuple(sorted(name for name in script.closure.eager if name.partition(".")[0] in HEAVY))
    document = {
        "script": script.name,
        "path": script.path,
        "text": script.text,
        "docs": script.closure.docs,
        "full": full,
        "header": _header(script),
        "runtime": _RUNTIME if remote else str(script.runtime),
        "stills": None if remote else _engine(script),
        # Who has widgets draw and does not import altair draws no charts, or few.
        "charts": bool(script.header.figures) and (not script.header.widgets or "altair" in wants),
        "settings": {
            name: [chosen.value, {file: _place(path, remote) for file, path in chosen.files.items()}]
            for name, chosen in script.settings.items()
        },
        "modules": {module.name: _module(module, remote) for module in script.closure.modules},
        "folders": [
            _base(folder, root) for folder in script.folders if not remote or folder.is_relative_to(root)
        ],
        "data": _readable(script, remote),
        "data_folders": [
            [_data_base(data, remote), folder] for data in script.data for folder in data.found.folders
        ],
        "data_below": [
            [_data_base(data, remote), data.found.below]
            for data in script.data
            if data.found.below is not None
        ],
        "versions": {**_installed(script), "python": script.parts["python"]} if remote else {},
    }
    given = script.name, script.path, document, dict(needs), dict(networks), wants
    if not remote:
        return Job(*given, str(root), str(workspace))
    return Job(*given, files=_carried(script))


def _header(script: Script) -> dict[str, Any]:
    """What the session of a script is told of its header: the fields of `SessionHeader`."""
    names = ("needs", "figures", "full", "line", "widgets", "networks")
    return {name: getattr(script.header, name) for name in names}


def _readable(script: Script, remote: bool) -> list[list[str]]:
    """The files that a script, or what draws for it, may read: each as a folder and a path in it."""
    data = [[_data_base(data, remote), file] for data in script.data for file in data.found.files]
    return [*data, *(["", _drawing(path, script, remote)] for path in script.drawing)]


def _engine(script: Script) -> dict[str, Any] | None:
    """How the engine of hand-made figures is started, for who shares one; the script tells why it cannot
    be.
    """
    if not script.header.widgets:
        return None
    with suppress(StillError):
        return start_of_engine(script.runtime)
    return None


def _installed(script: Script) -> dict[str, str]:
    return {name: version for name, version in script.versions.items() if version != "not installed"}


def _base(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else str(folder)


def _data_base(data: Data, remote: bool) -> str:
    return "" if remote else str(data.base)


def _place(path: Path, remote: bool) -> tuple[str, str]:
    """Where a script finds a file that a setting brings: where it is, or among what travels with the job."""
    return (".settings" if remote else str(path.parent)), path.name


def _drawing(path: Path, script: Script, remote: bool) -> str:
    """Where a script finds a file that widgets draw with: where it is, or in the package that travels with
    it.
    """
    runtime = script.runtime.resolve()
    if not remote:
        return str(path)
    if path.is_relative_to(runtime):
        return f"{_RUNTIME}/{path.relative_to(runtime).as_posix()}"
    return f"nnexplain/figures/{path.name}"


def _module(module: Module, remote: bool) -> dict[str, Any]:
    text = module.source.text if module.source else None
    base = "" if remote else str(module.base)
    return {"base": base, "file": module.file, "package": module.package, "text": text}


def _carried(script: Script) -> dict[str, bytes]:
    files = {script.path: script.text.encode()}
    for module in script.closure.modules:
        if module.source:
            files[module.file] = module.source.text.encode()
    for data in script.data:
        files |= {file: (data.base / file).read_bytes() for file in data.found.files}
    files |= {_drawing(path, script, True): path.read_bytes() for path in script.drawing}
    for chosen in script.settings.values():
        files |= {"/".join(_place(path, True)): path.read_bytes() for path in chosen.files.values()}
    return files


def author_lines(log: str) -> list[str]:
    """What a script printed, without the frames of ours that a crash leaves there."""
    ours = ("/nnexplain/pipeline/", "<frozen importlib", "Extension modules:")
    return [line for line in log.splitlines() if not any(mark in line for mark in ours)]


def local_workers() -> int:
    """How many scripts run side by side when nothing is said: the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
