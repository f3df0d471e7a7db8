// From the pad's 32 × 32 cells to what the network sees: ink counted block by block, as the data set's makers did.

import { SIDE } from "./ink.js";

/** @import { Vector } from "./net.js" */

/** What a network sees: a square of `side` cells, each a number from 0 to `levels`. @typedef {{side: number, levels: number}} Seen */

/**
 * What a network sees of a drawing: `values`, 0 to levels, and `pixels`, the same from 0 to 1.
 * @param {Uint8Array} bits  @param {Seen} seen
 * @returns {{values: Vector, pixels: Vector}}
 */
export function prepared(bits, { side, levels }) {
  const values = areas(bits, side).map((share) => Math.round(share * levels));
  return { values, pixels: values.map((value) => value / levels) };
}

/** How much of each cell of a coarser or finer grid of `side` × `side` is ink, 0 to 1. @param {Uint8Array} bits  @param {number} side */
function areas(bits, side) {
  /** @type {Vector} */ const shares = new Float64Array(side * side);
  const size = SIDE / side;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      if (!bits[row * SIDE + column]) continue;
      for (const [y, high] of overlaps(row, size)) {
        for (const [x, wide] of overlaps(column, size)) shares[y * side + x] += (high * wide) / (size * size);
      }
    }
  }
  return shares;
}

/** The cells of size `size` that lie over [at, at + 1], each with how much of it. @param {number} at  @param {number} size  @returns {[number, number][]} */
function overlaps(at, size) {
  /** @type {[number, number][]} */ const found = [];
  for (let cell = Math.floor(at / size); cell * size < at + 1; cell++) {
    const length = Math.min(at + 1, (cell + 1) * size) - Math.max(at, cell * size);
    if (length > 0) found.push([cell, length]);
  }
  return found;
}
