// Pictures made of cells, as few paths: the cells of one strength are one path. Ink on paper; signed numbers,
// of which those below zero are also smaller; or a change of ink, of which those below zero are hollow.

import { h } from "../draw/tree.js";

/** @import { Branch } from "../draw/tree.js" */

/** Strengths told apart. */
const STEPS = 16;
/** How much smaller a cell below zero is, at every side, in cells. */
const INSET = 0.16;

/** What a cell is called that is not below zero, and one that is. */
const KINDS = Object.freeze({ ink: ["ink", "ink"], sign: ["pos", "neg"], change: ["more", "less"] });
/** @typedef {keyof typeof KINDS} Paint */

/**
 * Where a picture stands: its corner, and its cells.
 * @typedef {{x: number, y: number, cell: number, columns: number}} Where
 */

/** @param {number} number */
const short = (number) => String(Math.round(number * 100) / 100);

/** The size of a picture of so many cells. @param {number} count  @param {Where} where */
export function sizeOf(count, { cell, columns }) {
  return { width: columns * cell, height: Math.ceil(count / columns) * cell };
}

/**
 * Paper, a frame, and on it the cells.
 * @param {Paint} paint
 * @param {ArrayLike<number>} values  row by row
 * @param {Where} where
 * @param {number} [strongest]  what is painted full
 * @returns {Branch}
 */
export function cells(paint, values, where, strongest = 1) {
  const box = { x: where.x, y: where.y, ...sizeOf(values.length, where) };
  const ground = h("rect", { class: "nn-cells__ground", ...box });
  return h(
    "g",
    { class: "nn-cells" },
    ground,
    h("rect", { class: "nn-cells__frame", ...box }),
    marks(paint, values, where, strongest),
  );
}

/**
 * The cells alone, one path for each strength that there is.
 * @param {Paint} paint
 * @param {ArrayLike<number>} values
 * @param {Where} where
 * @param {number} [strongest]
 * @returns {Branch}
 */
export function marks(paint, values, { x, y, cell, columns }, strongest = 1) {
  /** @type {Map<string, {name: string, step: number, d: string}>} */ const parts = new Map();
  for (let index = 0; index < values.length; index++) {
    const value = Number(values[index]);
    const step = Math.min(STEPS, Math.round((Math.abs(value) / (strongest || 1)) * STEPS));
    if (!step) continue;
    const name = String(KINDS[paint][value < 0 ? 1 : 0]);
    const inset = value < 0 ? INSET * cell : 0;
    const size = short(cell - 2 * inset);
    const left = short(x + (index % columns) * cell + inset);
    const top = short(y + Math.floor(index / columns) * cell + inset);
    const part = parts.get(name + step) ?? { name, step, d: "" };
    part.d += `M${left},${top}h${size}v${size}h-${size}z`;
    parts.set(name + step, part);
  }
  const all = [...parts.values()].sort((one, other) =>
    one.step - other.step || (one.name < other.name ? 1 : -1)
  );
  return h(
    "g",
    {},
    all.map(({ name, step, d }) =>
      h("path", { class: `nn-cells__${name}`, opacity: short(step / STEPS), d })
    ),
  );
}
