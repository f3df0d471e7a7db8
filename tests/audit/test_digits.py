"""Values in the prose of "Reading digits" and "What it bears", computed again from the saved runs.

One function a claim, with NumPy, SciPy and scikit-learn, and nothing of `nnexplain.methods`: what a method
gets wrong is not to be got wrong here.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from built import run_of, values_of
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from scipy.stats import binomtest, friedmanchisquare
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score, silhouette_score
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier

Array = NDArray[Any]
LAYERS = ("hidden1", "hidden2", "output")
LESSON, MEASURED, NULLS, DAMAGE, REGIONS = (
    f"digit-ocr{part}" for part in ("", "-measured", "-nulls", "-damage", "-regions")
)


@cache
def parts() -> tuple[Array, Array, Array, Array]:
    """The training digits and the held-out ones, each with their labels."""
    pixels, labels = load_digits(return_X_y=True)
    return tuple(
        train_test_split(pixels / 16, labels, test_size=0.25, stratify=labels, random_state=0)[k]
        for k in (0, 2, 1, 3)
    )


def layers(x: Array, k: int) -> list[Array]:
    """The answers of both hidden layers of network `k`, and its sums."""
    weights, heard = run_of("models/digits-seeds"), []
    for layer in LAYERS:
        x = x @ weights[f"{layer}.weight"][k].T.astype(float) + weights[f"{layer}.bias"][k]
        x = x * (x > 0) if layer != "output" else x
        heard.append(x)
    return heard


@cache
def hidden(k: int, part: int = 2) -> Array:
    return np.concatenate(layers(parts()[part], k)[:2], axis=1)


def numbers(text: str, unit: float = 100) -> list[float]:
    """The decimal numbers of a sentence, percentages as shares."""
    found = re.findall(r"(\d+(?:\.\d+)?)(%?)", text)
    return [float(number) / (unit if percent else 1) for number, percent in found]


def same(printed: float, computed: float) -> bool:
    """A share that is printed in per cent, with a decimal or without."""
    return abs(printed - computed) <= (0.00051 if round(1000 * printed) % 10 else 0.0051)


def test_the_digits_asked_are_the_450_that_were_held_out() -> None:
    run, (known, _, asked, labels) = run_of("models/digits"), parts()
    assert np.allclose(run["images"], asked) and np.array_equal(run["labels"], labels)
    values = values_of(LESSON)
    assert (values["training_digits"], values["test_digits"]) == (len(known), len(asked))


def test_how_many_the_network_reads_and_misreads() -> None:
    labels, values = parts()[3], values_of(LESSON)
    wrong = [(layers(parts()[2], k)[2].argmax(axis=1) != labels).sum() for k in range(10)]
    assert values["mistakes"] == wrong[0] and values["accuracy"] == pytest.approx(1 - wrong[0] / len(labels))
    measured = values_of(MEASURED)
    assert (measured["mistakes_least"], measured["mistakes_most"]) == (min(wrong), max(wrong))
    assert measured["accuracy_mean"] == pytest.approx(1 - np.mean(wrong) / len(labels))


def test_the_first_ten_passes_leave_so_many_mistakes() -> None:
    run, values = run_of("models/digits"), values_of(LESSON)
    after = run["test_accuracy"][list(run["epoch"]).index(10)]
    assert values["wrong_after_ten"] == pytest.approx(450 * (1 - after), abs=0.01)
    assert values["after_ten"] == pytest.approx(after) and values["mistakes"] < values["wrong_after_ten"]


def test_simpler_readers_read_so_many_of_the_same_digits() -> None:
    known, names, asked, labels = parts()
    nearest = KNeighborsClassifier(1).fit(known, names).score(asked, labels)
    softmax = LogisticRegression(max_iter=2000).fit(known, names).score(asked, labels)
    values = values_of(MEASURED)
    assert values["nearest"] == pytest.approx(nearest) and values["softmax"] == pytest.approx(
        softmax, abs=1 / 450
    )
    ahead = values_of(LESSON)["accuracy"] - nearest
    words = "as many" if abs(ahead) < 0.5 / 450 else "more" if ahead < 0 else "fewer"
    assert f"reads {words}, {nearest:.1%}" in values["baselines"]


def test_the_interval_of_the_score_is_wilsons() -> None:
    right = round(450 * values_of(LESSON)["accuracy"])
    interval = binomtest(right, 450).proportion_ci(method="wilson")
    assert values_of(MEASURED)["interval"] == f"between {interval.low:.1%} and {interval.high:.1%}"


def test_the_noise_was_settled_on_training_digits() -> None:
    tried, text = run_of("models/digits-tried"), values_of(MEASURED)["tried"]
    assert tried["sizes"].sum() == len(parts()[0])
    shares = tried["right"].sum(axis=1) / tried["sizes"].sum()
    for noise, share in zip(tried["noise"][:-1], shares, strict=False):
        assert (f"with {noise:g} {share:.1%}" if noise else f"Without noise they read {share:.1%}") in text
    assert text.endswith(f"it is {shares[-1]:.1%}.")
    own = run_of("models/digits").facts["recipe"]["noise"]
    error = np.sqrt(shares.max() * (1 - shares.max()) / tried["sizes"].sum())
    close = tried["noise"][:-1][shares[:-1] >= shares.max() - error]
    assert ("strongest that comes within luck" in text) == bool(np.isclose(close.max(), own))
    assert (tried["right"][0] < tried["right"][list(tried["noise"]).index(own)]).all()  # in every part


def test_without_noise_it_reads_fewer_from_every_start() -> None:
    run, text = run_of("models/digits-noiseless"), values_of(MEASURED)["noiseless"]
    _, _, asked, labels = parts()
    with_it = [(layers(asked, k)[-1].argmax(axis=1) == labels).mean() for k in range(len(run["said"]))]
    without = [(said == labels).mean() for said in run["said"]]
    least, most = (edge(without) for edge in (min, max))
    assert f"it reads {least:.1%} to {most:.1%} of the test digits, from {len(without)} starts" in text
    assert f"from the same starts, {min(with_it):.1%} to {max(with_it):.1%}." in text
    fewer = sum(a < b for a, b in zip(without, with_it, strict=True))
    each_time = "Each time" if fewer == len(without) else f"In {fewer} pairs of {len(without)}"
    assert text.endswith(f". {each_time} it is fewer without.")


def test_other_digits_and_other_writers() -> None:
    apart, values = run_of("models/digits-apart"), values_of(MEASURED)
    pixels, labels = load_digits(return_X_y=True)
    quarters = np.array_split(np.arange(len(labels)), 4)
    nearest = []
    for part in quarters:
        known = np.delete(np.arange(len(labels)), part)
        reader = KNeighborsClassifier(1).fit(pixels[known], labels[known])
        nearest.append(reader.score(pixels[part], labels[part]))
    draws = apart.facts["draws"]
    assert np.allclose(apart["simple"][draws:, 0], nearest)
    drawn, apart_by = apart["network"][:draws], apart["network"][draws:]
    told = numbers(values["others"])
    computed = [drawn.min(), drawn.max(), apart_by.mean(), apart_by.min(), np.mean(nearest)]
    assert len(told) == len(computed) and all(map(same, told, computed))
    harder = apart_by.mean() < run_of("models/digits-seeds")["scores"].min()
    assert values["others"].endswith("probably harder." if harder else "no harder.")


def test_on_other_writers_it_is_as_sure_as_right() -> None:
    apart = run_of("models/digits-apart")
    sure, right = (apart[name][apart.facts["draws"] :].mean() for name in ("sure", "network"))
    text, limit = values_of(MEASURED)["others_sure"], 2 * np.sqrt(right * (1 - right) / 1797)
    assert all(map(same, numbers(text), (sure, right)))
    word = "about as sure" if abs(sure - right) < limit else "too sure" if sure > right else "too modest"
    assert word in text


def agreements(answers: Array, labels: Array) -> tuple[float, float]:
    on = answers[:, answers.max(axis=0) > 0] > 0
    alike = (on[:, None] == on[None]).mean(axis=2)
    pairs = np.triu(np.ones_like(alike, dtype=bool), 1)
    equal = labels[:, None] == labels[None]
    return float(alike[pairs & equal].mean()), float(alike[pairs & ~equal].mean())


def test_two_pictures_of_a_digit_agree_on_so_many_units() -> None:
    found = agreements(hidden(0), parts()[3])
    values, null = values_of(LESSON), run_of("models/digits-nulls")
    assert (values["same_agree"], values["other_agree"]) == pytest.approx(found, abs=1e-4)
    assert np.allclose(null["learned_agree"][0], found, atol=1e-4)
    text, spread = values_of(NULLS)["agreement"], null["untrained_agree"]
    ends = [spread[:, 0].min(), spread[:, 0].max(), spread[:, 1].min(), spread[:, 1].max()]
    assert all(map(same, numbers(text)[1:], ends)) and numbers(text)[0] == len(spread)
    wider = (found[0] - found[1]) > (spread[:, 0] - spread[:, 1]).max()
    assert wider and "What training has brought about is the distance" in text


def test_the_best_single_unit_tells_a_digit_so_well() -> None:
    _, names, _, labels = parts()
    found = []
    for kind in range(10):
        scores = [roc_auc_score(names == kind, unit) for unit in hidden(0, 0).T]
        found.append(roc_auc_score(labels == kind, hidden(0)[:, int(np.argmax(scores))]))
    every = run_of("models/digits-nulls")["separation"]
    assert np.allclose(every[0], found, atol=1e-4)
    told = numbers(values_of(NULLS)["separation"])[:4]
    assert all(map(same, told, (min(found), max(found), every.min(), every.max())))


def test_so_many_first_units_flip_between_two_digits() -> None:
    on, said = layers(parts()[2], 0)[0] > 0, layers(parts()[2], 0)[2].argmax(axis=1)
    flips = [int((on[i] != on[j]).sum()) for i in range(450) for j in range(i) if said[i] != said[j]]
    low, middle, high = np.percentile(flips, [5, 50, 95])
    words = re.search(
        r"(\d+) of 32 flip typically, and in nine pairs of ten (\d+) to (\d+)", values_of(NULLS)["flips"]
    )
    assert words and tuple(map(int, words.groups())) == (middle, low, high)


def test_single_weights_that_change_an_answer() -> None:
    null, values, told = run_of("models/digits-nulls"), values_of(NULLS), run_of("models/digits")
    first, second, sums = (each.ravel() for each in layers(parts()[2][:1], 0))
    w = told["output.weight"].astype(float)
    changing = 0
    for kind, unit in np.ndindex(w.shape):  # the last layer by hand: one sum moves, the others stay
        for end in (-5, 5):
            moved = sums.copy()
            moved[kind] += (end - w[kind, unit]) * second[unit]
            if moved.argmax() != sums.argmax():
                changing += 1
                break
    assert null["turned"][0, 2] == changing and first.shape == (32,)
    held = 1 - null["turned"].mean(axis=0) / np.array([2048, 512, 160])
    assert [values[f"holds_{name}"] for name in ("first", "second", "last")] == pytest.approx(held)
    assert (values["turned_least"], values["turned_most"]) == (
        null["turned"][:, 0].min(),
        null["turned"][:, 0].max(),
    )


def read_with(k: int, unit: int | list[int], gain: float) -> float:
    """How many network `k` reads when one hidden unit, or several, are multiplied by `gain`."""
    weights, x, gains = run_of("models/digits-seeds"), parts()[2], np.ones(48)
    gains[unit] = gain
    for layer, own in zip(LAYERS, (gains[:32], gains[32:], 1), strict=True):
        x = x @ weights[f"{layer}.weight"][k].T + weights[f"{layer}.bias"][k]
        x = x if layer == "output" else np.maximum(x, 0) * own
    return float((x.argmax(axis=1) == parts()[3]).mean())


@pytest.mark.parametrize(("gain", "name"), [(0, "silent"), (3, "loud")])
def test_one_unit_silent_or_three_times_as_loud(gain: float, name: str) -> None:
    shares = np.array([[read_with(k, unit, gain) for unit in range(48)] for k in range(10)])
    values = values_of(DAMAGE)
    means = {"silent": "silent_unit", "loud": "loud"}
    assert values[means[name]] == pytest.approx(shares.mean(), abs=1e-3)
    assert values[f"{name}_worst"] == pytest.approx(shares.min(axis=1).mean(), abs=1e-3)
    assert values[f"{name}_network"] == pytest.approx(shares.min(), abs=1 / 450 + 1e-9)


def test_what_is_left_without_the_quarter_that_counts_least_or_most() -> None:
    values, rank = values_of("digit-ocr-lesions"), run_of("models/digits-lesions")["rank"][0]
    for name, some in (("least", rank[:12]), ("most", rank[-12:])):
        assert values[f"without_{name}"] == pytest.approx(read_with(0, some.tolist(), 0), abs=1e-6)
        names = {f"a{k + 1}" if k < 32 else f"b{k - 31}" for k in some}
        assert set(values[name].split(".")) == names


def test_one_weight_pushed_or_pulled_far() -> None:
    bears, values = run_of("models/digits-perturbed"), values_of(DAMAGE)
    for end, name in ((-1, "turned"), (0, "turned_back")):
        shares = bears["turned"][:, :, end]
        assert values[f"{name}_worst"] == pytest.approx(np.mean([min(each) for each in shares]))
        assert values[f"{name}_network"] == pytest.approx(shares.min())
    assert values["turned"] == pytest.approx(bears["turned"][:, :, -1].mean())
    assert values["turned_back"] == pytest.approx(bears["turned"][:, :, 0].mean())
    assert values["turned_far"] == bears["turns"].max() == -bears["turns"].min()


def test_single_orders_fall_in_steps() -> None:
    random, values = run_of("models/digits-lesions")["random"], values_of(DAMAGE)
    steps = [max(a - b for a, b in pairwise(row)) for row in random.reshape(-1, 49).tolist()]
    assert values["fall_median"] == pytest.approx(np.median(steps))
    assert values["fall_most"] == pytest.approx(max(steps)) and values["orders_of_all"] == len(steps)
    mean = random.mean(axis=(0, 1))
    assert values["fall_mean"] == pytest.approx((mean[:-1] - mean[1:]).max())
    assert values["fall_mean"] < values["fall_median"] / 2  # "the mean falls evenly; a single order does not"


def test_half_is_lost_after_so_many_of_the_most_important() -> None:
    most, values = run_of("models/digits-lesions")["most"], values_of(DAMAGE)
    halved = [next(n for n, share in enumerate(row) if share < 0.5) for row in most]
    assert (values["half_most_least"], values["half_most_most"]) == (min(halved), max(halved))
    assert values["half_gone"] == pytest.approx(most[:, values["six"]].mean())


def test_the_order_in_which_digits_are_lost_is_tested() -> None:
    loses, values = run_of("models/digits-lesions"), values_of(DAMAGE)
    for recalls, name in (
        (loses["random_recalls"].mean(axis=1), "order_random"),
        (loses["most_recalls"], "order_most"),
    ):
        # A digit that is never lost is lost last.
        lost = np.array(
            [[[*np.flatnonzero(net[:, k] < 0.5), len(net)][0] for k in range(10)] for net in recalls]
        )
        p = friedmanchisquare(*lost.T).pvalue
        assert values[name].startswith("is alike" if p < 0.01 else "is no more alike")
        printed = float(re.findall(r"p = ([\d.]+)", values[name])[0])
        assert printed == pytest.approx(p, abs=0.02)  # Friedman's p is itself an approximation


def grouped(answers: Array, most: int = 8) -> dict[int, float]:
    used = answers[:, np.ptp(answers, axis=0) > 0].astype(float)
    distance = np.clip(1 - np.corrcoef(used.T), 0, None)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    labels = {k: fcluster(tree, k, "maxclust") for k in range(2, most + 1)}
    return {k: float(silhouette_score(distance, each, metric="precomputed")) for k, each in labels.items()}


def test_regions_score_so_little_and_shuffled_answers_nearly_as_much() -> None:
    values, null, loses = values_of(REGIONS), run_of("models/digits-nulls"), run_of("models/digits-lesions")
    own = [grouped(hidden(k)) for k in range(10)]
    best = [max(scores.values()) for scores in own]
    assert np.allclose(loses["silhouette"], best, atol=1e-3)
    rng, labels, shuffled = np.random.default_rng(7), parts()[3], []
    for k in range(10):
        mixed = hidden(k).copy()
        for kind in range(10):
            mixed[labels == kind] = rng.permuted(mixed[labels == kind], axis=0)
        shuffled.append(max(grouped(mixed).values()))
    assert np.allclose(null["silhouette_shuffled"], shuffled, atol=0.03)  # other shuffles
    assert null["silhouette_untrained"].max() < min(best)
    assert (np.array(best) > shuffled).mean() >= 0.9 and "Most of what joins" in values["joined"]
    told = numbers(values["silhouettes"])
    ends = [
        f(null[name]) for name in ("silhouette_untrained", "silhouette_shuffled") for f in (np.min, np.max)
    ]
    assert told == pytest.approx([*ends, min(best), max(best)], abs=0.0051)


def test_the_number_of_regions_means_little() -> None:
    counts = [max(scores, key=lambda k: scores[k]) for scores in (grouped(hidden(k)) for k in range(10))]
    wide = grouped(hidden(0), 20)
    wider = max(wide, key=lambda k: wide[k])
    told = [int(number) for number in re.findall(r"\d+", values_of(REGIONS)["how_many"])]
    assert told == [min(counts), max(counts), 20, wider] and values_of(REGIONS)["regions"] == counts[0]
