"""What "From 5 to 6" says of who decides, and of how close the border is, computed again."""

from __future__ import annotations

import json
import re
from functools import cache

import numpy as np
import pytest
from built import built, run_of, values_of
from scipy.optimize import nnls
from scipy.spatial.distance import cdist

from .five import (
    ALL,
    NETWORKS,
    Array,
    blends,
    decided,
    digits,
    ends,
    layers,
    pictures,
    prints,
    run,
    said,
    usual,
    way,
    word,
)


@cache
def page_blend() -> tuple[list[Array], Array]:
    """The blend that the page begins with: what each layer of the first network says, and what each unit of
    the second adds to the lead of the 6 over the 5, (places, units).
    """
    figure = json.loads((built().figures / "five-to-six-way" / "way.json").read_text("utf-8"))
    begins = {param["name"]: param["value"] for param in figure["params"]}
    one, other = (pictures()[[begins[name]]] for name in ("digit", "digit2"))
    heard = [each[0] for each in layers(way(one, other), 0)]
    weights = run_of("models/digits-seeds")["output.weight"][0]
    return heard, heard[1] * (weights[6] - weights[5])


def test_how_many_units_turn_on_or_off_and_when() -> None:
    told, (heard, _) = values_of("five-to-six-units"), page_blend()
    answers = heard[-1].argmax(axis=1)
    step = next(n for n in range(99, -1, -1) if answers[n] != answers[n + 1])
    flips = [(each[1:] > 0) != (each[:-1] > 0) for each in heard[:2]]
    both = np.concatenate(flips, axis=1)
    assert told["until"] + told["after"] == both.sum() and told["second"] == flips[1].sum()
    assert told["until"] == both[: step + 1].sum() and told["at_once"] == both[step].sum()


def test_who_moves_the_sum_and_how_many_make_half_of_it() -> None:
    told, (heard, added) = values_of("five-to-six-who"), page_blend()
    change, bias = added[-1] - added[0], run_of("models/digits-seeds")["output.bias"][0]
    mover, lead = int(change.argmax()), heard[-1][:, 6] - heard[-1][:, 5]
    numbers = [float(n.replace("\u2212", "-")) for n in re.findall(r"[+\u2212][\d.]*\d", told["mover"])]
    expected = [change[mover], lead[-1] - lead[0], *added[[0, -1], mover]]
    assert told["mover"].startswith(f"b{mover + 1} moves it most") and (added[:, mover] <= 0).all()
    assert numbers == pytest.approx(expected, abs=0.0101)
    quiet = abs(added[-1, mover]) < 0.05 * abs(added[0, mover])
    assert ("falls silent" in told["mover"]) == quiet and ("says less for the 5" in told["mover"]) != quiet
    assert told["biases"] == pytest.approx(abs(bias[6] - bias[5]), abs=1e-6)
    greatest = sorted(change, reverse=True)
    assert told["half"] == next(n for n in range(1, 17) if 2 * sum(greatest[:n]) >= lead[-1] - lead[0])


def overtakes(lead: Array) -> float:
    """From where on the 6 stays ahead of the 5, as a share of the way."""
    behind = np.flatnonzero(lead <= 0)
    return 0.0 if not len(behind) else min(1.0, (behind[-1] + 0.5) / (len(lead) - 1))


def test_what_it_does_to_silence_the_unit_that_moves_the_sum_most() -> None:
    weights = run_of("models/digits-seeds")
    moved, others, farthest, halves = [], [], [], []
    for k in range(NETWORKS):
        _, right = blends("own", k)
        start, end = (each[right] for each in ends("own"))
        each = []
        for blend in way(start, end):
            hidden = layers(blend, k)[1]
            lead = hidden @ (w := np.diff(weights["output.weight"][k][[5, 6]], axis=0)[0].astype(float))
            lead = lead + np.diff(weights["output.bias"][k][[5, 6]])
            change = (hidden[-1] - hidden[0]) * w
            before, on = overtakes(lead), np.flatnonzero(hidden.any(axis=0))
            shift = {u: abs(overtakes(lead - hidden[:, u] * w[u]) - before) for u in on}
            mover, greatest = int(change.argmax()), np.sort(change)[::-1].cumsum()
            rest = [far for unit, far in shift.items() if unit != mover]
            each.append((shift[mover], np.median(rest), shift[mover] >= max(shift.values())))
            halves.append(1 + int((2 * greatest >= lead[-1] - lead[0]).argmax()))
        moved.append(np.median([own for own, _, _ in each]))
        others.append(np.median([other for _, other, _ in each]))
        farthest.append(np.mean([first for _, _, first in each]))
    told = values_of("five-to-six-silenced")
    assert told["halves"] == f"{np.median(halves):.0f} in the median, {min(halves)} to {max(halves)} over all"
    assert prints(told["silenced"], "moves that place by {} of the way", moved)
    assert prints(told["silenced"], "typically by {}.", others) and min(moved) > 1.5 * max(others)
    first = [int(share) for share in re.findall(r"in (\d+)% to (\d+)% of the pairs", told["hangs"])[0]]
    # where two units move it equally far, either may be called the first
    assert first == pytest.approx([100 * min(farthest), 100 * max(farthest)], abs=4)
    heard, added = page_blend()
    lead, unit = heard[-1][:, 6] - heard[-1][:, 5], int((added[-1] - added[0]).argmax())
    assert told["unit"] == f"b{unit + 1}" and told["silenced"].startswith(f"Silence b{unit + 1} on")
    assert f"Over {len(run()['own.pairs'])} pairs" in told["silenced"]
    assert prints(told["silenced"], "overtakes the 5 at {} of", [overtakes(lead - added[:, unit])])
    assert prints(told["silenced"], "of the way instead of {}.", [overtakes(lead)])


def neighbours_border(x: Array, known: Array, labels: Array, target: int) -> float:
    """The least change of `x` that makes a picture of `target` the nearest: exact, within 0 to 1.

    To be nearer to one picture than to each other one is to lie on one side of as many planes. The nearest
    such point is a least distance problem (Lawson and Hanson 1974, chapter 23), made of non-negative least
    squares; planes that are not met are added until there are none.
    """
    wanted, others = known[labels == target], known[labels != target]
    near, far = ((wanted - x) ** 2).sum(axis=1), ((others - x) ** 2).sum(axis=1)
    bound = ((near[:, None] - far) / (2 * cdist(wanted, others).clip(1e-9))).max(axis=1)
    best = np.inf
    for n in bound.argsort():
        if bound[n] >= best:
            break
        planes = np.vstack([wanted[n] - others, np.eye(len(x)), -np.eye(len(x))])
        least = np.concatenate([(near[n] - far) / 2, -x, x - 1])
        active, change = np.zeros(len(least), dtype=bool), np.zeros(len(x))
        while (missed := least - planes @ change).max() > 1e-9 and (change @ change) ** 0.5 < best:
            active[np.argsort(missed)[-8:]] = True
            matrix = np.vstack([planes[active].T, least[active]])
            goal = np.eye(len(matrix))[-1]
            rest = matrix @ nnls(matrix, goal, maxiter=10_000)[0] - goal
            change = -rest[:-1] / rest[-1]
        best = min(best, float((change @ change) ** 0.5)) if missed.max() <= 1e-9 else best
    return best


def test_how_close_the_border_of_the_sixes_is() -> None:
    fives = pictures()[run()["fives"]]
    known, labels = digits().train_images.astype(float), digits().train_labels
    exact = [neighbours_border(five, known, labels, 6) for five in fives[::3]]
    found = run()["neighbour_size"][::3]
    assert (found > np.array(exact) - 1e-4).all() and float(np.median(found / exact)) < 1.01
    sizes = {norm: [float(np.median(each)) for each in run()[f"{norm}_size"]] for norm in ("l2", "linf")}
    for norm, power in (("l2", 2), ("linf", np.inf)):
        changed = run()[f"{norm}_pictures"].astype(float)
        assert (said(changed, 0) == 6).all() and 0 <= changed.min() <= changed.max() <= 1
        size = np.linalg.norm(changed - fives, power, axis=1)
        assert size == pytest.approx(run()[f"{norm}_size"][0], abs=1e-5)
    start, end = ends("own")
    blend = []
    for k in range(NETWORKS):
        answers, right = blends("own", k)
        blend.append(float(np.median((decided(answers) * np.linalg.norm(end - start, axis=1))[right])))
    sixes = np.concatenate([known[labels == 6], pictures()[run_of("models/digits")["labels"] == 6]])
    nearest = float(np.median(cdist(fives, sixes).min(axis=1)))
    neighbour = float(np.median(run()["neighbour_size"]))
    close, border = word("close"), word("border")
    assert prints(close, "need no more than {}. ", sizes["l2"])
    assert prints(close, "has gone {} when the answer changes", blend)
    assert prints(close, "that somebody wrote is {} away", [nearest])
    assert prints(word("each_little"), "{} of full ink", sizes["linf"])
    assert prints(border, "typically {} from", [usual()]) and prints(border, "typically {} away", [neighbour])
    assert ("has it there, too" in border) == (neighbour < 1.25 * max(sizes["l2"]))
    assert ("much closer to a 5 than the sixes" in border) == (max(sizes["l2"]) < 0.6 * nearest)


def test_what_the_smallest_change_of_one_network_does_to_others_and_what_chance_does() -> None:
    fives = pictures()[run()["fives"]]
    mine = said(fives, 0) == 5
    fives, change = fives[mine], run()["l2_pictures"][mine] - fives[mine]
    told, random = values_of("five-to-six-chance"), np.random.default_rng(11)

    def sixes(by: float) -> list[float]:
        return [float((said(np.clip(fives + by * change, 0, 1), k) == 6).mean()) for k in range(ALL)]

    at = {by: sixes(by) for by in (0.9, 1, 1.1, 1.25, 1.5)}
    assert at[0.9][0] < 0.05 and at[1][0] == 1  # cut off at the border of the first
    assert told["fives"] == len(fives)
    assert prints(told["tells"], "At that size, {} of the 5s are a 6 to the nine others", at[1][1:])
    assert prints(told["tells"], "as much again, {} on average", [np.mean(at[1.5][1:])])
    for by, words in (
        (1, "At the border {} of the 5s"),
        (1.1, "a tenth beyond {},"),
        (1.25, "a quarter beyond {},"),
        (1.5, "as far again {}."),
    ):
        assert prints(told["grows"], words, [np.mean(at[by][1:])])
    length = np.linalg.norm(change, axis=1, keepdims=True)
    chance, foreign = [], []
    for _ in range(20):
        step = random.normal(size=change.shape)
        chance.append(fives + 1.7 * length * step / np.linalg.norm(step, axis=1, keepdims=True))
        other = random.permutation(len(fives))
        foreign.append(fives + 1.5 * length * (change / length)[other])
    by_chance, borrowed = (
        np.mean([said(np.clip(np.array(each), 0, 1), k) == 6 for k in range(1, ALL)])
        for each in (chance, foreign)
    )
    found = re.search(r"makes a 6 of (\d+)%; .* of (\d+)%\.", told["tells"])
    assert found and int(found[1]) == pytest.approx(100 * by_chance, abs=1)
    assert int(found[2]) == pytest.approx(100 * borrowed, abs=4)
    assert ("no quirk of one network" in told["tells"]) == (np.mean(at[1.25][1:]) > 0.5 and by_chance < 0.05)
