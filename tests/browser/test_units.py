"""Every unit along a way: the widget `units` on the lesson's own page, against torch."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from nnexplain.methods.decisions import unit_flips

from .digits import Open, Shown
from .five import flipping, heard, open_five, step_of, twin
from .server import Served

LEFT, ACROSS, STEPS = 34, 404, 8
KINDS = ("blend", "code-4", "keep", "stroke")
DRAWN = """(figure) => {
  const all = (from, what, told) => [...from.querySelectorAll(what)].map(told);
  const row = (row) => [row.dataset.id, Number(row.querySelector("text").getAttribute("y"))];
  const d = (path) => path.getAttribute("d");
  return {
    glow: all(figure, ".nn-panel", (panel) => all(panel, ".nn-units-glow", d)),
    flips: all(figure, ".nn-units-flips", d),
    rows: all(figure, ".nn-panel", (panel) => all(panel, ".nn-unit-row", row)),
  };
}"""
ONLY = """async (figure) => {
  const source = new URL("core/page.js", document.querySelector('script[src*="nnexplain.js"]').src);
  const { pageOf } = await import(source.href);
  const seen = new Set();
  const note = (all) => all.forEach(({ target }) => seen.add(target.getAttribute("class")));
  const watch = new MutationObserver(note);
  watch.observe(figure, { attributes: true, subtree: true, attributeFilter: ["d", "y", "x"] });
  pageOf(figure).set({ t: 0.25 });
  await new Promise((go) => setTimeout(go, 200));
  return [...seen];
}"""


@pytest.fixture
def units(served: Served, visit: Open) -> Callable[..., Shown]:
    return lambda query="", **context: open_five(served, visit, "units", query, **context)


Units = Callable[..., Shown]


def edges(count: int) -> np.ndarray:
    """Where each place begins, and the last ends; in pixels."""
    halves = np.clip((np.arange(count + 1) - 0.5) / (count - 1), 0, 1)
    return np.asarray(LEFT + ACROSS * halves)


def drawn_along(shown: Shown) -> None:
    """Waits until the chosen way is drawn: its autoencoders come over the network."""
    shown.page.wait_for_load_state("networkidle")
    shown.settle()


def matrix(shown: Shown, count: int) -> dict[str, np.ndarray]:
    """The strength of every unit at every place, 0 to 8, as it is drawn."""
    drawn = shown.figure.evaluate(DRAWN)
    found: dict[str, np.ndarray] = {}
    for paths, rows in zip(drawn["glow"], drawn["rows"], strict=True):
        at = {y: np.zeros(count, dtype=int) for _, y in rows}
        for step, d in enumerate(paths, 1):
            for left, y, right in re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)", d or ""):
                start, end = (int(np.abs(edges(count) - float(x)).argmin()) for x in (left, right))
                assert not at[float(y)][start:end].any()
                at[float(y)][start:end] = step
        found |= {name: at[y] for name, y in rows}
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
def test_every_unit_at_every_place_is_torch_s(units: Units, kind: str) -> None:
    shown = units(f"?digit=7&digit2=12&way={kind}")
    drawn_along(shown)
    layers = heard(kind, 7, 12)
    drawn = matrix(shown, len(layers[0]))
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
def test_flips_and_counts_are_those_of_the_method(units: Units, kind: str) -> None:
    shown = units(f"?digit=301&digit2=22&way={kind}")
    drawn_along(shown)
    layers = heard(kind, 301, 22)
    drawn = shown.figure.evaluate(DRAWN)
    for answers, d, rows in zip(layers, drawn["flips"], drawn["rows"], strict=False):
        names = {y: name for name, y in rows}
        marks = re.findall(r"M([\d.]+),([\d.]+)v12", d)
        found = sorted(
            (names[float(y) + 6], int(np.abs(edges(len(answers)) - float(x)).argmin()) - 1) for x, y in marks
        )
        letter = rows[0][0][0]
        expected = sorted(
            (f"{letter}{unit + 1}", int(step)) for step, unit in np.argwhere(unit_flips(answers))
        )
        assert found == expected
    until, after = flipping(layers)
    words = re.search(r"Up to there (\d+|no) units? flips?.*?, after it (\d+|none)", shown.now())
    assert words and [int(word) if word.isdigit() else 0 for word in words.groups()] == [
        len(until),
        len(after),
    ]
    assert all(f"({', '.join(ids)})" in shown.now() for ids in (until, after) if 0 < len(ids) <= 12)


def test_the_decision_is_marked_on_both_panels(units: Units) -> None:
    shown = units("?digit=301&digit2=22&way=keep")
    logits = heard("keep", 301, 22)[2]
    step = step_of(logits)
    assert step is not None
    settled = (step + 0.5) / (len(logits) - 1)
    for mark in shown.figure.locator(".nn-along__decision").all():
        x = float(re.findall(r"M([\d.]+)", str(mark.get_attribute("d")))[0])
        assert x == pytest.approx(LEFT + ACROSS * settled, abs=0.06)
    assert shown.figure.locator(".nn-along__decision").count() == 2
    assert set(shown.texts(".nn-along__words")) == {f"decision at {settled:.2f}"}
    assert f"settles on {logits[-1].argmax()} at {settled:.2f} of the way" in shown.now()


@pytest.mark.parametrize("order", ["on", "off"])
def test_rows_are_sorted_by_where_they_turn(units: Units, order: str) -> None:
    shown = units(f"?digit=7&digit2=12&order={order}")
    rows = [[name for name, _ in panel] for panel in shown.figure.evaluate(DRAWN)["rows"]]
    for letter, answers, names in zip("ab", heard("blend", 7, 12), (rows[0], rows[1][:16]), strict=False):
        on = answers > 0

        def key(k: int, on: np.ndarray = on) -> tuple[float, bool, int]:
            turned = np.flatnonzero((on[1:, k] != on[:-1, k]) & (on[1:, k] == (order == "on")))
            first = float(turned[0]) if len(turned) else np.inf
            return first, not on[0 if order == "on" else -1, k] if np.isinf(first) else False, k

        assert names == [f"{letter}{k + 1}" for k in sorted(range(on.shape[1]), key=key)]
    assert len(set(rows[0])) == 32 and sorted(rows[1][16:]) == [f"c{k}" for k in range(10)]


def test_on_the_way_only_the_mark_moves(units: Units) -> None:
    shown = units()
    changed = shown.figure.evaluate(ONLY)
    assert sorted(changed) == ["nn-along__tip", "nn-here"]
    here = str(shown.figure.locator(".nn-here").first.get_attribute("d"))
    assert here.startswith(f"M{LEFT + ACROSS * 0.25:g},")
    assert "at 0.25" in shown.now()


def test_keys_walk_through_the_units_and_along_the_way(units: Units) -> None:
    shown = units("?unit=a31&t=0.5")
    shown.figure.locator('.nn-unit-row[tabindex="0"]').focus()
    for key, unit, t in (
        ("ArrowDown", "a32", 0.5), ("ArrowDown", "b1", 0.5), ("ArrowRight", "b1", 0.51),
        ("Shift+ArrowLeft", "b1", 0.41),
        ("End", "c9", 0.41), ("ArrowDown", "c9", 0.41), ("Home", "a1", 0.41), ("ArrowUp", "a1", 0.41),
    ):  # fmt: skip
        shown.page.keyboard.press(key)
        shown.settle()
        assert (shown.get("unit"), round(shown.get("t"), 2)) == (unit, t)
        assert shown.figure.locator('.nn-unit-row[tabindex="0"]').count() == 1
        focused = shown.page.evaluate("document.activeElement.dataset.id")
        assert focused == unit
    assert shown.figure.locator('.nn-unit-row[aria-checked="true"]').get_attribute("data-id") == "a1"


def test_a_click_takes_the_row_and_the_place_a_drag_the_place_alone(units: Units) -> None:
    shown = units("?unit=b7&t=0.5")
    box = shown.figure.locator('.nn-unit-row[data-id="a20"] .nn-hit').bounding_box()
    assert box
    scale = box["width"] / (LEFT + ACROSS)
    x, y = box["x"] + (LEFT + 0.8 * ACROSS) * scale, box["y"] + box["height"] / 2
    shown.page.mouse.click(x, y)
    shown.settle()
    assert (shown.get("unit"), shown.get("t")) == ("a20", pytest.approx(0.8, abs=0.011))
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + (LEFT + 0.3 * ACROSS) * scale, y + 80, steps=5)
    shown.page.mouse.up()
    shown.settle()
    assert (shown.get("unit"), shown.get("t")) == ("a20", pytest.approx(0.3, abs=0.011))


def test_two_identical_ends(units: Units) -> None:
    for way in ("blend", "keep"):
        shown = units(f"?digit=7&digit2=7&way={way}")
        assert shown.now().startswith("Both ends are the same picture.")
        assert "No units flip." in shown.now() and "all the way." in shown.now()
        assert set(shown.texts(".nn-along__words")) == {"no decision"}
        assert "NaN" not in shown.figure.inner_html() and "Infinity" not in shown.figure.inner_html()


def test_a_silenced_unit_has_no_line(units: Units) -> None:
    shown = units("?digit=7&digit2=12&silent=b7&unit=b7")
    assert not matrix(shown, 101)["b7"].any()
    assert "silenced; off all the way" in shown.now()
