"""A new site: configuration, one lesson that works, and the way to publish it."""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files
from pathlib import Path

from packaging.requirements import Requirement

from nnexplain.errors import NnexplainError, UsageError
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.refused import os_problem

STARTER = {
    "mkdocs.yml": "mkdocs.yml",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "site.yml": ".github/workflows/site.yml",
    "index.md": "content/index.md",
    "when-to-stop.md": "content/when-to-stop.md",
    "when-to-stop.py": "build/when-to-stop.py",
    "wave.py": "build/models/wave.py",
}
"""The files that lie in `starter/`, and where each goes in the site."""
REQUIREMENTS = "requirements.txt"

_NAME = re.compile(r"[^\W_][\w. -]*", re.ASCII)
_SITES = ("content", "build", "site", ".nnexplain")
"""Folders of a site in which no other can be."""


def init_site(folder: Path, title: str | None = None) -> list[str]:
    """Write a new site into `folder`, which is new or empty but for `.git`; returns what to tell its author.

    Raises `UsageError` for a name that no folder of a site can have, `NnexplainError` where anything is in
    the folder already. Where it cannot write all, nothing stays.
    """
    root = folder.resolve()
    _check_name(root.name)
    _check_place(folder, root)
    title = " ".join((title or re.sub(r"[-_. ]+", " ", root.name).strip().capitalize()).split())
    words = {"title": title, "python": "{}.{}".format(*sys.version_info)}
    texts = {target: _text(name, words) for name, target in STARTER.items()}
    texts[REQUIREMENTS], note = requirements()
    written: list[Path] = []
    try:
        for name, text in texts.items():
            written.append(root / name)
            write_if_new(root / name, text.encode())
    except OSError as error:
        _take_back(written, root)
        raise NnexplainError.of([os_problem(error, root)]) from error
    where = "" if root == Path.cwd() else f"cd {folder} && "
    return [
        f"made {folder}: mkdocs.yml, a lesson in content/ with its scripts in build/, and how to publish it",
        *([note] if note else []),
        f"next: {where}nnexplain serve",
    ]


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name.endswith((".", " ")):
        hint = "letters, digits, hyphens, dots and spaces, from a letter or digit on, e.g. my-site"
        raise UsageError(f"{name!r} cannot be the name of a site's folder", hint=hint)


def _check_place(folder: Path, root: Path) -> None:
    for above in root.parents:
        inside = root.relative_to(above).parts[0]
        if inside in _SITES and (above / "mkdocs.yml").is_file():
            hint = "choose a folder beside that site"
            raise NnexplainError(f"lies in {inside}/ of the site in {above}", str(folder), hint=hint)
    try:
        there = sorted(path.name for path in root.iterdir() if path.name != ".git")
    except FileNotFoundError:
        return
    except OSError as error:
        what = "is a file" if isinstance(error, NotADirectoryError) else f"cannot be read: {error.strerror}"
        raise NnexplainError(what, str(folder), hint="name a folder that is new or empty") from error
    if there:
        shown = ", ".join(there[:6]) + (f" and {len(there) - 6} more" if len(there) > 6 else "")
        hint = "nothing is overwritten: name a folder that is new or empty"
        if "mkdocs.yml" in there:
            hint += "; a lesson for this site is made by: nnexplain new LESSON"
        raise NnexplainError(f"is not empty: it holds {shown}", str(folder), hint=hint)


def _text(name: str, words: dict[str, str]) -> str:
    """A file of the starter with its own words filled in; the title is quoted where YAML needs it."""
    text = files("nnexplain").joinpath("author", "starter", name).read_text("utf-8")
    title = words["title"]
    if name.endswith(".yml"):
        title = json.dumps(title, ensure_ascii=False)
    elif name.endswith(".md"):
        title = re.sub(r"([\\`*_{}\[\]<>#])", r"\\\1", title)
    return text.replace("{title}", title).replace("{python}", words["python"])


def requirements() -> tuple[str, str]:
    """What a publishing workflow has to install to build as here: nnexplain and what it needs, in the
    versions that are installed. And a note for the author where an index may not have this nnexplain, or "".
    """
    needed = [Requirement(text) for text in distribution("nnexplain").requires or ()]
    names = [need.name for need in needed if need.marker is None or need.marker.evaluate({"extra": ""})]
    pinned = [f"{name}=={found}" for name in sorted(names) if (found := _version(name))]
    ours, note = _ourselves()
    return "\n".join(["# What this site is built with, also by its workflow.", ours, *pinned, ""]), note


def _version(name: str) -> str:
    """The version that is installed, without what only tells its build: torch is 2.13.0, not 2.13.0+cpu."""
    try:
        return version(name).partition("+")[0]
    except PackageNotFoundError:
        return ""


def origin_of() -> str | None:
    """What pip has noted of where nnexplain was installed from, as PEP 610 has it; None for an index."""
    return distribution("nnexplain").read_text("direct_url.json")


def _ourselves() -> tuple[str, str]:
    """nnexplain as a requirement: where it was installed from, if others can get it there."""
    number = version("nnexplain")
    origin = json.loads(origin_of() or "{}")
    address = str(origin.get("url", ""))
    if commit := origin.get("vcs_info", {}).get("commit_id"):
        return f"nnexplain @ {origin['vcs_info']['vcs']}+{address}@{commit}", ""
    if address.startswith("https://"):
        return f"nnexplain @ {address}", ""
    note = ""
    if address:
        note = (
            f"note: nnexplain is installed from {address} here, and {REQUIREMENTS} asks for "
            f"nnexplain=={number} of the package index; where that has none, name an address instead"
        )
    return f"nnexplain=={number}", note


def _take_back(written: list[Path], root: Path) -> None:
    """Remove the files that were written, and the folders that are empty then."""
    for path in reversed(written):
        try:
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if not folder.is_relative_to(root):
                    break
                folder.rmdir()
        except OSError:
            continue  # another file is in there, or the disk is gone: what can be said has been said
