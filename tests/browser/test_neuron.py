"""The neuron to play with, on the lesson's own page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from nnexplain.methods import plane
from nnexplain.project import Project

from .conftest import TALL, Visit
from .lesson import RECORDED, Neuron, projected, sums, theta_at
from .server import Served

Open = Callable[..., Visit]
PROJECT = Project(Path(__file__).parents[2])
SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(entry.value)))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture
def lesson(served: Served, visit: Open) -> Callable[..., Neuron]:
    def open_lesson(query: str = "", **context: Any) -> Neuron:
        seen = visit(f"{served.url}one-neuron/{query}", **{**TALL, **context})
        neuron = Neuron(seen.page)
        neuron.figure.scroll_into_view_if_needed()
        seen.alive("cube")
        neuron.settle()
        return neuron

    return open_lesson


Lesson = Callable[..., Neuron]


def same_corners(found: Any, expected: Any, within: float) -> bool:
    """Whether two polygons have the same corners, wherever their round starts."""
    return len(found) == len(expected) and all(
        np.abs(np.asarray(expected) - corner).max(axis=1).min() < within for corner in found
    )


# ---- what is drawn ----


@pytest.mark.parametrize(
    ("name", "step"), [("learnable", 0), ("learnable", 4), ("learnable", 60), ("impossible", 7)]
)
def test_the_drawn_plane_is_where_the_sum_is_zero(lesson: Lesson, name: str, step: int) -> None:
    neuron = lesson(f"?step={step}&set={name}")
    theta = theta_at(RECORDED[name], step)
    section = plane.section(theta[:3], theta[3])
    assert np.abs(section @ theta[:3] + theta[3]).max() < 1e-9
    assert same_corners(neuron.plane(), projected(section), 0.02)
    assert np.allclose(neuron.theta(), theta, atol=0.006)


def test_names_stay_in_the_panel_however_the_cube_is_looked_at(lesson: Lesson) -> None:
    for query in ("?tilt=60&turn=-45", "?tilt=60&turn=20&set=impossible", "?tilt=5"):
        neuron = lesson(query)
        panel = neuron.figure.locator(".nn-panel").first.bounding_box()
        assert panel
        boxes = [
            text.bounding_box() for text in neuron.figure.locator(".nn-neuron-song text:not(:empty)").all()
        ]
        assert len(boxes) >= 12
        assert all(box and box["y"] >= panel["y"] - 1 for box in boxes)


def test_the_words_follow_the_state(lesson: Lesson) -> None:
    neuron = lesson("?step=60")
    assert (
        "Pass 60, rate 2: 4 of 4 rated songs on their own side, loss 0.05. 5 of the 104 ways" in neuron.now()
    )
    song = neuron.figure.locator(".nn-neuron-song").nth(5)
    p = 1 / (1 + np.exp(-sums(theta_at("learnable", 60))[5]))
    assert song.get_attribute("aria-label") == f"modern + piano: likes, {round(p * 100)}% yes"
    song.focus()
    neuron.settle()
    assert (
        neuron.figure.locator(".nn-neuron-readout").first.text_content()
        == "modern + piano: likes, right side"
    )
    neuron.figure.locator('input[value="impossible"]').check()
    assert "no neuron can learn them" in neuron.now()


def test_the_data_are_the_eight_probabilities_now(lesson: Lesson) -> None:
    neuron = lesson("?step=10")
    neuron.page.locator("#cube .nn-table summary").click()
    neuron.page.locator("#cube .nn-table table").first.wait_for()
    rows = neuron.page.locator("#cube .nn-table table").first.locator("tbody tr").all()
    shown = [float(row.locator("td").nth(2).inner_text()) for row in rows]
    assert np.allclose(shown, 1 / (1 + np.exp(-sums(theta_at("learnable", 10)))), atol=1e-4)


# ---- hands ----


def test_pushing_the_plane_changes_the_bias_alone(lesson: Lesson) -> None:
    neuron = lesson("?step=60")
    before, seen = neuron.theta(), neuron.plane().mean(axis=0)
    x, y = neuron.middle(".nn-neuron-plane")
    neuron.page.mouse.move(x + 40, y + 4)
    neuron.page.mouse.down()
    neuron.page.mouse.move(x + 40, y - 26, steps=5)
    neuron.page.mouse.up()
    after = neuron.theta()
    assert np.allclose(after[:3], before[:3], atol=0.006) and after[3] < before[3] - 0.3
    assert seen[1] - neuron.plane().mean(axis=0)[1] == pytest.approx(30, abs=4)  # it went with the pointer
    section = plane.section(after[:3], after[3])
    assert same_corners(neuron.plane(), projected(section), 1.5)  # theta is read to two decimals
    assert neuron.runs() == ["rate 2", "by hand at pass 60"]


def test_tipping_the_plane_keeps_its_middle_and_the_size_of_the_weights(lesson: Lesson) -> None:
    neuron = lesson("?step=20")
    before = theta_at("learnable", 20)
    neuron.drag(".nn-neuron-knob .nn-neuron-handle", 40, 10)
    after = neuron.theta()
    assert not np.allclose(after[:3], before[:3], atol=0.2)
    assert np.linalg.norm(after[:3]) == pytest.approx(np.linalg.norm(before[:3]), abs=0.02)
    assert abs(plane.section(before[:3], before[3]).mean(axis=0) @ after[:3] + after[3]) < 0.03


def test_pulling_a_bar_moves_the_plane_and_the_equation(lesson: Lesson) -> None:
    neuron = lesson("?step=0")
    drawn = neuron.plane()
    neuron.drag('.nn-neuron-pull[data-id="2"]', 60, 0)
    after, start = neuron.theta(), theta_at("learnable", 0)
    assert after[2] > start[2] + 1 and np.allclose(np.delete(after, 2), np.delete(start, 2), atol=0.006)
    assert not same_corners(neuron.plane(), drawn, 1)
    neuron.page.get_by_role("link", name="Pass 0", exact=True).click()
    neuron.settle()
    said = neuron.figure.locator(".nn-neuron-pull").nth(2).get_attribute("aria-valuetext")
    assert said == f"−1.50, after the next pass −{abs(theta_at('learnable', 1)[2]):.2f}"
    neuron.figure.locator(".nn-neuron-runs select").select_option(index=1)
    neuron.settle()
    equation = str(neuron.figure.locator(".nn-neuron-equation").text_content())
    assert equation.startswith("sum = 1.50·modern + 1.00·sad") and f"{abs(after[2]):.2f}·piano" in equation


def test_every_hand_has_keys(lesson: Lesson) -> None:
    neuron = lesson("?step=4")
    press = neuron.page.keyboard.press
    for selector, key, moved in (
        (".nn-neuron-pull >> nth=1", "ArrowRight", [0, 0.1, 0, 0]),
        (".nn-neuron-pull >> nth=3", "PageDown", [0, 0, 0, -1]),
    ):
        before = neuron.theta()
        neuron.figure.locator(selector).focus()
        press(key)
        assert np.allclose(neuron.theta() - before, moved, atol=0.011)
    before = neuron.theta()
    neuron.figure.locator(".nn-neuron-plane").focus()
    press("ArrowUp")
    pushed = neuron.theta()
    assert np.allclose(pushed[:3], before[:3], atol=0.006) and pushed[3] < before[3]
    neuron.figure.locator(".nn-neuron-knob").focus()
    press("ArrowLeft")
    assert not np.allclose(neuron.theta()[:3], pushed[:3], atol=0.006)
    ground = neuron.figure.locator(".nn-ground").first
    ground.focus()
    press("ArrowRight")
    press("ArrowUp")
    neuron.settle()
    assert ground.get_attribute("aria-valuetext") == "minus 27 degrees round, 26 above"


def test_turning_goes_all_the_way_round(lesson: Lesson) -> None:
    neuron = lesson("?turn=170")
    ground = neuron.figure.locator(".nn-ground").first
    ground.focus()
    for _ in range(3):
        neuron.page.keyboard.press("ArrowRight")
    neuron.settle()
    assert ground.get_attribute("aria-valuenow") == "-175"
    theta = theta_at("learnable", 4)
    assert same_corners(neuron.plane(), projected(plane.section(theta[:3], theta[3]), turn=-175), 0.02)


def test_a_finger_turns_the_cube_and_pushes_the_plane(lesson: Lesson) -> None:
    neuron = lesson("?step=60", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    touch = neuron.page.context.new_cdp_session(neuron.page)

    def swipe(x: float, y: float, dx: float, dy: float) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for part in range(1, 6):
            at = {"x": x + dx * part / 5, "y": y + dy * part / 5}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    neuron.figure.locator(".nn-neuron-plane").scroll_into_view_if_needed()
    before = neuron.theta()
    x, y = neuron.middle(".nn-neuron-plane")
    swipe(x + 30, y, 0, -60)
    after = neuron.theta()
    assert np.allclose(after[:3], before[:3], atol=0.006)
    # all of the way, though it goes where a page would scroll: 60 pixels are a third of the cube
    assert (before[3] - after[3]) / np.linalg.norm(before[:3]) == pytest.approx(0.36, abs=0.06)
    box = neuron.figure.locator(".nn-ground").first.bounding_box()
    assert box
    swipe(box["x"] + 30, box["y"] + 25, 80, 0)
    neuron.settle()
    assert int(str(neuron.figure.locator(".nn-ground").first.get_attribute("aria-valuenow"))) > -20


# ---- time and runs ----


def test_pointing_at_the_losses_moves_the_cursor_and_a_press_leaves_it_there(lesson: Lesson) -> None:
    neuron = lesson("?step=4")
    box = neuron.figure.locator(".nn-ground--time").bounding_box()
    assert box
    output = neuron.figure.locator(".nn-player output")
    neuron.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    assert output.inner_text() == "30"
    neuron.page.mouse.move(box["x"] - 60, box["y"] + 60)
    assert output.inner_text() == "4"
    neuron.page.mouse.click(box["x"] + box["width"] / 3, box["y"] + 60)
    neuron.page.mouse.move(box["x"] - 60, box["y"] + 60)
    assert output.inner_text() == "20"


def test_branches_lie_over_each_other_and_can_be_followed_and_deleted(lesson: Lesson) -> None:
    neuron = lesson("?step=12")
    neuron.figure.locator("select[name=rate]").select_option("8")
    neuron.forward(5)
    neuron.figure.locator('.nn-neuron-pull[data-id="0"]').focus()
    neuron.page.keyboard.press("PageUp")
    neuron.forward(3)
    plain, second, third = neuron.runs()
    assert (plain, second) == ("rate 2", "rate 8 from pass 12")
    assert third == "rate 8 from pass 12, by hand at pass 17"
    lines = neuron.figure.locator(".nn-neuron-loss[d^='M']")
    assert lines.count() == 3
    dashes = {str(line.get_attribute("stroke-dasharray")) for line in lines.all()}
    assert len(dashes) == 3
    theirs = neuron.theta()
    neuron.figure.locator(".nn-neuron-runs select").select_option(index=0)
    assert np.allclose(neuron.theta(), theta_at("learnable", 20), atol=0.006)
    assert not np.allclose(neuron.theta(), theirs, atol=0.1)
    assert neuron.figure.locator("select[name=rate]").input_value() == "2"
    neuron.figure.locator(".nn-neuron-runs select").select_option(index=2)
    assert np.allclose(neuron.theta(), theirs, atol=0.006)
    neuron.figure.get_by_role("button", name="delete").click()
    assert neuron.runs() == ["rate 2", "rate 8 from pass 12"]


def test_again_from_the_start_with_another_rate(lesson: Lesson) -> None:
    neuron = lesson("?step=12")
    neuron.figure.locator("select[name=rate]").select_option("0.5")
    neuron.figure.get_by_role("button", name="again from 0").click()
    assert "Pass 0, rate 0.5 from pass 0" in neuron.now()
    assert np.allclose(neuron.theta(), theta_at("learnable", 0), atol=0.006)


def test_a_run_is_a_link(lesson: Lesson) -> None:
    neuron = lesson("?step=10&run=10w1_2_-3_0.5")
    assert neuron.theta().tolist() == [1, 2, -3, 0.5] and neuron.runs() == ["rate 2", "by hand at pass 10"]
    assert lesson("?run=10w1_2_nonsense").runs() == ["rate 2"]


@pytest.mark.parametrize(("rate", "words"), [("8", "jumps to and fro"), ("40", "jumps to and fro")])
def test_a_rate_that_is_too_large_is_explained(lesson: Lesson, rate: str, words: str) -> None:
    neuron = lesson("?step=0&set=impossible")
    neuron.figure.locator("select[name=rate]").select_option(rate)
    neuron.figure.locator(".nn-player [type=range]").press("End")
    neuron.settle()
    said = []
    for _ in range(2):
        neuron.settle()
        said.append(" ".join(neuron.figure.locator(".nn-neuron-remark").all_text_contents()))
        neuron.figure.locator(".nn-player__back").click()
    assert any(words in note and f"Rate {rate} " in note for note in said)
    assert "NaN" not in neuron.figure.inner_html() and "NaN" not in neuron.now()


def test_rating_a_song_makes_the_ratings_the_readers_own(lesson: Lesson) -> None:
    neuron = lesson("?step=30")
    piano = neuron.figure.locator(".nn-neuron-song").nth(1)
    piano.focus()
    neuron.page.keyboard.press("Enter")  # likes
    assert neuron.figure.locator('input[value="own"]').is_checked()
    assert "of 5 rated songs" in neuron.now()
    neuron.page.keyboard.press("Enter")  # dislikes
    neuron.figure.locator(".nn-neuron-song").nth(7).focus()
    neuron.page.keyboard.press("Enter")
    neuron.page.keyboard.press("Enter")  # as in the set that cannot be learned, and two more
    assert "of 6 rated songs" in neuron.now() and "no neuron can learn them" in neuron.now()
    x, y = neuron.middle(".nn-neuron-song >> nth=4")
    neuron.page.mouse.click(x, y)
    assert "of 7 rated songs" in neuron.now()


def test_reset_forgets_everything(lesson: Lesson) -> None:
    neuron = lesson("?step=30&set=impossible")
    neuron.figure.locator("select[name=rate]").select_option("8")
    neuron.figure.locator(".nn-neuron-song").nth(1).focus()
    neuron.page.keyboard.press("Enter")
    neuron.page.get_by_role("link", name="Pass 4", exact=True).click()
    neuron.page.get_by_role("link", name="before any training").click()
    neuron.figure.locator('input[value="impossible"]').check()
    assert neuron.runs() == ["rate 2", "rate 8 from pass 30"]  # a link in the prose takes nothing away
    neuron.figure.locator(".nn-reset").click()
    neuron.figure.locator('input[value="impossible"]').check()
    assert neuron.runs() == ["rate 2"]
    neuron.figure.locator(".nn-reset").click()
    assert neuron.runs() == ["rate 2"] and "Pass 4, rate 2: 3 of 4" in neuron.now()
    assert np.allclose(neuron.theta(), theta_at("learnable", 4), atol=0.006)


def test_going_live_moves_nothing(lesson: Lesson) -> None:
    neuron = lesson(before=SHIFTS)
    neuron.figure.locator(".nn-player__restart").click()
    neuron.figure.locator(".nn-player__play").click()
    neuron.page.wait_for_timeout(1500)
    assert sum(neuron.page.evaluate("shifts")) < 0.02


def test_the_words_of_the_file_are_those_of_the_page(lesson: Lesson) -> None:
    neuron = lesson()
    file = ET.parse(PROJECT.figures / "one-neuron-cube" / "cube.svg")
    written = [text.text or "" for text in file.iter("{http://www.w3.org/2000/svg}text")]
    assert "modern + piano: likes, right side" in written
    assert neuron.figure.locator(".nn-widget text").all_text_contents() == written


# ---- the same widget, for a training that is only looked at ----


def test_what_was_recorded_is_followed_but_not_changed(lesson: Lesson) -> None:
    neuron = lesson("?step=60")
    figure = neuron.page.locator('nn-figure[data-name="impossible"]')
    figure.scroll_into_view_if_needed()
    neuron.page.wait_for_selector('nn-figure[data-name="impossible"][data-state="live"]')
    before = neuron.theta()
    assert figure.locator(".nn-panel").count() == 2
    assert not figure.locator(".nn-panels :is(select, .nn-neuron-pull)").count()
    now = neuron.page.locator("#impossible .nn-now")
    assert now.inner_text().startswith("Pass 60 of the recorded training, rate 2: ")
    plane_ = figure.locator(".nn-neuron-plane")
    box, drawn = plane_.bounding_box(), plane_.get_attribute("d")
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    neuron.page.mouse.move(x, y)
    neuron.page.mouse.down()
    neuron.page.mouse.move(x + 40, y, steps=4)
    neuron.page.mouse.up()
    neuron.settle()
    assert figure.locator(".nn-ground").first.get_attribute("aria-valuenow") != "-32"  # it turned the cube
    assert plane_.get_attribute("d") != drawn and np.array_equal(neuron.theta(), before)
    figure.locator(".nn-neuron-song").nth(3).focus()
    neuron.page.keyboard.press("Enter")
    neuron.settle()
    assert figure.locator(".nn-neuron-readout").first.text_content().startswith("sad + piano: likes")
    assert neuron.figure.locator('input[value="learnable"]').is_checked()  # nothing was rated
    time = figure.locator(".nn-ground--time").bounding_box()
    assert time
    neuron.page.mouse.click(time["x"] + time["width"] / 2, time["y"] + 60)
    neuron.page.mouse.move(time["x"] - 60, time["y"] + 60)
    neuron.settle()
    assert now.inner_text().startswith("Pass 30 of the recorded training")
    neuron.figure.locator('input[value="own"]').check()
    neuron.settle()
    assert now.inner_text().startswith("Pass 30 of the recorded training")
