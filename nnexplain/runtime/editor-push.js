// Ink pushed about: what lies under the hand goes with it, what lies around follows the less the farther it is.

import { SIDE } from "./ink.js";

/** @import { Spot } from "./pad-pen.js" */

/** How far the hand reaches, in cells. */
export const REACH = 9;
/** Of its reach a hand goes so far at once: ink is bent then, and never folded. */
const STRIDE = 0.35;

/** How much of a cell's square is ink, between the middles of four cells. @param {ArrayLike<number>} bits  @param {number} x  @param {number} y */
function inkAt(bits, x, y) {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [across, down] = [x - 0.5 - left, y - 0.5 - top];
  const cell = (/** @type {number} */ row, /** @type {number} */ column) => (row < 0 || column < 0 || row >= SIDE || column >= SIDE ? 0 : Number(bits[row * SIDE + column]));
  const line = (/** @type {number} */ row) => cell(row, left) * (1 - across) + cell(row, left + 1) * across;
  return line(top) * (1 - down) + line(top + 1) * down;
}

/** One stride of a hand. @param {Uint8Array} bits  @param {Spot} from  @param {Spot} to  @returns {Uint8Array} */
export function pushed(bits, from, to) {
  return bits.map((_, at) => {
    const [x, y] = [(at % SIDE) + 0.5, Math.floor(at / SIDE) + 0.5];
    const near = 1 - ((x - to.x) ** 2 + (y - to.y) ** 2) / REACH ** 2;
    if (near <= 0) return Number(bits[at]);
    return inkAt(bits, x - near * near * (to.x - from.x), y - near * near * (to.y - from.y)) >= 0.5 ? 1 : 0;
  });
}

/** A hand that has taken hold of the ink. */
export class Push {
  #bits;
  #from;

  /** @param {Uint8Array} bits  @param {Spot} from */
  constructor(bits, from) {
    this.#bits = bits;
    this.#from = from;
  }

  /** The ink when the hand has gone on to `to`. @param {Spot} to  @returns {Uint8Array} */
  go(to) {
    const far = () => Math.hypot(to.x - this.#from.x, to.y - this.#from.y);
    while (far() > STRIDE * REACH) {
      const part = (STRIDE * REACH) / far();
      const next = { x: this.#from.x + (to.x - this.#from.x) * part, y: this.#from.y + (to.y - this.#from.y) * part };
      [this.#bits, this.#from] = [pushed(this.#bits, this.#from, next), next];
    }
    return pushed(this.#bits, this.#from, to);
  }
}
