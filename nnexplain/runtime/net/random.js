// Chance that can be repeated: the same seed gives the same numbers in every browser.
//
// The generator is SplitMix (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
// OOPSLA 2014) in 32 bits: a counter, and a function that mixes its bits, Chris Wellons' lowbias32
// (https://nullprogram.com/blog/2018/07/31/). Its whole state is one number, so a training that draws
// from it can be kept and continued. It is for starts and shuffling, not for secrets.

import { networkOf } from "./net.js";

/** @import { Network } from "./net.js" */

const GOLDEN = 0x9e3779b9; // 2³² over the golden ratio: steps of this size spread evenly

/** Every 32-bit number to another, one to one; neighbours land far apart. @param {number} bits */
function mix(bits) {
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return (bits ^ (bits >>> 16)) >>> 0;
}

export class Random {
  /** @param {number} seed  a whole number; its lowest 32 bits count */
  constructor(seed) {
    /** Where it stands: new Random(random.state) goes on from here. */
    this.state = seed >>> 0;
  }

  /** Evenly spread, low ≤ number < high, in 2³² steps. */
  uniform(low = 0, high = 1) {
    this.state = (this.state + GOLDEN) >>> 0;
    return low + (high - low) * (mix(this.state) / 2 ** 32);
  }

  /** Normally distributed (Box and Muller 1958). */
  normal(mean = 0, deviation = 1) {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform())); // 1 − u is never 0
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The numbers 0 to n − 1 in random order (Fisher and Yates 1938). @param {number} n */
  order(n) {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let last = n - 1; last > 0; last--) {
      const other = Math.floor(this.uniform(0, last + 1));
      [order[last], order[other]] = [Number(order[other]), Number(order[last])];
    }
    return order;
  }
}

/**
 * `network` with starting weights as torch's Linear draws them by default: weights and biases evenly
 * spread within ±1/√inputs, so that sums keep their size however wide a layer is.
 * @param {Network} network  @param {Random} random
 */
export function initialise({ layers }, random) {
  const drawn = layers.flatMap(({ inputs, w, b }) => {
    const bound = 1 / Math.sqrt(inputs);
    return Array.from({ length: w.length + b.length }, () => random.uniform(-bound, bound));
  });
  return networkOf(layers, Float64Array.from(drawn));
}
