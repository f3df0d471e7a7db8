"""The key of a script's result, as named parts, so that a change of it can be told in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

Parts = Mapping[str, str]
"""Part name to digest or version. Names have a kind and a subject: "module nnexplain/charts/theme.py"."""

_WORDS = {
    "code": "its code changed",
    "figures": "the figures it promises changed",
    "needs": "its list of needs changed",
    "header": "its header changed",
    "length": "the other length is asked for",
    "schema": "the figure folder has a new schema",
    "process": "the way scripts are run changed",
}


def key_of(parts: Parts) -> str:
    """SHA-256 over all parts, as 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(sorted(parts.items())).encode()).hexdigest()


def differences(before: Parts, now: Parts) -> list[str]:
    """What changed from one key to another, in words, one entry for each part."""
    changed = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    return [_words(name, before.get(name), now.get(name)) for name in sorted(changed, key=_importance)]


def _importance(name: str) -> int:
    order = ("code", "length", "setting", "module", "widget", "data", "need", "network", "figures")
    kind = name.partition(" ")[0]
    return order.index(kind) if kind in order else len(order)


def _words(name: str, before: str | None, now: str | None) -> str:
    kind, _, subject = name.partition(" ")
    if kind == "need":
        return f"{subject} gave another run" if before and now else f"need of {subject} {_come(before)}"
    if kind == "setting":
        values = [part.partition(" ")[0] if part else "not asked for" for part in (before, now)]
        return (
            " → ".join([f"{subject} {values[0]}", values[1]])
            if values[0] != values[1]
            else f"the files of {subject} {values[0]} changed"
        )
    if kind in ("version", "python"):
        return f"{subject or 'Python'} {before or 'not used'} → {now or 'not used'}"
    if kind in ("module", "data", "widget", "network"):
        what = subject if kind in ("module", "data") else name
        return f"{what} changed" if before and now else f"{what} {_come(before)}"
    return _WORDS.get(kind, f"{name} changed")


def _come(before: str | None) -> str:
    return "no longer counts" if before else "is new to it"
