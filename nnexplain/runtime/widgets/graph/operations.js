// The operations of one song's way through the neuron and back, in order, each in words with its numbers.

import { decimalsOf, percent, printed, signed } from "../../draw/numbers.js";

/** @import { Numbers } from "./numbers.js" */

/**
 * A part of a formula; with `term`, it belongs to that input.
 * @typedef {{text: string, term?: number}} Part
 */

/**
 * An operation, and what it is for. The node that it belongs to may be a kind of them: "times" are all four.
 * @typedef {object} Operation
 * @property {"predict" | "measure" | "blame" | "adjust"} phase
 * @property {string} node
 * @property {string} title
 * @property {Part[][]} formula  in lines
 * @property {string[]} why  in lines
 */

/** Where the operations of each kind begin. */
export const AT = Object.freeze({
  times: 1,
  sum: 5,
  squash: 6,
  loss: 7,
  byP: 8,
  byZ: 9,
  byTerm: 10,
  byW: 11,
  mean: 15,
  next: 16,
  last: 19,
});

/** A number as the graph writes it. @param {number | undefined} number */
export const thousandth = (number) => printed(number ?? 0, 3);
/** A slope as the graph writes it. @param {number | undefined} number */
export const slope = (number) => signed(number ?? 0, 3);

const f = thousandth;
/**
 * In brackets where it is negative and stands behind an operator.
 * @param {number} number
 * @param {number} [digits]
 */
const b = (number, digits = 3) => {
  const words = printed(number, digits);
  return words.startsWith("−") ? `(${words})` : words;
};
const plain = (/** @type {string[]} */ ...lines) => lines.map((text) => [{ text }]);

/**
 * All the operations; the first is where nothing has happened yet.
 * @param {Numbers} n
 * @returns {Operation[]}
 */
export function operationsOf(n) {
  const there = [beginning(n), ...products(n), ...forwards(n), measuring(n)];
  return [...there, ...backwards(n), ...blamed(n), averaging(n), ...adjustments(n)];
}

/** @param {Numbers} n  @returns {Operation} */
function beginning({ song, names }) {
  const why = [
    "Its three facts and a 1 go in on the left. Each has",
    "a weight; the weight of the 1 is called the bias.",
  ];
  const formula = plain(`${names.slice(0, -1).join(", ")}, 1`);
  return { phase: "predict", node: "", title: `A song comes in: ${song}`, formula, why };
}

/** @param {Numbers} n  @returns {Operation[]} */
function products({ names, x, w, terms }) {
  const why = (/** @type {number} */ i) => {
    if (i === 3) return "The bias always counts.";
    if (x[i]) return "The fact is true (1): its weight counts in full.";
    return "The fact is not true (0): its weight does not count.";
  };
  return terms.map((term, i) => ({
    phase: "predict",
    node: `times${i}`,
    title: `Multiply: ${names[i]}`,
    formula: [[{ text: `${f(w[i])} · ${x[i]} = ${f(term)}`, term: i }]],
    why: [why(i)],
  }));
}

/** @param {Numbers} n  @returns {Operation[]} */
function forwards({ terms, z, p }) {
  const { digits } = decimalsOf(terms, z);
  const parts = terms.map((term, i) => {
    const sign = term < 0 ? " − " : " + ";
    return { text: i ? sign + printed(Math.abs(term), digits) : printed(term, digits), term: i };
  });
  return [
    {
      phase: "predict",
      node: "sum",
      title: "Add up",
      formula: [parts, [{ text: `= ${printed(z, digits)}` }]],
      why: [z > 0 ? "Above zero: it leans to yes." : "Not above zero: it leans to no."],
    },
    {
      phase: "predict",
      node: "squash",
      title: "Squash into a probability",
      formula: plain(`1 / (1 + e^${b(-z)}) = ${f(p)}`),
      why: [`It says yes with ${percent(p)}.`],
    },
  ];
}

/** @param {Numbers} n  @returns {Operation} */
function measuring({ p, y, loss }) {
  if (y === null) {
    const why = ["Nobody rated this song: there is nothing to", "compare the answer with."];
    return { phase: "measure", node: "loss", title: "Measure", formula: plain("no rating, no loss"), why };
  }
  return {
    phase: "measure",
    node: "loss",
    title: `Measure: in truth he ${y ? "likes" : "dislikes"} it`,
    formula: plain(`−ln ${y ? f(p) : `(1 − ${f(p)})`} = ${f(loss)}`),
    why: [`The probability it gave to the truth was ${percent(y ? p : 1 - p)}.`],
  };
}

/** @param {Numbers} n  @returns {Operation[]} */
function backwards({ p, y, byP, pByZ, byZ }) {
  const none = ["No rating, so no blame: the slope is 0."];
  const rated = y !== null;
  return [
    {
      phase: "blame",
      node: "squash",
      title: "Back from the loss to the probability",
      formula: plain(rated ? (y ? `−1 / ${f(p)} = ${f(byP)}` : `1 / (1 − ${f(p)}) = ${f(byP)}`) : "0"),
      why: rated ? ["How fast the loss would change, were the", "probability to grow."] : none,
    },
    {
      phase: "blame",
      node: "sum",
      title: "Back through the squashing",
      formula: plain(`${f(byP)} · ${f(p)} · (1 − ${f(p)})`, `= ${f(byP)} · ${f(pByZ)} = ${f(byZ)}`),
      why: rated ? [`Which is simply answer minus truth: ${f(p)} − ${y}.`] : none,
    },
    {
      phase: "blame",
      node: "times",
      title: "Back through the sum",
      formula: plain(`${f(byZ)} for each of the four`),
      why: ["A sum passes its slope on to everything that was", "added, unchanged."],
    },
  ];
}

/** @param {Numbers} n  @returns {Operation[]} */
function blamed({ names, x, byZ, byW }) {
  const part = "Times what the weight was multiplied with: 1.";
  const none = "It was multiplied with 0, so it had no part in this.";
  return byW.map((slope, i) => ({
    phase: "blame",
    node: `weight${i}`,
    title: `Back to the ${weightOf(names, i)}`,
    formula: [[{ text: `${f(byZ)} · ${x[i]} = ${f(slope)}`, term: i }]],
    why: [x[i] ? part : none],
  }));
}

/** @param {Numbers} n  @returns {Operation} */
function averaging({ y, mean, songs, song }) {
  const which = y === null ? `${song} was not among them.` : "Their slopes are averaged, weight by weight.";
  const why = [`Each of the ${songs} rated songs went there and back.`, which];
  return {
    phase: "adjust",
    node: "weight",
    title: "Average over the rated songs",
    formula: plain(mean.map(f).join("   ")),
    why: songs ? why : ["No song is rated: nothing to average."],
  };
}

/** @param {Numbers} n  @returns {Operation[]} */
function adjustments({ names, w, rate, mean, next }) {
  const why = (/** @type {number} */ slope) => {
    if (!slope) return "The loss does not hang on it: it stays.";
    return slope > 0 ? "The loss rises with it, so it goes down." : "The loss falls with it, so it goes up.";
  };
  return next.map((value, i) => {
    const [from, slope] = [Number(w[i]), Number(mean[i])];
    const { digits, finer } = decimalsOf([from], value, { by: -rate, number: slope });
    const sum = `${printed(from, digits)} − ${rate} · ${b(slope, finer)} = ${printed(value, digits)}`;
    return {
      phase: "adjust",
      node: `weight${i}`,
      title: `Adjust the ${weightOf(names, i)}`,
      formula: [[{ text: sum, term: i }]],
      why: [why(slope)],
    };
  });
}

/**
 * @param {string[]} names
 * @param {number} i
 */
const weightOf = (names, i) => (i < 3 ? `weight of ${names[i]}` : "bias");
