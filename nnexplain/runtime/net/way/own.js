// The reader's own way-points as text for an address, a dot between two pictures: a letter a pixel where
// letters tell all levels apart, else as in grey.js. What is read may come from anywhere.

import { LONGEST } from "../../draw/text.js";
import { packed, unpacked } from "../ink/grey.js";

/** @import { Vector } from "../net.js" */

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Way-points that do not fit into an address are kept by the page, under such a name. */
export const KEPT = "kept-";
/** An address holds no more. */
export const MOST = 6;

/** @param {number} levels */
const lettered = (levels) => levels < LETTERS.length;

/**
 * @param {readonly Vector[]} points  pictures, 0 to 1
 * @param {number} levels  a picture's numbers are whole times 1 / levels
 * @returns {string | null} null where it gets too long
 */
export function ownText(points, levels) {
  const words = points.map((point) => {
    const values = point.map((pixel) => Math.round(Math.max(0, Math.min(1, pixel)) * levels));
    return lettered(levels) ? Array.from(values, (value) => LETTERS[value]).join("") : packed(values);
  });
  const text = words.join(".");
  return points.length <= MOST && text.length <= LONGEST ? text : null;
}

/**
 * @param {string} word
 * @param {number} size
 * @param {number} levels
 * @returns {Vector | null} 0 to levels
 */
function valuesOf(word, size, levels) {
  if (!lettered(levels)) return unpacked(word, size, levels);
  const values = Float64Array.from(word, (letter) => LETTERS.indexOf(letter));
  return values.length === size && values.every((value) => value >= 0 && value <= levels) ? values : null;
}

/**
 * @param {unknown} text
 * @param {number} size  pixels of a picture
 * @param {number} levels
 * @returns {Vector[] | null} null where it is no such text
 */
export function pointsOf(text, size, levels) {
  if (text === "") return [];
  if (typeof text !== "string" || text.length > LONGEST) return null;
  const points = text.split(".").map((word) => valuesOf(word, size, levels)?.map((value) => value / levels));
  return points.length <= MOST && points.every((point) => point !== undefined) ? points : null;
}
