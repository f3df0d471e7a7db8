// What a network's numbers come from, without any drawing: which connections carry most, how a unit's sum
// reads when it is printed, and which digits excite a unit most.

import { terms } from "./net.js";

/** @import { Activity, Layer, Vector } from "./net.js" */

/** A connection and what it carries now, weight × what comes in; from −1 is the bias. @typedef {{from: number, to: number, value: number}} Wire */

/** What must be there. @template T  @param {readonly T[]} list  @param {number} index  @returns {T} @throws {RangeError} where it is not */
export function at(list, index) {
  const found = list[index];
  if (found === undefined) throw new RangeError(`there is no ${index} of ${list.length}`);
  return found;
}

/** What a layer's every connection carries: outputs × (inputs + 1), the bias last in each row. @param {Layer} layer  @param {Vector} x */
function carried({ inputs, outputs, w, b }, x) {
  const all = /** @type {Vector} */ (new Float64Array(outputs * (inputs + 1)));
  for (let to = 0; to < outputs; to++) {
    for (let from = 0; from < inputs; from++) all[to * (inputs + 1) + from] = w[to * inputs + from] * x[from];
    all[to * (inputs + 1) + inputs] = b.length ? b[to] : 0;
  }
  return all;
}

/**
 * The connections into a layer that carry most, for or against; at most `most`, and none that carries nothing.
 * @param {Layer} layer  @param {Vector} x  what comes in  @param {number} most  @returns {Wire[]}
 */
export function strongest(layer, x, most) {
  const all = carried(layer, x);
  const sizes = all.map(Math.abs).sort();
  const least = Number(sizes[Math.max(0, sizes.length - most)]);
  /** @type {Wire[]} */ const wires = [];
  all.forEach((value, index) => {
    if (value === 0 || Math.abs(value) < least || wires.length === most) return;
    const from = index % (layer.inputs + 1);
    wires.push({ from: from === layer.inputs ? -1 : from, to: Math.floor(index / (layer.inputs + 1)), value });
  });
  return wires;
}

/** What comes into one unit. @param {Layer} layer  @param {Vector} x  @param {number} unit  @returns {Wire[]} */
export function into(layer, x, unit) {
  return terms(layer, x, unit).map(({ input, term }) => ({ from: input ?? -1, to: unit, value: term }));
}

/** What one unit hands on. @param {Layer} layer  the next one  @param {Vector} x  @param {number} unit  @returns {Wire[]} */
export function outOf({ inputs, outputs, w }, x, unit) {
  return Array.from({ length: outputs }, (_, to) => ({ from: unit, to, value: w[to * inputs + unit] * x[unit] }));
}

/** @typedef {{input: number, w: number, x: number, term: number}} Term */

/**
 * A unit's sum as it is printed, in thousandths: the greatest terms one by one, the others together, the bias.
 * What rounding leaves over is counted to the others, so that the printed numbers add up exactly.
 * @param {Layer} layer  @param {Vector} x  @param {number} unit  @param {number} shown  how many are spelled out
 * @returns {{greatest: Term[], others: number, rest: number, bias: number, sum: number}} `others` counts them;
 *   rest, bias and sum are whole thousandths, and so is every term rounded
 */
export function ledger(layer, x, unit, shown) {
  const all = terms(layer, x, unit);
  const z = all.reduce((sum, { term }) => sum + term, 0);
  const inputs = /** @type {Term[]} */ (all.filter(({ input }) => input !== null));
  const greatest = inputs.filter(({ term }) => term !== 0).sort((one, other) => Math.abs(other.term) - Math.abs(one.term)).slice(0, shown);
  const bias = thousandths(all.find(({ input }) => input === null)?.term ?? 0);
  const sum = thousandths(z);
  const rest = greatest.reduce((left, { term }) => left - thousandths(term), sum - bias);
  return { greatest, others: inputs.length - greatest.length, rest, bias, sum };
}

/** @param {number} number */
export const thousandths = (number) => Math.round(number * 1000);

/**
 * The digits that excite a unit most: by what it answers; where none turns it on, and for an answer, by its sum.
 * @param {Activity} heard  of one layer, over n digits  @param {number} outputs  @param {number} unit
 * @param {{most: number, bySum: boolean}} how
 * @returns {{digits: {index: number, value: number}[], bySum: boolean}}
 */
export function exciting({ z, a }, outputs, unit, { most, bySum }) {
  const column = (/** @type {Vector} */ all) => Array.from({ length: all.length / outputs }, (_, row) => ({ index: row, value: Number(all[row * outputs + unit]) }));
  const answers = column(a);
  const sums = bySum || answers.every(({ value }) => value === 0);
  const ranked = (sums ? column(z) : answers).sort((one, other) => other.value - one.value || one.index - other.index);
  return { digits: ranked.slice(0, most), bySum: sums };
}
