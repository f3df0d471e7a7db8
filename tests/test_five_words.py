"""The sentences of "From 5 to 6" that are made of what was measured: their numbers, computed again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from built import captions_of, run_of, values_of
from test_five_lesson import WORDS, logits, row


def told_of(counts: Sequence[float]) -> list[str]:
    """From the least to the most as a sentence has it: one number where they are the same."""
    return list(dict.fromkeys(f"{edge(counts):.0f}" for edge in (min, max)))


def test_few_pixels_are_enough_in_one_order_and_most_are_not_in_the_other() -> None:
    words, run = values_of(WORDS)["decided"], run_of("models/five-to-six")
    images = run_of("models/digits")["images"]
    differ = np.array([(images[a] != images[b]).sum() for a, b in run["own.pairs"]])
    told = re.findall(r"\d+", words.replace("a 5 and a 6", ""))
    assert int(told[0]) == round(float(np.median(differ)))
    pixels = {}
    for way in ("lose", "keep"):
        ok = run["own.ends"][row(way)] > 0
        settled = [np.median((run["own.settled"][row(way), k] * differ)[ok[k]]) for k in range(3)]
        pixels[way] = [round(float(each) + 0.5) for each in settled]
    expected = [*told_of(pixels["lose"]), *told_of(pixels["keep"])]
    assert told[1 : 1 + len(expected)] == expected
    assert max(pixels["lose"]) < 10 < min(pixels["keep"]) and min(pixels["keep"]) > 0.8 * int(told[0])


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
    among = [*counts[0], *counts[row("code-2")]]
    expected = [*told_of(counts[0]), *told_of(counts[row("code-2")])]
    assert re.findall(r"\d+", words["left_out"])[3 : 3 + len(expected)] == expected
    closed = counts[row("stroke")]
    assert f" and {' to '.join(told_of(closed))} on the closing stroke" in words["left_out"]
    assert ("fewer than 30" in words["left_out"]) == (min(*among, *closed) < 30)


def as_far(x: np.ndarray, steps: np.ndarray, size: float) -> np.ndarray:
    """Where walks from `x` along `steps`, kept between 0 and 1, are so far from it; both (n, pixels)."""
    low, high = np.zeros((len(steps), 1)), 40 * size / np.linalg.norm(steps, axis=1, keepdims=True)
    for _ in range(50):  # the farther a walk goes the farther it is
        middle = (low + high) / 2
        near = np.linalg.norm(np.clip(x + middle * steps, 0, 1) - x, axis=1, keepdims=True) < size
        low, high = np.where(near, middle, low), np.where(near, high, middle)
    return np.asarray(np.clip(x + low * steps, 0, 1))


def test_neither_the_size_nor_the_5_makes_the_6() -> None:
    """Asked again with other draws: each a walk outwards until it is as far as what was found."""
    run, digits = run_of("models/five-to-six"), run_of("models/digits")

    def said(pictures: np.ndarray, k: int) -> np.ndarray:
        return logits(k, pictures).argmax(axis=1)

    fives = digits["images"].reshape(len(digits["labels"]), -1)[run["fives"]].astype(float)
    mine = said(fives, 0) == 5
    changed = run["l2_pictures"][mine]
    assert (said(changed, 0) == 6).all()  # for the network they were sought for
    others = [(said(changed, k) == 6).mean() for k in (1, 2)]
    told = values_of("five-to-six-chance")
    assert [told["others_least"], told["others_most"]] == pytest.approx([min(others), max(others)])
    random = np.random.default_rng(7)
    turned = [
        as_far(x, random.normal(size=(40, len(x))), size)
        for x, size in zip(fives[mine], run["l2_size"][0][mine], strict=True)
    ]
    share = (said(np.concatenate(turned), 0) != 5).mean()
    assert told["random"] == pytest.approx(share, abs=0.008) and share < 0.05 and max(others) < 0.2
    shares = re.findall(r"\d+(?=%)", told["tells"])
    assert shares == [
        *dict.fromkeys(f"{100 * edge(others):.0f}" for edge in (min, max)),
        f"{100 * told['random']:.0f}",
    ]


def test_how_often_the_answer_changes_is_counted_over_the_pairs_that_count() -> None:
    run, words = run_of("models/five-to-six"), values_of(WORDS)["flips"]
    told = [int(share) for share in re.findall(r"(\d+)%", words)]
    expected = []
    for kind in ("own", "any"):
        for above in (1, 2):
            shares = [
                100 * np.mean([f > above for f, ok in zip(flips, ends, strict=True) if ok])
                for flips, ends in zip(run[f"{kind}.flips"][0], run[f"{kind}.ends"][0], strict=True)
            ]
            expected += sorted({round(min(shares)), round(max(shares))})
    assert told == expected


def test_the_figure_of_changes_shows_the_same_shares_for_every_way() -> None:
    run = run_of("models/five-to-six")
    for panel, kind in enumerate(("own", "any")):
        words = [word for _, word in captions_of("five-to-six-measured", "flips")[panel]]
        shown = [word for word in words if re.fullmatch(r"[\d–]+%", word) and word not in ("0%", "50%")]
        ranges = []
        for flips, ends in zip(run[f"{kind}.flips"], run[f"{kind}.ends"], strict=True):
            shares = [
                100 * (f[ok] > 1).mean() for f, ok in zip(flips, ends > 0, strict=True) if ok.sum() >= 30
            ]
            low, high = (f"{edge(shares):.0f}" for edge in (min, max))
            ranges.append(f"{low}%" if low == high else f"{low}–{high}%")
        assert sorted(shown) == sorted([*ranges, "100%"])  # with the axis' own
        assert ("none between any two" in words) == (kind == "any")
