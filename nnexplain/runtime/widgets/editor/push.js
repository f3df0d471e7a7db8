// Ink pushed about: what lies under the hand goes with it, what lies around follows the less the farther it
// is.

import { SIDE } from "../../net/ink/ink.js";

/** @import { Spot } from "../../instruments/pad-pen.js" */
/** @import { Vector } from "../../net/net.js" */

/** How far the hand reaches, in cells. */
export const REACH = 9;
/** Of its reach a hand goes so far at once: ink is bent then, and never folded. */
const STRIDE = 0.35;

/**
 * How much ink there is between the middles of four cells.
 * @param {ArrayLike<number>} field
 * @param {number} side
 * @param {number} x
 * @param {number} y
 */
function inkAt(field, side, x, y) {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [across, down] = [x - 0.5 - left, y - 0.5 - top];
  const on = (/** @type {number} */ place) => place >= 0 && place < side;
  const cell = (/** @type {number} */ row, /** @type {number} */ column) =>
    on(row) && on(column) ? Number(field[row * side + column]) : 0;
  const line = (/** @type {number} */ row) => cell(row, left) * (1 - across) + cell(row, left + 1) * across;
  return line(top) * (1 - down) + line(top + 1) * down;
}

/**
 * A square of ink: `sharp` where a cell is ink or paper and nothing between.
 * @typedef {{side: number, sharp: boolean}} Paper
 */

/**
 * One stride of a hand; all lengths in cells of the square.
 * @param {ArrayLike<number>} field
 * @param {Spot} from
 * @param {Spot} to
 * @param {Paper} paper
 */
function pushed(field, from, to, { side, sharp }) {
  const reach = (REACH * side) / SIDE;
  return Float64Array.from(field, (ink, at) => {
    const [x, y] = [(at % side) + 0.5, Math.floor(at / side) + 0.5];
    const near = 1 - ((x - to.x) ** 2 + (y - to.y) ** 2) / reach ** 2;
    if (near <= 0) return ink;
    const moved = inkAt(field, side, x - near * near * (to.x - from.x), y - near * near * (to.y - from.y));
    return sharp ? Number(moved >= 0.5) : moved;
  });
}

/**
 * A hand that has taken hold of the ink; its places are in 32 × 32 cells, however fine the square of ink is.
 */
export class Push {
  /** @type {ArrayLike<number>} */ #field;
  #from;
  #paper;

  /** @param {ArrayLike<number>} field  @param {Spot} from  @param {Paper} [paper] */
  constructor(field, from, paper = { side: SIDE, sharp: true }) {
    this.#field = field;
    this.#paper = paper;
    this.#from = this.#on(from);
  }

  /** @param {Spot} spot  @returns {Spot} */
  #on({ x, y }) {
    const { side } = this.#paper;
    return { x: (x * side) / SIDE, y: (y * side) / SIDE };
  }

  /** The ink when the hand has gone on to `spot`. @param {Spot} spot  @returns {ArrayLike<number>} */
  go(spot) {
    const [to, stride] = [this.#on(spot), (STRIDE * REACH * this.#paper.side) / SIDE];
    const far = () => Math.hypot(to.x - this.#from.x, to.y - this.#from.y);
    while (far() > stride) {
      const part = stride / far();
      const { x, y } = this.#from;
      const next = { x: x + (to.x - x) * part, y: y + (to.y - y) * part };
      [this.#field, this.#from] = [pushed(this.#field, this.#from, next, this.#paper), next];
    }
    return pushed(this.#field, this.#from, to, this.#paper);
  }
}

/**
 * Greys after a stroke: ink makes a pixel at least as dark as so much of it is covered, an eraser leaves at
 * most the rest.
 * @param {Vector} values  0 to levels
 * @param {Vector} covered  likewise
 * @param {number} levels
 * @param {0 | 1} ink  0 erases
 * @returns {Vector}
 */
export function brushed(values, covered, levels, ink) {
  return values.map((value, k) => (ink ? Math.max(value, covered[k]) : Math.min(value, levels - covered[k])));
}
