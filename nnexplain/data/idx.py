"""IDX, the format of MNIST's files: a small header, then one unsigned byte a value; as it is, or gzipped.

The header is two zero bytes, the type of the values (8 is an unsigned byte), how many dimensions there
are, and the length of each as a big-endian 32-bit number (Y. LeCun, C. Cortes, C. Burges, "The MNIST
database of handwritten digits", 1998).
"""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nnexplain.errors import NnexplainError

LIMIT = 2**26
"""Values that a file may hold at most: no header, true or not, makes us read more than 64 MB."""

_ZIPPED, _UNSIGNED_BYTE = b"\x1f\x8b", 8


class Stream(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes: ...


def read_idx(path: Path, shape: Sequence[int | None]) -> NDArray[np.uint8]:
    """The values of the file `path`, which must have this `shape`; None stands for any length.

    Raises `NnexplainError`, naming the file and what is wrong with it, for anything else: another type,
    other lengths, too few bytes or too many, damaged compression, a file that cannot be read.
    """
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == _ZIPPED
            raw.seek(0)
            return _values(gzip.GzipFile(fileobj=raw) if zipped else raw, tuple(shape))
    except EOFError as error:
        raise _bad(path, "it ends in the middle of its compressed data") from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise _bad(path, f"its compressed data are damaged ({error})") from error
    except ValueError as error:
        raise _bad(path, str(error)) from error
    except OSError as error:
        raise _bad(path, f"it cannot be read ({error.strerror or error})") from error


def _values(stream: Stream, shape: tuple[int | None, ...]) -> NDArray[np.uint8]:
    header = stream.read(4 + 4 * len(shape))
    if len(header) < 4 or header[:2] != b"\0\0":
        raise ValueError("it is no IDX file, which begins with two zero bytes")
    if header[2] != _UNSIGNED_BYTE:
        raise ValueError(f"its values are of type {header[2]}, not unsigned bytes (type {_UNSIGNED_BYTE})")
    if header[3] != len(shape):
        raise ValueError(f"it has {header[3]} dimensions, not {len(shape)}")
    if len(header) < 4 + 4 * len(shape):
        raise ValueError("it ends in the middle of its header")
    lengths = tuple(int(n) for n in np.frombuffer(header, ">u4", offset=4))
    if any(wanted not in (None, found) for wanted, found in zip(shape, lengths, strict=True)):
        expected = " × ".join("any" if n is None else str(n) for n in shape)
        raise ValueError(f"it holds {' × '.join(map(str, lengths))} values, not {expected}")
    count = math.prod(lengths)
    if count > LIMIT:
        raise ValueError(f"its header announces {count:,} values; at most {LIMIT:,} are read")
    content = stream.read(count)
    if len(content) < count:
        raise ValueError(f"it ends after {len(content):,} of {count:,} values")
    if stream.read(1):
        raise ValueError(f"it goes on after its {count:,} values")
    return np.frombuffer(content, np.uint8).reshape(lengths)


def _bad(path: Path, what: str) -> NnexplainError:
    return NnexplainError(f"{path}: {what}", hint="put the original file there; its digest is checked then")
