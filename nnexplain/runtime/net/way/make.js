// Ways from one picture to another, as pure functions: rows of pictures, the first and the last of which
// follow from the ends. `nnexplain/methods/paths.py` makes the same with torch.

import { ACTIVATIONS } from "../functions.js";
import { forward } from "../net.js";

/** @import { Network, Vector } from "../net.js" */

/** A picture's two halves of an autoencoder. @typedef {{encode: Network, decode: Network}} Coder */

/**
 * A way: `flat` holds `count` pictures row by row, evenly from 0 to 1. Where there is a picture between any
 * two of them too, `at` gives it.
 * @typedef {{count: number, flat: Vector, at: ((t: number) => Vector) | null}} Course
 */

/** Every kind of way. */
export const KINDS = Object.freeze(
  /** @type {const} */ (["blend", "code-8", "code-4", "code-2", "stroke", "keep", "lose", "own"]),
);

/** A continuous way is looked at so many times, and once at its end. */
export const STEPS = 100;

/** @param {Vector} start  @param {Vector} end  @param {number} t  from 0 to 1  @returns {Vector} */
function mixed(start, end, t) {
  return start.map((number, index) => number * (1 - t) + end[index] * t);
}

/** @param {(t: number) => Vector} at  @param {number} size  @returns {Course} */
function sampled(at, size) {
  const flat = new Float64Array((STEPS + 1) * size);
  for (let k = 0; k <= STEPS; k++) flat.set(at(k / STEPS), k * size);
  return { count: STEPS + 1, flat, at };
}

/** Every pixel goes evenly from the one to the other. @param {Vector} start  @param {Vector} end */
export function blend(start, end) {
  return sampled((t) => mixed(start, end, t), start.length);
}

/**
 * The same between the codes of the ends, drawn at every step.
 * @param {Coder} coder
 * @param {Vector} start
 * @param {Vector} end
 * @returns {Course}
 */
export function through({ encode, decode }, start, end) {
  const [one, other] = [answer(encode, start), answer(encode, end)];
  const { count, flat } = blend(one, other);
  return { count, flat: answer(decode, flat), at: (t) => answer(decode, mixed(one, other, t)) };
}

/** @param {Network} network  @param {Vector} rows  @returns {Vector} */
function answer(network, rows) {
  return forward(network, rows).at(-1)?.a ?? new Float64Array();
}

/**
 * Straight from each picture to the next, an equal part of the way each.
 * @param {Vector[]} points  at least one
 * @returns {Course}
 */
export function polyline(points) {
  const [first, legs] = [points[0], points.length - 1];
  if (!first) throw new RangeError("a way needs a picture");
  return sampled((t) => {
    const leg = Math.max(0, Math.min(legs - 1, Math.floor(t * legs)));
    return mixed(points[leg] ?? first, points[leg + 1] ?? first, legs ? t * legs - leg : 0);
  }, first.length);
}

/** Given pictures. @param {Vector} flat  @param {number} size  @returns {Course} */
export function given(flat, size) {
  return { count: flat.length / size, flat, at: null };
}

/**
 * One pixel after another turns from what it is in `start` to what it is in `end`: always the one that leaves
 * the lead of the start's class highest (`keep`) or lowest. Greedy, so neither order is proven the longest or
 * the shortest. The lead is the sum of that class, `own`, less that of the end's; where both ends are of one
 * class, less the greatest other.
 * @param {Network} network
 * @param {(Vector | null)[]} gains
 * @param {{start: Vector, end: Vector, own: number, other: number}} ends
 * @param {boolean} keep
 * @returns {Course}
 */
export function pixelByPixel(network, gains, { start, end, own, other }, keep) {
  const now = start.slice();
  const left = [...start.keys()].filter((pixel) => start[pixel] !== end[pixel]);
  const flat = new Float64Array((left.length + 1) * start.length);
  flat.set(start);
  for (let step = 1; left.length; step++) {
    const scores = tried(network, gains, now, end, left);
    const classes = scores.length / left.length;
    const leads = left.map((_, row) => lead(scores.subarray(row * classes, (row + 1) * classes), own, other));
    const [pixel = 0] = left.splice(first(leads, keep ? 1 : -1), 1);
    now[pixel] = end[pixel];
    flat.set(now, step * start.length);
  }
  return given(flat, start.length);
}

/**
 * The last layer's sums, a row for every pixel of `left` that could turn next. Only what such a pixel adds to
 * the first layer is new.
 * @param {Network} network
 * @param {(Vector | null)[]} gains
 * @param {Vector} now
 * @param {Vector} end
 * @param {number[]} left
 */
function tried({ layers, parameters }, gains, now, end, left) {
  const [layer, ...rest] = layers;
  if (!layer) throw new RangeError("a network of no layers");
  const { inputs, outputs, w, activation } = layer;
  const before = forward({ layers: [layer], parameters }, now)[0]?.z ?? now;
  /** @type {Vector} */ const sums = new Float64Array(left.length * outputs);
  left.forEach((pixel, row) => {
    const turn = end[pixel] - now[pixel];
    for (let unit = 0; unit < outputs; unit++) {
      sums[row * outputs + unit] = before[unit] + w[unit * inputs + pixel] * turn;
    }
  });
  if (!rest.length) return sums;
  const gain = gains[0];
  const heard = ACTIVATIONS[activation].forward(sums, outputs);
  const handed = gain ? heard.map((a, index) => a * gain[index % outputs]) : heard;
  // Only the sums are asked for: what would become of them takes as long as they do.
  const linear = /** @type {const} */ ("linear");
  const last = rest.map((each, index) => (index < rest.length - 1 ? each : { ...each, activation: linear }));
  return forward({ layers: last, parameters }, handed, { gains: gains.slice(1) }).at(-1)?.z ?? sums;
}

/**
 * @param {Vector} row  a sum for each class
 * @param {number} own
 * @param {number} other
 */
function lead(row, own, other) {
  if (own !== other) return Number(row[own]) - Number(row[other]);
  return Number(row[own]) - Math.max(...row.filter((_, k) => k !== own));
}

/** Closer than this, two leads are one: rounding must not choose. */
const EQUAL = 1e-12;

/**
 * The first of those that are greatest, or least where `sign` is −1.
 * @param {number[]} leads
 * @param {1 | -1} sign
 */
function first(leads, sign) {
  let which = 0;
  leads.forEach((each, index) => {
    if (sign * each > sign * Number(leads[which]) + EQUAL) which = index;
  });
  return which;
}
