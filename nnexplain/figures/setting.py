"""What a script is told of one of its settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class Setting(str):
    """What was chosen for a setting. `files` are those that the choice brings, by their names."""

    files: Mapping[str, Path]

    def __new__(cls, value: str, files: Mapping[str, str | Path] | None = None) -> Setting:
        made = super().__new__(cls, value)
        made.files = {name: Path(path) for name, path in (files or {}).items()}
        return made
