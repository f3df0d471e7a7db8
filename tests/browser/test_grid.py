"""Grids of cells without a browser: what is drawn where, which cell Tab reaches, and what a hand does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from engine import Engine, engine

SHAPE = {"x": 10, "y": 20, "count": 10, "columns": 4, "across": 44, "down": 30, "gap": 4}
MAKE = """(shape) => {
  globalThis.grid = (role, on = "", more = {}) => ({
    shape, role, grip: "cell", label: "cells",
    cells: Array.from({ length: shape.count }, (_, k) =>
      ({ id: `k${k}`, paint: k % 2 ? "neg" : "pos", strength: k / 8, name: `${k}`, on: on === `k${k}` })),
    ...more,
  });
  globalThis.drawn = (...how) => {
    const { attributes, children } = nn.gridOf(grid(...how));
    return { ...attributes, parts: children.map((child) => ({ tag: child.tag, ...child.attributes })) };
  };
  globalThis.hand = (role) => {
    const did = [];
    const hears = Object.fromEntries(["act", "focus", "reach", "point"].map((name) =>
      [name, (id) => did.push([name, id])]));
    return { did, grip: nn.gridGrip({ grids: () => [grid(role)], ...hears }) };
  };
  globalThis.touch = (id, x = 0, y = 0) => ({ id, spot: { x, y } });
}"""


@pytest.fixture(scope="module")
def grids(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine(tmp_path_factory.mktemp("grid"), ("instruments/grid.js",)) as made:
        made.evaluate(MAKE, SHAPE)
        yield made


def cells(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in drawn["parts"] if "data-id" in part]


def test_cells_stand_apart_and_those_against_are_smaller(grids: Engine) -> None:
    found = cells(grids.evaluate("() => drawn('radio')"))
    assert len(found) == 10
    for k, cell in enumerate(found):
        inset = 0.16 * 40 if k % 2 else 0
        assert cell["x"] == pytest.approx(10 + 44 * (k % 4) + inset)
        assert cell["y"] == pytest.approx(20 + 30 * (k // 4) + inset)
        assert cell["width"] == pytest.approx(40 - 2 * inset)
        assert cell["fill-opacity"] == pytest.approx(min(1, k / 8))


@pytest.mark.parametrize(
    ("role", "on", "reached", "stop"),
    [
        ("radio", "", [], 0),
        ("radio", "k6", [], 6),
        ("radio", "k6", ["k3"], 6),
        ("button", "k6", [], 0),
        ("button", "k6", ["k3", "k2"], 3),
        ("button", "", ["elsewhere", "k2"], 2),
    ],
)
def test_tab_reaches_one_cell(grids: Engine, role: str, on: str, reached: list[str], stop: int) -> None:
    drawn = grids.evaluate("([role, on, reached]) => drawn(role, on, { reached })", [role, on, reached])
    found = cells(drawn)
    assert [cell["tabindex"] for cell in found] == [0 if k == stop else -1 for k in range(10)]
    state = "aria-checked" if role == "radio" else "aria-pressed"
    assert [cell[state] for cell in found] == [str(f"k{k}" == on).lower() for k in range(10)]
    assert drawn["role"] == ("radiogroup" if role == "radio" else "group")


def test_keys_step_to_neighbours_and_never_beyond(grids: Engine) -> None:
    steps = {"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -4, "ArrowDown": 4}
    cases = [*product(steps, range(10)), *product(("Home", "End", "x", "Tab"), range(10))]
    press = """(cases) => cases.map(([key, k]) => {
      const { grip, did } = hand("radio");
      return [Boolean(grip.key(key, touch(`k${k}`), {})), did];
    })"""
    for (key, k), (taken, did) in zip(cases, grids.evaluate(press, cases), strict=True):
        to = {"Home": 0, "End": 9}.get(key, k + steps.get(key, 99))
        there = 0 <= to < 10
        assert taken == there, (key, k)
        assert did == ([["act", f"k{to}"], ["focus", f"k{to}"]] if there else []), (key, k)


def test_a_button_is_walked_past_and_pressed_on_purpose(grids: Engine) -> None:
    walk = """() => {
      const { grip, did } = hand("button");
      const taken = [{ altKey: true }, { ctrlKey: true }, { metaKey: true }].map((held) =>
        grip.key("ArrowDown", touch("k1"), held));
      grip.key("ArrowDown", touch("k1"), {});
      grip.focus(touch("k5"));
      grip.click(touch("k5"));
      grip.blur(touch("k5"));
      return { taken, did };
    }"""
    found = grids.evaluate(walk)
    assert found["taken"] == [False] * 3
    assert found["did"] == [
        ["focus", "k5"], ["reach", "k5"], ["point", "k5"], ["act", "k5"], ["focus", "k5"], ["point", None],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("x", "y", "cell"),
    [
        (10 + 42, 20 + 10, "k0"),  # the gap belongs to the cell before it
        (10 + 44 * 3 + 1, 20 + 29, "k3"),
        (10 + 44 + 1, 20 + 61, "k9"),
        (10 + 44 * 3, 20 + 61, None),  # the last row is not full
        (9, 30, None),
        (10 + 44 * 4 + 1, 30, None),
    ],
)
def test_a_spot_between_cells_is_the_nearest_s(grids: Engine, x: float, y: float, cell: str | None) -> None:
    press = """([x, y]) => {
      const { grip, did } = hand("button");
      grip.over(touch("", x, y));
      grip.click(touch("", x, y));
      grip.over(null);
      return did;
    }"""
    pressed = [["act", cell], ["focus", cell]] if cell else []
    assert grids.evaluate(press, [x, y]) == [["point", cell], *pressed, ["point", None]]
