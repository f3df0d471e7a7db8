"""The rules of style sheets that a picture takes along."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from nnexplain.figures.sheets import Marks, rules_for

PICTURE = """
<svg class="nn-static nn-widget"><g class="nn-row nn-row--first" data-sign="pos">
  <path class="nn-dot"/><text>5</text></g></svg>
"""
MARKS = Marks.of([ET.fromstring(PICTURE)])


def test_what_can_match_and_what_cannot() -> None:
    can = [".nn-widget", ".nn-widget text", ".nn-widget > .nn-row.nn-row--first", ".nn-row:not(.nn-far)"]
    can += ['.nn-row[data-sign="pos"] > path', ".nn-widget :is(.nn-dot, .nn-cross)", "path:first-child"]
    cannot = [".nn-cross", ".nn-widget .nn-cross text", "nn-figure .nn-dot", ".nn-widget circle"]
    cannot += [".nn-row[data-open]", '[data-md-color-scheme="slate"] .nn-dot', ".nn-row:focus-within"]
    cannot += [".nn-widget :is(.nn-cross, .nn-square)", ".nn-dot:hover", ".nn-dot:focus-visible > path"]
    for selector in [*can, ".nn-widget :is(circle, path).nn-dot"]:
        assert rules_for(MARKS, [f"{selector} {{ fill: none; }}"]) == f"{selector}{{fill:none}}"
    for selector in cannot:
        assert rules_for(MARKS, [f"{selector} {{ fill: none; }}"]) == "", selector


def test_of_a_list_remains_what_can_match_and_what_says_nothing_of_a_still_picture_goes() -> None:
    sheet = ".nn-dot,\n.nn-cross,\n:is(.nn-row, .nn-far) text { fill: none; stroke : var(--nn-ink)\n}"
    kept = ".nn-dot,:is(.nn-row, .nn-far) text{fill:none;stroke:var(--nn-ink)}"
    assert rules_for(MARKS, [sheet]) == kept
    sheet = ".nn-dot { cursor: grab; pointer-events: none; fill: none; } .nn-row { cursor: pointer; }"
    assert rules_for(MARKS, [sheet]) == ".nn-dot{fill:none}"


def test_media_print_comments_and_rules_for_other_things() -> None:
    sheet = """
    /* .nn-dot { fill: red; } */
    @media print { .nn-dot { fill: black; } }
    @media (prefers-color-scheme: dark) { .nn-dot { fill: white; } .nn-cross { fill: white; } }
    @media (prefers-reduced-motion: no-preference) { .nn-dot { transition: fill 1s; } }
    @font-face { font-family: x; src: url(x.woff2); }
    @keyframes x { from { fill: none; } to { fill: red; } }
    .nn-row { fill: none; }
    """
    kept = "@media (prefers-color-scheme: dark){.nn-dot{fill:white}}.nn-row{fill:none}"
    assert rules_for(MARKS, [sheet]) == kept


def test_sheets_keep_their_order() -> None:
    sheets = [".nn-dot { fill: none; }", "text { fill: none; }"]
    assert rules_for(MARKS, sheets) == ".nn-dot{fill:none}text{fill:none}"
    assert rules_for(MARKS, sheets[::-1]) == "text{fill:none}.nn-dot{fill:none}"
