"""What the lesson on reading digits says of broken networks, checked against what the build measured.

The networks are run again here in NumPy, by hand, from the weights that the build saved.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from built import built, run_of, values_of
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss, recall_score

from nnexplain.figures import read_figure

LAYERS = ("hidden1", "hidden2", "output")


@cache
def weights_of(seed: int) -> dict[str, np.ndarray]:
    run = run_of("models/digits-seeds")
    names = [f"{layer}.{part}" for layer in LAYERS for part in ("weight", "bias")]
    return {name: run[name][seed].astype(float) for name in names}


def says(weights: dict[str, np.ndarray], factors: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The answers of a network whose 48 hidden units are multiplied by `factors`."""
    gains = np.split(factors, [len(weights["hidden1.bias"])])
    for layer, gain in zip(LAYERS, gains, strict=False):
        x = np.maximum(x @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"], 0) * gain
    return np.asarray((x @ weights["output.weight"].T + weights["output.bias"]).argmax(axis=1))


def loss(weights: dict[str, np.ndarray], factors: np.ndarray, x: np.ndarray, labels: np.ndarray) -> float:
    gains = np.split(factors, [len(weights["hidden1.bias"])])
    for layer, gain in zip(LAYERS, gains, strict=False):
        x = np.maximum(x @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"], 0) * gain
    sums = x @ weights["output.weight"].T + weights["output.bias"]
    shares = np.exp(sums - sums.max(axis=1, keepdims=True))
    return float(log_loss(labels, shares / shares.sum(axis=1, keepdims=True)))


def without(units: np.ndarray) -> np.ndarray:
    factors = np.ones(48)
    factors[units] = 0
    return factors


@pytest.mark.parametrize("seed", [0, 4])
def test_turned_units_are_counted_as_they_answer(seed: int) -> None:
    run, bears = run_of("models/digits"), run_of("models/digits-perturbed")
    assert len(bears["asked"]) == len(run["labels"])  # the whole held-out set
    for unit in (3, 20, 40):
        for k, gain in enumerate(bears["gains"]):
            factors = np.ones(48)
            factors[unit] = gain
            share = (says(weights_of(seed), factors, run["images"]) == run["labels"]).mean()
            assert bears["gained"][seed, unit, k] == pytest.approx(share, abs=1 / 450 + 1e-9)


def test_nothing_disturbed_is_nothing_lost() -> None:
    bears, scores = run_of("models/digits-perturbed"), run_of("models/digits-seeds")["scores"]
    for strengths, shares, calm in (
        ("gains", "gained", 1),
        ("turns", "turned", 0),
        ("noises", "shaken", 0),
        ("input_noises", "blurred", 0),
    ):
        here = bears[shares][:, :, np.isclose(bears[strengths], calm)]
        assert np.allclose(here, scores[:, None, None])


def test_the_network_bears_what_the_lesson_says_it_bears() -> None:
    values = values_of("digit-ocr-damage")
    assert values["silent_unit"] > 0.94 and values["silent_worst"] > 0.75
    assert run_of("models/digits-perturbed")["gained"][:, :, -1].mean() > 0.94  # "hardly anything changes"
    assert values["turned"] > 0.9 and values["turned_worst"] < 0.5 < 0.8 < values["turned_back_worst"]
    assert values["noise_small"] > 0.94 > values["noise_half"] > 0.6 > values["noise_one"]
    assert values["pixels_learned"] > 0.9


@pytest.mark.parametrize("seed", [0, 7])
def test_units_go_in_the_order_of_what_their_loss_costs_in_training(seed: int) -> None:
    from nnexplain.data.digits import load_digits

    digits, run, loses = load_digits(), run_of("models/digits"), run_of("models/digits-lesions")
    weights, rank = weights_of(seed), loses["rank"][seed]
    rise = [loss(weights, without(np.array([k])), digits.train_images, digits.train_labels) for k in rank]
    assert sorted(rank) == list(range(48)) and (np.diff(rise) >= -1e-5).all()
    for curve, order in (("least", rank), ("most", rank[::-1])):
        for count in (0, 1, 6, 13, 30, 48):
            said = says(weights, without(order[:count]), run["images"])
            share = (said == run["labels"]).mean()
            assert loses[curve][seed, count] == pytest.approx(share, abs=1 / 450 + 1e-9)
            if curve == "most":
                recalls = recall_score(run["labels"], said, average=None)
                assert np.allclose(loses["most_recalls"][seed, count], recalls, atol=1 / 40)


def test_the_lines_fall_as_the_lesson_tells_it() -> None:
    loses, values = run_of("models/digits-lesions"), values_of("digit-ocr-damage")
    least, most = loses["least"].mean(axis=0), loses["most"].mean(axis=0)
    random = loses["random"].mean(axis=(0, 1))
    assert (least[1:36] > random[1:36]).all() and (random[1:36] > most[1:36]).all()
    steps = -np.diff(random)
    assert steps.max() < 0.05  # nowhere does it suddenly fail
    assert steps[:20].min() > 0.01  # and no unit goes unnoticed
    assert random[values["bears_random"]] >= 0.95 * random[0] > random[values["bears_random"] + 1]
    assert least[values["bears_least"]] >= 0.95 * least[0] > least[values["bears_least"] + 1]
    assert most[values["six"]] == pytest.approx(values["half_gone"]) and values["half_gone"] < 0.6
    assert values["quarter_gone"] == pytest.approx(random[12])
    idle = np.flatnonzero(run_of("models/digits")["region"] < 0)
    assert set(idle) & set(loses["rank"][0][: values["bears_least"]])  # "some of them were never on"


def test_which_digit_goes_first_depends_on_the_start() -> None:
    values, figure = (
        values_of("digit-ocr-damage"),
        read_figure(built().figures / "digit-ocr-damage/lost-first.json"),
    )
    assert values["kinds_first"] >= 3
    tables = [data["columns"] for data in figure.data.values() if "digit" in data["columns"]]
    recalls = run_of("models/digits-lesions")["random_recalls"].mean(axis=1)
    lost = [[int(np.flatnonzero(net[:, kind] < 0.5)[0]) for kind in range(10)] for net in recalls]
    (table,) = [table for table in tables if table["mean"][0] == pytest.approx(np.mean(lost, axis=0)[0])]
    assert np.allclose(table["mean"], np.mean(lost, axis=0), atol=1e-3)
    assert table["least"] == np.min(lost, axis=0).tolist() and table["most"] == np.max(lost, axis=0).tolist()
    assert np.argmin(table["mean"]) == values["first_random"]
    for one in tables:  # the lines overlap: the first digit to go has one of the others before its end
        first = int(np.argmin(one["mean"]))
        assert sum(least <= one["most"][first] for least in one["least"]) > 5


def test_silencing_a_region_costs_what_the_table_says() -> None:
    run, loses = run_of("models/digits"), run_of("models/digits-lesions")
    own = loses["region_seed"] == 0
    assert own.sum() == run["region"].max() + 1 == len(run.facts["region_words"])
    for group, recalls in enumerate(loses["region_recalls"][own]):
        said = says(weights_of(0), without(np.flatnonzero(run["region"] == group)), run["images"])
        assert np.allclose(recalls, recall_score(run["labels"], said, average=None), atol=1 / 40)
    figure = read_figure(built().figures / "digit-ocr-regions" / "region-lesions.json")
    tables = [data["columns"] for data in figure.data.values() if "share" in data["columns"]]
    shown = [np.reshape(table["share"], (own.sum(), 11))[:, :10] for table in tables]
    assert any(np.allclose(table, 1 - loses["region_recalls"][own], atol=1e-3) for table in shown)


def test_regions_are_particular_rather_than_important() -> None:
    values = values_of("digit-ocr-regions")
    assert 0 < values["reads_random"] - values["reads"] < 0.15  # "not much more"
    assert values["favourites"] < values["favourites_random"] - 0.3
    assert abs(values["others"] - values["others_random"]) < 0.1
    assert values["silhouette_most"] < 0.4  # "far from clear-cut"
    assert 0.3 < values["stability_least"] <= values["stability"] <= values["stability_most"] < 1
    assert (values["odd_lost"] > 0.5 and values["odd_kept"] > 0.5) == ("not a purpose" in values["odd"])
    assert str(values["odd_digit"]) not in str(values["odd_region"])


def test_idle_units_belong_to_no_region() -> None:
    run, values = run_of("models/digits"), values_of("digit-ocr-regions")
    hidden = np.concatenate([run["hidden1"], run["hidden2"]], axis=1)
    assert run["region"].dtype == np.int8 and run["region"].shape == (48,)
    assert np.array_equal(run["region"] < 0, hidden.max(axis=0) == 0)
    assert values["in_use"] == (run["region"] >= 0).sum()


def test_it_is_as_modest_as_the_lesson_says() -> None:
    labels, sisters = run_of("models/digits")["labels"], run_of("models/digits-seeds")
    values = values_of("digit-ocr-measured")
    pooled, truth = sisters["probabilities"].reshape(-1, 10), np.tile(labels, len(sisters["scores"]))
    sure, correct = pooled.max(axis=1), pooled.argmax(axis=1) == truth
    right, mean = calibration_curve(correct, sure, n_bins=10)
    counts = np.histogram(sure, bins=np.linspace(0, 1, 11))[0]
    counts = counts[counts > 0]
    error = (counts / counts.sum()) @ np.abs(right - mean)
    assert values["calibration_error"] == pytest.approx(error, abs=1e-6)
    many = counts >= values["few"]
    assert (right - mean)[many].sum() > 0 and (right > mean)[many].sum() > many.sum() / 2
    assert values["mean_sure"] < values["accuracy_mean"] and values["plain_sure"] > values["without_noise"]
    assert (values["modest"], values["plain_way"]) == ("modest", "the other way round")
    assert values["answers"] == len(pooled) and values["surest_bin"] > 0.8
