"""Runs and networks: named arrays with a few facts, as safetensors. Nothing in them is ever executed."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnexplain.errors import NnexplainError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GZIP = b"\x1f\x8b"

KINDS = ("float16", "float32", "float64", "uint8", "int8", "int16", "int32", "int64", "bool")


_NO_RUN = (ValueError, KeyError, AttributeError, RecursionError, EOFError, zlib.error)


@dataclass(frozen=True)
class Run:
    """What a training left behind: arrays by name, and facts (JSON values) by name."""

    name: str
    arrays: Mapping[str, NDArray[Any]]
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> NDArray[Any]:
        try:
            return self.arrays[name]
        except KeyError:
            known = ", ".join(sorted(self.arrays))
            raise KeyError(f"the run {self.name!r} has no array {name!r}; it has {known}") from None


def pack(arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> bytes:
    """`arrays` (anything NumPy takes; torch tensors are detached) and `facts` as one safetensors file.

    The facts travel as JSON under one key, because the format keeps no order among several. Raises
    `TypeError` for an array of another kind than `KINDS` or facts that JSON does not know, `ValueError`
    for facts with NaN.
    """
    import numpy as np
    from safetensors.numpy import save

    plain = {name: np.asarray(_array(name, value), order="C") for name, value in sorted(arrays.items())}
    text = json.dumps(facts, default=_plain, sort_keys=True, allow_nan=False, ensure_ascii=False)
    return bytes(save(plain, {"facts": text}))


def pack_small(arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> bytes:
    """The same for the page: gzipped, since few hosts compress what they know as mere bytes."""
    return gzip.compress(pack(arrays, facts), compresslevel=9, mtime=0)


def network_facts(
    arrays: Mapping[str, Any], layers: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """The facts of a network's file: how to run it, and whatever else is to be known of it.

    Raises `ValueError` where a layer names arrays that are not there, or `facts` tells of layers, too.
    """
    for layer in layers:
        if missing := {layer[part] for part in ("weight", "bias") if part in layer} - arrays.keys():
            raise ValueError(
                f"layer {dict(layer)} names arrays that are not given: {', '.join(sorted(missing))}"
            )
    if "layers" in facts:
        raise ValueError("facts names layers: give them as layers=[…]")
    return {**facts, "layers": [dict(layer) for layer in layers]}


def read_run(path: Path, name: str | None = None) -> Run:
    """The run at `path`, which may be gzipped, as the page's files are.

    Raises `NnexplainError` when there is none or it is damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        content = path.read_bytes()
        if content.startswith(_GZIP):
            content = gzip.decompress(content)
        arrays = load(content)
        length = int.from_bytes(content[:8], "little")
        facts = json.loads(json.loads(content[8 : 8 + length]).get("__metadata__", {}).get("facts", "{}"))
    except OSError as error:
        raise NnexplainError(f"the run cannot be read: {error.strerror}", path=path.as_posix()) from error
    except (SafetensorError, *_NO_RUN) as error:
        # BF16 and F8_E4M3 are kinds of numbers that NumPy has not.
        known = f"{type(error).__name__}: {error}"
        message = f"numbers of the kind {error}" if isinstance(error, KeyError) else known
        hint = "it is generated: delete it and run: nnexplain build"
        raise NnexplainError(f"this is no run ({message})", path.as_posix(), None, hint) from error
    return Run(name or path.stem, arrays, facts)


def _array(name: str, value: Any) -> NDArray[Any]:
    import numpy as np

    kind = str(getattr(value, "dtype", "")).removeprefix("torch.")
    if kind.startswith(("bfloat", "float8")):  # NumPy has none
        raise TypeError(f"array {name!r} is of {kind}; allowed: {', '.join(KINDS)}")
    array: NDArray[Any] = np.asarray(value.detach().cpu() if hasattr(value, "detach") else value)
    if array.dtype.name not in KINDS:
        raise TypeError(f"array {name!r} is of {array.dtype.name}; allowed: {', '.join(KINDS)}")
    return array


def _plain(value: Any) -> Any:
    """NumPy's and torch's scalars and small arrays as JSON has them."""
    for method in ("item", "tolist"):
        if hasattr(value, method) and (method == "tolist" or getattr(value, "ndim", 1) == 0):
            return getattr(value, method)()
    raise TypeError(f"a fact is a JSON value, not {type(value).__name__}: {value!r}")
