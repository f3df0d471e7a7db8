"""The editor at 28 × 28 pixels of 0 to 255: an end that is edited keeps every grey, also in a link."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from .apart import Apart, open_apart
from .editing import cards, draw, on_paper, slow_push, unpacked
from .five import twin
from .five_larger import LEVELS, SIDE, SMALL, coders, codes, levels_of

Show = Callable[..., Apart]
DROP = "drop-a-way-point-here"
MIDDLE = (14.5, 14.5)
SEEN = """(slot) => {
  const { kind, label, blank, said, pixels } = way.lab.now(slot);
  return { kind, label, blank, said, pixels: [...pixels], bits: way.lab.bits(slot) };
}"""


@pytest.fixture(scope="module")
def opened(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    """The lesson's editor with larger digits."""
    files: dict[str, bytes | None] = {
        "five-to-six-way/codes.safetensors.gz": codes(),
        "five-to-six-way/coders.safetensors.gz": coders(),
    }
    with open_apart(tmp_path_factory.mktemp("larger"), ["five-to-six-editor/editor"], files) as page:
        yield Apart(page, "editor")


@pytest.fixture
def editor(opened: Apart) -> Apart:
    """As it begins, the hand in the middle of the paper."""
    opened.start().press("pixels")
    draw(opened, MIDDLE)
    return opened.start()


def seen(shown: Apart, slot: int = 0) -> dict[str, Any]:
    """What the network is shown of an end, in levels, and what it makes of it."""
    told = shown.page.evaluate(SEEN, slot)
    pixels = np.array(told["pixels"]) * LEVELS
    assert np.abs(pixels - np.rint(pixels)).max() < 1e-9
    return {**told, "levels": np.rint(pixels).reshape(SIDE, SIDE)}


def start(shown: Apart) -> np.ndarray:
    """The test digit that is the start, in levels."""
    return levels_of(twin().x.numpy()[[shown.get("digit")]])[0].astype(float)


def test_one_pixel_of_an_end_changes_and_every_grey_stays(editor: Apart) -> None:
    expected = start(editor)
    assert len(np.unique(expected)) > 5  # it has greys to lose
    at = int(14.5 * SIDE / 32)
    down = expected[at, at] > 127
    on_paper(editor, *["-" if down else "+"] * 3)
    expected[at, at] += -48 if down else 48
    told = seen(editor)
    assert (told["levels"] == expected).all()
    assert told["kind"] == "drawing" and told["label"] is None and told["bits"] is None
    small = twin().x.new_tensor(SMALL @ expected.ravel() / LEVELS)
    assert told["said"] == int(twin().model(small).argmax())
    assert editor.get("fit") is True  # the other end, were it drawn, would stay as it was fitted
    assert editor.get("ink").startswith("grey.")
    assert (unpacked(editor.get("ink").removeprefix("grey.")) == expected).all()
    editor.press("undo", "undo", "undo")
    assert editor.get("ink") == "" and (seen(editor)["levels"] == start(editor)).all()


def test_the_address_brings_the_same_picture_back(editor: Apart) -> None:
    editor.set(card="end")
    on_paper(editor, "+", "ArrowRight", "+", "*", "ArrowDown", "*")
    editor.press(DROP, DROP)
    made, own, ink = seen(editor, 1)["levels"], editor.get("own"), editor.get("ink2")
    assert unpacked(own.split(".")[0]).shape == (1, SIDE, SIDE)
    editor.start(f"?own={own}&ink2={ink}")
    assert (seen(editor, 1)["levels"] == made).all() and editor.get("own") == own
    assert "stay in this page" not in editor.now() and len(cards(editor)) == 4


def test_a_pen_darkens_an_eraser_lightens_and_the_rest_keeps_its_greys(editor: Apart) -> None:
    """A pen after "draw on it": else it begins a new drawing. An eraser takes from a test digit at once."""
    before = start(editor)
    for tools, sign in ((("draw-on-it", "pen"), 1), (("eraser",), -1)):
        editor.set(ink="").press(*tools)
        draw(editor, *((x, 16) for x in np.linspace(12, 20, 6)))
        after = seen(editor)["levels"]
        change = sign * (after - before)
        assert change.min() >= 0 and change.max() > 0
        assert (after[13:15, 11:17] == (LEVELS if sign > 0 else 0)).all()  # what the pen covers wholly
        far = np.ones((SIDE, SIDE), dtype=bool)
        far[11:17, 7:21] = False
        assert (after[far] == before[far]).all()


def test_pushing_moves_greys_and_leaves_what_is_far(editor: Apart) -> None:
    before = start(editor)
    editor.press("push")
    on_paper(editor, " ", "ArrowRight", "ArrowRight", "ArrowRight", " ")
    after = seen(editor)["levels"]
    from_, to = (np.array([x, 14.5]) * SIDE / 32 for x in (14.5, 17.5))
    expected = np.floor(slow_push(before, from_, to) + 0.5)
    assert (after == expected).mean() > 0.99 and np.abs(after - expected).max() <= 1  # a half either way
    assert len(np.unique(after)) > len(np.unique(before))  # a picture moved by parts of a pixel is greyer
    rows, columns = np.indices((SIDE, SIDE)) + 0.5
    away = np.hypot(rows - to[1], columns - to[0]) > 9 * SIDE / 32
    assert (after != before).any() and (after[away] == before[away]).all()


def test_a_cleared_end_is_drawn_as_ink_and_fitted_as_ever(editor: Apart) -> None:
    editor.press("clear", "pen")
    assert seen(editor)["blank"] and "empty paper" in editor.now()
    on_paper(editor, " ", *["ArrowDown"] * 6, " ")
    told = seen(editor)
    assert sum(told["bits"]) > 20
    assert np.count_nonzero(told["levels"].any(axis=1)) == 20  # as MNIST has it, however small it was drawn
    editor.set(card="end").press("pixels")
    on_paper(editor, "*")
    assert (seen(editor)["levels"] == told["levels"]).all()  # an edit of the other end leaves the drawing
    assert seen(editor, 1)["kind"] == "drawing"
    editor.set(card="start")
    draw(editor, MIDDLE)
    on_paper(editor, "-" if told["levels"][12, 12] else "+")
    after = seen(editor)
    assert after["bits"] is None and np.count_nonzero(after["levels"] != told["levels"]) == 1


# ---- the text ----


def numbers(top: int) -> st.SearchStrategy[list[int]]:
    """Pictures: mostly runs, or as wild as can be."""
    some = st.integers(0, top)
    runs = st.lists(st.tuples(some, st.integers(1, 200)), min_size=1, max_size=60).map(
        lambda parts: [value for value, count in parts for _ in range(count)][: SIDE**2]
    )
    wild = st.lists(some, min_size=SIDE**2, max_size=SIDE**2)
    return st.one_of(runs, wild).map(lambda values: values + [0] * (SIDE**2 - len(values)))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@example([k % 256 for k in range(SIDE**2)])
@example([7] * SIDE**2)
@example([k // 2 % 256 for k in range(SIDE**2)])
@given(numbers(LEVELS))
def test_any_picture_goes_into_an_address_and_comes_back(opened: Apart, values: list[int]) -> None:
    text, back = opened.page.evaluate(
        "(values) => [nn.greyText(values), [...nn.greyOf(nn.greyText(values), { side: 28, levels: 255 })]]",
        values,
    )
    assert back == values and len(text) <= 1060
    assert unpacked(text.removeprefix("grey.")).ravel().tolist() == values


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@example("")
@example("_" * 1055)
@example("gAA")  # one short run
@given(st.one_of(st.text(max_size=40), st.text("AB_-9z.", max_size=1095)))
def test_any_other_text_is_no_picture_or_one_within_its_range(opened: Apart, text: str) -> None:
    for side, levels in ((28, 255), (8, 16)):
        found = opened.page.evaluate(
            "([text, seen]) => ((found) => found && [...found])(nn.greyOf('grey.' + text, seen))",
            [text, {"side": side, "levels": levels}],
        )
        assert found is None or (len(found) == side**2 and all(0 <= value <= levels for value in found))


@pytest.mark.parametrize("ink", ["grey.", "grey.gAA", "grey.!!!!", "x" * 171, "grey." + "f" * 1094])
def test_a_picture_that_cannot_be_read_is_told(editor: Apart, ink: str) -> None:
    editor.set(ink=ink)
    assert "The drawing of the start cannot be read: this is the test digit." in editor.now()
    assert (seen(editor)["levels"] == start(editor)).all()


def test_way_points_that_do_not_fit_stay_in_the_page_and_it_says_so(editor: Apart) -> None:
    noise = np.random.default_rng(0).integers(0, 2, (2, SIDE**2)) * 254 + 1
    texts = editor.page.evaluate(
        """(pictures) => {
          const points = pictures.map((picture) => Float64Array.from(picture, (value) => value / 255));
          return [nn.ownText(points.slice(0, 1), 255), nn.ownText(points, 255)];
        }""",
        noise.tolist(),
    )
    assert texts[1] is None and (unpacked(texts[0]).ravel() == noise[0]).all()
    editor.set(own=texts[0])
    assert "stay in this page" not in editor.now()
    editor.press(DROP, DROP, DROP)
    assert editor.get("own").startswith("kept-")
    assert "Its way-points do not fit into a link: they stay in this page." in editor.now()
    assert len(cards(editor)) == 6
