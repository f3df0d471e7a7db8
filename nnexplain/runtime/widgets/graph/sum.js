// One song through the neuron and back, one operation at a time, with every number that takes part: the
// forward pass multiplies, adds, squashes and measures; the backward pass asks of each operation in turn
// how the loss changes with what went into it. (net.js does the same for whole networks at once.)

import { percent, printed, signed } from "../../draw/numbers.js";
import { factsOf, nameOf, ratedOf, ratingOf } from "../../net/one/songs.js";

/** @import { Vector } from "../../net/net.js" */

/**
 * The numbers of a song's way through the neuron; the bias is the weight of an input that is always 1.
 * Slopes are of the loss, by the thing named.
 * @typedef {object} Numbers
 * @property {string[]} names  of the inputs, and last the bias
 * @property {number[]} x  @property {number[]} w  @property {number[]} terms  what is added up
 * @property {number} z  @property {number} p  @property {0 | 1 | null} y  what is true; null where nobody said
 * @property {number} loss  @property {number} byP  @property {number} pByZ  @property {number} byZ
 * @property {number[]} byW  of this song's loss
 * @property {number[]} mean  of the mean loss of all rated songs  @property {number} songs  how many those are
 * @property {number} rate  @property {number[]} next  the weights after the step
 * @property {string} song
 */

/** @param {string} ratings  @param {number} song  @returns {0 | 1 | null} */
function truthOf(ratings, song) {
  const rating = ratingOf(ratings, song);
  return rating ? (rating === "likes" ? 1 : 0) : null;
}

/** @param {number[]} w  @param {number} song  @param {0 | 1 | null} y */
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
 * @param {Vector} theta  @param {string} ratings  @param {number} song  @param {number} rate  @param {string[]} features
 * @returns {Numbers}
 */
export function numbersOf(theta, ratings, song, rate, features) {
  const w = Array.from(theta, Number);
  const rated = ratedOf(ratings);
  const slopes = rated.map((each) => thereAndBack(w, each, truthOf(ratings, each)).byW);
  const mean = w.map((_, i) => slopes.reduce((sum, slope) => sum + Number(slope[i]), 0) / (rated.length || 1));
  const y = truthOf(ratings, song);
  const next = w.map((weight, i) => weight - rate * Number(mean[i]));
  const names = [...features, "bias"];
  return { names, w, y, ...thereAndBack(w, song, y), mean, songs: rated.length, rate, next, song: nameOf(features, song) };
}

/**
 * An operation: the node it belongs to, its formula in parts (those with a `term` belong to that input), and
 * what it is for.
 * @typedef {{phase: "predict" | "measure" | "blame" | "adjust", node: string, title: string, formula: {text: string, term?: number}[][], why: string[]}} Operation
 */

const f = (/** @type {number} */ number) => printed(number, 3);
/** In brackets where it is negative and stands behind an operator. @param {number} number */
const b = (number) => (f(number).startsWith("−") ? `(${f(number)})` : f(number));
const plain = (/** @type {string[]} */ ...lines) => lines.map((text) => [{ text }]);

/** All the operations in order; the first is where nothing has happened yet. @param {Numbers} n  @returns {Operation[]} */
export function operationsOf(n) {
  return [beginning(n), ...forwards(n), ...backwards(n), ...adjustments(n)];
}

/** @param {Numbers} n  @returns {Operation} */
function beginning({ song, names }) {
  const why = ["Its three facts and a 1 go in on the left. Each has", "a weight; the weight of the 1 is called the bias."];
  return { phase: "predict", node: "", title: `A song comes in: ${song}`, formula: plain(`${names.slice(0, -1).join(", ")}, 1`), why };
}

/** @param {Numbers} n  @returns {Operation[]} */
function forwards({ names, x, w, terms, z, p, y, loss }) {
  /** @type {Operation[]} */
  const products = terms.map((term, i) => ({
    phase: "predict", node: `times${i}`, title: `Multiply: ${names[i]}`,
    formula: [[{ text: `${f(Number(w[i]))} · ${x[i]} = ${f(term)}`, term: i }]],
    why: x[i] ? ["The fact is true (1): its weight counts in full."] : ["The fact is not true (0): its weight does not count."],
  }));
  if (products[3]) products[3].why = ["The bias always counts."];
  const parts = terms.map((term, i) => ({ text: i ? `${term < 0 ? " − " : " + "}${f(Math.abs(term))}` : f(term), term: i }));
  const right = y === 1 ? "likes" : "dislikes";
  return [
    ...products,
    { phase: "predict", node: "sum", title: "Add up", formula: [parts, [{ text: `= ${f(z)}` }]], why: [z > 0 ? "Above zero: it leans to yes." : "Not above zero: it leans to no."] },
    { phase: "predict", node: "squash", title: "Squash into a probability", formula: plain(`1 / (1 + e^${b(-z)}) = ${f(p)}`), why: [`It says yes with ${percent(p)}.`] },
    y === null
      ? { phase: "measure", node: "loss", title: "Measure", formula: plain("no rating, no loss"), why: ["Nobody rated this song: there is nothing to", "compare the answer with."] }
      : { phase: "measure", node: "loss", title: `Measure: in truth he ${right} it`, formula: plain(`−ln ${y ? f(p) : `(1 − ${f(p)})`} = ${f(loss)}`), why: [`The probability it gave to the truth was ${percent(y ? p : 1 - p)}.`] },
  ];
}

/** @param {Numbers} n  @returns {Operation[]} */
function backwards({ names, x, p, y, byP, pByZ, byZ, byW, mean, songs, song }) {
  const none = ["No rating, so no blame: the slope is 0."];
  const passed = ["A sum passes its slope on to everything that was", "added, unchanged."];
  /** @type {Operation[]} */
  const blamed = byW.map((slope, i) => ({
    phase: "blame", node: `weight${i}`, title: `Back to the ${i < 3 ? `weight of ${names[i]}` : "bias"}`,
    formula: [[{ text: `${f(byZ)} · ${x[i]} = ${f(slope)}`, term: i }]],
    why: x[i] ? ["Times what the weight was multiplied with: 1."] : ["It was multiplied with 0, so it had no part in this."],
  }));
  return [
    { phase: "blame", node: "squash", title: "Back from the loss to the probability", formula: plain(y === null ? "0" : y ? `−1 / ${f(p)} = ${f(byP)}` : `1 / (1 − ${f(p)}) = ${f(byP)}`), why: y === null ? none : ["How fast the loss would change, were the", "probability to grow."] },
    { phase: "blame", node: "sum", title: "Back through the squashing", formula: plain(`${f(byP)} · ${f(p)} · (1 − ${f(p)})`, `= ${f(byP)} · ${f(pByZ)} = ${f(byZ)}`), why: y === null ? none : [`Which is simply answer minus truth: ${f(p)} − ${y}.`] },
    { phase: "blame", node: "times", title: "Back through the sum", formula: plain(`${f(byZ)} for each of the four`), why: passed },
    ...blamed,
    { phase: "adjust", node: "mean", title: "Average over the rated songs", formula: plain(mean.map(f).join("   ")), why: songs ? [`Each of the ${songs} rated songs went there and back.`, y === null ? `${song} was not among them.` : "Their slopes are averaged, weight by weight."] : ["No song is rated: nothing to average."] },
  ];
}

/** @param {Numbers} n  @returns {Operation[]} */
function adjustments({ names, w, rate, mean, next }) {
  return next.map((value, i) => ({
    phase: "adjust", node: `weight${i}`, title: `Adjust the ${i < 3 ? `weight of ${names[i]}` : "bias"}`,
    formula: [[{ text: `${f(Number(w[i]))} − ${rate} · ${b(Number(mean[i]))} = ${f(value)}`, term: i }]],
    why: [Number(mean[i]) > 0 ? "The loss rises with it, so it goes down." : Number(mean[i]) < 0 ? "The loss falls with it, so it goes up." : "The loss does not hang on it: it stays."],
  }));
}

/** Where the operations of each kind begin. */
export const AT = Object.freeze({ times: 1, sum: 5, squash: 6, loss: 7, byP: 8, byZ: 9, byTerm: 10, byW: 11, mean: 15, next: 16, last: 19 });

/** A slope with its sign, as the graph writes it. @param {number} number */
export const slope = (number) => signed(number, 3);
