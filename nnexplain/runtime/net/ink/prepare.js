// What becomes of a drawing of 32 × 32 cells before a network sees it, as the makers of its data did it. It
// is told in nnexplain/data/pad.py, which does the same in Python, to the last cell: all of it in whole
// numbers.

import { SIDE } from "./ink.js";
import { lift } from "./lift.js";

/** @import { Vector } from "../net.js" */

/**
 * What a network sees: a square of `side` cells, each a number from 0 to `levels`.
 * @typedef {{side: number, levels: number, prepare: string}} Seen
 */

/** A grid of numbers, row by row. @typedef {{height: number, width: number, cells: Uint8Array}} Grid */

const BOX = Object.freeze({ height: SIDE, width: 20 });
const STRETCH = 2;
const USUAL = Object.freeze([256, 412]);
const EXTREME = Object.freeze([108, 560]);
const MASS = Object.freeze({ box: 20, side: 28, levels: 255 });

/**
 * What a network sees of a drawing: `fitted`, the drawing as it is counted (null where there is none, because
 * fitting already makes it grey); `values`, 0 to levels; `pixels`, the same from 0 to 1.
 * @param {Uint8Array} bits  1,024 times 0 or 1  @param {Seen} seen  @param {boolean} fit
 * @returns {{fitted: Uint8Array | null, values: Vector, pixels: Vector}}
 */
export function prepared(bits, { side, levels, prepare }, fit) {
  const fitted = fit ? (prepare === "mass" ? null : fitCounts(bits)) : bits;
  const values = fitted ? blockCounts(fitted, side, levels) : fitMass(bits);
  return { fitted, values, pixels: values.map((value) => value / levels) };
}

/**
 * The ink in each of side × side equal areas, 0 to levels: with 8 and 16, cells of a block of 4 × 4.
 * @param {Uint8Array} bits
 */
export function blockCounts(bits, side = 8, levels = 16) {
  return areas({ height: SIDE, width: SIDE, cells: bits }, side, side, levels);
}

/** A drawing normalised as scikit-learn's digits were. @param {Uint8Array} bits */
export function fitCounts(bits) {
  if (!bits.some(Boolean)) return bits;
  const inside = cropped(bits);
  const { height, width } = filling(inside);
  const placed = new Uint8Array(SIDE * SIDE);
  const [top, left] = [Math.floor((SIDE - height) / 2), Math.floor((SIDE - width) / 2)];
  for (let row = 0; row < height; row++) {
    const y = Math.floor(((2 * row + 1) * inside.height) / (2 * height));
    for (let column = 0; column < width; column++) {
      const x = Math.floor(((2 * column + 1) * inside.width) / (2 * width));
      placed[(top + row) * SIDE + left + column] = Number(inside.cells[y * inside.width + x]);
    }
  }
  return upright(usualStrokes(placed));
}

/** A drawing as MNIST would have it, 28 × 28 of 0 to 255. @param {Uint8Array} bits */
export function fitMass(bits) {
  /** @type {Vector} */ const placed = new Float64Array(MASS.side ** 2);
  if (!bits.some(Boolean)) return placed;
  const inside = cropped(bits);
  const longer = Math.max(inside.height, inside.width);
  const [height, width] = [inside.height, inside.width].map((side) =>
    Math.max(1, rounded(MASS.box * side, longer))
  );
  const [rows, columns] = [Number(height), Number(width)];
  const grey = areas(inside, rows, columns, MASS.levels);
  const down = Array.from(
    { length: rows },
    (_, row) => grey.subarray(row * columns, (row + 1) * columns).reduce((sum, each) => sum + each, 0),
  );
  const across = Array.from(
    { length: columns },
    (_, column) => grey.reduce((sum, each, at) => sum + (at % columns === column ? each : 0), 0),
  );
  const [top, left] = [start(down), start(across)];
  for (let at = 0; at < grey.length; at++) {
    placed[(top + Math.floor(at / columns)) * MASS.side + left + (at % columns)] = grey[at];
  }
  return placed;
}

/**
 * Whether every picture that a network can see is what is counted of some drawing: a level is a cell then.
 * @param {{side: number, levels: number}} seen
 */
export const inkable = ({ side, levels }) => SIDE % side === 0 && side * side * levels === SIDE * SIDE;

/**
 * A picture that a network sees as a drawing: `lift` of counts; where it is finer, what is at least half
 * inked.
 * @param {ArrayLike<number>} values
 * @param {Seen} seen
 */
export function drawingOf(values, { side, levels }) {
  if (side === 8) return lift(values);
  return Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [y, x] = [Math.floor(at / SIDE), at % SIDE].map((cell) =>
      Math.floor(((2 * cell + 1) * side) / (2 * SIDE))
    );
    return 2 * Number(values[Number(y) * side + Number(x)]) >= levels ? 1 : 0;
  });
}

/**
 * number / by as a whole number, halves up; both are whole, and `by` positive.
 * @param {number} number
 * @param {number} by
 */
const rounded = (number, by) => Math.floor((2 * number + by) / (2 * by));

/** What a drawing is stretched to. @param {Grid} drawing */
function filling({ height: rows, width: columns }) {
  return {
    height: Math.min(BOX.height, Math.max(1, rounded(STRETCH * BOX.width * rows, columns))),
    width: Math.min(BOX.width, Math.max(1, rounded(STRETCH * BOX.height * columns, rows))),
  };
}

/** The smallest part of a drawing that holds all ink. @param {Uint8Array} bits  @returns {Grid} */
function cropped(bits) {
  let [top, bottom, left, right] = [SIDE, -1, SIDE, -1];
  for (let at = 0; at < bits.length; at++) {
    if (!bits[at]) continue;
    const [y, x] = [Math.floor(at / SIDE), at % SIDE];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
  }
  const [height, width] = [bottom - top + 1, right - left + 1];
  const cells = Uint8Array.from(
    { length: height * width },
    (_, at) => Number(bits[(top + Math.floor(at / width)) * SIDE + left + (at % width)]),
  );
  return { height, width, cells };
}

/**
 * How much of each cell of a grid of height × width laid over `grid` is ink, 0 to levels.
 * @param {Grid} grid
 * @param {number} height
 * @param {number} width
 * @param {number} levels
 */
function areas(grid, height, width, levels) {
  /** @type {Vector} */ const ink = new Float64Array(height * width);
  const [down, across] = [overlaps(height, grid.height), overlaps(width, grid.width)];
  for (let at = 0; at < grid.cells.length; at++) {
    if (!grid.cells[at]) continue;
    for (const [y, high] of down[Math.floor(at / grid.width)] ?? []) {
      for (const [x, wide] of across[at % grid.width] ?? []) ink[y * width + x] += high * wide;
    }
  }
  return ink.map((part) => rounded(levels * part, grid.height * grid.width));
}

/**
 * Of each of `old` equal parts, in which of `count` it lies, and how much of it, in parts of count × old.
 * @param {number} count
 * @param {number} old
 * @returns {[number, number][][]}
 */
function overlaps(count, old) {
  return Array.from({ length: old }, (_, part) => {
    /** @type {[number, number][]} */ const found = [];
    for (let cell = Math.floor((part * count) / old); cell * old < (part + 1) * count; cell++) {
      found.push([cell, Math.min((cell + 1) * old, (part + 1) * count) - Math.max(cell * old, part * count)]);
    }
    return found;
  });
}

/**
 * Every cell with ink and all, or any, of its four neighbours; beyond the edge is paper.
 * @param {Uint8Array} bits
 * @param {boolean} thicker
 */
function morphed(bits, thicker) {
  return bits.map((ink, at) => {
    const around = [
      at >= SIDE && bits[at - SIDE],
      at < bits.length - SIDE && bits[at + SIDE],
      at % SIDE > 0 && bits[at - 1],
      at % SIDE < SIDE - 1 && bits[at + 1],
    ];
    return Number(thicker ? ink || around.some(Boolean) : ink && around.every(Boolean));
  });
}

/** Thickened or thinned; never until nothing is left. @param {Uint8Array} bits */
function usualStrokes(bits) {
  const ink = bits.reduce((sum, each) => sum + each, 0);
  for (const least of [USUAL[0], EXTREME[0]]) if (ink < Number(least)) bits = morphed(bits, true);
  for (const most of [USUAL[1], EXTREME[1]]) {
    const thinner = ink > Number(most) ? morphed(bits, false) : bits;
    if (thinner.some(Boolean)) bits = thinner;
  }
  return bits;
}

/**
 * Rows shifted sideways, so that the leftmost ink two rows from the top is above the leftmost two rows from
 * the bottom.
 * @param {Uint8Array} bits
 */
function upright(bits) {
  const leftmost = (/** @type {number} */ row) => bits.subarray(row * SIDE, (row + 1) * SIDE).indexOf(1);
  const [top, bottom] = [Math.floor(bits.indexOf(1) / SIDE) + 2, Math.floor(bits.lastIndexOf(1) / SIDE) - 2];
  if (bottom <= top || leftmost(top) < 0 || leftmost(bottom) < 0) return bits;
  const lean = leftmost(top) - leftmost(bottom);
  const straight = new Uint8Array(bits.length);
  for (let at = 0; at < bits.length; at++) {
    const row = Math.floor(at / SIDE);
    const way = (row - SIDE / 2) * lean;
    const x = (at % SIDE) + Math.sign(way) * rounded(Math.abs(way), bottom - top);
    if (bits[at] && x >= 0 && x < SIDE) straight[row * SIDE + x] = 1;
  }
  return straight;
}

/** Where a row of amounts begins if its centre of mass is to lie in the middle. @param {number[]} ink */
function start(ink) {
  const twice = ink.reduce((sum, each, at) => sum + (2 * at + 1) * each, 0);
  const total = ink.reduce((sum, each) => sum + each, 0);
  return Math.max(0, Math.min(MASS.side - ink.length, MASS.side / 2 - rounded(twice, 2 * total)));
}
