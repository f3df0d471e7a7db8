"""What Markdown's extensions make of a page, figures and values of the build included."""

from __future__ import annotations

import re
from collections.abc import Callable

from nnexplain.project import Project
from nnexplain.site.build import build_site
from nnexplain.site.sources import Page


def test_boxes_tabs_and_lists_hold_figures_values_and_formulas(copy_of: Callable[[str], Project]) -> None:
    project = copy_of("prose")
    build_site(project)
    html = (project.site / "lesson/index.html").read_text("utf-8")
    box = html[html.index('<div class="admonition note">') : html.index("<details")]
    assert 'title="lesson/songs">1,797</span> songs</p>' in box and '<math display="block">' in box
    assert '<abbr title="Layer-wise relevance propagation">LRP</abbr>' in box
    assert "<mark>marked</mark>" in box and '<kbd class="key-c">C</kbd>' in box
    assert '<a href="#cube">Figure 1</a>' in box
    details = html[html.index("<details") : html.index("</details>\n<div")]
    assert '<nn-figure data-lesson="lesson" data-name="cube"' in details and "Figure 1." in details
    tabs = html[html.index('<div class="tabbed-set') : html.index("<dl>")]
    assert 'id="again"' in tabs and "Figure 2." in tabs and "<svg" in tabs
    assert '<dd>It sums <span class="nn-value" title="lesson/songs">1797</span>.</dd>' in html
    boxes = re.findall('<input type="checkbox" disabled( checked)? aria-label="([^"]*)"', html)
    assert boxes == [(" checked", "done"), ("", "to do")]
    assert "Prices of $5 and $6; <span" in html and "<mn>98.5</mn>" in html


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    def body(text: str) -> str:
        return Page("content/a.md", "a", text).body

    for rule in (
        "---\n\nwords\n\n---\nmore",
        "---\n- a\n---\nmore",
        "---\n---\nmore",
        "---\n\nIt's: a: b\n---\n",
    ):
        assert body(rule) == rule.strip()
    for front in (
        "---\ntitle: A\n---\nmore",
        "---\n\ntitle: A\n---\nmore",
        "---\n# why\ntitle: A: B\n---\nmore",
    ):
        assert body(front) == "more"
