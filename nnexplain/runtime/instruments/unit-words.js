// What the scan and its units are called, and what is said of them.

import { at, percent1, printed, signed } from "../draw/numbers.js";
import { capital } from "../draw/text.js";

/** @import { Thought } from "../net/lab/lab.js" */
/** @import { Lab } from "../net/lab/laboratory.js" */

/** @typedef {{layer: number, index: number}} Which */

const ORDER = Object.freeze(["first", "second"]);

/** "unit 7 of the first layer", "the answer 3". @param {Which} unit  @param {readonly number[]} sizes */
export function nameOf({ layer, index }, sizes) {
  return layer === sizes.length - 2 ? `the answer ${index}` : `unit ${index + 1} of the ${ORDER[layer] ?? `${layer + 1}th`} layer`;
}

/** What comes in from `from`: a pixel, or a unit of the layer before. @param {number} layer  @param {number} from  @param {number} side */
export function inputName(layer, from, side) {
  return layer ? `unit ${from + 1}` : `row ${Math.floor(from / side) + 1}, column ${(from % side) + 1}`;
}

/** What a unit does now. @param {Lab} lab  @param {Thought} thought  @param {Which} unit */
export function unitState(lab, thought, { layer, index }) {
  const { z, a } = at(thought.pass, layer);
  if (lab.gains[layer]?.[index] === 0) return `silenced; its sum is ${signed(z[index], 3)}`;
  if (layer === lab.facts.sizes.length - 2) return `its sum is ${signed(z[index], 3)}, a probability of ${percent1(thought.p[index])}`;
  return z[index] > 0 ? `on, it answers ${printed(a[index], 3)}` : `off, its sum is ${signed(z[index], 3)}`;
}

/** "12 of 32 units of the first layer are on, 7 of 16 of the second" @param {Thought} thought  @param {readonly number[]} sizes */
function counts({ pass }, sizes) {
  return sizes.slice(1, -1).map((size, layer) => {
    const on = at(pass, layer).a.filter((/** @type {number} */ a) => a > 0).length;
    return layer ? `${on} of ${size} of the ${ORDER[layer]}` : `${on} of ${size} units of the first layer are on`;
  }).join(", ");
}

/**
 * What the picture shows now.
 * @param {Lab} lab  @param {Thought} thought  @param {Which} unit  @param {number} done  how many layers are computed
 */
export function sentence(lab, thought, unit, done) {
  const { sizes } = lab.facts;
  const what = thought.blank ? "An empty picture: only the biases speak" : capital(thought.words);
  if (done < sizes.length - 1) {
    const stage = done ? `${["one layer has", "two layers have"][done - 1] ?? `${done} layers have`} answered` : "the picture is there, and nothing is computed yet";
    return `${what}; ${stage}.`;
  }
  const looked = `${capital(nameOf(unit, sizes))}: ${unitState(lab, thought, unit)}.`;
  return `${what}: ${counts(thought, sizes)}; the network says ${thought.said} (${percent1(thought.sure)}). ${looked}`;
}
