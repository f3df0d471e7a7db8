"""What a figure follows that another figure of its page sets: its caption says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from xml.etree import ElementTree as ET

from nnexplain.errors import NnexplainError
from nnexplain.figures import Figure
from nnexplain.site import element
from nnexplain.site.facts import FigureUse
from nnexplain.site.rendering import Rendering


def tell_followed(root: ET.Element, rendering: Rendering) -> None:
    """A line such as "Follows Figure 1: ratings, rate." in the captions of the page `root` that need one."""
    known = list(_known(rendering))
    captions = {figure.get("id"): figure.find("figcaption") for figure in root.iter("figure")}
    for use, figure in known:
        caption = captions.get(use.id)
        if caption is None or not (told := _followed(figure, known)):
            continue
        line = ET.Element("p", {"class": "nn-follows"})
        before = "Follows "
        for other, words in told.items():
            link = element.sub(line, "a", f"Figure {other.number}", href=f"#{other.id}")
            _put(line, link, before)
            link.tail = f": {', '.join(words)}"
            before = "; "
        line[-1].tail = f"{line[-1].tail}."
        now = caption.find("p[@class='nn-now']")
        caption.insert(len(caption) if now is None else list(caption).index(now), line)


def _known(rendering: Rendering) -> Iterator[tuple[FigureUse, Figure]]:
    """The figures of the page that are there."""
    for use in rendering.facts.figures:
        with suppress(NnexplainError):  # said in its place
            yield use, rendering.shelf.figure(use.script, use.name)


def _followed(figure: Figure, known: list[tuple[FigureUse, Figure]]) -> dict[FigureUse, list[str]]:
    """Of what `figure` follows, has a name for, and cannot set itself: what is set where, by the first."""
    found: dict[FigureUse, list[str]] = {}
    for param in figure.params:
        if param.input != "none" or not param.label:
            continue
        for use, other in known:
            if any(each.name == param.name and each.input != "none" for each in other.params):
                found.setdefault(use, []).append(param.label.partition(":")[0])
                break
    return found


def _put(line: ET.Element, link: ET.Element, text: str) -> None:
    """`text` in front of `link`, the last of `line`."""
    if len(line) == 1:
        line.text = text
    else:
        line[-2].tail = f"{line[-2].tail}{text}"
