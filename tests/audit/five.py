"""What the audits of "From 5 to 6" have in common: its networks, its ways and its words, in NumPy and SciPy.

Nothing of `nnexplain.methods` is used: what a method gets wrong is not to be wrong here, too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
from built import run_of, values_of
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from nnexplain.data.digits import load_digits

Array = NDArray[Any]
LAYERS = ("hidden1", "hidden2", "output")
NETWORKS, ALL, FEW = 3, 10, 30
WORDS = "five-to-six-words"


@cache
def run() -> Any:
    return run_of("models/five-to-six")


@cache
def pictures() -> Array:
    images = run_of("models/digits")["images"]
    return images.reshape(len(images), -1).astype(float)


@cache
def digits() -> Any:
    return load_digits(held_out=0.25, seed=0)


def layers(x: Array, k: int) -> list[Array]:
    """The answers of both hidden layers of network `k`, and its logits."""
    weights, heard = run_of("models/digits-seeds"), []
    for layer in LAYERS:
        x = np.einsum("...i,oi->...o", x, weights[f"{layer}.weight"][k]) + weights[f"{layer}.bias"][k]
        x = x * (x > 0) if layer != "output" else x
        heard.append(x)
    return heard


def said(x: Array, k: int) -> Array:
    return layers(x, k)[-1].argmax(axis=-1)


def way(starts: Array, ends: Array, steps: int = 100) -> Array:
    """(pairs, places, …): evenly from the ones to the others."""
    share = np.arange(steps + 1)[None, :, None] / steps
    return starts[:, None] * (1 - share) + ends[:, None] * share


def decided(answers: Array) -> Array:
    """From where on each row of answers stays what it is at the end."""
    steps = answers.shape[1] - 1
    last = [max((n for n in range(steps) if row[n] != row[n + 1]), default=np.nan) for row in answers]
    return (np.array(last) + 0.5) / steps


def strays(answers: Array) -> Array:
    """Whether anything else is said than at both ends."""
    return ((answers != answers[:, :1]) & (answers != answers[:, -1:])).any(axis=1)


@cache
def ends(kind: str) -> tuple[Array, Array]:
    pairs = run()[f"{kind}.pairs"]
    return pictures()[pairs[:, 0]], pictures()[pairs[:, 1]]


@cache
def blends(kind: str, k: int) -> tuple[Array, Array]:
    """What network `k` says along the blend of every pair, (pairs, 101), and of which it reads both ends."""
    answers = said(way(*ends(kind)), k)
    truth = run_of("models/digits")["labels"][run()[f"{kind}.pairs"]]
    return answers, (answers[:, [0, -1]] == truth).all(axis=1)


def coded(code: int, coder: int, part: str, x: Array) -> Array:
    """Through one half of an autoencoder."""
    weights = run_of("models/codes")
    for layer in ("hidden1", "output"):
        stem = f"code-{code}.{part}.layers.{layer}"
        x = np.einsum("...i,oi->...o", x, weights[f"{stem}.weight"][coder]) + weights[f"{stem}.bias"][coder]
        x = np.maximum(x, 0) if layer == "hidden1" else x
    return 1 / (1 + np.exp(-x)) if part == "decoder" else x


@cache
def through(code: int, coder: int) -> Array:
    """The pictures from every 5 to its 6 through `code` numbers."""
    start, end = (coded(code, coder, "encoder", each) for each in ends("own"))
    return coded(code, coder, "decoder", way(start, end))


def prints(text: str, words: str, numbers: Any) -> bool:
    """Whether `text` says `words`, in which the braces are the least and the most of `numbers`, as printed:
    "4% to 7%", "1.1". What lies half-way between two printed numbers may be either.
    """
    before, after = map(re.escape, words.split("{}"))
    least, most = float(min(numbers)), float(max(numbers))
    found = re.search(rf"{before}([\d.,]*\d)(%?)(?: to ([\d.,]*\d)%?)?{after}", text)
    if not found:
        return False
    printed = [float(number.replace(",", "")) for number in (found[1], found[3] or found[1])]
    scale, places = 100 if found[2] else 1, len(found[1].partition(".")[2])
    return bool(np.abs(np.array(printed) - scale * np.array([least, most])).max() <= 0.5001 * 10**-places)


def word(name: str) -> str:
    return str(values_of(WORDS)[name])


def row(kind: str) -> int:
    return int(run().facts["ways"].index(kind))


@cache
def usual() -> float:
    """How far a test digit is from the nearest training digit."""
    return float(np.median(cdist(pictures(), digits().train_images.astype(float)).min(axis=1)))
