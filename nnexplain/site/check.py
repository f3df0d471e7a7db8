"""Everything that can be wrong with the pages of a site, found without its host and told all at once."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import yaml

from nnexplain.errors import NnexplainError, Problem
from nnexplain.project import Project
from nnexplain.site.config import SiteConfig, read_config, yaml_fault, yaml_line
from nnexplain.site.elsewhere import requests_of_settings
from nnexplain.site.explained import term_problems
from nnexplain.site.extension import NAME, makeExtension
from nnexplain.site.facts import Facts
from nnexplain.site.links import Links
from nnexplain.site.overridden import overridden
from nnexplain.site.rendering import closest
from nnexplain.site.shelf import Shelf
from nnexplain.site.sources import Sources, begins_settings, front_matter
from nnexplain.site.switched_off import switched_off

_LEAVE_TEXTS = frozenset(
    ("search", "nnexplain", "offline", "privacy", "social", "tags", "info", "optimize", "minify", "redirects")
)
"""Plugins of MkDocs and Material, by their last names, that leave the Markdown of pages alone."""

_HEADER = re.compile(r"^# /// nnexplain[ \t]*$.*?^# ///[ \t]*$", re.S | re.M)


def check_project(project: Project) -> list[Problem]:
    """Render every page and judge them: all problems, by file and line. Python-Markdown does it alone, unless
    MkDocs' plugins or hooks may change what is rendered.
    """
    facts, problems = Facts(), source_problems(project)
    try:
        config = read_config(project.config)
    except NnexplainError as error:
        return _sorted([*problems, *error.problems])
    problems += (_render_hosted if _is_changed(config) else _render)(project, config, facts)
    return _sorted([*problems, *judge(facts, project, config), *advise(facts, project, config)])


def advise(facts: Facts, project: Project, config: SiteConfig) -> list[Problem]:
    """What an author should know, although the pages can be made: each once a page."""
    allowed = config.options.get(NAME, {}).get("hosts") or ()
    found = [*facts.advice, *requests_of_settings(project, config, allowed), *overridden(project, config)]
    if "privacy" in config.plugins:  # it fetches what pages ask for when they are made
        found = [problem for problem in found if "asks another host" not in problem.message]
    for page in Sources(project.root).pages():
        found += switched_off(page, config)
    return _sorted(found)


def source_problems(project: Project) -> list[Problem]:
    """What is wrong with the lessons' files before any is rendered: their bytes, their front matter."""
    found = [problem for path in Sources(project.root).paths() for problem in _file_problems(project, path)]
    return [*found, *_unspeakable(project)]


def _unspeakable(project: Project) -> Iterator[Problem]:
    """Names that are no UTF-8: no page could link to such a file, and no host copies it."""
    for where, folders, files in os.walk(project.content):
        for name in (*folders, *files):
            try:
                name.encode()
            except UnicodeEncodeError:
                yield Problem("its name is not UTF-8", project.relative(Path(where, name)), None, "rename it")


def _file_problems(project: Project, path: Path) -> Iterator[Problem]:
    name = project.relative(path)
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        given = f"byte {content[error.start]:#04x} at offset {error.start}"
        hint = "save the file as UTF-8"
        yield Problem(f"not UTF-8: {given}", name, content[: error.start].count(b"\n") + 1, hint)
        return
    except OSError as error:
        yield Problem(f"cannot be read: {error.strerror}", name)
        return
    front = front_matter(text)
    if not front:
        if begins_settings(text):
            yield Problem("front matter does not end", name, 1, "close it with a line of three hyphens: ---")
        return
    try:
        yaml.safe_load(front[1] or "")
    except yaml.YAMLError as error:
        yield Problem(f"front matter is not YAML: {yaml_fault(error)}", name, yaml_line(error, 1))
        return
    except (ValueError, RecursionError) as error:  # a day that there is not, a number of thousands of digits
        yield Problem(f"front matter is not YAML: {error}", name, 1)


def _is_changed(config: SiteConfig) -> bool:
    """Whether the Markdown of pages may not be that of their files."""
    return bool(config.raw.get("hooks")) or any(name not in _LEAVE_TEXTS for name in config.plugins)


def _render_hosted(project: Project, config: SiteConfig, facts: Facts) -> list[Problem]:
    from nnexplain.site.host import render_site

    problems = missing_extension(project, config)
    with tempfile.TemporaryDirectory() as folder:
        try:
            render_site(project, facts, Path(folder))
        except NnexplainError as error:
            return [*problems, *error.problems, *_render(project, config, facts)]
    for page in Sources(project.root).pages():
        if page.path not in facts.pages:
            facts.start(page.path)
    return problems


def _render(project: Project, config: SiteConfig, facts: Facts) -> list[Problem]:
    from markdown import Markdown

    name = project.relative(project.config)
    options = {key: dict(value) for key, value in config.options.items()}
    ours = {"root": str(project.root), "collector": facts}
    problems = missing_extension(project, config)
    try:
        extension = makeExtension(**{**options.pop(NAME, {}), **ours})
        named = [extension if each == NAME else each for each in dict.fromkeys([*config.extensions, NAME])]
        md = Markdown(extensions=named, extension_configs=options)
    except Exception as error:  # an extension may raise anything when it is set up
        message = f"a Markdown extension cannot be loaded: {error}"
        return [*problems, Problem(message, name, hint="see markdown_extensions")]
    for page in Sources(project.root).pages():
        try:
            extension.context.told = page.path.removeprefix("content/")
            md.reset().convert(page.body)
        except Exception as error:  # as above: whatever it is, the other pages are still told about
            problems.append(Problem(f"cannot be rendered: {type(error).__name__}: {error}", page.path))
        if page.path not in facts.pages:
            facts.start(page.path)  # an empty page: Markdown does not even start
    return problems


def missing_extension(project: Project, config: SiteConfig) -> list[Problem]:
    """A problem when mkdocs.yml does not name our extension: its figures would stay plain images."""
    if NAME in config.extensions:
        return []
    hint = f"add it under markdown_extensions: - {NAME}"
    return [Problem(f"{NAME} is not switched on", project.relative(project.config), hint=hint)]


def judge(facts: Facts, project: Project, config: SiteConfig) -> list[Problem]:
    """What rendering has told and what only all pages together can tell."""
    shelf, unread = Shelf(project.root, facts.awaited), Sources(project.root).unread()
    links = Links(project, facts, shelf, config.directory_urls, frozenset(unread))
    found = [*facts.problems, *links.problems(), *_nav(project, facts, config, unread)]
    found += term_problems(project, facts, bool(unread))
    # What cannot be read may show any figure.
    return _sorted(found if unread else [*found, *_unused(project, shelf, links.used)])


def _unused(project: Project, shelf: Shelf, used: set[tuple[str, str]]) -> Iterator[Problem]:
    for script, names in shelf.all.items():
        for name in names:
            if (script, name) not in used and not shelf.awaited(script):
                path = f"build/{script}.py"
                line = _promise(project.root / path, name)
                hint = f'show it: ![what it shows](figures/{script}/{name}.svg "Caption."), or do not draw it'
                yield Problem(f"no page shows figure {name!r}", path, line, hint)


def _promise(path: Path, name: str) -> int | None:
    """The line of a script's header that promises the figure `name`."""
    try:
        text = path.read_bytes().decode()
    except (OSError, ValueError):
        return None
    header = _HEADER.search(text)
    match = re.search(rf"[\"']{re.escape(name)}[\"']", header[0]) if header else None
    return text.count("\n", 0, header.start() + match.start()) + 1 if header and match else None


def _nav(project: Project, facts: Facts, config: SiteConfig, unread: set[str]) -> Iterator[Problem]:
    if config.nav is None:
        return
    name = project.relative(project.config)
    pages = [path.removeprefix("content/") for path in facts.pages]
    listed, meant = {entry for entry, _ in config.nav}, set[str]()
    for entry, line in config.nav:
        excused = "://" in entry or entry.startswith(("/", "mailto:")) or f"content/{entry}" in unread
        if not excused and entry not in pages and not (project.content / entry).exists():
            meant.update(
                get_close_matches(entry, [page for page in pages if page not in listed], n=1, cutoff=0.8)
            )
            yield Problem(
                f"nav names {entry!r}, which is not there", name, line, closest(entry, pages, "pages")
            )
    for page in pages:
        if page not in listed | meant:
            hint = f"add it under nav: - {page}"
            yield Problem(f"content/{page} is not in the navigation", name, config.nav_line, hint)


def _sorted(problems: list[Problem]) -> list[Problem]:
    """In the order of their places; what is wrong more than once on a page is told where it is first."""
    alike: dict[Problem, list[int]] = {}
    for problem in sorted(set(problems), key=lambda problem: problem.order):
        lines = alike.setdefault(replace(problem, line=None), [])
        lines += [] if problem.line is None else [problem.line]
    found = [
        replace(problem, message=f"{problem.message}{_also(lines)}", line=min(lines, default=None))
        for problem, lines in alike.items()
    ]
    return sorted(found, key=lambda problem: problem.order)


def _also(lines: list[int]) -> str:
    """Where else than in the first of `lines`."""
    others = lines[1:]
    if not others:
        return ""
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return f" (as in line{'s' * (len(others) > 1)} {', '.join(map(str, others[:3]))}{more})"
