"""Digits of hands that do not exist: what makes them plain, and how well the lesson's network reads them."""

from __future__ import annotations

import numpy as np
from built import run_of
from drawn import IMAGES, LABELS

from nnexplain.data.hands import FORMS, MET, drawn
from nnexplain.data.pad import SIDE, block_counts, lift, prepared
from nnexplain.data.strokes import ink

OTHERS = 20_000
"""Seeds from here on are of hands that no script of the site has."""


def read(drawings: list[np.ndarray]) -> np.ndarray:
    """What the lesson's network says of drawings on the pad."""
    run = run_of("models/digits")
    now = np.array([prepared(one).ravel() for one in drawings]) / 16
    for layer in ("hidden1", "hidden2", "output"):
        now = np.maximum(now, 0) @ run[f"{layer}.weight"].T + run[f"{layer}.bias"]
    return np.asarray(now.argmax(axis=1))


def test_the_same_seed_draws_the_same_and_others_draw_otherwise() -> None:
    (one, digits, form), (again, _, _), (other, _, _) = drawn(2, 5, MET), drawn(2, 5, MET), drawn(2, 6, MET)
    assert (one == again).all() and (one != other).any(axis=(1, 2)).all()
    assert one.shape == (20, SIDE, SIDE) and digits.tolist() == [*range(10)] * 2
    assert set(form.tolist()) <= set(MET) and all(len(forms) == 4 for forms in FORMS)


def test_digits_are_of_every_size_and_place_and_whole() -> None:
    some, _, form = drawn(30, OTHERS)
    high = np.array([np.ptp(np.flatnonzero(one.any(axis=1))) + 1 for one in some])
    assert high.min() <= 14 and high.max() >= 29 and set(form.tolist()) == {0, 1, 2, 3}
    assert block_counts(some).any(axis=0).all(), "every part of the paper is inked by somebody"
    pressed = some.sum(axis=(1, 2)) / high
    assert pressed.min() >= 1 and np.percentile(pressed, 95) > 3 * np.percentile(pressed, 5), "fine and broad"


def test_what_unmet_hands_draw_plainly_is_read() -> None:
    some, digits, form = drawn(60, OTHERS + 1)
    right = read(list(some)) == digits
    assert right.mean() >= 0.95
    assert right[~np.isin(form, MET)].mean() >= 0.9, "and forms that it never met"
    assert min(right[digits == kind].mean() for kind in range(10)) >= 0.85


def test_large_and_small_in_the_middle_and_in_a_corner() -> None:
    """Two that were once spoilt: an upright stroke, and a 4 with an upright back."""
    one = [np.array([(0, 0), (0, 1)])]
    four = [np.array([(0.1, 0), (0, 0.6)]), np.array([(0, 0.6), (0.62, 0.6)]), np.array([(0.5, 0), (0.5, 1)])]
    for digit, strokes in ((1, one), (4, four)):
        for size in (14, 20, 26):
            for left, top in ((2, 2), (12, 4), (14, 30 - size)):
                for pen in (2, 3):
                    drawing = ink([stroke * size + (left, top) for stroke in strokes], pen)
                    assert read([drawing])[0] == digit, (digit, size, left, top, pen)


def test_the_data_set_s_own_digits_survive_the_pad() -> None:
    """As drawings, half as large in a corner, and fitted again: most are read as when they were whole."""
    some = np.arange(0, len(IMAGES), 6)
    small = []
    for image in IMAGES[some]:
        placed = np.zeros((SIDE, SIDE), np.uint8)
        placed[14:30, 2:18] = lift(image).reshape(16, 2, 16, 2).sum((1, 3)) >= 2
        small.append(placed)
    assert (read(small) == LABELS[some]).mean() >= 0.95
