// A network as units and lines: the strongest connections of all, and of the unit that is looked at every
// one. Colour and dash tell the sign, thickness the size. Lines of one paint are one path.

import { word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells } from "./cells.js";
import { choice, cross, frames, marks, silenced, words } from "./marks.js";
import { nodeOf } from "./wires.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Unit } from "../../net/lab/turns.js" */
/** @import { Model } from "./pictures.js" */
/** @import { Network } from "../../net/net.js" */
/** @import { Box, Point, Scale, Word } from "./places.js" */
/** @import { Wires } from "./wires.js" */

/**
 * One of the two pictures. `key` is where the shape of each layer is explained.
 * @typedef {object} Kind
 * @property {string} title
 * @property {string} label  for those who listen
 * @property {string} grip
 * @property {readonly Word[]} words
 * @property {readonly Point[]} pixels  where their lines begin; none where the picture leaves them out
 * @property {(network: Network, unit: Unit) => Branch} [below]  under the lines, for the unit looked at
 * @property {readonly Point[]} key
 */
/** How wide a line of weight 1 is, and from which weight on those of the unit are drawn. */
/** @typedef {{thick: number, least: number}} Gauge */
/** Lines of one paint. @typedef {{own: boolean, kind: string, wide: number, d: string[]}} Strand */

/** The columns of units, and the cloud, as grips. */
export const LINES = "lines";
export const CLOUD = "cloud";

const THINNEST = 0.5;
/** How far around a unit a hand can take it, its mark goes, and its cross; how far above it is its name. */
const [REACH, MARK, CROSS, NAME] = [12, 6, 7, 21];

/**
 * What is seen of a unit.
 * @param {Pick<Unit, "layer" | "index">} unit
 * @param {number} last  the answers' layer
 * @returns {Branch[]}
 */
function shapeOf({ layer, index }, last) {
  if (layer === last) {
    const digit = word("nn-pictures__digit", 0, 0, String(index));
    return [h("circle", { r: 9.25, class: "nn-pictures__knot nn-pictures__knot--answer" }), digit];
  }
  if (layer % 2 === 0) return [h("circle", { r: 4.25, class: "nn-pictures__knot nn-pictures__knot--first" })];
  const square = { x: -4.75, y: -4.75, width: 9.5, height: 9.5 };
  return [h("rect", { ...square, class: "nn-pictures__knot nn-pictures__knot--second" })];
}

/**
 * The lines: the strongest `count` faded, and those of `node` over them.
 * @param {Wires} wires
 * @param {number} node  that is looked at
 * @param {number} count
 * @param {(node: number) => Point | undefined} place
 * @param {Gauge} gauge
 */
function strands({ from, to, weight, strongest }, node, count, place, { thick, least }) {
  /** @type {Map<string, Strand>} */ const all = new Map();
  for (const [rank, wire] of strongest.entries()) {
    const own = from[wire] === node || to[wire] === node;
    const size = Math.abs(weight[wire]);
    if (own ? size < least : rank >= count) continue;
    const [a, b] = [place(Number(from[wire])), place(Number(to[wire]))];
    if (!a || !b) continue;
    const wide = Math.max(THINNEST, Math.round(2 * thick * size) / 2);
    const kind = weight[wire] < 0 ? "against" : "for";
    const strand = all.get(`${own} ${kind} ${wide}`) ?? { own, kind, wide, d: [] };
    strand.d.push(`M${a.x},${a.y}L${b.x},${b.y}`);
    all.set(`${own} ${kind} ${wide}`, strand);
  }
  const [mine, others] = [true, false].map((its) => [...all.values()].filter(({ own }) => own === its));
  return [
    h("g", { class: "nn-pictures__lines nn-pictures__lines--faded" }, others?.map(drawn)),
    h("g", { class: "nn-pictures__lines" }, mine?.map(drawn)),
  ];
}

/** @param {Strand} strand */
function drawn({ kind, wide, d }) {
  return h("path", { class: `nn-pictures__${kind}`, "stroke-width": wide, d: d.join("") });
}

/** A square around a place. @param {Point} place  @param {number} reach  to every side  @returns {Box} */
const around = ({ x, y }, reach) => ({ x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach });

/**
 * The picture before the first layer: in it, of a first-layer unit, its weights.
 * @param {Box} grid
 * @param {number} side  pixels in a row
 * @param {Scale} scale
 * @returns {(network: Network, unit: Unit) => Branch}
 */
export function pixelsView(grid, side, scale) {
  const [wide, edge] = [grid.width / side, frames([grid])];
  return once(({ layers: [first] }, { layer, index }) => {
    const inputs = first?.inputs ?? 0;
    const numbers = layer ? [] : Array.from(first?.w ?? []).slice(index * inputs, (index + 1) * inputs);
    return h(
      "g",
      {},
      cells([{ numbers, columns: side, x: grid.x, y: grid.y, wide, high: wide }], scale),
      edge,
    );
  });
}

/**
 * @param {Kind} kind
 * @param {readonly Unit[]} units
 * @param {Gauge} gauge
 * @param {(model: Model) => readonly Point[]} placed  where the units are
 * @returns {(model: Model) => Branch[]}
 */
export function netView({ title, label, grip, words: said, pixels, below, key }, units, gauge, placed) {
  const last = Math.max(...units.map(({ layer }) => layer));
  const shapes = units.map((unit) => shapeOf(unit, last));
  const put = (/** @type {Point} */ { x, y }, /** @type {Branch[]} */ shape) =>
    h("g", { transform: `translate(${x},${y})` }, shape);
  const heading = words(title, said);
  const still = key.map((place, layer) => put(place, shapeOf({ layer, index: 0 }, last)));
  const lines = once(strands);
  const knots = once((/** @type {readonly Point[]} */ places) =>
    h("g", {}, places.map((place, index) => put(place, shapes[index] ?? [])))
  );
  /** For the same places it is the same function, so that lines that stay are not drawn again. */
  const finder = once(
    (/** @type {readonly Point[]} */ places, /** @type {number} */ inputs) => (/** @type {number} */ node) =>
      node < inputs ? pixels[node] : places[node - inputs],
  );
  const over = once((
    /** @type {readonly Point[]} */ places,
    /** @type {Model["silent"]} */ silent,
    /** @type {string} */ chosen,
    /** @type {string | null} */ pointed,
  ) => {
    const boxes = (/** @type {(id: string) => boolean} */ which, reach = MARK) =>
      places.filter((_, index) => which(units[index]?.id ?? "")).map((place) => around(place, reach));
    const target = (/** @type {number} */ index) =>
      h("circle", { cx: places[index]?.x, cy: places[index]?.y, r: REACH });
    const named = units.findIndex(({ id }) => id === (pointed ?? chosen));
    const { x, y } = /** @type {Point} */ (places[named]);
    return [
      silenced(boxes((id) => silent.has(id), CROSS).map(cross).join("")),
      marks(boxes((id) => id === chosen), boxes((id) => id === pointed && id !== chosen)),
      word("nn-pictures__name nn-haloed", x, y - NAME, pointed ?? chosen),
      choice({ label, grip }, units, chosen, target),
    ];
  });
  return (model) => {
    const { sizes, silent, unit, pointed, wires, count } = model;
    const places = placed(model);
    const seen = units.find(({ id }) => id === pointed) ?? unit;
    return [
      heading,
      ...(below ? [below(model.network, seen)] : []),
      ...lines(wires, nodeOf(model, seen), count, finder(places, Number(sizes[0])), gauge),
      ...still,
      knots(places),
      ...over(places, silent, unit.id, pointed),
    ];
  };
}
