// Heat maps of the later layers: a row for each unit, a column for each of its inputs, and one for the bias;
// and large the weights of the unit that is looked at, whichever it is. A pointer, or the arrow keys, read
// any of the numbers.

import { signed } from "../../draw/numbers.js";
import { word } from "../../draw/text.js";
import { h, once } from "../../draw/tree.js";
import { cells } from "./cells.js";
import { frames, marks, outline, silenced, words } from "./marks.js";
import { ACROSS, WIDTH } from "./places.js";
import { nameOf, nodeOf } from "./wires.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Network } from "../../net/net.js" */
/** @import { Model } from "./pictures.js" */
/** @import { Box, Lot, Places, Plate, Point, Scale } from "./places.js" */
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

/** How many weights of a unit are in a row of its own picture. @param {Net} net  @param {string} id */
const acrossOf = (net, id) => unitOf(net, id).layer ? ACROSS : net.side;

/**
 * Where in a unit's own picture one of its numbers is.
 * @param {Net} net
 * @param {Plate} own
 * @param {Cell} cell
 * @returns {Box}
 */
function placeIn(net, { x, y, side, bias, cell }, { id, column }) {
  const across = acrossOf(net, id);
  if (column >= inputsOf(net, id)) return { x: bias, y, width: cell, height: cell };
  const wide = side / across;
  const [left, top] = [x + (column % across) * wide, y + Math.floor(column / across) * wide];
  return { x: left, y: top, width: wide, height: wide };
}

/**
 * Which number lies at a point.
 * @param {Net} net
 * @param {Pick<Places["maps"], "lots" | "own">} maps
 * @param {string} seen  the unit whose own picture is there
 * @param {Point} point
 * @returns {Cell | null}
 */
export function cellAt(net, { lots, own }, seen, { x, y }) {
  const { network, units } = net;
  for (const [layer, lot] of lots.entries()) {
    const { inputs = 0, outputs = 0 } = network.layers[layer] ?? {};
    if (!lot) continue;
    const row = Math.floor((y - lot.y) / lot.high);
    if (row < 0 || row >= outputs || x < lot.x || x >= lot.bias + lot.high + 2) continue;
    const column = x >= lot.bias - 2 ? inputs : Math.min(inputs - 1, Math.floor((x - lot.x) / lot.wide));
    return { id: units.find((unit) => unit.layer === layer && unit.index === row)?.id ?? "", column };
  }
  const inside = (/** @type {Box} */ box) =>
    x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
  const all = Array.from({ length: inputsOf(net, seen) + 1 }, (_, column) => ({ id: seen, column }));
  return all.find((cell) => inside(placeIn(net, own, cell))) ?? null;
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
 * The row of a unit in the heat map of its layer, null where that has none.
 * @param {Net} net
 * @param {Places["maps"]["lots"]} lots
 * @param {string} id
 * @returns {Box | null}
 */
function rowOf(net, lots, id) {
  const { layer, index } = unitOf(net, id);
  const lot = lots[layer];
  return lot
    ? { x: lot.x, y: lot.y + lot.high * index, width: lot.bias + lot.high - lot.x, height: lot.high }
    : null;
}

/**
 * The column of what hears a unit, null of an answer.
 * @param {Net} net
 * @param {Places["maps"]["lots"]} lots
 * @param {string} id
 * @returns {Box | null}
 */
function columnOf(net, lots, id) {
  const { layer, index } = unitOf(net, id);
  const lot = lots[layer + 1];
  const fed = net.network.layers[layer + 1]?.outputs ?? 0;
  return lot ? { x: lot.x + lot.wide * index, y: lot.y, width: lot.wide, height: lot.high * fed } : null;
}

/** Both of them. @param {Net} net  @param {Places["maps"]["lots"]} lots  @param {string} id */
const boxesOf = (net, lots, id) =>
  [rowOf(net, lots, id), columnOf(net, lots, id)].filter((box) => box !== null);

/**
 * Through what a silenced unit hears; of a first-layer unit, through what hears it.
 * @param {Net} net
 * @param {Places["maps"]["lots"]} lots
 * @param {string} id
 */
function struck(net, lots, id) {
  const [row, column] = [rowOf(net, lots, id), columnOf(net, lots, id)];
  if (row) return `M${row.x},${row.y + row.height / 2}h${row.width}`;
  return column ? `M${column.x + column.width / 2},${column.y}v${column.height}` : "";
}

/**
 * Around a number, in the heat map of its layer and in its unit's own picture.
 * @param {Net} net
 * @param {Places["maps"]} maps
 * @param {Cell} cell
 * @param {string} seen  whose own picture is there
 */
function marked(net, { lots, own }, cell, seen) {
  const { layer, index } = unitOf(net, cell.id);
  const [lot, inputs] = [lots[layer], inputsOf(net, cell.id)];
  const its = cell.column < inputs;
  const box = lot && {
    x: its ? lot.x + lot.wide * cell.column : lot.bias,
    y: lot.y + lot.high * index,
    width: its ? lot.wide : lot.high,
    height: lot.high,
  };
  const boxes = [box, cell.id === seen ? placeIn(net, own, cell) : null];
  return h("path", {
    class: "nn-pictures__cell",
    d: boxes.map((each) => each ? outline(each) : "").join(""),
  });
}

/**
 * The weights of a unit, large, and its bias.
 * @param {Net} net
 * @param {Plate} own
 * @param {string} id
 * @param {Scale} scale
 */
function enlarged(net, own, id, scale) {
  const { layer, index } = unitOf(net, id);
  const { w = [], b = [], inputs = 0 } = net.network.layers[layer] ?? {};
  const [columns, { x, y, side, bias, cell }] = [acrossOf(net, id), own];
  const wide = side / columns;
  const numbers = Array.from(w).slice(index * inputs, (index + 1) * inputs);
  return h(
    "g",
    {},
    cells([
      { numbers, columns, x, y, wide, high: wide },
      { numbers: [Number(b[index])], columns: 1, x: bias, y, wide: cell, high: cell },
    ], scale),
    frames([
      { x, y, width: side, height: wide * Math.ceil(inputs / columns) },
      { x: bias, y, width: cell, height: cell },
    ]),
    word("nn-strong", x, y - 12, `${id}, enlarged`),
  );
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
      if (!lot) return [];
      const { w, b, inputs } = layers[layer] ?? { w: [], b: [], inputs: 1 };
      const biases = { numbers: b, columns: 1, x: lot.bias, y: lot.y, wide: lot.high, high: lot.high };
      return [{ numbers: w, columns: inputs, x: lot.x, y: lot.y, wide: lot.wide, high: lot.high }, biases];
    }),
  ], scale);
}

/**
 * Around the matrices and, beside each, its biases.
 * @param {readonly (Lot | null)[]} lots
 * @param {readonly number[]} sizes
 */
function edges(lots, sizes) {
  return frames(lots.flatMap((lot, layer) => {
    if (!lot) return [];
    const { x, y, wide, high, bias } = lot;
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
    "aria-label": "a weight of the unit",
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
  const { lots, own, readout } = maps;
  const still = [words("Heat maps of the later layers", maps.words), edges(lots, sizes)];
  const paint = once((/** @type {Network} */ network) => painted(maps, network, scale));
  return (model) => {
    const { network, silent, unit, pointed, cell } = model;
    const seen = pointed ?? unit.id;
    return [
      paint(network),
      enlarged(model, own, seen, scale),
      ...still,
      silenced([...silent].map((id) => struck(model, lots, id)).join("")),
      marks(boxesOf(model, lots, unit.id), seen === unit.id ? [] : boxesOf(model, lots, seen)),
      marked(model, maps, cell, seen),
      word("nn-pictures__readout", readout.x, readout.y, told(model, cell)),
      ground(model),
    ];
  };
}
