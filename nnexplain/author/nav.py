"""The navigation of mkdocs.yml, changed line by line: what else stands in the file stays as it is."""

from __future__ import annotations

import json
from typing import Any

import yaml

from nnexplain.errors import NnexplainError
from nnexplain.project import Project
from nnexplain.site.config import read_config


def with_page(project: Project, page: str) -> bytes | None:
    """mkdocs.yml with `page` as the last entry of its navigation; None where nothing is to be changed.

    Raises `NnexplainError` where the navigation is not written as a list of lines.
    """
    config = read_config(project.config)
    if config.nav is None or page in [entry for entry, _ in config.nav]:
        return None
    text = project.config.read_bytes().decode()
    nav = _nav(text)
    if not isinstance(nav, yaml.SequenceNode) or nav.flow_style or not nav.value:
        raise _by_hand(config.nav_line, "is not a list of lines", f"add it yourself: - {page}")
    changed = _insert(text, nav, f"- {_spelled(page)}")
    if [*config.raw["nav"], page] != _reread(changed):
        raise _by_hand(config.nav_line, "could not be extended", f"add it yourself: - {page}")
    return changed.encode()


def renamed(project: Project, page: str, other: str) -> bytes | None:
    """mkdocs.yml with `other` wherever its navigation has `page`; None where it has not."""
    text, found = _places(project, page)
    for node in reversed(found):
        text = text[: node.start_mark.index] + _spelled(other) + text[node.end_mark.index :]
    return text.encode() if found else None


def without(project: Project, page: str) -> bytes | None:
    """mkdocs.yml without the lines of its navigation that name `page`, nor headings that had nothing else;
    None where it has none.

    Raises `NnexplainError` where that cannot be done by leaving out whole lines.
    """
    text, found = _places(project, page)
    if not found:
        return None
    wanted = _pruned(_reread(text), page)
    lines = text.splitlines(keepends=True)
    for line, end in sorted(_spans(_nav(text), page), reverse=True):
        del lines[line : end + 1]
    changed = "".join(lines)
    try:
        if wanted and _reread(changed) == wanted:
            return changed.encode()
    except (yaml.YAMLError, StopIteration):
        pass  # lines that hold more than one entry
    hint = "take the entry out yourself, then run this again"
    raise _by_hand(found[0].start_mark.line + 1, f"cannot be written without {page}", hint)


def _by_hand(line: int, what: str, hint: str) -> NnexplainError:
    return NnexplainError(f"the navigation {what}", "mkdocs.yml", line, hint)


def _spelled(page: str) -> str:
    """A page as YAML reads it back as text: one that begins with a digit may look like a number."""
    return json.dumps(page) if page[0].isdigit() else page


def _places(project: Project, page: str) -> tuple[str, list[yaml.Node]]:
    """The text of mkdocs.yml and the nodes in its navigation that are `page`, in order."""
    read_config(project.config)  # whatever is wrong with the file is told
    text = project.config.read_bytes().decode()
    try:
        nav = _nav(text)
    except StopIteration:  # it has no navigation
        return text, []
    return text, [node for node in _scalars(nav) if node.value == page]


def _scalars(node: Any) -> list[yaml.Node]:
    if isinstance(node, yaml.ScalarNode):
        return [node]
    items = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
    return [scalar for item in items for scalar in _scalars(item)]


def _pruned(entry: Any, page: str) -> Any:
    """The navigation `entry` without `page`; None where nothing stays of it."""
    if isinstance(entry, list):
        return [kept for item in entry if (kept := _pruned(item, page))] or None
    if isinstance(entry, dict):
        return {name: kept for name, item in entry.items() if (kept := _pruned(item, page))} or None
    return None if entry == page else entry


def _spans(node: Any, page: str) -> list[tuple[int, int]]:
    """The first and last lines, from 0, of the list items below `node` of which nothing stays."""
    if isinstance(node, yaml.MappingNode):
        return [span for _, value in node.value for span in _spans(value, page)]
    if not isinstance(node, yaml.SequenceNode):
        return []
    gone = [item for item in node.value if all(scalar.value == page for scalar in _scalars(item))]
    whole = [(item.start_mark.line, _end(item)) for item in gone]
    return whole + [span for item in node.value if item not in gone for span in _spans(item, page)]


def _reread(text: str) -> Any:
    """The navigation of a mkdocs.yml's `text`; only that, so no tag of the rest matters."""
    return yaml.safe_load(yaml.serialize(_nav(text)))


def _nav(text: str) -> yaml.Node:
    tree = yaml.compose(text)
    assert isinstance(tree, yaml.MappingNode)
    found: yaml.Node = next(value for key, value in tree.value if key.value == "nav")
    return found


def _insert(text: str, nav: yaml.SequenceNode, entry: str) -> str:
    """`text` with `entry` on a line of its own after the last entry of `nav`, indented alike."""
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    last = _end(nav.value[-1])
    indent = " " * nav.start_mark.column
    if not lines[last].endswith("\n"):
        lines[last] += newline
    return "".join([*lines[: last + 1], indent + entry + newline, *lines[last + 1 :]])


def _end(node: Any) -> int:
    """The last line, from 0, that `node` really stands on (a block ends where the next thing starts)."""
    if isinstance(node, yaml.MappingNode):
        return max(_end(value) for _, value in node.value)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return max(_end(value) for value in node.value)
    return int(node.end_mark.line)
