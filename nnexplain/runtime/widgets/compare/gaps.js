// What differs between two thoughts of one network: by how much each unit, and which have flipped. And what
// is said of it.

import { at, percent, printed } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { nameOf, ORDER } from "../../instruments/unit-words.js";

/** @import { Which } from "../../instruments/unit-words.js" */
/** @import { Lab, Thought } from "../../net/lab/lab.js" */

/**
 * Of one layer: the first's answers less the second's, and which units are on for one input alone.
 * @typedef {{difference: number[], flipped: boolean[], flips: number}} Gap
 */

/**
 * @param {Thought} first
 * @param {Thought} second
 * @returns {Gap[]} hidden layers and, last, the answers; those cannot flip
 */
export function gapsOf(first, second) {
  const last = first.pass.length - 1;
  return first.pass.map(({ a }, layer) => {
    const [one, other] = layer === last ? [first.p, second.p] : [a, at(second.pass, layer).a];
    const difference = Array.from(one, (value, index) => value - Number(other[index]));
    const flipped = Array.from(one, (value, index) => layer < last && value > 0 !== Number(other[index]) > 0);
    return { difference, flipped, flips: flipped.filter(Boolean).length };
  });
}

/** "7 of 32 units of the first layer flipped, 3 of 16 of the second" @param {readonly Gap[]} gaps */
export function flips(gaps) {
  return gaps.slice(0, -1).map(({ flips: count, flipped }, layer) => {
    const whose = layer ? `of the ${ORDER[layer]}` : "units of the first layer flipped";
    return `${count} of ${flipped.length} ${whose}`;
  }).join(", ");
}

/**
 * One unit in both.
 * @param {Lab} lab
 * @param {{first: Thought, second: Thought, gaps: readonly Gap[]}} both
 * @param {Which} unit
 */
export function unitWords(lab, { first, second, gaps }, { layer, index }) {
  const answer = layer === gaps.length - 1;
  const told = (/** @type {Thought} */ { pass, p }) => {
    const value = answer ? p[index] : at(pass, layer).a[index];
    return answer ? percent(value) : value > 0 ? printed(value, 3) : "off";
  };
  const flipped = at(gaps, layer).flipped[index] ? ", flipped" : "";
  const name = capital(nameOf({ layer, index }, lab.facts.sizes));
  return { name, told: `${told(first)} for the first, ${told(second)} for the second${flipped}` };
}

/** What an input is. @param {Thought} thought */
export const inputWords = ({ blank, words }) => (blank ? "an empty picture" : words);

/** @param {Thought} thought */
const read = (thought) => `${inputWords(thought)}, read as ${thought.said} (${percent(thought.sure)})`;

/** Whether it is the same picture twice. @param {Thought} first  @param {Thought} second */
export const samePicture = (first, second) => first.pixels.every((value, k) => value === second.pixels[k]);

/**
 * What the picture shows now.
 * @param {Lab} lab
 * @param {{first: Thought, second: Thought, gaps: readonly Gap[]}} both
 * @param {Which} unit
 */
export function sentence(lab, both, unit) {
  const { first, second, gaps } = both;
  const inputs = `First: ${read(first)}. Second: ${read(second)}.`;
  if (samePicture(first, second)) {
    return `${inputs} The network is shown the same picture twice: nothing differs, no unit flipped.`;
  }
  const { name, told } = unitWords(lab, both, unit);
  return `${inputs} ${capital(flips(gaps))}. ${name}: ${told}.`;
}
