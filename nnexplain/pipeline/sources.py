"""Python files as planning sees them: the digest of their normalised code, and what they import.

Parsing is remembered by the SHA-256 of a file's bytes, so an unedited tree costs one hash per file and
an edit can never be missed: no time stamps are looked at.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import Any

from nnexplain.errors import NnexplainError
from nnexplain.figures.memory import recall, remember
from nnexplain.pipeline import child

LARGEST = 4 * 2**20
"""Bytes that a Python file may have."""

_DOCS = re.compile(r"__doc__|\bgetdoc\b")
_LINES = frozenset(
    [
        "lineno",
        "f_lineno",
        "tb_lineno",
        "co_firstlineno",
        "co_lines",
        "co_positions",
        "co_linetable",
        "co_lnotab",
        "__code__",
        "__traceback__",
        "linecache",
        "traceback",
        "inspect",
        "dis",
        "tracemalloc",
        "_getframe",
        "exc_info",
        "stack_info",
    ]
)
"""What code says that asks where its own lines stand, or what they are: then comments count, too."""


@dataclass(frozen=True)
class Import:
    """One import statement. `eager`: it runs when the file is imported, not when a function is called."""

    module: str
    names: tuple[str, ...]
    level: int
    eager: bool


@dataclass(frozen=True)
class Source:
    """One file. `bare` digests its code without docstrings, `documented` with them, `exact` all that is
    written; `docs` is whether it asks for docstrings, `lines` whether it asks for lines or their numbers.
    """

    text: str
    bare: str
    documented: str
    exact: str
    docs: bool
    lines: bool
    imports: tuple[Import, ...]


class Sources:
    """Reads files, once per plan, and remembers their analysis in the file `memory`."""

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._read: dict[Path, Source] = {}
        self._known = self._load()
        self._used: dict[str, Any] = {}

    def read(self, path: Path, name: str) -> Source:
        """The file `path`, called `name` in errors. Raises `NnexplainError` when it is not Python
        or not readable.
        """
        if path not in self._read:
            try:
                content = read_python(path, name)
            except OSError as error:
                raise NnexplainError(f"cannot be read: {error.strerror}", name) from error
            self._read[path] = self.analyse(decode(content, name), name)
        return self._read[path]

    def analyse(self, text: str, name: str) -> Source:
        """The source `text` of the file called `name`. Raises `NnexplainError` when it is not Python."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        facts = self._known.get(digest) or _facts(text, name)
        self._used[digest] = facts
        bare, documented, docs, lines, imports = facts
        found = tuple(Import(module, tuple(names), level, eager) for module, names, level, eager in imports)
        return Source(text, bare, documented, digest, docs, lines, found)

    def save(self) -> None:
        """Keep what this plan used for the next one."""
        if self._used.keys() - self._known.keys() or len(self._known) > 2 * len(self._used) + 100:
            remember(self._memory, {"maker": _maker(), "files": self._used})

    def _load(self) -> dict[str, Any]:
        document = recall(self._memory)
        files: dict[str, Any] = document["files"] if document and document["maker"] == _maker() else {}
        return files


def read_python(path: Path, name: str) -> bytes:
    """The bytes of a Python file called `name`. Raises `OSError`, and `NnexplainError` for what is none by
    its look: nothing is read that never ends, and nothing that would take minutes to parse.
    """
    stat = path.stat()
    if not S_ISREG(stat.st_mode):
        raise NnexplainError("is no file", name, None, "move it away, or begin its name with _ or .")
    if stat.st_size > LARGEST:
        message = f"has {stat.st_size / 2**20:.0f} MB, more than Python code ever had"
        raise NnexplainError(message, name, None, "keep data in a file of their own, and declare it")
    return path.read_bytes()


def decode(content: bytes, name: str) -> str:
    """UTF-8, as Python reads it: without byte order mark, with `\\n` ends. Raises `NnexplainError`
    at the bad line.
    """
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        bad = content[error.start]
        raise NnexplainError(f"not UTF-8: byte 0x{bad:02x}", name, line, "save the file as UTF-8") from error


def _maker() -> str:
    """What made the memory: another Python or another edition of these modules must not use it."""
    here = Path(__file__)
    code = here.read_bytes() + here.with_name("child.py").read_bytes()
    return f"{sys.version} {hashlib.sha256(code).hexdigest()}"


def _facts(text: str, name: str) -> list[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape is for the script's own run to warn of
            bare = child.normalised(text, docs=False)
            compile(
                bare, name, "exec", dont_inherit=True
            )  # finds what parsing does not, `return` outside a function
            documented = child.normalised(text, docs=True)
            imports = [[i.module, i.names, i.level, i.eager] for i in _imports(bare.body, eager=True)]
            lines = not _LINES.isdisjoint(_words(bare))
            return [_digest(bare), _digest(documented), bool(_DOCS.search(text)), lines, imports]
    except SyntaxError as error:
        hint = (error.text or "").strip()
        raise NnexplainError(f"SyntaxError: {error.msg}", name, error.lineno, hint) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise NnexplainError(f"Python cannot parse this: {error}", name) from error


def _words(tree: ast.Module) -> Iterator[str]:
    """Every name that the code says, as a name or in quotes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield from node.name.split(".")
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "").split(".")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _digest(tree: ast.Module) -> str:
    return hashlib.sha256(ast.dump(tree).encode("utf-8", "surrogatepass")).hexdigest()


def _imports(nodes: list[Any], eager: bool) -> list[Import]:
    found: list[Import] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [Import(alias.name, (), 0, eager) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(Import(node.module or "", tuple(a.name for a in node.names), node.level, eager))
        elif isinstance(node, ast.If) and _is_type_checking(node.test):
            found += _imports(node.orelse, eager)
        else:
            inner = eager and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            found += _imports([c for c in ast.iter_child_nodes(node) if not isinstance(c, ast.expr)], inner)
    return found


def _is_type_checking(test: ast.expr) -> bool:
    name = test.attr if isinstance(test, ast.Attribute) else getattr(test, "id", "")
    return bool(name == "TYPE_CHECKING")
