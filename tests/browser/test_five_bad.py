"""The lesson from 5 to 6 with ends and ways that cannot be as asked for: it says what it sees and goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from .digits import TALL, Open, Shown
from .server import Served
from .ways import START, open_way

EMPTY = "A" * 171
BAD = {
    "an empty start": (f"ink={EMPTY}", "The start is empty paper."),
    "an empty end": (f"ink2={EMPTY}", "The end is empty paper."),
    "empty ends, one drawing": (f"ink={EMPTY}&ink2={EMPTY}", "Both ends are empty paper."),
    "two ends alike": ("digit=3&digit2=3", "Both ends are the same picture."),
    "a start that is no drawing": ("ink=nonsense", "The drawing of the start cannot be read"),
    "an end of another size": ("ink2=grey.gAA", "The drawing of the end cannot be read"),
    "an end too long": (f"ink2={'A' * 3000}", "The drawing of the end cannot be read"),
    "a way-point of wrong characters": (f"way=own&own={'%3C' * 64}", "cannot be read: it goes straight"),
    "a way-point out of range": (f"way=own&own={'0' * 63}h", "cannot be read: it goes straight"),
    "a way-point of a wrong size": (f"way=own&own={'0' * 63}", "cannot be read: it goes straight"),
    "way-points too long": (f"way=own&own={'.'.join(['0' * 64] * 40)}", "cannot be read: it goes straight"),
    "more way-points than there can be": (
        f"way=own&own={'.'.join(['0' * 64] * 7)}",
        "cannot be read: it goes straight",
    ),
    "a way of another page": ("way=own&own=kept-1", "kept by another page"),
    "nothing to go through": (f"way=own&own={'g' * 64}&digit=3&digit2=3", "Both ends are the same picture."),
}
FIGURES = ("way", "editor", "units", "who", "paths", "closest")


@pytest.fixture(scope="module")
def opened(browser: Browser, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_way(tmp_path_factory.mktemp("bad")) as page:
        yield page


@pytest.mark.parametrize("name", BAD)
def test_every_figure_goes_on_and_those_of_the_ways_say_it(served: Served, visit: Open, name: str) -> None:
    query, words = BAD[name]
    seen = visit(f"{served.url}five-to-six/?{query}", **TALL)
    for figure in FIGURES:
        shown = Shown(seen.page, figure)
        shown.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
        seen.alive(figure)
        if figure in ("way", "editor", "units", "who"):
            shown.page.wait_for_function(
                "([line, words]) => document.querySelector(line).textContent.includes(words)",
                arg=[f"#{figure} .nn-now", words],
            )
        texts = shown.texts(".nn-widget text")
        assert texts and not any(re.search(r"NaN|undefined|null|Infinity", text) for text in texts)
        for attribute in ("d", "x", "width", "aria-label"):
            values = shown.figure.locator(f".nn-widget [{attribute}]").evaluate_all(
                "(all, name) => all.map((one) => one.getAttribute(name))", attribute
            )
            assert not any(re.search(r"NaN|undefined|Infinity", value) for value in values)


def test_a_way_of_length_zero_between_two_pictures_is_told(opened: Page) -> None:
    """An autoencoder that draws one picture whatever it is given."""
    problem, count, said = opened.evaluate(
        """async (start) => {
          page.set({ ...start, way: "code-2" });
          const layer = (inputs, outputs) => ({ inputs, outputs, activation: "linear",
            w: new Float64Array(inputs * outputs), b: new Float64Array(outputs).fill(0.5) });
          const coder = { encode: { layers: [layer(64, 2)] }, decode: { layers: [layer(2, 64)] } };
          const still = new nn.Way(page, way.lab, async () => new Map([["code-2", coder]]));
          await still.coded;
          return [still.problem(), still.places().length, new Set(still.verdict().said).size];
        }""",
        START,
    )
    assert problem == "This way goes nowhere: all its pictures are the same."
    assert count > 1 and said == 1


LETTERS = "0123456789abcdefgh."


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example(text="0" * 64, levels=16)
@example(text=".".join(["g" * 64] * 6), levels=16)
@example(text=".", levels=16)
@example(text="h" * 64, levels=16)
@example(text="_" * 1100, levels=255)
@given(
    text=st.one_of(
        st.text(max_size=80),
        st.lists(st.text(LETTERS, min_size=62, max_size=66), max_size=8).map(".".join),
        st.text("AB_-9z.", max_size=1200),
    ),
    levels=st.sampled_from([16, 255]),
)
def test_any_text_is_way_points_within_their_range_or_none(opened: Page, text: str, levels: int) -> None:
    size = 64 if levels == 16 else 784
    found = opened.evaluate(
        "([text, size, levels]) => nn.pointsOf(text, size, levels)?.map((point) => [...point]) ?? null",
        [text, size, levels],
    )
    assert found is None or len(found) <= 6
    for point in found or []:
        assert len(point) == size and all(0 <= pixel <= 1 for pixel in point)
    if levels == 16 and (words := text.split(".")) and text:
        right = all(re.fullmatch(r"[0-9a-g]{64}", word) for word in words) and len(words) <= 6
        assert (found is not None) == right
    if found:
        again = opened.evaluate(
            "([points, levels]) => nn.ownText(points.map((point) => Float64Array.from(point)), levels)",
            [found, levels],
        )
        assert again == text or levels == 255
