"""MkDocs, run in this process into a folder of its own, in our voice."""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nnexplain.errors import NnexplainError, Problem
from nnexplain.figures.widgets import runtime_of
from nnexplain.files import LEFTOVERS
from nnexplain.project import Project
from nnexplain.site.ahead import Ahead
from nnexplain.site.brought import bring_in_head
from nnexplain.site.extension import NAME
from nnexplain.site.facts import Facts
from nnexplain.site.policy import seal

_BUNDLE = "assets/javascripts/bundle.*.min.js"
_PICTURE = re.compile(r"<!--nnexplain picture \d+-->")

THEME = Path(__file__).parent / "theme"
"""Our change to Material's templates. Without it, under another host, pages are the same and slower."""


def render_site(project: Project, facts: Facts, folder: Path, edit_uri: str = "") -> list[str]:
    """Build the site into `folder`, telling `facts` about every page. Returns MkDocs' warnings.

    Raises `NnexplainError` for whatever MkDocs says is an error.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's advertisement for its successor
    from click import ClickException
    from mkdocs.commands.build import build

    with _listening() as heard:
        try:
            config = _configuration(project, folder)
            _ask_ahead(config, runtime_of(project.root))
            if edit_uri and not config.edit_uri:
                config.edit_uri = edit_uri
            options: dict[str, Any] = config.mdx_configs
            ours = {
                "root": str(project.root),
                "collector": facts,
                "directory_urls": config.use_directory_urls,
                "brings": False,
            }
            options[NAME] = {**(options.get(NAME) or {}), **ours}
            bring_in_head(config)
            _leave_to_us(config)
            _hold_pictures(config, facts)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except (ClickException, SystemExit) as error:
            raise NnexplainError.of(_problems(project, heard, error)) from error
        except Exception as error:  # a plugin or a template may raise anything
            raise NnexplainError.of(_problems(project, heard, error)) from error
    _settle(folder)
    _split_search(folder)
    if options[NAME].get("policy", True):
        seal(folder)
    return [record.getMessage() for record in heard if record.levelno == logging.WARNING]


def _configuration(project: Project, folder: Path) -> Any:
    from mkdocs.config import load_config
    from pathspec.gitignore import GitIgnoreSpec

    from nnexplain.site.plugin import PLUGIN, TellsThePage
    from nnexplain.site.templates import quicken

    config = load_config(str(project.config), site_dir=str(folder))
    if not any(isinstance(plugin, TellsThePage) for plugin in config.plugins.values()):
        config.plugins[PLUGIN] = TellsThePage()
    # What the author overrides, `theme: custom_dir`, stays before ours.
    config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
    leftovers = GitIgnoreSpec.from_lines(LEFTOVERS)
    config.exclude_docs = leftovers + config.exclude_docs if config.exclude_docs else leftovers
    quicken(config.theme)
    return config


def warm_up(project: Project) -> None:
    """Do what every build of the site begins with, so that it is done when the figures are there.

    Raises what MkDocs raises; nothing is printed or written.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from markdown import Markdown

    from nnexplain.site.templates import compile_ahead

    with _listening():
        config = _configuration(project, project.state / "site.next")
        compile_ahead(config.theme)
        extensions = [name for name in config.markdown_extensions if name != NAME]
        Markdown(extensions=extensions, extension_configs=config.mdx_configs).convert("```python\nx\n```\n")


@contextmanager
def _listening() -> Iterator[list[logging.LogRecord]]:
    """Collects what MkDocs says, instead of printing it."""
    heard: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = heard.append  # type: ignore[assignment, method-assign]
    logger = logging.getLogger("mkdocs")
    before = logger.propagate, logger.level
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.propagate = before[0]
        logger.setLevel(before[1])


def _leave_to_us(config: Any) -> None:
    """Silence what MkDocs says of links and navigation: ours says it with file, line and what is allowed."""
    validation = config.validation
    for part, names in (
        (validation.nav, ("omitted_files", "not_found", "absolute_links")),
        (validation.links, ("not_found", "absolute_links", "unrecognized_links", "anchors")),
    ):
        for name in names:
            if isinstance(part[name], int) and part[name] >= logging.INFO:
                part[name] = logging.DEBUG


def _hold_pictures(config: Any, facts: Facts) -> None:
    """Keep pictures out of pages until they are written: search would read every tag of them."""
    pictures = facts.pictures = {}

    def fill(output: str, **_: Any) -> str:
        return _PICTURE.sub(lambda match: pictures.get(match[0], match[0]), output)

    config.plugins.events["post_page"].append(fill)


def _ask_ahead(config: Any, runtime: Path) -> None:
    """Give the template `nnexplain_ahead`: what each page should ask for with its head."""
    folders = map(Path, config.theme.dirs)
    bundles = {path.relative_to(folder).as_posix() for folder in folders for path in folder.glob(_BUNDLE)}
    # Of more than one it is not known which the page will run.
    ahead = Ahead(Path(config.docs_dir), tuple(bundles) if len(bundles) == 1 else (), runtime)

    def add(context: dict[str, Any], page: Any, **_: Any) -> dict[str, Any]:
        return {**context, "nnexplain_ahead": ahead.links(page.content or "", page.url)}

    config.plugins.events["page_context"].append(add)


def _problems(project: Project, heard: list[logging.LogRecord], error: BaseException) -> Iterator[Problem]:
    name = project.relative(project.config)
    errors = [record.getMessage() for record in heard if record.levelno >= logging.ERROR]
    for message in errors:
        yield _setting(project, message.strip()) or Problem(message.strip(), name)
    if not errors:
        text = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
        line = re.search(r"line (\d+)", text)
        yield Problem(str(text).strip().split("\n")[0], name, int(line[1]) if line else None)


def _setting(project: Project, message: str) -> Problem | None:
    """MkDocs' complaint about a setting of mkdocs.yml, at that setting's line."""
    match = re.match(r"Config value '(\w+)': (.*)", message, re.S)
    if not match:
        return None
    text = project.config.read_text("utf-8", "replace")
    place = re.search(rf"^{match[1]}\b", text, re.M)
    line = text.count("\n", 0, place.start()) + 1 if place else None
    return Problem(f"{match[1]}: {match[2]}", project.relative(project.config), line)


def _settle(folder: Path) -> None:
    """Take today's date out of the sitemap, so that two builds of the same pages are the same bytes.

    A builder who wants dates sets SOURCE_DATE_EPOCH, which MkDocs honours.
    """
    plain, packed = folder / "sitemap.xml", folder / "sitemap.xml.gz"
    if "SOURCE_DATE_EPOCH" in os.environ or not plain.is_file():
        return
    content = re.sub(rb"\s*<lastmod>[^<]*</lastmod>", b"", plain.read_bytes())
    plain.write_bytes(content)
    packed.write_bytes(gzip.compress(content, mtime=0))


def _split_search(folder: Path) -> None:
    """Put the texts that search looks through into a file of their own, fetched when somebody searches.

    Material fetches `search_index.json` on every page, and it grows with every lesson. See
    `theme/assets/javascripts/workers/search-later.js`.
    """
    path = folder / "search" / "search_index.json"
    later = folder / "assets" / "javascripts" / "workers" / "search-later.js"
    if not (path.is_file() and later.is_file()):
        return
    index = json.loads(path.read_bytes())
    documents, index["docs"] = index["docs"], []
    path.with_name("documents.json").write_text(
        json.dumps(documents, ensure_ascii=False, separators=(",", ":")), "utf-8"
    )
    path.write_text(json.dumps(index, separators=(",", ":")), "utf-8")
