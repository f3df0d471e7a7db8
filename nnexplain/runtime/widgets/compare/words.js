// What is said of two inputs side by side.

import { at, percent, printed } from "../../draw/numbers.js";
import { capital } from "../../draw/text.js";
import { nameOf } from "../../instruments/unit-words.js";
import { same } from "./sum.js";

/** @import { Lab, Thought } from "../../net/lab/lab.js" */
/** @import { Gap } from "./sum.js" */

/** @typedef {{layer: number, index: number}} Which */

const ORDER = Object.freeze(["first", "second"]);

/** "7 of 32 units of the first layer flipped, 3 of 16 of the second" @param {readonly Gap[]} all */
export function flips(all) {
  return all.slice(0, -1).map(({ flips: count, flipped: { length } }, layer) =>
    layer ? `${count} of ${length} of the ${ORDER[layer]}` : `${count} of ${length} units of the first layer flipped`,
  ).join(", ");
}

/** One unit in both. @param {Lab} lab  @param {Thought} first  @param {Thought} second  @param {Which} unit  @param {readonly Gap[]} all */
export function unitWords(lab, first, second, { layer, index }, all) {
  const answer = layer === lab.facts.sizes.length - 2;
  const told = (/** @type {Thought} */ { pass, p }) => {
    const value = answer ? p[index] : at(pass, layer).a[index];
    return answer ? percent(value) : value > 0 ? printed(value, 3) : "off";
  };
  const name = capital(nameOf({ layer, index }, lab.facts.sizes));
  return { name, told: `${told(first)} for the first, ${told(second)} for the second${all[layer]?.flipped[index] ? ", flipped" : ""}` };
}

/** @param {Thought} thought */
const read = ({ blank, words, said, sure }) => `${blank ? "an empty picture" : words}, read as ${said} (${percent(sure)})`;

/** @param {Lab} lab  @param {Thought} first  @param {Thought} second  @param {Which} unit  @param {readonly Gap[]} all */
export function sentence(lab, first, second, unit, all) {
  const inputs = `First: ${read(first)}. Second: ${read(second)}.`;
  if (same(first, second)) return `${inputs} The network is shown the same picture twice: nothing differs, no unit flipped.`;
  const { name, told } = unitWords(lab, first, second, unit, all);
  return `${inputs} ${capital(flips(all))}. ${name}: ${told}.`;
}
