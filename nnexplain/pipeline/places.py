"""Which files outside a repository belong to the machine, and which are somebody's data."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

_SYSTEM = tuple(
    f"/{name}/"
    for name in [
        "bin",
        "dev",
        "etc",
        "lib",
        "lib32",
        "lib64",
        "nix",
        "opt",
        "proc",
        "run",
        "sbin",
        "snap",
        "sys",
        "usr",
        "var/lib",
        "var/cache",
        "Applications",
        "Library",
        "System",
        "private/etc",
    ]
)
_OF_PROGRAMS = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA")
_OF_WINDOWS = ("SystemRoot", "ProgramFiles", "ProgramFiles(x86)", "ProgramData")


@cache
def free_places() -> tuple[str, ...]:
    """Folders, with a separator at the end, of Python and of installed packages, which count by version."""
    found = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(os.__file__).parent)}
    found |= {path for path in sys.path if "-packages" in path}
    found |= {os.path.realpath(path) for path in found}
    return tuple(sorted(path.rstrip(os.sep) + os.sep for path in found if path.strip(os.sep)))


@cache
def _others() -> tuple[str, ...]:
    """Folders of the machine and of programs, whose settings and caches lie hidden in a home."""
    home = Path("~").expanduser()
    named = [os.environ[name] for name in (*_OF_PROGRAMS, *_OF_WINDOWS) if name in os.environ]
    found = [path.rstrip(os.sep) + os.sep for path in (*named, str(home / "Library")) if path]
    return (*(_SYSTEM if os.name == "posix" else ()), *found, f"{home}{os.sep}.")


def is_outside(path: str) -> bool:
    """Whether `path`, which is of no repository, is neither the machine's nor Python's: somebody's file."""
    return not (path + os.sep).startswith((*free_places(), *_others())) and path != str(Path(path).anchor)
