// How strong an answer of a unit is, against what its layer answers to all test digits.

import { forward } from "../net.js";

/** @import { Vector } from "../net.js" */
/** @import { Lab } from "./lab.js" */

/** A glow is full at the level that this share of a layer's active answers does not exceed. */
const FULL = 0.99;

/** All test digits in rows. @param {Lab} lab  @returns {Float64Array} */
export function allDigits(lab) {
  const size = lab.facts.side ** 2;
  const all = new Float64Array(lab.count * size);
  for (let k = 0; k < lab.count; k++) all.set(lab.pixels(k), k * size);
  return all;
}

/**
 * The level of a full glow, layer by layer, of the untouched network; an answer's is 1.
 * @param {Lab} lab
 * @param {Vector} [digits]
 */
export function fullGlow(lab, digits = allDigits(lab)) {
  const pass = forward(lab.original, digits);
  return pass.map(({ a }, layer) => (layer === pass.length - 1 ? 1 : level(a, FULL)));
}

/** What `share` of the numbers above zero do not exceed. @param {Vector} numbers  @param {number} share */
function level(numbers, share) {
  const on = /** @type {Vector} */ (numbers.filter((number) => number > 0));
  return on.length ? percentile(on, share) : 1;
}

/**
 * The level that `share` of the numbers do not exceed, as numpy.percentile has it.
 * @param {Vector} numbers  one at least
 * @param {number} share  0 to 1
 */
export function percentile(numbers, share) {
  const sorted = /** @type {Vector} */ (numbers.slice().sort());
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}
