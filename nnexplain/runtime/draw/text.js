// Words.

import { h } from "./tree.js";

/** @param {string} words */
export const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * A text has at most so many characters: what a reader has done to a network must fit, and any picture of
 * 28 × 28 pixels.
 */
export const LONGEST = 1100;

/**
 * Words in a picture.
 * @param {string | undefined} kind  its classes
 * @param {number} x
 * @param {number} y  its middle
 * @param {string} words
 * @param {"start" | "middle" | "end"} [anchor]
 */
export function word(kind, x, y, words, anchor) {
  return h("text", { class: kind, x, y, "text-anchor": anchor }, words);
}
