"""Where a site names a lesson: in links and values of its pages, in headers and code of its scripts, in its
glossary. Code in pages is left out, as in all that looks at prose.
"""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from nnexplain.errors import NnexplainError, UsageError
from nnexplain.pipeline.plan import script_names
from nnexplain.project import Project
from nnexplain.site.glossary import NAME as GLOSSARY
from nnexplain.site.order import shown_by
from nnexplain.site.rendering import closest
from nnexplain.site.sources import Page, Sources
from nnexplain.site.values import EXPRESSION

_TARGET = re.compile(
    r"""\]\(\s*<?(?P<inline>[^\s<>()]+)|^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?(?P<reference>[^\s<>]+)"""
    r"""|\b(?:href|src)\s*=\s*["'](?P<raw>[^"'\n]+)["']""",
    re.M,
)
_HEADER = re.compile(r"^# /// nnexplain[ \t\r]*\n(.*?)^# ///[ \t\r]*$", re.S | re.M)
_KEY = re.compile(r"#\s*([a-z]+)\s*=")
_QUOTED = re.compile(r"""["']([^"'\n]+)["']""")


@dataclass(frozen=True)
class Lesson:
    """A page, by its `name` (its path below content/), and the `scripts` that belong to it."""

    name: str
    scripts: tuple[str, ...]

    @property
    def page(self) -> str:
        return f"content/{self.name}.md"

    @property
    def base(self) -> str:
        """The name without its folder: what a rename replaces wherever it stands."""
        return posixpath.basename(self.name)


@dataclass(frozen=True)
class Mention:
    """A place that names a lesson or a script of it: the lesson's `base` stands at `start` in the text of the
    file `path`, in `line`. `what` says how it is named.
    """

    path: str
    line: int
    start: int
    what: str


def read(project: Project, path: str) -> str:
    """A file's text, all of it: with its line ends, and a mark at its start where it has one."""
    return (project.root / path).read_bytes().decode()


def find_lesson(project: Project, name: str) -> Lesson:
    """The lesson called `name`. Its scripts are `build/<name>.py` and all that begin with its name and a
    hyphen, unless a longer-named lesson's does too, or they are shown by other pages alone.

    Raises `UsageError` where there is no such page.
    """
    pages = {page.name: page for page in Sources(project.root).pages()}
    if name not in pages:
        raise UsageError(f"there is no lesson {name!r}", hint=closest(name, pages, "lessons"))
    shown = {other: set(shown_by(page)) for other, page in pages.items()}
    found = []
    for script in script_names(project):
        owners = [other for other in pages if script == other or script.startswith(f"{other}-")]
        elsewhere = any(script in scripts for other, scripts in shown.items() if other != name)
        ours = script == name or script in shown[name] or not elsewhere
        if ours and name == max(owners, key=len, default=""):
            found.append(script)
    return Lesson(name, tuple(found))


def mentions(project: Project, lesson: Lesson) -> list[Mention]:
    """All places that name it but the navigation, by file and place. Raises `NnexplainError` for a file that
    cannot be read.
    """
    found: list[Mention] = []
    for page in Sources(project.root).pages():
        found += _in_page(project, page, lesson)
    for script in script_names(project):
        found += _in_script(project, f"build/{script}.py", lesson)
    found += _in_glossary(project, lesson)
    return sorted(set(found), key=lambda mention: (mention.path, mention.start))


def left_alone(project: Project, lesson: Lesson, known: list[Mention]) -> Iterator[str]:
    """Places in scripts, file and line, whose texts name it in a way that is not understood."""
    lines = {(mention.path, mention.line) for mention in known}
    for script in script_names(project):
        path = f"build/{script}.py"
        for node in ast.walk(_tree(read(project, path))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = _names(node.value, lesson) or lesson.page in node.value
                if named and (path, node.lineno) not in lines:
                    yield f"{path}:{node.lineno}"


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _names(word: str, lesson: Lesson) -> bool:
    """Whether `word` is a script of the lesson, or a figure, network or value of one."""
    return any(word == script or word.startswith(f"{script}/") for script in lesson.scripts)


def _in_page(project: Project, page: Page, lesson: Lesson) -> Iterator[Mention]:
    text = read(project, page.path)
    # Of the same length as the file's text: places in it are those of the file.
    prose = Page(page.path, page.name, text.removeprefix("\ufeff")).prose
    before = len(text) - len(prose)
    for match in _TARGET.finditer(prose):
        kind = match.lastgroup or ""
        for start, what in _in_address(match[kind], page, lesson, kind == "raw"):
            place = before + match.start(kind) + start
            yield Mention(page.path, _line(text, place), place, what)
    for match in EXPRESSION.finditer(prose):
        word = match[1].partition("|")[0].strip()
        if "/" in word and _names(word, lesson):
            start = match.start(1) + match[1].index(word) + len(posixpath.dirname(lesson.name))
            place = before + start + ("/" in lesson.name)
            yield Mention(page.path, _line(text, place), place, f"the value {{{{ {word} }}}}")


def _in_address(address: str, page: Page, lesson: Lesson, raw: bool) -> Iterator[tuple[int, str]]:
    """Where in a link's or picture's address the lesson's base stands, and what it leads to."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    if parts.scheme or parts.netloc or not parts.path:
        return
    folder = posixpath.dirname(page.name)
    # A host leaves HTML alone: there, an address is seen from where the page is shown.
    folders = [folder, page.name] if raw else [folder]
    for seen_from in folders:
        path = posixpath.normpath(posixpath.join(seen_from, parts.path))
        shown = path in (lesson.name, f"{lesson.name}.html", f"{lesson.name}/index.html")
        if path == f"{lesson.name}.md" or (raw and shown):
            yield from _at(parts.path, lesson.base, "a link")
            return
        for generated in ("figures/", "notebooks/"):
            if path.startswith(generated):
                rest = path.removeprefix(generated).removesuffix(".ipynb")
                if _names(rest, lesson):
                    what = f"the figure {rest}" if generated == "figures/" else "a link to the notebook"
                    yield from _at(parts.path, lesson.base, what)
                return


def _at(path: str, base: str, what: str) -> Iterator[tuple[int, str]]:
    found = [*re.finditer(rf"(?:^|/)({re.escape(base)})(?=[-./]|$)", path)]
    if found:
        yield found[-1].start(1), what


def _in_script(project: Project, path: str, lesson: Lesson) -> Iterator[Mention]:
    text = read(project, path)
    into = len(lesson.name) - len(lesson.base)
    if header := _HEADER.search(text):
        key, place = "", header.start(1)
        for line in header[1].splitlines(keepends=True):
            named = _KEY.match(line)
            key = named[1] if named else key
            for match in _QUOTED.finditer(line) if key in ("needs", "networks") else ():
                if _names(match[1], lesson):
                    start = place + match.start(1) + into
                    yield Mention(path, _line(text, start), start, f"{key} {match[1]}")
            place += len(line)
    for node, word in _spoken(_tree(text)):
        if _names(word, lesson):
            start = _index(text, node) + into
            if text[start : start + len(lesson.base)] == lesson.base:  # else it is written with escapes
                yield Mention(path, node.lineno, start, f"the word {word!r}")


def _tree(text: str) -> ast.AST:
    try:
        return ast.parse(text.removeprefix("\ufeff"))
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module([], [])  # a build tells of it


def _spoken(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    """The texts with which a script names others, and where they stand: `need("…")` and `network="…"`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = [word.value for word in node.keywords if word.arg == "network"]
            for value in [*(node.args[:1] if name == "need" else ()), *given]:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value, value.value


def _index(text: str, node: ast.Constant) -> int:
    """Where in `text` the content of the string `node` begins; Python counts columns in bytes."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    column = len(lines[node.lineno - 1].encode()[: node.col_offset].decode())
    start = sum(map(len, lines[: node.lineno - 1])) + column + text.startswith("\ufeff")
    return start + len((re.match(r"""[A-Za-z]*(?:\"{3}|'{3}|["'])""", text[start:]) or [""])[0])


def _in_glossary(project: Project, lesson: Lesson) -> Iterator[Mention]:
    path = f"content/{GLOSSARY}"
    if not (project.root / path).is_file():
        return
    text = read(project, path)
    try:
        tree = yaml.compose(text)
    except yaml.YAMLError as error:
        raise NnexplainError("not YAML: see nnexplain check", path) from error
    entries = tree.value if isinstance(tree, yaml.MappingNode) else []
    for term, entry in entries:
        for key, value in entry.value if isinstance(entry, yaml.MappingNode) else ():
            if key.value == "where" and str(value.value).partition("#")[0] == f"{lesson.name}.md":
                start = text.index(lesson.base, value.start_mark.index)
                yield Mention(path, _line(text, start), start, f"the place of “{term.value}”")
