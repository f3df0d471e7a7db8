"""What runs first in a script's process: local modules come from the plan, not from the disk.

The plan hashed some text; the process must run that text, also when a file is edited meanwhile or a bytecode
file with an equal time stamp lies beside it. So the sources travel with the job, and this finder serves them.

Standard library only, and run by path: it must work before anything of nnexplain is imported, because
nnexplain itself is among the modules that it serves.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_codes: dict[
    tuple[str, str, bool], CodeType
] = {}  # filled before a fork, so that its children compile nothing


def normalised(text: str, docs: bool) -> ast.Module:
    """The syntax tree of `text` without bare strings: Markdown cells and, unless `docs`, docstrings.

    It is both what a key digests and what is run, so no script can see what its key leaves out.
    Raises `SyntaxError`, or for pathological text `ValueError`, `RecursionError` or `MemoryError`.
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if isinstance(statements, list) and statements:
                first = docs and field == "body" and isinstance(node, _DOCUMENTED)
                setattr(node, field, _without_strings(statements, first) or _nothing(node, statements[0]))
    return tree


def _without_strings(statements: list[ast.stmt], keep_first: bool) -> list[ast.stmt]:
    return [
        statement
        for index, statement in enumerate(statements)
        if not (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
        )
        or (keep_first and index == 0)
    ]


def _nothing(node: ast.AST, place: ast.stmt) -> list[ast.stmt]:
    return [] if isinstance(node, ast.Module) else [ast.copy_location(ast.Pass(), place)]


def compiled(path: str, text: str, docs: bool) -> CodeType:
    """The code of `text`, as if it were the file `path`."""
    key = (path, text, docs)
    if key not in _codes:
        _codes[key] = compile(normalised(text, docs), path, "exec", dont_inherit=True)
    return _codes[key]


def prepare(job: Mapping[str, Any]) -> None:
    """Compile a job's modules ahead of the fork that runs it."""
    for module in job["modules"].values():
        if module["text"] is not None:
            compiled(module["path"], module["text"], job["docs"])


class PlannedLoader(SourceFileLoader):
    """Loads one module from the text that was planned. Reads and writes no bytecode."""

    def __init__(self, name: str, path: str, text: str, docs: bool) -> None:
        super().__init__(name, path)
        self.text = text
        self.docs = docs

    def get_code(self, fullname: str) -> CodeType:
        return compiled(self.path, self.text, self.docs)

    def get_data(self, path: str) -> bytes:
        return self.text.encode() if path == self.path else super().get_data(path)


class PlannedFinder:
    """Finds the modules of a job's static closure, and tells `unseen` of other local ones that are asked for.

    `folders` are where local modules may lie. `unseen` gets the module's name and its file.
    """

    def __init__(self, job: Mapping[str, Any]) -> None:
        self.modules: dict[str, Mapping[str, Any]] = job["modules"]
        self.docs: bool = job["docs"]
        self.folders: list[str] = job["folders"]
        self.unseen: Callable[[str, Path], None] = lambda name, file: None

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        module = self.modules.get(name)
        if module is None:
            self._look(name, path)
            return None
        if module["text"] is None:  # a folder without __init__.py
            spec = ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [module["path"]]
            return spec
        loader = PlannedLoader(name, module["path"], module["text"], self.docs)
        inside = [str(Path(module["path"]).parent)] if module["package"] else None
        return spec_from_file_location(name, module["path"], loader=loader, submodule_search_locations=inside)

    def code(self, path: str, text: str) -> CodeType:
        """The code of the job's script, from the text that was planned."""
        return compiled(path, text, self.docs)

    def _look(self, name: str, path: Sequence[str] | None) -> None:
        parent, _, tail = name.rpartition(".")
        if name in sys.stdlib_module_names or (parent and parent not in self.modules):
            return
        for folder in (path or ()) if parent else self.folders:
            for file in (Path(folder, f"{tail}.py"), Path(folder, tail, "__init__.py")):
                if file.is_file():
                    self.unseen(name, file)


def main(folder: str, engines: Mapping[str, Any] | None = None) -> int:
    """Run the job that lies in `folder`, with what draws in other processes, as `worker.run` takes it; the
    exit status of the process.
    """
    job = json.loads(Path(folder, "job.json").read_text("utf-8"))
    finder = PlannedFinder(job)
    sys.meta_path.insert(0, finder)
    from nnexplain.pipeline.worker import run

    return run(Path(folder), job, finder, engines or {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
