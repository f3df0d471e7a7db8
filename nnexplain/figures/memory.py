"""Files that only save time: what is damaged is thrown away with a word, and learnt again."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nnexplain.figures.beside import write_atomically


def remember(path: Path, document: Mapping[str, Any]) -> None:
    """Keep `document`, which JSON can say, with a digest. Raises `OSError` where nothing can be written."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)  # nothing but files is ever put here
    elif path.parent.is_file():
        path.parent.unlink()  # nor anything but folders there
    whole = {**document, "check": _check(document)}
    write_atomically(path, json.dumps(whole, separators=(",", ":")).encode())


def recall(path: Path) -> dict[str, Any] | None:
    """What was kept in `path`, or None where nothing was, or it is not as it was written."""
    try:
        document: dict[str, Any] = json.loads(path.read_bytes())
        if "check" not in document:  # another edition's
            return None
        if document.pop("check") == _check(document):
            return document
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    print(f"note: {path} was damaged; it is made again", file=sys.stderr)  # noqa: T201
    return None


def _check(document: Mapping[str, Any]) -> str:
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
