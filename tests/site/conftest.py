"""Small sites to build. Vega, whose bundling takes two seconds, is bundled once for all of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from nnexplain.project import Project
from nnexplain.site.runtime import VEGA, update_runtime

SITES = Path(__file__).parents[1] / "sites"


@pytest.fixture(scope="session")
def vega(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the first build of a site with figures bundles."""
    project = Project(tmp_path_factory.mktemp("vega") / "good")
    shutil.copytree(SITES / "good", project.root)
    update_runtime(project)
    made = (project.runtime / VEGA).read_bytes()
    assert b"vegaEmbed" in made
    return made


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
