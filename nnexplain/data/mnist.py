"""MNIST's four files: where they are, whether they are the real ones, and how they get here.

A build reads them here, before any script runs, so that scripts are told of files and never of a network.
Files come from a folder, or once from a public mirror into the user's cache folder. Every file is checked
against its digest each time it is used. Standard library only, until something must be downloaded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnexplain.errors import NnexplainError

MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist/"
"""Where the files are downloaded from, unless NNEXPLAIN_MNIST_MIRROR names another http(s) address."""

TIMEOUT = 30.0
"""Seconds without a byte after which a download is given up and tried again."""

TRIES = 3
LIMIT = 2**26
"""Bytes of one file after which a download cannot be the right one."""

WAY_OUT = "without a network, put the files into a folder and say --digits-folder FOLDER"


@dataclass(frozen=True)
class Digests:
    """MD5 of a file as it is published and of what is in it. They tell damage, not malice."""

    zipped: str
    plain: str


FILES: Mapping[str, Digests] = {
    "train-images-idx3-ubyte": Digests(
        "f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb"
    ),
    "train-labels-idx1-ubyte": Digests(
        "d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624"
    ),
    "t10k-images-idx3-ubyte": Digests("9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte": Digests("ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637"),
}


def wanted(folder: Path | None) -> dict[str, str]:
    """The files that would be read and the digests of their contents, without reading any.

    All four, or from a `folder` with only the test files those two. Raises `NnexplainError` when the folder
    lacks one.
    """
    names = list(FILES)
    if folder is not None:
        missing = [name for name in FILES if _in(folder, name) is None]
        training = [name for name in FILES if name.startswith("train")]
        if missing == training:
            names = [name for name in FILES if name not in training]
        elif missing:
            raise _missing(folder, missing)
    return {name: FILES[name].plain for name in names}


def files(folder: Path | None, say: Callable[[str], None], follow: Callable[[str], None]) -> dict[str, Path]:
    """The files that `wanted` names, checked: from `folder`, or from the cache, downloaded if need be.

    `say` is told what stays worth knowing, `follow` how a download gets on. Raises `NnexplainError`, naming
    the file, what was expected of it and the way out.
    """
    if folder is None:
        return {name: _downloaded(name, say, follow) for name in wanted(None)}
    found = {name: _checked(folder, name) for name in wanted(folder)}
    if len(found) < len(FILES):
        say(f"note: {folder} has MNIST's test files only; its 10,000 digits are split in two")
    return found


def _in(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / f"{name}.gz", folder / name) if path.is_file()), None)


def _missing(folder: Path, names: list[str]) -> NnexplainError:
    files = ", ".join(f"{name}.gz" for name in names)
    there = "with or without .gz; the two test files alone will do"
    return NnexplainError(
        f"--digits-folder {folder}: MNIST's {files} {'is' if len(names) == 1 else 'are'} not there",
        hint=there,
    )


def _checked(folder: Path, name: str) -> Path:
    path = _in(folder, name)
    if path is None:
        raise _missing(folder, [name])
    expected = FILES[name].zipped if path.suffix == ".gz" else FILES[name].plain
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, _md5).hexdigest()
    except OSError as error:
        raise NnexplainError(f"{path}: cannot be read: {error.strerror}") from error
    if found != expected:
        raise NnexplainError(
            f"{path}: not the file that MNIST has: its md5 is {found}, expected {expected}",
            hint="it may be damaged or cut off: get it again, or leave --digits-folder out to download it",
        )
    return path


def _md5() -> Any:
    return hashlib.md5(usedforsecurity=False)


def _downloaded(name: str, say: Callable[[str], None], follow: Callable[[str], None]) -> Path:
    import pooch
    import requests

    mirror, file = _mirror(), f"{name}.gz"
    pooch.get_logger().setLevel("ERROR")  # what it does, `say` and `follow` tell
    store = pooch.create(
        pooch.os_cache("nnexplain") / "mnist",
        mirror,
        registry={file: f"md5:{FILES[name].zipped}"},
        retry_if_failed=TRIES - 1,
        env="NNEXPLAIN_CACHE",
    )
    try:
        return Path(store.fetch(file, downloader=_Download(file, say, follow)))
    except requests.RequestException as error:
        raise NnexplainError(
            f"{mirror}{file} could not be downloaded: {_in_short(error)}", hint=WAY_OUT
        ) from error
    except ValueError as error:
        what = f"not the file that MNIST has: expected is the md5 {FILES[name].zipped}"
        raise NnexplainError(
            f"{mirror}{file} gives what is {what}", hint=f"nothing of it was kept; {WAY_OUT}"
        ) from error
    except OSError as error:
        raise NnexplainError(
            f"{store.abspath}: {file} cannot be kept there: {error.strerror or error}",
            hint="NNEXPLAIN_CACHE may name another folder",
        ) from error


def _mirror() -> str:
    mirror = os.environ.get("NNEXPLAIN_MNIST_MIRROR", MIRROR)
    if not mirror.startswith(("https://", "http://")):
        raise NnexplainError(
            f"NNEXPLAIN_MNIST_MIRROR is {mirror!r}", hint="an address: https://… or http://…"
        )
    return mirror.rstrip("/") + "/"


def _in_short(error: Exception) -> str:
    import requests

    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answers {response.status_code} {response.reason}"
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return f"nothing came for {TIMEOUT:g} s"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the connection was cut off"
    return "no connection" if isinstance(error, requests.ConnectionError) else type(error).__name__


class _Download:
    """How pooch gets one file: in pieces, telling how far it is, and no more of it than a file can have."""

    def __init__(self, file: str, say: Callable[[str], None], follow: Callable[[str], None]) -> None:
        self._file, self._say, self._follow = file, say, follow

    def __call__(self, url: str, output: str, _: object) -> None:
        import requests

        with (
            requests.get(
                url, timeout=TIMEOUT, stream=True, headers={"Accept-Encoding": "identity"}
            ) as answer,
            Path(output).open("wb") as kept,
        ):
            answer.raise_for_status()
            total = int(answer.headers.get("content-length", 0))
            size = f" of {total / 1e6:.1f}" if total else ""
            self._say(f"downloading {url}" + (f" ({total / 1e6:.1f} MB)" if total else ""))
            done = 0
            for piece in answer.iter_content(2**16):
                done += kept.write(piece)
                if done > LIMIT:
                    raise ValueError(f"more than {LIMIT} bytes")
                self._follow(f"downloading {self._file}: {done / 1e6:.1f}{size} MB")
