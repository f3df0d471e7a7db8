// Where everything in the four pictures of a network lies, in pixels, and how weights are scaled.

import { percentile } from "../../net/lab/glow.js";

/** @import { Network, Vector } from "../../net/net.js" */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** A word, and how it stands to x; the middle of its height is at y. */
/** @typedef {{x: number, y: number, words: string, anchor: "start" | "middle" | "end"}} Word */
/** Where a matrix lies, how large its cells are, and where the column of its biases begins. */
/** @typedef {{x: number, y: number, wide: number, high: number, bias: number}} Lot */
/** At which size of a weight a colour is full, and how many shades there are. */
/** @typedef {{full: number, shades: number}} Scale */

export const WIDTH = 428;
/** Above every picture is its title. */
export const ROOM = Object.freeze({ left: 7, top: 27, right: 7, bottom: 4 });
/** Units stand in rows of so many, and so do the weights of a later layer in its picture. */
export const ACROSS = 8;
const [IMAGE, CELL, LEFT, HEADING, GAP] = [48, 6, 26, 20, 8];
/** How wide and high the chosen unit's picture is, and where the names of later units stand beside it. */
const LARGE = 128;
const NAMES = Object.freeze({ x: 186, across: 30, down: 26, width: 27, height: 23 });
/** The widest that a heat map is, without its biases. */
const WIDEST = 64 * CELL;
/** Where the columns of units stand, and how large the picture of pixels before them is. */
const [COLUMNS, GRID] = [[212, 318, 414], 112];
/** The strongest of all connections is so thick. */
const THICKEST = 3.75;
/** Shades come in quarters, so what is below an eighth of full is not drawn. */
const SHADES = 4;
/** What one weight in a hundred exceeds has its full colour. */
const FULL = 0.99;

const LAYERS = Object.freeze(["first layer", "second layer", "answer"]);
const KINDS = Object.freeze([
  "first-layer units: a weight for every pixel",
  "second-layer units",
  "answers",
]);

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {Word["anchor"]} [anchor]
 * @returns {Word}
 */
const at = (x, y, words, anchor = "start") => ({ x, y, words, anchor });

/**
 * One scale for all pictures of a network; a weight of 1 is a line of `thick` pixels.
 * @param {Network} network
 * @returns {Scale & {thick: number}}
 */
export function scaleOf({ layers }) {
  const sizes = /** @type {Vector} */ (Float64Array.from(layers.flatMap(({ w }) => Array.from(w, Math.abs))));
  const most = sizes.reduce((most, size) => Math.max(most, size), 0);
  return {
    full: Number(percentile(sizes, FULL).toPrecision(1)),
    shades: SHADES,
    thick: Math.round((THICKEST / most) * 100) / 100,
  };
}

/**
 * The weight images: a picture for every unit of the first layer; below them, large, that of the chosen unit,
 * and beside it a box with its name for every unit of the other layers. `height` is all of it.
 * @param {readonly number[]} counts  units of each layer
 * @param {(layer: number, index: number) => string} name
 */
function imagesOf(counts, name) {
  const first = Number(counts[0]);
  const boxes = Array.from({ length: first }, (_, index) => {
    const [column, row] = [index % ACROSS, Math.floor(index / ACROSS)];
    return { x: LEFT + column * (IMAGE + 2), y: HEADING + row * (IMAGE + GAP), width: IMAGE, height: IMAGE };
  });
  const words = [at(LEFT, HEADING - 12, `${first} ${KINDS[0]}`)];
  boxes.forEach(({ y }, index) => {
    if (index % ACROSS === 0) words.push(at(LEFT - 8, y + 6, name(0, index), "end"));
  });
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const large = { x: LEFT, y: bottom + 32, side: LARGE };
  /** @type {Word[]} */ const names = [];
  let top = large.y;
  counts.slice(1).forEach((count, later) => {
    words.push(at(NAMES.x, top - 12, `${count} ${KINDS[later + 1] ?? "units"}`));
    const { across, down, width, height } = NAMES;
    for (let index = 0; index < count; index++) {
      const [column, row] = [index % ACROSS, Math.floor(index / ACROSS)];
      const box = { x: NAMES.x + column * across, y: top + row * down, width, height };
      boxes.push(box);
      names.push(at(box.x + width / 2, box.y + height / 2, name(later + 1, index), "middle"));
    }
    top += Math.ceil(count / ACROSS) * down + 28;
  });
  return { boxes, words, names, large, height: Math.max(top - 28, large.y + LARGE) };
}

/**
 * The heat maps: the first above, the others side by side below it; then the key, and what can be read.
 * @param {readonly number[]} sizes  inputs, and units of each layer
 * @param {number} height
 * @param {number} full
 * @param {(layer: number, index: number) => string} name
 */
function mapsOf(sizes, height, full, name) {
  const counts = sizes.slice(1);
  const below = HEADING + CELL * Number(counts[0]) + 34;
  const beside = LEFT + CELL * (Number(counts[0]) + 1) + 2 * GAP + LEFT;
  const heads = ["first layer: a row a unit, a column a pixel", "second layer", "answers"];
  const corners = /** @type {[number, number][]} */ ([[LEFT, HEADING], [LEFT, below], [beside, below]]);
  const key = { x: beside + 14, y: below + CELL * Number(counts[2]) + 28 };
  const words = [at(key.x - 6, key.y + 5, `−${full}`, "end"), at(key.x + 102, key.y + 5, `+${full}`)];
  const lots = corners.map(([x, y], layer) => {
    const [inputs, count] = [Number(sizes[layer]), Number(counts[layer])];
    const wide = Math.min(CELL, WIDEST / inputs);
    words.push(at(x, y - 12, heads[layer] ?? ""), at(x - 6, y + 4, name(layer, 0), "end"));
    words.push(at(x - 6, y + CELL * count - 4, name(layer, count - 1), "end"));
    return { x, y, wide, high: CELL, bias: x + wide * inputs + 4 };
  });
  return { lots, words, key, readout: { x: LEFT, y: height - 8 } };
}

/**
 * The pixels as in the picture, and the units of each layer one below the other.
 * @param {readonly number[]} counts
 * @param {number} side  pixels in a row
 * @param {number} height
 */
function columnsOf(counts, side, height) {
  const middle = Math.floor((HEADING + height) / 2);
  const along = (/** @type {number} */ k) => Math.round((k / (side - 1)) * GRID * 10) / 10;
  const pixels = Array.from({ length: side * side }, (_, k) => ({
    x: 8 + along(k % side),
    y: middle - GRID / 2 + along(Math.floor(k / side)),
  }));
  const units = counts.flatMap((count, layer) => {
    const room = (height - HEADING - 8) / count;
    return Array.from({ length: count }, (_, k) => ({
      x: Number(COLUMNS[layer]),
      y: Math.round(HEADING + 4 + (k + 0.5) * room),
    }));
  });
  const heads = LAYERS.map((word, k) => at(Number(COLUMNS[k]), 8, word, "middle"));
  return { pixels, units, words: [at(4, middle - GRID / 2 - 18, "pixels"), ...heads] };
}

/**
 * The force-directed layout, as large as it fits; `length` is a unit of length.
 * @param {readonly number[]} layout  x and y of every unit in turn, in units of length
 * @param {number} height
 */
function cloudOf(layout, height) {
  const [xs, ys] = [layout.filter((_, k) => k % 2 === 0), layout.filter((_, k) => k % 2)];
  const reach = (/** @type {number[]} */ all) => Math.max(...all) - Math.min(...all);
  const middle = (/** @type {number[]} */ all) => (Math.max(...all) + Math.min(...all)) / 2;
  const length = Math.min((WIDTH - 36) / reach(xs), (height - 56) / reach(ys));
  const [left, top] = [WIDTH / 2 - middle(xs) * length, height / 2 - 5 - middle(ys) * length];
  const units = xs.map((x, k) => ({
    x: Math.round(left + x * length),
    y: Math.round(top + Number(ys[k]) * length),
  }));
  const key = [8, 118, 250].map((x) => ({ x, y: height - 8 }));
  const words = key.map(({ x, y }, k) => at(x + 15, y, LAYERS[k] ?? ""));
  return { units, length, key, words };
}

/**
 * All four pictures.
 * @param {object} shown
 * @param {readonly number[]} shown.sizes  inputs, and units of each layer
 * @param {number} shown.side  pixels in a row
 * @param {number} shown.full  at which weight a colour is full
 * @param {readonly number[]} shown.layout
 * @param {(layer: number, index: number) => string} shown.name  of a unit
 */
export function placesOf({ sizes, side, full, layout, name }) {
  const counts = sizes.slice(1);
  const images = imagesOf(counts, name);
  const { height } = images;
  return {
    height,
    images,
    maps: mapsOf(sizes, height, full, name),
    columns: columnsOf(counts, side, height),
    cloud: cloudOf(layout, height),
  };
}

/** @typedef {ReturnType<typeof placesOf>} Places */
