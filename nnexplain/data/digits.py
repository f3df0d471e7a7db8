"""Handwritten digits: the 1,797 that come with scikit-learn, or the 70,000 of MNIST.

scikit-learn's are the test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak,
UCI Machine Learning Repository, 1998): 32 × 32 bitmaps in which every block of 4 × 4 was counted. MNIST's
(Y. LeCun, C. Cortes, C. Burges, 1998) were scaled to fit a box of 20 × 20 pixels, and that was moved so
that the ink's centre of mass lies in the middle of 28 × 28.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits as bundled
from sklearn.model_selection import train_test_split

from nnexplain.data.idx import read_idx
from nnexplain.errors import NnexplainError

SIDE = 8
INK = 16
MNIST_SIDE = 28
MNIST_INK = 255


PLAIN_WRITERS = (
    "They were written by 13 people, on a form made for the purpose. The test digits come from the same "
    "people as the training digits. Somebody else's may be harder."
)
_MANY = "They were written by office workers and by pupils, then scaled to one size and put into the middle. "
MNIST_WRITERS = _MANY + "Your own, on a scrap of paper, may be harder."
MIXED_WRITERS = _MANY + "Some people wrote both training and test digits. Somebody else's may be harder."


@dataclass(frozen=True)
class Digits:
    """The training digits and the test digits. `index` says where a picture stands in its source's order."""

    train_images: NDArray[np.float32]  # (n, side²), 0 is paper and 1 is full ink, row by row from the top
    train_labels: NDArray[np.int64]  # (n,), 0 to 9
    train_index: NDArray[np.int64]
    test_images: NDArray[np.float32]
    test_labels: NDArray[np.int64]
    test_index: NDArray[np.int64]
    side: int = SIDE
    levels: int = INK  # an image times this is whole numbers
    prepare: str = (
        "counts"  # how a drawing becomes such an image: ink counted in blocks, or centred by its "mass"
    )
    name: str = "scikit-learn's digits"
    writers: str = PLAIN_WRITERS  # who wrote them, as sentences: why they are easy
    note: str = ""  # what a reader should know of this split, as a sentence, or nothing


def load_digits(
    which: str = "sklearn", files: Mapping[str, Path] | None = None, *, held_out: float = 0.25, seed: int = 0
) -> Digits:
    """The digits called `which`, "sklearn" or "mnist". MNIST's are read from `files`, by their names.

    A set that comes without parts is split so that each of the ten keeps its share in both; `held_out` is
    the share kept away from training, strictly between 0 and 1. MNIST keeps its own 60,000 and 10,000
    where the training files are among `files` (the test digits shuffled); the test files alone are split.
    Raises `ValueError` for another name or share, `NnexplainError` for files that are not as they should be.
    """
    if not 0 < held_out < 1:
        raise ValueError(f"held_out is {held_out}; it must lie strictly between 0 and 1")
    if which == "mnist":
        return _mnist(files or {}, held_out, seed)
    if which != "sklearn":
        raise ValueError(f"there are no digits {which!r}; there are sklearn and mnist")
    pixels, labels = bundled(return_X_y=True)
    images, labels = (pixels / INK).astype(np.float32), labels.astype(np.int64)
    train, test = _split(labels, held_out, seed)
    return Digits(images[train], labels[train], train, images[test], labels[test], test)


def _split(labels: NDArray[np.int64], held_out: float, seed: int) -> list[NDArray[np.int64]]:
    parts: list[NDArray[np.int64]] = train_test_split(
        np.arange(len(labels)), test_size=held_out, stratify=labels, random_state=seed
    )
    return parts


def _mnist(files: Mapping[str, Path], held_out: float, seed: int) -> Digits:
    images, labels = _pair(files, "t10k")
    about = {"side": MNIST_SIDE, "levels": MNIST_INK, "prepare": "mass", "name": "MNIST"}
    if any(name.startswith("train") for name in files):
        more, kinds = _pair(files, "train")
        # the published order has the easier half first, and a page may show the first ones only
        order = np.random.default_rng(seed).permutation(len(labels))
        parts = (more, kinds, np.arange(len(kinds)), images[order], labels[order], order)
        return Digits(*parts, writers=MNIST_WRITERS, **about)  # type: ignore[arg-type]
    train, test = _split(labels, held_out, seed)
    note = (
        f"MNIST has 60,000 more to train with. They were not at hand, so the {len(labels):,} of its test "
        f"files were split, {len(train):,} to {len(test):,}."
    )
    parts = (images[train], labels[train], train, images[test], labels[test], test)
    return Digits(*parts, note=note, writers=MIXED_WRITERS, **about)  # type: ignore[arg-type]


def _pair(files: Mapping[str, Path], part: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    names = f"{part}-images-idx3-ubyte", f"{part}-labels-idx1-ubyte"
    if missing := [name for name in names if name not in files]:
        raise NnexplainError(
            f"MNIST's file {missing[0]} is missing", hint=f"given: {', '.join(files) or 'none'}"
        )
    images = read_idx(files[names[0]], (None, MNIST_SIDE, MNIST_SIDE))
    labels = read_idx(files[names[1]], (None,))
    if len(images) != len(labels):
        raise NnexplainError(f"{files[names[1]]}: {len(labels):,} labels for {len(images):,} images")
    if labels.max(initial=0) > 9:
        raise NnexplainError(f"{files[names[1]]}: a label is {labels.max()}; digits go from 0 to 9")
    return images.reshape(len(images), -1).astype(np.float32) / np.float32(MNIST_INK), labels.astype(np.int64)
