"""The house rules that a machine can hold: small files, short functions, layers without cycles."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from deno import find_deno_bin

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "nnexplain"
SOURCES = sorted(
    [*PACKAGE.rglob("*.py"), *(ROOT / "build").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
)
RUNTIME = PACKAGE / "runtime"
MODULES = sorted(
    [*RUNTIME.rglob("*.js"), *(PACKAGE / "site").rglob("*.js"), *(PACKAGE / "figures").glob("*.js")]
)
FILE_LINES, FUNCTION_LINES, COLUMNS = 400, 50, 110

# Who may import whom inside the package. "cli" may import everything, late.
ALLOWED = {
    "errors": set(),
    "project": {"errors"},
    "files": set(),
    "figures": {"errors", "files", "project"},
    "pipeline": {"errors", "files", "project", "figures"},
    "site": {"errors", "files", "project", "figures"},
    "author": {"errors", "project", "figures", "charts", "pipeline", "site"},
    "arguments": set(),
    "data": {"errors"},
    "models": {"errors"},
    "training": {"errors"},
    "methods": {"errors"},
    "charts": {"errors"},
    "params": {"data", "figures"},
}
# The rooms of the browser runtime, from the bottom up: each may import what lies before it, and itself.
ROOMS = ("draw", "net", "core", "instruments", "widgets")
# Third parties that must stay out, at any depth and however late.
FORBIDDEN = {
    "charts": {"torch"},
    "data": {"altair"},
    "models": {"altair"},
    "training": {"altair"},
    "methods": {"altair"},
    "figures": {"torch", "altair", "pandas"},
    "pipeline": {"altair", "pandas"},
    "site": {"torch", "altair", "pandas"},
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path, types: bool = False) -> frozenset[str]:
    """Every module that `path` imports, at the top or late; with `types` also for type checkers only."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test) and not types:
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            found.update(
                f"{module}.{alias.name}" if f"{module}.{alias.name}" in known() else module
                for alias in node.names
            )
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text("utf-8")))
    return frozenset(found)


@cache
def known() -> frozenset[str]:
    return frozenset(name_of(path) for path in SOURCES if path.is_relative_to(PACKAGE))


def part_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def each(paths: list[Path]) -> pytest.MarkDecorator:
    """Once for each of `paths`."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.relative_to(ROOT).as_posix())


@each(SOURCES)
def test_imports_follow_the_table(path: Path) -> None:
    if path.is_relative_to(PACKAGE):
        part = part_of(name_of(path))
        if part not in ALLOWED:
            assert part in ("", "cli", "__main__"), f"{part} has no row in the table of imports"
            return
        ours = {part_of(m) for m in imports(path) if m.split(".")[0] == "nnexplain"} - {part, ""}
        assert ours <= ALLOWED[part]
        assert not {m.split(".")[0] for m in imports(path)} & FORBIDDEN.get(part, set())
    assert not {m.split(".")[0] for m in imports(path)} & {"build", "tests"}, "nobody imports these"


def test_no_import_cycle() -> None:
    """Not even of imports that are late, or there for types only."""
    graph = {
        name_of(path): {m for m in imports(path, types=True) if m in known() and m != name_of(path)}
        for path in SOURCES
        if path.is_relative_to(PACKAGE)
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("import cycle: " + " → ".join(error.args[1]))


def named(path: Path) -> set[str]:
    """The modules of the package that stand in a string of `path`, if it imports any module by its name."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    called = {getattr(n.func, "attr", getattr(n.func, "id", "")) for n in nodes if isinstance(n, ast.Call)}
    if not called & {"import_module", "__import__"}:
        return set()
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {text for text in texts if re.split("[:.]", text)[0] == "nnexplain" and " " not in text}


@each(SOURCES)
def test_no_module_of_ours_is_imported_by_a_string(path: Path) -> None:
    """Neither in the call, nor in a constant that the call may use: nobody would see the direction of it."""
    if path == PACKAGE / "cli.py":
        return
    # The fork server imports what is heavy, and runs the engine's planned text, which it does not import.
    allowed = {"nnexplain.figures.engine"} if path == PACKAGE / "pipeline/forkserver.py" else set()
    assert named(path) <= allowed


def functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def js_functions(text: str) -> Iterator[tuple[str, int]]:
    """Functions and methods of a module with their lines, told by the house's indentation."""
    opening = re.compile(
        r"^(\s*)(?:export )?(?:default )?(?:static )?(?:async )?(?:function\*? ?|get |set |#)*(\w*)\(.*\{$"
    )
    lines = text.splitlines()
    for number, line in enumerate(lines):
        found = opening.match(line)
        if found and found[2] not in ("if", "for", "while", "switch", "catch"):
            end = next((k for k in range(number, len(lines)) if lines[k].startswith(f"{found[1]}}}")), number)
            yield found[2], end - number + 1


@each([*SOURCES, *MODULES])
def test_files_are_small_and_functions_and_lines_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    found = functions(text) if path.suffix == ".py" else js_functions(text)
    assert len(text.splitlines()) <= FILE_LINES
    assert not [(name, lines) for name, lines in found if lines > FUNCTION_LINES]
    wide = [number for number, line in enumerate(text.splitlines(), 1) if len(line) > COLUMNS]
    assert not wide or path.suffix == ".py", "of Python ruff tells it"


def room_of(path: Path) -> tuple[str, str]:
    """The room of a module and, of a widget's, the widget; ("", "") for what stands above all rooms."""
    parts = path.relative_to(RUNTIME.resolve()).parts
    return (parts[0], parts[1] if parts[0] == "widgets" else "") if len(parts) > 1 else ("", "")


@each([path for path in MODULES if path.is_relative_to(RUNTIME)])
def test_rooms_of_the_runtime_import_downwards_only(path: Path) -> None:
    room, widget = room_of(path.resolve())
    below = ROOMS[: ROOMS.index(room) + 1] if room else ROOMS
    code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", path.read_text("utf-8"), flags=re.S | re.M)
    for name in re.findall(r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""", code):
        other, its_widget = room_of((path.parent / name).resolve())
        assert other in below, f"{name} is in a room above"
        assert not (other == "widgets" and room == "widgets" and its_widget != widget), f"{name} is another's"


def classes_of(sheet: Path) -> set[str]:
    return set(re.findall(r"\.(nn-[\w-]+)", re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)))


def test_classes_of_a_widget_begin_with_its_name_and_are_used() -> None:
    """Of its own; what it says of shared ones is about them inside of its own."""
    text = "".join(path.read_text("utf-8") for path in RUNTIME.rglob("*.js"))
    widgets = sorted(RUNTIME.glob("widgets/*/*.css"))
    others = [path for path in RUNTIME.rglob("*.css") if path not in widgets]
    shared = {name for path in others for name in classes_of(path)}
    for sheet in widgets:
        found = classes_of(sheet)
        assert not {name for name in found - shared if not name.startswith(f"nn-{sheet.stem}")}
        assert not {name for name in found if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)}, sheet.name


@each(MODULES)
def test_modules_of_the_runtime_keep_no_state_and_never_evaluate(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"^(export )?(let|var)\b", text, re.M), "module-level mutable state"
    assert not re.search(r"\beval\(|new Function|\.innerHTML|insertAdjacentHTML|document\.write", text)
    code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.S | re.M)
    assert not re.search(r"https?://(?!www\.w3\.org/)", code), "another host"


@each(sorted(RUNTIME.rglob("*.css")))
def test_every_rule_of_a_style_sheet_is_closed(path: Path) -> None:
    """One that is not swallows what follows, without a word. Section marks stand between rules."""
    depth = 0
    for line in re.sub(r"/\*(?! ----).*?\*/", "", path.read_text("utf-8"), flags=re.S).splitlines():
        assert not (depth and line.startswith("/* ----")), f"a rule is open before {line}"
        depth += line.count("{") - line.count("}")
        assert depth >= 0, line
    assert depth == 0


@each(SOURCES)
def test_nothing_is_unpickled(path: Path) -> None:
    assert not imports(path) & {"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}
    assert not re.search(r"\btorch\.load\(|allow_pickle\s*=\s*True|(?<![\w.])eval\(", path.read_text("utf-8"))


FMT = (find_deno_bin(), "fmt", "--check", "--quiet", "--no-config", "--line-width", str(COLUMNS))
PYTHON = (sys.executable, "-m")


@pytest.mark.parametrize(
    "command",
    [(*PYTHON, "ruff", "check", "."), (*PYTHON, "ruff", "format", "--check", "."), (*PYTHON, "mypy"), FMT],
    ids=["ruff check", "ruff format", "mypy", "deno fmt"],
)
def test_what_looks_at_the_code_finds_nothing(command: tuple[str, ...]) -> None:
    files = map(str, MODULES if command is FMT else ())
    done = subprocess.run([*command, *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
