"""Running one job in a process of its own, here or on a worker of a cluster, and bringing back what
it made.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nnexplain.errors import Problem
from nnexplain.figures.beside import naming
from nnexplain.pipeline.jobs import Job, Outcome, author_lines
from nnexplain.pipeline.launch import Launch, Spawner


def run_job(job: Job, launch: Launch | None = None) -> Outcome:
    """Run a job in a process of its own and bring back what it made. Leaves no file behind."""
    started = time.perf_counter()
    with _folder(job.workspace) as folder:
        _lay_out(job, folder)
        status = (launch or Spawner())(folder, job.wants)
        return _outcome(job, folder, status, time.perf_counter() - started)


@contextmanager
def _folder(workspace: str | None) -> Iterator[Path]:
    if workspace is not None:
        Path(workspace).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="job-", dir=workspace)).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(job: Job, folder: Path) -> None:
    root = Path(job.root) if job.root is not None else folder / "root"
    root.mkdir(exist_ok=True)
    for name, content in job.files.items():
        _write(root / name, content)
    for name, content in job.needs.items():
        _write(folder / "needs" / f"{name}.safetensors", content)
    for maker, files in job.networks.items():
        for name, content in files.items():
            _write(folder / "networks" / maker / name, content)
    document = dict(job.document)
    document["root"] = str(root)
    document["runtime"] = os.path.normpath(root / document["runtime"])
    document["folders"] = [str(root / name) for name in document["folders"]]
    for kind in ("data", "data_folders", "data_below"):
        given = [os.path.normpath(root / base / name) for base, name in document[kind]]
        document[kind] = list(
            dict.fromkeys(place for path in given for place in (path, os.path.realpath(path)))
        )
    document["settings"] = {
        name: [value, {file: os.path.normpath(root / base / name) for file, (base, name) in files.items()}]
        for name, (value, files) in document["settings"].items()
    }
    document["data"] += [path for _, files in document["settings"].values() for path in files.values()]
    document["modules"] = {
        name: {
            **module,
            "base": str(root / module["base"]),
            "path": str(root / module["base"] / module["file"]),
        }
        for name, module in document["modules"].items()
    }
    _write(folder / "job.json", json.dumps(document).encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with naming(path):
        path.write_bytes(content)


def _outcome(job: Job, folder: Path, status: int, seconds: float) -> Outcome:
    log = _log(folder)
    try:
        document = json.loads((folder / "outcome.json").read_bytes())
    except (OSError, ValueError):
        return Outcome(job.script, {}, (_crash(job, folder, status, log),), log, seconds)
    problems = tuple(Problem(**problem) for problem in document["problems"])
    files = {name: (folder / "out" / name).read_bytes() for name in document["files"]}
    return Outcome(job.script, files, problems, log, seconds)


def _log(folder: Path) -> str:
    try:
        return (folder / "log").read_text("utf-8", "replace")
    except OSError:
        return ""


def _crash(job: Job, folder: Path, status: int, log: str) -> Problem:
    """The process ended without an outcome. The traceback that faulthandler left names the line, if
    it is there.
    """
    hint = "\n".join(author_lines(log)[-5:])
    if shutil.disk_usage(folder).free < 2**20:
        place = folder.parent if job.root is None else os.path.relpath(folder.parent.parent, job.root)
        message = f"its results could not be written: the disk of {place} is full"
        return Problem(message, job.path, None, "make room, then build again: nothing is lost")
    line = None
    for text in log.splitlines():
        if text.startswith("  File ") and f'{job.path}", line ' in text:
            line = int(text.partition('", line ')[2].partition(" ")[0])
            break
    if status < 0:
        name = signal.Signals(-status).name if -status in set(signal.Signals) else "unknown"
        hint = "ended from outside, perhaps for want of memory" if status == -9 else hint
        return Problem(f"its process was ended by signal {-status} ({name})", job.path, line, hint)
    return Problem(f"its process ended early, with exit status {status}", job.path, line, hint)
