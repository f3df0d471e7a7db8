"""What the lessons say, checked against what the build measured."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnexplain.data import songs
from nnexplain.data.songs import LEARNABLE, SONGS, UNLEARNABLE, Ratings
from nnexplain.figures import Run, read_figure, read_run, read_values
from nnexplain.project import Project

ROOT = Path(__file__).parents[1]
PROJECT = Project(ROOT)


@cache
def built() -> Project:
    """The site's figures, brought up to date; nothing is run where nothing changed."""
    command = [sys.executable, "-m", "nnexplain", "-C", str(ROOT), "build", "--no-site"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return PROJECT


def run_of(name: str) -> Run:
    return read_run(built().runs / f"{name}.safetensors")


def values_of(name: str) -> dict[str, Any]:
    return dict(read_values(built().figures / name / "values.json"))


def code_in(lesson: str) -> str:
    """The first block of Python in a lesson."""
    found = re.search(
        r"^```python\n(.*?)^```", (ROOT / "content" / f"{lesson}.md").read_text("utf-8"), re.M | re.S
    )
    assert found
    return found[1]


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


# ---- reading digits ----


def test_the_network_reads_what_the_lesson_promises() -> None:
    run, values = run_of("models/digits"), values_of("digit-ocr")
    said = run["probabilities"].argmax(axis=1)
    assert (said == run["labels"]).mean() == pytest.approx(values["accuracy"])
    assert len(run["scores"]) == 5 and run["scores"].min() >= 0.975
    assert run["without_noise"] < run["scores"].min()
    assert values["mistakes"] == (said != run["labels"]).sum()
    assert values["mistake_1_said"] != values["mistake_1_truth"]


def test_the_activations_are_what_the_code_on_the_page_makes_of_the_pictures() -> None:
    import torch

    scope: dict[str, object] = {}
    exec(compile(code_in("digit-ocr"), "digit-ocr.md", "exec"), scope)
    run = run_of("models/digits")
    network = [
        [torch.tensor(run[f"{layer}.{part}"]) for part in ("weight", "bias")]
        for layer in ("hidden1", "hidden2", "output")
    ]
    read = scope["read"]
    assert callable(read)
    for k in range(0, 450, 50):
        answers = read(torch.tensor(run["images"][k]), network)
        assert np.allclose(answers, run["probabilities"][k], atol=1e-5)
    first = np.maximum(run["images"] @ run["hidden1.weight"].T + run["hidden1.bias"], 0)
    assert np.allclose(first, run["hidden1"], atol=1e-4)


def test_the_units_the_lesson_points_at_are_as_it_says() -> None:
    run, values = run_of("models/digits"), values_of("digit-ocr")
    weights, on = run["hidden1.weight"].reshape(32, 8, 8), run["hidden1"] > 0
    edge = weights[values["edge_unit"] - 1]
    beside = [(edge[:-1] * edge[1:]).min(), (edge[:, :-1] * edge[:, 1:]).min()]
    assert min(beside) < -0.2  # a strong cell for, and a strong one against, side by side
    blank = weights[values["silent_unit"] - 1]
    assert not on[:, values["silent_unit"] - 1].any() and np.abs(blank).max() < 0.25 * np.abs(weights).max()
    assert values["silent_first"] >= 2 and values["silent_second"] >= 1  # "some units are never on"
    both = [on[run["labels"] == kind].mean(axis=0) for kind in (3, 8)]
    assert (np.minimum(*both) > 0.9).any()  # some unit glows for nearly every 3 and nearly every 8


def test_most_of_the_learning_happens_at_once() -> None:
    run, values = run_of("models/digits"), values_of("digit-ocr")
    assert values["after_ten"] > 0.9
    assert run["train_accuracy"][-1] > run["test_accuracy"][-1] > values["after_ten"]
    assert values["same_agree"] > values["other_agree"]
    assert values["choosiest"] >= 2  # no unit stands for one digit


def test_every_link_that_moves_a_figure_asks_for_something_it_has() -> None:
    for page in sorted((ROOT / "content").glob("*.md")):
        text = page.read_text("utf-8")
        folders = {name: folder for folder, name in re.findall(r"\(figures/([\w-]+)/([\w-]+)\.svg", text)}
        for query, name in re.findall(r"[(\"]\?([^#\s)]+(?:\{\{[^}]*\}\})?)#([\w-]+)[)\"]", text):
            figure = read_figure(built().figures / folders[name] / f"{name}.json")
            params = {param.name: param for param in figure.params}
            for key, _, given in (part.partition("=") for part in query.split("&")):
                assert key in params, f"{page.name}: {name} has no {key}"
                if given.lstrip("-").isdigit():
                    assert params[key].allows(int(given)), f"{page.name}: {key} cannot be {given}"


def test_the_digits_the_lesson_links_to_can_be_picked() -> None:
    values = values_of("digit-ocr")
    figure = read_figure(built().figures / "digit-ocr" / "activations.json")
    (digit,) = figure.params
    for name in ("three_1", "three_2", "seven_1", "mistake_1", "mistake_2"):
        assert values[name] in digit.options
    labels = run_of("models/digits")["labels"]
    picked = [labels[values[name]] for name in ("three_1", "three_2", "seven_1")]
    assert picked == [3, 3, 7]
