"""Figures of one page without a browser: what they show, and what keys, hands and tools do to them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
from built import built
from engine import Engine, engine

MODULES = (
    "core/page.js",
    "draw/tree.js",
    "net/net.js",
    "net/way/own.js",
    "net/way/way.js",
    "net/ink/grey.js",
    "widgets/who/sum.js",
    "widgets/editor/push.js",
    "widgets/editor/cards.js",
)
Point = tuple[float, float]
WAYS = tuple(f"five-to-six-{name}/{name}" for name in ("way", "editor", "units", "who", "paths", "closest"))
OPEN = """async (figures) => {
  globalThis.page = new nn.Page();
  globalThis.opened = {};
  const { signal } = new AbortController();
  for (const { params } of figures) page.declare(params);
  for (const figure of figures) {
    const source = new URL(`figures/${figure.folder}/${figure.name}.json`, location.href);
    const at = new URL(`runtime/widgets/${figure.widget}/${figure.widget}.js`, location.href);
    const widget = (await import(at)).default;
    const session = await widget.open({ page, figure, source, signal, changed: () => {} });
    const made = opened[figure.name] = { widget, session, panels: widget.panels(session), focused: null };
    const stand = {
      focus: (id) => void (made.focused = id),
      element: { querySelector: () => ({}) },  // where something is said aloud
    };
    made.grips = widget.grips?.(session, stand) ?? {};
    made.tools = widget.tools?.(session, stand) ?? {};
    globalThis.way ??= session.way ?? session.cards?.way;
    await globalThis.way?.coded;
  }
  const all = (node) => typeof node === "string" ? [] : [node, ...node.children.flatMap(all)];
  globalThis.seen = (name) => {
    const { widget, session, panels } = opened[name];
    const model = widget.model(session);
    const marks = panels.flatMap(({ draw }, panel) => all(nn.h("g", {}, draw(model))).map((node) => ({
      panel, kind: node.tag, ...node.attributes,
      words: node.children.filter((child) => typeof child === "string").join(""),
    })));
    return { now: widget.says(model), marks, tables: widget.tables(model) };
  };
}"""
KEY = """([name, grip, id, key, shift]) => {
  const made = opened[name];
  const [hand, none] = [made.grips[grip], { x: 0, y: 0 }];
  const touch = { id, spot: none, from: none, shift, all: [] };
  const event = { key, shiftKey: shift, altKey: false, ctrlKey: false, metaKey: false };
  made.focused = id;
  if (!hand.key?.(key, touch, event) && ["Enter", " "].includes(key)) hand.click?.(touch);
  return made.focused;
}"""
STROKE = """([name, grip, id, spots]) => {
  const hand = opened[name].grips[grip];
  const touch = (k) => ({ id, spot: spots[k], from: spots[0], shift: false, all: [spots[k]] });
  hand.down?.(touch(0));
  for (let k = 1; k < spots.length; k++) hand.drag?.(touch(k));
  hand.up?.(touch(spots.length - 1));
  if (spots.length === 1) hand.click?.(touch(0));
}"""


class Marks(list[dict[str, Any]]):
    """Elements of a drawing, each its attributes with its `kind`, its `panel` and its `words`."""

    def each(self, attribute: str) -> list[Any]:
        return [mark[attribute] for mark in self]

    def words(self) -> list[str]:
        return [mark["words"] for mark in self]

    def of(self, kind: str) -> Marks:
        """Those of a class."""
        return Marks(mark for mark in self if kind in str(mark.get("class")).split())


class Apart:
    """One of the figures, with the state of the page that it shares with the others."""

    def __init__(self, page: Engine, name: str) -> None:
        self.page, self.name = page, name

    def start(self, query: str = "", **values: Any) -> Apart:
        """Every parameter as the page begins at an address with this query, and then these."""
        self.page.evaluate("() => page.reset(page.settings.map(([name]) => name))")
        return self.set(**{**dict(parse_qsl(query.removeprefix("?"))), **values})

    def set(self, **values: Any) -> Apart:
        self.page.evaluate("(values) => page.set(values)", values)
        return self

    def get(self, name: str) -> Any:
        return self.page.evaluate("(name) => page.get(name)", name)

    def seen(self) -> dict[str, Any]:
        return dict(self.page.evaluate("(name) => seen(name)", self.name))

    def now(self) -> str:
        return str(self.seen()["now"])

    def tables(self) -> list[dict[str, Any]]:
        return list(self.seen()["tables"])

    def marks(self, kind: str = "", panel: int | None = None) -> Marks:
        """The elements of a class, or all of them, in the order of drawing."""
        found = Marks(mark for mark in self.seen()["marks"] if panel in (None, mark["panel"]))
        return found.of(kind) if kind else found

    def texts(self) -> list[str]:
        return [mark["words"] for mark in self.marks() if mark["kind"] == "text" and mark["words"]]

    def press(self, *tools: str) -> None:
        for tool in tools:
            self.page.evaluate("([name, tool]) => opened[name].tools[tool].act()", [self.name, tool])

    def tool(self, name: str) -> dict[str, bool]:
        """Whether it is `pressed` or `disabled`."""
        return dict(self.page.evaluate("([n, tool]) => opened[n].tools[tool].state()", [self.name, name]))

    def keys(self, grip: str, id_: str, *keys: str) -> str:
        """Keys on an element and on whatever has the focus after each; says which has it at last."""
        for key in keys:
            shift, name = key.startswith("Shift+"), key.removeprefix("Shift+")
            id_ = self.page.evaluate(KEY, [self.name, grip, id_, name, shift])
        return id_

    def stroke(self, grip: str, points: Iterable[Point], id_: str = "") -> None:
        """A hand goes through these points of the drawing and lets go; through one alone it clicks."""
        spots = [{"x": float(x), "y": float(y)} for x, y in points]
        self.page.evaluate(STROKE, [self.name, grip, id_, spots])

    def has_only_numbers(self) -> None:
        """No word, attribute or cell is one of those that tell of a number that is none."""
        assert re.findall(r".{,60}(?:NaN|undefined|Infinity).{,20}", json.dumps(self.seen())) == []


def points(d: Any) -> np.ndarray:
    """The corners of a path, (k, 2)."""
    return np.array([tuple(map(float, spot.split(","))) for spot in re.findall(r"[-\d.]+,[-\d.]+", str(d))])


@contextmanager
def open_apart(folder: Path, names: Iterable[str], files: dict[str, bytes | None]) -> Iterator[Engine]:
    """An engine with these figures, `script/name`, on one `page`, and with the first one's `way` if it has
    one; `files` take the place of the site's, or are missing.
    """
    figures = []
    shutil.copytree(built().figures, folder / "figures")
    for path, content in files.items():
        file = folder / "figures" / path
        file.unlink() if content is None else file.write_bytes(content)
    for script, name in (each.split("/") for each in names):
        figure = json.loads((folder / "figures" / script / f"{name}.json").read_text("utf-8"))
        figures.append({**figure, "folder": script})
    with engine(folder, MODULES) as page:
        page.evaluate(OPEN, figures)
        yield page
