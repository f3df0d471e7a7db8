"""A link sets all that its sentence claims: whatever the reader has done before, the figure says the same.
And a figure that follows what another one sets says so.

What a link leaves as the reader has it, it names: `[predicts](?op=5#graph){ data-keeps=song,step }`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from built import ROOT, values_of

from nnexplain.site.values import EXPRESSION, parse_expression, show

from .apart import open_apart
from .stills import Stills

MARKDOWN = re.compile(r"\]\(\?(?P<query>[^#)\s]+)#(?P<id>[\w-]+?)(?:-\d+)?\)(?P<more>\{[^}]*\})?")
HTML = re.compile(r'<a href="\?(?P<query>[^#"\s]+)#(?P<id>[\w-]+?)(?:-\d+)?"(?P<more>[^>]*)>')
FIGURE = re.compile(r"\(figures/([\w-]+)/([\w-]+)\.svg")
KEEPS = re.compile(r"data-keeps=([\w,]+)")
INK = str(values_of("digit-ocr-draw")["letter_ink"])
# What hands do to the figures of a widget that none of its controls can.
BY_HAND: dict[str, dict[str, Any]] = {
    "neuron": {"own": "ld--dl--", "run": "3w1_1_1_1", "song": 2, "tilt": 50},
    "cone": {"own": "ld--dl--", "run": "3w1_1_1_1", "song": 2, "tilt": 50},
    "draw": {"ink": INK},
    "compare": {"ink": INK, "ink2": INK, "unit": "b3"},
    "fmri": {"unit": "b3"},
    "knobs": {"silent": "a3", "turned": "a3_1.5", "unit": "b3"},
    "lesions": {"silent": "a3.b2"},
    "editor": {"ink": INK, "ink2": INK, "card": "end", "tool": "pen"},
    "units": {"unit": "b3"},
    "who": {"unit": "b3"},
}
# What the figure says when a link is followed on the page as it begins, and after each thing done before it.
SAID = """([name, sets, befores]) => [{}, ...befores].map((before) => {
  page.reset(page.settings.map(([name]) => name));
  page.set(before);
  page.set(sets);
  const { widget, session } = opened[name];
  return widget.says(widget.model(session));
})"""
# Whether a figure looks or reads otherwise where a parameter is set to one of some values.
CHANGED = """([figure, name, values]) => {
  page.reset(page.settings.map(([each]) => each));
  const before = JSON.stringify(seen(figure));
  return values.some((value) => {
    page.reset(page.settings.map(([each]) => each));
    page.set({ [name]: value });
    return JSON.stringify(seen(figure)) !== before;
  });
}"""


@dataclass(frozen=True)
class Claim:
    """A link to the figure `name`: what it sets, and what it leaves as it is."""

    name: str
    query: str
    keeps: frozenset[str]

    @property
    def sets(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True))


@cache
def written(page: str) -> str:
    """A page as it is written, with the values of the build in it."""

    def shown(match: re.Match[str]) -> str:
        script, name, spec = parse_expression(match[1])
        return "1" if name == "minutes" else show(values_of(script or page)[name], spec)

    return EXPRESSION.sub(shown, (ROOT / "content" / f"{page}.md").read_text("utf-8"))


def claims(page: str) -> list[Claim]:
    found = []
    for link in (*MARKDOWN.finditer(written(page)), *HTML.finditer(written(page))):
        keeps = KEEPS.search(link["more"] or "")
        found.append(Claim(link["id"], link["query"], frozenset(keeps[1].split(",") if keeps else ())))
    return list(dict.fromkeys(found))


PAGES = [path.stem for path in sorted((ROOT / "content").glob("*.md")) if claims(path.stem)]


def befores(figures: list[dict[str, Any]], links: list[Claim]) -> Iterator[dict[str, Any]]:
    """What the reader may have done before: followed a link, moved a control, used their hands."""
    yield from (link.sets for link in links)
    for figure in figures:
        yield from ({name: value} for name, value in BY_HAND.get(figure["widget"], {}).items())
        for param in (each for each in figure["params"] if each["input"] != "none"):
            values = {*param.get("options", ()), param.get("min"), param.get("max")} - {None}
            values |= {not param["value"]} if param["input"] == "checkbox" else set()
            yield from ({param["name"]: value} for value in sorted(values, key=str))


def alive(names: list[str], figures: list[dict[str, Any]]) -> list[str]:
    """Those that open without a browser and can be set."""
    apart = zip(names, figures, strict=True)
    return [name for name, figure in apart if figure["widget"] not in ("vega", "tiles")]


@pytest.mark.parametrize("page", PAGES)
def test_a_link_sets_all_that_its_sentence_claims(stills: Stills, tmp_path: Path, page: str) -> None:
    names = ["/".join(found) for found in FIGURE.findall(written(page))]
    figures = [stills.figure(name) for name in names]
    links, undone = claims(page), []
    done = list({str(before): before for before in befores(figures, links)}.values())
    with open_apart(tmp_path, alive(names, figures), {}) as engine:
        for link in links:
            (figure,) = (each for each in figures if each["name"] == link.name)
            if figure["widget"] == "vega":  # its sentence is made of all it follows
                free = {param["name"] for param in figure["params"]} - link.sets.keys() - link.keeps
                undone += [(link.query, name) for name in free]
                continue
            # what a link keeps stays as it was: it is no part of what is done before
            before = [{name: v for name, v in each.items() if name not in link.keeps} for each in done]
            first, *told = engine.evaluate(SAID, [link.name, link.sets, before])
            undone += [
                (link.query[-60:], each, says)
                for each, says in zip(before, told, strict=True)
                if says != first
            ]
    assert undone == []


@pytest.mark.parametrize("page", PAGES)
def test_a_link_sets_and_keeps_what_its_figure_has(stills: Stills, page: str) -> None:
    figures = {name: stills.figure(f"{folder}/{name}") for folder, name in FIGURE.findall(written(page))}
    for link in claims(page):
        has = {param["name"] for param in figures[link.name]["params"]}
        assert link.sets.keys() <= has and link.keeps <= has - link.sets.keys(), link


@pytest.mark.parametrize("page", PAGES)
def test_a_figure_says_what_it_follows_and_another_sets(stills: Stills, tmp_path: Path, page: str) -> None:
    names = ["/".join(found) for found in FIGURE.findall(written(page))]
    figures = [stills.figure(name) for name in names]
    controls = {p["name"]: p for figure in figures for p in figure["params"] if p["input"] != "none"}
    with open_apart(tmp_path, alive(names, figures), {}) as engine:
        for figure in (each for each in figures if each["widget"] not in ("vega", "tiles")):
            for param in (each for each in figure["params"] if each["input"] == "none"):
                if control := controls.get(param["name"]):
                    values = [*control.get("options", ()), control.get("min"), control.get("max")]
                    some = [value for value in values if value is not None][:12]
                    changes = engine.evaluate(CHANGED, [figure["name"], param["name"], some])
                    assert changes == bool(param.get("label")), f"{figure['name']} follows {param['name']}"
