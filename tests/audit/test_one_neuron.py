"""What "Can one neuron learn what Ben Folds likes?" says, computed again with NumPy, SciPy and scikit-learn.

The training, its slopes and the counting of sheets are written anew here, from what the page says in words.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from math import log
from typing import Any

import numpy as np
import pytest
from built import values_of
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.special import expit, log_expit
from sklearn.svm import SVC

Array = NDArray[Any]
CORNERS = np.array(list(product((0.0, 1.0), repeat=3)))  # modern, sad, piano
START = np.array([1.5, 1.0, -1.5, 0.5])  # the weights, and last the bias
LIKED = [(1, 0, 1), (0, 1, 1)]
LEARNABLE = (np.array([*LIKED, (1, 1, 0), (0, 0, 0)], float), np.array([1, 1, -1, -1]))
IMPOSSIBLE = (np.array([*LIKED, (0, 0, 1), (1, 1, 1)], float), np.array([1, 1, -1, -1]))


def told(name: str) -> Any:
    return values_of("one-neuron")[name]


def with_one(songs: Array) -> Array:
    return np.column_stack([songs, np.ones(len(songs))])


def trained(taught: tuple[Array, Array], rate: float = 2, passes: int = 60, start: Array = START) -> Array:
    """The weights and the bias before every pass and after the last, (passes + 1, 4); signs as answers."""
    songs, sign = with_one(taught[0]), taught[1]
    found = [start.astype(float)]
    for _ in range(passes):
        theta = found[-1]
        slopes = -(expit(-sign * (songs @ theta)) * sign) @ songs / len(sign)
        found.append(theta - rate * slopes)
    return np.array(found)


def losses(taught: tuple[Array, Array], thetas: Array) -> Array:
    return -log_expit(taught[1] * (thetas @ with_one(taught[0]).T)).mean(axis=1)


def on_their_side(taught: tuple[Array, Array], thetas: Array) -> Array:
    return (taught[1] * (thetas @ with_one(taught[0]).T) > 0).sum(axis=1)


def separable(songs: Array, sign: Array) -> bool:
    """Whether some sheet has every song at least 1 inside its own side: a linear program without a goal."""
    rows = -(sign[:, None] * with_one(songs))
    return bool(linprog(np.zeros(4), rows, -np.ones(len(songs)), bounds=(None, None)).success)


@cache
def answers() -> list[tuple[int, ...]]:
    """Every way in which a sheet can part the eight songs."""
    return [signs for signs in product((-1, 1), repeat=8) if separable(CORNERS, np.array(signs))]


def test_the_start_and_the_learning_of_the_four_that_can_be_learned() -> None:
    thetas = trained(LEARNABLE)
    loss, right = losses(LEARNABLE, thetas), on_their_side(LEARNABLE, thetas)
    assert [told(f"start_{name}") for name in ("modern", "sad", "piano")] == pytest.approx(START[:3])
    assert told("start_loss") == pytest.approx(loss[0], abs=1e-4) and told("right_at_start") == right[0]
    learned = 1 + max(np.flatnonzero(right < 4))
    assert told("learned_at") == learned and told("learned_loss") == pytest.approx(loss[learned], abs=1e-4)
    assert right[4] == 3 and told("passes") == 60 and told("loss") == pytest.approx(loss[60], abs=1e-4)


def test_it_gets_surer_and_does_not_change_its_mind() -> None:
    thetas = trained(LEARNABLE)
    for when in (20, 60):
        modern, sad, piano, bias = thetas[when]
        height = -(bias + 0.5 * modern + 0.5 * sad) / piano
        assert told(f"height_{when}") == pytest.approx(height, abs=1e-3)
        assert told(f"weight_piano_{when}") == pytest.approx(piano, abs=1e-3)


def test_what_it_says_of_all_eight() -> None:
    says = expit(with_one(CORNERS) @ trained(LEARNABLE)[-1])
    piano = CORNERS[:, 2] == 1
    assert told("piano_least") == pytest.approx(says[piano].min(), abs=1e-4)
    assert told("others_most") == pytest.approx(says[~piano].max(), abs=1e-4)
    assert told("p_piano") == pytest.approx(says[1], abs=1e-4)  # piano and nothing else
    early = expit(with_one(LEARNABLE[0]) @ trained(LEARNABLE)[6])
    assert np.abs(early - 0.5).max() < 0.3  # "no answer is sure"


def test_other_rates_leap_and_swing() -> None:
    leap = losses(LEARNABLE, trained(LEARNABLE, 40))
    assert told("leap_pass") == leap.argmax() and told("leap_loss") == pytest.approx(leap.max(), rel=1e-6)
    assert told("landed_loss") == pytest.approx(leap[leap.argmax() + 1], rel=1e-3)
    fast, slow = (losses(LEARNABLE, trained(LEARNABLE, rate)) for rate in (8, 2))
    assert (fast[10:] < slow[10:]).all()  # "at rate 8 it learns faster"
    swing = losses(IMPOSSIBLE, trained(IMPOSSIBLE, 8))[-2:]
    assert (told("swing_low"), told("swing_high")) == pytest.approx((swing.min(), swing.max()), rel=1e-6)
    thetas = trained(IMPOSSIBLE, 8, told("long"))
    late = losses(IMPOSSIBLE, thetas)[-2:]
    assert told("stays") == pytest.approx(late[-1], rel=1e-6) and np.ptp(late) < 1e-5
    assert np.abs(thetas[-1] - thetas[-2]).max() > 0.5  # "the weights still jump"
    steps = np.abs(np.diff(trained(LEARNABLE, 40), axis=0))
    assert steps.max() <= 40  # "a pass changes no number by more than the rate"


def test_the_impossible_four_end_at_a_coin_toss() -> None:
    thetas = trained(IMPOSSIBLE)
    assert told("stuck_loss") == pytest.approx(losses(IMPOSSIBLE, thetas)[-1], abs=1e-6)
    assert f"{told('stuck_loss'):.4f}" == f"{log(2):.4f}"
    gap = np.abs(expit(with_one(IMPOSSIBLE[0]) @ thetas[-1]) - 0.5).max()
    assert told("stuck_gap") == pytest.approx(gap, abs=1e-5)
    assert told("stuck_best") == on_their_side(IMPOSSIBLE, thetas).max()
    mine = [sum(a == b for a, b in zip(signs, IMPOSSIBLE[1], strict=True)) for signs in four(IMPOSSIBLE[0])]
    assert max(mine) == 3  # "three, but not four"


def four(songs: Array) -> set[tuple[int, ...]]:
    """What all sheets make of four of the songs."""
    at = [int(np.flatnonzero((song == CORNERS).all(axis=1))[0]) for song in songs]
    return {tuple(signs[k] for k in at) for signs in answers()}


def test_how_many_fours_cannot_be_learned_and_what_they_have_in_common() -> None:
    all_fours = list(combinations(CORNERS, 4))
    likings = [np.array([1 if k in pair else -1 for k in range(4)]) for pair in combinations(range(4), 2)]
    assert told("fours") == len(all_fours) * len(likings)
    failed = [(np.array(f), s) for f in all_fours for s in likings if not separable(np.array(f), s)]
    assert told("impossible_fours") == len(failed)
    for songs, sign in failed:  # in one plane, the liked ones across from each other
        assert np.linalg.matrix_rank(songs[1:] - songs[0]) == 2
        assert np.allclose(songs[sign > 0].mean(axis=0), songs[sign < 0].mean(axis=0))
    solid = [f for f in all_fours if np.linalg.matrix_rank(np.array(f)[1:] - f[0]) == 3]
    assert all(separable(np.array(f), s) for f in solid for s in likings)


def test_how_many_rules_fit_and_that_training_finds_the_widest_gap() -> None:
    at = [int(np.flatnonzero((song == CORNERS).all(axis=1))[0]) for song in LEARNABLE[0]]
    fit = [signs for signs in answers() if [signs[k] for k in at] == LEARNABLE[1].tolist()]
    assert (told("splits"), told("agreeing")) == (len(answers()), len(fit))
    assert told("agreeing_piano") == sum(signs[1] > 0 for signs in fit)
    assert told("agreeing_modern") == sum(signs[4] > 0 for signs in fit)
    widest = SVC(kernel="linear", C=1e9).fit(*LEARNABLE).predict(CORNERS)
    starts = np.random.default_rng(12).normal(0, 1.5, (200, 4))  # others than the build drew
    ends = np.array([trained(LEARNABLE, passes=1000, start=start)[-1] for start in starts])
    alike = (np.sign(ends @ with_one(CORNERS).T) == widest).all(axis=1)
    assert alike.all() and told("same_answers") == told("starts")


def test_the_cone_opens_where_it_says_and_training_goes_towards_one_direction_of_it() -> None:
    thetas = trained(LEARNABLE)
    assert told("opens_at") == 1 + max(np.flatnonzero(thetas[:, 3] >= 0)) and (thetas[0, 3] > 0)
    # "No room is open": the song without facts gets the bias alone. From then on a room is: what solves, made
    # as large as the bias.
    solves = np.array([0, 0, 2, -1.0])
    songs, sign = with_one(LEARNABLE[0]), LEARNABLE[1]
    assert (sign * (songs @ solves)).tolist() == [1, 1, 1, 1]
    assert told("learned_at") == min(np.flatnonzero(on_their_side(LEARNABLE, thetas) == 4))
    # The shortest that gives every song 1: a mixture of the songs themselves, none taken negatively.
    shares = np.linalg.solve((sign[:, None] * songs).T, solves)
    assert (shares >= 0).all()
    named = [told(f"widest_{name}") for name in ("modern", "sad", "piano", "bias")]
    assert named == pytest.approx(solves)

    def degrees(theta: Array) -> float:
        return float(np.degrees(np.arccos(theta @ solves / np.linalg.norm(theta) / np.linalg.norm(solves))))

    assert told("widest_off") == pytest.approx(degrees(thetas[60]), rel=1e-4)
    late = trained(LEARNABLE, passes=told("long"))[-1]
    assert told("widest_off_long") == pytest.approx(degrees(late), rel=1e-4)
    assert told("widest_off_long") < told("widest_off")  # it goes on towards it


def test_no_bias_opens_a_room_for_the_impossible_four() -> None:
    songs, sign = with_one(IMPOSSIBLE[0]), IMPOSSIBLE[1]
    assert not separable(*IMPOSSIBLE)
    assert (sign @ songs).tolist() == [0, 0, 0, 0]  # the four sums on their sides always add up to nothing
