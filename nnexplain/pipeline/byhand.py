"""The settings of a script that is run by hand, which no plan has looked at: for `nnexplain settings`."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from nnexplain.errors import UsageError
from nnexplain.pipeline.header import parse_header
from nnexplain.pipeline.settings import SETTINGS, Chosen, Settings
from nnexplain.project import Project


def settings_of(project: Project, settings: Settings, script: str | None) -> dict[str, Chosen]:
    """What is chosen for `script`, with its files; every setting's usual choice in a notebook, where
    `script` is None. Raises `NnexplainError` as planning would, `UsageError` when there is no such script.
    """
    header: Mapping[str, str] = {name: values[0] for name, values in SETTINGS.items()}
    if script is not None:
        path = f"build/{script}.py"
        if not (project.root / path).is_file():
            raise UsageError(f"there is no script {path}")
        header = parse_header((project.root / path).read_text("utf-8"), path).settings
    return settings.fetch(settings.of(header), _say, lambda words: None)


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201
