"""Every unit along a way: the widget `units` against torch, and under hands on the lesson's own page."""

from __future__ import annotations

import re

import numpy as np
import pytest

from nnexplain.methods.decisions import unit_flips, verdicts

from .digits import Shown, shared
from .five import flipping, heard, twin
from .stills import SVG, Still, Stills

FIGURE = "five-to-six-units"
LEFT, ACROSS, STEPS = 34, 404, 8
KINDS = ("blend", "code-4", "keep", "stroke")
ONLY = """async (figure) => {
  const source = new URL("core/page.js", document.querySelector('script[src*="nnexplain.js"]').src);
  const { pageOf } = await import(source.href);
  const seen = new Set();
  const note = (all) => all.forEach(({ target }) => seen.add(target.getAttribute("class")));
  const watch = new MutationObserver(note);
  watch.observe(figure, { attributes: true, subtree: true, attributeFilter: ["d", "y", "x"] });
  pageOf(figure).set({ t: 0.25 });
  for (let k = 0; k < 4; k++) await new Promise(requestAnimationFrame);
  return [...seen];
}"""


opened, units = shared("units")


# ---- what is drawn ----


def edges(count: int) -> np.ndarray:
    """Where each place begins, and the last ends; in pixels."""
    halves = np.clip((np.arange(count + 1) - 0.5) / (count - 1), 0, 1)
    return np.asarray(LEFT + ACROSS * halves)


def rows(drawn: Still) -> list[dict[float, str]]:
    """Of each panel, the unit at each height."""
    return [
        {
            float(str(row.findall(f".//{SVG}text")[0].get("y"))): str(row.get("data-id"))
            for row in drawn.all("nn-unit-row", panel)
        }
        for panel in (0, 1)
    ]


def matrix(drawn: Still, count: int) -> dict[str, np.ndarray]:
    """The strength of every unit at every place, 0 to 8, as it is drawn."""
    found: dict[str, np.ndarray] = {}
    for panel, names in enumerate(rows(drawn)):
        at = {y: np.zeros(count, dtype=int) for y in names}
        for step, path in enumerate(drawn.all("nn-units-glow", panel), 1):
            for left, y, right in re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)", str(path.get("d") or "")):
                start, end = (int(np.abs(edges(count) - float(x)).argmin()) for x in (left, right))
                assert not at[float(y)][start:end].any()
                at[float(y)][start:end] = step
        found |= {name: at[y] for y, name in names.items()}
    return found


def full() -> list[float]:
    """Where a line is full: the 99th hundredth of what a layer's units answer to all digits, if on."""
    levels, now = [], twin().x
    for k, module in enumerate(twin().model):
        now = module(now)
        if k in (1, 3):
            levels.append(float(np.percentile(now.numpy()[now.numpy() > 0], 99)))
    return levels


@pytest.mark.parametrize("kind", KINDS)
def test_every_unit_at_every_place_is_torch_s(stills: Stills, kind: str) -> None:
    layers = heard(kind, 7, 12)
    drawn = matrix(stills.of(FIGURE, digit=7, digit2=12, way=kind), len(layers[0]))
    assert len(drawn) == 58
    for letter, answers, level in zip("ab", layers, full(), strict=False):
        steps = np.floor(np.minimum(1, answers / level) * STEPS + 0.5).clip(answers > 0, STEPS)
        for k in range(answers.shape[1]):
            assert drawn[f"{letter}{k + 1}"].tolist() == steps[:, k].astype(int).tolist()
    p = np.exp(layers[2] - layers[2].max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    for digit in range(10):
        assert drawn[f"c{digit}"].tolist() == np.floor(p[:, digit] * STEPS + 0.5).astype(int).tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_flips_and_the_decision_are_those_of_the_method(stills: Stills, kind: str) -> None:
    drawn = stills.of(FIGURE, digit=301, digit2=22, way=kind)
    layers = heard(kind, 301, 22)
    for letter, answers, path, names in zip(
        "ab", layers, drawn.all("nn-units-flips"), rows(drawn), strict=False
    ):
        marks = re.findall(r"M([\d.]+),([\d.]+)v12", str(path.get("d")))
        found = sorted(
            (names[float(y) + 6], int(np.abs(edges(len(answers)) - float(x)).argmin()) - 1) for x, y in marks
        )
        flips = np.argwhere(unit_flips(answers))
        assert found == sorted((f"{letter}{unit + 1}", int(step)) for step, unit in flips)
    until, after = flipping(layers)
    said = re.search(r"Up to there (\d+|no) units? flips?.*?, after it (\d+|none)", drawn.now)
    assert said and [int(word) if word.isdigit() else 0 for word in said.groups()] == [len(until), len(after)]
    assert all(f"({', '.join(ids)})" in drawn.now for ids in (until, after) if 0 < len(ids) <= 12)
    if kind in ("keep", "stroke"):  # between two places of the others the page looks for itself
        settled = float(verdicts(layers[2][None]).settled[0])
        marked = [float(str(mark.get("d"))[1:].split(",")[0]) for mark in drawn.all("nn-along__decision")]
        assert marked == [pytest.approx(LEFT + ACROSS * settled, abs=0.06)] * 2
        assert set(drawn.texts("nn-along__words")) == {f"decision at {settled:.2f}"}
        assert f"settles on {layers[2][-1].argmax()} at {settled:.2f} of the way" in drawn.now


@pytest.mark.parametrize("order", ["on", "off"])
def test_rows_are_sorted_by_where_they_turn(stills: Stills, order: str) -> None:
    drawn = stills.of(FIGURE, digit=7, digit2=12, order=order)
    first, second = (list(names.values()) for names in rows(drawn))
    for letter, answers, names in zip("ab", heard("blend", 7, 12), (first, second[:16]), strict=False):
        on = answers > 0

        def key(k: int, on: np.ndarray = on) -> tuple[float, bool, int]:
            turned = np.flatnonzero((on[1:, k] != on[:-1, k]) & (on[1:, k] == (order == "on")))
            at = float(turned[0]) if len(turned) else np.inf
            return at, not on[0 if order == "on" else -1, k] if np.isinf(at) else False, k

        assert names == [f"{letter}{k + 1}" for k in sorted(range(on.shape[1]), key=key)]
    assert len(set(first)) == 32 and sorted(second[16:]) == [f"c{k}" for k in range(10)]


@pytest.mark.parametrize("way", ["blend", "keep"])
def test_two_identical_ends(stills: Stills, way: str) -> None:
    drawn = stills.of(FIGURE, digit=7, digit2=7, way=way)
    assert drawn.now.startswith("Both ends are the same picture.")
    assert "No units flip." in drawn.now and "all the way." in drawn.now
    assert set(drawn.texts("nn-along__words")) == {"no decision"}
    drawn.has_nothing_for_hands()


def test_a_silenced_unit_has_no_line(stills: Stills) -> None:
    drawn = stills.of(FIGURE, digit=7, digit2=12, silent="b7", unit="b7")
    assert not matrix(drawn, 101)["b7"].any()
    assert "silenced; off all the way" in drawn.now


# ---- hands ----


def test_on_the_way_only_the_mark_moves(units: Shown, stills: Stills) -> None:
    changed = units.figure.evaluate(ONLY)
    assert sorted(changed) == ["nn-along__tip", "nn-here"]
    here = str(units.figure.locator(".nn-here").first.get_attribute("d"))
    assert here.startswith(f"M{LEFT + ACROSS * 0.25:g},")
    assert "at 0.25" in units.now()
    units.set(way="code-4")
    units.page.wait_for_load_state("networkidle")  # its autoencoder
    assert units.drawn() == stills.of(FIGURE, t=0.25, way="code-4").drawn()


def test_keys_walk_through_the_units_and_along_the_way(units: Shown) -> None:
    units.set(unit="a31", t=0.5)
    units.figure.locator('.nn-unit-row[tabindex="0"]').focus()
    for key, unit, t in (
        ("ArrowDown", "a32", 0.5), ("ArrowDown", "b1", 0.5), ("ArrowRight", "b1", 0.51),
        ("Shift+ArrowLeft", "b1", 0.41),
        ("End", "c9", 0.41), ("ArrowDown", "c9", 0.41), ("Home", "a1", 0.41), ("ArrowUp", "a1", 0.41),
    ):  # fmt: skip
        units.page.keyboard.press(key)
        units.settle()
        assert (units.get("unit"), round(units.get("t"), 2)) == (unit, t)
        assert units.figure.locator('.nn-unit-row[tabindex="0"]').count() == 1
        assert units.page.evaluate("document.activeElement.dataset.id") == unit
    assert units.figure.locator('.nn-unit-row[aria-checked="true"]').get_attribute("data-id") == "a1"


def test_a_click_takes_the_row_and_the_place_a_drag_the_place_alone(units: Shown) -> None:
    units.set(unit="b7", t=0.5)
    box = units.box('.nn-unit-row[data-id="a20"] .nn-hit')
    scale = box["width"] / (LEFT + ACROSS)
    x, y = box["x"] + (LEFT + 0.8 * ACROSS) * scale, box["y"] + box["height"] / 2
    units.page.mouse.click(x, y)
    units.settle()
    assert (units.get("unit"), units.get("t")) == ("a20", pytest.approx(0.8, abs=0.011))
    units.drag((x, y), -0.5 * ACROSS * scale, 80)
    assert (units.get("unit"), units.get("t")) == ("a20", pytest.approx(0.3, abs=0.011))
