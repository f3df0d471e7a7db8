"""The browser runtime is typed by its JSDoc comments, strictly: checked by the engine that draws pictures."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from deno import find_deno_bin

import nnexplain

PACKAGE = Path(nnexplain.__file__).parent
OPTIONS = {
    "checkJs": True,
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "noUnusedLocals": True,
    "lib": ["esnext", "dom", "dom.iterable"],
}
CHECK = ["check", "--quiet", "--no-remote", "--no-npm"]


def check(folder: Path, *files: Path, **options: object) -> str:
    """What the type checker says of `files`, "" where all is well."""
    config = folder / "deno.json"
    config.write_text(json.dumps({"compilerOptions": {**OPTIONS, **options}}), "utf-8")
    environment = {"DENO_DIR": str(folder / "cache"), "NO_COLOR": "1"}
    command = [find_deno_bin(), *CHECK, "--config", str(config), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=240)
    return done.stdout + done.stderr if done.returncode else ""


WRONG = "/** @param {number} x */\nexport const f = (x) => x;\nf('a');\n[1][0].toFixed();\n"


def test_types(tmp_path: Path) -> None:
    """A module with two mistakes is checked as well: were the options not heeded, all would pass."""
    runtime, engine = sorted((PACKAGE / "runtime").rglob("*.js")), sorted((PACKAGE / "figures").glob("*.js"))
    assert len(runtime) > 50 and len(engine) == 2
    (tmp_path / "wrong.js").write_text(WRONG)
    said = check(tmp_path, *runtime, tmp_path / "wrong.js")
    assert "TS2345" in said and "TS2532" in said and "Found 2 errors." in said, said
    assert check(tmp_path, *engine, lib=["deno.worker", "deno.window"]) == ""
