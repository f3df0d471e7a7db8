// How a unit's sum reads when it is printed: the greatest terms, the rest together, and the whole.

import { thousandths } from "../draw/numbers.js";
import { terms } from "../net/net.js";

/** @import { Layer, Vector } from "../net/net.js" */

/** @typedef {{input: number, w: number, x: number, term: number}} Term */

/**
 * A unit's sum as it is printed, in thousandths: the greatest terms one by one, the others together, the
 * bias. What rounding leaves over is counted to the others, so that the printed numbers add up exactly.
 * @param {Layer} layer
 * @param {Vector} x
 * @param {number} unit
 * @param {number} shown  how many are spelled out
 * @returns {{greatest: Term[], others: number, rest: number, bias: number, sum: number}} `others` counts
 *   them; rest, bias and sum are whole thousandths, and so is every term rounded
 */
export function ledger(layer, x, unit, shown) {
  const all = terms(layer, x, unit);
  const z = all.reduce((sum, { term }) => sum + term, 0);
  const inputs = /** @type {Term[]} */ (all.filter(({ input }) => input !== null));
  const ranked = inputs.filter(({ term }) => term !== 0);
  const greatest = ranked.sort((one, other) => Math.abs(other.term) - Math.abs(one.term)).slice(0, shown);
  const bias = thousandths(all.find(({ input }) => input === null)?.term ?? 0);
  const sum = thousandths(z);
  const rest = greatest.reduce((left, { term }) => left - thousandths(term), sum - bias);
  return { greatest, others: inputs.length - greatest.length, rest, bias, sum };
}
