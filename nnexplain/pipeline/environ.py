"""The environment of a script's process, which tells who reads it: Python raises no event for that."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from typing import Any

_Plain: Any = type(os.environ)


class _Told(_Plain):  # type: ignore[misc]
    """`os.environ`, whose readers are told of."""

    tell: Callable[[str], None]
    given: set[str]

    def __getitem__(self, key: str) -> str:
        if key not in self.given:
            self.tell(key)
        value: str = super().__getitem__(key)
        return value

    def __setitem__(self, key: str, value: str) -> None:
        self.given.add(key)
        super().__setitem__(key, value)

    def __iter__(self) -> Iterator[str]:
        self.tell("all")
        yield from super().__iter__()


def watch_environment(tell: Callable[[str], None], given: Collection[str]) -> None:
    """From now on `tell` is given the name of every variable that is read through `os.environ`, or by
    `os.getenv`, before its value is. Those `given` are the same for every script; what a script sets itself,
    it may read.
    """
    os.environ.tell, os.environ.given = tell, set(given)  # type: ignore[attr-defined]
    os.environ.__class__ = _Told
