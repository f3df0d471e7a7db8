// What the units of a network make of all test digits.

import { exciting } from "./fmri-sum.js";
import { THUMBS } from "./fmri-unit.js";
import { allDigits, fullGlow } from "./lab-glow.js";

/** @import { Lab } from "./lab.js" */
/** @import { Activity, Vector } from "./net.js" */

/** What every unit answers to every test digit, as the knobs stand. */
export class AllDigits {
  /** @type {Lab} */ #lab;
  /** @type {Vector} */ #pixels;
  /** @type {{network: unknown, gains: unknown, pass: Activity[]} | null} */ #heard = null;
  /** The latest ranking, and of what. @type {{heard: Activity, key: string, digits: ReturnType<typeof exciting>} | null} */ #ranked = null;
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
    if (this.#heard?.network !== network || this.#heard.gains !== gains) this.#heard = { network, gains, pass: this.#lab.run(this.#pixels) };
    const [heard, answers] = [this.#heard.pass[layer], layer === network.layers.length - 1];
    if (!heard) return { digits: [], bySum: true };
    const key = `${layer}.${index}`;
    if (this.#ranked?.heard !== heard || this.#ranked.key !== key) {
      const digits = exciting(heard, network.layers[layer]?.outputs ?? 1, index, { most: THUMBS, bySum: answers });
      this.#ranked = { heard, key, digits };
    }
    return this.#ranked.digits;
  }
}
