// The layers of a network as grids of units, one below the other, each under its heading.

import { svg } from "../draw/svg.js";
import { CellGrid } from "./grid.js";

const AT = Object.freeze({ heading: 18, gap: 14, row: 44, width: 352 });
const WORDS = Object.freeze(["first layer", "second layer", "third layer"]);

/** A glow that words stand on is fainter: they must stay readable. */
export const UNDER_WORDS = 0.4;

/** The columns of a layer of `count` units: as wide as the pictures allow, and tall enough for a finger. @param {number} count  @param {boolean} output */
export function shapeOf(count, output) {
  const columns = output ? Math.ceil(count / 2) : count > 32 ? 16 : 8;
  return { count, columns, across: AT.width / columns, down: output ? AT.row : Math.min(AT.row, AT.width / columns), gap: 4 };
}

/** Each layer's grid and heading, one below the other from `y` on. @param {number[]} sizes  of the layers  @param {number} y  @param {"radio" | "button"} role  @param {boolean} [answers]  whether the last layer is the answers */
export function layersOf(sizes, y, role, answers = true) {
  return sizes.map((count, layer) => {
    const output = answers && layer === sizes.length - 1;
    const words = output ? "the answers" : `${WORDS[layer] ?? `layer ${layer + 1}`}, ${count} units`;
    const heading = svg("text", { class: "nn-faint", x: 0, y: y + 6 }, words);
    const shape = { ...shapeOf(count, output), x: 0, y: y + AT.heading };
    y = shape.y + Math.ceil(count / shape.columns) * shape.down + AT.gap;
    return { heading, grid: new CellGrid(shape, role, words), output };
  });
}
