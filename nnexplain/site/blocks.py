"""A paragraph that is only the image of a figure becomes that figure."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

from nnexplain.errors import NnexplainError
from nnexplain.figures import Figure
from nnexplain.figures.contract import ARRAYS, PICTURE
from nnexplain.figures.widgets import style_names
from nnexplain.site import element
from nnexplain.site.context import Context
from nnexplain.site.image import Image, parse_image
from nnexplain.site.inline import plain
from nnexplain.site.rendering import Rendering, closest

GUESS = "core/guess.css"
"""How figures look that ask before they show their answer."""
RUNTIME_AT = "assets/runtime"
"""Where the runtime lies in a site."""


class FigureBlocks(BlockProcessor):
    """Recognises figures while Markdown splits a page into blocks, and numbers them."""

    def __init__(self, parser: BlockParser, context: Context) -> None:
        super().__init__(parser)
        self.context = context

    def test(self, parent: ET.Element, block: str) -> bool:
        image = parse_image(block)
        return image is not None and image.figure(self.context.rendering.folder) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        image, rendering = parse_image(blocks.pop(0)), self.context.rendering
        assert image is not None
        known = image.figure(rendering.folder)
        assert known is not None
        _Builder(self.parser, rendering, image, *known).build(parent)


class _Builder:
    def __init__(
        self, parser: BlockParser, rendering: Rendering, image: Image, script: str, name: str
    ) -> None:
        self.stash = parser.md.htmlStash
        self.rendering = rendering
        self.image = image
        self.script = script
        self.name = name
        self.scripts = [script]
        self.id = image.id or name
        self.line = rendering.line(f"]({image.src}", image.src)

    def build(self, parent: ET.Element) -> None:
        """Append the figure to `parent`; where it is broken, its place with what is wrong."""
        self._check()
        use = self.rendering.add_figure(self.script, self.name, self.id, self.line)
        classes = " ".join(["nn-figure", *self.image.classes])
        figure = element.sub(parent, "figure", class_=classes, id=self.id)
        known: Figure | None = None
        try:
            known = self._body(figure)
        except NnexplainError as error:
            for child in list(figure):
                figure.remove(child)
            if words := self._awaited():
                element.sub(figure, "p", f"This figure {words}.", class_="nn-awaited")
            else:
                first = error.problems[0]
                said = self.rendering.record(first) if first.path else self._report(first.message, first.hint)
                element.sub(figure, "p").append(element.problem(said))
        caption = element.sub(figure, "figcaption")
        number = element.sub(caption, "b", f"Figure {use.number}.", class_="nn-number")
        # Not atomic: the caption's Markdown and values are still to be worked out.
        number.tail = f" {self.image.caption}" if self.image.caption else None
        if self.image.acts:
            number.tail = f"{number.tail or ''} "
            element.sub(caption, "span", class_="nn-acts").text = self.image.acts
        if known is not None:
            element.now(caption, known)
            if known.widget != PICTURE:
                element.table(figure)

    def _awaited(self) -> str:
        """What the figure waits for: its own script, or that of the network it shows."""
        return next(filter(None, map(self.rendering.shelf.awaited, self.scripts)), "")

    def _report(self, message: str, hint: str = "") -> str:
        return self.rendering.report(message, hint=hint, line=self.line)

    def _check(self) -> None:
        if not self.image.alt:
            self._report(
                f"figure {self.name!r} has no alternative text",
                "say between the brackets what it shows: ![what it shows](…)",
            )
        if self.image.strange:
            self._report(
                f"figure {self.name!r} is given {' '.join(self.image.strange)}",
                "a figure takes an id and classes: { #id .class }",
            )

    def _network(self, figure: Figure) -> None:
        """Raises `NnexplainError` where the figure shows a network that is not there."""
        shelf = self.rendering.shelf
        file = posixpath.normpath(posixpath.join(self.script, figure.network))
        name = file.removesuffix(ARRAYS)
        self.scripts.append(posixpath.dirname(name))
        if figure.network and name not in shelf.networks():
            hint = closest(name, shelf.networks(), "networks") or "run: nnexplain build"
            raise NnexplainError(
                f"figure {self.name!r} shows the network {name!r}, which no script has made", hint=hint
            )

    def _styles(self, parent: ET.Element, widget: str) -> None:
        """The style sheets of a widget's pictures, with its first figure of the page that needs them."""
        for name in style_names(widget, self.rendering.runtime):
            self._sheet(parent, name)

    def _sheet(self, parent: ET.Element, name: str) -> None:
        """A style sheet of the runtime, where the page has not got it yet."""
        if name not in self.rendering.styles:
            self.rendering.styles.add(name)
            element.sub(parent, "link", rel="stylesheet", href=f"{self.rendering.top}{RUNTIME_AT}/{name}")

    def _body(self, parent: ET.Element) -> Figure:
        shelf, key = self.rendering.shelf, (self.script, self.name)
        if problem := shelf.unbuilt(self.script):
            raise NnexplainError.of([problem])
        if not shelf.has(*key):
            if known := shelf.all.get(self.script):
                raise NnexplainError(f"unknown figure {self.name!r}", hint=closest(self.name, known))
            hint = closest(self.script, shelf.all, "scripts with figures") or shelf.advice(self.script)
            raise NnexplainError(f"{self.script!r} has made no figures", hint=hint)
        try:
            figure, panels = shelf.figure(*key), shelf.panels(*key)
        except NnexplainError as error:
            first = error.problems[0]
            hint = first.hint or "it is generated: delete its folder and run: nnexplain build"
            raise NnexplainError(f"figure {self.name!r} is damaged: {first.message}", hint=hint) from error
        if figure.panels and len(panels) != len(figure.panels):
            raise NnexplainError(
                f"figure {self.name!r} is damaged: {len(figure.panels)} panels, {len(panels)} pictures",
                hint="it is generated: delete its folder and run: nnexplain build",
            )
        self._network(figure)
        # Search is for the prose: the picture's axis labels would only be in its way.
        names = {"data_lesson": self.script, "data_name": self.name, "data_search_exclude": ""}
        if figure.widget != "vega":
            names["data_widget"] = figure.widget
            self._styles(parent, figure.widget)
        if figure.predict:
            names["data_asks"] = str(figure.predict["param"])
            self._sheet(parent, GUESS)
        live = element.sub(parent, "nn-figure", **names)
        source = posixpath.splitext(self.image.src)[0] + ".json"
        element.sub(live, "a", "data of this figure", class_="nn-source", href=source, hidden="")
        if figure.predict:
            element.question(live, figure.predict)
            if not figure.predict.get("panel"):
                element.guess(live, figure.predict)
        self._panels(live, figure, panels)
        if figure.predict.get("panel"):
            element.guess(live, figure.predict)  # under the thumb that draws
        element.desk(live, figure, self.id)
        if figure.task:
            element.task(live, figure.task)
        return figure

    def _panels(self, live: ET.Element, figure: Figure, panels: Sequence[str]) -> None:
        """The pictures, with a mark on what is seen of them while the figure asks.

        How many there are is a class: `:has()` could tell, too, and would be asked again of everything in a
        figure whenever a node comes or goes, which is most of what a frame costs.
        """
        row = element.sub(live, "div", class_=f"nn-panels nn-panels--{len(panels)}")
        alt = plain(self.rendering, self.image.alt)
        for number, svg in enumerate(panels, 1):
            text = element.panel(svg, "" if number > 1 else alt, figure.description)
            if figure.predict.get("kind") == "curve" and number == figure.predict.get("panel"):
                text = element.given(text)
            # Stowed away as Markdown stows raw HTML, so that nothing works on the picture's own texts.
            seen = {"data_given": ""} if number in figure.predict.get("given", ()) else {}
            div = element.sub(row, "div", class_="nn-panel", id=f"{self.id}-{number}", **seen)
            div.text = AtomicString(self.stash.store(self.rendering.picture(text)))
