// A drawing that the data set could have been made from: see `lift` in nnexplain/data/pad.py, which does the
// same.

import { SIDE } from "./ink.js";

const SMOOTHINGS = 3;

/** @param {number} block */
const edge = (block) => Math.max(0, Math.min(7, block));

/** How much of 8 is the block's own, of a cell that lies `at` along it. @param {number} at */
const own = (at) => (at % 4 === 0 || at % 4 === 3 ? 5 : 7);

/** The block beside it that the cell is nearest to. @param {number} at */
const other = (at) => edge(Math.floor(at / 4) + (at % 4 < 2 ? -1 : 1));

/** 64 times the counts at the middle of every cell. @param {ArrayLike<number>} counts */
function interpolated(counts) {
  const across = (/** @type {number} */ row, /** @type {number} */ x) =>
    Number(counts[row * 8 + Math.floor(x / 4)]) * own(x) + Number(counts[row * 8 + other(x)]) * (8 - own(x));
  return Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [y, x] = [Math.floor(at / SIDE), at % SIDE];
    return across(Math.floor(y / 4), x) * own(y) + across(other(y), x) * (8 - own(y));
  });
}

/**
 * In each block as many cells as `counts` says, where `field` is highest, ties row by row.
 * @param {number[]} field
 * @param {ArrayLike<number>} counts
 */
function chosen(field, counts) {
  const bits = new Uint8Array(SIDE * SIDE);
  for (let block = 0; block < 64; block++) {
    const first = Math.floor(block / 8) * 4 * SIDE + (block % 8) * 4;
    const cells = Array.from({ length: 16 }, (_, k) => first + Math.floor(k / 4) * SIDE + (k % 4));
    cells.sort((one, two) => Number(field[two]) - Number(field[one]));
    for (const at of cells.slice(0, Number(counts[block]))) bits[at] = 1;
  }
  return bits;
}

/**
 * How many of the nine cells around each are inked; beyond the edge the last goes on.
 * @param {Uint8Array} bits
 * @param {number} at
 */
function around(bits, at) {
  let sum = 0;
  for (const dy of [-1, 0, 1]) {
    const y = Math.max(0, Math.min(SIDE - 1, Math.floor(at / SIDE) + dy));
    for (const dx of [-1, 0, 1]) {
      sum += Number(bits[y * SIDE + Math.max(0, Math.min(SIDE - 1, (at % SIDE) + dx))]);
    }
  }
  return sum;
}

/**
 * A bitmap with smooth strokes whose block counts are `counts`.
 * @param {ArrayLike<number>} counts  64 of 0 to 16
 */
export function lift(counts) {
  const field = interpolated(counts);
  let bits = chosen(field, counts);
  for (let k = 0; k < SMOOTHINGS; k++) {
    bits = chosen(field.map((height, at) => around(bits, at) * 2048 + height), counts);
  }
  return bits;
}
