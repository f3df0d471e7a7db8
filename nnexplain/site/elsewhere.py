"""Requests that a page would make to other hosts: told, since a reader of the site has not asked them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from nnexplain.errors import Problem
from nnexplain.project import Project
from nnexplain.site.config import SiteConfig

_SOURCES = {
    **dict.fromkeys(
        ("img", "script", "iframe", "frame", "video", "audio", "source", "track", "embed"), "src"
    ),
    "input": "src",
    "object": "data",
    "image": "href",
    "use": "href",
}
_HARMLESS = {"canonical", "alternate", "author", "license", "me", "next", "prev", "help", "search"}
_URL = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])((?:https?:)?//[^"')\s]+)""", re.I)
_MERMAID = "unpkg.com"
"""From where Material loads what draws these diagrams."""


def host_of(address: str) -> str:
    """The host that is asked for `address`, "" for the site's own."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in ("", "http", "https") else ""


def asked(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What a browser would fetch for an element: what it is, and its address."""
    if tag == "link" and not _HARMLESS & set(attributes.get("rel", "").lower().split()):
        yield "a <link>", attributes.get("href", "")
    if name := _SOURCES.get(tag):
        yield ("an image" if tag == "img" else f"<{tag}>"), attributes.get(name, "")
    for candidate in attributes.get("srcset", "").split(","):
        yield "an image", candidate.split()[0] if candidate.split() else ""
    if "poster" in attributes:
        yield "an image", attributes["poster"]
    yield from (("a style", address) for address in in_styles(attributes.get("style", "")))


def in_styles(text: str) -> list[str]:
    """The addresses of other hosts that a style sheet names."""
    return _URL.findall(text)


def request(
    what: str, host: str, allowed: Collection[str], path: str | None, line: int | None
) -> Problem | None:
    """What to say of `what`, which asks `host`; nothing where that is the site itself or `allowed`."""
    if not host or host in allowed:
        return None
    hint = f"keep a copy in content/, or allow it: nnexplain.site.extension: hosts: [{host}]"
    return Problem(f"{what} asks another host, {host}", path, line, hint)


def mermaid(allowed: Collection[str], path: str | None, line: int | None) -> Problem | None:
    """What to say of a diagram of Mermaid's."""
    return request("what draws Mermaid's diagrams: it", _MERMAID, allowed, path, line)


def requests_of_settings(project: Project, config: SiteConfig, allowed: Collection[str]) -> Iterator[Problem]:
    """The requests that `mkdocs.yml` and the site's own style sheets bring to every page."""
    name = project.relative(project.config)

    def told(what: str, host: str, hint: str, *place: str) -> Iterator[Problem]:
        if host and host not in allowed:
            hint += f"; or allow it: nnexplain.site.extension: hosts: [{host}]"
            yield Problem(f"{what} asks another host, {host}", name, config.line(*place), hint)

    for key in ("extra_css", "extra_javascript"):
        for entry in config.entries(key):
            yield from told(key, host_of(entry), "keep a copy in content/", key, entry)
            path = project.content / entry
            if key == "extra_css" and path.is_file() and not entry.startswith("assets/runtime/"):
                text = path.read_text("utf-8", "replace")
                for match in _URL.finditer(text):
                    line = text.count("\n", 0, match.start()) + 1
                    found = request("this style", host_of(match[1]), allowed, project.relative(path), line)
                    yield from [found] if found else []
    if config.theme_name != "material":
        return
    if "font" not in config.theme or config.theme["font"]:
        yield from told("Material", "fonts.googleapis.com", "theme: font: false", "theme", "font")
    host = host_of(str(config.raw.get("repo_url") or ""))
    if host in ("github.com", "www.github.com", "gitlab.com"):
        hint = "leave repo_url out; edit_uri and the extension's repository do without"
        yield from told("repo_url: Material", f"api.{host.removeprefix('www.')}", hint, "repo_url")
    extra = config.raw.get("extra")
    analytics = extra.get("analytics") if isinstance(extra, dict) else None
    if isinstance(analytics, dict) and analytics.get("provider") == "google":
        yield from told("extra.analytics", "www.googletagmanager.com", "leave it out", "extra", "analytics")
