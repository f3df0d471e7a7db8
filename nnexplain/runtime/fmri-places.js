// Where the parts of a network are drawn: the picture on top, below it the layers, row by row, and the
// answers at the bottom. The static pictures are drawn at the same places.

/** @import { Wire } from "./fmri-sum.js" */

/** @typedef {{x: number, y: number}} Spot */
/** @typedef {{id: string, layer: number, index: number, x: number, y: number, row: number}} Unit */

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

/** How thick lines are, and how strong, from the faintest on; what carries most is in the last. */
export const THICK = Object.freeze([0.75, 1.25, 2.1, 3.2]);

/** @param {number} number */
const short = (number) => String(Math.round(number));

/** A line from one spot down to another, leaving and arriving upright. @param {Spot} from  @param {Spot} to */
export function lineOf(from, to) {
  const middle = short((from.y + to.y) / 2);
  return `M${short(from.x)},${short(from.y)}C${short(from.x)},${middle},${short(to.x)},${middle},${short(to.x)},${short(to.y)}`;
}

/**
 * Lines as few paths: those for, from thin to thick, then those against.
 * @param {readonly Wire[]} wires  @param {(wire: Wire) => string} line  @param {number} most  what the thickest carries
 */
export function bundles(wires, line, most) {
  const paths = [...THICK, ...THICK].map(() => "");
  for (const wire of wires) {
    const share = most > 0 ? Math.abs(wire.value) / most : 0;
    const thick = Math.min(THICK.length - 1, Math.floor(share * THICK.length));
    paths[thick + (wire.value < 0 ? THICK.length : 0)] += line(wire);
  }
  return paths;
}

/** The unit that a key leads to from `unit`; null for another key. @param {readonly Unit[]} units  @param {Unit} unit  @param {string} key  @returns {Unit | null} */
export function neighbour(units, unit, key) {
  const row = units.filter((other) => other.row === unit.row);
  const at = row.indexOf(unit);
  const inRow = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: row.length - 1 }[key];
  if (inRow !== undefined) return row[Math.max(0, Math.min(row.length - 1, inRow))] ?? null;
  const way = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!way) return null;
  const there = units.filter((other) => other.row === unit.row + way);
  return there.length ? nearest(there, { x: unit.x, y: there[0]?.y ?? 0 }) : unit;
}

/** @param {readonly Unit[]} units  @param {Spot} spot  @param {number} [reach]  no further than this  @returns {Unit | null} */
export function nearest(units, { x, y }, reach = Infinity) {
  let [best, least] = [/** @type {Unit | null} */ (null), reach];
  for (const unit of units) {
    const far = Math.hypot(unit.x - x, unit.y - y);
    if (far < least) [best, least] = [unit, far];
  }
  return best;
}
