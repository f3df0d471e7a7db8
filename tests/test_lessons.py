"""What the lessons say, checked against what the build measured."""

from __future__ import annotations

import re
from math import log

import numpy as np
import pytest
from built import ROOT, code_in, run_of, values_of

from nnexplain.data import songs
from nnexplain.data.songs import LEARNABLE, SONGS, UNLEARNABLE, Ratings
from nnexplain.site.reading import NOT_READ
from nnexplain.site.values import EXPRESSION, parse_expression


def rated(name: str, ratings: Ratings) -> np.ndarray:
    """The probabilities of the four rated songs after every pass, (passes + 1, 4)."""
    return run_of("models/taste")[f"{name}_probability"][:, [SONGS.index(song) for song in ratings.songs]]


def on_their_side(name: str, ratings: Ratings) -> np.ndarray:
    return ((rated(name, ratings) > 0.5) == (ratings.targets() > 0.5)).sum(axis=1)


# ---- one neuron ----


def test_the_unlearnable_loss_sticks_at_a_coin_toss() -> None:
    losses = run_of("models/taste")["unlearnable_loss"]
    assert losses[-1] == pytest.approx(log(2), abs=1e-3)
    assert (losses > log(2) - 1e-6).all()  # no neuron can go below
    assert rated("unlearnable", UNLEARNABLE)[-1] == pytest.approx(0.5, abs=1e-3)
    assert f"{losses[-1]:.4f}" == f"{log(2):.4f}"  # as the page prints it


def test_the_plane_ends_in_the_top_of_the_cube() -> None:
    run = run_of("models/taste")
    w, b = run["unlearnable_weights"][-1], run["unlearnable_bias"][-1]
    assert np.abs(UNLEARNABLE.inputs() @ w + b).max() < 0.01
    assert abs(w[2]) > 0.5  # so it is the plane that lies there, and not just a neuron without weights


def test_three_of_the_impossible_four_can_be_right_but_the_training_never_has_more_than_two() -> None:
    best = max(
        sum(split[SONGS.index(song)] == (song in UNLEARNABLE.likes) for song in UNLEARNABLE.songs)
        for split in songs.neurons()
    )
    assert best == 3
    assert on_their_side("unlearnable", UNLEARNABLE).max() == values_of("one-neuron")["stuck_best"] == 2


def test_the_learnable_four_are_learned_and_stay_so() -> None:
    right, values = on_their_side("learnable", LEARNABLE), values_of("one-neuron")
    assert right[0] == values["right_at_start"] == 1
    assert right[4] == 3  # one song is still ringed
    assert (right[:6] < 4).all() and (right[6:] == 4).all() and values["learned_at"] == 6
    losses = run_of("models/taste")["learnable_loss"]
    assert (np.diff(losses) < 0).all() and losses[-1] < 0.05
    assert np.abs(rated("learnable", LEARNABLE)[6] - 0.5).max() < 0.3  # no answer is sure


def test_it_goes_by_piano_and_says_so_of_all_eight() -> None:
    run = run_of("models/taste")
    w = run["learnable_weights"]
    assert w[0, 2] < 0 < w[-1, 2] and w[-1, 2] > 10 * np.abs(w[-1, :2]).max()
    yes = run["learnable_probability"][-1] > 0.5
    assert yes.tolist() == [song[2] == 1 for song in SONGS]


def test_the_plane_hardly_moves_while_the_weights_grow() -> None:
    values = values_of("one-neuron")
    assert abs(values["height_20"] - values["height_60"]) < 0.03
    assert values["weight_piano_60"] > 1.5 * values["weight_piano_20"]


def test_neurons_that_agree_on_the_four_disagree_on_the_rest() -> None:
    # one of them says yes to "modern": the prose has that verb in the singular
    values = values_of("one-neuron")
    names = ("fours", "impossible_fours", "splits", "agreeing", "agreeing_piano", "agreeing_modern")
    assert [values[name] for name in names] == [
        420,
        24,
        104,
        5,
        4,
        1,
    ]


def test_the_neuron_on_the_page_ends_with_the_weights_of_the_figure() -> None:
    code = code_in("one-neuron")
    assert code == (ROOT / "content" / "assets" / "neuron.py").read_text("utf-8")  # what is downloaded
    assert len(code.splitlines()) < 20
    scope: dict[str, object] = {}
    exec(compile(code, "one-neuron.md", "exec"), scope)
    run = run_of("models/taste")
    assert np.allclose(np.asarray(scope["weights"]), run["learnable_weights"][-1], atol=1e-4)
    assert scope["bias"] == pytest.approx(float(run["learnable_bias"][-1]), abs=1e-4)


def test_being_the_neuron_by_hand_goes_as_the_page_says() -> None:
    text = (ROOT / "content" / "one-neuron.md").read_text("utf-8")
    up, down = (
        [float(number) for number in found.split("_")]
        for found in re.findall(r"\?step=0&set=learnable&run=0w([-\d._]+)#cube", text)
    )
    start = run_of("models/taste")
    assert np.allclose(np.delete(up, 2), [*start["learnable_weights"][0][:2], start["learnable_bias"][0]])
    sums = songs.song_array() @ np.array(up[:3]) + up[3]
    assert (sums > 0).all()  # the sheet has left the cube: every song gets a yes
    right = (LEARNABLE.inputs() @ np.array(down[:3]) + down[3] > 0) == (LEARNABLE.targets() > 0.5)
    assert right.sum() == 3 and down[:3] == up[:3]


def test_rates_do_what_the_page_says() -> None:
    values, losses = values_of("one-neuron"), run_of("models/taste")["learnable_loss"]
    assert values["leap_pass"] == 2 and values["leap_loss"] > 5 * losses[0]
    assert values["landed_loss"] < losses[-1]  # the next step happens to land well
    assert values["swing_high"] - values["swing_low"] > 0.05 and values["swing_low"] > 3 * log(2)


# ---- every lesson ----


def test_the_index_says_how_long_each_lesson_takes() -> None:
    index = (ROOT / "content" / "index.md").read_text("utf-8")
    listed = re.findall(
        r"^- \[([^\]]+)\]\(([\w-]+)\.md\)[^*]*\*\{\{ ([\w-]+)/minutes \}\} minutes\*$", index, re.M
    )
    assert len(listed) >= 2
    for title, name, counted in listed:
        lesson = (ROOT / "content" / f"{name}.md").read_text("utf-8")
        assert name == counted
        assert f"\n# {title}\n" in lesson and " · {{ minutes }} minutes\n" in lesson


def test_a_lesson_is_short_and_links_to_its_measurements_and_back() -> None:
    """At most about 1,500 words and seven figures, with the values that the page shows."""

    def shown(match: re.Match[str]) -> str:
        script, name, _ = parse_expression(match[1])
        return "1" if name == "minutes" else str(values_of(script or lesson)[name])

    for measured in (ROOT / "content").glob("*-measured.md"):
        lesson = measured.stem.removesuffix("-measured")
        text = (measured.parent / f"{lesson}.md").read_text("utf-8")
        assert f"({measured.name}" in text and f"({lesson}.md)" in measured.read_text("utf-8")
        assert text.count("](figures/") <= 7
        prose = re.sub(
            r"^(---\n.*?^---|```.*?```|<details.*?</details>|!\[.*?\)\n)", "", text, flags=re.S | re.M
        )
        words = NOT_READ.sub(" ", EXPRESSION.sub(shown, prose)).split()
        assert len(words) <= 1500, f"{lesson} has {len(words)} words"
