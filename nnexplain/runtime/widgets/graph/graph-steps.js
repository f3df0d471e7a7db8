// The operation at hand: its formula with the numbers, what it is for, and the table of what becomes of the
// weights.

import { printed } from "../../draw/numbers.js";
import { set, svg, write } from "../../draw/svg.js";
import { AT, slope } from "./sum.js";

/** @import { Place } from "../../core/panel.js" */
/** @import { Numbers, Operation } from "./sum.js" */

const HEADS = Object.freeze(["", "now", "this song", "mean", "next"]);
const COLUMNS = Object.freeze([0, 140, 232, 324, 416]);
const TABLE = 232;
const ROW = 30;

export class StepsView {
  #phase = svg("text", { class: "nn-phase", y: 8 });
  #title = svg("text", { class: "nn-step-title", y: 34 });
  #formula = [0, 1].map((row) => svg("text", { class: "nn-formula", y: 74 + row * 26 }));
  #why = [0, 1].map((row) => svg("text", { class: "nn-why", y: 132 + row * 20 }));
  /** @type {SVGTextElement[][]} */ #cells;
  /** @type {SVGTextElement[]} */ #heads;
  /** @type {SVGRectElement[]} */ #bands;

  /** @param {Place} place  @param {string[]} names */
  constructor({ plot, width }, names) {
    const at = (/** @type {number} */ column) => ({ x: COLUMNS[column], "text-anchor": column ? "end" : "start" });
    this.#heads = HEADS.map((head, column) => svg("text", { class: "nn-head", y: TABLE - 26, ...at(column) }, head));
    this.#bands = names.map((_, row) => svg("rect", { class: "nn-band", x: -8, width: width + 8, y: TABLE + (row - 0.5) * ROW, height: ROW, "data-term": row }));
    this.#cells = names.map((name, row) =>
      HEADS.map((_, column) => svg("text", { class: column ? "nn-cell" : "nn-cell nn-cell--name", y: TABLE + row * ROW, ...at(column) }, column ? "" : name)),
    );
    const over = svg("text", { class: "nn-head", x: COLUMNS[2], y: TABLE - 44, "text-anchor": "start" });
    const rule = svg("line", { class: "nn-axis", x1: -8, x2: width, y1: TABLE - 15, y2: TABLE - 15 });
    plot.append(this.#phase, this.#title, ...this.#formula, ...this.#why, ...this.#bands, over, rule, ...this.#heads, ...this.#cells.flat());
  }

  /** @param {Numbers} n  @param {number} op  @param {Operation} operation  @param {number} step */
  draw(n, op, { phase, title, formula, why }, step) {
    write(this.#phase, `${phase}  ·  operation ${op} of ${AT.last}`);
    write(this.#title, title);
    this.#formula.forEach((line, row) => {
      const parts = formula[row] ?? [];
      line.replaceChildren(...parts.map(({ text, term }) => svg("tspan", term === undefined ? {} : { class: "nn-term", "data-term": term }, text)));
    });
    this.#why.forEach((line, row) => write(line, why[row] ?? ""));
    write(/** @type {Element} */ (this.#heads[1]), `pass ${step}`);
    write(/** @type {Element} */ (this.#heads[3]), `mean of ${n.songs}`);
    for (const [i, cells] of this.#cells.entries()) {
      const columns = [null, printed(n.w[i] ?? 0, 3), slope(n.byW[i] ?? 0), slope(n.mean[i] ?? 0), printed(n.next[i] ?? 0, 3)];
      const since = [0, 0, AT.byW + i, AT.mean, AT.next + i];
      cells.forEach((cell, column) => {
        const text = columns[column];
        if (text === null || text === undefined) return;
        write(cell, op >= Number(since[column]) ? text : "·");
        set(cell, { "data-state": column > 1 && op === since[column] ? "lit" : undefined });
      });
    }
  }

  /** @param {number | null} term */
  light(term) {
    this.#bands.forEach((band, row) => band.classList.toggle("nn-band--lit", row === term));
    for (const span of this.#formula.flatMap((line) => [...line.children])) {
      span.classList.toggle("nn-term--lit", term !== null && span.getAttribute("data-term") === String(term));
    }
  }

  /** @param {{light: (term: number | null) => void}} hand  @param {AbortSignal} signal */
  take({ light }, signal) {
    const root = this.#phase.ownerSVGElement;
    root?.addEventListener("pointerover", ({ target }) => {
      const term = target instanceof Element ? target.getAttribute("data-term") : null;
      light(term === null ? null : Number(term));
    }, { signal });
    root?.addEventListener("pointerleave", () => light(null), { signal });
  }
}
