"""Planes, timelines, runs and sums of the widgets, against NumPy, torch and the recorded training."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine import Engine

from nnexplain.data import songs
from nnexplain.methods import plane

from .lesson import RATINGS, RECORDED, letters, open_modules, projected, sums, taste, theta_at

RUN = """([how, steps]) => {
  const { base: arrays, rate, events = [] } = how;
  const base = arrays ? nn.recorded("base", arrays, rate) : null;
  const start = Float64Array.from(how.start);
  const live = new nn.Live({ ...how, start, lesson: nn.lessonOf(how.ratings), base, events });
  const frames = steps.map((i) => live.frame(i));
  const theta = frames.map((frame) => [...frame.theta]);
  return { theta, loss: frames.map(({ loss }) => loss), known: live.known, stopped: live.stopped };
}"""


@pytest.fixture(scope="module")
def page(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Depends on the built site, for the recorded training comes with it."""
    with open_modules(tmp_path_factory.mktemp("widgets")) as page:
        yield page


def train(page: Engine, steps: list[int], **how: Any) -> Any:
    start = theta_at("learnable", 0).tolist()
    given = {"label": "", "length": 61, "start": start, "rate": 2, "ratings": RATINGS["learnable"], **how}
    return page.evaluate(RUN, [given, steps])


def arrays(name: str) -> dict[str, list[float]]:
    return {part: taste()[f"{name}_{part}"].ravel().tolist() for part in ("weights", "bias", "loss")}


@pytest.mark.parametrize("name", ["learnable", "impossible"])
def test_a_live_run_is_the_recorded_one(page: Engine, name: str) -> None:
    live = train(page, list(range(61)), ratings=RATINGS[name])
    recorded = np.array([theta_at(RECORDED[name], step) for step in range(61)])
    assert np.abs(np.array(live["theta"]) - recorded).max() < 5e-6  # float32's own noise after 60 passes
    assert np.abs(np.array(live["loss"]) - taste()[f"{RECORDED[name]}_loss"]).max() < 1e-6


def test_a_run_is_computed_no_further_than_looked_at(page: Engine) -> None:
    assert train(page, [7])["known"] == 8


def test_a_branch_is_its_base_until_its_event_and_its_own_afterwards(page: Engine) -> None:
    hand = [1.0, 2.0, -1.0, 0.25]
    events = [{"at": 12, "theta": hand}, {"at": 12, "rate": 0.5}]
    branch = train(page, list(range(20)), base=arrays("learnable"), events=events)["theta"]
    base = [theta_at("learnable", step) for step in range(12)]
    assert np.allclose(branch[:12], base, atol=1e-7) and branch[12] == hand
    x, y = songs.LEARNABLE.inputs(), songs.LEARNABLE.targets()
    theta = np.array(hand)
    for step in range(13, 20):
        wrong = (1 / (1 + np.exp(-(x @ theta[:3] + theta[3]))) - y) / 4
        theta = theta - 0.5 * np.append(wrong @ x, wrong.sum())
        assert np.allclose(branch[step], theta, atol=1e-12)


def test_no_rate_of_the_page_bursts_and_one_that_would_stops(page: Engine) -> None:
    """The slope of this loss is at most 1 in every direction: a step is never longer than the rate."""
    for name, rate in ((name, rate) for name in RATINGS for rate in (8, 40)):
        swung = train(page, list(range(61)), ratings=RATINGS[name], rate=rate)
        assert swung["stopped"] is None and np.isfinite(swung["loss"]).all()
        assert np.abs(np.diff(swung["theta"], axis=0)).max() <= rate
    burst = train(page, list(range(61)), ratings=RATINGS["impossible"], rate=1e308)
    assert burst["stopped"] is not None and np.isfinite(burst["theta"]).all()


def test_the_rates_that_are_too_large_do_what_the_page_says(page: Engine) -> None:
    for rate, name, settles in ((40, "learnable", True), (8, "impossible", False), (40, "impossible", False)):
        loss = np.array(train(page, list(range(61)), ratings=RATINGS[name], rate=rate)["loss"])
        assert (np.diff(loss) > 1e-9).any()
        assert (loss[-1] < 0.01) == settles
        assert settles == (not (np.diff(loss[-8:]) > 1e-9).any())


def test_without_ratings_nothing_is_learned(page: Engine) -> None:
    still = train(page, [0, 5], ratings="--------")
    assert still["loss"] == [None, None] and still["theta"][0] == still["theta"][1]


def test_planes_are_those_of_python(page: Engine) -> None:
    rng = np.random.default_rng(5)
    cases = [(rng.normal(size=3) * 2, float(rng.normal())) for _ in range(80)]
    cases += [
        (np.array([0.0, 0, 1]), -0.5),
        (np.array([1.0, 1, 1]), -1.0),
        (np.zeros(3), 1.0),
        (np.array([1.0, 0, 0]), 5.0),
    ]
    for w, b in cases:
        found = page.evaluate("([w, b]) => [nn.section(w, b), nn.favoured(w, b)]", [w.tolist(), b])
        expected = plane.section(w, b)
        assert len(found[0]) == len(expected)
        if len(expected):  # the same corners; where the round starts may differ
            near = np.abs(np.array(found[0])[:, None] - expected[None]).max(axis=2) < 1e-9
            assert near.any(axis=0).all()
        assert sorted(len(part) for part in found[1]) == sorted(len(part) for part in plane.favoured(w, b))


@pytest.mark.parametrize(
    ("text", "read"),
    [("", True), ("12w1_2_-3_0.5", True), ("0r8~12w1_2_-3_0.5~12r40", True),
     ("12r8~3r2", False),
     ("99r8", False), ("3w1_2", False), ("3r-1", False), ("3w1_2_3_1e9", False),
     ("<b>", False), ("3r8~", False)],
)  # fmt: skip
def test_runs_are_text_and_only_sound_text_is_a_run(page: Engine, text: str, read: bool) -> None:
    events = page.evaluate("(text) => nn.read(text, 60, 4)", text)
    assert (events is not None) == read
    if read:
        assert page.evaluate("(events) => nn.written(events)", events) == text


def test_a_history_is_bounded_and_keeps_the_plain_run(page: Engine) -> None:
    keys = page.evaluate("""() => {
      const history = new nn.History();
      for (let k = 1; k < 9; k++) history.keep(`${k}r8`);
      return history.entries.map(({ key, style }) => [key, style]);
    }""")
    assert [key for key, _ in keys] == ["", "5r8", "6r8", "7r8", "8r8"]
    assert sorted(style for _, style in keys) == [0, 1, 2, 3, 4]


def test_which_ratings_can_be_learned(page: Engine) -> None:
    splits = np.array(list(songs.neurons()), dtype=int)
    for ratings in list(songs.rated_fours())[::7]:
        count = page.evaluate(
            "([splits, text]) => nn.agreeing(splits, text)", [splits.ravel().tolist(), letters(ratings)]
        )
        assert (count > 0) == songs.separable(ratings) and count == len(songs.agreeing(ratings))


def test_hands_keep_what_they_promise(page: Engine) -> None:
    """Pushing keeps the weights; tipping keeps their size, and the point the plane turns about."""
    camera = {"turn": -32, "tilt": 21, "width": 440, "height": 420}
    for step in (0, 4, 20):
        theta = theta_at("learnable", step)
        pushed = np.array(page.evaluate("(t) => nn.pushed(Float64Array.from(t), 0.2)", theta.tolist()))
        assert np.allclose(pushed[:3], theta[:3]) and pushed[3] < theta[3]
        assert np.isclose(theta[3] - pushed[3], 0.2 * np.linalg.norm(theta[:3]))
        tipped = np.array(
            page.evaluate("([t, c]) => nn.tipped(Float64Array.from(t), c, 10, 5)", [theta.tolist(), camera])
        )
        assert np.isclose(np.linalg.norm(tipped[:3]), np.linalg.norm(theta[:3])) and not np.allclose(
            tipped, theta
        )
        foot = plane.section(theta[:3], theta[3]).mean(axis=0)
        assert abs(foot @ tipped[:3] + tipped[3]) < 1e-9


@pytest.mark.parametrize("turn", [-180, -80, -32, 0, 45, 170])
@pytest.mark.parametrize("tilt", [5, 21, 60])
def test_the_camera_goes_round_the_upright_and_looks_down(page: Engine, turn: int, tilt: int) -> None:
    """Its formulas against rotation matrices."""
    points = np.random.default_rng(abs(turn)).random((6, 3))
    camera = {"turn": turn, "tilt": tilt, "width": 440, "height": 420}
    seen = page.evaluate("([c, all]) => all.map((point) => nn.project(c, point))", [camera, points.tolist()])
    places = [[spot["x"], spot["y"]] for spot in seen]
    assert np.allclose(places, projected(points, turn, tilt), atol=1e-9)


@pytest.mark.parametrize("name", ["learnable", "impossible"])
def test_one_song_there_and_back_is_torch(page: Engine, name: str) -> None:
    torch = pytest.importorskip("torch")
    for step, song in ((0, 5), (4, 3), (20, 6), (59, 7)):
        theta = theta_at(RECORDED[name], step)
        numbers = page.evaluate(
            "([t, r, s]) => nn.numbersOf(Float64Array.from(t), r, s, 2, ['a', 'b', 'c'])",
            [theta.tolist(), RATINGS[name], song],
        )
        letter = RATINGS[name][song]
        assert np.isclose(numbers["z"], sums(theta)[song], atol=1e-12)
        if letter == "-":
            assert numbers["y"] is None and not np.any(numbers["byW"])
            continue
        w = torch.tensor(theta, requires_grad=True)
        x = torch.tensor([*songs.SONGS[song], 1.0], dtype=torch.float64)
        p = torch.sigmoid(x @ w)
        loss = -torch.log(p if letter == "l" else 1 - p)
        loss.backward()
        assert np.allclose(numbers["byW"], w.grad.numpy(), atol=1e-12)
        assert np.isclose(numbers["loss"], loss.item())
        assert np.isclose(numbers["byP"] * numbers["pByZ"], numbers["byZ"])


@pytest.mark.parametrize("name", ["learnable", "impossible"])
def test_the_step_of_the_graph_is_the_next_of_the_recorded_run(page: Engine, name: str) -> None:
    for step in (0, 4, 30, 59):
        given = [theta_at(RECORDED[name], step).tolist(), RATINGS[name]]
        next_ = page.evaluate(
            "([t, r]) => nn.numbersOf(Float64Array.from(t), r, 0, 2, ['a', 'b', 'c']).next", given
        )
        assert np.abs(np.array(next_) - theta_at(RECORDED[name], step + 1)).max() < 1e-6


def test_every_operation_says_what_it_does(page: Engine) -> None:
    count = page.evaluate(
        """(ratings) => [0, 3, 5].map((song) => {
      const n = nn.numbersOf(Float64Array.from([1, -2, 0, 0.5]), ratings, song, 2, ["a", "b", "c"]);
      const all = nn.operationsOf(n);
      const whole = all.every(({ title, formula, why }) => title && formula.length && why.length);
      return [all.length, whole, JSON.stringify(all).includes("NaN")];
    })""",
        "d--l----",
    )
    assert count == [[20, True, False]] * 3
