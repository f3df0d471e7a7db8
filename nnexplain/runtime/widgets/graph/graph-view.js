// The graph: what is computed from what. A node stands for a number; the line that leaves it carries the
// number on. On the way back the lines carry slopes, written below them.

import { printed } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { AT, slope } from "./sum.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Numbers, Operation } from "./sum.js" */

/** @typedef {{group: SVGGElement, sign: SVGTextElement, value: SVGTextElement, below: SVGTextElement, op: number}} Node */
/** A line from a node to another: drawn out once `op` has happened, and back once `back` has. @typedef {{line: SVGLineElement, slope: SVGTextElement, from: string, to: string, op: number, back: number}} Edge */

const OPEN = Object.freeze({ times: AT.times, sum: AT.sum, squash: AT.squash, loss: AT.loss, fact: 0, weight: AT.byW, truth: AT.loss });
/** How far below their line slopes are written, where there is something in the way. */
const BELOW = Object.freeze({ sum: 50, squash: 70 });
const SIGNS = Object.freeze({ times: "×", sum: "+", squash: "σ", loss: "−ln" });

export class GraphView {
  /** @type {Place} */ place;
  /** @type {Record<string, [number, number]>} */ #places;
  /** @type {Map<string, Node>} */ #nodes = new Map();
  /** @type {Edge[]} */ #edges = [];
  /** @type {string[]} */ #names;

  /** @param {Place} place  @param {Record<string, [number, number]>} places  @param {string[]} names */
  constructor(place, places, names) {
    this.place = place;
    this.#places = places;
    this.#names = names;
    names.forEach((_, i) => {
      this.#edge(`fact${i}`, `times${i}`, AT.times + i, Infinity);
      this.#edge(`weight${i}`, `times${i}`, AT.times + i, AT.byW + i);
      this.#edge(`times${i}`, "sum", AT.sum, AT.byTerm);
    });
    this.#edge("sum", "squash", AT.squash, AT.byZ);
    this.#edge("squash", "loss", AT.loss, AT.byP);
    this.#edge("truth", "loss", AT.loss, Infinity);
    for (const [id, at] of Object.entries(places)) this.#node(id, at);
    place.plot.prepend(svg("text", { class: "nn-title", x: 0, y: -19 }, "Predict, measure, and back"));
    const ends = this.#edges.flatMap(({ line, slope }) => [line, slope]);
    place.plot.append(...ends, ...[...this.#nodes.values()].map(({ group }) => group));
  }

  /** @param {string} from  @param {string} to  @param {number} op  @param {number} back */
  #edge(from, to, op, back) {
    const [[x1, y1], [x2, y2]] = /** @type {[[number, number], [number, number]]} */ ([this.#places[from], this.#places[to]]);
    const line = svg("line", { class: "nn-wire", x1, y1, x2, y2 });
    const [x, y] = from.startsWith("weight") ? [x1, y1 + 24] : [(x1 + x2) / 2, (y1 + y2) / 2 + (/** @type {Record<string, number>} */ (BELOW)[from] ?? 0)];
    const slope = svg("text", { class: "nn-slope nn-haloed", x, y });
    this.#edges.push({ line, slope, from, to, op, back });
  }

  /** @param {string} id  @param {[number, number]} at */
  #node(id, [x, y]) {
    const kind = id.replace(/\d/, "");
    const index = Number(id.match(/\d/)?.[0] ?? 0);
    const pill = ["fact", "weight", "truth"].includes(kind);
    const shape = pill ? svg("rect", { x: -29, y: -13, width: 58, height: 26, rx: 13 }) : svg("circle", { r: 17 });
    const sign = svg("text", { class: "nn-node__sign" }, /** @type {Record<string, string>} */ (SIGNS)[kind] ?? "");
    const value = svg("text", { class: `nn-node__value nn-haloed${pill ? " nn-node__value--in" : ""}`, y: pill ? 0 : 28 });
    const below = svg("text", { class: pill ? "nn-node__name" : "nn-node__name nn-haloed", x: pill ? -32 : 0, y: pill ? 0 : -28 });
    if (kind === "times") set(value, { x: 13, class: "nn-node__value nn-node__value--left nn-haloed" });
    if (kind === "truth") set(below, { x: 0, y: -22, class: "nn-node__name nn-node__name--above" });
    const hit = svg("circle", { class: "nn-hit", r: 22 });
    const group = svg("g", { class: `nn-node nn-node--${kind}`, transform: `translate(${x},${y})`, role: "button", tabindex: 0, "data-id": id }, hit, shape, sign, value, below);
    const op = /** @type {Record<string, number>} */ (OPEN)[kind] ?? 0;
    this.#nodes.set(id, { group, sign, value, below, op: op + (op === AT.times || op === AT.byW ? index : 0) });
  }

  /** @param {Numbers} n  @param {number} op  @param {Operation} operation */
  draw(n, op, operation) {
    for (const [id, { group, value, below, op: at }] of this.#nodes) {
      const { words, name, known } = this.#said(id, n, op);
      write(value, known ? words : "");
      write(below, name);
      const lit = operation.node && (id === operation.node || (operation.node === "times" && id.startsWith("times")) || (operation.node === "mean" && id.startsWith("weight")));
      set(group, { "data-state": lit ? "lit" : known ? "known" : "ahead", "aria-label": `${name || id}${known ? `: ${words}` : ""}, operation ${at}` });
    }
    for (const edge of this.#edges) this.#carry(edge, n, op);
  }

  /** What a node shows. @param {string} id  @param {Numbers} n  @param {number} op */
  #said(id, n, op) {
    const i = Number(id.match(/\d/)?.[0] ?? 0);
    const f = (/** @type {number | undefined} */ number) => printed(number ?? 0, 3);
    const adjusted = op >= AT.next + i;
    /** @type {Record<string, {words: string, name: string, known: boolean}>} */
    const all = {
      fact: { words: String(n.x[i]), name: i < 3 ? `${this.#names[i]}?` : "always", known: true },
      weight: { words: f(adjusted ? n.next[i] : n.w[i]), name: i < 3 ? "weight" : "bias", known: true },
      times: { words: f(n.terms[i]), name: "", known: op >= AT.times + i },
      sum: { words: f(n.z), name: "sum", known: op >= AT.sum },
      squash: { words: f(n.p), name: "answer", known: op >= AT.squash },
      loss: { words: n.y === null ? "none" : f(n.loss), name: "loss", known: op >= AT.loss },
      truth: { words: n.y === null ? "?" : String(n.y), name: "truth", known: true },
    };
    return all[id.replace(/\d/, "")] ?? { words: "", name: "", known: false };
  }

  /** @param {Edge} edge  @param {Numbers} n  @param {number} op */
  #carry({ line, slope: text, from, op: out, back }, n, op) {
    const i = Number(from.match(/\d/)?.[0] ?? 0);
    const number = from === "squash" ? n.byP : from.startsWith("weight") ? n.byW[i] : n.byZ;
    const returned = op >= back;
    const now = op === out || op === back;
    set(line, { "data-state": now ? "lit" : op >= out ? "known" : "ahead", "data-way": returned ? "back" : "out" });
    set(text, { class: `nn-slope nn-haloed nn-slope--${Number(number) < 0 ? "neg" : "pos"}` });
    write(text, returned ? `◂ ${slope(number ?? 0)}` : "");
  }

  /** Lights what belongs to an input, or nothing. @param {number | null} term */
  light(term) {
    for (const [id, { group }] of this.#nodes) group.classList.toggle("nn-node--term", term !== null && id.endsWith(String(term)));
  }

  /** @param {{open: (op: number) => void, light: (term: number | null) => void}} hand  @param {AbortSignal} signal */
  take({ open, light }, signal) {
    for (const [id, { group, op }] of this.#nodes) {
      const term = /\d/.test(id) ? Number(id.match(/\d/)?.[0]) : null;
      const on = (/** @type {string[]} */ types, /** @type {() => void} */ act) =>
        types.forEach((type) => group.addEventListener(type, act, { signal }));
      on(["click"], () => open(op));
      on(["pointerenter", "focus"], () => light(term));
      on(["pointerleave", "blur"], () => light(null));
      group.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        open(op);
      }, { signal });
    }
  }
}
