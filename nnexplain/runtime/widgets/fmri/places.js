// Where the parts of a network are drawn: the picture on top, below it the layers, row by row, and the
// answers at the bottom. The static pictures are drawn at the same places.

/** @import { Spot, Unit } from "../../instruments/units.js" */
/** @import { Wire } from "../../instruments/wires.js" */

export const SIZE = Object.freeze({ width: 440, height: 546 });
/** The picture: a square. */
export const PICTURE = Object.freeze({ x: 152, y: 22, side: 136 });
/** More units than this stand in two rows. */
const ROW = 16;
const TOP = Object.freeze([262, 388, 490]);
const LETTERS = "abc";

/** Where every unit stands. @param {readonly number[]} sizes  pixels, units of each layer  @returns {Unit[]} */
export function unitsOf(sizes) {
  let row = -1;
  return sizes.slice(1).flatMap((count, layer) => {
    const answers = layer === sizes.length - 2;
    const rows = Math.ceil(count / ROW);
    const columns = Math.ceil(count / rows);
    const pitch = answers ? 40 : 25;
    const indent = Math.floor(pitch / 2);
      const left = Math.floor(230 - ((columns - 1) * pitch + (rows - 1) * indent) / 2);
    const units = Array.from({ length: count }, (_, index) => {
      const line = Math.floor(index / columns);
      const x = left + (index % columns) * pitch + line * indent;
      const name = `${LETTERS[layer]}${answers ? index : index + 1}`;
      return { id: name, layer, index, x, y: (TOP[layer] ?? 0) + line * 28, row: row + 1 + line };
    });
    row += rows;
    return units;
  });
}

/** Where what comes into a layer starts: a pixel, a unit, or, as −1, the bias. @param {readonly number[]} sizes  @param {readonly Unit[]} units  @returns {(layer: number, from: number) => Spot} */
export function sourcesOf(sizes, units) {
  const side = Math.round(Math.sqrt(sizes[0] ?? 1));
  const cell = PICTURE.side / side;
  const layers = sizes.slice(1).map((_, layer) => units.filter((unit) => unit.layer === layer));
  return (layer, from) => {
    if (from < 0) return biasAt(layer);
    if (layer) return layers[layer - 1]?.[from] ?? biasAt(layer);
    return { x: PICTURE.x + ((from % side) + 0.5) * cell, y: PICTURE.y + (Math.floor(from / side) + 0.5) * cell };
  };
}

/** Where the input stands that is always 1. @param {number} layer @returns {Spot} */
export function biasAt(layer) {
  return layer ? { x: 10, y: TOP[layer - 1] ?? 0 } : { x: PICTURE.x - 26, y: PICTURE.y + PICTURE.side - 10 };
}
