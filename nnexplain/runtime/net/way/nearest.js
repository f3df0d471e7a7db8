// Real digits, to ask which of them a picture is nearest to. Euclidean, over all pixels.

/** @import { Vector } from "../net.js" */

/** @typedef {{index: number, distance: number}} Neighbour */

export class Crowd {
  /** @type {Vector} */ #flat;
  #size;

  /** @param {Vector} flat  pictures row by row  @param {number} size  pixels of one */
  constructor(flat, size) {
    this.#flat = flat;
    this.#size = size;
  }

  get count() {
    return this.#flat.length / this.#size;
  }

  /** The same and more. @param {Vector} flat */
  with(flat) {
    const all = new Float64Array(this.#flat.length + flat.length);
    all.set(this.#flat);
    all.set(flat, this.#flat.length);
    return new Crowd(all, this.#size);
  }

  /** @param {number} index  @returns {Vector} */
  picture(index) {
    return this.#flat.subarray(index * this.#size, (index + 1) * this.#size);
  }

  /**
   * The nearest, the first of equals.
   * @param {Vector} picture
   * @param {number} [guess]  one that may be near: the search is shorter
   * @returns {Neighbour}
   */
  nearest(picture, guess = 0) {
    let [index, least] = [guess, this.#square(picture, guess, Infinity)];
    for (let other = 0; other < this.count; other++) {
      const square = this.#square(picture, other, least);
      if (square < least || (square === least && other < index)) [index, least] = [other, square];
    }
    return { index, distance: Math.sqrt(least) };
  }

  /** The nearest of every row. @param {Vector} flat  @returns {Neighbour[]} */
  along(flat) {
    /** @type {Neighbour[]} */ const found = [];
    for (let from = 0; from < flat.length; from += this.#size) {
      found.push(this.nearest(flat.subarray(from, from + this.#size), found.at(-1)?.index));
    }
    return found;
  }

  /**
   * The squared distance, or any number above `enough` as soon as it is above.
   * @param {Vector} picture
   * @param {number} index
   * @param {number} enough
   */
  #square(picture, index, enough) {
    let square = 0;
    const from = index * this.#size;
    for (let k = 0; k < this.#size && square <= enough; k++) {
      square += (picture[k] - this.#flat[from + k]) ** 2;
    }
    return square;
  }
}
