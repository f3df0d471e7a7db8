"""The widgets of the browser runtime: a folder each, and what a module of the runtime imports, also through
others. A new widget redraws figures and retrains nothing, as scripts that draw none do not depend on this
file (`pipeline/closure.py`).
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from nnexplain.errors import NnexplainError
from nnexplain.figures.beside import write_if_new
from nnexplain.files import files_below

RUNTIME = Path(__file__).parents[1] / "runtime"
DRIVER = tuple(Path(__file__).with_name(name).resolve() for name in ("still.js", "stage.js"))
"""What the engine runs that draws figures for files, first to last (`still.py`)."""

_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*?["'](\.{1,2}/[\w./-]+\.js)["'];""", re.M)
_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n|/\*.*?\*/|^\s*//[^\n]*\n", re.S | re.M)


OWN = "build/widgets"
"""Where a site keeps widgets of its own."""


def runtime_of(root: Path) -> Path:
    """The browser runtime of the site in `root`: ours, or, where the site has widgets of its own in
    `build/widgets`, a copy of ours with them among its widgets, which is brought up to date.

    Raises `NnexplainError` for a widget that is called as one of ours is.
    """
    own = root / OWN
    if not own.is_dir():
        return RUNTIME
    if taken := sorted({path.name for path in own.iterdir()} & set(widget_names())):
        hint = f"call it otherwise; taken are: {', '.join(widget_names())}"
        raise NnexplainError(f"there is a widget {taken[0]!r} already", f"{OWN}/{taken[0]}", None, hint)
    copy = root / ".nnexplain" / "runtime"
    files = {path.relative_to(RUNTIME): path for path in RUNTIME.rglob("*") if path.is_file()}
    files |= {Path("widgets", path.relative_to(own)): path for path in files_below(own)}
    for name, path in files.items():
        write_if_new(copy / name, path.read_bytes())
    for path in copy.rglob("*"):
        if path.is_file() and path.relative_to(copy) not in files:
            path.unlink()
    return copy


def author_name(name: str, runtime: Path = RUNTIME) -> str:
    """The module `name` of a `runtime` as its author knows it: one of a site's own widgets by its place in
    the site, any other from the folder on that nnexplain lies in.
    """
    if (runtime / name).is_relative_to(RUNTIME) or (RUNTIME / name).is_file():
        return (RUNTIME / name).relative_to(RUNTIME.parents[1]).as_posix()
    own = Path(name).is_relative_to("widgets") and runtime.parent.name == ".nnexplain"
    return f"{OWN}/{Path(name).relative_to('widgets').as_posix()}" if own else (runtime / name).as_posix()


def widget_names(runtime: Path = RUNTIME) -> tuple[str, ...]:
    """What can draw a figure: every folder of `widgets/` that holds a module of its own name."""
    found = (folder for folder in (runtime / "widgets").iterdir() if (folder / f"{folder.name}.js").is_file())
    return tuple(sorted(folder.name for folder in found))


def entry_of(widget: str, runtime: Path = RUNTIME) -> Path:
    """The module that draws the figures of `widget`."""
    return runtime / "widgets" / widget / f"{widget}.js"


def module_closure(*entries: Path) -> list[Path]:
    """The modules `entries` and all that they import statically, each once, what is imported first.

    Raises `FileNotFoundError` for an import that leads nowhere.
    """
    seen: dict[Path, bool] = {}

    def visit(path: Path) -> None:
        seen[path] = False
        for name in _IMPORT.findall(path.read_text("utf-8")):
            other = (path.parent / name).resolve()
            if other not in seen:
                visit(other)
        seen.pop(path)
        seen[path] = True

    for entry in entries:
        if (path := entry.resolve()) not in seen:
            visit(path)
    return list(seen)


def styles_of(widget: str, runtime: Path = RUNTIME) -> list[Path]:
    """The style sheets of a widget's figures: each lies beside the module of its name."""
    modules = module_closure(runtime / "core" / "widget.js", entry_of(widget, runtime))
    return [sheet for path in modules if (sheet := path.with_suffix(".css")).is_file()]


def style_names(widget: str, runtime: Path = RUNTIME) -> list[str]:
    """The same, by their paths in the runtime."""
    root = runtime.resolve()
    return [path.relative_to(root).as_posix() for path in styles_of(widget, root)]


def sources_of(widget: str, runtime: Path = RUNTIME) -> list[Path]:
    """All files that a widget's still pictures follow from: modules, its own and those of the runtime and the
    engine that draw any widget, and styles.
    """
    root = runtime.resolve()
    entries = (root / "core" / "still.js", root / "core" / "page.js", entry_of(widget, root))
    return [*DRIVER, *module_closure(*entries), *styles_of(widget, root)]


def files_of(widget: str, runtime: Path = RUNTIME) -> list[Path]:
    """All files that are read while a widget draws for a file: the same, and the modules of the page beside
    which its style sheets are looked for.
    """
    modules = module_closure(runtime.resolve() / "core" / "widget.js")
    return list(dict.fromkeys((*sources_of(widget, runtime), *modules)))


def widget_digest(widget: str, runtime: Path = RUNTIME) -> str:
    """Changes when what draws a widget's pictures does: its code and its styles, not their comments."""
    told = hashlib.sha256()
    root = runtime.resolve()
    for path in sources_of(widget, root):
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        code = _COMMENT.sub("", path.read_text("utf-8"))
        told.update(name.encode() + b"\0" + code.encode() + b"\0")
    return told.hexdigest()
