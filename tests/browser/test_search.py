"""Search finds what the pages say, and its engine waits until somebody searches."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Visit, until
from .server import Served

pytestmark = pytest.mark.browser


def engine(served: Served) -> list[str]:
    return [path for path in served.asked if "/search." in path and path.endswith(".js")]


def test_search_finds_a_lesson_and_brings_its_engine_only_then(
    served: Served, visit: Callable[..., Visit]
) -> None:
    served.asked.clear()
    visited = visit(served.url + "one-neuron/")
    visited.page.wait_for_load_state("networkidle")
    assert any("search-later.js" in path for path in served.asked)
    assert engine(served) == []
    assert not any("documents.json" in path for path in served.asked)
    visited.page.click("input.md-search__input")
    visited.page.keyboard.type("handwritten")
    result = visited.page.locator(".md-search-result__item").first
    result.wait_for()
    assert "digit" in result.inner_text().lower()
    assert len(engine(served)) == 1
    visited.page.keyboard.press("Control+A")
    visited.page.keyboard.type("plugh", delay=30)
    until(visited.page, "() => !document.querySelector('.md-search-result__item')")
    assert not [line for line in visited.said if line.startswith("warning: Invalid query")]
