"""The reader of .safetensors in the browser, against files that Python's safetensors writes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from engine import Engine, engine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from safetensors.numpy import save

KINDS = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "?"]
SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5)
TENSOR = st.sampled_from(KINDS).flatmap(lambda kind: arrays.arrays(np.dtype(kind), SHAPES))

# Numbers come back as text, so that NaN, infinities and 64-bit integers survive JSON.
READ = """async (bytes) => {
  const { readSafetensors } = await import(new URL("runtime/net/safetensors.js", location.href));
  try {
    const { tensors, metadata } = readSafetensors(new Uint8Array(bytes).buffer);
    const plain = [...tensors].map(([name, { dtype, shape, data }]) =>
      [name, dtype, shape, Array.from(data, (number) => Object.is(number, -0) ? "-0" : String(number))]);
    return { tensors: plain, metadata };
  } catch (error) {
    return { error: error.constructor.name + ": " + error.message };
  }
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("tensors"), ()) as page:
        yield page


def read(page: Engine, file: bytes) -> Any:
    return page.evaluate(READ, list(file))


def same(text: list[str], array: NDArray[Any]) -> bool:
    exact = array.astype("f8") if array.dtype.kind == "f" else array.astype(object)
    numbers = [float(word) for word in text] if array.dtype.kind == "f" else [int(word) for word in text]
    want = exact.ravel().tolist()
    return len(numbers) == len(want) and all(
        got == expected or (got != got and expected != expected)
        for got, expected in zip(numbers, want, strict=True)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.text(min_size=1, max_size=8).filter(lambda name: name != "__metadata__"), TENSOR, max_size=4
    )
)
def test_reads_what_python_writes(page: Engine, tensors: dict[str, NDArray[Any]]) -> None:
    got = read(page, save(tensors, metadata={"facts": '{"loss": 0.25}'}))
    assert "error" not in got, got
    assert got["metadata"] == {"facts": '{"loss": 0.25}'}
    assert {name for name, *_ in got["tensors"]} == set(tensors)
    for name, _, shape, text in got["tensors"]:
        assert shape == list(tensors[name].shape)
        assert same(text, tensors[name]), (name, tensors[name])


def test_every_half_there_is(page: Engine) -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    ((_, dtype, shape, text),) = read(page, save({"x": every}))["tensors"]
    assert (dtype, shape) == ("F16", [65536])
    assert same(text, every)
    assert text[0x8000] == "-0"


def test_bfloat16(page: Engine) -> None:
    torch = pytest.importorskip("torch")
    from safetensors.torch import save as save_torch

    numbers = torch.tensor([1.0, -2.5, 3.140625, float("inf")], dtype=torch.bfloat16)
    ((_, dtype, _, text),) = read(page, save_torch({"x": numbers}))["tensors"]
    assert dtype == "BF16"
    assert [float(word) for word in text] == numbers.tolist()


def file_of(header: Any, body: bytes = b"\0" * 16) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"short",
        struct.pack("<Q", 2**40) + b"{}",
        file_of(b"{not json"),
        file_of({"x": {"dtype": "F32", "shape": [4], "data_offsets": [4, 20]}}),
        file_of({"x": {"dtype": "F32", "shape": [4], "data_offsets": [0, 12]}}),
        file_of({"x": {"dtype": "F32", "shape": [-4], "data_offsets": [0, -16]}}),
        file_of({"x": {"dtype": "F32", "shape": [1.5], "data_offsets": [0, 6]}}),
        file_of({"x": {"dtype": "F8_E4M3", "shape": [4], "data_offsets": [0, 4]}}),
        file_of({"x": None}),
    ],
    ids=["empty", "short", "long", "json", "beyond", "size", "negative", "fraction", "dtype", "null"],
)
def test_damaged_files_are_refused(page: Engine, file: bytes) -> None:
    got = read(page, file)
    assert got.get("error", "").split(":")[0] in {"RangeError", "SyntaxError"}, got


def test_a_cut_file_is_refused_at_every_length(page: Engine) -> None:
    whole = save({"x": np.arange(6, dtype=np.float32).reshape(2, 3)})
    assert "error" not in read(page, whole)
    assert all("error" in read(page, whole[:length]) for length in range(0, len(whole), 3))
