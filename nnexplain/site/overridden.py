"""Settings of Material's that change nothing in a site that looks as ours do, and what overrides them."""

from __future__ import annotations

from collections.abc import Iterator

from nnexplain.errors import Problem
from nnexplain.project import Project
from nnexplain.site.config import SiteConfig

SHEET = "assets/runtime/site.css"
_CONTENTS = "it shows no table of contents beside the page"
_DRAWER = "its drawer shows all pages"
_FEATURES = {
    "toc.follow": _CONTENTS,
    "toc.integrate": _CONTENTS,
    "navigation.expand": _DRAWER,
    "navigation.prune": _DRAWER,
    "navigation.sections": _DRAWER,
    "navigation.path": "the header says which page it is",
    "header.autohide": "the header stays",
}


def overridden(project: Project, config: SiteConfig) -> Iterator[Problem]:
    """The settings of `mkdocs.yml` that are overridden, and style sheets that are not there."""
    name = project.relative(project.config)
    sheets = config.entries("extra_css")
    for sheet in sheets:
        generated = "://" in sheet or sheet.startswith(("//", "assets/runtime/"))
        if not generated and not (project.content / sheet).is_file():
            line = config.line("extra_css", sheet)
            yield Problem(f"extra_css names {sheet!r}, which is not there", name, line, "see content/")
    if SHEET not in sheets or config.theme_name != "material":
        return
    for sheet in sheets[: sheets.index(SHEET)]:
        if not sheet.startswith("assets/runtime/"):
            message = f"{sheet!r} is overridden by {SHEET}, which comes after it"
            yield Problem(message, name, config.line("extra_css", sheet), "put your own style sheets last")
    yield from _of_the_theme(name, config)


def _of_the_theme(name: str, config: SiteConfig) -> Iterator[Problem]:
    theme = config.theme
    for feature in theme.get("features") or ():
        if why := _FEATURES.get(feature):
            line = config.line("theme", "features", feature)
            yield _told(f"theme.features: {feature}", why, name, line)
    if isinstance(theme.get("font"), dict):
        why = "its fonts are --nn-serif, --nn-sans and --nn-mono: set them in a style sheet of your own"
        yield _told("theme.font", why, name, config.line("theme", "font"))
    icons = theme.get("icon")
    if isinstance(icons, dict) and "logo" in icons and "logo" not in theme:
        why = "the site's name is its logo; a picture, theme.logo, stands before it"
        yield _told("theme.icon.logo", why, name, config.line("theme", "icon", "logo"))
    if config.raw.get("repo_url"):
        why = "the header has no room for it; the extension's `repository` brings the notebooks' links"
        yield _told("repo_url", why, name, config.line("repo_url"))


def _told(what: str, why: str, name: str, line: int | None) -> Problem:
    return Problem(f"{what} is overridden by {SHEET}", name, line, why)
