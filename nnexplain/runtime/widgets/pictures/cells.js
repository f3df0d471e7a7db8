// Cells of signed numbers as level strokes: hue for the sign, opacity for the size, and those against are
// smaller. All of one paint are one path, so that thousands of weights are a dozen elements.

import { set, svg } from "../../draw/svg.js";

/** A matrix: rows of `columns` numbers, with its upper left corner at x, y. @typedef {{numbers: ArrayLike<number>, columns: number, x: number, y: number, wide: number, high: number}} Matrix */
/** At which size a colour is full, and how many shades there are. @typedef {{full: number, shades: number}} Scale */

/** By how much of its side a cell of a negative number is smaller, at every edge. */
const INSET = 1 / 6;

/** From −shades to shades. @param {number} number  @param {Scale} scale */
export function shadeOf(number, { full, shades }) {
  return Math.sign(number) * Math.min(shades, Math.round((Math.abs(number) / full) * shades));
}

/** @param {number} number */
const short = (number) => String(Math.round(number * 100) / 100);

/** @param {Map<string, string[]>} paths  by shade and height  @param {Matrix} matrix  @param {Scale} scale */
function trace(paths, { numbers, columns, x, y, wide, high }, scale) {
  for (let cell = 0; cell < numbers.length; ) {
    const shade = shadeOf(Number(numbers[cell]), scale);
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    let length = 1;
    const more = () => column + length < columns && cell + length < numbers.length;
    // Neighbours for, of one shade, are one stroke; also those too weak to be seen.
    while (shade >= 0 && more() && shadeOf(Number(numbers[cell + length]), scale) === shade) length++;
    if (shade) {
      const inset = shade < 0 ? INSET * wide : 0;
      const key = `${shade} ${high}`;
      const words = paths.get(key) ?? [];
      words.push(`M${short(x + column * wide + inset)},${short(y + (row + 0.5) * high)}h${short(length * wide - 2 * inset)}`);
      paths.set(key, words);
    }
    cell += length;
  }
}

export class Cells {
  group = svg("g", { class: "nn-tints", "aria-hidden": "true" });
  /** @type {Scale} */ #scale;
  /** @type {Map<string, SVGPathElement>} */ #paths = new Map();

  /** @param {Scale} scale */
  constructor(scale) {
    this.#scale = scale;
  }

  /** @param {Matrix[]} matrices */
  draw(matrices) {
    /** @type {Map<string, string[]>} */ const traced = new Map();
    for (const matrix of matrices) trace(traced, matrix, this.#scale);
    for (const [key, path] of this.#paths) if (!traced.has(key)) set(path, { d: "" });
    for (const [key, words] of traced) set(this.#path(key), { d: words.join("") });
  }

  /** @param {string} key */
  #path(key) {
    const known = this.#paths.get(key);
    if (known) return known;
    const [shade = 0, high = 0] = key.split(" ").map(Number);
    const path = svg("path", {
      class: shade < 0 ? "nn-tints__against" : "nn-tints__for",
      "stroke-opacity": Math.abs(shade) / this.#scale.shades,
      "stroke-width": short(shade < 0 ? high * (1 - 2 * INSET) : high),
    });
    this.group.append(path);
    this.#paths.set(key, path);
    return path;
  }
}
