// Where the sum of contributions and the bands along the way are drawn.

import { short, xOf } from "../../instruments/along.js";

/** @import { Band } from "./sum.js" */

export const WIDTH = 440;
/**
 * The rows of the sum: the zero line of the bars and their reach, and where the two columns of numbers end.
 */
export const ROWS = Object.freeze({
  y: 74,
  pitch: 23,
  zero: 162,
  reach: 116,
  now: 346,
  change: 434,
  high: 13,
});
/** The bands. */
export const BANDS = Object.freeze({ top: 84, below: 96 });

/** @param {number} rows  of the sum, the biases' among them */
export const sumY = (rows) => ROWS.y + rows * ROWS.pitch + 12;

/** @param {number} rows */
export const heightOf = (rows) => sumY(rows) + 56;

/** @param {number} row */
export const rowY = (row) => ROWS.y + (row + 0.5) * ROWS.pitch;

/** A bar from the zero line on. @param {number} row  @param {number} share  −1 to 1 */
export function barOf(row, share) {
  const { zero, reach, high } = ROWS;
  const wide = share * reach;
  return `M${zero},${short(rowY(row) - high / 2)}h${short(wide)}v${high}h${short(-wide)}z`;
}

/** A stroke where a bar began. @param {number} row  @param {number} share */
export const tickOf = (row, share) => `M${short(ROWS.zero + share * ROWS.reach)},${short(rowY(row) - 9)}v18`;

/**
 * Numbers to pixels: the greatest span that is drawn, `low` to `high`.
 * @param {number} low
 * @param {number} high
 * @param {number} bottom
 */
export function scaleOf(low, high, bottom) {
  const span = high - low || 1;
  return (/** @type {number} */ value) => BANDS.top + ((high - value) / span) * (bottom - BANDS.top);
}

/**
 * At most five round numbers between two, zero among them if it lies there.
 * @param {number} low
 * @param {number} high
 */
export function ticksOf(low, high) {
  const span = high - low || 1;
  const power = 10 ** Math.floor(Math.log10(span));
  const steps = [0.1, 0.2, 0.5, 1, 2, 5].map((each) => each * power);
  const step = steps.find((each) => span / each <= 4) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) => (first + k) * step);
}

/** @param {number} place  @param {number} count */
const xAt = (place, count) => xOf(count > 1 ? place / (count - 1) : 0);

/** @param {Band} band  @param {(value: number) => number} y */
export function bandPath({ low, high }, y) {
  const points = (/** @type {number[]} */ edge) =>
    edge.map((value, k) => `${short(xAt(k, edge.length))},${short(y(value))}`);
  return `M${points(high).join("L")}L${points(low).reverse().join("L")}Z`;
}

/** @param {readonly number[]} values  @param {(value: number) => number} y */
export function linePath(values, y) {
  return `M${values.map((value, k) => `${short(xAt(k, values.length))},${short(y(value))}`).join("L")}`;
}

/** A name needs so much of a band, and so much between it and the line of the sum; in pixels. */
const ROOM = 14;
const APART = 9;
/** It is so wide to either side, as a part of the way. */
const REACH = 0.04;
/** At the ends of the way there is no room for a name. */
const MARGIN = 0.035;

/**
 * Where the name of a band fits: where it is widest, off the line of the sum; null where it does not.
 * @param {Band} band
 * @param {readonly number[]} sums
 * @param {(value: number) => number} y
 */
export function nameSpot({ low, high }, sums, y) {
  const last = low.length - 1;
  let [best, widest] = [/** @type {{x: number, y: number} | null} */ (null), ROOM];
  low.forEach((value, k) => {
    const [from, to] = [y(value), y(high[k] ?? 0)];
    const wide = Math.round(Math.abs(from - to) * 10) / 10;
    const beside = [-REACH, 0, REACH].map((part) => Math.max(0, Math.min(last, k + Math.round(part * last))));
    const clear = beside.every((place) => Math.abs((from + to) / 2 - y(sums[place] ?? 0)) >= APART);
    const inside = k >= MARGIN * last && k <= (1 - MARGIN) * last;
    if (!clear || !inside || wide <= widest) return;
    best = { x: xAt(k, low.length), y: (from + to) / 2 };
    widest = wide;
  });
  return best;
}
