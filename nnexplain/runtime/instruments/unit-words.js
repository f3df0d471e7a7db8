// What units are called, and what is said of them.

import { at, percent1, printed, signed } from "../draw/numbers.js";

/** @import { Lab, Thought } from "../net/lab/lab.js" */

/** @typedef {{layer: number, index: number}} Which */

/** What layers are called, from the first on. */
export const ORDER = Object.freeze(["first", "second"]);

/**
 * "unit 7 of the first layer", "the answer 3".
 * @param {Which} unit
 * @param {readonly number[]} sizes
 */
export function nameOf({ layer, index }, sizes) {
  if (layer === sizes.length - 2) return `the answer ${index}`;
  return `unit ${index + 1} of the ${ORDER[layer] ?? `${layer + 1}th`} layer`;
}

/**
 * What comes in from `from`: a pixel, or a unit of the layer before.
 * @param {number} layer
 * @param {number} from
 * @param {number} side
 */
export function inputName(layer, from, side) {
  return layer ? `unit ${from + 1}` : `row ${Math.floor(from / side) + 1}, column ${(from % side) + 1}`;
}

/**
 * What a unit does now.
 * @param {Lab} lab
 * @param {Thought} thought
 * @param {Which} unit
 */
export function unitState(lab, thought, { layer, index }) {
  const { z, a } = at(thought.pass, layer);
  const sum = `its sum is ${signed(z[index], 3)}`;
  if (lab.gains[layer]?.[index] === 0) return `silenced; ${sum}`;
  if (layer === lab.facts.sizes.length - 2) return `${sum}, a probability of ${percent1(thought.p[index])}`;
  return z[index] > 0 ? `on, it answers ${printed(a[index], 3)}` : `off, ${sum}`;
}
