"""The sentences of "From 5 to 6" that are made of what was measured: their numbers, computed again."""

from __future__ import annotations

import re

import numpy as np
from built import run_of, values_of

WORDS = "five-to-six-words"


def row(way: str) -> int:
    return int(run_of("models/five-to-six").facts["ways"].index(way))


def test_few_pixels_are_enough_in_one_order_and_most_are_not_in_the_other() -> None:
    words, run = values_of(WORDS)["decided"], run_of("models/five-to-six")
    images = run_of("models/digits")["images"]
    differ = np.array([(images[a] != images[b]).sum() for a, b in run["own.pairs"]])
    told = re.findall(r"\d+", words.replace("a 5 and a 6", ""))
    assert int(told[0]) == round(float(np.median(differ)))
    for way, at in (("lose", 1), ("keep", 3)):
        pixels = [
            np.median((run["own.settled"][row(way), k] * differ)[run["own.ends"][row(way), k] > 0])
            for k in range(3)
        ]
        assert [int(told[at]), int(told[at + 1])] == [round(edge(pixels) + 0.5) for edge in (min, max)]
    assert int(told[2]) < 10 < int(told[3]) and int(told[3]) > 0.8 * int(told[0])


def test_the_numbers_in_the_sentences_are_the_medians() -> None:
    run, words = run_of("models/five-to-six"), values_of(WORDS)
    told = [float(number) for number in re.findall(r"\d\.\d", words["close"])]
    sizes = [np.median(size) for size in run["l2_size"]]
    assert {min(told), max(told)} == {
        round(float(min(sizes)), 1),
        round(float(np.median(run["to_a_six"])), 1),
    }
    shares = [100 * np.median(size) for size in run["linf_size"]]
    assert re.findall(r"\d+(?=%)", words["close"]) == [f"{edge(shares):.0f}" for edge in (min, max)]
    counts = run["own.ends"].sum(axis=2)
    among = [counts[0].min(), counts[0].max(), counts[row("code-2")].min(), counts[row("code-2")].max()]
    assert re.findall(r"\d+", words["left_out"])[3:7] == [f"{count:.0f}" for count in among]
