"""Digits drawn by hands that do not exist: the strokes of each form of each digit, and who draws them.

A form is how people write a digit: a 7 with a bar and one without, a 4 that is open and one that is closed.
A hand has one form of each, its own slant, proportions and pen, and it shakes a little. It draws at any size
and at any place of the paper. What is drawn is plain: nothing is crossed out or left away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnexplain.data.digits import Digits
from nnexplain.data.pad import prepared
from nnexplain.data.strokes import SIDE, curve, reached

Stroke = tuple[tuple[float, float], ...]
Form = tuple[Stroke, ...]
Lines = list[NDArray[np.float64]]
Bitmap = NDArray[np.uint8]

FORMS: tuple[tuple[Form, ...], ...] = (
    (  # 0: an oval, a narrow one that begins at the right, a round one that ends inside, an egg
        (((30, 0), (6, 18), (0, 50), (8, 84), (30, 100), (52, 84), (60, 50), (54, 18), (30, 0)),),
        (((40, 6), (20, 0), (4, 30), (4, 72), (22, 100), (42, 76), (46, 34), (34, 4), (22, 4)),),
        (((44, 4), (10, 14), (0, 52), (18, 94), (48, 94), (70, 56), (60, 14), (32, 2), (26, 12)),),
        (((28, 2), (0, 40), (10, 90), (40, 96), (60, 60), (52, 16), (28, 2)),),
    ),
    (  # 1: a stroke, with a flag, with a flag and a foot, with a long flag
        (((0, 0), (0, 100)),),
        (((0, 24), (28, 0)), ((28, 0), (28, 100))),
        (((0, 22), (26, 0)), ((26, 0), (26, 100)), ((4, 100), (50, 100))),
        (((0, 42), (22, 22), (34, 0)), ((34, 0), (32, 100))),
    ),
    (  # 2: with a straight foot, with a loop, one that begins low and is broad, one like a swan
        (((2, 22), (26, 0), (54, 24), (36, 62), (0, 100)), ((0, 100), (58, 100))),
        (((4, 18), (30, 0), (52, 26), (26, 76), (4, 96), (6, 82), (24, 88), (60, 98)),),
        (((0, 32), (10, 6), (40, 0), (58, 24), (42, 58), (4, 98)), ((4, 98), (62, 94))),
        (((0, 14), (24, 0), (46, 18), (38, 52), (8, 92), (30, 92), (58, 98)),),
    ),
    (  # 3: two bowls, a flat top, a small bowl over a large one, in one sweep
        (((2, 12), (30, 0), (54, 22), (22, 46)), ((22, 46), (58, 70), (32, 100), (0, 88))),
        (((0, 0), (54, 0)), ((54, 0), (22, 40)), ((22, 40), (52, 52), (52, 84), (24, 100), (0, 90))),
        (((6, 10), (28, 0), (44, 18), (18, 38)), ((18, 38), (56, 58), (46, 94), (18, 100), (0, 86))),
        (((0, 8), (32, 2), (46, 24), (28, 44), (24, 48), (34, 50), (56, 74), (30, 100), (2, 94)),),
    ),
    (  # 4: open, closed, open with a curve, open with a long upright
        (((14, 0), (0, 60)), ((0, 60), (60, 58)), ((46, 26), (44, 100))),
        (((42, 0), (0, 66)), ((0, 66), (62, 66)), ((42, 0), (42, 100))),
        (((10, 4), (2, 44), (20, 56), (46, 48)), ((50, 4), (46, 52), (44, 100))),
        (((12, 0), (4, 52)), ((4, 52), (54, 52)), ((50, 0), (50, 100))),
    ),
    (  # 5: with a corner, its top drawn last, round, with a large bowl
        (((54, 0), (8, 0)), ((8, 0), (4, 42)), ((4, 42), (30, 36), (56, 64), (34, 98), (0, 90))),
        (((8, 4), (4, 46)), ((4, 46), (36, 42), (52, 70), (30, 100), (2, 94)), ((8, 4), (52, 0))),
        (((50, 2), (22, 2), (4, 42)), ((4, 42), (38, 40), (54, 70), (26, 100), (0, 86))),
        (((58, 2), (14, 0)), ((14, 0), (8, 36)), ((8, 36), (44, 32), (62, 66), (40, 98), (2, 94))),
    ),
    (  # 6: a curve, a straight back, a large belly, a curl
        (((46, 0), (14, 32), (0, 70), (24, 100), (52, 78), (34, 54), (2, 74)),),
        (((36, 0), (4, 58), (4, 84), (26, 100), (48, 82), (36, 58), (6, 68)),),
        (((50, 4), (16, 20), (0, 62), (20, 98), (54, 84), (48, 52), (18, 50), (2, 68)),),
        (((30, 0), (8, 36), (2, 76), (22, 100), (44, 84), (34, 64), (6, 78)),),
    ),
    (  # 7: plain, with a bar, with a serif, bent
        (((0, 0), (56, 0)), ((56, 0), (20, 100))),
        (((0, 2), (56, 0)), ((56, 0), (22, 100)), ((14, 50), (54, 48))),
        (((2, 18), (4, 2)), ((4, 2), (56, 2)), ((56, 2), (34, 46), (26, 100))),
        (((0, 6), (30, 6), (54, 0)), ((54, 0), (28, 52), (20, 100))),
    ),
    (  # 8: in one stroke, of two circles, with a small head, from the middle
        (((48, 14), (28, 0), (8, 22), (30, 46), (54, 76), (28, 100), (4, 76), (28, 46), (50, 22), (48, 14)),),
        (
            ((28, 0), (8, 12), (12, 40), (30, 46), (48, 30), (46, 8), (28, 0)),
            ((28, 46), (2, 64), (8, 94), (34, 100), (56, 78), (48, 54), (28, 46)),
        ),
        (((42, 8), (26, 0), (14, 20), (32, 42), (58, 74), (32, 100), (2, 80), (26, 44), (44, 22), (42, 8)),),
        (((30, 48), (6, 24), (28, 0), (50, 20), (28, 50), (2, 78), (26, 100), (52, 80), (30, 48)),),
    ),
    (  # 9: with a straight back, with a hook, leaning back, with a small head
        (((52, 20), (28, 0), (2, 22), (22, 48), (50, 26)), ((52, 8), (48, 100))),
        (((50, 16), (26, 0), (2, 26), (24, 50), (52, 22)), ((52, 22), (52, 62), (34, 98), (4, 90))),
        (((48, 12), (20, 2), (2, 28), (20, 48), (50, 24)), ((50, 14), (42, 60), (24, 100))),
        (((42, 12), (22, 0), (4, 18), (20, 38), (42, 18)), ((42, 12), (46, 60), (38, 100))),
    ),
)
"""For each digit its forms: strokes, each as points (x, y) that its curve goes through; y from 0 to 100."""

MET = (0, 1, 2)
"""The forms that networks learn from. The fourth of each digit is kept for asking them."""

STEADY, OWN, SLANT, PROPORTION = 1.2, 2.5, 0.12, 0.12
"""How far points stray from digit to digit and from hand to hand, in hundredths of a digit's height; how much
hands differ in slant (sideways a height) and in the logarithm of their proportions. Standard deviations."""

SIZES, PENS, TREMOR = (12.0, 31.0), (1.2, 4.5), 0.2
"""From the smallest to the largest height of a digit and width of a pen, and how far a line shakes, in cells.
A pen is at most a fifth of a digit's height: a small digit is written with a finer one."""


@dataclass(frozen=True)
class Hand:
    """One who draws: which form of each digit, (10,), and habits, in the units explained above."""

    forms: tuple[int, ...]
    slant: float
    proportion: float
    pen: float
    own: int  # seed of what is its own in the forms

    def draws(self, digit: int, rng: np.random.Generator) -> Bitmap:
        """Ink, (32, 32) of 0 and 1: once this `digit`, somewhere on the paper, at some size."""
        height = rng.uniform(*SIZES)
        pen = min(self.pen, height / 5)
        lines = _placed(self._shaped(digit, rng), height - pen, SIDE - pen, rng)
        shaken = [line + _shaking(len(line), rng) for line in lines]
        inked = [reached(line + pen / 2, pen) <= 1 for line in shaken]
        return np.asarray(np.any(inked, axis=0), dtype=np.uint8)

    def _shaped(self, digit: int, rng: np.random.Generator) -> Lines:
        """The strokes as polylines (k, 2), of no size yet."""
        form = FORMS[digit][self.forms[digit]]
        points = {point: np.array(point, dtype=np.float64) for stroke in form for point in stroke}
        habit = np.random.default_rng([self.own, digit])
        for point in points.values():  # where strokes meet they go on meeting
            point += habit.normal(0, OWN, 2) + rng.normal(0, STEADY, 2)
        slant, wide = self.slant + rng.normal(0, SLANT / 3), self.proportion * np.exp(rng.normal(0, 0.05))
        shape = np.array([[wide, 0], [-slant, 1]])
        return [curve([points[point] for point in stroke], 6) @ shape for stroke in form]


def a_hand(rng: np.random.Generator, forms: Sequence[int]) -> Hand:
    """A hand at random, that writes some of these `forms`."""
    return Hand(
        tuple(int(form) for form in rng.choice(forms, 10)),
        float(np.clip(rng.normal(0.05, SLANT), -0.25, 0.35)),
        float(np.exp(np.clip(rng.normal(0, PROPORTION), -0.3, 0.3))),
        float(rng.uniform(*PENS)),
        int(rng.integers(2**31)),
    )


def drawn(
    hands: int, seed: int, forms: Sequence[int] = tuple(range(4))
) -> tuple[Bitmap, NDArray[np.int64], NDArray[np.int64]]:
    """So many hands draw each digit once: ink (n, 32, 32), the digits (n,), and of which form each is (n,).

    Hands of another `seed` are others.
    """
    rng = np.random.default_rng(seed)
    all_hands = [a_hand(rng, forms) for _ in range(hands)]
    ink = [hand.draws(digit, rng) for hand in all_hands for digit in range(10)]
    digits = np.tile(np.arange(10), hands)
    return np.array(ink), digits, np.array([form for hand in all_hands for form in hand.forms])


def pictures(ink: Bitmap, digits: Digits) -> NDArray[np.float32]:
    """Drawings (n, 32, 32) as the pad prepares them for a network that reads such `digits`: (n, side²)."""
    seen = [prepared(one, digits.side, digits.levels, digits.prepare).ravel() for one in ink]
    return (np.array(seen) / digits.levels).astype(np.float32)


def _placed(lines: Lines, height: float, room: float, rng: np.random.Generator) -> Lines:
    """`lines` made so high, or as high as they fit, somewhere in a square of `room`."""
    every = np.concatenate(lines)
    low, size = every.min(axis=0), np.ptp(every, axis=0)
    scale = min(height / size[1], room / size.max())
    place = rng.uniform(0, room - size * scale)
    return [(line - low) * scale + place for line in lines]


def _shaking(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """How far each point of a line is from where it was meant, (count, 2): slowly to and fro."""
    knots = np.arange(0, count + 3, 3)
    away = rng.normal(0, TREMOR, (len(knots), 2))
    return np.stack([np.interp(np.arange(count), knots, away[:, axis]) for axis in (0, 1)], axis=1)
