"""Small files in MNIST's format, made by the test that reads them."""

from __future__ import annotations

import gzip
import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from nnexplain.data import mnist

NAMES = tuple(mnist.FILES)
TEST_NAMES = NAMES[2:]


def idx(values: np.ndarray) -> bytes:
    """The array as IDX writes it, by struct."""
    header = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape)
    return header + values.astype(np.uint8).tobytes()


def zipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def tiny(train: int = 60, test: int = 40, seed: int = 0) -> dict[str, bytes]:
    """The contents of four files: digits in turn, random ink."""
    random = np.random.default_rng(seed)
    contents = {}
    for part, count in (("train", train), ("t10k", test)):
        contents[f"{part}-images-idx3-ubyte"] = idx(random.integers(0, 256, (count, 28, 28)))
        contents[f"{part}-labels-idx1-ubyte"] = idx(np.arange(count) % 10)
    return contents


def lay(folder: Path, contents: dict[str, bytes]) -> Path:
    """The contents as gzipped files of `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / f"{name}.gz").write_bytes(zipped(content))
    return folder


def pretend(monkeypatch: pytest.MonkeyPatch, contents: dict[str, bytes]) -> None:
    """From now on these are MNIST's files: their digests are the known ones."""

    def md5(content: bytes) -> str:
        return hashlib.md5(content, usedforsecurity=False).hexdigest()

    known = {name: mnist.Digests(md5(zipped(c)), md5(c)) for name, c in contents.items()}
    monkeypatch.setattr(mnist, "FILES", known)
