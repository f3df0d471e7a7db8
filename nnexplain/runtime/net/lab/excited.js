// What the units of a network make of all test digits.

import { allDigits, fullGlow } from "./glow.js";

/** @import { Activity, Vector } from "../net.js" */
/** @import { Lab } from "./lab.js" */

/** How many digits are told of a unit. */
export const THUMBS = 6;

/**
 * The digits that excite a unit most: by what it answers; where none turns it on, and for an answer, by its
 * sum.
 * @param {Activity} heard  of one layer, over n digits  @param {number} outputs  @param {number} unit
 * @param {{most: number, bySum: boolean}} how
 * @returns {{digits: {index: number, value: number}[], bySum: boolean}}
 */
export function exciting({ z, a }, outputs, unit, { most, bySum }) {
  const column = (/** @type {Vector} */ all) =>
    Array.from(
      { length: all.length / outputs },
      (_, row) => ({ index: row, value: Number(all[row * outputs + unit]) }),
    );
  const answers = column(a);
  const sums = bySum || answers.every(({ value }) => value === 0);
  const ranked = (sums ? column(z) : answers).sort((one, other) =>
    other.value - one.value || one.index - other.index
  );
  return { digits: ranked.slice(0, most), bySum: sums };
}

/** What every unit answers to every test digit, as the knobs stand. */
export class AllDigits {
  /** @type {Lab} */ #lab;
  /** @type {Vector} */ #pixels;
  /** @type {{network: unknown, gains: unknown, pass: Activity[]} | null} */ #heard = null;
  /**
   * The latest ranking, and of what.
   * @type {{heard: Activity, key: string, digits: ReturnType<typeof exciting>} | null}
   */
  #ranked = null;
  /** The level at which each layer's glow is full; an answer's is 1. @type {readonly number[]} */ strong;

  /** @param {Lab} lab */
  constructor(lab) {
    this.#lab = lab;
    this.#pixels = allDigits(lab);
    this.strong = fullGlow(lab, this.#pixels);
  }

  /** @param {{layer: number, index: number}} unit */
  excite({ layer, index }) {
    const { network, gains } = this.#lab;
    if (this.#heard?.network !== network || this.#heard.gains !== gains) {
      this.#heard = { network, gains, pass: this.#lab.run(this.#pixels) };
    }
    const [heard, answers] = [this.#heard.pass[layer], layer === network.layers.length - 1];
    if (!heard) return { digits: [], bySum: true };
    const key = `${layer}.${index}`;
    if (this.#ranked?.heard !== heard || this.#ranked.key !== key) {
      const digits = exciting(heard, network.layers[layer]?.outputs ?? 1, index, {
        most: THUMBS,
        bySum: answers,
      });
      this.#ranked = { heard, key, digits };
    }
    return this.#ranked.digits;
  }
}
