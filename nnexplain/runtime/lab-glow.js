// How strong an answer of a unit is, against what its layer answers to all test digits.

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

/** The level of a full glow, layer by layer, of the untouched network; an answer's is 1. @param {Lab} lab */
export function fullGlow(lab) {
  const pass = lab.run(allDigits(lab), { network: lab.original, gains: [] });
  return pass.map(({ a }, layer) => {
    if (layer === pass.length - 1) return 1;
    const active = a.filter((answer) => answer > 0).sort();
    return active[Math.floor(FULL * (active.length - 1))] ?? 1;
  });
}
