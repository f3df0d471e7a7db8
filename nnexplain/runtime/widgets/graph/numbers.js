// One song through the neuron and back, with every number that takes part: the forward pass multiplies, adds,
// squashes and measures; the backward pass asks of each operation in turn how the loss changes with what went
// into it. (net.js does the same for whole networks at once.)

import { factsOf, nameOf, ratedOf, ratingOf } from "../../net/one/songs.js";

/** @import { Vector } from "../../net/net.js" */

/**
 * The numbers of a song's way through the neuron; the bias is the weight of an input that is always 1.
 * Slopes are of the loss, by the thing named.
 * @typedef {object} Numbers
 * @property {string} song
 * @property {string[]} names  of the inputs, and last the bias
 * @property {number[]} x
 * @property {number[]} w
 * @property {number[]} terms  what is added up
 * @property {number} z
 * @property {number} p
 * @property {0 | 1 | null} y  what is true; null where nobody said
 * @property {number} loss
 * @property {number} byP
 * @property {number} pByZ
 * @property {number} byZ
 * @property {number[]} byW  of this song's loss
 * @property {number[]} mean  of the mean loss of all rated songs
 * @property {number} songs  how many those are
 * @property {number} rate
 * @property {number[]} next  the weights after the step
 */

/**
 * @param {string} ratings
 * @param {number} song
 * @returns {0 | 1 | null}
 */
function truthOf(ratings, song) {
  const rating = ratingOf(ratings, song);
  return rating ? (rating === "likes" ? 1 : 0) : null;
}

/**
 * @param {number[]} w
 * @param {number} song
 * @param {0 | 1 | null} y
 */
function thereAndBack(w, song, y) {
  const x = [...factsOf(song), 1];
  const terms = x.map((input, i) => input * (w[i] ?? 0)); // multiply
  const z = terms.reduce((sum, term) => sum + term, 0); // add
  const p = 1 / (1 + Math.exp(-z)); // squash
  const loss = y === null ? 0 : Math.log1p(Math.exp(y ? -z : z)); // measure: −ln p, or −ln (1 − p)
  const byP = y === null ? 0 : y ? -1 / p : 1 / (1 - p);
  const pByZ = p * (1 - p);
  // byP · pByZ, written so that it holds also where p rounds to 0 or 1.
  const byZ = y === null ? 0 : y ? -1 / (1 + Math.exp(z)) : p;
  return { x, terms, z, p, loss, byP, pByZ, byZ, byW: x.map((input) => byZ * input) };
}

/**
 * @param {Vector} theta
 * @param {string} ratings
 * @param {number} song
 * @param {number} rate
 * @param {string[]} features
 * @returns {Numbers}
 */
export function numbersOf(theta, ratings, song, rate, features) {
  const w = Array.from(theta, Number);
  const rated = ratedOf(ratings);
  const slopes = rated.map((each) => thereAndBack(w, each, truthOf(ratings, each)).byW);
  const added = (/** @type {number} */ i) => slopes.reduce((sum, slope) => sum + Number(slope[i]), 0);
  const mean = w.map((_, i) => added(i) / (rated.length || 1));
  const y = truthOf(ratings, song);
  const next = w.map((weight, i) => weight - rate * Number(mean[i]));
  const names = [...features, "bias"];
  const way = thereAndBack(w, song, y);
  return { song: nameOf(features, song), names, w, y, ...way, mean, songs: rated.length, rate, next };
}
