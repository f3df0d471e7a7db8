"""The browser modules are typed: TypeScript reads their JSDoc, strictly."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import nnexplain

RUNTIME = Path(nnexplain.__file__).parent / "runtime"
TSC = ["--yes", "-p", "typescript@5.9", "tsc"]
FLAGS = ["--noEmit", "--checkJs", "--strict", "--noUnusedLocals", "--noUncheckedIndexedAccess"]
TARGET = ["--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"]
LIBRARIES = ["--lib", "es2022,dom,dom.iterable"]


def test_types(tmp_path: Path) -> None:
    if not (npx := shutil.which("npx")):
        pytest.skip("no Node: npx is not on PATH")
    version = subprocess.run(
        [npx, *TSC, "--version"], capture_output=True, text=True, cwd=tmp_path, timeout=240
    )
    if version.returncode:
        pytest.skip("npx cannot fetch TypeScript here")
    files = sorted(map(str, [*RUNTIME.glob("*.js"), *(RUNTIME.parent / "site").rglob("*.js")]))
    assert len(files) > 5
    done = subprocess.run(
        [npx, *TSC, *FLAGS, *TARGET, *LIBRARIES, *files],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=240,
    )
    assert done.stdout == ""
    assert done.returncode == 0
