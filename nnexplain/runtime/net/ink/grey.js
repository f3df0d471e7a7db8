// A picture as a network sees it, as text for an address: a byte a pixel, of equal neighbours only how many
// they are, in base64url. What is read may come from anywhere.

/** @import { Vector } from "../net.js" */

/** Such a text where a drawing of 32 × 32 cells could stand as well begins so. */
export const GREY = "grey.";
/**
 * A byte below this says that one more than so many others follow as they are; else the next one is meant
 * several times.
 */
const RUNS = 128;
/** Fewer alike are not worth a run. */
const FEWEST = 3;

/**
 * How many of the numbers from `at` on are alike, as far as one run goes.
 * @param {ArrayLike<number>} values
 * @param {number} at
 */
function alike(values, at) {
  let end = at + 1;
  while (end < values.length && values[end] === values[at] && end - at < RUNS + FEWEST - 1) end++;
  return end - at;
}

/**
 * @param {ArrayLike<number>} values  whole numbers from 0 to 255; 784 of them never take more than 1,055
 *   letters
 */
export function packed(values) {
  /** @type {number[]} */ const bytes = [];
  /** @type {number[]} */ let plain = [];
  const flush = () => {
    if (plain.length) bytes.push(plain.length - 1, ...plain);
    plain = [];
  };
  for (let at = 0; at < values.length;) {
    const run = alike(values, at);
    if (run >= FEWEST) {
      flush();
      bytes.push(RUNS + run - FEWEST, Number(values[at]));
    } else plain.push(...Array.from({ length: run }, () => Number(values[at])));
    at += run;
    while (plain.length >= RUNS) bytes.push(RUNS - 1, ...plain.splice(0, RUNS));
  }
  flush();
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} text
 * @param {number} size  so many numbers
 * @param {number} levels  none is greater
 * @returns {Vector | null} null where it is no such text
 */
export function unpacked(text, size, levels) {
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return null;
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  /** @type {Vector} */ const values = new Float64Array(size);
  let filled = 0;
  for (let at = 0; at < bytes.length;) {
    const head = bytes.charCodeAt(at++);
    const [count, step] = head < RUNS ? [head + 1, 1] : [head - RUNS + FEWEST, 0];
    for (let k = 0; k < count; k++) {
      const value = bytes.charCodeAt(at + k * step);
      if (!(value <= levels) || filled === size) return null;
      values[filled++] = value;
    }
    at += step ? count : 1;
  }
  return filled === size ? values : null;
}

/** What stands for an input in an address. @param {ArrayLike<number>} values  0 to levels */
export const greyText = (values) => GREY + packed(values);

/**
 * @param {unknown} text
 * @param {{side: number, levels: number}} seen
 * @returns {Vector | null} 0 to levels; null where it says no such picture
 */
export function greyOf(text, { side, levels }) {
  if (typeof text !== "string" || !text.startsWith(GREY)) return null;
  return unpacked(text.slice(GREY.length), side * side, levels);
}
