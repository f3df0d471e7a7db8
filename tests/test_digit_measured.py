"""What the lesson on reading digits says of its mistakes, checked against what the build measured."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from built import built, captions_of, run_of, values_of
from sklearn.metrics import accuracy_score, confusion_matrix

from nnexplain.figures import read_figure

FOLDER = "digit-ocr-measured"


def test_the_networks_of_all_starts_read_what_the_lesson_says() -> None:
    run, sisters, values = run_of("models/digits"), run_of("models/digits-seeds"), values_of(FOLDER)
    said = sisters["probabilities"].argmax(axis=2)
    scores = [accuracy_score(run["labels"], answers) for answers in said]
    assert len(scores) == values["seeds"] >= 5
    assert values["accuracy_mean"] == pytest.approx(np.mean(scores))
    assert values["without_noise"] < min(scores)
    wrong = [round(len(said[0]) * (1 - score)) for score in scores]
    assert (values["mistakes_least"], values["mistakes_most"]) == (min(wrong), max(wrong))


def test_the_first_of_all_networks_is_the_lessons_own() -> None:
    run, sisters = run_of("models/digits"), run_of("models/digits-seeds")
    assert np.array_equal(sisters["hidden1.weight"][0], run["hidden1.weight"])
    assert np.allclose(sisters["probabilities"][0], run["probabilities"], atol=1e-6)
    assert np.abs(sisters["hidden1.weight"][1] - run["hidden1.weight"]).max() > 0.1


def test_other_starts_make_partly_other_mistakes() -> None:
    labels, said = run_of("models/digits")["labels"], run_of("models/digits-seeds")["probabilities"].argmax(2)
    sets = [set(np.flatnonzero(answers != labels)) for answers in said]
    values = values_of(FOLDER)
    assert values["ever_wrong"] == len(set.union(*sets)) > max(map(len, sets))
    assert values["always_wrong"] == len(set.intersection(*sets)) < min(map(len, sets))


def test_the_tables_count_every_answer() -> None:
    labels, said = run_of("models/digits")["labels"], run_of("models/digits-seeds")["probabilities"].argmax(2)
    figure = read_figure(built().figures / FOLDER / "confusions.json")
    tables = [data["columns"] for data in figure.data.values() if "count" in data["columns"]]
    counts = sorted((np.reshape(table["count"], (10, 10)) for table in tables), key=np.sum)
    assert np.array_equal(counts[0], confusion_matrix(labels, said[0]))
    assert np.array_equal(counts[1], sum(confusion_matrix(labels, answers) for answers in said))


def test_the_hardest_digits_stand_in_order_on_every_width() -> None:
    panels = captions_of(FOLDER, "mistakes")
    says = [[(y, word) for y, word in panel if " say " in word] for panel in panels]
    assert all(len({y for y, _ in panel}) == 1 for panel in says)
    labels, probabilities = run_of("models/digits")["labels"], run_of("models/digits-seeds")["probabilities"]
    shares = [np.mean([p[k, label] for p in probabilities]) for k, label in enumerate(labels)]
    shown = [re.findall(r"\d+", word) for panel in says for _, word in panel]
    truly = [int(word[-1]) for panel in panels for _, word in panel if word.startswith("it is")]
    assert len(shown) == 10
    for k, (votes, of, kind), truth in zip(np.argsort(shares), shown, truly, strict=False):
        wrong = Counter(int(p[k].argmax()) for p in probabilities)
        wrong.pop(int(labels[k]), None)
        assert truth == labels[k] and int(of) == len(probabilities)
        assert (int(votes), wrong[int(kind)]) == (max(wrong.values()), max(wrong.values()))
