// What differs between two thoughts of one network: by how much each unit, and which have flipped.

import { at } from "../../draw/numbers.js";

/** @import { Thought } from "../../net/lab/lab.js" */

/** Of one layer: the first's answers less the second's, and which units are on for one input alone. @typedef {{difference: number[], flipped: boolean[], flips: number}} Gap */

/** @param {Thought} first  @param {Thought} second  @returns {Gap[]} hidden layers and, last, the answers; those cannot flip */
export function gaps(first, second) {
  const last = first.pass.length - 1;
  return first.pass.map(({ a }, layer) => {
    const [one, other] = layer === last ? [first.p, second.p] : [a, at(second.pass, layer).a];
    const difference = Array.from(one, (value, index) => value - Number(other[index]));
    const flipped = Array.from(one, (value, index) => layer < last && value > 0 !== Number(other[index]) > 0);
    return { difference, flipped, flips: flipped.filter(Boolean).length };
  });
}

/** Whether the network is shown the very same. @param {Thought} first  @param {Thought} second */
export const same = (first, second) => first.pixels.every((/** @type {number} */ value, /** @type {number} */ index) => value === second.pixels[index]);
