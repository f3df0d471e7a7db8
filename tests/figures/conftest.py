"""What the tests of hand-made figures share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny import tiny_runtime


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny widgets, to which a test adds its own."""
    return tiny_runtime(tmp_path_factory.mktemp("tiny"))
