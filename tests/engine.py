"""The runtime's pure modules in the engine that draws pictures, without a browser: what a test evaluates
there is a function, as Playwright takes them.
"""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deno import find_deno_bin

import nnexplain

RUNTIME = Path(nnexplain.__file__).parent / "runtime"
DRIVER = Path(__file__).with_suffix(".js")
PATIENCE = 120
"""Seconds after which an engine that says nothing is ended: a test that hangs must not hang the suite."""


class EngineError(Exception):
    """What a script threw, with its stack."""


class Engine:
    """An engine with `modules` of the runtime, all of whose exports are in `nn`.

    It stands in `folder`, whose files `fetch` reads, and which gets a link `runtime`.
    """

    def __init__(self, folder: Path, modules: Sequence[str]) -> None:
        (folder / "runtime").symlink_to(RUNTIME)
        self._cache = tempfile.TemporaryDirectory()
        reads = ",".join(map(str, (RUNTIME, DRIVER, folder)))
        command = [find_deno_bin(), "run", "--quiet", "--no-prompt", "--no-remote", "--no-npm", "--no-config"]
        command += ["--no-check", f"--allow-read={reads}", str(DRIVER), str(folder), *modules]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"DENO_DIR": self._cache.name, "NO_COLOR": "1"},
            text=True,
            encoding="utf-8",
        )

    def evaluate(self, script: str, argument: Any = None) -> Any:
        """What the function or expression `script` gives or promises. `EngineError` where it throws."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([script, _plain(argument)]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise EngineError(f"the engine ended, with status {self._process.wait(PATIENCE)}")
        kind, answer = json.loads(line)
        if kind == "error":
            raise EngineError(answer)
        return _read(answer)

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()
        self._cache.cleanup()


@contextmanager
def engine(folder: Path, modules: Sequence[str]) -> Iterator[Engine]:
    """An `Engine`, ended with the block."""
    made = Engine(folder, modules)
    try:
        yield made
    finally:
        made.close()


def _plain(value: Any) -> Any:
    """JSON has no NaN and no infinities; they travel as texts in an object of their own."""
    if isinstance(value, float) and not math.isfinite(value):
        return {"$number": {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.item() if hasattr(value, "item") else value


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$number"}:
            return float(value["$number"].replace("Infinity", "inf"))
        return {name: _read(each) for name, each in value.items()}
    return [_read(each) for each in value] if isinstance(value, list) else value
