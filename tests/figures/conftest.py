"""What the tests of figures share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import altair as alt
import pytest

from tests.tiny import tiny_runtime


@pytest.fixture(autouse=True)
def no_theme() -> Iterator[None]:
    """Charts as their authors write them, whichever test imported `nnexplain.charts`, which has a theme."""
    with alt.theme.enable("default"):
        yield


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny widgets, to which a test adds its own."""
    return tiny_runtime(tmp_path_factory.mktemp("tiny"))
