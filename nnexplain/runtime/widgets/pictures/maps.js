// A heat map of every matrix: a row for each unit, a column for each of its inputs, and one for the bias. A
// pointer, or the arrow keys, read any of the numbers.

import { signed } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells } from "./cells.js";
import { frames, marks, outline, silenced, words } from "./marks.js";
import { WIDTH } from "./places.js";
import { nameOf, nodeOf } from "./wires.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Network } from "../../net/net.js" */
/** @import { Model } from "./pictures.js" */
/** @import { Box, Lot, Places, Point, Scale } from "./places.js" */
/** @import { Net } from "./wires.js" */

/** A number of a matrix: in the row of a unit, which of its inputs; the last is followed by the bias. */
/** @typedef {{id: string, column: number}} Cell */

/** All heat maps, as a grip. */
export const MAPS = "maps";
const KEY = 10;

/** @param {Net} net  @param {string} id */
const unitOf = ({ units }, id) => units.find((unit) => unit.id === id) ?? { id: "", layer: 0, index: 0 };

/** How many inputs a unit has. @param {Net} net  @param {string} id */
export const inputsOf = (net, id) => net.network.layers[unitOf(net, id).layer]?.inputs ?? 0;

/** The strongest weight of a unit. @param {Net} net  @param {string} id  @returns {Cell} */
export function strongestOf(net, id) {
  const { layer, index } = unitOf(net, id);
  const inputs = inputsOf(net, id);
  const row = net.network.layers[layer]?.w.subarray(index * inputs, (index + 1) * inputs) ?? [];
  let column = 0;
  for (const [k, weight] of row.entries()) if (Math.abs(weight) > Math.abs(Number(row[column]))) column = k;
  return { id, column };
}

/**
 * Which number lies at a point.
 * @param {Net} net
 * @param {readonly Lot[]} lots
 * @param {Point} point
 * @returns {Cell | null}
 */
export function cellAt({ network, units }, lots, { x, y }) {
  for (const [layer, lot] of lots.entries()) {
    const { inputs = 0, outputs = 0 } = network.layers[layer] ?? {};
    const row = Math.floor((y - lot.y) / lot.high);
    if (row < 0 || row >= outputs || x < lot.x || x >= lot.bias + lot.high + 2) continue;
    const column = x >= lot.bias - 2 ? inputs : Math.min(inputs - 1, Math.floor((x - lot.x) / lot.wide));
    return { id: units.find((unit) => unit.layer === layer && unit.index === row)?.id ?? "", column };
  }
  return null;
}

/** A number and whose it is. @param {Net} net  @param {Cell} cell */
function told(net, { id, column }) {
  const unit = unitOf(net, id);
  const layer = net.network.layers[unit.layer];
  if (!layer) return "";
  if (column >= layer.inputs) return `${id}, bias: ${signed(Number(layer.b[unit.index]))}`;
  const from = nodeOf(net, { ...unit, index: 0 }) - layer.inputs + column;
  return `${id}, ${nameOf(net, from)}: ${signed(Number(layer.w[unit.index * layer.inputs + column]))}`;
}

/**
 * The row of a unit, and the column of what it feeds.
 * @param {Net} net
 * @param {readonly Lot[]} lots
 * @param {string} id
 * @returns {Box[]}
 */
function boxesOf(net, lots, id) {
  const { layer, index } = unitOf(net, id);
  const [lot, after] = [lots[layer], lots[layer + 1]];
  if (!lot) return [];
  const row = { x: lot.x, y: lot.y + lot.high * index, width: lot.bias + lot.high - lot.x, height: lot.high };
  if (!after) return [row];
  const fed = net.network.layers[layer + 1]?.outputs ?? 0;
  return [row, { x: after.x + after.wide * index, y: after.y, width: after.wide, height: after.high * fed }];
}

/** @param {Net} net  @param {readonly Lot[]} lots  @param {Cell} cell */
function marked(net, lots, { id, column }) {
  const { layer, index } = unitOf(net, id);
  const { x, y, wide, high, bias } = /** @type {Lot} */ (lots[layer]);
  const own = column < inputsOf(net, id);
  const [left, width] = own ? [x + wide * column, wide] : [bias, high];
  const box = { x: left, y: y + high * index, width, height: high };
  return h("path", { class: "nn-pictures__cell", d: outline(box) });
}

/**
 * The key, and all matrices with their biases.
 * @param {Places["maps"]} places
 * @param {Network} network
 * @param {Scale} scale
 */
function painted({ key: { x, y }, lots }, { layers }, scale) {
  const all = 2 * scale.shades + 1;
  const shades = Array.from({ length: all }, (_, step) => scale.full * (step / scale.shades - 1));
  const key = { numbers: shades, columns: all, x, y, wide: KEY, high: KEY };
  return cells([
    key,
    ...lots.flatMap((lot, layer) => {
      const { w, b, inputs } = layers[layer] ?? { w: [], b: [], inputs: 1 };
      const biases = { numbers: b, columns: 1, x: lot.bias, y: lot.y, wide: lot.high, high: lot.high };
      return [{ numbers: w, columns: inputs, x: lot.x, y: lot.y, wide: lot.wide, high: lot.high }, biases];
    }),
  ], scale);
}

/**
 * Around the matrices and, beside each, its biases.
 * @param {readonly Lot[]} lots
 * @param {readonly number[]} sizes
 */
function edges(lots, sizes) {
  return frames(lots.flatMap(({ x, y, wide, high, bias }, layer) => {
    const [width, height] = [wide * Number(sizes[layer]), high * Number(sizes[layer + 1])];
    return [{ x, y, width, height }, { x: bias, y, width: high, height }];
  }));
}

/**
 * What the keys have: it stands over all maps, and is a slider along the row of the chosen unit.
 * @param {Model} model
 */
function ground(model) {
  const { height, unit, kept } = model;
  return h("rect", {
    class: "nn-ground nn-pictures__ground",
    x: 0,
    y: 0,
    width: WIDTH,
    height,
    "data-grip": MAPS,
    tabindex: 0,
    role: "slider",
    "aria-label": "a weight of the heat map",
    "aria-valuemin": 1,
    "aria-valuemax": inputsOf(model, unit.id) + 1,
    "aria-valuenow": kept.column + 1,
    "aria-valuetext": told(model, kept),
  });
}

/**
 * @param {Places} places
 * @param {readonly number[]} sizes
 * @param {Scale} scale
 * @returns {(model: Model) => Branch[]}
 */
export function mapsView({ maps }, sizes, scale) {
  const { lots, readout } = maps;
  const still = [words("A heat map of every matrix", maps.words), edges(lots, sizes)];
  const paint = once((/** @type {Network} */ network) => painted(maps, network, scale));
  return (model) => {
    const { network, silent, unit, pointed, cell } = model;
    const rows = [...silent].flatMap((id) => boxesOf(model, lots, id).slice(0, 1));
    const aside = pointed && pointed !== unit.id ? boxesOf(model, lots, pointed) : [];
    return [
      paint(network),
      ...still,
      silenced(rows.map(({ x, y, width, height }) => `M${x},${y + height / 2}h${width}`).join("")),
      marks(boxesOf(model, lots, unit.id), aside),
      marked(model, lots, cell),
      word("nn-pictures__readout", readout.x, readout.y, told(model, cell)),
      ground(model),
    ];
  };
}
