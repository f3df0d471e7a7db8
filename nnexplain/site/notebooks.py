"""Every build script as a notebook: the same text, the same bytes each time."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.parse import urlsplit

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.made import Made
from nnexplain.files import files_below
from nnexplain.project import Project
from nnexplain.site.facts import Awaited, nothing_awaited

_MADE_BY = "1"
"""Part of every notebook's digest: raise it when notebooks are made differently."""


def update_notebooks(
    project: Project, repository: str = "", awaited: Awaited = nothing_awaited
) -> list[Problem]:
    """Bring `content/notebooks/` up to date with `build/`; jupytext is imported only if a script changed. The
    notebook of a script that is `awaited` comes with its figures.

    With `repository`, an address on the web, the first cell fetches and installs it when run in Colab.
    Raises `OSError` where notebooks cannot be written.
    """
    problems, names = [], []
    for path in files_below(project.scripts, ".py"):
        name = path.relative_to(project.scripts).with_suffix(".ipynb").as_posix()
        names.append(name)
        if awaited(name.removesuffix(".ipynb")):
            continue
        try:
            source = path.read_bytes()
        except OSError as error:
            problems.append(Problem(f"cannot be read: {error.strerror}", project.relative(path)))
            continue
        try:
            _update(source, project.notebooks / name, repository)
        except (ValueError, NnexplainError) as error:
            problems.append(Problem(f"no notebook can be made of it: {error}", project.relative(path)))
    if project.notebooks.is_dir():
        Made(project.notebooks, project.made(project.notebooks)).keep_only(names)
    return problems


def _update(source: bytes, target: Path, repository: str) -> None:
    digest = hashlib.sha256(b"\0".join([_MADE_BY.encode(), repository.encode(), source])).hexdigest()
    try:
        if f'"digest": "{digest}"'.encode() in target.read_bytes():
            return
    except OSError:
        pass  # missing: made below
    write_if_new(target, _notebook(source.decode("utf-8-sig"), digest, repository))


def _notebook(text: str, digest: str, repository: str) -> bytes:
    import jupytext

    cells = [*_opening(repository)]
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        cells.append((cell.cell_type, cell.source))
    document = {
        "cells": [_cell(index, kind, source) for index, (kind, source) in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "nnexplain": {"digest": digest},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def _cell(index: int, kind: str, source: str) -> dict[str, object]:
    """One cell of notebook format 4.5, with an id that depends on nothing but the script."""
    id = hashlib.sha256(f"{index}\0{source}".encode()).hexdigest()[:12]
    cell: dict[str, object] = {"cell_type": kind, "id": id, "metadata": {}}
    cell["source"] = source.splitlines(keepends=True)
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell


def _opening(repository: str) -> list[tuple[str, str]]:
    """The first cells: how the notebook finds its package, its data and the runs it needs."""
    install = "python -m pip install -c constraints.txt -e ."
    local = f"Run this notebook inside a copy of the repository, after `{install}` in its folder."
    if urlsplit(repository).scheme not in ("http", "https") or any(c in repository for c in "\"'\\ \n"):
        return [("markdown", local)]
    address = repository.rstrip("/").removesuffix(".git")
    code = f"""\
# In Colab: fetch the repository and install it. Elsewhere this does nothing.
import os
import subprocess
import sys

if "google.colab" in sys.modules:
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", "{address}", "site"], check=True)
    os.chdir("site")
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "-e", "."], check=True)
    sys.path.insert(0, os.getcwd())"""
    return [
        ("markdown", f"In Colab, start with the next cell. Elsewhere: {local[0].lower()}{local[1:]}"),
        ("code", code),
    ]
