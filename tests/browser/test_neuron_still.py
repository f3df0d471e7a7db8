"""The pictures that the widgets of one neuron draw, in the engine that draws them for files; `still` refuses
what is drawn outside its panel.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from nnexplain.data import songs
from nnexplain.methods import plane

from .lesson import RATINGS, RECORDED, projected, sums, theta_at
from .stills import Still, Stills, classed, words

CUBE, GRAPH, LOOKED = "one-neuron-cube", "one-neuron-graph", "one-neuron/impossible"


def true_minus(number: float) -> str:
    return f"{number:.3f}".replace("-", "−")


def corners(path: ET.Element) -> Any:
    return np.array([list(map(float, pair.split(","))) for pair in str(path.get("d"))[1:-1].split("L")])


def same_corners(path: ET.Element, expected: Any) -> bool:
    """Whether a polygon is drawn with these corners, wherever its round starts."""
    drawn = corners(path)
    gaps = np.abs(drawn[:, None] - expected[None]).max(axis=2)
    return len(drawn) == len(expected) > 2 and bool(gaps.min(axis=0).max() < 0.02)


# ---- the cube ----


@pytest.mark.parametrize(
    ("name", "step"), [("learnable", 0), ("learnable", 4), ("learnable", 60), ("impossible", 7)]
)
def test_a_song_says_what_it_is_and_which_side_it_is_on(stills: Stills, name: str, step: int) -> None:
    drawn = stills.of(CUBE, set=name, step=step)
    cube, marks = drawn.panels[0], drawn.all("nn-neuron-song", 0)
    z = sums(theta_at(RECORDED[name], step))
    assert len(marks) == 8
    for index, mark in enumerate(marks):
        rating = {"l": "likes", "d": "dislikes", "-": ""}[RATINGS[name][index]]
        wrong = bool(rating) and bool(z[index]) and bool(z[index] > 0) != (rating == "likes")
        side = ", on the sheet" if z[index] == 0 else ", wrong side" * wrong
        said = [rating + side] if rating else []
        assert words(mark) == [songs.song_name(songs.SONGS[index]), *said]
        assert (classed(mark, "nn-neuron-wrong")[0].get("visibility") is None) == wrong
    assert {"modern?", "sad?", "piano?"} <= set(words(cube))
    assert not any("misses" in text for text in words(cube))
    assert [p for *_, p in drawn.table()] == pytest.approx(1 / (1 + np.exp(-z)))
    assert ("no neuron can learn them" in drawn.now) == (name == "impossible")


@pytest.mark.parametrize(
    ("name", "step", "turn", "tilt"),
    [
        ("learnable", 0, 75, 40),
        ("learnable", 4, -175, 21),
        ("learnable", 60, -32, 21),
        ("impossible", 7, -32, 21),
    ],
)
def test_the_drawn_plane_and_the_tinted_faces_are_those_of_python(
    stills: Stills, name: str, step: int, turn: int, tilt: int
) -> None:
    cube = stills.of(CUBE, set=name, step=step, turn=turn, tilt=tilt).panels[0]
    w, b = np.split(theta_at(RECORDED[name], step), [3])
    section = plane.section(w, b[0])
    assert np.abs(section @ w + b).max() < 1e-9
    assert same_corners(classed(cube, "nn-neuron-plane")[0], projected(section, turn, tilt))
    faces = classed(cube, "nn-neuron-favoured")[0]
    for face, part in zip(faces, plane.favoured(w, b[0]), strict=True):
        assert same_corners(face, projected(part, turn, tilt))


def test_a_plane_that_misses_the_cube_is_said_and_not_drawn(stills: Stills) -> None:
    drawn = stills.of(CUBE, step=0, run="0w0_0_1_3")
    assert any("misses the cube" in text for text in drawn.words(0))
    assert drawn.all("nn-neuron-plane")[0].get("d") == ""


@pytest.mark.parametrize("figure", [CUBE, LOOKED])
def test_everything_stays_in_its_panel_however_the_cube_is_looked_at(stills: Stills, figure: str) -> None:
    for turn in range(-180, 180, 24):
        for tilt in (5, 21, 60):
            drawn = stills.of(figure, turn=turn, tilt=tilt)
            assert len([mark for mark in drawn.all("nn-neuron-name", 0) if mark.text]) == 8


@pytest.mark.parametrize("run", ["0w10_10_10_10", "0w-10_-10_-10_-10", "0w0_0_0_0", "1w9_-9_9_-10", "0r40"])
def test_what_hands_can_do_stays_in_its_panel(stills: Stills, run: str) -> None:
    for step in (0, 1, 60):
        drawn = stills.of(CUBE, run=run, step=step)
        assert [size for size, _ in drawn.sizes] == [[448, 480], [441, 256], [444, 281]]
        drawn.has_nothing_for_hands()
        assert "NaN" not in drawn.now


@pytest.mark.parametrize("rate", [8, 40])
def test_a_rate_that_is_too_large_is_explained(stills: Stills, rate: int) -> None:
    """In at least one of two passes, since it goes to and fro."""
    remarks = [
        " ".join(stills.of(CUBE, set="impossible", run=f"0r{rate}", step=step).texts("nn-neuron-remark"))
        for step in (59, 60)
    ]
    assert any("jumps to and fro" in remark and f"Rate {rate} " in remark for remark in remarks)


def test_a_recorded_training_is_what_a_figure_asks_for_whatever_the_page_does(stills: Stills) -> None:
    looked, cube = (stills.figure(script) for script in (LOOKED, CUBE))
    shared = looked | {"params": [*looked["params"], *cube["params"]]}
    worked = {"set": "own", "own": "llllllll", "run": "0w1_2_3_4", "rate": 8}
    one, other = (stills.draw(shared, "one-neuron", step=0, **given) for given in ({}, worked))
    z = sums(theta_at("unlearnable", 0))
    ratings = RATINGS["impossible"]
    right = sum((z[k] > 0) == (letter == "l") for k, letter in enumerate(ratings) if letter != "-")
    said = f"Pass 0 of the recorded training, rate 2: {right} of 4 rated songs on their own side, loss "
    assert one.now.startswith(said) and one.now == other.now and one.markup == other.markup
    assert one.sizes[1][0] == [444, 221] and "ln 2: one half to everything" in one.words(1)
    assert not one.all("nn-neuron-knob") and one.all("nn-neuron-head")


# ---- the graph ----


def values(drawn: Still, kind: str) -> list[str | None]:
    nodes = [node for node in drawn.all("nn-graph-node") if node.get("data-kind") == kind]
    return [classed(node, "nn-graph-node__value")[0].text for node in nodes]


def test_the_graph_draws_every_operation_of_every_song(stills: Stills) -> None:
    x = np.column_stack([songs.song_array(), np.ones(8)])
    theta = theta_at("learnable", 4)
    for song in range(8):
        for op in range(20):
            drawn = stills.of(GRAPH, step=4, song=song, op=op)
            assert drawn.now.startswith(f"{songs.song_name(songs.SONGS[song])}, operation {op} of 19. ")
            assert len(drawn.all("nn-graph-wire", 0)) == 15 and len(drawn.all("nn-graph-node", 0)) == 16
            known = list(map(true_minus, x[song] * theta + 0.0))
            assert values(drawn, "times") == [text if op > k else None for k, text in enumerate(known)]
            assert sum(text == "·" for text in drawn.words(1)) == sum(
                op < since for since in (*range(11, 15), *[15] * 4, *range(16, 20))
            )


def test_everything_that_takes_part_is_drawn(stills: Stills) -> None:
    drawn = stills.of(GRAPH, step=4, op=7)
    theta, x = theta_at("learnable", 4), [1, 0, 1, 1]
    z = float(theta @ x)
    p = 1 / (1 + np.exp(-z))
    assert values(drawn, "fact") == ["1", "0", "1", "1"]  # the bias is the weight of a 1
    assert values(drawn, "weight") == list(map(true_minus, theta))
    ends = [value for kind in ("sum", "squash", "loss") for value in values(drawn, kind)]
    assert ends == [true_minus(number) for number in (z, p, -np.log(p))]
    assert values(stills.of(GRAPH, step=4, op=19), "weight") == list(
        map(true_minus, theta_at("learnable", 5))
    )


def test_slopes_travel_back_only_as_far_as_they_have_come(stills: Stills) -> None:
    come = [len([text for text in stills.of(GRAPH, op=op).texts("nn-graph-slope") if text]) for op in (9, 10)]
    assert come == [2, 6]


def test_a_song_that_nobody_rated_has_no_loss(stills: Stills) -> None:
    drawn = stills.of(GRAPH, op=7, song=songs.SONGS.index((0, 0, 1)))
    assert values(drawn, "loss") == ["none"]
    assert "Nobody rated this song" in " ".join(drawn.texts("nn-why"))
    assert drawn.now.startswith("piano, operation 7 of 19. Measure: no rating, no loss.")


def test_what_an_operation_is_about_is_lit(stills: Stills) -> None:
    def lit(op: int) -> list[str]:
        nodes = stills.of(GRAPH, op=op).all("nn-graph-node", 0)
        return [str(node.get("data-id")) for node in nodes if node.get("data-state") == "lit"]

    weights = [f"weight{k}" for k in range(4)]
    assert lit(0) == [] and lit(5) == ["sum"] and lit(10) == [f"times{k}" for k in range(4)]
    assert lit(12) == ["weight1"] and lit(15) == weights and lit(19) == ["weight3"]
