"""The room of weights that solve, in the engine, against SciPy: half-spaces, a linear program, and least
distance programming (Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from engine import Engine, engine
from numpy.typing import NDArray
from scipy.optimize import linprog, nnls
from scipy.spatial import HalfspaceIntersection

from nnexplain.data import songs

Array = NDArray[np.float64]
LEARNABLE, IMPOSSIBLE = "d--l-ld-", "-d-l-l-d"
SPLITS = [int(said) for split in songs.neurons() for said in split]
CORNERS = np.array(list(product((0.0, 1.0), repeat=3)))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("room"), ["net/one/room.js"]) as page:
        yield page


def some_ratings(rng: np.random.Generator) -> str:
    """Ratings of any number of songs; every other time such as some neuron gives."""
    rated = rng.random(8) < rng.uniform(0.2, 1)
    split = np.array(SPLITS).reshape(-1, 8)[rng.integers(len(SPLITS) // 8)]
    likes = split > 0 if rng.random() < 0.5 else rng.random(8) < 0.5
    return "".join("-" if not r else "l" if like else "d" for r, like in zip(rated, likes, strict=True))


def rows(ratings: str, b: float) -> tuple[Array, Array]:
    """Normals and offsets of the halves in which the songs are on their own side."""
    at = [k for k, letter in enumerate(ratings) if letter != "-"]
    sign = np.array([1.0 if ratings[k] == "l" else -1.0 for k in at])
    return sign[:, None] * CORNERS[at], sign * b


def widest(normals: Array, offsets: Array, box: tuple[float, float] | None = None) -> tuple[float, Array]:
    """How far inside of all halves a point can be, at most 1, in sums; and such a point."""
    if not len(normals):
        return 1.0, np.full(3, 0.0 if box is None else np.mean(box))
    size = np.ones(len(normals)) if box is None else np.maximum(np.linalg.norm(normals, axis=1), 1e-3)
    found = linprog(
        [0, 0, 0, -1], np.column_stack([-normals, size]), offsets, bounds=[(None, None)] * 3 + [(None, 1)]
    )
    assert found.success
    return float(found.x[3]), found.x[:3]


def nearest(normals: Array, offsets: Array, point: Array) -> Array | None:
    """The point nearest to `point` with normals · q + offsets ≥ 0; None where there is none."""
    if not len(normals):
        return point
    equations = np.vstack([normals.T, -(offsets + normals @ point)])
    aim = np.array([0.0, 0.0, 0.0, 1.0])
    left = equations @ nnls(equations, aim)[0] - aim
    return None if np.linalg.norm(left) < 1e-7 else point - left[:3] / left[3]


def test_whether_there_are_weights_at_a_bias_is_what_a_linear_program_finds(room: Engine) -> None:
    rng = np.random.default_rng(1)
    asked = [(some_ratings(rng), float(b)) for b in (-2.5, 0, 0.3) for _ in range(60)]
    found = room.evaluate(
        "([splits, asked]) => asked.map(([r, b]) => nn.opens(splits, r, b))", [SPLITS, asked]
    )
    expected = [widest(*rows(ratings, b))[0] > 1e-7 for ratings, b in asked]
    assert found == expected and 40 < sum(found) < 140


def test_the_lessons_sets_open_where_it_says(room: Engine) -> None:
    opens = "([splits, r]) => [-9, -0.001, 0, 0.001, 9].map((b) => nn.opens(splits, r, b))"
    assert room.evaluate(opens, [SPLITS, LEARNABLE]) == [True, True, False, False, False]
    assert room.evaluate(opens, [SPLITS, IMPOSSIBLE]) == [False] * 5
    assert room.evaluate(opens, [SPLITS, "--------"]) == [True] * 5


def test_the_walls_and_ends_of_a_room_are_those_of_the_halves_and_the_box(room: Engine) -> None:
    rng = np.random.default_rng(2)
    seen = 0
    for _ in range(80):
        ratings, b = "-" + some_ratings(rng)[1:], float(rng.normal())
        corner, side = rng.uniform(-3, -1, 3), float(rng.uniform(2, 6))
        found = room.evaluate(
            "([r, b, box]) => nn.roomOf(r, b, box)", [ratings, b, {"corner": corner.tolist(), "side": side}]
        )
        drawn = [*(wall["corners"] for wall in found["walls"]), *found["ends"]]
        normals, offsets = rows(ratings, b)
        faces = np.vstack([np.eye(3), -np.eye(3)])
        ends = np.concatenate([-corner, corner + side])
        inside, middle = widest(
            np.vstack([normals, faces]), np.concatenate([offsets, ends]), (float(corner[0]), side)
        )
        if inside < 1e-3:
            assert inside > -1e-3 or drawn == []
            continue
        seen += 1
        halves = np.column_stack([np.vstack([-normals, -faces]), np.concatenate([-offsets, -ends])])
        expected = HalfspaceIntersection(halves, middle).intersections
        corners = np.concatenate([np.array(part) for part in drawn]) * side + corner
        gaps = np.linalg.norm(corners[:, None] - expected[None], axis=2)
        assert gaps.min(axis=1).max() < 1e-6 and gaps.min(axis=0).max() < 1e-6
        for wall in found["walls"]:  # each lies where its own song's sum is zero
            sums = (np.array(wall["corners"]) * side + corner) @ CORNERS[wall["song"]] + b
            assert np.abs(sums).max() < 1e-9
    assert seen > 30


def test_an_impossible_set_has_no_wall_and_its_planes_share_a_point(room: Engine) -> None:
    """At pass 60 the training is at the point that all four planes share."""
    box = {"corner": [-1.0, -1.0, -2.0], "side": 3.0}
    for b in (-1.0, 0.7, 1.0):
        found = room.evaluate("([r, b, box]) => nn.roomOf(r, b, box)", [IMPOSSIBLE, b, box])
        assert found == {"walls": [], "ends": []}
        sums = rows(IMPOSSIBLE, b)[0] @ np.array([0, 0, -b]) + rows(IMPOSSIBLE, b)[1]
        assert np.abs(sums).max() == 0
    planes = room.evaluate("([r, b, box]) => nn.planesOf(r, b, box)", [IMPOSSIBLE, 1.0, box])
    assert [plane["song"] for plane in planes] == [1, 3, 5, 7]


def test_the_nearest_point_is_that_of_least_distance_programming(room: Engine) -> None:
    rng = np.random.default_rng(3)
    missed = 0
    for _ in range(200):
        ratings, b, point = some_ratings(rng), float(rng.normal()), rng.normal(0, 2, 3)
        found = room.evaluate("([r, b, p]) => nn.nearest(nn.halvesOf(r, b), p)", [ratings, b, point.tolist()])
        expected = nearest(*rows(ratings, b), point)
        if expected is None:
            missed += 1
            assert found is None
        else:
            assert found == pytest.approx(expected, abs=1e-6)
    assert 20 < missed < 180


def test_the_nearest_point_where_planes_coincide_or_never_meet(room: Engine) -> None:
    def found(*halves: tuple[list[float], float]) -> Any:
        given: list[dict[str, Any]] = [{"normal": n, "offset": o} for n, o in halves]
        return room.evaluate("(halves) => nn.nearest(halves, [0, 0, 0])", given)

    up, down = [0.0, 0.0, 1.0], [0.0, 0.0, -1.0]
    assert found((up, -2.0), (up, -2.0)) == [0, 0, 2]
    assert found((up, -2.0), (down, 2.0)) == [0, 0, 2]  # a room as thin as a sheet
    assert found((up, -2.0), (down, 1.0)) is None
    assert found(([0.0, 0.0, 0.0], 1.0)) == [0, 0, 0]
    assert found(([0.0, 0.0, 0.0], -1.0), (up, 1.0)) is None
    assert room.evaluate("(r) => nn.nearest(nn.halvesOf(r, -1), [0, 0, 0])", LEARNABLE) == pytest.approx(
        [1 / 3, 1 / 3, 2 / 3]
    )


def test_multiplying_by_a_positive_number_keeps_every_side(room: Engine) -> None:
    w, b = [0.62, 0.32, 0.33], -0.4
    sides = "([r, w, b]) => nn.sidesOf(r, w, b).map(({ by }) => by)"
    one, other = (room.evaluate(sides, [LEARNABLE, [k * x for x in w], k * b]) for k in (1, 3))
    assert other == pytest.approx([3 * by for by in one])
    assert one == pytest.approx([0.4, 0.25, 0.55, -0.54])  # songs 0, 3, 5, 6
