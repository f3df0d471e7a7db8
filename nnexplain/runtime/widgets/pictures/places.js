// Where everything in the four pictures of a network lies, in pixels, and how weights are scaled.

import { percentile } from "../../net/lab/glow.js";

/** @import { Network, Vector } from "../../net/net.js" */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */
/** A word, and how it stands to x; the middle of its height is at y. */
/** @typedef {{x: number, y: number, words: string, anchor: "start" | "middle" | "end"}} Word */
/** Where a matrix lies, how large its cells are, and where the column of its biases begins. */
/** @typedef {{x: number, y: number, wide: number, high: number, bias: number}} Lot */
/** A square for one unit's weights, and where its bias is, in a cell of `cell`. */
/** @typedef {{x: number, y: number, side: number, bias: number, cell: number}} Plate */
/** At which size of a weight a colour is full, and how many shades there are. */
/** @typedef {{full: number, shades: number}} Scale */

export const WIDTH = 428;
/** Above every picture is its title. */
export const ROOM = Object.freeze({ left: 7, top: 27, right: 7, bottom: 4 });
/** The weights of a unit of a later layer lie in rows of so many. */
export const ACROSS = 8;
/** How many weight images are in a row, how large one is, and how large a cell of the heat maps is. */
const [PER_ROW, IMAGE, CELL] = [6, 64, 11];
const [LEFT, HEADING, GAP] = [26, 20, 3];
/** How wide and high one unit's picture is. */
const LARGE = 128;
/** The names of later units, beside the last weight images: so many in a row, and how high one is. */
const NAMES = Object.freeze({ across: 8, free: 4, high: 20 });
/** The widest that a heat map is, without its biases. */
const WIDEST = 32 * CELL;
/** Where the columns of units stand, and how large the picture of pixels before them is. */
const [COLUMNS, GRID] = [[212, 318, 414], 112];
/** The strongest of all connections is so thick. */
const THICKEST = 3.75;
/** Shades come in quarters, so what is below an eighth of full is not drawn. */
const SHADES = 4;
/** What one weight in a hundred exceeds has its full colour. */
const FULL = 0.99;

const LAYERS = Object.freeze(["first layer", "second layer", "answer"]);
const KIND = "first-layer units: a weight for every pixel";

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
 * The weight images: a picture for every unit of the first layer, and after them a box with its name for
 * every unit of the other layers. `height` is all of it.
 * @param {readonly number[]} counts  units of each layer
 * @param {(layer: number, index: number) => string} name
 */
function imagesOf(counts, name) {
  const first = Number(counts[0]);
  const [pitch, rows] = [IMAGE + GAP, Math.ceil(first / PER_ROW)];
  const boxes = Array.from({ length: first }, (_, index) => {
    const [column, row] = [index % PER_ROW, Math.floor(index / PER_ROW)];
    return { x: LEFT + column * pitch, y: HEADING + row * pitch, width: IMAGE, height: IMAGE };
  });
  const words = [at(LEFT, HEADING - 12, `${first} ${KIND}`)];
  boxes.forEach(({ y }, index) => {
    if (index % PER_ROW === 0) words.push(at(LEFT - 6, y + 6, name(0, index), "end"));
  });
  const free = (PER_ROW - (first % PER_ROW)) % PER_ROW;
  const beside = free >= NAMES.free;
  const left = LEFT + (beside ? PER_ROW - free : 0) * pitch;
  let top = HEADING + (beside ? rows - 1 : rows) * pitch;
  /** @type {Word[]} */ const names = [];
  counts.slice(1).forEach((count, later) => {
    const across = count % NAMES.across ? Math.min(count, NAMES.across + 2) : NAMES.across;
    const wide = (LEFT + PER_ROW * pitch - GAP - left) / across;
    for (let index = 0; index < count; index++) {
      const [column, row] = [index % across, Math.floor(index / across)];
      const box = { x: left + column * wide, y: top + row * NAMES.high, width: wide, height: NAMES.high };
      boxes.push(box);
      names.push(at(box.x + wide / 2, box.y + NAMES.high / 2, name(later + 1, index), "middle"));
    }
    top += Math.ceil(count / across) * NAMES.high + GAP;
  });
  return { boxes, words, names, height: Math.max(top, HEADING + rows * pitch) - GAP };
}

/**
 * The heat maps of the later layers, one above the other; beside the last, large, the weights of the unit
 * that is looked at; then the key, and what can be read.
 * @param {readonly number[]} sizes  inputs, and units of each layer
 * @param {number} height
 * @param {number} full
 * @param {(layer: number, index: number) => string} name
 */
function mapsOf(sizes, height, full, name) {
  const counts = sizes.slice(1);
  const below = HEADING + CELL * Number(counts[1]) + 34;
  const heads = ["", "second layer: a row a unit, a column a first-layer unit", "answers"];
  /** @type {Word[]} */ const words = [];
  const lots = counts.map((count, layer) => {
    if (!layer) return null;
    const inputs = Number(sizes[layer]);
    const [x, y, wide] = [LEFT, layer > 1 ? below : HEADING, Math.min(CELL, WIDEST / inputs)];
    words.push(at(x, y - 12, heads[layer] ?? ""), at(x - 6, y + 5, name(layer, 0), "end"));
    words.push(at(x - 6, y + CELL * count - 5, name(layer, count - 1), "end"));
    return { x, y, wide, high: CELL, bias: x + wide * inputs + 4 };
  });
  const bias = WIDTH - CELL - 4;
  /** @type {Plate} */ const own = { x: bias - 4 - LARGE, y: below, side: LARGE, bias, cell: CELL };
  words.push(at(WIDTH + 6, below + CELL + 10, "bias", "end"));
  const key = { x: LEFT + 14, y: below + CELL * Number(counts[2]) + 14 };
  words.push(at(key.x - 6, key.y + 5, `−${full}`, "end"), at(key.x + 102, key.y + 5, `+${full}`));
  return { lots, own, words, key, readout: { x: LEFT, y: height - 8 } };
}

/**
 * The picture, from whose edge the lines go, each in the row of its pixel and the lower, the farther right
 * that is; and the units of each layer one below the other.
 * @param {readonly number[]} counts
 * @param {number} side  pixels in a row
 * @param {number} height
 */
function columnsOf(counts, side, height) {
  const middle = Math.floor((HEADING + height) / 2);
  const grid = { x: 8, y: middle - GRID / 2, width: GRID, height: GRID };
  const pixels = Array.from({ length: side * side }, (_, k) => ({
    x: grid.x + GRID,
    y: grid.y + Math.round(((Math.floor(k / side) + ((k % side) + 0.5) / side) / side) * GRID * 10) / 10,
  }));
  const units = counts.flatMap((count, layer) => {
    const room = (height - HEADING - 8) / count;
    return Array.from({ length: count }, (_, k) => ({
      x: Number(COLUMNS[layer]),
      y: Math.round(HEADING + 4 + (k + 0.5) * room),
    }));
  });
  const heads = LAYERS.map((word, k) => at(Number(COLUMNS[k]), 8, word, "middle"));
  return { grid, pixels, units, words: [at(grid.x, grid.y - 12, "pixels"), ...heads] };
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
