"""`mkdocs.yml`, read for the checks: without a host, without running what it names, with lines."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from nnexplain.errors import NnexplainError

_TRUSTED = ("pymdownx.", "markdown.", "material.extensions.")
_DEFAULTS = ["toc", "tables", "fenced_code"]
"""Markdown extensions that MkDocs always has on."""


class _Unknown:
    """Stands for a Python object that the file names and that is not looked up."""


class _Loader(yaml.SafeLoader):
    """Knows MkDocs' `!ENV`; of `!!python/name` only functions of Markdown extensions."""


def _env(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        *names, default = (loader.construct_object(item) for item in node.value)
    else:
        names, default = [node.value], None
    given = next((os.environ[name] for name in names if name in os.environ), None)
    return default if given is None else yaml.safe_load(given)


def _name(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    module, _, name = suffix.rpartition(".")
    if not suffix.startswith(_TRUSTED):
        return _Unknown()
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return _Unknown()


_Loader.add_constructor("!ENV", _env)
_Loader.add_constructor("!relative", lambda loader, node: _Unknown())
_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _name)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: _Unknown())


@dataclass(frozen=True)
class SiteConfig:
    """What the checks need of a `mkdocs.yml`.

    `nav` holds the pages it names with their lines, or is None when it has no navigation; `nav_line` is
    where that starts.
    """

    extensions: list[str]
    options: dict[str, dict[str, Any]]
    nav: list[tuple[str, int]] | None = None
    nav_line: int = 1
    directory_urls: bool = True
    raw: dict[str, Any] = field(default_factory=dict)

    places: dict[tuple[str, ...], int] = field(default_factory=dict)
    """The lines of settings, by their names from the outermost on, and of the entries of lists."""

    def line(self, *names: str) -> int | None:
        """The line of the setting `names`, or of the innermost around it that is there."""
        found = (self.places.get(names[:end]) for end in range(len(names), 0, -1))
        return next(filter(None, found), None)

    def entries(self, name: str) -> list[str]:
        """The paths that `extra_css` or `extra_javascript` lists."""
        given = self.raw.get(name)
        listed = given if isinstance(given, list) else []
        return [str(entry.get("path", "") if isinstance(entry, dict) else entry) for entry in listed]

    @property
    def theme(self) -> dict[str, Any]:
        """The settings of the theme."""
        given = self.raw.get("theme")
        return given if isinstance(given, dict) else {"name": given}

    @property
    def theme_name(self) -> str:
        """Its name; MkDocs' own when none is given."""
        return str(self.theme.get("name") or "mkdocs")

    @property
    def plugins(self) -> list[str]:
        """MkDocs' plugins, without the name of a theme before theirs: `material/search` is `search`."""
        given = self.raw.get("plugins") or []
        names = list(given) if isinstance(given, dict) else [_pair(entry)[0] for entry in given]
        return [str(name).rpartition("/")[2] for name in names]


def read_config(path: Path) -> SiteConfig:
    """Raises `NnexplainError`, with the line where YAML finds one, when `path` is no usable mkdocs.yml."""
    name = path.name
    with reading_yaml(name):
        text = path.read_bytes().decode()
        tree = yaml.compose(text, Loader=_Loader)
        raw = yaml.load(text, Loader=_Loader)  # noqa: S506  (a SafeLoader)
    if not isinstance(raw, dict) or not isinstance(tree, yaml.MappingNode):
        raise NnexplainError("not a mapping of settings", name, 1, "it starts with: site_name: …")
    extensions, options = _extensions(raw.get("markdown_extensions") or [])
    nav, line = None, 1
    for key, value in tree.value:
        if key.value == "nav":
            nav, line = _nav(value), key.start_mark.line + 1
    directories = raw.get("use_directory_urls", True) is not False
    return SiteConfig(extensions, options, nav, line, directories, raw, dict(_places(tree)))


def _places(node: yaml.Node, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """The settings below `node` with their lines."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            names = (*above, str(key.value))
            yield names, key.start_mark.line + 1
            yield from _places(value, names)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.ScalarNode):
                yield (*above, str(item.value)), item.start_mark.line + 1
            else:
                for names, line in _places(item, above):
                    yield names, line
                    if names[:-1] == above and names[-1] == "path" and isinstance(item, yaml.MappingNode):
                        value = next(value for key, value in item.value if key.value == "path")
                        yield (*above, str(value.value)), line


@contextmanager
def reading_yaml(name: str) -> Iterator[None]:
    """Whatever goes wrong in reading the YAML file `name` is raised as `NnexplainError`."""
    try:
        yield
    except OSError as error:
        raise NnexplainError(f"cannot be read: {error.strerror}", name) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        given = f"byte {error.object[error.start]:#04x} at offset {error.start}"
        raise NnexplainError(f"not UTF-8: {given}", name, line, "save the file as UTF-8") from error
    except yaml.YAMLError as error:
        raise NnexplainError(f"not YAML: {yaml_fault(error)}", name, yaml_line(error)) from error
    except ValueError as error:  # a day that there is not, a number of thousands of digits
        raise NnexplainError(f"not YAML: {error}", name) from error
    except RecursionError as error:
        raise NnexplainError("not YAML: nested too deeply", name) from error


def yaml_line(error: yaml.YAMLError, offset: int = 0) -> int | None:
    """The line of a YAML error, counted from 1, where the text starts `offset` lines down its file."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 + offset if mark else None


def yaml_fault(error: yaml.YAMLError) -> str:
    """What a YAML error says, without its picture of the place."""
    return str(getattr(error, "problem", None) or getattr(error, "context", None) or error).split("\n")[0]


def _nav(node: yaml.Node) -> list[tuple[str, int]]:
    if isinstance(node, yaml.ScalarNode):
        return [(node.value, node.start_mark.line + 1)]
    items = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
    return [entry for item in items for entry in _nav(item)]


def _extensions(given: Any) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """Names and options of the Markdown extensions, as MkDocs would load them."""
    names, options = list(_DEFAULTS), {}
    entries = given.items() if isinstance(given, dict) else [_pair(entry) for entry in given]
    for name, settings in entries:
        if name not in names:
            names.append(name)
        if isinstance(settings, dict):
            options[name] = _prune(settings)
    return names, options


def _pair(entry: Any) -> tuple[str, Any]:
    if isinstance(entry, dict) and len(entry) == 1:
        return next(iter(entry.items()))
    return str(entry), None


def _prune(value: Any) -> Any:
    """`value` without the settings that name unknown Python objects."""
    if isinstance(value, dict):
        return {key: _prune(item) for key, item in value.items() if not isinstance(item, _Unknown)}
    if isinstance(value, list):
        return [_prune(item) for item in value if not isinstance(item, _Unknown)]
    return value
