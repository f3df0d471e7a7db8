"""What a page asks for ahead: every module that the runtime will import, found without running it."""

from __future__ import annotations

import re
from pathlib import Path

from nnexplain.site.host import RUNTIME, modules_of


def test_imports_are_followed_through_others_and_round_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('// import "./no.js";\nimport { b } from "./b.js";\nimport "./d.js";\n')
    (tmp_path / "b.js").write_text('import {\n  c,\n  more,\n} from "./c.js";\nexport const b = c;\n')
    (tmp_path / "c.js").write_text("export { a } from './a.js';\n")
    (tmp_path / "d.js").write_text('const late = () => import("./e.js");\n')
    found = modules_of(tmp_path)
    assert sorted(found["a"]) == ["a", "b", "c", "d"]
    assert sorted(found["c"]) == ["a", "b", "c", "d"]
    assert found["d"] == ["d"]


def test_the_runtime_s_own_modules_are_all_there() -> None:
    found = modules_of(RUNTIME)
    for stem, modules in found.items():
        for module in modules:
            text = (RUNTIME / f"{module}.js").read_text("utf-8")
            named = {
                name for line in text.splitlines() for name in re.findall(r'from "\./([\w-]+)\.js"', line)
            }
            typed = set(re.findall(r'@import .* from "\./([\w-]+)\.js"', text))
            assert named - typed <= set(modules), f"{stem} imports {module}"
