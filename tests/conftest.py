"""What all tests share.

Property tests try the same examples every time, so that a suite that passed passes again. The search for new
ones is a command of its own: `pytest -m hypothesis --hypothesis-profile search`.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from choosing import chosen
from hypothesis import settings

from nnexplain.pipeline.build import build
from nnexplain.pipeline.launch import PINNED, Forker, Spawner, can_fork
from nnexplain.project import Project
from nnexplain.site.runtime import VEGA, update_runtime

SITES = Path(__file__).parent / "sites"

# One thread each, as scripts have: sums come out as they do there, and threads do not wait for each other.
os.environ.update({name: threads for name, threads in PINNED.items() if name.endswith("_THREADS")})
# A deadline measures the machine, and no test here asserts wall-clock time.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, derandomize=False, print_blob=True)
settings.load_profile("house")


class Kept(Forker):
    """A fork server that stays when the build that asked for it has ended."""

    def close(self) -> None:
        pass


@pytest.fixture(scope="session")
def kept() -> Iterator[Forker | Spawner]:
    if not can_fork():
        yield Spawner()
        return
    server = Kept()
    yield server
    Forker.close(server)


@pytest.fixture
def one_server(kept: Forker | Spawner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds in this process share a fork server, which then compiles the package once and not once a build.

    Not for builds with widgets: its engine would draw with the first test's runtime for ever.
    """
    monkeypatch.setattr("nnexplain.pipeline.local.launcher", lambda: kept)


@pytest.fixture(scope="session")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What planning has learnt of the installed packages, so that not every site must learn it: its folder is
    copied to a site's `.nnexplain/memory`.
    """
    project = Project(tmp_path_factory.mktemp("memory").resolve())
    (project.root / "build").mkdir()
    (project.root / "build/any.py").write_text("from nnexplain.figures import value\nvalue('n', 1)\n")
    project.config.write_text("site_name: miniature\n")
    build(project, chosen(), console=io.StringIO())
    return project.state / "memory"


@pytest.fixture(scope="session")
def vega(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What the first build of a site with figures bundles: two seconds, spent once for all of them."""
    project = Project(tmp_path_factory.mktemp("vega") / "good")
    shutil.copytree(SITES / "good", project.root)
    update_runtime(project)
    made = (project.runtime / VEGA).read_bytes()
    assert b"vegaEmbed" in made
    return made
