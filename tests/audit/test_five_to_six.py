"""What "From 5 to 6" says of its ways, computed again from the saved runs: one function a claim."""

from __future__ import annotations

import re

import numpy as np
import pytest
from built import run_of, values_of
from scipy.spatial.distance import cdist

from .five import (
    FEW,
    NETWORKS,
    WORDS,
    Array,
    blends,
    decided,
    digits,
    ends,
    pictures,
    prints,
    row,
    run,
    said,
    strays,
    through,
    usual,
    way,
    word,
)


def test_where_on_the_blend_it_is_decided() -> None:
    told, medians, early, late = values_of("five-to-six-measured"), [], [], []
    for k in range(NETWORKS):
        answers, right = blends("own", k)
        places = decided(answers[right])
        medians.append(np.median(places))
        early.append(np.quantile(places, 0.1))
        late.append(np.quantile(places, 0.9))
    assert (told["early"], told["late"]) == pytest.approx((max(early), min(late)), abs=1e-6)
    assert (told["middle_least"], told["middle_most"]) == pytest.approx(
        (min(medians), max(medians)), abs=1e-6
    )
    assert prints(word("answer"), "before {} of the blend", medians)


def test_how_many_pairs_fives_and_digits_there_are() -> None:
    told, labels = values_of("five-to-six-measured"), run_of("models/digits")["labels"]
    assert told["pairs"] == len(run()["own.pairs"]) == len(run()["any.pairs"])
    facts = run().facts
    assert told["networks"] == NETWORKS and told["ways"] == len(facts["ways"]) and told["few"] == FEW
    assert values_of(WORDS)["codes"] == "{}, {} or {}".format(*facts["codes"])
    assert told["fives"] == (labels == 5).sum()
    assert values_of("five-to-six-paths")["known"] == len(labels) + len(digits().train_images)
    assert values_of("five-to-six-paths")["usual"] == pytest.approx(usual(), abs=1e-5)
    known, random = digits().train_images, np.random.default_rng(4)
    noise = run_of("models/digits").facts["recipe"]["noise"]
    shaken = known[::3] + noise * random.standard_normal(known[::3].shape)
    far = float(np.median(cdist(shaken, known).min(axis=1)))
    noisy = str(values_of("five-to-six-paths")["noisy"])
    assert prints(noisy, "typically {}, but", [far])
    assert far > np.median(run()["own.off"][0][run()["own.ends"][0] > 0])  # farther off still


def test_the_drawn_stroke_closes_the_drawn_5() -> None:
    answers = np.stack([said(run()["stroke"].astype(float), k) for k in range(NETWORKS)])
    assert (answers[:, 0] == 5).all() and (answers[:, -1] == 6).all()
    assert prints(
        word("stroke"), "once {} of the arc are drawn, all three networks say 6 for good", decided(answers)
    )
    assert ("never a third digit" in word("stroke")) != strays(answers).any()


def test_what_one_arc_and_a_fitting_one_make_of_other_5s() -> None:
    fives = pictures()[run_of("models/digits")["labels"] == 5]
    laid = np.minimum(fives + run()["arc"], 1)
    stay, turn, share, made, still = [], [], [], [], []
    rest = np.zeros(10)
    for k in range(NETWORKS):
        was, then = said(fives, k) == 5, said(laid, k)
        stay.append((was & (then == 5)).sum())
        turn.append((was & (then == 6)).sum())
        share.append(turn[-1] / was.sum())
        closed = said(run()["own.closed"].astype(float), k)[said(ends("own")[0], k) == 5]
        made.append((closed == 6).mean())
        still.append((closed == 5).mean())
        rest += np.bincount(closed, minlength=10) / len(closed)
    assert f"each of the {len(fives)} " in word("laid") and prints(word("laid"), "leaves {} a 5,", stay)
    assert prints(word("laid"), "makes a 6 of {}.", turn)
    assert word("laid").startswith("Hardly ever.") == (max(turn) < 0.2 * len(fives))
    assert prints(word("closed"), "{} are then a 6", made) and prints(
        word("closed"), "{} are still a 5", still
    )
    rest[[5, 6]] = 0
    assert f"most often {'an' if rest.argmax() == 8 else 'a'} {rest.argmax()}." in word("one_arc")
    assert prints(word("one_arc"), "One arc for all makes a 6 of {}.", share)
    assert word("closed").startswith("Seldom.") == (max(made) < 0.5)


def test_how_many_pixels_it_takes_one_by_one() -> None:
    start, end = ends("own")
    differ = (start != end).sum(axis=1)
    assert f"Of the {np.median(differ):.0f} pixels" in word("decided")
    told = {}
    for order in ("lose", "keep"):
        settled, right = run()["own.settled"][row(order)], run()["own.ends"][row(order)] > 0
        told[order] = [np.median((differ * settled[k] + 0.5)[right[k]]) for k in range(NETWORKS)]
        shares = [float(np.median(settled[k][right[k]])) for k in range(NETWORKS)]
        before = "before {} of the way in one" if order == "lose" else "before {} in the other"
        assert prints(word("answer"), before, shares)
    assert prints(word("decided"), "{} are enough in one order", told["lose"])
    assert prints(word("decided"), "{} are needed in the other", told["keep"])
    assert ("makes all the difference" in word("decided")) == (max(told["lose"]) < 0.5 * min(told["keep"]))


def crossed(code: int) -> tuple[Array, Array, Array]:
    """For every network and autoencoder: where half are decided, how many stray, how many pairs count."""
    places, thirds, counts = (np.full((NETWORKS, NETWORKS), np.nan) for _ in range(3))
    for k in range(NETWORKS):
        for j in range(NETWORKS):
            answers = said(through(code, j), k)
            right = answers[(answers[:, 0] == 5) & (answers[:, -1] == 6)]
            counts[k, j] = len(right)
            if len(right) >= FEW:
                places[k, j], thirds[k, j] = np.median(decided(right)), strays(right).mean()
    return places, thirds, counts


def test_through_few_numbers_it_is_the_autoencoder_that_decides() -> None:
    """Each network reads the ways through each autoencoder: rows are networks, columns autoencoders."""
    moves = {}
    for code in (8, 4, 2):
        places, thirds, counts = crossed(code)
        enough = thirds[counts >= FEW]
        assert prints(word("thirds"), f"{{}} through {code}", enough)
        if (counts >= FEW).all():
            by = [
                float((each.max(axis) - each.min(axis)).mean())
                for each in (places, thirds)
                for axis in (1, 0)
            ]
            moves[code] = (places.max() - places.min(), by[:2], places)
            points = re.search(rf"through {code} \((\d+) points .*?, (\d+) from", word("thirds"))
            assert points and [int(points[1]), int(points[2])] == pytest.approx(
                100 * np.array(by[2:]), abs=0.51
            )
    code, (_, (coder, network), places) = max(moves.items(), key=lambda each: each[1][0])
    said_of = word("through")
    assert prints(said_of, f"through {code}, half of the pairs are decided before {{}} of", places.ravel())
    assert prints(said_of, "from one autoencoder to another that moves by {} of the way", [coder])
    assert prints(said_of, "from one network to another by {}.", [network])
    assert ("on the autoencoder more than on the network" in said_of) == (coder > 2 * network)
    whole, right = run()["own.settled"][row("stroke")], run()["own.ends"][row("stroke")] > 0
    arcs = [float(np.median(whole[k][right[k]])) for k in range(NETWORKS) if right[k].sum() >= FEW]
    assert prints(word("arc"), "decided before {} of the arc", arcs)


def test_how_often_the_blend_meets_a_third_digit() -> None:
    for kind in ("own", "any"):
        shares = [
            strays(answers[right]).mean() for answers, right in (blends(kind, k) for k in range(NETWORKS))
        ]
        assert prints(word("thirds"), "{} meet" if kind == "own" else "it is {} on the blend", shares)
    counts = sum(run()[f"{kind}.met"][run()[f"{kind}.ends"] > 0].sum(axis=0) for kind in ("own", "any"))
    assert word("thirds").endswith(f"Most often that digit is {np.argmax(counts)}.")


def test_in_how_many_comparisons_the_blend_strays_less_and_in_how_many_clearly() -> None:
    """Each digit of a draw counts as often as it is drawn, pair by pair."""
    random, less, clear, against, of = np.random.default_rng(5), 0, 0, 0, 0
    for kind in ("own", "any"):
        third, right, pairs = (run()[f"{kind}.{part}"] for part in ("third", "ends", "pairs"))
        own = [np.unique(pairs[:, end]) for end in (0, 1)] if kind == "own" else [np.unique(pairs)]
        counts = []
        for _ in range(1500):
            drawn = [np.bincount(random.choice(some, len(some)), minlength=2000) for some in own]
            counts.append(drawn[0][pairs[:, 0]] * drawn[-1][pairs[:, 1]])
        for way_of in range(1, len(third)):
            for k in range(NETWORKS):
                both = (right[0, k] > 0) & (right[way_of, k] > 0)
                if both.sum() < FEW:
                    continue
                more = np.where(both, third[way_of, k] - third[0, k], 0)
                sums = np.sort(np.array(counts) @ more)
                of, less = of + 1, less + int(more.sum() > 0)
                clear, against = clear + int(sums[37] > 0), against + int(sums[-38] < 0)
    told = re.search(r"In (\d+) of (\d+) comparisons .* in (\d+) of them clearly; in (\w+) ", word("strays"))
    assert told and [int(told[1]), int(told[2])] == [less, of]
    assert int(told[3]) == pytest.approx(clear, abs=2) and told[4] == (str(against) if against else "none")
    assert word("strays").startswith("On the plain blend.") == (clear > of / 2 and not against)
    fives, sixes = (len(set(run()["own.pairs"][:, end].tolist())) for end in (0, 1))
    assert f"share {fives} fives and {sixes} sixes" in word("strays")


def test_how_often_the_answer_changes_along_the_blend() -> None:
    phrases = {
        "own": ("more than once for {} of", "more than twice for {}."),
        "any": ("it is {}, and", "and {}."),
    }
    for kind, words in phrases.items():
        counts = [
            (answers[right][:, 1:] != answers[right][:, :-1]).sum(axis=1)
            for answers, right in (blends(kind, k) for k in range(NETWORKS))
        ]
        for above, phrase in zip((1, 2), words, strict=True):
            assert prints(word("flips"), phrase, [float((each > above).mean()) for each in counts])
    more, third, right = (
        np.concatenate([run()[f"{kind}.{part}"].ravel() for kind in ("own", "any")])
        for part in ("flips", "third", "ends")
    )
    alone = int(((more > 1) & (third == 0) & (right > 0)).sum())
    assert f"{alone} of the {int(right.sum()):,} ways that count" in word("flips")


def test_what_a_hundred_places_leave_out() -> None:
    missed = []
    for k in range(NETWORKS):
        answers, right = blends("own", k)
        start, end = ends("own")
        finer = [strays(said(way(start[[n]], end[[n]], 1000), k))[0] for n in np.flatnonzero(right)]
        missed.append(int((np.array(finer) & ~strays(answers[right])).sum()))
    assert prints(word("missed"), "{} more of the", missed)


def test_how_far_off_the_map_the_ways_go() -> None:
    real = np.concatenate([pictures(), digits().train_images])

    def farthest(ways: Array) -> Array:
        return np.array([cdist(each[::4], real).min(axis=1).max() for each in ways])

    blend, nearer = farthest(way(*ends("own"))), []
    for k in range(NETWORKS):
        answers = said(through(8, k), k)
        both = blends("own", k)[1] & (answers[:, 0] == 5) & (answers[:, -1] == 6)
        nearer.append((farthest(through(8, k)) < blend)[both].mean())
    assert prints(word("map"), "nearer to real digits in {} of the pairs", nearer)
    assert word("map").startswith("No.") == (min(nearer) > 0.5)
    medians = [float(np.median(blend[blends("own", k)[1]])) for k in range(NETWORKS)]
    assert prints(word("map"), "against {} on the blend", medians)
    off, right = run()["own.off"], run()["own.ends"] > 0
    single = [
        float(np.median(off[row(o), k][right[row(o), k]])) for o in ("keep", "lose") for k in range(NETWORKS)
    ]
    assert prints(word("map"), "typically {}, against", single)
    at = row("stroke")
    closed = [
        float(np.median(off[at, k][right[at, k]])) for k in range(NETWORKS) if right[at, k].sum() >= FEW
    ]
    assert prints(word("map"), "and {} with the closing stroke", closed)


def test_what_is_left_out() -> None:
    counts = {kind: (run()["own.ends"][row(kind)] > 0).sum(axis=1) for kind in ("blend", "code-2", "stroke")}
    assert [int(blends("own", k)[1].sum()) for k in range(NETWORKS)] == counts["blend"].tolist()
    assert [int(crossed(2)[2][k, k]) for k in range(NETWORKS)] == counts["code-2"].tolist()
    for kind, place in (
        ("blend", "count on the blend"),
        ("code-2", "on the ways"),
        ("stroke", "on the clo"),
    ):
        assert prints(word("left_out"), f"{{}} {place}", counts[kind])
    assert ("fewer than 30" in word("left_out")) == (min(map(min, counts.values())) < FEW)
