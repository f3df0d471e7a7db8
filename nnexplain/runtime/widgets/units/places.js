// Where the units of every layer are drawn along a way: a row for each, in two panels.

import { edgeOf, short } from "../../instruments/along.js";

/** @import { Row } from "./sum.js" */

/**
 * A layer's rows: the first has its top at `y`.
 * @typedef {{layer: number, y: number, count: number}} Block
 */

export const WIDTH = 440;
export const PITCH = 15;
/** The first rows, and what lies between two layers of one panel. */
const TOP = 81;
const BETWEEN = 40;
/** Below the rows there is the axis, and in the second panel what is said of the selected unit. */
const BELOW = 28;
/** Strengths told apart: the stronger, the wider and the more opaque. */
export const STEPS = 8;

/**
 * The layers of each panel.
 * @param {readonly number[]} sizes  pixels, units of each layer
 * @returns {[Block[], Block[]]}
 */
export function blocksOf(sizes) {
  const [first = 0, ...others] = sizes.slice(1);
  let y = TOP;
  const second = others.map((count, index) => {
    const block = { layer: index + 1, y, count };
    y += count * PITCH + BETWEEN;
    return block;
  });
  return [[{ layer: 0, y: TOP, count: first }], second];
}

/** @param {readonly Block[]} blocks */
export const bottomOf = (blocks) => Math.max(...blocks.map(({ y, count }) => y + count * PITCH));

/** @param {readonly number[]} sizes */
export function heightOf(sizes) {
  const [first, second] = blocksOf(sizes);
  return Math.max(bottomOf(first) + BELOW, bottomOf(second) + 2 * BELOW + 16);
}

/** The middle of a block's row. @param {Block} block  @param {number} row */
export const rowY = ({ y }, row) => y + (row + 0.5) * PITCH;

/** How wide a line of this strength is. @param {number} step  from 1 to STEPS */
export const wideOf = (step) => 2 + (10 * step) / STEPS;

/** @param {number} step */
export const opacityOf = (step) => 0.5 + (0.5 * step) / STEPS;

/**
 * The strength of every row at every place as lines, a path for each step from 1 on: neighbours alike are one
 * piece.
 * @param {readonly {y: number, values: ArrayLike<number>, on: readonly boolean[] | null}[]} rows  values from
 *   0 to 1; what is on is seen however weak
 * @returns {string[]}
 */
export function glowPaths(rows) {
  const paths = Array.from({ length: STEPS }, () => "");
  for (const { y, values, on } of rows) {
    const count = values.length;
    const steps = Array.from(
      values,
      (value, k) => Math.max(on?.[k] ? 1 : 0, Math.round(Math.min(1, value) * STEPS)),
    );
    for (let from = 0, to = 1; to <= count; to++) {
      if (to < count && steps[to] === steps[from]) continue;
      const step = Number(steps[from]);
      if (step) paths[step - 1] += `M${short(edgeOf(from, count))},${y}H${short(edgeOf(to, count))}`;
      from = to;
    }
  }
  return paths;
}

/** A stroke where a unit flips. @param {readonly {y: number, row: Row}[]} rows */
export function flipPath(rows) {
  const stroke = (/** @type {number} */ y, /** @type {number} */ k, /** @type {number} */ count) =>
    `M${short(edgeOf(k + 1, count))},${short(y - 6)}v12`;
  return rows.map(({ y, row: { flips, on } }) => flips.map((k) => stroke(y, k, on.length)).join("")).join("");
}
