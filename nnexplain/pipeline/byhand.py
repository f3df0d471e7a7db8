"""The settings of a script that is run by hand, which no plan has looked at."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from nnexplain.pipeline.header import parse_header
from nnexplain.pipeline.settings import SETTINGS, Chosen, Settings


def settings_of(root: Path, script: str | None, given: Mapping[str, str]) -> dict[str, Chosen]:
    """What is chosen for `script`, with its files; every setting's usual choice in a notebook, where
    `script` is None. Raises `NnexplainError` as planning would.
    """
    header: Mapping[str, str] = {name: next(iter(values)) for name, values in SETTINGS.items()}
    if script is not None:
        path = f"build/{script}.py"
        header = parse_header((root / path).read_text("utf-8"), path).settings
    settings = Settings(given)
    return settings.fetch(settings.of(header), _say, lambda words: None)


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201
