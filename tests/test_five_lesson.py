"""What the lesson "From 5 to 6" says, against what the build measured, and that against slow twins."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
import torch
from built import code_in, run_of, values_of
from numpy.typing import NDArray
from sklearn.metrics import pairwise_distances

from nnexplain.data.digits import load_digits

Array = NDArray[np.float64]
LAYERS = ("hidden1", "hidden2", "output")
SOME = range(0, 300, 37)
WORDS = "five-to-six-words"


def dense(x: Array, weights: list[tuple[Array, Array]]) -> Array:
    """Layers with ReLU between them."""
    for k, (weight, bias) in enumerate(weights):
        x = (np.maximum(x, 0) if k else x) @ weight.T + bias
    return x


def logits(k: int, pictures: Array) -> Array:
    run = run_of("models/digits-seeds")
    return dense(pictures, [(run[f"{layer}.weight"][k], run[f"{layer}.bias"][k]) for layer in LAYERS])


def ends(kind: str, pair: int) -> tuple[Array, Array]:
    one, other = run_of("models/digits")["images"][run_of("models/five-to-six")[f"{kind}.pairs"][pair]]
    return one.astype(np.float64), other.astype(np.float64)


def blended(kind: str, pair: int) -> Array:
    one, other = ends(kind, pair)
    return np.stack([(1 - t) * one + t * other for t in np.linspace(0, 1, 101)])


def last_change(said: Array) -> float:
    """From which share of the way on nothing changes; NaN where nothing ever does."""
    changes = [k for k in range(1, len(said)) if said[k] != said[k - 1]]
    return (changes[-1] - 0.5) / (len(said) - 1) if changes else float("nan")


def row(way: str) -> int:
    return int(run_of("models/five-to-six").facts["ways"].index(way))


@cache
def real() -> Array:
    digits = load_digits(held_out=0.25, seed=0)
    return np.concatenate([digits.test_images, digits.train_images])


def test_the_pairs_are_many_and_what_the_lesson_calls_them() -> None:
    run, values = run_of("models/five-to-six"), values_of("five-to-six-measured")
    labels = run_of("models/digits")["labels"]
    assert run.facts["networks"] == values["networks"] >= 3
    for kind in ("own", "any"):
        pairs = run[f"{kind}.pairs"]
        assert len({tuple(pair) for pair in pairs.tolist()}) == len(pairs) == values["pairs"] >= 300
        kinds = labels[pairs]
        assert (kinds[:, 0] != kinds[:, 1]).all()
        assert kind == "any" or (kinds == [5, 6]).all()


@pytest.mark.parametrize("kind", ["own", "any"])
def test_what_is_said_along_the_blend_is_what_each_network_says(kind: str) -> None:
    run, labels = run_of("models/five-to-six"), run_of("models/digits")["labels"]
    for k in range(3):
        for pair in SOME:
            said = logits(k, blended(kind, pair)).argmax(axis=1)
            assert run[f"{kind}.settled"][0, k, pair] == pytest.approx(
                last_change(said), abs=1e-6, nan_ok=True
            )
            met = set(said.tolist()) - {said[0], said[-1]}
            assert bool(run[f"{kind}.third"][0, k, pair]) == bool(met)
            assert set(np.flatnonzero(run[f"{kind}.met"][0, k, pair])) == met
            read = (said[[0, -1]] == labels[run[f"{kind}.pairs"][pair]]).all()
            assert bool(run[f"{kind}.ends"][0, k, pair]) == read


@pytest.mark.parametrize("code", [8, 4, 2])
def test_the_ways_through_codes_are_those_of_the_first_autoencoders(code: int) -> None:
    run = run_of("models/five-to-six")
    stem = f"code-{code}.{{}}.layers.{{}}.{{}}"
    encoder, decoder = (
        [
            (run[stem.format(part, n, "weight")], run[stem.format(part, n, "bias")])
            for n in ("hidden1", "output")
        ]
        for part in ("encoder", "decoder")
    )
    for pair in SOME:
        codes = dense(np.stack(ends("own", pair)), encoder)
        between = np.stack([(1 - t) * codes[0] + t * codes[1] for t in np.linspace(0, 1, 101)])
        assert between.shape[1] == code
        pictures = 1 / (1 + np.exp(-dense(between, decoder)))
        said = logits(0, pictures).argmax(axis=1)
        found = run["own.settled"][row(f"code-{code}"), 0, pair]
        assert found == pytest.approx(last_change(said), abs=0.011, nan_ok=True)
        farthest = pairwise_distances(pictures[::4], real()).min(axis=1).max()
        assert run["own.off"][row(f"code-{code}"), 0, pair] == pytest.approx(farthest, abs=1e-3)


@pytest.mark.parametrize("way", ["keep", "lose"])
def test_one_pixel_at_a_time_is_counted_in_the_pixels_that_differ(way: str) -> None:
    run = run_of("models/five-to-six")
    for pair in (0, 111):
        now, end = (each.copy() for each in ends("own", pair))
        left = set(np.flatnonzero(now != end).tolist())
        row_of = [logits(0, now[None])[0]]
        while left:
            tried = {p: logits(0, np.where(np.arange(64) == p, end, now)[None])[0] for p in sorted(left)}
            best = (max if way == "keep" else min)(tried, key=lambda p: tried[p][5] - tried[p][6])
            now[best] = end[best]
            left.remove(best)
            row_of.append(tried[best])
        said = np.array(row_of).argmax(axis=1)
        assert run["own.settled"][row(way), 0, pair] == pytest.approx(last_change(said), abs=1e-6)


def test_the_code_on_the_page_finds_where_it_is_decided() -> None:
    scope: dict[str, object] = {}
    exec(compile(code_in("five-to-six"), "five-to-six.md", "exec"), scope)
    decided, run = scope["decided"], run_of("models/five-to-six")
    assert callable(decided)
    for pair in SOME:
        one, other = (torch.tensor(end) for end in ends("own", pair))
        at = decided(one, other, lambda pictures: torch.tensor(logits(0, pictures.numpy())))
        assert float(at) == pytest.approx(run["own.settled"][0, 0, pair], abs=1e-6)
    assert decided(one, one, lambda pictures: torch.tensor(logits(0, pictures.numpy()))) is None


def test_a_pair_can_be_decided_early_or_late_but_half_of_them_before_the_middle() -> None:
    values, run = values_of("five-to-six-measured"), run_of("models/five-to-six")
    assert 0.45 < values["middle_least"] <= values["middle_most"] < 0.55  # "over all pairs, about"
    for settled, right in zip(run["own.settled"][0], run["own.ends"][0], strict=True):
        assert (settled <= values["early"])[right > 0].mean() >= 0.1  # for every network
        assert (settled >= values["late"])[right > 0].mean() >= 0.1
    assert values["late"] - values["early"] > 0.2


def test_the_plain_blend_strays_least_and_is_farther_off_the_map() -> None:
    run, words = run_of("models/five-to-six"), values_of(WORDS)
    fewer = of = 0
    for kind in ("own", "any"):
        ok = run[f"{kind}.ends"] > 0
        for way in range(1, len(ok)):
            for k in range(3):
                both = [pair for pair in range(300) if ok[0, k, pair] and ok[way, k, pair]]
                of += len(both) >= 30
                strays = run[f"{kind}.third"][:, k, both].sum(axis=1)
                fewer += len(both) >= 30 and strays[0] < strays[way]
    assert fewer > 0.9 * of and of >= 30
    assert (
        words["strays"].startswith("On the plain blend.")
        and f"{fewer} of {of} comparisons" in words["strays"]
    )
    for k in range(3):  # and yet the pictures of the widest code are nearer to real digits
        both = (run["own.ends"][0, k] > 0) & (run["own.ends"][row("code-8"), k] > 0)
        nearer = run["own.off"][row("code-8"), k] < run["own.off"][0, k]
        assert nearer[both].mean() > 0.6
    assert words["map"].startswith("No.")


def test_hardly_any_way_goes_back_and_forth_without_a_third_digit() -> None:
    run, words = run_of("models/five-to-six"), values_of(WORDS)
    counts, alone, of = np.zeros(10), 0, 0
    for kind in ("own", "any"):
        ok = run[f"{kind}.ends"] > 0
        more, third = run[f"{kind}.flips"] > 1, run[f"{kind}.third"] > 0
        assert more[ok & third].all()
        alone, of = alone + (ok & more & ~third).sum(), of + ok.sum()
        counts += run[f"{kind}.met"][ok].sum(axis=0)
    assert 0 < alone < 0.001 * of and "nearly the same picture" in words["flips"]
    assert f"without a third, go{'es' if alone == 1 else ''} {alone} of the {of:,} ways" in words["flips"]
    assert f"that digit is {counts.argmax()}" in words["thirds"]


def test_the_stroke_closes_the_drawn_five_and_few_others() -> None:
    run, words = run_of("models/five-to-six"), values_of(WORDS)
    assert run["stroke"].shape == (101, 64) and (np.diff(run["stroke"], axis=0) >= 0).all()  # only more ink
    said = np.stack([logits(k, run["stroke"]).argmax(axis=1) for k in range(3)])
    assert np.array_equal(said, run["stroke_said"])
    assert set(said.ravel().tolist()) == {5, 6} and "never a third digit" in words["stroke"]
    assert [last_change(each) for each in said] == pytest.approx(run["stroke_settled"].tolist())
    images, labels = run_of("models/digits")["images"], run_of("models/digits")["labels"]
    laid = np.minimum(1, images[labels == 5] + run["arc"])
    stay = [
        ((logits(k, images[labels == 5]).argmax(1) == 5) & (logits(k, laid).argmax(1) == 5)).sum()
        for k in range(3)
    ]
    turned = [int(number) for number in re.findall(r"\d+", words["laid"].partition("makes a 6 of")[2])]
    assert words["laid"].startswith("Hardly ever.") == (max(turned) < 0.2 * len(laid))
    assert re.findall(r"\d+", words["laid"])[:3] == ["46", str(min(stay)), str(max(stay))]
    assert min(stay) > 0.5 * len(laid)  # "most of which are still read as 5"


@pytest.mark.parametrize(("norm", "order"), [("l2", 2), ("linf", np.inf)])
def test_the_smallest_change_is_one_and_smaller_than_the_blends(norm: str, order: float) -> None:
    run, images = run_of("models/five-to-six"), run_of("models/digits")["images"]
    changed = run[f"{norm}_pictures"].astype(np.float64)
    assert changed.min() >= 0 and changed.max() <= 1
    assert (logits(0, changed).argmax(axis=1) == 6).all()
    sizes = np.linalg.norm(changed - images[run["fives"]], ord=order, axis=1)
    assert sizes == pytest.approx(run[f"{norm}_size"][0], abs=1e-5)
    smaller = []
    for pair, (five, six) in enumerate(run["own.pairs"]):
        if run["own.ends"][0, 0, pair]:
            flip = run["own.settled"][0, 0, pair] * np.linalg.norm(images[six] - images[five], ord=order)
            smaller.append(run[f"{norm}_size"][0][np.flatnonzero(run["fives"] == five)[0]] < flip)
    assert np.mean(smaller) > 0.99
    nearest = np.linalg.norm(run["nearest_six"] - images[run["fives"]], axis=1)
    assert nearest == pytest.approx(run["to_a_six"], abs=1e-5)
    assert norm == "linf" or (run["l2_size"] < nearest).all()


def test_how_far_off_the_blends_go_is_measured_to_all_real_digits() -> None:
    run = run_of("models/five-to-six")
    for pair in SOME:
        far = pairwise_distances(blended("own", pair)[::4], real()).min(axis=1).max()
        assert run["own.off"][0, :, pair] == pytest.approx([far] * 3, abs=1e-5)
    farther = [np.median(run["own.off"][row(way)][run["own.ends"][row(way)] > 0]) for way in ("keep", "lose")]
    assert min(farther) > np.median(run["own.off"][0]) > np.median(run["apart"])
