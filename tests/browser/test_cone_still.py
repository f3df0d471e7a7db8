"""The picture of the cone, in the engine: it draws and says what NumPy makes of the recorded training."""

from __future__ import annotations

import numpy as np
import pytest

from nnexplain.data import songs

from .lesson import RATINGS, RECORDED, sums, theta_at
from .stills import Stills, classed, words
from .test_room import nearest, rows

CONE = "one-neuron-cone"


def printed(number: float) -> str:
    digits = 4 if 1e-6 <= abs(number) < 0.01 else 2
    return f"{number:+.{digits}f}".replace("-", "−")


@pytest.mark.parametrize(("name", "step"), [("learnable", 0), ("learnable", 4), ("impossible", 7)])
@pytest.mark.parametrize("times", [1, 2])
def test_each_bar_is_how_far_a_song_is_on_its_own_side(
    stills: Stills, name: str, step: int, times: int
) -> None:
    drawn = stills.of(CONE, set=name, step=step, times=times)
    z, ratings = times * sums(theta_at(RECORDED[name], step)), RATINGS[name]
    rated = [k for k in range(8) if ratings[k] != "-"]
    by = {k: z[k] if ratings[k] == "l" else -z[k] for k in rated}
    assert [words(row) for row in drawn.all("nn-cone-row", 1)] == [
        [songs.song_name(songs.SONGS[k]), printed(by[k])] for k in rated
    ]
    bars = [bar.get("data-side") for bar in drawn.all("nn-cone-bar", 1)]
    assert bars == [
        "on the sheet" if by[k] == 0 else "own side" if by[k] > 0 else "wrong side" for k in rated
    ]
    assert drawn.quotes["right"] == sum(by[k] > 0 for k in rated)
    for song in drawn.all("nn-cone-name", 0):
        [k] = [k for k in rated if songs.song_name(songs.SONGS[k]) == words(song)[0]]
        ringed = classed(song, "nn-cone-wrong")[0].get("visibility") is None
        assert ringed == (by[k] <= 0)


def test_the_training_walks_into_the_room(stills: Stills) -> None:
    shut, outside, inside = (stills.of(CONE, step=step) for step in (0, 3, 6))
    assert "no weights do" in shut.now and {w.get("data-shut") for w in shut.all("nn-cone-wall")} == {"room"}
    theta = theta_at("learnable", 3)
    goal = nearest(*rows(RATINGS["learnable"], float(theta[3])), theta[:3])
    assert goal is not None
    assert outside.quotes["by"] == pytest.approx(np.linalg.norm(goal - theta[:3]), abs=1e-9)
    assert f"{outside.quotes['by']:.2f} from the room" in outside.now and not outside.quotes["inside"]
    theta = theta_at("learnable", 6)
    normals, offsets = rows(RATINGS["learnable"], float(theta[3]))
    size = np.linalg.norm(normals, axis=1)
    depth = min((normals @ theta[:3] + offsets)[size > 0] / size[size > 0])
    assert inside.quotes["inside"] and inside.quotes["by"] == pytest.approx(depth, abs=1e-9)
    assert f"{depth:.2f} from its nearest wall, modern + sad" in inside.now
    assert len(inside.all("nn-cone-wall")) == 3  # "none of these" has no wall


def test_where_no_neuron_can_there_is_no_room_and_no_cone(stills: Stills) -> None:
    for run in ("", "0w1_1_1_-2", "0w1_1_-1_1"):
        drawn = stills.of(CONE, set="impossible", run=run, step=0)
        assert "there is no room" in drawn.now and any("there is no cone" in text for text in drawn.words(1))
        assert {wall.get("data-shut") for wall in drawn.all("nn-cone-wall")} == {"planes"}
        assert drawn.all("nn-cone-end") == [] and "by" not in drawn.quotes


def test_a_room_that_another_bias_would_open_is_said(stills: Stills) -> None:
    """He likes modern songs and dislikes all others but the one without facts, which nobody asked him of."""
    drawn = [stills.of(CONE, set="own", own="--------", step=0)]
    assert "all weights do" in drawn[0].now
    both = stills.of(CONE, set="own", own="-ll-l--d", step=0, run="0w1_1_1_-2")
    assert "with another they would" in both.now


@pytest.mark.parametrize(
    "run", ["", "0w10_10_10_10", "0w-10_-10_-10_-10", "0w0_0_0_0", "1w9_-9_9_-10", "0r40"]
)
@pytest.mark.parametrize("own", ["", "llldlddd", "dlllllll", "l-------"])
def test_everything_stays_in_its_panel(stills: Stills, run: str, own: str) -> None:
    for turn, tilt, step, times in ((-180, 5, 0, 0.1), (-100, 60, 1, 2), (-32, 21, 60, 1), (70, 40, 7, 1.5)):
        ratings = {"set": "own", "own": own} if own else {}
        drawn = stills.of(CONE, run=run, turn=turn, tilt=tilt, step=step, times=times, **ratings)
        drawn.has_nothing_for_hands()
        assert "NaN" not in drawn.now
