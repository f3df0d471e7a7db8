// The operation at hand: its formula with the numbers, what it is for, and the table of what becomes of the
// weights.

import { h } from "../../draw/tree.js";
import { AT, slope, thousandth } from "./operations.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Model } from "./graph.js" */

export const STEPS = Object.freeze({ width: 430, height: 356 });
/** Where the columns are: the names begin there, the numbers end. */
const COLUMNS = Object.freeze([0, 140, 232, 324, 416]);
const TABLE = 232;
const ROW = 30;

/**
 * @param {string} kind
 * @param {number} column
 * @param {number} y
 * @param {string} words
 * @param {string} [state]
 */
function cell(kind, column, y, words, state) {
  const place = { x: COLUMNS[column], y, "text-anchor": column ? "end" : "start" };
  return h("text", { class: kind, ...place, "data-state": state }, words);
}

/** @param {Model} model  @returns {Branch[]} */
export function stepsView(model) {
  const { n, op, step, operation: { phase, title, formula, why } } = model;
  const heads = ["", `pass ${step}`, "this song", `mean of ${n.songs}`, "next"];
  return [
    h("text", { class: "nn-head", y: 8 }, `${phase}  ·  operation ${op} of ${AT.last}`),
    h("text", { class: "nn-graph-step", y: 34 }, title),
    h(
      "g",
      {},
      formula.map((parts, row) =>
        h("text", { class: "nn-graph-formula", y: 74 + row * 26 }, partsOf(model, parts))
      ),
    ),
    h("g", {}, why.map((line, row) => h("text", { class: "nn-why nn-head", y: 132 + row * 20 }, line))),
    h("line", { class: "nn-axis", x1: -8, x2: STEPS.width, y1: TABLE - 15, y2: TABLE - 15 }),
    h("g", {}, heads.map((head, column) => cell("nn-head", column, TABLE - 26, head))),
    h("g", {}, n.names.map((_, term) => rowOf(model, term))),
  ];
}

/**
 * @param {Model} model
 * @param {Model["operation"]["formula"][number]} parts
 */
function partsOf({ lit }, parts) {
  return parts.map(({ text, term }) => {
    if (term === undefined) return h("tspan", {}, text);
    const kind = term === lit ? "nn-graph-term nn-graph-term--lit" : "nn-graph-term";
    return h("tspan", { class: kind, "data-grip": "term", "data-id": term }, text);
  });
}

/**
 * What becomes of the weight of one input.
 * @param {Model} model
 * @param {number} term
 */
function rowOf({ n, op, lit }, term) {
  const y = TABLE + term * ROW;
  const numbers = [
    { since: 0, words: thousandth(n.w[term]) },
    { since: AT.byW + term, words: slope(n.byW[term]) },
    { since: AT.mean, words: slope(n.mean[term]) },
    { since: AT.next + term, words: thousandth(n.next[term]) },
  ];
  const cells = numbers.map(({ since, words }, k) =>
    cell("nn-cell", k + 1, y, op >= since ? words : "·", since && op === since ? "lit" : undefined)
  );
  const kind = term === lit ? "nn-graph-row nn-graph-row--lit" : "nn-graph-row";
  return h(
    "g",
    { class: kind, "data-grip": "term", "data-id": term },
    h("rect", { x: -8, width: STEPS.width + 8, y: y - ROW / 2, height: ROW }),
    cell("nn-cell", 0, y, n.names[term] ?? ""),
    cells,
  );
}
