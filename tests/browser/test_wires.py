"""What the four pictures of a network are made of: wires against the matrices they came from, cells against
a slow painter, places and scale against numpy, the cloud against the forces that the build laid it out with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from engine import Engine, engine

from nnexplain.methods import layout

PARTS = ("cells", "hand", "maps", "nets", "places", "springs", "wires")
RNG = np.random.default_rng(0)
MATRICES = [RNG.normal(size=size) for size in ((5, 4), (3, 5), (2, 3))]
SIZES = [4, 5, 3, 2]

NET = """({ matrices, sizes }) => {
  const layers = matrices.map((w, k) => ({
    inputs: sizes[k], outputs: sizes[k + 1], w: Float64Array.from(w), b: new Float64Array(sizes[k + 1]),
  }));
  const units = layers.flatMap(({ outputs }, layer) => Array.from({ length: outputs }, (_, index) =>
    ({ id: `${"abc"[layer]}${index + (layer < 2 ? 1 : 0)}`, layer, index })));
  globalThis.net = { network: { layers }, sizes, side: 2, units };
  globalThis.drawn = (node) => typeof node === "string" ? [] : [node, ...node.children.flatMap(drawn)];
}"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    modules = [f"widgets/pictures/{name}.js" for name in PARTS]
    with engine(tmp_path_factory.mktemp("wires"), modules) as made:
        made.evaluate(NET, {"matrices": [matrix.ravel().tolist() for matrix in MATRICES], "sizes": SIZES})
        yield made


def test_every_weight_is_a_wire_between_its_two_nodes_the_strongest_first(parts: Engine) -> None:
    wires = parts.evaluate("() => nn.wiresOf(net.network)")
    found = dict(zip(zip(wires["from"], wires["to"], strict=True), wires["weight"], strict=True))
    wanted, start = {}, 0
    for matrix in MATRICES:
        inputs = matrix.shape[1]
        for o, i in np.ndindex(matrix.shape):
            wanted[start + i, start + inputs + o] = matrix[o, i]
        start += inputs
    assert found == wanted and len(wires["weight"]) == 20 + 15 + 6
    assert wires["strongest"] == np.argsort(-np.abs(wires["weight"]), kind="stable").tolist()


CELL, STEPS = 6, 4
PAINT = """({ numbers, columns, full, x, y, cell }) => {
  const matrix = { numbers, columns, x, y, wide: cell, high: cell };
  return nn.cells([matrix], { full, shades: 4 }).children.map(({ attributes }) => attributes);
}"""


def strokes(paths: list[dict[str, Any]]) -> list[tuple[float, float, float, float, float]]:
    """Each stroke's two ends, its height on the panel, its width, and its strength with its sign."""
    found = []
    for path in paths:
        sign = -1 if path["class"].endswith("against") else 1
        for x, y, long in re.findall(r"M([\d.]+),([\d.]+)h([\d.]+)", path["d"]):
            ends = float(x), float(x) + float(long), float(y)
            found.append((*ends, path["stroke-width"], sign * path["stroke-opacity"]))
    return found


def test_every_cell_has_its_shade_and_none_is_painted_twice(parts: Engine) -> None:
    matrix = np.random.default_rng(0).normal(scale=0.5, size=(7, 9))
    shown = {"numbers": matrix.ravel().tolist(), "columns": 9, "full": 1, "x": 10, "y": 20, "cell": CELL}
    canvas = np.zeros((7, 9))
    for left, right, y, _, strength in strokes(parts.evaluate(PAINT, shown)):
        row = (y - 20) / CELL - 0.5
        assert row == round(row)
        for column in range(9):
            if left < 10 + (column + 0.5) * CELL < right:
                assert canvas[round(row), column] == 0
                canvas[round(row), column] = strength
    nearest = [
        min(range(-4, 5), key=lambda k: abs(np.clip(number, -1, 1) - k / 4)) for number in matrix.ravel()
    ]
    assert np.array_equal(canvas, np.reshape(nearest, (7, 9)) / STEPS)


def test_cells_against_are_lower_and_alone_only_where_they_are_large(parts: Engine) -> None:
    row = [0.5, 0.5, 0.5, -0.5, -0.5, 0.05]
    shown = {"numbers": row, "columns": 6, "full": 1, "x": 0, "y": 0}
    assert strokes(parts.evaluate(PAINT, shown | {"cell": 6})) == [(0, 18, 3, 6, 0.5), (18, 30, 3, 4, -0.5)]
    assert strokes(parts.evaluate(PAINT, shown | {"cell": 12})) == [
        (0, 36, 6, 12, 0.5),
        (38, 46, 6, 8, -0.5),
        (50, 58, 6, 8, -0.5),
    ]


def test_a_colour_is_full_where_one_weight_in_a_hundred_exceeds_it(parts: Engine) -> None:
    sizes = np.abs(np.concatenate([matrix.ravel() for matrix in MATRICES]))
    scale = parts.evaluate("() => nn.scaleOf(net.network)")
    assert scale["full"] == float(f"{np.percentile(sizes, 99):.1g}")
    assert scale["thick"] * sizes.max() == pytest.approx(3.75, abs=0.02)


LINES = """({ chosen, count, least }) => {
  const places = net.units.map((_, k) => ({ x: 20 * k, y: 50 }));
  const pixels = Array.from({ length: 4 }, (_, k) => ({ x: 10 * k, y: 5 }));
  const kind = { title: "", label: "", grip: "lines", words: [], pixels, key: [] };
  const view = nn.netView(kind, net.units, { thick: 2, least }, () => places);
  const unit = net.units.find(({ id }) => id === chosen);
  const wires = nn.wiresOf(net.network);
  const shown = view({ ...net, unit, pointed: null, silent: new Set(), wires, count });
  const groups = shown.filter(({ attributes }) => /lines/.test(attributes.class ?? ""));
  return groups.map(({ children }) => children.map(({ attributes }) => attributes));
}"""


def test_drawn_are_the_strongest_lines_of_all_and_those_of_the_unit(parts: Engine) -> None:
    count, least = 6, 0.3
    node = 4 + 2  # a3
    faded, own = parts.evaluate(LINES, {"chosen": "a3", "count": count, "least": least})
    spot = {**{k: (10 * k, 5) for k in range(4)}, **{4 + k: (20 * k, 50) for k in range(10)}}
    sizes = np.sort(np.abs(np.concatenate([matrix.ravel() for matrix in MATRICES])))
    wanted: list[set[tuple[Any, ...]]] = [set(), set()]
    start = 0
    for matrix in MATRICES:
        for o, i in np.ndindex(matrix.shape):
            a, b, weight = start + i, start + matrix.shape[1] + o, matrix[o, i]
            mine = node in (a, b)
            if abs(weight) >= (least if mine else sizes[-count]):
                wide = max(0.5, round(2 * 2 * abs(weight)) / 2)
                wanted[mine].add((*spot[a], *spot[b], wide, "against" if weight < 0 else "for"))
        start += matrix.shape[1]
    for paths, lines in zip((faded, own), wanted, strict=True):
        found = [
            (*map(int, re.findall(r"\d+", line)), path["stroke-width"], path["class"].rpartition("__")[2])
            for path in paths
            for line in path["d"].split("M")[1:]
        ]
        assert len(found) == len(set(found)) and set(found) == lines


def test_a_line_from_a_pixel_begins_in_its_row_at_the_edge_of_the_picture(parts: Engine) -> None:
    shown = {"sizes": [9, 5, 3, 2], "side": 3, "full": 1, "layout": [0, 0, 1, 1]}
    columns = parts.evaluate("(shown) => nn.placesOf({ ...shown, name: () => '' }).columns", shown)
    box, places = columns["grid"], columns["pixels"]
    assert {place["x"] for place in places} == {box["x"] + box["width"]}
    heights = [place["y"] for place in places]
    assert heights == sorted(heights) and len(set(heights)) == 9  # no two begin at the same spot
    rows = [int((y - box["y"]) / (box["height"] / 3)) for y in heights]
    assert rows == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_layout_is_as_large_as_it_fits_whatever_its_unit(parts: Engine) -> None:
    places = np.random.default_rng(1).normal(size=(58, 2)) * (3, 1)
    script = """(layout) => nn.placesOf({
      sizes: [64, 32, 16, 10], side: 8, full: 1, layout, name: () => "" }).cloud"""
    cloud = parts.evaluate(script, places.ravel().tolist())
    spots = np.array([[unit["x"], unit["y"]] for unit in cloud["units"]])
    reach = np.ptp(spots, axis=0)
    assert reach[0] == pytest.approx(428 - 36, abs=1) and reach[1] <= 384 - 56 + 1
    assert np.allclose(np.diff(spots, axis=0), np.diff(places, axis=0) * cloud["length"], atol=1)
    assert parts.evaluate(script, (7 * places).ravel().tolist())["units"] == cloud["units"]


def test_the_page_pulls_with_the_forces_of_the_build(parts: Engine) -> None:
    springs = layout.springs(MATRICES[1:])
    places = np.random.default_rng(0).normal(size=(len(springs), 2))
    points = [{"x": x, "y": y} for x, y in places.tolist()]
    assert np.allclose(
        parts.evaluate("() => nn.springsOf(nn.wiresOf(net.network), 4, 10)"), springs.ravel(), atol=0
    )
    script = "({ points, springs }) => nn.forces(points, Float64Array.from(springs))"
    found = parts.evaluate(script, {"points": points, "springs": springs.ravel().tolist()})
    assert np.allclose([[point["x"], point["y"]] for point in found], layout.forces(places, springs))


CLOUD = """({ calm, frames }) => {
  const tight = nn.springsOf(nn.wiresOf(net.network), 4, 10);
  const start = net.units.map((_, k) => ({ x: 60 + 30 * (k % 4), y: 60 + 40 * Math.floor(k / 4) }));
  const cloud = new nn.Cloud(start, 40, { width: 300, height: 300 });
  const seen = [cloud.places];
  cloud.drag(3, { x: 900, y: 150 });
  for (let k = 0; k < frames && cloud.restless; k++) cloud.step(tight, calm);
  seen.push(cloud.places);
  cloud.free();
  let rested = 0;
  for (; cloud.restless; rested++) cloud.step(tight, calm);
  seen.push(cloud.places);
  cloud.back();
  return { seen: [...seen, cloud.places].map((all) => all.map(({ x, y }) => [x, y])), rested };
}"""


def test_a_cloud_gives_way_comes_to_rest_and_can_be_put_back(parts: Engine) -> None:
    moving = parts.evaluate(CLOUD, {"calm": False, "frames": 20})
    start, pulled, rested, back = map(np.array, moving["seen"])
    assert pulled[3].tolist() == [290, 150]  # not past the border
    others = np.delete(np.arange(10), 3)
    assert np.abs(pulled - start)[others].max() > 1
    assert 1 < moving["rested"] <= 400 and rested[3, 0] < 290
    assert (rested >= 10).all() and (rested <= 290).all()
    assert np.array_equal(back, start)


def test_without_motion_others_wait_for_the_hand_to_let_go(parts: Engine) -> None:
    still = parts.evaluate(CLOUD, {"calm": True, "frames": 20})
    start, pulled, rested, back = map(np.array, still["seen"])
    others = np.delete(np.arange(10), 3)
    assert np.array_equal(pulled[others], start[others]) and pulled[3].tolist() == [290, 150]
    assert still["rested"] == 1 and np.abs(rested - pulled)[others].max() > 1
    assert np.array_equal(back, start)


HAND = """({ target, spot, gap }) => {
  const done = [];
  const places = net.units.map((_, k) => ({ x: 50, y: 20 + gap * k }));
  const grips = nn.gripsOf({
    page: { set: ({ unit }) => done.push(unit) }, net: () => net, chosen: () => "a1", lots: [],
    look: { point: (id) => done.push(id) }, cloud: null, changed: () => {},
    places: { images: () => places, lines: () => places, cloud: () => places },
  }, (id) => done.push(id));
  const touch = { id: `lines ${target}`, spot, from: spot, shift: false, all: [spot] };
  grips.lines.over(touch);
  grips.lines.click(touch);
  grips.lines.key("Enter", { ...touch, spot: { x: 0, y: 0 } }, {});
  grips.lines.key("ArrowDown", { ...touch, spot: { x: 0, y: 0 } }, {});
  return done;
}"""


def test_a_pointer_means_the_nearest_unit_and_a_key_the_one_with_the_focus(parts: Engine) -> None:
    """Targets are wider than the units lie apart, so the one on top may be a neighbour's."""
    found = parts.evaluate(HAND, {"target": "a3", "spot": {"x": 51, "y": 20 + 11 + 1}, "gap": 11})
    assert found == ["a2", "a2", "lines a2", "a3", "lines a3", "a4", "lines a4"]
