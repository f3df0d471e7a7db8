"""What of mkdocs.yml is in the way of what nnexplain does with a site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnexplain.author.findings import OK, PROBLEM, WARNING, Finding
from nnexplain.errors import NnexplainError
from nnexplain.project import Project
from nnexplain.site.brought import SCRIPT, STYLES
from nnexplain.site.config import SiteConfig, read_config
from nnexplain.site.extension import NAME

LOOK = "assets/runtime/site.css"
"""The style sheet that nnexplain brings for Material."""


def settings_of(project: Project) -> Iterator[Finding]:
    """The settings that hold nnexplain back, or that override what it brings; ok where there is none."""
    try:
        config = read_config(project.config)
    except NnexplainError as error:
        for problem in error.problems:
            yield Finding(PROBLEM, str(problem).split("\n")[0], problem.hint)
        return
    found = [*_folders(config), *_extension(config), *_theme(project, config), *_twice(config)]
    yield from found
    if not found:
        yield Finding(OK, "mkdocs.yml switches nnexplain on, and overrides nothing of it")


def _folders(config: SiteConfig) -> Iterator[Finding]:
    for name, place, usual in (("docs_dir", "content", "docs"), ("site_dir", "site", "site")):
        given = str(config.raw.get(name, usual)).rstrip("/").removeprefix("./")
        if given != place:
            hint = f"write: {name}: {place}"
            state = PROBLEM if name == "docs_dir" else WARNING
            yield Finding(state, f"mkdocs.yml: {name} is {given}; nnexplain works with {place}/", hint)


def _extension(config: SiteConfig) -> Iterator[Finding]:
    if NAME not in config.extensions:
        hint = f"add it under markdown_extensions: - {NAME}"
        what = f"mkdocs.yml: {NAME} is not switched on: figures would stay plain images"
        yield Finding(PROBLEM, what, hint)
    missing = [name for name in ("attr_list", "md_in_html") if name not in config.extensions]
    if missing:
        hint = "add them under markdown_extensions"
        what = f"mkdocs.yml: not switched on: {', '.join(missing)}, by which figures take classes"
        yield Finding(WARNING, what, hint)
    if config.options.get(NAME, {}).get("policy") is False:
        hint = "leave it out where no page needs that"
        yield Finding(WARNING, "mkdocs.yml: policy: false lets pages run any script", hint)


def _theme(project: Project, config: SiteConfig) -> Iterator[Finding]:
    given: Any = config.raw.get("theme") or "mkdocs"
    theme: dict[str, Any] = given if isinstance(given, dict) else {"name": given}
    if theme.get("name") != "material":
        hint = "for nnexplain's look write: theme: {name: material, font: false}"
        what = f"mkdocs.yml: the theme is {theme.get('name')}, for which nnexplain has no look"
        yield Finding(WARNING, what, hint)
        return
    if theme.get("font") is not False:
        yield Finding(WARNING, "mkdocs.yml: pages load fonts from Google", "write under theme: font: false")
    if config.raw.get("repo_url"):
        hint = "leave it out; edit_uri alone, as a whole address, gives the edit links"
        yield Finding(WARNING, "mkdocs.yml: with repo_url each page asks GitHub for its stars", hint)
    custom = theme.get("custom_dir")
    if custom and (project.root / str(custom) / "main.html").is_file():
        hint = "put your changes into partials/, or into another block's template"
        yield Finding(WARNING, f"mkdocs.yml: {custom}/main.html is not used: nnexplain has its own", hint)
    if LOOK not in map(str, config.raw.get("extra_css") or ()):
        what = "mkdocs.yml: pages look as Material does, not as nnexplain does"
        yield Finding(WARNING, what, f"for that, add under extra_css: - {LOOK}")


def _twice(config: SiteConfig) -> Iterator[Finding]:
    """What mkdocs.yml names although the extension brings it."""
    entries = [*(config.raw.get("extra_css") or ()), *(config.raw.get("extra_javascript") or ())]
    named = [str(entry.get("path") if isinstance(entry, dict) else entry) for entry in entries]
    for name in (*STYLES, SCRIPT):
        if name in named:
            yield Finding(WARNING, f"mkdocs.yml: {name} comes by itself", "leave it out")
