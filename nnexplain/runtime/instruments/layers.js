// The layers of a network as grids of units, one below the other, each under its heading.

import { word } from "../draw/text.js";
import { gridOf, heightOf } from "./grid.js";

/** @import { Branch } from "../draw/tree.js" */
/** @import { Grid, Shape } from "./grid.js" */

const AT = Object.freeze({ heading: 18, gap: 14, row: 44, width: 352 });
const WORDS = Object.freeze(["first layer", "second layer", "third layer"]);

/** A glow that words stand on is fainter: they must stay readable. */
export const UNDER_WORDS = 0.4;

/**
 * The columns of a layer: as wide as the pictures allow, and tall enough for a finger.
 * @param {number} count
 * @param {boolean} output
 */
export function shapeOf(count, output) {
  const columns = output ? Math.ceil(count / 2) : count > 32 ? 16 : 8;
  const across = AT.width / columns;
  return { count, columns, across, down: output ? AT.row : Math.min(AT.row, across), gap: 4 };
}

/** @typedef {{shape: Shape, words: string, output: boolean}} Place */

/**
 * Where each layer stands from `y` on, and where the last one ends.
 * @param {readonly number[]} sizes  of the layers
 * @param {number} y
 * @param {boolean} answers  whether the last layer is the answers
 * @returns {{layers: Place[], bottom: number}}
 */
export function layersOf(sizes, y, answers) {
  const layers = sizes.map((count, layer) => {
    const output = answers && layer === sizes.length - 1;
    const words = output ? "the answers" : `${WORDS[layer] ?? `layer ${layer + 1}`}, ${count} units`;
    const shape = { ...shapeOf(count, output), x: 0, y: y + AT.heading };
    y = shape.y + heightOf(shape) + AT.gap;
    return { shape, words, output };
  });
  return { layers, bottom: y - AT.gap };
}

/** @param {Place} place  @param {Omit<Grid, "shape" | "label">} how  @returns {Branch[]} */
export function layerOf({ shape, words }, how) {
  return [word("nn-faint", 0, shape.y - AT.heading + 6, words), gridOf({ shape, label: words, ...how })];
}

/** How strong a unit glows: 0 to 1. @param {number} answer  @param {number} full */
export const glow = (answer, full) => Math.max(0, Math.min(1, answer / full));
