// The graph: what is computed from what. A node stands for a number; the line that leaves it carries the
// number on. On the way back the lines carry slopes, written below them.

import { at } from "../../draw/numbers.js";
import { h } from "../../draw/tree.js";
import { AT, slope, thousandth } from "./operations.js";

/** @import { Branch } from "../../draw/tree.js" */
/** @import { Model } from "./graph.js" */

/** @typedef {"fact" | "weight" | "times" | "sum" | "squash" | "loss" | "truth"} Kind */

/**
 * A node: what it is, of which input where it is of one, where its middle is, and the operation that it
 * opens.
 * @typedef {{id: string, kind: Kind, term: number | null, x: number, y: number, op: number}} Node
 */

/**
 * A line from a node to another: drawn out once `op` has happened, and back once `back` has.
 * @typedef {{from: Node, to: Node, op: number, back: number}} Wire
 */

export const NODES = Object.freeze({ width: 430, height: 356 });
const PITCH = 88;
/**
 * How far below their line slopes are written, where there is something in the way.
 * @type {Partial<Record<Kind, number>>}
 */
const BELOW = Object.freeze({ sum: 50, squash: 70 });
/** @type {Partial<Record<Kind, string>>} */
const SIGNS = Object.freeze({ times: "×", sum: "+", squash: "σ", loss: "−ln" });
/** What is given, not computed, has the shape of a pill. */
const GIVEN = Object.freeze(["fact", "weight", "truth"]);

/**
 * @param {Kind} kind
 * @param {number} x
 * @param {number} y
 * @param {number} op
 * @param {number | null} [term]
 * @returns {Node}
 */
const node = (kind, x, y, op, term = null) => ({ id: `${kind}${term ?? ""}`, kind, term, x, y, op });

/** @type {readonly (readonly [Node, Node, Node])[]} */
const INPUTS = [0, 1, 2, 3].map((term) => [
  node("fact", 92, 20 + PITCH * term, 0, term),
  node("weight", 92, 54 + PITCH * term, AT.byW + term, term),
  node("times", 178, 37 + PITCH * term, AT.times + term, term),
]);
const SUM = node("sum", 276, 169, AT.sum);
const SQUASH = node("squash", 346, 169, AT.squash);
const LOSS = node("loss", 414, 169, AT.loss);
const TRUTH = node("truth", 414, 92, AT.loss);
/** @type {readonly Node[]} */
const ALL = [...INPUTS.flat(), SUM, SQUASH, LOSS, TRUTH];

/** @type {readonly Wire[]} */
const WIRES = [
  ...INPUTS.flatMap(([fact, weight, times], term) => [
    { from: fact, to: times, op: AT.times + term, back: Infinity },
    { from: weight, to: times, op: AT.times + term, back: AT.byW + term },
    { from: times, to: SUM, op: AT.sum, back: AT.byTerm },
  ]),
  { from: SUM, to: SQUASH, op: AT.squash, back: AT.byZ },
  { from: SQUASH, to: LOSS, op: AT.loss, back: AT.byP },
  { from: TRUTH, to: LOSS, op: AT.loss, back: Infinity },
];

/** The operation that a node opens, and the input that it is of. @param {string} id */
export function nodeOf(id) {
  return at(ALL, ALL.findIndex((node) => node.id === id));
}

/** @param {Model} model  @returns {Branch[]} */
export function nodesView(model) {
  return [
    h("text", { class: "nn-title", x: 0, y: -19 }, "Predict, measure, and back"),
    h("g", {}, WIRES.map((wire) => wireOf(model, wire))),
    h("g", {}, ALL.map((node) => markOf(model, node))),
  ];
}

/**
 * What a node is called and says, and whether that is known by now.
 * @param {Model} model
 * @param {Node} node
 */
function saidOf({ n, op, operation }, { id, kind, term }) {
  const i = term ?? 0;
  const weight = thousandth((op >= AT.next + i ? n.next : n.w)[i]);
  const is = {
    fact: { words: String(n.x[i]), name: i < 3 ? `${n.names[i]}?` : "always", known: true },
    weight: { words: weight, name: i < 3 ? "weight" : "bias", known: true },
    times: { words: thousandth(n.terms[i]), name: "", known: op >= AT.times + i },
    sum: { words: thousandth(n.z), name: "sum", known: op >= AT.sum },
    squash: { words: thousandth(n.p), name: "answer", known: op >= AT.squash },
    loss: { words: n.y === null ? "none" : thousandth(n.loss), name: "loss", known: op >= AT.loss },
    truth: { words: n.y === null ? "?" : String(n.y), name: "truth", known: true },
  }[kind];
  const lit = operation.node === id || operation.node === kind;
  return { ...is, state: lit ? "lit" : is.known ? "known" : "ahead" };
}

/**
 * @param {Model} model
 * @param {Node} node
 */
function markOf(model, node) {
  const { id, kind, x, y, op } = node;
  const { words, name, known, state } = saidOf(model, node);
  const given = GIVEN.includes(kind);
  const own = node.term !== null && node.term === model.lit;
  const aloud = `${name || id}${known ? `: ${words}` : ""}, operation ${op}`;
  const acts = { role: "button", tabindex: 0, "data-grip": "node", "data-id": id, "aria-label": aloud };
  const looks = {
    class: own ? "nn-graph-node nn-graph-node--term" : "nn-graph-node",
    "data-kind": kind,
    "data-state": state,
  };
  const halo = given ? "" : " nn-haloed";
  return h(
    "g",
    { ...looks, transform: `translate(${x},${y})`, ...acts },
    h("circle", { class: "nn-hit", r: 22 }),
    given ? h("rect", { x: -29, y: -13, width: 58, height: 26, rx: 13 }) : h("circle", { r: 17 }),
    h("text", { class: "nn-graph-node__sign" }, SIGNS[kind] ?? ""),
    h("text", { class: `nn-graph-node__value${halo}`, ...valuePlace(kind, given) }, known ? words : ""),
    h("text", { class: `nn-graph-node__name${halo}`, ...namePlace(kind, given) }, name),
  );
}

/**
 * Products make room on the right for what comes back to them.
 * @param {Kind} kind
 * @param {boolean} given
 */
const valuePlace = (kind, given) =>
  kind === "times" ? { x: 13, y: 28, "text-anchor": "end" } : { y: given ? 0 : 28, "text-anchor": "middle" };

/**
 * @param {Kind} kind
 * @param {boolean} given
 */
function namePlace(kind, given) {
  if (given && kind !== "truth") return { x: -32, "text-anchor": "end" };
  return { y: given ? -22 : -28, "text-anchor": "middle" };
}

/**
 * @param {Model} model
 * @param {Wire} wire
 */
function wireOf({ n, op }, { from, to, op: out, back }) {
  const number = from.kind === "squash" ? n.byP : from.kind === "weight" ? n.byW[from.term ?? 0] : n.byZ;
  const state = op === out || op === back ? "lit" : op >= out ? "known" : "ahead";
  const place = from.kind === "weight"
    ? { x: from.x, y: from.y + 24 }
    : { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + (BELOW[from.kind] ?? 0) };
  const sign = Number(number) < 0 ? "neg" : "pos";
  return h(
    "g",
    { class: "nn-graph-wire", "data-state": state },
    h("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y }),
    h(
      "text",
      { class: "nn-graph-slope nn-haloed", "data-sign": sign, ...place },
      op >= back ? `◂ ${slope(number)}` : "",
    ),
  );
}
