"""The lesson from 5 to 6 with ends and ways that cannot be as asked for: it says what it sees and goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from engine import Engine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from .apart import Apart
from .conftest import TALL
from .digits import Open, Shown
from .server import Served

Five = Callable[[str], Apart]
EMPTY = "A" * 171
UNREAD = "cannot be read: it goes straight"
BAD = {
    "an empty start": (f"ink={EMPTY}", "The start is empty paper."),
    "an empty end": (f"ink2={EMPTY}", "The end is empty paper."),
    "empty ends, one drawing": (f"ink={EMPTY}&ink2={EMPTY}", "Both ends are empty paper."),
    "two ends alike": ("digit=3&digit2=3", "Both ends are the same picture."),
    "a start that is no drawing": ("ink=nonsense", "The drawing of the start cannot be read"),
    "an end of another size": ("ink2=grey.gAA", "The drawing of the end cannot be read"),
    "an end too long": ("ink2=…", "The drawing of the end cannot be read"),
    "a way-point of wrong characters": (f"way=own&own={'%3C' * 64}", UNREAD),
    "a way-point out of range": (f"way=own&own={'0' * 63}h", UNREAD),
    "a way-point of a wrong size": (f"way=own&own={'0' * 63}", UNREAD),
    "more way-points than there can be": (f"way=own&own={'.'.join(['0' * 64] * 7)}", UNREAD),
    "no way-points": ("way=own", "There are no way-points yet: it goes straight."),
    "a way of another page": ("way=own&own=kept-1", "kept by another page"),
    "nothing to go through": (f"way=own&own={'g' * 64}&digit=3&digit2=3", "Both ends are the same picture."),
    "nonsense everywhere": (
        "way=%3Cscript%3E&t=9&own=%00&digit=-4&digit2=1e9&ink=zzz&scale=none",
        "The drawing of the start cannot be read",
    ),
    "nonsense of the knobs": (
        "way=own&own=kept-3&t=-1&silent=a1.a2.zz&turned=%27%22&noise=NaN",
        "kept by another page",
    ),
}
FIGURES = ("way", "editor", "units", "who", "paths", "closest")


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", BAD)
def test_every_figure_goes_on_and_those_of_the_ways_say_it(five: Five, name: str, figure: str) -> None:
    query, words = BAD[name]
    shown = five(figure).start(query)
    told = shown.now()
    assert figure in ("paths", "closest") or words in told
    shown.has_only_numbers()
    shown.set(t=0.25)
    shown.has_only_numbers()
    if figure in ("way", "paths"):
        assert "0.25 of the way" in shown.now() and re.search(r"the network says \d", shown.now())


def test_what_is_too_long_for_the_page_is_said_by_it(served: Served, visit: Open) -> None:
    """In a browser: way-points longer than an address of the page can be, and an end that is."""
    own = ".".join(["0" * 64] * 40)
    seen = visit(f"{served.url}five-to-six/?ink2={'A' * 3000}&way=own&own={own}", **TALL)
    for figure in FIGURES:
        shown = Shown(seen.page, figure)
        shown.figure.evaluate("(figure) => figure.scrollIntoView({ behavior: 'instant' })")
        seen.alive(figure)
        told = shown.now()
        if figure not in ("paths", "closest"):
            assert "The drawing of the end cannot be read" in told and UNREAD in told
        assert not re.search(r"NaN|undefined|null|Infinity", " ".join(shown.texts(".nn-widget text")))


def test_a_way_of_length_zero_between_two_pictures_is_told(five: Five) -> None:
    """An autoencoder that draws one picture whatever it is given."""
    problem, count, said = (
        five("way")
        .start(way="code-2")
        .page.evaluate(
            """async () => {
              const layer = (inputs, outputs) => ({ inputs, outputs, activation: "linear",
                w: new Float64Array(inputs * outputs), b: new Float64Array(outputs).fill(0.5) });
              const coder = { encode: { layers: [layer(64, 2)] }, decode: { layers: [layer(2, 64)] } };
              const still = new nn.Way(page, way.lab, async () => new Map([["code-2", coder]]));
              await still.coded;
              return [still.problem(), still.places().length, new Set(still.verdict().said).size];
            }"""
        )
    )
    assert problem == "This way goes nowhere: all its pictures are the same."
    assert count > 1 and said == 1


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"silent": "b7"}, "b7 is silenced."),
        ({"silent": "b7.a3.b1"}, "b7, a3, b1 are silenced."),
        ({"silent": "b7.a3", "noise": 0.5}, "b7 and a3 are silenced. Some weights are not as trained."),
        ({"silent": "a1.a2.a3.b4", "way": "stroke"}, "4 units are silenced."),
    ],
)
def test_what_is_done_to_the_network_is_told_wherever_it_shows(
    figure: str, how: dict[str, Any], words: str, five: Five
) -> None:
    """It was done in one figure, and all others answer with it."""
    assert words not in five(figure).start().now()
    assert words in five(figure).start(**how).now()


LETTERS = "0123456789abcdefgh."


@pytest.fixture
def page(five: Five) -> Engine:
    return five("way").start().page


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
def test_any_text_is_way_points_within_their_range_or_none(page: Engine, text: str, levels: int) -> None:
    size = 64 if levels == 16 else 784
    found = page.evaluate(
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
        again = page.evaluate(
            "([points, levels]) => nn.ownText(points.map((point) => Float64Array.from(point)), levels)",
            [found, levels],
        )
        assert again == text or levels == 255
