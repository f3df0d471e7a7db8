"""The reader of IDX files: right on whole ones, one clear error on all others, and never much memory."""

from __future__ import annotations

import gzip
import re
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from idxfiles import idx, zipped

from nnexplain.data.idx import LIMIT, read_idx
from nnexplain.errors import NnexplainError

IMAGES = np.random.default_rng(1).integers(0, 256, (5, 3, 4)).astype(np.uint8)
SHAPE = (None, 3, 4)


def slow(content: bytes) -> list[list[list[int]]]:
    """The same by struct, one number after the other. Raises where `content` is not such a file."""
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    zeros, kind, dims = struct.unpack_from(">HBB", content)
    lengths = struct.unpack_from(">3I", content, 4)
    if (zeros, kind, dims) != (0, 8, 3) or lengths[1:] != (3, 4) or len(content) != 16 + 12 * lengths[0]:
        raise ValueError
    numbers = iter(content[16:])
    return [[[next(numbers) for _ in range(4)] for _ in range(3)] for _ in range(lengths[0])]


def refused(path: Path, shape: tuple[int | None, ...] = SHAPE) -> str:
    with pytest.raises(NnexplainError) as caught:
        read_idx(path, shape)
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"{path}: ") and problem.hint
    return problem.message.removeprefix(f"{path}: ")


@pytest.mark.parametrize("wrap", [bytes, zipped], ids=["plain", "zipped"])
def test_whole_files_are_read(wrap: object, tmp_path: Path) -> None:
    path = tmp_path / "images"
    path.write_bytes(wrap(idx(IMAGES)))  # type: ignore[operator]
    found = read_idx(path, SHAPE)
    assert found.dtype == np.uint8 and found.tolist() == slow(path.read_bytes()) == IMAGES.tolist()
    path.write_bytes(wrap(idx(IMAGES[0, 0])))  # type: ignore[operator]
    assert read_idx(path, (None,)).tolist() == IMAGES[0, 0].tolist()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no IDX file"),
        (b"\x89PNG and so on, a picture", "no IDX file"),
        (b"\0\0\x09\x03" + idx(IMAGES)[4:], "type 9, not unsigned bytes"),
        (idx(IMAGES[0]), "2 dimensions, not 3"),
        (idx(IMAGES)[:13], "middle of its header"),
        (idx(IMAGES[:, :2]), "5 × 2 × 4 values, not any × 3 × 4"),
        (idx(IMAGES)[:-1], "after 59 of 60 values"),
        (idx(IMAGES) + b"x", "goes on after its 60 values"),
        (struct.pack(">HBB3I", 0, 8, 3, 2**32 - 1, 3, 4), "announces"),
        (zipped(idx(IMAGES))[:40], "middle of its compressed data"),
        (zipped(idx(IMAGES))[:-6] + b"\0" * 6, "compressed data are damaged"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\xff" * 9, "compressed data are damaged"),
    ],
)
def test_what_is_refused(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    assert "cannot be read" in refused(path) and "cannot be read" in refused(tmp_path)
    path.write_bytes(content)
    assert words in refused(path)


damage = st.lists(
    st.tuples(st.sampled_from(["cut", "flip", "add", "zero"]), st.integers(0, 90), st.integers(1, 255)),
    max_size=3,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage, st.booleans())
def test_any_damage_is_noticed_or_makes_another_whole_file(
    tmp_path: Path, damages: list[tuple[str, int, int]], zip_it: bool
) -> None:
    content = bytearray(zipped(idx(IMAGES)) if zip_it else idx(IMAGES))
    for kind, place, byte in damages:
        if kind == "cut":
            del content[place:]
        elif kind == "add":
            content += bytes([byte])
        elif place < len(content):
            content[place] = content[place] ^ byte if kind == "flip" else 0
    path = tmp_path / "images"
    path.write_bytes(content)
    try:
        wanted = slow(bytes(content))
    except (ValueError, struct.error, EOFError, OSError, zlib.error):
        refused(path)
    else:
        assert read_idx(path, SHAPE).tolist() == wanted


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_values_or_an_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any"
    for given_bytes in (content, zipped(content)):
        path.write_bytes(given_bytes)
        try:
            assert read_idx(path, SHAPE).shape[1:] == (3, 4)
        except NnexplainError as error:
            assert re.match(re.escape(f"{path}: "), str(error))


@pytest.mark.parametrize("announced", [1, LIMIT // 12 + 1])
def test_a_small_file_that_unpacks_to_much_takes_little_memory(announced: int, tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(zipped(struct.pack(">HBB3I", 0, 8, 3, announced, 3, 4) + bytes(2**25)))
    tracemalloc.start()
    try:
        assert re.search("goes on after|announces", refused(path))
        assert tracemalloc.get_traced_memory()[1] < 2**22
    finally:
        tracemalloc.stop()
