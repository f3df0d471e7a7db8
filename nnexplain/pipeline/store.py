"""What scripts made, kept by key: going from A to B and back to A restores and retrains nothing.

`entries/<key>.json` is a manifest of file names and digests, `blobs/<digest>` are the files. All is
data; nothing is ever unpickled or run. Digests are checked on reading, so a damaged entry is as good as
a missing one. Safe to copy, to cache and to delete.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from nnexplain.figures.beside import write_atomically
from nnexplain.figures.contract import ARRAYS

LIMIT = 4 * 2**30
"""Bytes the store may hold before the least recently used entries go."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Entry:
    """The result of one key: file name to digest, and how long making it took."""

    key: str
    script: str
    files: Mapping[str, str]
    seconds: float = 0.0

    @property
    def networks(self) -> dict[str, str]:
        """The files of the networks, with their digests: all arrays that are no figure's."""
        arrays = {name: name.removesuffix(ARRAYS) for name in self.files if name.endswith(ARRAYS)}
        return {name: self.files[name] for name, stem in arrays.items() if f"{stem}.json" not in self.files}

    def to_json(self) -> bytes:
        body = {"key": self.key, "script": self.script, "files": dict(self.files), "seconds": self.seconds}
        return json.dumps({**body, "check": _check(body)}, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes, key: str) -> Entry:
        """Raises `ValueError`, `KeyError`, `TypeError` or `AttributeError` unless every byte is as
        it was written.
        """
        body = json.loads(content)
        check = body.pop("check")
        entry = cls(body["key"], body["script"], body["files"], body["seconds"])
        safe = all(
            _FILE.fullmatch(name) and _DIGEST.fullmatch(digest) for name, digest in entry.files.items()
        )
        if check != _check(body) or entry.key != key or entry.to_json() != content or not safe:
            raise ValueError("not as it was written")
        return entry


def _check(body: Mapping[str, object]) -> str:
    return digest_of(json.dumps(body, sort_keys=True).encode())


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Store:
    """The store in `folder`. `damaged` collects a word about every entry that could not be used.

    With `frozen` it removes nothing, not even those.
    """

    def __init__(self, folder: Path, frozen: bool = False) -> None:
        self.folder = folder
        self.frozen = frozen
        self.damaged: list[str] = []

    def entry(self, key: str) -> Entry | None:
        """The entry of `key` whose files are all there (their content is checked when it is read)."""
        path = self._entry(key)
        try:
            entry = Entry.from_json(path.read_bytes(), key)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._forget(path, f"the entry {key[:12]}")
            return None
        if not all(self._blob(digest).is_file() for digest in entry.files.values()):
            self._forget(path, f"the entry of {entry.script}")
            return None
        return entry

    def read(self, entry: Entry, names: Collection[str]) -> dict[str, bytes] | None:
        """Those files of the entry, or None where one is damaged: the entry is forgotten then."""
        found = {}
        for name in names:
            path = self._blob(entry.files[name])
            try:
                found[name] = path.read_bytes()
            except OSError:
                found[name] = b""
            if digest_of(found[name]) != entry.files[name]:
                self._remove(path)
                self._forget(self._entry(entry.key), f"the entry of {entry.script}")
                return None
        return found

    def put(self, key: str, script: str, files: Mapping[str, bytes], seconds: float) -> Entry:
        """Keep a result. Raises `OSError`; the entry is written last, so it is there whole or not at all."""
        digests = {}
        for name, content in sorted(files.items()):
            digests[name] = digest_of(content)
            path = self._blob(digests[name])
            if (
                not path.is_file()
                or path.stat().st_size != len(content)
                or digest_of(path.read_bytes()) != path.name
            ):
                self._clear(path)
                write_atomically(path, content)
        entry = Entry(key, script, digests, round(seconds, 3))
        self._clear(self._entry(key))
        write_atomically(self._entry(key), entry.to_json())
        return entry

    def _clear(self, path: Path) -> None:
        """Make room for a file: nothing but files is ever put here, so a folder in its place is damage."""
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)

    def used(self, keys: Collection[str]) -> None:
        """Note that these entries are in use, for `prune`."""
        for key in keys:
            with contextlib.suppress(OSError):
                os.utime(self._entry(key))

    def prune(self, keep: Collection[str], limit: int = LIMIT) -> None:
        """Drop the least recently used entries beyond `limit` bytes, never those of `keep`, and all
        unowned files.
        """
        aged = sorted(((path.stat().st_mtime, path) for path in self._all("entries")), reverse=True)
        entries = sorted((path for _, path in aged), key=lambda path: path.stem not in keep)
        owned: dict[str, int] = {}
        for path in entries:
            entry = (
                self.entry(path.stem) if path.suffix == ".json" and not path.name.startswith(".") else None
            )
            more = (
                {digest: self._blob(digest).stat().st_size for digest in entry.files.values()}
                if entry
                else {}
            )
            if entry is None or (path.stem not in keep and sum({**owned, **more}.values()) > limit):
                path.unlink(missing_ok=True)
            else:
                owned.update(more)
        for path in self._all("blobs"):
            if path.name not in owned:
                path.unlink(missing_ok=True)

    def _all(self, kind: str) -> list[Path]:
        return [path for path in (self.folder / kind).glob("*/*") if path.is_file()]

    def _entry(self, key: str) -> Path:
        return self.folder / "entries" / key[:2] / f"{key}.json"

    def _blob(self, digest: str) -> Path:
        return self.folder / "blobs" / digest[:2] / digest

    def _forget(self, path: Path, what: str) -> None:
        self.damaged.append(f"{what} in the store was damaged; it is made again")
        self._remove(path)

    def _remove(self, path: Path) -> None:
        if not self.frozen:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
