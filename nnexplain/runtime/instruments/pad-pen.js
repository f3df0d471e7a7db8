// The pen of the pad: cells that a stroke inks, what they look like, and what can be taken back.

import { SIDE } from "../net/ink/ink.js";

/** A place on the pad, in cells from its upper left corner. @typedef {{x: number, y: number}} Spot */

/**
 * How near a point is to the line from `from` to `to`, squared.
 * @param {Spot} point
 * @param {Spot} from
 * @param {Spot} to
 */
function distance2({ x, y }, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const long = dx * dx + dy * dy;
  const along = long ? Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / long)) : 0;
  return (x - from.x - along * dx) ** 2 + (y - from.y - along * dy) ** 2;
}

/**
 * `bits` after a stroke of a round pen, `width` cells wide: every cell whose middle the pen has covered, and
 * those under its two ends. What lies beside the pad is not drawn.
 * @param {Uint8Array} bits
 * @param {Spot} from
 * @param {Spot} to
 * @param {number} width
 * @param {0 | 1} ink  0 erases
 */
export function stroked(bits, from, to, width, ink) {
  const drawn = bits.slice();
  const radius = Math.max(width / 2, 0.6);
  const inside = (/** @type {number} */ cell) => Math.max(0, Math.min(SIDE - 1, Math.floor(cell)));
  const put = (/** @type {number} */ column, /** @type {number} */ row) => (drawn[row * SIDE + column] = ink);
  const [left, right] = [Math.min(from.x, to.x) - radius, Math.max(from.x, to.x) + radius];
  const [top, bottom] = [Math.min(from.y, to.y) - radius, Math.max(from.y, to.y) + radius];
  for (let row = inside(top); row <= inside(bottom); row++) {
    for (let column = inside(left); column <= inside(right); column++) {
      if (distance2({ x: column + 0.5, y: row + 0.5 }, from, to) <= radius * radius) put(column, row);
    }
  }
  const on = (/** @type {Spot} */ { x, y }) => x >= 0 && x < SIDE && y >= 0 && y < SIDE;
  for (const { x, y } of [from, to].filter(on)) put(Math.floor(x), Math.floor(y));
  return drawn;
}

/** The inked cells as one path, row by row. @param {ArrayLike<number>} bits  @param {number} cell  pixels */
export function inkPath(bits, cell) {
  let d = "";
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      if (!bits[row * SIDE + column]) continue;
      const first = column;
      while (column + 1 < SIDE && bits[row * SIDE + column + 1]) column++;
      const width = (column + 1 - first) * cell;
      d += `M${first * cell},${row * cell}h${width}v${cell}h${-width}z`;
    }
  }
  return d;
}

/** What was on the paper: a drawing, or a test digit where `ink` is "". */
/** @typedef {{digit: number, ink: string}} Paper */

const MOST = 100;

/** What can be taken back, and done again. */
export class Strokes {
  /** @type {Paper[]} */ #before = [];
  /** @type {Paper[]} */ #after = [];

  get undoable() {
    return this.#before.length > 0;
  }

  get redoable() {
    return this.#after.length > 0;
  }

  /** Before something is done. @param {Paper} paper */
  keep(paper) {
    const last = this.#before.at(-1);
    if (last && last.ink === paper.ink && last.digit === paper.digit) return;
    this.#before = [...this.#before, paper].slice(-MOST);
    this.#after = [];
  }

  /** @param {Paper} now  @returns {Paper} what was before */
  undo(now) {
    const paper = this.#before.pop();
    if (!paper) return now;
    this.#after.push(now);
    return paper;
  }

  /** @param {Paper} now  @returns {Paper} what came after */
  redo(now) {
    const paper = this.#after.pop();
    if (!paper) return now;
    this.#before.push(now);
    return paper;
  }
}
