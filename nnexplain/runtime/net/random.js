// Chance that can be repeated: the same seed gives the same numbers in every browser.
//
// The generator is SplitMix (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
// OOPSLA 2014) in 32 bits: a counter, and a function that mixes its bits, Chris Wellons' lowbias32
// (https://nullprogram.com/blog/2018/07/31/). Its whole state is one number. It is for noise that
// comes back, not for secrets.

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
}
