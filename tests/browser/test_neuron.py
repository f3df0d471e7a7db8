"""The neuron to play with, and one song there and back, under hands on the lesson's own page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from nnexplain.methods import plane

from .conftest import PHONE, until
from .digits import Shown
from .lesson import Neuron, open_lesson, projected, sums, theta_at
from .server import Served
from .stills import Stills

SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push(entry.value)))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def opened(browser: Browser, served: Served) -> Iterator[Neuron]:
    with open_lesson(browser, served, before=SHIFTS) as neuron:
        yield neuron


@pytest.fixture
def neuron(opened: Neuron) -> Neuron:
    opened.start()
    return opened


def same_corners(found: Any, expected: Any, within: float) -> bool:
    """Whether two polygons have the same corners, wherever their round starts."""
    return len(found) == len(expected) and all(
        np.abs(np.asarray(expected) - corner).max(axis=1).min() < within for corner in found
    )


def test_the_drawing_and_its_words_follow_the_state(neuron: Neuron, stills: Stills) -> None:
    neuron.set(step=60)
    said = "Pass 60, rate 2: 4 of 4 rated songs on their own side, loss 0.05. 5 of the 104 ways"
    assert said in neuron.now()
    assert np.allclose(neuron.theta(), theta_at("learnable", 60), atol=0.006)
    for step in (4, 60):  # with a song on the wrong side, and without
        neuron.set(step=step)
        assert neuron.drawn() == stills.of("one-neuron-cube", step=step).drawn()
    song = neuron.figure.locator(".nn-neuron-song").nth(5)
    p = 1 / (1 + np.exp(-sums(theta_at("learnable", 60))[5]))
    assert song.get_attribute("aria-label") == f"modern + piano: likes, {round(p * 100)}% yes"
    neuron.set(song=0)
    song.focus()
    assert neuron.texts(".nn-neuron-readout")[0] == "modern + piano: likes, right side"


# ---- hands ----


def test_pushing_the_plane_changes_the_bias_alone(neuron: Neuron) -> None:
    neuron.set(step=60)
    before, seen = neuron.theta(), neuron.plane().mean(axis=0)
    x, y = neuron.middle(".nn-neuron-plane")
    neuron.drag((x + 40, y + 4), 0, -30)
    after = neuron.theta()
    assert np.allclose(after[:3], before[:3], atol=0.006) and after[3] < before[3] - 0.3
    assert seen[1] - neuron.plane().mean(axis=0)[1] == pytest.approx(30, abs=4)  # it went with the pointer
    section = plane.section(after[:3], after[3])
    assert same_corners(neuron.plane(), projected(section), 1.5)  # theta is read to two decimals
    assert neuron.runs() == ["rate 2", "by hand at pass 60"]


def test_tipping_the_plane_keeps_its_middle_and_the_size_of_the_weights(neuron: Neuron) -> None:
    neuron.set(step=20)
    before = theta_at("learnable", 20)
    neuron.drag(".nn-neuron-knob .nn-neuron-handle", 40, 10)
    after = neuron.theta()
    assert not np.allclose(after[:3], before[:3], atol=0.2)
    assert np.linalg.norm(after[:3]) == pytest.approx(np.linalg.norm(before[:3]), abs=0.02)
    assert abs(plane.section(before[:3], before[3]).mean(axis=0) @ after[:3] + after[3]) < 0.03


def test_pulling_a_bar_moves_the_plane_and_the_equation(neuron: Neuron) -> None:
    neuron.set(step=0)
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
    equation = neuron.texts(".nn-neuron-equation")[0]
    assert equation.startswith("sum = 1.50·modern + 1.00·sad") and f"{abs(after[2]):.2f}·piano" in equation


def test_every_hand_has_keys(neuron: Neuron) -> None:
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


def test_turning_goes_all_the_way_round(neuron: Neuron) -> None:
    neuron.set(turn=170, step=4)
    ground = neuron.figure.locator(".nn-ground").first
    ground.focus()
    for _ in range(3):
        neuron.page.keyboard.press("ArrowRight")
    neuron.settle()
    assert ground.get_attribute("aria-valuenow") == "-175"
    theta = theta_at("learnable", 4)
    assert same_corners(neuron.plane(), projected(plane.section(theta[:3], theta[3]), turn=-175), 0.02)


def test_a_finger_turns_the_cube_and_pushes_the_plane(browser: Browser, served: Served) -> None:
    with open_lesson(browser, served, **PHONE) as neuron:
        neuron.set(step=60)
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
        swipe(x + 30, y, 0, -20)
        assert np.allclose(neuron.theta(), before), "a finger that scrolls past it leaves it alone"
        x, y = neuron.middle(".nn-neuron-plane")
        neuron.page.touchscreen.tap(x + 30, y)
        swipe(x + 30, y, 0, -60)
        after = neuron.theta()
        assert np.allclose(after[:3], before[:3], atol=0.006)
        # all of the way, though it goes where a page would scroll: 60 pixels are a third of the cube
        assert (before[3] - after[3]) / np.linalg.norm(before[:3]) == pytest.approx(0.36, abs=0.06)
        box = neuron.box(".nn-ground")
        swipe(box["x"] + 30, box["y"] + 25, 80, 0)
        neuron.settle()
        assert int(str(neuron.figure.locator(".nn-ground").first.get_attribute("aria-valuenow"))) > -20


# ---- time and runs ----


def test_pointing_at_the_losses_moves_the_cursor_and_a_press_leaves_it_there(neuron: Neuron) -> None:
    box = neuron.box(".nn-ground--time")
    output = neuron.figure.locator(".nn-player output")
    neuron.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    assert output.inner_text() == "30"
    neuron.page.mouse.move(box["x"] - 60, box["y"] + 60)
    assert output.inner_text() == "0"
    neuron.page.mouse.click(box["x"] + box["width"] / 3, box["y"] + 60)
    neuron.page.mouse.move(box["x"] - 60, box["y"] + 60)
    assert output.inner_text() == "20"


def test_branches_lie_over_each_other_and_can_be_followed_and_deleted(neuron: Neuron) -> None:
    neuron.set(step=12)
    neuron.figure.locator("select[name=rate]").select_option("8")
    neuron.forward(5)
    neuron.figure.locator('.nn-neuron-pull[data-id="0"]').focus()
    neuron.page.keyboard.press("PageUp")
    neuron.forward(3)
    both = ["rate 2", "rate 8 from pass 12"]
    assert neuron.runs() == [*both, "rate 8 from pass 12, by hand at pass 17"]
    lines = neuron.figure.locator(".nn-neuron-loss[d^='M']").all()
    assert len(lines) == len({str(line.get_attribute("stroke-dasharray")) for line in lines}) == 3
    theirs = neuron.theta()
    neuron.figure.locator(".nn-neuron-runs select").select_option(index=0)
    assert np.allclose(neuron.theta(), theta_at("learnable", 20), atol=0.006)
    assert not np.allclose(neuron.theta(), theirs, atol=0.1)
    assert neuron.figure.locator("select[name=rate]").input_value() == "2"
    neuron.figure.locator(".nn-neuron-runs select").select_option(index=2)
    assert np.allclose(neuron.theta(), theirs, atol=0.006)
    neuron.figure.get_by_role("button", name="delete").click()
    assert neuron.runs() == both


def test_again_from_the_start_with_another_rate(neuron: Neuron) -> None:
    neuron.set(step=12)
    neuron.figure.locator("select[name=rate]").select_option("0.5")
    neuron.figure.get_by_role("button", name="again from 0").click()
    assert "Pass 0, rate 0.5 from pass 0" in neuron.now()
    assert np.allclose(neuron.theta(), theta_at("learnable", 0), atol=0.006)


def test_a_run_is_a_parameter(neuron: Neuron) -> None:
    neuron.set(step=10, run="10w1_2_-3_0.5")
    assert neuron.theta().tolist() == [1, 2, -3, 0.5] and neuron.runs() == ["rate 2", "by hand at pass 10"]
    neuron.start()
    neuron.set(run="10w1_2_nonsense")
    assert neuron.runs() == ["rate 2"]


def test_rating_a_song_makes_the_ratings_the_readers_own(neuron: Neuron) -> None:
    neuron.set(step=30)
    press = neuron.page.keyboard.press
    songs = neuron.figure.locator(".nn-neuron-song")
    songs.nth(1).focus()
    press("Enter")  # likes piano
    assert neuron.figure.locator('input[value="own"]').is_checked()
    assert "of 5 rated songs" in neuron.now()
    press("Enter")  # dislikes
    songs.nth(7).focus()
    press("Enter")
    press("Enter")  # as in the set that cannot be learned, and two more
    assert "of 6 rated songs" in neuron.now() and "no neuron can learn them" in neuron.now()
    neuron.page.mouse.click(*neuron.middle(".nn-neuron-song >> nth=4"))
    assert "of 7 rated songs" in neuron.now()


def test_reset_forgets_everything(neuron: Neuron) -> None:
    neuron.set(step=30, set="impossible")
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
    assert neuron.runs() == ["rate 2"] and "Pass 0, rate 2: 1 of 4" in neuron.now()
    assert np.allclose(neuron.theta(), theta_at("learnable", 0), atol=0.006)


def test_playing_moves_nothing(neuron: Neuron) -> None:
    neuron.page.evaluate("window.shifts = []")
    neuron.figure.locator(".nn-player__restart").click()
    neuron.figure.locator(".nn-player__play").click()
    output = 'nn-figure[data-name="cube"] .nn-player output'
    until(neuron.page, f"Number(document.querySelector('{output}').textContent) > 4")
    neuron.figure.locator(".nn-player__play").click()
    assert sum(neuron.page.evaluate("shifts")) < 0.02


# ---- the same widget, for a training that is only looked at ----


def test_what_was_recorded_is_followed_but_not_changed(neuron: Neuron) -> None:
    neuron.set(step=60)
    looked = Shown(neuron.page, "impossible")
    looked.figure.scroll_into_view_if_needed()
    looked.figure.locator(".nn-guess__skip").click()
    neuron.page.wait_for_selector('nn-figure[data-name="impossible"][data-state="live"]')
    before = neuron.theta()
    assert looked.figure.locator(".nn-panel").count() == 2
    assert not looked.figure.locator(".nn-panels :is(select, .nn-neuron-pull)").count()
    assert looked.now().startswith("Pass 60 of the recorded training, rate 2: ")
    drawn = looked.figure.locator(".nn-neuron-plane")
    path = drawn.get_attribute("d")
    looked.drag(".nn-neuron-plane", 40, 0)
    assert looked.figure.locator(".nn-ground").first.get_attribute("aria-valuenow") != "-32"  # it turned
    assert drawn.get_attribute("d") != path and np.array_equal(neuron.theta(), before)
    looked.figure.locator(".nn-neuron-song").nth(3).focus()
    looked.page.keyboard.press("Enter")
    assert looked.texts(".nn-neuron-readout")[0].startswith("sad + piano: likes")
    assert neuron.figure.locator('input[value="learnable"]').is_checked()  # nothing was rated
    time = looked.box(".nn-ground--time")
    looked.page.mouse.click(time["x"] + time["width"] / 2, time["y"] + 60)
    looked.page.mouse.move(time["x"] - 60, time["y"] + 60)
    assert looked.now().startswith("Pass 30 of the recorded training")
    neuron.figure.locator('input[value="own"]').check()
    assert looked.now().startswith("Pass 30 of the recorded training")


# ---- one song there and back ----


@pytest.fixture
def graph(neuron: Neuron) -> Shown:
    shown = Shown(neuron.page, "graph")
    shown.figure.scroll_into_view_if_needed()
    shown.page.wait_for_selector('nn-figure[data-name="graph"][data-state="live"]')
    shown.page.mouse.move(0, 0)
    shown.settle()
    return shown


def test_the_graph_is_stepped_by_the_player_and_by_keys(graph: Shown, stills: Stills) -> None:
    def at(op: int, title: str) -> None:
        assert graph.texts(".nn-graph-step") == [title] and graph.get("op") == op
        assert graph.drawn() == stills.of("one-neuron-graph", op=op).drawn()

    graph.figure.locator(".nn-player__forward").click()
    at(6, "Squash into a probability")
    graph.figure.locator(".nn-player__back").click()
    graph.figure.locator(".nn-player__back").click()
    at(4, "Multiply: bias")
    graph.figure.locator('.nn-graph-node[data-id="loss"]').focus()
    graph.page.keyboard.press("Enter")
    graph.figure.locator(".nn-player__forward").focus()
    at(7, "Measure: in truth he likes it")
    graph.figure.locator('.nn-graph-node[data-id="times1"]').click()
    graph.page.mouse.move(0, 0)
    graph.figure.locator(".nn-player__forward").focus()
    at(2, "Multiply: sad")


def lit(graph: Shown) -> set[str]:
    graph.settle()
    return {str(node.get_attribute("data-id")) for node in graph.figure.locator(".nn-graph-node--term").all()}


def test_a_term_of_the_sum_lights_where_it_came_from(graph: Shown) -> None:
    graph.set(step=4)
    graph.figure.locator('.nn-graph-term[data-id="2"]').hover()
    assert lit(graph) == {"fact2", "weight2", "times2"}
    graph.figure.locator('.nn-graph-node[data-id="times3"]').focus()
    bias = theta_at("learnable", 4)[3]
    assert graph.texts(".nn-graph-term--lit") == [f" − {-bias:.3f}"]


def test_a_row_of_the_table_lights_its_input_and_leaving_puts_it_out(graph: Shown) -> None:
    graph.set(op=12)
    row = graph.figure.locator('.nn-graph-row[data-id="1"]')
    row.hover()
    assert lit(graph) == {"fact1", "weight1", "times1"}
    assert graph.texts(".nn-graph-row--lit") == row.all_text_contents()
    graph.figure.locator(".nn-player output").hover()
    assert not lit(graph)


# ---- the weights that solve ----


def test_the_cone_moves_with_the_cube_and_is_turned_by_the_same_hand(neuron: Neuron, stills: Stills) -> None:
    neuron.set(step=4)
    cone = Shown(neuron.page, "cone")
    cone.figure.scroll_into_view_if_needed()
    cone.page.wait_for_selector('nn-figure[data-name="cone"][data-state="live"]')
    cone.page.mouse.move(0, 0)
    assert cone.drawn() == stills.of("one-neuron-cone", step=4).drawn()
    ground = cone.box(".nn-ground")
    cone.drag((ground["x"] + 30, ground["y"] + ground["height"] - 20), 40, 0)
    assert cone.get("turn") == -12
    cone.figure.locator('.nn-cone-row[data-id="6"]').focus()
    cone.page.keyboard.press("Enter")
    assert cone.drawn() == stills.of("one-neuron-cone", step=4, turn=-12, song=6).drawn()
    cone.set(run="4w0_0_2_-1")  # by hand, into the cone
    assert cone.now().startswith("Pass 4, by hand at pass 4: 4 of 4 rated songs on their own side. ")
    assert "inside the room, 0.71 from its nearest wall" in cone.now()
    neuron.figure.scroll_into_view_if_needed()
    assert neuron.texts(".nn-neuron-readout")[0] == "modern + sad: dislikes, right side"
    assert neuron.figure.locator(".nn-ground").first.get_attribute("aria-valuenow") == "-12"
