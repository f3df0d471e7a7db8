// What each unit of the last hidden layer adds to the lead of one answer over another.

/** @import { Layer, Vector } from "../../net/net.js" */
/** @import { Pass } from "../../net/way/way.js" */

/**
 * Which two answers are held against each other: what is said at the start, `one`, and at the end. Where both
 * ends say the same, `other` is what comes closest to it at the end, and `same` is true.
 * @typedef {{one: number, other: number, same: boolean}} Rivals
 */

/** @param {readonly Pass[]} passes  of a way, at least one  @returns {Rivals} */
export function rivalsOf(passes) {
  const [first, last] = [passes[0], passes.at(-1)];
  if (!first || !last) throw new RangeError("a way of no places");
  if (first.said !== last.said) return { one: first.said, other: last.said, same: false };
  const others = [...last.logits.keys()].filter((digit) => digit !== first.said);
  const higher = (/** @type {number} */ best, /** @type {number} */ digit) =>
    last.logits[digit] > last.logits[best] ? digit : best;
  const other = others.reduce(higher, others[0] ?? first.said);
  return { one: first.said, other, same: true };
}

/**
 * What each input of a layer, and last the biases, add to the difference of two of its sums; all together are
 * it.
 * @param {Layer} layer
 * @param {Vector} x  what comes in
 * @param {Rivals} rivals
 * @returns {Vector} inputs + 1
 */
export function contributions({ inputs, w, b }, x, { one, other }) {
  const all = new Float64Array(inputs + 1);
  for (let unit = 0; unit < inputs; unit++) {
    all[unit] = x[unit] * (w[other * inputs + unit] - w[one * inputs + unit]);
  }
  all[inputs] = b.length ? b[other] - b[one] : 0;
  return all;
}

/** @param {ArrayLike<number>} numbers */
export const total = (numbers) => Array.from(numbers).reduce((sum, number) => sum + number, 0);

/**
 * Places in a list, that of the greatest number first, of equals the first.
 * @param {number[]} places
 * @param {readonly number[]} numbers
 */
function descending(places, numbers) {
  return places.sort((one, other) => Number(numbers[other]) - Number(numbers[one]) || one - other);
}

/**
 * Numbers as whole hundredths that add up to their rounded sum: rounded down, and up again those that lose
 * most by it, as many as it takes. What is 0 stays 0.
 * @param {ArrayLike<number>} numbers
 * @returns {number[]}
 */
export function adding(numbers) {
  const exact = Array.from(numbers, (number) => number * 100);
  const down = exact.map(Math.floor);
  const lost = exact.map((number, index) => number - Number(down[index]));
  const missing = Math.round(total(exact)) - total(down);
  const some = [...exact.keys()].filter((index) => exact[index]);
  for (const index of descending(some, lost).slice(0, missing)) down[index] = Number(down[index]) + 1;
  return down;
}

/**
 * A unit's part of the stack at every place: from `low` to `high`, outwards from zero.
 * @typedef {{index: number, low: number[], high: number[]}} Band
 */

/**
 * What speaks for lies on top of each other above zero, what speaks against below it; the widest next to
 * zero. A contribution never changes its sign along a way, as a unit's answer does not.
 * @param {readonly Vector[]} all  the contributions at each place
 * @returns {Band[]} those that are not nothing everywhere
 */
export function stacked(all) {
  const size = all[0]?.length ?? 0;
  const sums = Array.from({ length: size }, (_, index) => total(all.map((each) => Math.abs(each[index]))));
  const order = descending([...sums.keys()].filter((index) => sums[index]), sums);
  const tops = { up: all.map(() => 0), down: all.map(() => 0) };
  return order.map((index) => {
    const side = all.some((each) => each[index] > 0) ? tops.up : tops.down;
    const low = [...side];
    all.forEach((each, k) => (side[k] = Number(side[k]) + each[index]));
    return { index, low, high: [...side] };
  });
}
