"""What of a machine or of a site's configuration is in the way: each thing looked at is a line."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files
from pathlib import Path
from typing import IO

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from nnexplain.author.configured import settings_of
from nnexplain.author.findings import OK, PROBLEM, WARNING, Finding
from nnexplain.figures.contract import SCHEMA
from nnexplain.figures.still import ENGINE, StillError, start_of_engine
from nnexplain.project import Project

OLDEST = (3, 11)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ROOM = 500
"""Megabytes that a build may need."""
_PATIENCE = 20.0
"""Seconds that the engine may take to say its version."""
_MARKS = {OK: ("✓", "green"), WARNING: ("!", "yellow"), PROBLEM: ("✗", "red")}


def examine(project: Project | None, port: int = 8000) -> Iterator[Finding]:
    """Everything that is looked at, of the machine and of `project`, if there is one; `port` is where the
    site would be served. Nothing is changed.
    """
    yield _python(sys.version_info[:3])
    yield from _packages()
    yield _engine()
    yield _port(port)
    yield _browser()
    if project is None:
        hint = "begin one: nnexplain init my-site; or name its folder: nnexplain -C FOLDER doctor"
        yield Finding(WARNING, "no site here: there is no mkdocs.yml in this folder or above it", hint)
        return
    yield from _folders(project)
    yield _state(project)
    yield from settings_of(project)
    yield from _publishing(project)


@dataclass(frozen=True)
class Shown:
    """Prints findings, in colours on a terminal."""

    stream: IO[str]

    def show(self, finding: Finding) -> None:
        """One line, and below it what to do."""
        mark, colour = _MARKS[finding.state]
        lines = [f"{mark} {finding.state:<8} {finding.what}", *(f"{'':11}{line}" for line in finding.hints)]
        if not self.stream.isatty():
            print("\n".join(lines), file=self.stream)
            return
        from rich.console import Console
        from rich.text import Text

        console = Console(file=self.stream, soft_wrap=True)
        head = Text(lines[0])
        head.stylize(colour, 0, 10)
        console.print(head)
        for line in lines[1:]:
            console.print(Text(line, style="dim"))


def _python(found: tuple[int, ...]) -> Finding:
    name = ".".join(map(str, found))
    if found < OLDEST:
        return Finding(PROBLEM, f"Python {name} is too old", "install Python 3.11 or newer")
    return Finding(OK, f"Python {name}")


def tested() -> dict[str, str]:
    """The versions that nnexplain is tested with, by package: of the wheel, or of the repository it is in."""
    own = Path(str(files("nnexplain"))) / "constraints.txt"
    path = own if own.is_file() else own.parents[1] / own.name
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): number for name, number in pairs}


def _packages() -> Iterator[Finding]:
    """What nnexplain needs: missing, too old or new, of another version than was tested."""
    known, other, right = tested(), [], 0
    for text in distribution("nnexplain").requires or ():
        need = Requirement(text)
        if need.marker is not None and not need.marker.evaluate({"extra": ""}):
            continue
        name, install = need.name, f'python -m pip install "{need.name}{need.specifier}"'
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(PROBLEM, f"the package {name} is missing", install)
            continue
        if not need.specifier.contains(found, prereleases=True):
            yield Finding(PROBLEM, f"{name} is {found}; needed is {name}{need.specifier}", install)
        elif (wanted := known.get(canonicalize_name(name), found)) != found.partition("+")[0]:
            other.append((name, found, wanted))
        else:
            right += 1
    if other:
        said = ", ".join(f"{name} {found} (tested: {wanted})" for name, found, wanted in other)
        pins = " ".join(f"{name}=={wanted}" for name, _, wanted in other)
        hint = f"where something fails, try: python -m pip install {pins}"
        yield Finding(WARNING, f"of other versions than nnexplain is tested with: {said}", hint)
    yield Finding(OK, f"{right} packages of the versions that nnexplain is tested with")


def _engine() -> Finding:
    """Whether deno, which draws hand-made figures, is there and runs."""
    again = f"python -m pip install --force-reinstall {ENGINE}"
    try:
        binary = start_of_engine()["args"][0]
        command = [binary, "--version"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except StillError as error:
        return Finding(PROBLEM, str(error), error.place)
    except OSError as error:
        return Finding(PROBLEM, f"the drawing engine {ENGINE} cannot be run: {error.strerror}", again)
    except subprocess.TimeoutExpired:
        hint = f"look whether something on this machine holds it back; or: {again}"
        return Finding(PROBLEM, f"the drawing engine {ENGINE} does not answer", hint)
    if done.returncode:
        what = f"signal {-done.returncode}" if done.returncode < 0 else f"status {done.returncode}"
        return Finding(PROBLEM, f"the drawing engine {ENGINE} ends with {what} at its start", again)
    number, wanted = (done.stdout.split() or ["", ""])[1], tested().get(ENGINE, "")
    if wanted and number != wanted:
        hint = f"pictures may differ in their last digits; the same: python -m pip install {ENGINE}=={wanted}"
        return Finding(WARNING, f"the drawing engine {ENGINE} is {number}; tested is {wanted}", hint)
    return Finding(OK, f"the drawing engine {ENGINE} {number} runs")


def _port(port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            hint = f"serve elsewhere: nnexplain serve --port {port + 1}"
            return Finding(WARNING, f"port {port} cannot be used: {error.strerror}", hint)
    return Finding(OK, f"port {port} is free")


def _browser() -> Finding:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return Finding(OK, found or "no Chromium or Chrome; only nnexplain's own tests would need one")


def _folders(project: Project) -> Iterator[Finding]:
    """Whether builds can write where they have to, and have room there."""
    places = (project.root, project.state, project.site, project.content, project.figures, project.runtime)
    bad = [path for path in places if path.exists() and not (path.is_dir() and os.access(path, os.W_OK))]
    for path in bad:
        what = "may not be written to" if path.is_dir() else "is a file, where a folder has to be"
        hint = "make it yours, e.g. after a build by another user" if path.is_dir() else "move the file away"
        yield Finding(PROBLEM, f"{path} {what}", hint)
    free = shutil.disk_usage(project.root).free // 1_000_000
    if free < ROOM:
        yield Finding(
            WARNING, f"only {free} MB are left on the disk of {project.root}", "make room for builds"
        )
    if not bad:
        yield Finding(OK, f"{project.root} can be written to")


def _state(project: Project) -> Finding:
    """Whether the figures are of the edition that this version reads."""
    other, count = [], 0
    for path in sorted(project.figures.rglob("*.json")):
        try:
            document = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            document = None
        edition = document.get("schema") if isinstance(document, dict) else None
        count += 1
        if edition is not None and edition != SCHEMA:
            other.append(project.relative(path))
    if other:
        more = f" and {len(other) - 1} more" if len(other) > 1 else ""
        hint = "they are made again by: nnexplain build"
        return Finding(WARNING, f"made by another version of nnexplain: {other[0]}{more}", hint)
    said = f"{count} files of figures are of this version" if count else "no figures are built yet"
    return Finding(OK, said)


def _publishing(project: Project) -> Iterator[Finding]:
    """Whether the site can be published by a push; every other way is the author's own."""
    git = shutil.which("git")
    if git is None:
        hint = "install it, or upload site/ yourself"
        yield Finding(WARNING, "git is not installed: publishing by a push needs it", hint)
        return

    def asked(*words: str) -> str | None:
        command = [git, "-C", str(project.root), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
        return done.stdout.strip() if done.returncode == 0 else None

    remotes = asked("remote")
    if remotes is None:
        hint = "git init; git add .; git commit; or upload site/ to any static host"
        yield Finding(WARNING, "no git repository: publishing by a push needs one", hint)
    elif not remotes:
        hint = "git remote add origin https://github.com/you/repository.git; or upload site/ yourself"
        yield Finding(WARNING, "the git repository has no remote to push to", hint)
    else:
        yield Finding(OK, f"git pushes to {', '.join(remotes.split())}")
    if remotes is not None and asked("check-ignore", "-q", ".nnexplain/store") is None:
        hint = "name it in .gitignore: /.nnexplain/ /site/ /content/figures/ /content/notebooks/"
        yield Finding(WARNING, "git does not ignore what builds make", hint)
    if not any((project.root / ".github/workflows").glob("*.y*ml")):
        yield Finding(OK, "no workflow in .github/workflows: a push alone publishes nothing")
