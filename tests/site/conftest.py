"""Small sites to build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nnexplain.project import Project
from nnexplain.site.runtime import VEGA

SITES = Path(__file__).parents[1] / "sites"


@pytest.fixture
def copy_of(tmp_path: Path, vega: bytes, memory: Path) -> Callable[[str], Project]:
    """Copies a case of tests/sites, to be built."""

    def copy(case: str) -> Project:
        project = Project(tmp_path / "site-of-a-case")
        shutil.copytree(SITES / case, project.root)
        shutil.copytree(memory, project.state / "memory")
        project.runtime.mkdir(parents=True, exist_ok=True)
        (project.runtime / VEGA).write_bytes(vega)
        return project

    return copy
