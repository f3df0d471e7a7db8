// What is said of who decides.

import { signed } from "../../draw/numbers.js";
import { along } from "../../instruments/along.js";

/** @import { Rivals } from "./sum.js" */

/** Whole hundredths, with their sign. @param {number} number */
export const hundredths = (number) => (number ? signed(number / 100) : "0.00");

/**
 * @param {number} index
 * @param {number} count  units, without the biases
 * @param {string} letter  of their layer
 */
export const nameOf = (index, count, letter) => (index === count ? "bias" : `${letter}${index + 1}`);

/** "logit 6 − logit 5". @param {Rivals} rivals */
export const lead = ({ one, other }) => `logit ${other} − logit ${one}`;

/** Whom a number speaks for. @param {number} number  @param {Rivals} rivals */
export function favours(number, { one, other }) {
  return number ? `for ${number > 0 ? other : one}` : "for neither";
}

/** @typedef {{now: number[], change: number[], sum: number, moved: number}} Told  whole hundredths */

/**
 * The row of a unit, aloud.
 * @param {string} name
 * @param {number} now
 * @param {number} change
 * @param {Rivals} rivals
 */
export function rowWords(name, now, change, rivals) {
  return `${name}: ${hundredths(now)}, ${favours(now, rivals)}; over the whole way ${hundredths(change)}`;
}

/**
 * The unit that the greatest number is of, where one is on that side of zero.
 * @param {readonly number[]} numbers  without the biases
 * @param {1 | -1} sign
 * @returns {number} −1 where none is
 */
export function strongest(numbers, sign) {
  let best = -1;
  numbers.forEach((number, index) => {
    if (number * sign > 0 && (best < 0 || number * sign > Number(numbers[best]) * sign)) best = index;
  });
  return best;
}

/**
 * What the picture shows now.
 * @param {string} problem
 * @param {Rivals} rivals
 * @param {number} t
 * @param {Told} told
 * @param {(index: number) => string} name
 */
export function sentence(problem, rivals, t, { now, change, sum, moved }, name) {
  const units = now.slice(0, -1);
  const side = (/** @type {1 | -1} */ sign, /** @type {string} */ words) => {
    const index = strongest(units, sign);
    return index < 0 ? "" : `${name(index)} ${words} (${hundredths(Number(units[index]))})`;
  };
  const { one, other, same } = rivals;
  const sides = [side(1, `speaks most for ${other}`), side(-1, `most for ${one}`)];
  const speaks = sides.filter(Boolean).join(", ");
  const ends = same ? `Both ends are read as ${one}; ${other} comes closest at the end.` : "";
  const led = `At ${along(t)} of the way ${lead(rivals)} is ${hundredths(sum)}`;
  const here = speaks ? `${led}: ${speaks}.` : `${led}.`;
  return [problem, ends, here, moverWords(change, moved, name)].filter(Boolean).join(" ");
}

/**
 * Which unit moves the sum most, the way it goes.
 * @param {readonly number[]} change
 * @param {number} moved
 * @param {(index: number) => string} name
 */
export function moverWords(change, moved, name) {
  const index = strongest(change.slice(0, -1), moved < 0 ? -1 : 1);
  if (index < 0) return "Over the whole way nothing changes.";
  const by = `${hundredths(Number(change[index]))} of ${hundredths(moved)}`;
  return `Over the whole way ${name(index)} moves it most: ${by}.`;
}
