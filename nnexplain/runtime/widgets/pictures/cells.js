// Cells of signed numbers as level strokes: hue for the sign, opacity for the size, and those against are
// lower, and narrower where they are large. All of one paint are one path, so that thousands of weights are a
// dozen elements.

import { h } from "../../draw/tree.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Scale } from "./places.js" */

/**
 * Rows of `columns` numbers, with the upper left corner at x, y and cells of `wide` × `high`.
 * @typedef {object} Matrix
 * @property {ArrayLike<number>} numbers
 * @property {number} columns
 * @property {number} x
 * @property {number} y
 * @property {number} wide
 * @property {number} high
 */
/** The strokes of one shade and height. @typedef {{shade: number, high: number, d: string[]}} Paint */

/** By how much of its side a cell of a negative number is smaller, at every edge. */
const INSET = 1 / 6;
/** Between cells of fewer pixels, gaps would be all that one sees: they are strokes along their row. */
const LARGE = 8;

/** @param {number} wide  of a cell  @param {number} shade */
const insetOf = (wide, shade) => (shade < 0 && wide >= LARGE ? INSET : 0);

/** From −shades to shades. @param {number} number  @param {Scale} scale */
export function shadeOf(number, { full, shades }) {
  return Math.sign(number) * Math.min(shades, Math.round((Math.abs(number) / full) * shades));
}

/** @param {number} number */
const short = (number) => String(Math.round(number * 100) / 100);

/** @param {Map<string, Paint>} paints  by shade and height  @param {Matrix} matrix  @param {Scale} scale */
function trace(paints, { numbers, columns, x, y, wide, high }, scale) {
  for (let cell = 0; cell < numbers.length;) {
    const shade = shadeOf(Number(numbers[cell]), scale);
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    let length = 1;
    const more = () => column + length < columns && cell + length < numbers.length;
    // Neighbours of one shade, if there is no gap between, are one stroke; also those too weak to be seen.
    while (!insetOf(wide, shade) && more() && shadeOf(Number(numbers[cell + length]), scale) === shade) {
      length++;
    }
    if (shade) {
      const inset = insetOf(wide, shade) * wide;
      const paint = paints.get(`${shade} ${high}`) ?? { shade, high, d: [] };
      const [left, middle] = [short(x + column * wide + inset), short(y + (row + 0.5) * high)];
      paint.d.push(`M${left},${middle}h${short(length * wide - 2 * inset)}`);
      paints.set(`${shade} ${high}`, paint);
    }
    cell += length;
  }
}

/** @param {readonly Matrix[]} matrices  @param {Scale} scale  @returns {Branch} */
export function cells(matrices, scale) {
  /** @type {Map<string, Paint>} */ const paints = new Map();
  for (const matrix of matrices) trace(paints, matrix, scale);
  const paths = Array.from(paints.values(), ({ shade, high, d }) =>
    h("path", {
      class: shade < 0 ? "nn-pictures__against" : "nn-pictures__for",
      "stroke-opacity": Math.abs(shade) / scale.shades,
      "stroke-width": shade < 0 ? high * (1 - 2 * INSET) : high,
      d: d.join(""),
    }));
  return h("g", { class: "nn-pictures__cells", "aria-hidden": "true" }, paths);
}
