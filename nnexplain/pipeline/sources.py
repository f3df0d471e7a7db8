"""Python files as planning sees them: the digest of their normalised code, and what they import.

Parsing is remembered by the SHA-256 of a file's bytes, so an unedited tree costs one hash per file and
an edit can never be missed: no time stamps are looked at.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnexplain.errors import NnexplainError
from nnexplain.figures.beside import write_atomically
from nnexplain.pipeline import child

_DOCS = re.compile(r"__doc__|\bgetdoc\b")


@dataclass(frozen=True)
class Import:
    """One import statement. `eager`: it runs when the file is imported, not when a function is called."""

    module: str
    names: tuple[str, ...]
    level: int
    eager: bool


@dataclass(frozen=True)
class Source:
    """One file. `bare` digests its code without docstrings, `documented` with them; `docs` is
    whether it asks for them.
    """

    text: str
    bare: str
    documented: str
    docs: bool
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
                content = path.read_bytes()
            except OSError as error:
                raise NnexplainError(f"cannot be read: {error.strerror}", name) from error
            self._read[path] = self.analyse(decode(content, name), name)
        return self._read[path]

    def analyse(self, text: str, name: str) -> Source:
        """The source `text` of the file called `name`. Raises `NnexplainError` when it is not Python."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        facts = self._known.get(digest) or _facts(text, name)
        self._used[digest] = facts
        bare, documented, docs, imports = facts
        found = tuple(Import(module, tuple(names), level, eager) for module, names, level, eager in imports)
        return Source(text, bare, documented, docs, found)

    def save(self) -> None:
        """Keep what this plan used for the next one."""
        if self._used.keys() - self._known.keys() or len(self._known) > 2 * len(self._used) + 100:
            document = {"maker": _maker(), "files": self._used}
            write_atomically(self._memory, json.dumps(document, separators=(",", ":")).encode())

    def _load(self) -> dict[str, Any]:
        try:
            document = json.loads(self._memory.read_bytes())
            files: dict[str, Any] = document["files"] if document["maker"] == _maker() else {}
            return {k: v for k, v in files.items() if _plausible(v)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}


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


def _plausible(facts: Any) -> bool:
    return isinstance(facts, list) and len(facts) == 4 and isinstance(facts[3], list)


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
            return [_digest(bare), _digest(documented), bool(_DOCS.search(text)), imports]
    except SyntaxError as error:
        hint = (error.text or "").strip()
        raise NnexplainError(f"SyntaxError: {error.msg}", name, error.lineno, hint) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise NnexplainError(f"Python cannot parse this: {error}", name) from error


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
