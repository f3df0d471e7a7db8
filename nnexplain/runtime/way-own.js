// The reader's own way-points as text for an address: a letter a pixel, a dot between two pictures. What is read may
// come from anywhere.

/** @import { Vector } from "./net.js" */

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Way-points that do not fit into an address are kept by the page, under such a name. */
export const KEPT = "kept-";
/** A page's text is no longer than this. */
const LONGEST = 400;

/**
 * @param {readonly Vector[]} points  pictures, 0 to 1  @param {number} levels  a picture's numbers are whole times 1 / levels
 * @returns {string | null} null where it gets too long, or there are more levels than letters
 */
export function ownText(points, levels) {
  if (levels >= LETTERS.length) return points.length ? null : "";
  const words = points.map((point) => Array.from(point, (pixel) => LETTERS[Math.round(Math.max(0, Math.min(1, pixel)) * levels)]).join(""));
  const text = words.join(".");
  return text.length <= LONGEST ? text : null;
}

/**
 * @param {unknown} text  @param {number} size  pixels of a picture  @param {number} levels
 * @returns {Vector[] | null} null where it is no such text
 */
export function pointsOf(text, size, levels) {
  if (text === "") return [];
  if (typeof text !== "string" || text.length > LONGEST) return null;
  const words = text.split(".");
  const points = words.map((word) => Float64Array.from(word, (letter) => LETTERS.indexOf(letter) / levels));
  const fit = points.every((point) => point.length === size && point.every((pixel) => pixel >= 0 && pixel <= 1));
  return fit ? points : null;
}
