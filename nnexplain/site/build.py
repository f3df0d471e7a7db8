"""From lessons and figure folders to `site/`, which changes only when everything is right."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures.made import Made
from nnexplain.figures.refused import os_told
from nnexplain.project import Project
from nnexplain.site.check import advise, check_project, judge, missing_extension, source_problems
from nnexplain.site.config import SiteConfig, read_config
from nnexplain.site.extension import NAME
from nnexplain.site.facts import Awaited, Facts, nothing_awaited

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


@dataclass(frozen=True)
class SiteReport:
    """What a build did to the site: files `written` and `removed`, and what the host `warned` of."""

    folder: Path
    pages: int
    written: int
    removed: int
    warned: tuple[str, ...] = ()


def build_site(
    project: Project, *, site_dir: Path | None = None, awaited: Awaited = nothing_awaited
) -> SiteReport:
    """Build the pages into `site_dir` (default: the project's `site/`). What is `awaited` may be missing.

    Raises `NnexplainError` with every problem found; the site is then as it was.
    """
    from nnexplain.site.host import render_site
    from nnexplain.site.notebooks import update_notebooks
    from nnexplain.site.runtime import update_runtime
    from nnexplain.site.sync import sync

    config = read_config(project.config)
    repository = str(config.options.get(NAME, {}).get("repository") or "")
    if source_problems(project) or missing_extension(project, config):
        raise NnexplainError.of(check_project(project))
    folder = site_dir or project.site
    with os_told(project.root):
        update_runtime(project)
        problems = update_notebooks(project, repository, awaited)
        with _workspace(project) as made:
            facts = Facts(awaited=awaited)
            try:
                warned = render_site(project, facts, made, edit_address(repository))
            except NnexplainError as error:
                if (cause := error.__cause__) and isinstance(cause, OSError) and cause.errno in _NO_ROOM:
                    raise cause from error  # nothing is wrong with the pages
                raise NnexplainError.of([*problems, *error.problems, *check_project(project)]) from error
            if problems := [*problems, *judge_site(project, facts, config)]:
                raise NnexplainError.of(problems)
            written, removed = sync(made, Made(folder, project.made(folder)))
    for warning in warned:
        print(f"MkDocs warns: {warning}", file=sys.stderr)  # noqa: T201
    if awaited is nothing_awaited:  # else the pages are made again
        for advice in advise(facts, project, config):
            print(f"note: {advice}", file=sys.stderr)  # noqa: T201
    return SiteReport(folder, len(facts.pages), written, removed, tuple(warned))


def judge_site(project: Project, facts: Facts, config: SiteConfig) -> list[Problem]:
    """The problems of the pages MkDocs has rendered; empty ones, which Markdown never sees, are added."""
    from nnexplain.site.sources import Sources

    for path in Sources(project.root).paths():
        if (name := project.relative(path)) not in facts.pages:
            facts.start(name)
    return judge(facts, project, config)


def edit_address(repository: str) -> str:
    """Where GitHub edits the lessons of `repository`, "" when it is not on GitHub."""
    if urlsplit(repository).netloc.lower() not in ("github.com", "www.github.com"):
        return ""
    return f"{repository.rstrip('/').removesuffix('.git')}/edit/main/content/"


@contextmanager
def _workspace(project: Project) -> Iterator[Path]:
    """A folder on the site's file system, filled by one build at a time; a killed build's is cleared."""
    from filelock import FileLock

    project.state.mkdir(exist_ok=True)
    with FileLock(project.state / "site.lock"):
        made = project.state / "site.next"
        shutil.rmtree(made, ignore_errors=True)
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def warm_up(project: Project) -> None:
    """Import what MkDocs and Material need and compile the templates, while something else is waited for.

    Nothing else may use MkDocs meanwhile.
    """
    import jupytext
    import pymdownx.superfences  # noqa: F401

    from nnexplain.site import host, runtime, sync  # noqa: F401

    jupytext.reads("# %%\n", fmt="py:percent")  # a script has changed, so will its notebook
    host.warm_up(project)
