"""Figures as their files draw them, in the engine, with any parameters set: the picture without a browser."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from built import built
from engine import Engine, engine

TOLD = ("class", "d", "visibility")
SVG = "{http://www.w3.org/2000/svg}"
DRAW = """async ({ figure, folder, values }) => {
  const source = new URL(`figures/${folder}/figure.json`, location.href);
  const widget = new URL(`runtime/widgets/${figure.widget}/${figure.widget}.js`, location.href);
  const page = new nn.Page();
  page.declare(figure.params);
  page.set(values);
  const { signal } = new AbortController();
  return nn.still((await import(widget.href)).default, { page, figure, source, signal });
}"""


class Still:
    """A drawn figure, its panels as elements and all of its words."""

    def __init__(self, drawn: dict[str, Any]) -> None:
        self.markup = "".join(panel["svg"] for panel in drawn["panels"])
        self.sizes = [[panel["size"], panel["place"]] for panel in drawn["panels"]]
        self.panels = [ET.fromstring(f'<svg xmlns="{SVG[1:-1]}">{p["svg"]}</svg>') for p in drawn["panels"]]
        self.now: str = drawn["now"]
        self.tables: list[Any] = drawn["tables"]
        self.quotes: dict[str, Any] = drawn["quotes"]

    def all(self, name: str, panel: int | None = None) -> list[ET.Element]:
        """The elements of a class, of one panel or of all."""
        panels = self.panels if panel is None else [self.panels[panel]]
        return [element for svg in panels for element in classed(svg, name)]

    def texts(self, name: str, panel: int | None = None) -> list[str]:
        return ["".join(element.itertext()) for element in self.all(name, panel)]

    def words(self, panel: int) -> list[str]:
        """All that is written in a panel."""
        return words(self.panels[panel])

    def has_nothing_for_hands(self) -> None:
        assert not re.search(r"(tabindex|role|data-grip|aria-[a-z]+)=|NaN|undefined", self.markup)

    def drawn(self) -> list[Any]:
        """Of each panel every mark and text: its kind, its words, and what tells it apart."""
        kinds = [f"{SVG}{kind}" for kind in ("text", "path", "circle", "rect")]
        return [
            [
                [
                    one.tag.removeprefix(SVG),
                    "".join(one.itertext()),
                    *map(one.get, ("class", "d", "visibility")),
                ]
                for one in svg.iter()
                if one.tag in kinds
            ]
            for svg in self.panels
        ]

    def table(self, number: int = 0) -> list[tuple[Any, ...]]:
        """The rows of a table."""
        return list(zip(*self.tables[number]["columns"].values(), strict=True))


class Stills:
    """Draws figures."""

    def __init__(self, page: Engine) -> None:
        self.page = page

    def draw(self, figure: dict[str, Any], folder: str = "x", **values: Any) -> Still:
        return Still(self.page.evaluate(DRAW, {"figure": figure, "folder": folder, "values": values}))

    def figure(self, script: str) -> dict[str, Any]:
        """What is written of a figure, `script/name`; of the only one of a script, `script`."""
        folder, _, name = script.partition("/")
        file = built().figures / folder / f"{name or folder.rpartition('-')[2]}.json"
        return dict(json.loads(file.read_text("utf-8")))

    def of(self, script: str, **values: Any) -> Still:
        """A figure of the site, with these parameters set and all others as they begin."""
        return self.draw(self.figure(script), script.partition("/")[0], **values)


@contextmanager
def open_stills(folder: Path) -> Iterator[Stills]:
    """An engine beside all figures of the site."""
    shutil.copytree(built().figures, folder / "figures")
    with engine(folder, ["core/page.js", "core/still.js"]) as page:
        yield Stills(page)


def classed(svg: ET.Element, name: str) -> list[ET.Element]:
    """The elements of a class, in the order of drawing."""
    return [element for element in svg.iter() if name in str(element.get("class")).split()]


def words(element: ET.Element) -> list[str]:
    """Every text that is drawn in it."""
    return [text.text or "" for text in element.iter(f"{SVG}text") if text.text]
