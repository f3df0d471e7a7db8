"""The closing strokes of "From 5 to 6": the arc that fits a pair, and what is said as it grows."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pytest
from built import run_of, values_of
from numpy.typing import NDArray
from test_five_lesson import SOME, WORDS, ends, last_change, logits, row

from nnexplain.data.strokes import Arc, arcs, begun, ink

Array = NDArray[np.float64]


def counted(cells: NDArray[np.bool_]) -> Array:
    """The share of ink in each block of 4 × 4, (64,)."""
    return np.asarray(cells.reshape(8, 4, 8, 4).mean(axis=(1, 3)).ravel())


@cache
def whole() -> list[tuple[Arc, Array]]:
    return [(arc, counted(ink([arc.line()], arc.width))) for arc in arcs()]


def fitted(five: Array, six: Array) -> Arc:
    off = [float(((np.minimum(1, five + laid) - six) ** 2).sum()) for _, laid in whole()]
    return whole()[off.index(min(off))][0]


def test_along_a_closing_stroke_each_network_says_what_was_measured() -> None:
    run, at = run_of("models/five-to-six"), row("stroke")
    assert run.facts["arcs"] == len(whole())
    for pair in SOME:
        five, six = ends("own", pair)
        arc = fitted(five, six)
        grown = [counted(ink([begun(arc.line(), share)], arc.width)) for share in np.linspace(0, 1, 101)[1:]]
        pictures = np.minimum(1, [five, *(five + laid for laid in grown)])
        assert run["own.closed"][pair] == pytest.approx(pictures[-1], abs=1e-6)
        for k in range(3):
            said = logits(k, pictures).argmax(axis=1)
            found = {
                name: run[f"own.{name}"][at, k, pair] for name in ("first", "last", "flips", "third", "ends")
            }
            assert (found["first"], found["last"]) == (said[0], said[-1])
            assert found["flips"] == (said[1:] != said[:-1]).sum()
            assert bool(found["third"]) == bool(set(said.tolist()) - {said[0], said[-1]})
            assert bool(found["ends"]) == (said[0] == 5 and said[-1] == 6)
            assert run["own.settled"][at, k, pair] == pytest.approx(
                last_change(said), abs=0.0101, nan_ok=True
            )


def test_the_arc_that_fits_brings_a_five_nearer_to_its_six() -> None:
    run, images = run_of("models/five-to-six"), run_of("models/digits")["images"]
    five, six = (images[run["own.pairs"][:, end]] for end in (0, 1))
    before, after = (np.linalg.norm(picture - six, axis=1) for picture in (five, run["own.closed"]))
    same = np.linalg.norm(np.minimum(1, five + run["arc"]) - six, axis=1)
    assert (after <= same + 1e-6).all()  # the drawn 5's own arc is one of the family
    assert (after < before).mean() > 0.95
    assert (run["own.closed"] >= five - 1e-6).all() and run["own.closed"].max() <= 1


def test_even_the_arc_that_fits_seldom_makes_a_six() -> None:
    run, words = (
        run_of("models/five-to-six"),
        " ".join(values_of(WORDS)[name] for name in ("closed", "one_arc")),
    )
    images, pairs = run_of("models/digits")["images"], run["own.pairs"]
    made: dict[int, list[float]] = {5: [], 6: []}
    rest = np.zeros(10)
    for k in range(3):
        read = logits(k, images[pairs[:, 0]]).argmax(axis=1) == 5
        counts = np.bincount(logits(k, run["own.closed"][read]).argmax(axis=1), minlength=10) / read.sum()
        rest += counts
        for kind in made:
            made[kind].append(100 * counts[kind])
    assert max(made[6]) < 50 and words.startswith("Seldom.")
    told = [int(share) for share in re.findall(r"(\d+)%", words)]
    fives = images[run["fives"]]
    read_as = [logits(k, fives).argmax(axis=1) == 5 for k in range(3)]
    same = [logits(k, np.minimum(1, fives + run["arc"])).argmax(axis=1) == 6 for k in range(3)]
    alike = [100 * turned[ok].mean() for turned, ok in zip(same, read_as, strict=True)]
    assert told == [round(edge(shares)) for shares in (made[6], made[5], alike) for edge in (min, max)]
    rest[[5, 6]] = 0
    assert re.search(rf"The rest is most often an? {rest.argmax()}\.", words)


def test_between_any_two_digits_no_closing_stroke_is_claimed() -> None:
    run = run_of("models/five-to-six")
    assert len(run["own.ends"]) == len(run.facts["ways"]) == len(run["any.ends"]) + 1 == 7
    assert row("stroke") == 6
