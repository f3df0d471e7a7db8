"""Settings: what a script leaves to whoever builds the site, by a word of its header and of the command line.

    # settings = { digits = "sklearn" }

is the script's own choice, and `nnexplain build --digits mnist` goes before it. What is chosen counts for the
key. A choice may bring files, which are found, downloaded and checked here, before the script runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nnexplain.errors import UsageError

SETTINGS: Mapping[str, tuple[str, ...]] = {"digits": ("sklearn", "mnist")}
"""Every setting and what it may be, the usual first."""

FOLDER = "-folder"
"""`digits-folder` names the folder from which the files of `digits` are read."""


@dataclass(frozen=True)
class Chosen:
    """One setting of one script. `part` is what it adds to the key, `files` are those it brings, by name,
    once they have been fetched.
    """

    value: str
    part: str
    files: Mapping[str, Path] = field(default_factory=dict)


class Source(Protocol):
    """Has the files that a choice brings, as `nnexplain.data.mnist` does: from a folder, or downloaded."""

    def wanted(self, folder: Path | None) -> Mapping[str, str]:
        """The names of the files, with what their contents are known by."""

    def files(
        self, folder: Path | None, say: Callable[[str], None], follow: Callable[[str], None]
    ) -> Mapping[str, Path]:
        """The files, checked."""


class Settings:
    """What the user has given: `{"digits": "mnist", "digits-folder": "/data/mnist"}`, both optional.
    `sources` are those of the choices that bring files: `{"digits": {"mnist": …}}`.

    Raises `UsageError` for an unknown setting or choice, and for a folder that is none.
    """

    def __init__(self, given: Mapping[str, str], sources: Mapping[str, Mapping[str, Source]]) -> None:
        self._given = {k: v for k, v in given.items() if not k.endswith(FOLDER)}
        named = {k.removesuffix(FOLDER): Path(v) for k, v in given.items() if k.endswith(FOLDER)}
        self._folders = named
        self._sources = sources
        self._files: dict[str, Mapping[str, Path]] = {}
        for name, value in self._given.items():
            if message := complaint({name: value}):
                raise UsageError(f"--{name} {value}: {message}")
        for name, folder in named.items():
            if not folder.is_dir():
                raise UsageError(f"--{name}{FOLDER} {folder}: there is no such folder")

    def check(self, declared: Iterable[Mapping[str, str]]) -> None:
        """Raises `UsageError` when something is given that none of the scripts' headers can use."""
        headers = list(declared)
        for name in {*self._given, *self._folders}:
            values = {self._given.get(name, header[name]) for header in headers if name in header}
            if name in self._given and headers and not values:
                hint = (
                    f'a script asks for it in its header: # settings = {{ {name} = "{SETTINGS[name][0]}" }}'
                )
                raise UsageError(f"--{name} {self._given[name]}: no script has this setting", hint=hint)
            bringing = list(self._sources[name])
            if name in self._folders and headers and not values.intersection(bringing):
                what = f"--{name}{FOLDER} {self._folders[name]}: nothing would be read from it"
                raise UsageError(what, hint=f"say as well: --{name} {bringing[0]}")

    def of(self, header: Mapping[str, str]) -> dict[str, Chosen]:
        """What is chosen for a script whose header has these settings. Raises `NnexplainError` for a folder
        that lacks files.
        """
        return {name: self._chosen(name, value) for name, value in self.values(header).items()}

    def values(self, header: Mapping[str, str]) -> dict[str, str]:
        """The word chosen for each of a header's settings."""
        return {name: self._given.get(name, value) for name, value in header.items()}

    def _chosen(self, name: str, value: str) -> Chosen:
        source = self._sources[name].get(value)
        if source is None:
            return Chosen(value, value)
        wanted = source.wanted(self._folders.get(name))
        listed = ",".join(f"{file}:{digest}" for file, digest in sorted(wanted.items()))
        return Chosen(value, f"{value} {listed}", self._files.get(f"{name} {value}", {}))

    def fetch(
        self, settings: Mapping[str, Chosen], say: Callable[[str], None], follow: Callable[[str], None]
    ) -> dict[str, Chosen]:
        """The same settings with their files, each checked once a build. `say` is told what stays worth
        knowing, `follow` how a download gets on. Raises `NnexplainError` for files that cannot be had.
        """
        return {name: self._with_files(name, chosen, say, follow) for name, chosen in settings.items()}

    def _with_files(
        self, name: str, chosen: Chosen, say: Callable[[str], None], follow: Callable[[str], None]
    ) -> Chosen:
        source, key = self._sources[name].get(chosen.value), f"{name} {chosen.value}"
        if source is None:
            return chosen
        if key not in self._files:
            self._files[key] = source.files(self._folders.get(name), say, follow)
        return Chosen(chosen.value, chosen.part, self._files[key])


def complaint(given: object) -> str:
    """What is wrong with a header's settings; nothing when all is well."""
    if not isinstance(given, dict):
        return f'expected a table, like {{ digits = "sklearn" }}; given is {given!r}'
    for name, value in given.items():
        if name not in SETTINGS:
            return f"there is no setting {name!r}; there is {', '.join(SETTINGS)}"
        if not isinstance(value, str) or value not in SETTINGS[name]:
            return f"{name} cannot be {value!r}; it is one of {', '.join(SETTINGS[name])}"
    return ""
