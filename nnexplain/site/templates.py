"""The theme's templates: each compiled once a process, and listed without the ones that are hidden.

MkDocs compiles them anew for every build, and some of them for every language text of the search; to find a
theme's static files it looks at each of Material's ten thousand icons, only to leave them out.
"""

from __future__ import annotations

import os
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, TemplateError
from jinja2.bccache import Bucket
from jinja2.meta import find_referenced_templates

_codes: dict[tuple[object, ...], CodeType] = {}
"""By what the code depends on. Only ever added to; nothing is read from or written to a disk."""


class Compiled(BytecodeCache):
    """Remembers the code of templates for all environments that compile alike."""

    def __init__(self, environment: Environment) -> None:
        gettext = getattr(environment, "newstyle_gettext", False)
        self._alike = (*sorted(environment.extensions), gettext, environment.autoescape)

    def load_bytecode(self, bucket: Bucket) -> None:
        """What Jinja calls to look something up."""
        bucket.code = _codes.get((bucket.key, bucket.checksum, *self._alike))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """What Jinja calls with what it has compiled."""
        if bucket.code is not None:
            _codes[bucket.key, bucket.checksum, *self._alike] = bucket.code


class Listed(FileSystemLoader):
    """Lists no file of a hidden folder, as MkDocs does not either; loads them all the same."""

    def list_templates(self) -> list[str]:
        """Every template's path below its folder, with slashes, sorted."""
        found = set()
        for folder in self.searchpath:
            for where, folders, names in os.walk(folder):
                folders[:] = [name for name in folders if not name.startswith(".")]
                here = os.path.relpath(where, folder).replace(os.sep, "/")
                found |= {name if here == "." else f"{here}/{name}" for name in names}
        return sorted(found)


def quicken(theme: Any) -> None:
    """From now on the environments of MkDocs' `theme` share what they compile."""
    plain = theme.get_env

    def get_env() -> Environment:
        environment: Environment = plain()
        if type(environment.loader) is FileSystemLoader:
            environment.loader = Listed(environment.loader.searchpath)
        environment.bytecode_cache = Compiled(environment)
        return environment

    theme.get_env = get_env


def compile_ahead(theme: Any) -> None:
    """Compile the templates that pages are made of, those that they name with them."""
    environment: Environment = theme.get_env()
    waiting, seen = ["main.html", *sorted(theme.static_templates)], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or environment.loader is None:
            continue
        seen.add(name)
        try:
            environment.get_template(name)
            source, _, _ = environment.loader.get_source(environment, name)
            waiting += [other for other in find_referenced_templates(environment.parse(source)) if other]
        except TemplateError:
            continue  # one that an `if` guards; what is wrong with others is told when they are used
