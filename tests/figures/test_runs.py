"""Runs survive the disk; what is damaged is refused, never half read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from safetensors import safe_open

from nnexplain.errors import NnexplainError
from nnexplain.figures import read_run
from nnexplain.figures.runs import KINDS, pack

arrays = st.sampled_from(KINDS).flatmap(
    lambda kind: hnp.arrays(np.dtype(kind), hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
)
slow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(
    st.dictionaries(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=5), arrays, max_size=3)
)
def test_a_run_reads_back_bit_for_bit(tmp_path: Path, given_arrays: dict[str, np.ndarray]) -> None:
    facts = {"accuracy": np.float64(0.5), "seeds": [1, 2], "name": "α"}
    path = tmp_path / "r.safetensors"
    path.write_bytes(pack(given_arrays, facts))
    run = read_run(path)
    assert run.facts == {"accuracy": 0.5, "seeds": [1, 2], "name": "α"}
    assert run.arrays.keys() == given_arrays.keys()
    for name, array in given_arrays.items():
        assert run[name].dtype == array.dtype and run[name].tobytes() == array.tobytes()
        assert run[name].shape == array.shape


def test_the_library_itself_reads_the_file(tmp_path: Path) -> None:
    weights = torch.randn(3, 2, generator=torch.Generator().manual_seed(0), requires_grad=True)
    path = tmp_path / "r.safetensors"
    path.write_bytes(pack({"w": weights}, {}))
    with safe_open(path, framework="pt") as file:
        assert torch.equal(file.get_tensor("w"), weights.detach())


def test_the_same_run_is_the_same_bytes_whatever_the_order() -> None:
    a, b = np.zeros(2), np.ones(3, "uint8")
    assert pack({"a": a, "b": b}, {"x": 1, "y": 2}) == pack({"b": b, "a": a}, {"y": 2, "x": 1})


WHOLE = pack({"w": np.arange(6.0)}, {"n": 1})


@slow
@given(st.binary(max_size=64) | st.integers(0, len(WHOLE) - 1).map(lambda cut: WHOLE[:cut]))
def test_a_cut_or_garbled_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.safetensors"
    path.write_bytes(content)
    with pytest.raises(NnexplainError, match="no run"):
        read_run(path)


@pytest.mark.parametrize("kind", ["BF16", "F8_E4M3", "F8_E5M2"])
def test_kinds_of_numbers_that_numpy_has_not(tmp_path: Path, kind: str) -> None:
    size = 2 if kind == "BF16" else 1
    header = json.dumps({"w": {"dtype": kind, "shape": [1], "data_offsets": [0, size]}}).encode()
    path = tmp_path / "r.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(size))
    with pytest.raises(NnexplainError, match=f"no run.*{kind}"):
        read_run(path)
    import torch

    with pytest.raises(TypeError, match="array 'w' is of bfloat16; allowed: float16"):
        pack({"w": torch.zeros(1, dtype=torch.bfloat16)}, {})


def test_what_cannot_be_kept_is_refused_and_an_unknown_array_names_the_known(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="array 'o' is of object"):
        pack({"o": np.array([{}])}, {})
    with pytest.raises(TypeError, match="a fact is a JSON value, not object"):
        pack({}, {"f": object()})
    with pytest.raises(ValueError, match="Out of range float"):
        pack({}, {"f": float("nan")})
    path = tmp_path / "r.safetensors"
    path.write_bytes(pack({"loss": np.zeros(1)}, {}))
    with pytest.raises(KeyError, match="it has loss"):
        read_run(path)["weights"]
