"""What the lesson on reading digits says and shows, checked against what the build measured."""

from __future__ import annotations

import re
from math import log

import numpy as np
import pytest
from built import built, captions_of, code_in, run_of, values_of

from nnexplain.figures import read_figure


def test_the_network_reads_what_the_lesson_promises() -> None:
    run, values = run_of("models/digits"), values_of("digit-ocr")
    said = run["probabilities"].argmax(axis=1)
    assert (said == run["labels"]).mean() == pytest.approx(values["accuracy"])
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
    run, values, words = run_of("models/digits"), values_of("digit-ocr"), values_of("digit-ocr-words")
    weights, on = run["hidden1.weight"].reshape(32, 8, 8), run["hidden1"] > 0
    edge = weights[values["edge_unit"] - 1]
    beside = [(edge[:-1] * edge[1:]).min(), (edge[:, :-1] * edge[:, 1:]).min()]
    assert min(beside) < -0.2  # a strong cell for, and a strong one against, side by side
    told = re.match(r"Unit a(\d+) is nearly blank", words["nearly_blank"])
    assert told and not on[:, int(told[1]) - 1].any()
    assert np.abs(weights[int(told[1]) - 1]).max() < 0.25 * np.abs(weights).max()
    silent = [str((~(run[layer] > 0).any(axis=0)).sum()) for layer in ("hidden1", "hidden2")]
    assert re.findall(r"never on: (\d+) in .* and (\d+) in .* of the 450 test", words["idle"]) == [(*silent,)]
    assert min(map(int, silent)) >= 1
    both = [on[run["labels"] == kind].mean(axis=0) for kind in (3, 8)]
    assert (np.minimum(*both) > 0.9).any()  # some unit glows for nearly every 3 and nearly every 8


def test_most_of_the_learning_happens_at_once() -> None:
    run, values = run_of("models/digits"), values_of("digit-ocr")
    assert values["after_ten"] > 0.9
    assert run["train_accuracy"][-1] > run["test_accuracy"][-1] > values["after_ten"]
    assert values["same_agree"] > values["other_agree"]
    on = run["hidden1"] > 0
    majorities = np.array([on[run["labels"] == kind].mean(axis=0) > 0.5 for kind in range(10)]).sum(axis=0)
    served, choosy = majorities[on.any(axis=0)], values_of("digit-ocr-words")["choosy"]
    if served.min() >= 2:
        assert choosy.endswith(f"for most pictures of {served.min()} different digits.")
    else:
        numbers = [int(number) for number in re.findall(r"\d+", choosy)]
        assert numbers == [(served < 2).sum(), served.max()] and numbers[0] < len(served) / 4


def test_the_training_begins_with_a_blind_guess() -> None:
    run, values = run_of("models/digits"), values_of("digit-ocr")
    assert run["epoch"][0] == 0
    assert values["first_loss"] == pytest.approx(log(10), abs=0.05)
    assert values["first_right"] == pytest.approx(0.1, abs=0.02)
    figure = read_figure(built().figures / "digit-ocr" / "training.json")
    tables = [data["columns"] for data in figure.data.values()]
    (curves,) = [columns for columns in tables if {"loss", "right"} <= columns.keys()]
    assert curves["epoch"].count(0) == 2  # both lines


def test_the_picture_says_what_the_network_says() -> None:
    figure = read_figure(built().figures / "digit-ocr-draw" / "draw.json")
    run, (digit,) = run_of("models/digits"), [param for param in figure.params if param.name == "digit"]
    words = re.fullmatch(
        r"Test digit no\. (\d+), a (\d): the network says (\d) with >?(\d+)%, next (\d) with .*", figure.now
    )
    assert words and int(words[1]) == digit.value
    sure, truth = run["probabilities"][digit.value], run["labels"][digit.value]
    second, first = np.argsort(sure)[-2:]
    assert [int(words[k]) for k in (2, 3, 5)] == [truth, first, second]
    assert int(words[4]) == min(99, round(100 * sure.max()))


def test_the_weight_images_stand_in_the_order_of_the_units() -> None:
    words = [word for _, word in sorted(captions_of("digit-ocr-pictures", "pictures")[0])]
    begins = [word for word in words if re.fullmatch(r"[abc]\d+", word)]
    # Of the first layer the begin of each row of six, downwards; of the later ones each has its name.
    later = [*(f"b{k + 1}" for k in range(16)), *(f"c{k}" for k in range(10))]
    assert begins[:6] == [f"a{k}" for k in range(1, 33, 6)] and sorted(begins[6:]) == sorted(later)


def test_the_layout_shows_what_the_lesson_says_of_it() -> None:
    values = values_of("digit-ocr-pictures")
    assert 0.2 < values["closeness"] < 0.8  # "often, not always"
    assert values["agree"] < 0.6  # "different clouds"
    assert values["starts"] >= 10


def test_the_digits_the_lesson_links_to_can_be_picked() -> None:
    values = values_of("digit-ocr")
    figure = read_figure(built().figures / "digit-ocr-draw" / "draw.json")
    (digit,) = [param for param in figure.params if param.name == "digit"]
    for name in ("three_1", "three_2", "seven_1", "mistake_1", "mistake_2"):
        assert digit.allows(values[name])
    labels = run_of("models/digits")["labels"]
    assert (digit.min, digit.max) == (0, len(labels) - 1)
    picked = [labels[values[name]] for name in ("three_1", "three_2", "seven_1")]
    assert picked == [3, 3, 7]
