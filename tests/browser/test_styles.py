"""What a change in a picture costs: the browser looks again at the style of what changed, and of no more."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser

from .conftest import PAGES, visiting
from .server import Served

# A path comes into every picture, and goes.
PATHS = """() => {
  for (const picture of document.querySelectorAll(".nn-panel > svg")) {
    const path = document.createElementNS(picture.namespaceURI, "path");
    for (const change of [() => picture.append(path), () => path.remove()]) {
      change();
      getComputedStyle(picture).fill;
    }
  }
}"""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "front")
def test_a_node_that_comes_or_goes_concerns_itself(path: str, served: Served, browser: Browser) -> None:
    """Of the hundreds of elements that a figure has: rules with `:has()` can ask all of them again."""
    with visiting(browser, served.url + path, java_script_enabled=False) as seen:
        pictures = seen.page.locator(".nn-panel > svg").count()
        browser.start_tracing(page=seen.page, categories=["devtools.timeline"])
        seen.page.evaluate(PATHS)
        events = json.loads(browser.stop_tracing())["traceEvents"]
    asked = [event["args"]["elementCount"] for event in events if event["name"] == "UpdateLayoutTree"]
    assert len(asked) >= pictures and max(asked, default=0) <= 12
