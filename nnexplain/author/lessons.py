"""A lesson renamed or removed as a whole, or not at all."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from nnexplain.author import nav
from nnexplain.author.mentions import Lesson, Mention, find_lesson, left_alone, mentions, read
from nnexplain.author.new import check_name
from nnexplain.errors import NnexplainError, Problem, UsageError
from nnexplain.figures.beside import write_if_new
from nnexplain.figures.made import Made
from nnexplain.figures.refused import os_told
from nnexplain.pipeline.header import parse_header
from nnexplain.pipeline.lock import locked
from nnexplain.pipeline.plan import script_names
from nnexplain.pipeline.publish import Published
from nnexplain.project import Project


def rename_lesson(project: Project, old: str, new: str, dry_run: bool = False) -> list[str]:
    """Give the lesson `old` the name `new`: its page, its scripts, its place in the navigation, and wherever
    pages, scripts and the glossary name it. Returns what was done, or with `dry_run` would be, line by line.

    Raises `UsageError` for a name that cannot be, `NnexplainError` where a file of the new name is there.
    """
    with _told(project):
        lesson = find_lesson(project, old)
        base = _new_base(lesson, new)
        moves = {path: _moved(path, lesson, base) for path in _files(lesson)}
        taken = [Problem("is there already", path) for path in moves.values() if _is_there(project, path)]
        if taken:
            raise NnexplainError.of(taken)
        found = mentions(project, lesson)
        config = nav.renamed(project, f"{lesson.name}.md", f"{new}.md")
        lines = [f"{before} → {after}" for before, after in moves.items()]
        lines += ["mkdocs.yml: its entry in the navigation"] if config is not None else []
        lines += [f"{moves.get(at.path, at.path)}:{at.line}: {at.what}" for at in found]
        lines += [f"{place}: names it, too; look at it" for place in left_alone(project, lesson, found)]
        if dry_run:
            return [*lines, "nothing was changed"]
        texts = _rewritten(project, lesson, base, found)
        with locked(project.state, _quiet):
            for path in {*moves, *texts}:
                text = texts.get(path) or read(project, path)
                write_if_new(project.root / moves.get(path, path), text.encode())
            if config is not None:
                write_if_new(project.config, config)
            for path in moves:
                (project.root / path).unlink()
            _forget(project, lesson)
    runs = f", which runs {_count(lesson.scripts)} once more" if lesson.scripts else ""
    return [*lines, f"next: nnexplain build{runs}"]


def remove_lesson(project: Project, name: str, dry_run: bool = False) -> list[str]:
    """Take the lesson `name` out of the site: its page, its scripts, its figures, its place in the
    navigation. What its author wrote is kept in `.nnexplain/removed/`. Returns what was done, or with
    `dry_run` would be.

    Raises `NnexplainError` where anything else names it, with every place that does.
    """
    with _told(project):
        lesson = find_lesson(project, name)
        own = _files(lesson)
        if others := [at for at in mentions(project, lesson) if at.path not in own]:
            raise NnexplainError.of(_dependents(name, others))
        config = nav.without(project, f"{lesson.name}.md")
        kept = _free(project.state / "removed" / lesson.base)
        lines = [f"{path} → {project.relative(kept / path)}" for path in own]
        drawn = (script for script in lesson.scripts if (project.figures / script).is_dir())
        lines += [f"content/figures/{script}/: its figures" for script in drawn]
        lines += ["mkdocs.yml: its entry in the navigation"] if config is not None else []
        orphans = _orphans(project, lesson)
        lines += [f"build/{script}.py: stays, and is needed by none now" for script in orphans]
        if dry_run:
            return [*lines, "nothing was changed"]
        with locked(project.state, _quiet):
            if config is not None:
                write_if_new(project.config, config)
            for path in own:
                (kept / path).parent.mkdir(parents=True, exist_ok=True)
                (project.root / path).replace(kept / path)
            _forget(project, lesson)
    return [*lines, "next: nnexplain build"]


def _dependents(name: str, others: Iterable[Mention]) -> Iterator[Problem]:
    """One problem for each file that names the lesson, with all its lines."""
    for path, places in groupby(others, lambda at: at.path):
        by_line: dict[int, Mention] = {}
        for at in places:
            by_line.setdefault(at.line, at)
        first, *more = by_line.values()
        lines = f" (also in lines {', '.join(str(at.line) for at in more)})" if more else ""
        message = f"depends on the lesson {name!r}: {first.what}{lines}"
        yield Problem(message, path, first.line, "take it out there first")


def _quiet(words: str) -> None:
    """Nobody is told that a build which is running is waited for: it ends."""


@contextmanager
def _told(project: Project) -> Iterator[None]:
    """What the operating system refuses, and files that are no text, are told like any other problem."""
    try:
        with os_told(project.root):
            yield
    except UnicodeDecodeError as error:
        raise NnexplainError("a page or a script is not UTF-8", hint="nnexplain check says which") from error


def _new_base(lesson: Lesson, new: str) -> str:
    folder, base = posixpath.split(new)
    check_name(base)
    if folder != posixpath.dirname(lesson.name):
        hint = f"keep it in its folder: {posixpath.join(posixpath.dirname(lesson.name), base)}"
        raise UsageError(f"{new!r} is in another folder than {lesson.name!r}", hint=hint)
    if new == lesson.name:
        raise UsageError(f"the lesson is called {new!r} already")
    return base


def _files(lesson: Lesson) -> list[str]:
    return [lesson.page, *(f"build/{script}.py" for script in lesson.scripts)]


def _moved(path: str, lesson: Lesson, base: str) -> str:
    folder, name = posixpath.split(path)
    return f"{folder}/{base}{name.removeprefix(lesson.base)}"


def _is_there(project: Project, path: str) -> bool:
    return (project.root / path).exists() or (project.root / path).is_symlink()


def _rewritten(project: Project, lesson: Lesson, base: str, found: Iterable[Mention]) -> Mapping[str, str]:
    """The texts of all files that name the lesson, with `base` in the place of its own."""
    texts: dict[str, str] = {}
    for at in sorted(found, key=lambda at: -at.start):
        text = texts.get(at.path) or read(project, at.path)
        texts[at.path] = text[: at.start] + base + text[at.start + len(lesson.base) :]
    return texts


def _orphans(project: Project, lesson: Lesson) -> list[str]:
    """The scripts that only those of `lesson` need."""
    after: dict[str, tuple[str, ...]] = {}
    for script in script_names(project):
        path = f"build/{script}.py"
        after[script] = parse_header(read(project, path), path).after(script)
    theirs = {need for script in lesson.scripts for need in after[script]}
    others = {need for script, needs in after.items() if script not in lesson.scripts for need in needs}
    return sorted(theirs - others - set(lesson.scripts))


def _free(folder: Path) -> Path:
    """`folder`, or with a number behind its name where that is there already."""
    names = (folder.with_name(f"{folder.name}-{number}") for number in range(2, 10_000))
    return next(path for path in (folder, *names) if not path.exists())


def _forget(project: Project, lesson: Lesson) -> None:
    """Remove what builds have made of the lesson's scripts; of other people's files there, none."""
    Published(project).remove_vanished(set(script_names(project)))
    made = Made(project.notebooks, project.made(project.notebooks))
    made.remove(f"{script}.ipynb" for script in lesson.scripts)


def _count(scripts: tuple[str, ...]) -> str:
    return "its script" if len(scripts) == 1 else f"its {len(scripts)} scripts"
